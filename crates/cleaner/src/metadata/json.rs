//! JSON as pages carry it, read with forgiveness.
//!
//! `<script type="application/ld+json">` holds raw line breaks inside strings, trailing commas, `\'`, quotation marks
//! nobody escaped, comments around it, several objects in a row, and ends in the middle. A strict reader loses the
//! whole of it for one character; this one loses the character. Depth is bounded, and every byte is read a bounded
//! number of times.

use std::borrow::Cow;

use memchr::memchr2;
use veille_text::charset::without_c1;

/// A value; texts borrow from the source where nothing in them was escaped.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Json<'a> {
    Null,
    Bool(bool),
    /// As written.
    Number(&'a str),
    Text(Cow<'a, str>),
    List(Vec<Json<'a>>),
    Object(Vec<(Cow<'a, str>, Json<'a>)>),
}

/// Deeper values are dropped.
const DEPTH_MAX: usize = 48;
/// No page says as much in values that are worth reading.
const VALUES_MAX: usize = 60_000;
/// How far a quotation mark is searched for what must follow it.
const LOOK_AHEAD: usize = 64;

impl<'a> Json<'a> {
    /// The value of a key in an object; names compare as written.
    pub(crate) fn get(&self, key: &str) -> Option<&Json<'a>> {
        match self {
            Self::Object(pairs) => pairs.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// Itself, or the members of a list.
    pub(crate) fn each(&self) -> impl Iterator<Item = &Json<'a>> {
        match self {
            Self::List(items) => items.as_slice(),
            // `"author": null` names nobody, as if the key were absent.
            Self::Null => &[],
            one => std::slice::from_ref(one),
        }
        .iter()
    }

    /// A text that says something.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text.trim()).filter(|text| !text.is_empty()),
            _ => None,
        }
    }
}

/// All values in a script's text, in order. What is not JSON between them is skipped.
#[cfg(test)]
pub(crate) fn read(source: &str) -> Vec<Json<'_>> {
    read_all([source])
}

/// The same for several scripts. Of very many values the last ones are left out.
pub(crate) fn read_all<'a>(sources: impl IntoIterator<Item = &'a str>) -> Vec<Json<'a>> {
    read_some(sources, VALUES_MAX)
}

/// At most so many values of several scripts.
pub(crate) fn read_some<'a>(sources: impl IntoIterator<Item = &'a str>, most: usize) -> Vec<Json<'a>> {
    let (mut values, mut left) = (Vec::new(), most);
    for source in sources {
        left = read_into(&mut values, source, left);
    }
    values
}

/// The string that follows the first of these words, unescaped: `JSON.parse("{\"a\":1}")`.
pub(crate) fn first_string(source: &str, words: &str) -> Option<String> {
    let at = source.find(words)? + words.len();
    let mut reader = Reader { source, at, left: 0 };
    (reader.peek()? == b'"').then(|| reader.script_text())
}

fn read_into<'a>(values: &mut Vec<Json<'a>>, source: &'a str, left: usize) -> usize {
    let mut reader = Reader { source, at: 0, left };
    while let Some(start) = reader.source[reader.at..].find(['{', '[']) {
        reader.at += start;
        // `//<![CDATA[` around the JSON, from the days of XHTML; its bracket opens no list.
        if reader.source[reader.at..].starts_with("[CDATA[") {
            reader.at += "[CDATA[".len();
            continue;
        }
        let before = reader.at;
        values.extend(reader.value(0));
        // Whatever was read, at least its bracket is passed: the loop ends.
        reader.at = reader.at.max(before + 1);
    }
    reader.left
}

