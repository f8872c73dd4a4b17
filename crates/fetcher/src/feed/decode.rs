//! The bytes of a feed as text, whatever it says of its encoding.
//!
//! RFC 7303 wants the Content-Type to win over the XML declaration. Feeds do not keep to it: servers add
//! `charset=iso-8859-1` to everything, and scripts copy a declaration from elsewhere. Bytes that are UTF-8 beyond ASCII
//! are almost never anything else, so that is asked first.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How far into the document a declaration is looked for.
const HEAD_BYTES: usize = 1024;

/// The document as text. What cannot be decoded becomes U+FFFD.
pub(super) fn decode(feed: &[u8], media_type: Option<&str>) -> String {
    let text = decode_as_named(feed, media_type);
    if !text.contains(is_c1) {
        return text;
    }
    // Nobody writes these control characters; they are Windows-1252 that was taken for Latin-1 on its way into UTF-8.
    text.chars().map(|c| if is_c1(c) { from_windows_1252(c) } else { c }).collect()
}

pub(super) fn is_c1(character: char) -> bool {
    ('\u{80}'..='\u{9f}').contains(&character)
}

/// What a C1 control character was before it was mistaken.
pub(super) fn from_windows_1252(character: char) -> char {
    let byte = u8::try_from(u32::from(character)).unwrap_or_default();
    WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next().unwrap_or(character)
}

fn decode_as_named(feed: &[u8], media_type: Option<&str>) -> String {
    if let Some(text) = utf_32(feed) {
        return text;
    }
    if let Some((encoding, _)) = Encoding::for_bom(feed) {
        return encoding.decode(feed).0.into_owned();
    }
    if let Some(encoding) = wide(feed) {
        return encoding.decode_without_bom_handling(feed).0.into_owned();
    }
    let named = [declared(feed), charset(media_type)];
    let mut named = named
        .into_iter()
        .flatten()
        .filter(|encoding| encoding.is_ascii_compatible() || is_seven_bit(encoding));
    match std::str::from_utf8(feed) {
        Ok(text) if !feed.is_ascii() => return text.to_owned(),
        // Plain ASCII means something else only in encodings that escape (ISO-2022-JP).
        Ok(text) => match named.find(is_seven_bit) {
            Some(encoding) => return encoding.decode_without_bom_handling(feed).0.into_owned(),
            None => return text.to_owned(),
        },
        Err(_) => {}
    }
    let named: Vec<_> = named.filter(|encoding| *encoding != UTF_8).collect();
    for encoding in &named {
        if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(feed) {
            return text.into_owned();
        }
    }
    // A few broken bytes in a document that calls itself UTF-8 or nothing: most of it is.
    let mostly_utf_8 = String::from_utf8_lossy(feed);
    let broken = mostly_utf_8.matches('\u{fffd}').count();
    let beyond_ascii = mostly_utf_8.chars().filter(|c| !c.is_ascii()).count();
    if broken * 4 < beyond_ascii {
        return mostly_utf_8.into_owned();
    }
    named.first().unwrap_or(&WINDOWS_1252).decode_without_bom_handling(feed).0.into_owned()
}

fn is_seven_bit(encoding: &&'static Encoding) -> bool {
    *encoding == encoding_rs::ISO_2022_JP
}

/// UTF-16 without a byte order mark: every other byte of `<?xml` or `<rss` is zero.
fn wide(feed: &[u8]) -> Option<&'static Encoding> {
    match feed {
        [0, b'<' | b' ' | b'\n' | b'\r', 0, second, ..] if *second != 0 => Some(UTF_16BE),
        [b'<' | b' ' | b'\n' | b'\r', 0, second, 0, ..] if *second != 0 => Some(UTF_16LE),
        _ => None,
    }
}

/// UTF-32 in either order, with or without a byte order mark.
fn utf_32(feed: &[u8]) -> Option<String> {
    let read: fn([u8; 4]) -> u32 = match feed {
        [0, 0, 0xfe, 0xff, ..] | [0, 0, 0, b'<', ..] => u32::from_be_bytes,
        [0xff, 0xfe, 0, 0, ..] | [b'<', 0, 0, 0, ..] => u32::from_le_bytes,
        _ => return None,
    };
    let characters = feed.chunks_exact(4).map(|unit| {
        let unit = <[u8; 4]>::try_from(unit).unwrap_or_default();
        char::from_u32(read(unit)).unwrap_or(char::REPLACEMENT_CHARACTER)
    });
    Some(characters.collect())
}

