//! JSON as no parser takes it, mended token by token: each slip costs what it stands in, and nothing beside it.

/// Lists and objects in each other; what is deeper becomes `null`. The parser takes 128.
const DEPTH_MAX: usize = 100;

/// The text with `NaN`, `undefined` and other words as `null`, without commas before an end, with names in quotation marks, with escapes
/// that are some (`\x41`, half of an emoji as `\ud83d` alone), and with blanks for control characters.
pub(super) fn mended(text: &str) -> String {
    let mut mending = Mending { rest: text, out: String::with_capacity(text.len()), comma: false };
    let mut depth = 0_usize;
    while let Some(c) = mending.rest.chars().next() {
        match c {
            '"' => {
                mending.put_comma();
                mending.quoted();
            }
            // Not before it is known what follows: `[1,]`.
            ',' => {
                mending.comma = true;
                mending.rest = &mending.rest[1..];
            }
            '{' | '[' if depth == DEPTH_MAX => {
                mending.put_comma();
                mending.out.push_str("null");
                mending.skip_nested();
            }
            '{' | '[' => {
                depth += 1;
                mending.put_comma();
                mending.take(1);
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                mending.comma = false;
                mending.take(1);
            }
            ':' => mending.take(1),
            c if c.is_whitespace() || c < ' ' => {
                mending.out.push(' ');
                mending.rest = &mending.rest[c.len_utf8()..];
            }
            _ => {
                mending.put_comma();
                mending.word();
            }
        }
    }
    mending.out
}

struct Mending<'t> {
    rest: &'t str,
    out: String,
    /// A comma that was read and is not written yet.
    comma: bool,
}

impl Mending<'_> {
    fn put_comma(&mut self) {
        // Behind the beginning of a list there is nothing to part: `[,1]`.
        if std::mem::take(&mut self.comma) && !self.out.trim_end().ends_with(['[', '{']) {
            self.out.push(',');
        }
    }

    fn take(&mut self, bytes: usize) {
        let (taken, rest) = self.rest.split_at(bytes);
        self.out.push_str(taken);
        self.rest = rest;
    }

    /// A text, up to its closing mark or the end.
    fn quoted(&mut self) {
        self.take(1);
        loop {
            let plain =
                self.rest.find(|c: char| matches!(c, '"' | '\\') || c < ' ').unwrap_or(self.rest.len());
            self.take(plain);
            match self.rest.as_bytes().first() {
                None => return,
                Some(b'"') => return self.take(1),
                Some(b'\\') => self.escape(),
                Some(_) => {
                    self.out.push(' ');
                    self.rest = &self.rest[1..];
                }
            }
        }
    }

    fn escape(&mut self) {
        let of_four = |at: usize| self.rest.get(at..).and_then(unit);
        match (of_four(0), of_four(6)) {
            // A whole pair is one character.
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => self.take(12),
            (Some(0xd800..=0xdfff), _) => {
                self.out.push_str("\\ufffd");
                self.rest = &self.rest[6..];
            }
            (Some(_), _) => self.take(6),
            (None, _) if self.rest[1..].starts_with(['"', '\\', '/', 'b', 'f', 'n', 'r', 't']) => {
                self.take(2)
            }
            // Nothing is escaped here: `\'`, `\x41`.
            (None, _) => self.rest = &self.rest[1..],
        }
    }

    /// What stands there without quotation marks.
    fn word(&mut self) {
        let is_end =
            |c: char| c.is_whitespace() || matches!(c, ',' | ':' | '{' | '}' | '[' | ']' | '"') || c < ' ';
        let end = self.rest.find(is_end).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        let is_name = rest.trim_start().starts_with(':');
        let is_value = matches!(word, "true" | "false" | "null") || serde_json::from_str::<f64>(word).is_ok();
        match (is_name, is_value) {
            (true, _) => self.out.push_str(&serde_json::Value::from(word).to_string()),
            (false, true) => self.out.push_str(word),
            // Cut short, as `tru` at the very end, it is no value yet.
            (false, false) => self.out.push_str("null"),
        }
        self.rest = rest;
    }

    /// Passes over a list or an object with all that it holds.
    fn skip_nested(&mut self) {
        let (mut depth, mut is_quoted, mut is_escaped) = (0_usize, false, false);
        let end = self.rest.bytes().position(|byte| {
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' if is_quoted => is_escaped = true,
                b'"' => is_quoted = !is_quoted,
                b'[' | b'{' if !is_quoted => depth += 1,
                b']' | b'}' if !is_quoted => depth -= 1,
                _ => {}
            }
            depth == 0
        });
        self.rest = end.map_or("", |end| &self.rest[end + 1..]);
    }
}

/// The number of an escape as `\ud83d` at the beginning of a text.
fn unit(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn check(text: &str, expected: &Value) {
        assert_eq!(serde_json::from_str::<Value>(&mended(text)).ok().as_ref(), Some(expected), "{text}");
    }

    #[test]
    fn each_slip_costs_itself_alone() {
        check(
            r#"{"a":NaN,"b":-Infinity,"c":undefined,"d":1}"#,
            &json!({"a": null, "b": null, "c": null, "d": 1}),
        );
        check(r#"{"a":[1,2,],"b":"x",}"#, &json!({"a": [1, 2], "b": "x"}));
        check(r#"[,1,,2]"#, &json!([1, 2]));
        check(r#"{a:1, b_c : "x"}"#, &json!({"a": 1, "b_c": "x"}));
        check(r#"{"a":"\x41 \' \" \\ \u00e9 \u12"}"#, &json!({"a": "x41 ' \" \\ é u12"}));
        check("{\"a\":\"two\nlines\",\u{1}\"b\":007}", &json!({"a": "two lines", "b": null}));
        check(
            r#"{"a":"\ud83d","b":"\ud83d\ude00","c":"\ude00x"}"#,
            &json!({"a": "\u{fffd}", "b": "😀", "c": "\u{fffd}x"}),
        );
        check(r#"{"a":"], NaN, \\","b":true}"#, &json!({"a": "], NaN, \\", "b": true}));
        check(r#"{"a":1e999,"b":1.5e3}"#, &json!({"a": null, "b": 1500.0}));
    }

    #[test]
    fn what_is_nested_too_deep_is_left_out() {
        let deep = format!("{}\"]\"{}", "[".repeat(3_000), "]".repeat(3_000));
        let text = mended(&format!("{{\"x\":{deep},\"title\":\"F\"}}"));
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap()["title"], "F");
        mended(&"[".repeat(1_000_000));
        mended(&"[,".repeat(1_000_000));
    }
}