struct Reader<'a> {
    source: &'a str,
    at: usize,
    /// Values that may still be read.
    left: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<u8> {
        self.source.as_bytes().get(self.at).copied()
    }

    /// Skips white space, control characters and `/* … */` comments.
    fn skip(&mut self) {
        let bytes = self.source.as_bytes();
        loop {
            while bytes.get(self.at).is_some_and(|byte| *byte <= b' ') {
                self.at += 1;
            }
            // JSON allows four kinds of white space (RFC 8259, 2); texts pasted from word
            // processors bring their own.
            if self.source[self.at..].starts_with('\u{a0}') || self.source[self.at..].starts_with('\u{feff}')
            {
                self.at += if bytes[self.at] == 0xc2 { 2 } else { 3 };
                continue;
            }
            if bytes.get(self.at) != Some(&b'/') || bytes.get(self.at + 1) != Some(&b'*') {
                return;
            }
            self.at = self.source[self.at..].find("*/").map_or(bytes.len(), |length| self.at + length + 2);
        }
    }

    fn value(&mut self, depth: usize) -> Option<Json<'a>> {
        if self.left == 0 {
            self.at = self.source.len();
            return None;
        }
        self.left -= 1;
        self.skip();
        match self.peek()? {
            // Only the bracket is passed, and what is inside is read by the callers above: no
            // recursion, and no text lost.
            b'{' | b'[' if depth == DEPTH_MAX => {
                self.at += 1;
                None
            }
            b'{' => Some(self.object(depth)),
            b'[' => Some(self.list(depth)),
            b'"' => Some(Json::Text(self.text(false))),
            _ => self.word(),
        }
    }

    fn object(&mut self, depth: usize) -> Json<'a> {
        self.at += 1;
        let mut pairs = Vec::new();
        loop {
            self.skip();
            match self.peek() {
                None => break,
                Some(b'}') => {
                    self.at += 1;
                    break;
                }
                // The list or script around this object goes on: its end was forgotten.
                Some(b']') => break,
                Some(b'"') => {
                    let key = self.text(true);
                    self.skip();
                    if self.peek() == Some(b':') {
                        self.at += 1;
                    }
                    if let Some(value) = self.value(depth + 1) {
                        pairs.push((key, value));
                    }
                }
                // JavaScript's object literals, `{title: "…"}`, which JSON does not know.
                Some(byte) if byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'$') => {
                    if let Some(key) = self.bare_key()
                        && let Some(value) = self.value(depth + 1)
                    {
                        pairs.push((Cow::Borrowed(key), value));
                    }
                }
                Some(_) => self.step(),
            }
        }
        Json::Object(pairs)
    }

    /// A key without quotation marks, as scripts write it, and its colon; what is no key is passed over.
    fn bare_key(&mut self) -> Option<&'a str> {
        let rest = &self.source[self.at..];
        let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '$').unwrap_or(rest.len());
        self.at += length;
        self.skip();
        let is_key = self.peek() == Some(b':');
        self.at += usize::from(is_key);
        is_key.then(|| &rest[..length])
    }

    fn list(&mut self, depth: usize) -> Json<'a> {
        self.at += 1;
        let mut items = Vec::new();
        loop {
            self.skip();
            match self.peek() {
                None => break,
                Some(b']') => {
                    self.at += 1;
                    break;
                }
                // The list's end was forgotten: the brace belongs to the object around it.
                Some(b'}') => break,
                Some(b',') => self.at += 1,
                Some(_) => {
                    let before = self.at;
                    items.extend(self.value(depth + 1));
                    // A stray mark, such as `:` or `)`, is no value and would stop the list here forever.
                    if self.at == before {
                        self.step();
                    }
                }
            }
        }
        Json::List(items)
    }

    /// `true`, `false`, `null`, a number; anything else is skipped up to the next mark and is nothing.
    fn word(&mut self) -> Option<Json<'a>> {
        let rest = &self.source[self.at..];
        let length = rest.find([',', '}', ']', '"', '\n', ' ', ':']).unwrap_or(rest.len());
        self.at += length;
        match &rest[..length] {
            // `undefined`, `NaN` and calls of functions fall through to nothing.
            "true" => Some(Json::Bool(true)),
            "false" => Some(Json::Bool(false)),
            "null" => Some(Json::Null),
            word if word.starts_with(|c: char| c.is_ascii_digit() || c == '-') => Some(Json::Number(word)),
            _ => None,
        }
    }

    fn step(&mut self) {
        self.at += self.source[self.at..].chars().next().map_or(1, char::len_utf8);
    }

    /// A string; the reader stands on its opening mark.
    fn text(&mut self, is_key: bool) -> Cow<'a, str> {
        self.at += 1;
        let start = self.at;
        let mut owned: Option<String> = None;
        let mut copied = start;
        while let Some(length) = memchr2(b'"', b'\\', &self.source.as_bytes()[self.at..]) {
            self.at += length;
            if self.peek() == Some(b'"') {
                // Quotation marks nobody escaped: `"He said "yes", and left"`. Whether this one ends the
                // string is told by what follows.
                if self.closes(is_key) {
                    let tail = &self.source[copied..self.at];
                    self.at += 1;
                    return finish(owned, tail);
                }
                self.at += 1;
                continue;
            }
            let text = owned.get_or_insert_default();
            text.push_str(&self.source[copied..self.at]);
            self.at += 1;
            self.escape(text);
            copied = self.at;
        }
        self.at = self.source.len();
        finish(owned, &self.source[copied..])
    }

    /// A string of a script, whose marks are all escaped; the reader stands on its opening mark.
    fn script_text(&mut self) -> String {
        self.at += 1;
        let mut text = String::new();
        while let Some(length) = memchr2(b'"', b'\\', &self.source.as_bytes()[self.at..]) {
            text.push_str(&self.source[self.at..self.at + length]);
            self.at += length + 1;
            if self.source.as_bytes()[self.at - 1] == b'"' {
                break;
            }
            self.escape(&mut text);
        }
        text
    }

    /// Whether the quotation mark here ends its string: what follows must be able to follow.
    fn closes(&self, is_key: bool) -> bool {
        let bytes = self.source.as_bytes();
        let end = bytes.len().min(self.at + 1 + LOOK_AHEAD);
        // A bounded look ahead: strings of thousands of quotation marks would otherwise be quadratic.
        let mut after = bytes[self.at + 1..end].iter().copied().filter(|byte| *byte > b' ');
        match after.next() {
            None => true,
            Some(b':') => is_key,
            Some(b'}' | b']') => !is_key,
            // After a comma comes a key, a value, or an end.
            Some(b',') => {
                let next = &bytes[self.at + 1..end];
                !is_key && (bare_key_follows(next) || value_follows(next))
            }
            // A comma forgotten between two lines.
            Some(b'"') => {
                !is_key
                    && bytes[self.at + 1..end]
                        .iter()
                        .take_while(|byte| **byte <= b' ')
                        .any(|byte| *byte == b'\n')
            }
            Some(_) => false,
        }
    }

    /// Reads what stands after a backslash.
    fn escape(&mut self, into: &mut String) {
        let Some(c) = self.source[self.at..].chars().next() else { return };
        self.at += c.len_utf8();
        match c {
            // Escapes of RFC 8259, 7; backspace and form feed show nothing and part words.
            'n' | 'r' => into.push('\n'),
            't' => into.push('\t'),
            'b' | 'f' => into.push(' '),
            // `\u0092` is what a page in Latin-1 had of windows-1252.
            'u' => into.push_str(&without_c1(self.unicode().unwrap_or('\u{fffd}').to_string().into())),
            // Right (`\"`, `\\`, `\/`) or wrong (`\'`, `\-`), the character is meant.
            other => into.push(other),
        }
    }

    fn unicode(&mut self) -> Option<char> {
        let first = self.hex()?;
        // Beyond the basic plane a character is a surrogate pair; half a pair becomes U+FFFD.
        if !(0xd800..0xdc00).contains(&first) {
            return char::from_u32(first);
        }
        if !self.source[self.at..].starts_with("\\u") {
            return None;
        }
        let before = self.at;
        self.at += 2;
        match self.hex() {
            Some(second @ 0xdc00..0xe000) => {
                char::from_u32(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00))
            }
            _ => {
                self.at = before;
                None
            }
        }
    }

    fn hex(&mut self) -> Option<u32> {
        let digits = self.source.get(self.at..self.at + 4)?;
        // `+12f` is a number to the standard library.
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let code = u32::from_str_radix(digits, 16).ok()?;
        self.at += 4;
        Some(code)
    }
}