/// `<?xml version="1.0" encoding="…"?>`, wherever in the head it stands.
fn declared(feed: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&feed[..feed.len().min(HEAD_BYTES)]);
    let declaration = head.split_once("<?xml")?.1.split_once("?>")?.0;
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    named(value[1..].split(quote).next()?)
}

fn charset(media_type: Option<&str>) -> Option<&'static Encoding> {
    let parameters = media_type?.split(';').skip(1);
    let mut values = parameters.filter_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then_some(value)
    });
    named(values.next()?.trim().trim_matches(['"', '\'']))
}

/// The encoding of a name as it is written outside of browsers too: `latin_1`, `CP-1252`, `U8`.
fn named(name: &str) -> Option<&'static Encoding> {
    let name = name.trim().to_ascii_lowercase();
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    Encoding::for_label(name.as_bytes())
        .or_else(|| Encoding::for_label(name.replace('_', "-").as_bytes()))
        .or_else(|| Encoding::for_label(plain.as_bytes()))
        .or_else(|| Encoding::for_label(alias(&plain)?.as_bytes()))
}

/// Python's and Java's names for encodings that the Encoding Standard knows by another.
fn alias(plain: &str) -> Option<&'static str> {
    let aliases = include_str!("../../data/encodings.txt").lines().filter(|line| !line.starts_with('#'));
    aliases.filter_map(|line| line.split_once(' ')).find(|(alias, _)| *alias == plain).map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(feed: &[u8], media_type: Option<&str>, expected: &str) {
        let text = decode(feed, media_type);
        assert!(text.contains(expected), "{text:?} lacks {expected:?}");
    }

    #[test]
    fn utf_8_is_utf_8_whatever_is_said() {
        check("<?xml version='1.0' encoding='iso-8859-1'?><t>Hà Nội</t>".as_bytes(), None, "Hà Nội");
        check("<t>été</t>".as_bytes(), Some("text/xml; charset=ISO-8859-1"), "été");
    }

    #[test]
    fn other_encodings_are_read_by_their_name() {
        check(b"<?xml version='1.0' encoding=\"iso-8859-1\"?><t>\xe9t\xe9</t>", None, "été");
        check(b"<t>\xe9t\xe9</t>", Some("text/xml; charset=\"latin1\""), "été");
        check(b"<?xml version='1.0' encoding='cp1251'?><t>\xcc\xe8\xf0</t>", None, "Мир");
        check(b"<?xml version='1.0' encoding='latin_1'?><t>\xe9</t>", None, "é");
        check("<t>don\u{92}t</t>".as_bytes(), None, "don’t");
        check(b"<?xml version='1.0' encoding='bogus'?><t>\xe9t\xe9</t>", None, "été");
        check(b"<?xml version='1.0' encoding='iso-2022-jp'?><t>\x1b$BF|K\\\x1b(B</t>", None, "日本");
    }

    #[test]
    fn wide_encodings_are_recognised_by_their_bytes() {
        let text = "<?xml version='1.0' encoding='utf-16'?><t>Hà Nội</t>";
        let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be_32: Vec<u8> = text.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect();
        let le_32: Vec<u8> = text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
        for feed in [&be, &le, &be_32, &le_32] {
            check(feed, None, "Hà Nội");
        }
        check(&[&[0xfe, 0xff], &be[..]].concat(), None, "Hà Nội");
        check(&[&[0xff, 0xfe], &le[..]].concat(), Some("text/xml; charset=utf-8"), "Hà Nội");
    }

    #[test]
    fn a_few_broken_bytes_do_not_change_the_encoding_of_the_rest() {
        check(b"<t>H\xc3\xa0 N\xe1\xbb\x99i, \xc3\xa9t\xc3\xa9, \xc3\xa0 \xe9</t>", None, "Hà Nội");
    }

    #[test]
    fn no_bytes_make_it_fail() {
        for feed in [&b""[..], b"\0", b"\xff\xfe", b"\xff\xfe\0\0\0", b"<", b"\0<", b"<?xml encoding"] {
            decode(feed, Some("; charset"));
        }
    }
}
