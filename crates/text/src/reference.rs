//! Character references (entities): `&eacute;`, `&#233;`, `&#xE9;`; read, and written.
//!
//! In a page's text the semicolon may be missing ([`decode`]); in XML it may not ([`decode_closed`]), and a feed's address
//! that was never escaped, `?id=1&copy=2`, has to stay what it is.

use std::borrow::Cow;
use std::sync::LazyLock;

use markup5ever::data::NAMED_ENTITIES;
use memchr::memchr;

use crate::charset::of_windows_1252;

/// No name in the standard is longer.
const NAME_BYTES_MAX: usize = 33;

/// Text with its references decoded, as browsers do.
pub fn decode(text: &str) -> Cow<'_, str> {
    decode_by(text, push)
}

/// Text with those references decoded that end with their semicolon.
pub fn decode_closed(text: &str) -> Cow<'_, str> {
    decode_by(text, |text, into| {
        let name = text.as_bytes()[1..].iter().take(NAME_BYTES_MAX);
        let letters = name.take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'#').count();
        let before = into.len();
        if text.as_bytes().get(1 + letters) == Some(&b';') {
            let taken = push(text, into);
            if taken == letters + 2 {
                return taken;
            }
        }
        // `&notit;` opens with `&not`, which is not what its semicolon closes.
        into.truncate(before);
        into.push('&');
        1
    })
}

fn decode_by(text: &str, push: impl Fn(&str, &mut String) -> usize) -> Cow<'_, str> {
    if memchr(b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr(b'&', rest.as_bytes()) {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        rest = &rest[push(rest, &mut decoded)..];
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

/// Text as markup, where nothing of it opens a tag or a reference. `quotes` are those that would end the value it stands in;
/// between tags there are none.
pub fn encode(text: &str, quotes: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => encoded.push_str("&amp;"),
            '<' => encoded.push_str("&lt;"),
            '>' => encoded.push_str("&gt;"),
            '"' if quotes.contains('"') => encoded.push_str("&quot;"),
            // By number: HTML 4 has no name for it.
            '\'' if quotes.contains('\'') => encoded.push_str("&#39;"),
            other => encoded.push(other),
        }
    }
    encoded
}

/// Decodes the reference that `text` opens with, appends what it stands for, and answers how many bytes it took.
/// An ampersand that opens none stands for itself.
pub fn push(text: &str, into: &mut String) -> usize {
    let taken = if text.as_bytes().get(1) == Some(&b'#') { numeric(text, into) } else { named(text, into) };
    taken.unwrap_or_else(|| {
        into.push('&');
        1
    })
}

/// Whether a text opens with what may be a reference. Most ampersands that are none are told by what follows.
pub fn may_open(text: &[u8]) -> bool {
    match text {
        [b'&', b'#', b'x' | b'X', digit, ..] => digit.is_ascii_hexdigit(),
        [b'&', b'#', digit, ..] => digit.is_ascii_digit(),
        [b'&', letter, ..] => letter.is_ascii_alphabetic(),
        _ => false,
    }
}

fn numeric(text: &str, into: &mut String) -> Option<usize> {
    let hexadecimal = matches!(text.as_bytes().get(2), Some(b'x' | b'X'));
    let (start, radix) = if hexadecimal { (3, 16) } else { (2, 10) };
    let digits = text.as_bytes()[start..].iter().take_while(|b| char::from(**b).is_digit(radix)).count();
    if digits == 0 {
        return None;
    }
    let end = start + digits;
    // `&#99999999999;` overflows: no character, and a sign that something was there.
    let code = u32::from_str_radix(&text[start..end], radix).unwrap_or(u32::MAX);
    into.push(character(code));
    // In a page numbers do without their semicolon: the standard calls it an error and reads on.
    Some(end + usize::from(text.as_bytes().get(end) == Some(&b';')))
}

/// The character a number stands for: windows-1252 where the number is one of its controls (the standard, 13.2.5.84).
fn character(code: u32) -> char {
    match code {
        0x80..=0x9f => char::from_u32(code).map_or(char::REPLACEMENT_CHARACTER, of_windows_1252),
        0 => char::REPLACEMENT_CHARACTER,
        _ => char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER),
    }
}