/// Whether a comma and a key without quotation marks come next, as in a script: `,title:`.
fn bare_key_follows(bytes: &[u8]) -> bool {
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$');
    let Some(name) = bytes.strip_prefix(b",") else { return false };
    let length = name.iter().take_while(|byte| is_name(byte)).count();
    length > 0 && name.get(length) == Some(&b':')
}

/// Whether a comma comes next and behind it what can follow between values.
///
/// A literal is read to its end: `"Ông nói "không", nhưng vẫn ký"` goes on with a word in `n`, and with no `null`.
fn value_follows(bytes: &[u8]) -> bool {
    let Some(rest) = without_space(bytes).strip_prefix(b",").map(without_space) else { return false };
    let is_literal = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.');
    let (literal, behind) = rest.split_at(rest.iter().take_while(|byte| is_literal(byte)).count());
    match rest.first() {
        // The end of the script, or of the look ahead.
        None | Some(b'"' | b'{' | b'[' | b'}' | b']' | b',') => true,
        Some(first) => {
            let is_number = (*first == b'-' || first.is_ascii_digit())
                && literal.iter().all(|byte| byte.is_ascii_digit() || b"-+.eE".contains(byte));
            let is_value = is_number || matches!(literal, b"true" | b"false" | b"null");
            // In scripts a call's last argument may end it: `("a",null)`.
            let is_delimiter = |byte: &u8| matches!(byte, b',' | b'}' | b']' | b')');
            is_value && without_space(behind).first().is_none_or(is_delimiter)
        }
    }
}

fn without_space(bytes: &[u8]) -> &[u8] {
    let spaces = bytes.iter().take_while(|byte| **byte <= b' ').count();
    &bytes[spaces..]
}

fn finish<'a>(owned: Option<String>, tail: &'a str) -> Cow<'a, str> {
    match owned {
        Some(mut text) => {
            text.push_str(tail);
            Cow::Owned(text)
        }
        None => Cow::Borrowed(tail),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, path: &[&str], expected: &str) {
        let values = read(source);
        let found = values.iter().find_map(|value| {
            path.iter().try_fold(value, |value, key| match key.parse::<usize>() {
                Ok(at) => value.each().nth(at),
                Err(_) => value.get(key),
            })
        });
        assert_eq!(found.and_then(Json::text), Some(expected), "{source}: {values:?}");
    }

    #[test]
    fn sound_json_is_read_as_it_is() {
        check(r#"{"a":{"b":["x","y"]}}"#, &["a", "b", "1"], "y");
        check(r#"{"a":"\u00e9\ud83d\ude00\n\"q\" \/"}"#, &["a"], "é😀\n\"q\" /");
        check(r#"{"a":"l\u0092accord"}"#, &["a"], "l’accord");
        check(r#"[{"a":1.5,"b":true,"c":null,"d":"z"}]"#, &["0", "d"], "z");
    }

    #[test]
    fn broken_json_loses_only_what_is_broken() {
        check("{\"a\":\"line\nbreak\",\"b\":\"c\"}", &["a"], "line\nbreak");
        check(r#"{"a":"b",}"#, &["a"], "b");
        check(r#"{"a":["b",],"c":"d"}"#, &["c"], "d");
        check(r#"{"a":"It\'s","b":"c"}"#, &["a"], "It's");
        check(r#"{"a":"\u+12f","b":"c"}"#, &["a"], "\u{fffd}+12f");
        check(r#"{"a":"He said "yes", and left","b":"c"}"#, &["a"], "He said \"yes\", and left");
        check(r#"{"a":"He said "yes"","b":"c"}"#, &["b"], "c");
        check(r#"{"a":"Ông nói "không", nhưng vẫn ký","b":"c"}"#, &["a"], "Ông nói \"không\", nhưng vẫn ký");
        check(
            r#"{"a":"It said "yes", 12 of them left","b":"c"}"#,
            &["a"],
            "It said \"yes\", 12 of them left",
        );
        check(r#"{"a":["x", null, "y", true, "z", -1.5e3 ]}"#, &["a", "4"], "z");
        check("<!-- {\"a\":\"b\"} -->", &["a"], "b");
        check("//<![CDATA[\n{\"a\":\"b\"}\n//]]>", &["a"], "b");
        check("{\"a\":\"b\"}{\"c\":\"d\"}", &["c"], "d");
        check("{\"a\":\"b\"\n\"c\":\"d\"}", &["c"], "d");
        check(r#"{"a":"b","c":{"d":"e"#, &["c", "d"], "e");
        check(r#"{"a":undefined,"c":"d"}"#, &["c"], "d");
        check(r#"{a:"b",c_1:{d:"e"}}"#, &["c_1", "d"], "e");
        check(r#"{"a":"\ud83d broken","c":"d"}"#, &["c"], "d");
        check("/* note */ {\"a\":\"b\"};", &["a"], "b");
    }

    #[test]
    fn json_in_a_string_of_a_script_is_unescaped() {
        let script = r#"x=JSON.parse("{\"a\":\"b\\nc\"}");y="z""#;
        assert_eq!(first_string(script, "JSON.parse(").as_deref(), Some("{\"a\":\"b\\nc\"}"));
        assert_eq!(first_string("JSON.parse('{}')", "JSON.parse("), None);
        assert_eq!(first_string("JSON.parse(\"a\\", "JSON.parse(").as_deref(), Some("a"));
    }

    #[test]
    fn no_depth_and_no_length_breaks_the_reader() {
        read(&"[".repeat(60_000));
        read(&"{\"a\":".repeat(60_000));
        read(&"\"".repeat(60_000));
        read("{\"a\": \\");
        read("{\"");
        read("");
    }
}