fn named(text: &str, into: &mut String) -> Option<usize> {
    let letters =
        text.as_bytes()[1..].iter().take(NAME_BYTES_MAX).take_while(|b| b.is_ascii_alphanumeric()).count();
    let closed = text.as_bytes().get(1 + letters) == Some(&b';');
    if let Some(taken) = closed.then(|| look_up(&text[1..=letters + 1], into)).flatten() {
        return Some(1 + taken);
    }
    // Without its semicolon the longest counts: `&notin` is `&not` followed by `in`.
    let names = OPEN_NAMES.get(usize::from(*text.as_bytes().get(1)?))?;
    let (name, code) = names.iter().find(|(name, _)| text[1..].starts_with(name))?;
    into.push(*code);
    Some(1 + name.len())
}

/// Names that do without their semicolon, by first letter, the longest first. They are a hundred, each one character, and
/// words that begin with an ampersand are told by them more quickly than by the table of all names.
static OPEN_NAMES: LazyLock<Vec<Vec<(&'static str, char)>>> = LazyLock::new(|| {
    let mut names = vec![Vec::new(); 128];
    // The crate's table has every prefix of a name as well, with code 0.
    let open = NAMED_ENTITIES.entries().filter(|(name, _)| !name.ends_with(';'));
    for (name, code) in
        open.filter_map(|(name, code)| Some((*name, char::from_u32(code.0).filter(|c| *c != '\0')?)))
    {
        if let Some(names) = name.bytes().next().and_then(|first| names.get_mut(usize::from(first))) {
            names.push((name, code));
        }
    }
    for names in &mut names {
        names.sort_unstable_by_key(|(name, _)| (std::cmp::Reverse(name.len()), *name));
    }
    names
});

/// Appends what a name stands for; answers its length.
fn look_up(name: &str, into: &mut String) -> Option<usize> {
    let &(first, second) = NAMED_ENTITIES.get(name).filter(|(first, _)| *first != 0)?;
    into.push(char::from_u32(first)?);
    if second != 0 {
        into.push(char::from_u32(second)?);
    }
    Some(name.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_without_its_semicolon_is_one_character() {
        let open = || NAMED_ENTITIES.entries().filter(|(name, code)| !name.ends_with(';') && code.0 != 0);
        assert!(open().all(|(_, code)| code.1 == 0));
        assert_eq!(OPEN_NAMES.iter().map(Vec::len).sum::<usize>(), open().count());
        assert!(open().count() > 100);
    }

    #[test]
    fn references_are_decoded_as_browsers_do() {
        let check = |text: &str, expected: &str| assert_eq!(decode(text), expected, "{text}");
        check("caf&eacute; &amp; th&#233; &#xE9;&#X2019;", "café & thé é’");
        check("&notin; &not in &copy2025", "∉ ¬ in ©2025");
        check("a &b; & c &#; &#x; &unknown;", "a &b; & c &#; &#x; &unknown;");
        check("&#150;&#0;&#x110000;&#99999999999;", "–\u{fffd}\u{fffd}\u{fffd}");
        check("&lt;p&gt;", "<p>");
        check("a &", "a &");
    }

    #[test]
    fn what_is_encoded_is_decoded_to_itself() {
        let text = "<b title=\"R&D\">l'&amp;</b>";
        assert_eq!(encode(text, ""), "&lt;b title=\"R&amp;D\"&gt;l'&amp;amp;&lt;/b&gt;");
        assert_eq!(encode(text, "\"'"), "&lt;b title=&quot;R&amp;D&quot;&gt;l&#39;&amp;amp;&lt;/b&gt;");
        for quotes in ["", "\"", "\"'"] {
            assert_eq!(decode(&encode(text, quotes)), text);
            assert_eq!(decode_closed(&encode(text, quotes)), text);
        }
    }

    #[test]
    fn in_xml_a_reference_ends_with_its_semicolon() {
        let check = |text: &str, expected: &str| assert_eq!(decode_closed(text), expected, "{text}");
        check("caf&eacute; &amp; th&#233; &#xE9; l&#146;accord", "café & thé é l’accord");
        check("https://a.example/?id=1&copy=2&section=3", "https://a.example/?id=1&copy=2&section=3");
        check("&notit; &not; &#233 &bogus; R&D; AT&T &", "&notit; ¬ &#233 &bogus; R&D; AT&T &");
        check("&#0;&#xffffff;", "\u{fffd}\u{fffd}");
    }
}
