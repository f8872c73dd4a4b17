//! From bytes to text: which charset (character encoding), and why.
//!
//! In order: the bytes themselves, where they can be nothing else (a byte-order mark, UTF-32, UTF-16 that opens with
//! markup); UTF-8 where they are valid in it (labels lie more often than long texts are UTF-8 by chance); what the
//! document is labelled with, from outside and inside; detection. RFC 7303 wants the header of a feed to win over its
//! declaration; servers add `charset=iso-8859-1` to everything, so the declaration is asked first, and of several labels
//! the first in which every byte means something. One bad byte changes no charset: who says UTF-8 and mostly writes it is believed, and the
//! byte becomes U+FFFD.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use memchr::{memchr, memchr_iter, memmem};
use serde::Serialize;

/// Where browsers look for a `<meta>` that names the charset; pages put it later than the standard's 1024.
const META_BYTES: usize = 8192;
/// How far into a document its XML declaration is looked for: warnings of PHP stand before it.
const DECLARATION_BYTES: usize = 1024;
/// What the detector is shown.
const DETECT_BYTES: usize = 64 * 1024;

/// What a document's charset can be told from, beside its bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Labels<'a> {
    /// The content types that it came with, the most trusted first: `text/html; charset=utf-8`.
    pub content_types: [Option<&'a str>; 2],
    /// Where it may name its charset itself.
    pub inside: Inside,
}

/// Where a document names its charset.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Inside {
    /// In a `<meta>` element, which the header overrules.
    #[default]
    Meta,
    /// In an XML declaration, which overrules the header.
    Declaration,
}

/// A charset and what spoke for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Charset {
    /// Its name in the Encoding Standard: `UTF-8`, `windows-1258`.
    pub name: &'static str,
    /// What decided.
    pub because: CharsetReason,
}

/// What decided on a charset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CharsetReason {
    /// The bytes open with a byte-order mark.
    ByteOrderMark,
    /// The bytes are valid UTF-8, whatever the labels say.
    ValidUtf8,
    /// The HTTP header or media type says so.
    Header,
    /// A `<meta>` element or an XML declaration says so.
    Meta,
    /// Nothing names it: it was told from the bytes.
    Detected,
}

impl CharsetReason {
    /// The reason in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::ByteOrderMark => "the page opens with its byte-order mark",
            Self::ValidUtf8 => "every byte of the page is valid in it",
            Self::Header => "the server says so",
            Self::Meta => "the page says so in a meta element",
            Self::Detected => "nothing names a charset; the bytes look like it",
        }
    }
}

/// A document as text. Bytes that mean nothing in its charset become U+FFFD.
pub fn decode<'a>(bytes: &'a [u8], labels: &Labels<'_>) -> (Cow<'a, str>, Charset) {
    let found = |encoding: &'static Encoding, because| Charset { name: encoding.name(), because };
    // Before the byte-order marks: UTF-32's little-endian one begins with UTF-16's.
    if let Some(text) = utf_32(bytes) {
        return (Cow::Owned(text), Charset { name: "UTF-32", because: CharsetReason::Detected });
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return (lossy(encoding, &bytes[mark..]), found(encoding, CharsetReason::ByteOrderMark));
    }
    // Before UTF-8: zero bytes and ASCII are valid UTF-8, a feed in it would be letters with gaps.
    if let Some(encoding) = utf_16(bytes) {
        return (lossy(encoding, bytes), found(encoding, CharsetReason::Detected));
    }
    let named = named(bytes, labels);
    let escapes = named.iter().flatten().any(|(encoding, _)| *encoding == ISO_2022_JP);
    match std::str::from_utf8(bytes) {
        // ISO-2022-JP is made of ASCII bytes, so it is always valid UTF-8 too.
        Ok(text) if !escapes || !text.is_ascii() => {
            return (Cow::Borrowed(text), found(UTF_8, CharsetReason::ValidUtf8));
        }
        // A character that the end cuts in two does not count.
        Err(error) if error.error_len().is_none() => {
            return (lossy(UTF_8, bytes), found(UTF_8, CharsetReason::ValidUtf8));
        }
        _ => {}
    }
    by_label(bytes, &named).unwrap_or_else(|| {
        // No label that holds, and yet mostly UTF-8: a page with one reader's comment in Latin-1.
        let encoding = if Likeness::of(bytes).is_close() { UTF_8 } else { detect(bytes) };
        (lossy(encoding, bytes), found(encoding, CharsetReason::Detected))
    })
}

/// Whether a content type names a charset in which markup is not made of ASCII bytes: UTF-16, ISO-2022-JP.
pub fn names_wide(content_types: &[Option<&str>]) -> bool {
    let named = content_types.iter().flatten().find_map(|label| label_in(label.as_bytes()));
    named.is_some_and(|encoding| !encoding.is_ascii_compatible())
}

/// Whether bytes open with a byte-order mark.
pub fn opens_with_mark(bytes: &[u8]) -> bool {
    Encoding::for_bom(bytes).is_some()
}

/// The text with the characters that nobody writes, U+0080 to U+009F, as what they were: windows-1252 that was taken for
/// Latin-1 on its way into UTF-8. `don\u{92}t` is *don’t*.
pub fn without_c1(text: Cow<'_, str>) -> Cow<'_, str> {
    // By their bytes, C2 80 to C2 9F, as pages are long and hardly one has any.
    let bytes = text.as_bytes();
    let is_c1_at = |at: usize| bytes.get(at + 1).is_some_and(|byte| (0x80..=0x9f).contains(byte));
    if !memchr_iter(0xc2, bytes).any(is_c1_at) {
        return text;
    }
    text.chars().map(|c| if is_c1(c) { of_windows_1252(c) } else { c }).collect::<String>().into()
}

fn is_c1(character: char) -> bool {
    ('\u{80}'..='\u{9f}').contains(&character)
}

/// What the byte of this number stands for in windows-1252; browsers read `&#146;` so.
pub(crate) fn of_windows_1252(character: char) -> char {
    let byte = u8::try_from(u32::from(character)).unwrap_or_default();
    WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn lossy<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Cow<'a, str> {
    if encoding == UTF_8
        && let Some(joined) = with_pairs_joined(bytes)
    {
        return Cow::Owned(UTF_8.decode_without_bom_handling(&joined).0.into_owned());
    }
    encoding.decode_without_bom_handling(bytes).0
}

/// The bytes with pairs of surrogates as the characters that they stand for: programs in Java, and databases that hold three bytes a
/// character, write an emoji as two halves of three bytes each (CESU-8). None where there are none.
fn with_pairs_joined(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut from = 0;
    for at in memchr_iter(0xed, bytes) {
        if at < from {
            continue;
        }
        let Some(half) = half_at(bytes, at) else { continue };
        let whole = half_at(bytes, at + 3).and_then(|other| {
            let is_pair = (0xd800..0xdc00).contains(&half) && other >= 0xdc00;
            is_pair.then(|| char::from_u32(0x10000 + ((half - 0xd800) << 10) + (other - 0xdc00))).flatten()
        });
        out.extend_from_slice(&bytes[from..at]);
        // Half of one alone is as much as a byte that means nothing.
        let character = whole.unwrap_or(char::REPLACEMENT_CHARACTER);
        out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        from = at + if whole.is_some() { 6 } else { 3 };
    }
    out.extend_from_slice(&bytes[from..]);
    (from > 0).then_some(out)
}

/// The half of a pair that three bytes are.
fn half_at(bytes: &[u8], at: usize) -> Option<u32> {
    match bytes.get(at..at + 3)? {
        [0xed, second @ 0xa0..=0xbf, third @ 0x80..=0xbf] => {
            Some(0xd000 | u32::from(second & 0x3f) << 6 | u32::from(third & 0x3f))
        }
        _ => None,
    }
}

type Named = Option<(&'static Encoding, CharsetReason)>;

/// The charsets that labels name, in the order in which they are believed.
fn named(bytes: &[u8], labels: &Labels<'_>) -> [Named; 2] {
    let outside = labels.content_types.iter().flatten().find_map(|label| label_in(label.as_bytes()));
    // UTF-16 has zero bytes wherever markup stands; what has none was labelled by mistake.
    let outside = outside.filter(|encoding| {
        encoding.is_ascii_compatible() || *encoding == ISO_2022_JP || memchr(0, bytes).is_some()
    });
    let outside = outside.map(|encoding| (encoding, CharsetReason::Header));
    match labels.inside {
        // A `<meta>` that can be read is not in UTF-16, whatever it says: the standard takes it for UTF-8.
        Inside::Meta => {
            let meta = label_in(&bytes[..bytes.len().min(META_BYTES)]);
            let meta = meta.map(|it| if it.is_ascii_compatible() { it } else { UTF_8 });
            [outside, meta.map(|encoding| (encoding, CharsetReason::Meta))]
        }
        Inside::Declaration => {
            let declared = declared(bytes);
            let declared = declared.filter(|it| it.is_ascii_compatible() || *it == ISO_2022_JP);
            // A feed's author wrote the declaration; the header comes from a server's configuration.
            [declared.map(|encoding| (encoding, CharsetReason::Meta)), outside]
        }
    }
}

/// The text in the first charset named in which every byte, or nearly every one, means something; where there is none, in the first
/// named.
fn by_label<'a>(bytes: &'a [u8], named: &[Named; 2]) -> Option<(Cow<'a, str>, Charset)> {
    let likeness = Likeness::of(bytes);
    for (encoding, because) in named.iter().flatten() {
        let text = match *encoding == UTF_8 {
            // What calls itself UTF-8 and is not: UTF-8 with a few broken bytes, or another charset under its name.
            true => likeness.is_likely().then(|| lossy(UTF_8, bytes)),
            false => encoding
                .decode_without_bom_handling_and_without_replacement(bytes)
                .or_else(|| nearly_all(encoding, bytes).filter(|_| !likeness.is_close())),
        };
        if let Some(text) = text {
            return Some((text, Charset { name: encoding.name(), because: *because }));
        }
    }
    // A few bytes mean nothing in any charset named (a cut body, pasted bytes): the label still beats a guess.
    let (encoding, because) = named.iter().flatten().find(|(encoding, _)| *encoding != UTF_8)?;
    let text = (!likeness.is_close()).then(|| lossy(encoding, bytes))?;
    Some((text, Charset { name: encoding.name(), because: *because }))
}

/// The text in a charset in which all but a few of its bytes mean something: a server's `iso-8859-1`, in which every byte does, is no
/// reason to read a page of Japanese in it for one of them.
fn nearly_all<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Option<Cow<'a, str>> {
    /// Characters for one that is none.
    const GOOD_MIN: usize = 20;
    let text = lossy(encoding, bytes);
    let (mut good, mut bad) = (0, 0);
    for character in text.chars().filter(|character| !character.is_ascii()) {
        match character {
            char::REPLACEMENT_CHARACTER => bad += 1,
            _ => good += 1,
        }
    }
    (good >= GOOD_MIN * bad).then_some(text)
}

/// UTF-16 without a byte-order mark: every other byte of `<?xml` or `<html` is zero.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [0, b'<' | b' ' | b'\n' | b'\r', 0, second, ..] if *second != 0 => Some(UTF_16BE),
        [b'<' | b' ' | b'\n' | b'\r', 0, second, 0, ..] if *second != 0 => Some(UTF_16LE),
        _ => None,
    }
}

/// UTF-32 in either order, with or without a byte-order mark.
fn utf_32(bytes: &[u8]) -> Option<String> {
    let read: fn([u8; 4]) -> u32 = match bytes {
        [0, 0, 0xfe, 0xff, ..] | [0, 0, 0, b'<', ..] => u32::from_be_bytes,
        [0xff, 0xfe, 0, 0, ..] | [b'<', 0, 0, 0, ..] => u32::from_le_bytes,
        _ => return None,
    };
    let characters = bytes.chunks_exact(4).map(|unit| {
        let unit = <[u8; 4]>::try_from(unit).unwrap_or_default();
        char::from_u32(read(unit)).unwrap_or(char::REPLACEMENT_CHARACTER)
    });
    let text: String = characters.collect();
    Some(text.strip_prefix('\u{feff}').map_or_else(|| text.clone(), str::to_owned))
}

/// How much of what is not ASCII is UTF-8: a text in another charset has next to none by chance, and of three or four bytes even
/// less than of two.
#[derive(Clone, Copy)]
struct Likeness {
    /// Bytes that go on with a character.
    good: usize,
    /// Places where none can be.
    bad: usize,
}

impl Likeness {
    fn of(body: &[u8]) -> Self {
        let joined = with_pairs_joined(body);
        let (mut good, mut bad) = (0, 0);
        for chunk in joined.as_deref().unwrap_or(body).utf8_chunks() {
            good += chunk.valid().chars().map(|c| c.len_utf8() - 1).sum::<usize>();
            // A character that somebody cut (`x \u{201c}` whose last byte is gone) speaks for UTF-8 as much as against it.
            bad += usize::from(chunk.invalid().len() == 1);
        }
        Self { good, bad }
    }

    /// Whether a document that says so is UTF-8.
    fn is_likely(self) -> bool {
        self.good >= self.bad
    }

    /// Whether one that says nothing is.
    fn is_close(self) -> bool {
        self.good > 3 * self.bad
    }
}

fn detect(body: &[u8]) -> &'static Encoding {
    // As in browsers, never guessed: the escapes of ISO-2022-JP can hide script from filters.
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let sample = &body[..body.len().min(DETECT_BYTES)];
    detector.feed(sample, sample.len() == body.len());
    // UTF-8 has been decided above, on all of the bytes and not on a sample.
    detector.guess(None, Utf8Detection::Deny)
}

/// `<?xml version="1.0" encoding="…"?>`, wherever in the head it stands.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(DECLARATION_BYTES)]);
    let declaration = head.split_once("<?xml")?.1.split_once("?>")?.0;
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    of_name(value[1..].split(quote).next()?.as_bytes())
}

/// The encoding that the first `charset=` in a header or in a page's head names. ISO-8859-1 means windows-1252.
fn label_in(text: &[u8]) -> Option<&'static Encoding> {
    let folded = text.to_ascii_lowercase();
    for at in memmem::find_iter(&folded, b"charset") {
        let rest = folded[at + b"charset".len()..].trim_ascii_start();
        // The word stands in scripts and texts of a head too: `charset` without a name is passed over.
        let Some(rest) = rest.strip_prefix(b"=") else { continue };
        let rest = rest.trim_ascii_start();
        let start = rest.iter().position(|byte| !matches!(byte, b'"' | b'\'')).unwrap_or(rest.len());
        let is_end = |byte: &u8| byte.is_ascii_whitespace() || b"\"'/>;,".contains(byte);
        let end = rest[start..].iter().position(is_end).map_or(rest.len(), |length| start + length);
        if let Some(encoding) = of_name(&rest[start..end]) {
            return Some(encoding);
        }
    }
    None
}

/// The encoding of a name as it is written outside of browsers too: `latin_1`, `CP-1252`, `U8`. Those that the Encoding
/// Standard replaces, because they hide script, are read as windows-1252.
fn of_name(name: &[u8]) -> Option<&'static Encoding> {
    let encoding = Encoding::for_label(name).or_else(|| {
        let name = String::from_utf8_lossy(name).trim().to_ascii_lowercase();
        let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        Encoding::for_label(name.replace('_', "-").as_bytes())
            .or_else(|| Encoding::for_label(plain.as_bytes()))
            .or_else(|| Encoding::for_label(alias(&plain)?.as_bytes()))
    })?;
    Some(if encoding.name() == "replacement" { WINDOWS_1252 } else { encoding })
}

/// Python's and Java's names for encodings that the Encoding Standard knows by another.
fn alias(plain: &str) -> Option<&'static str> {
    let aliases = include_str!("../data/encodings.txt").lines().filter(|line| !line.starts_with('#'));
    aliases.filter_map(|line| line.split_once(' ')).find(|(alias, _)| *alias == plain).map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(media_type: Option<&str>, body: &[u8], expected: &str, because: CharsetReason) -> String {
        let labels = Labels { content_types: [media_type, None], inside: Inside::Meta };
        let (text, charset) = decode(body, &labels);
        assert_eq!((charset.name, charset.because), (expected, because));
        text.into_owned()
    }

    fn feed_text(feed: &[u8], content_type: Option<&str>) -> String {
        let labels = Labels { content_types: [content_type, None], inside: Inside::Declaration };
        without_c1(decode(feed, &labels).0).into_owned()
    }

    fn check_feed(feed: &[u8], content_type: Option<&str>, expected: &str) {
        let text = feed_text(feed, content_type);
        assert!(text.contains(expected), "{text:?} lacks {expected:?}");
    }

    #[test]
    fn a_header_that_lies_about_utf8_is_not_believed() {
        let text = check(
            Some("text/html; charset=iso-8859-1"),
            "Hà Nội".as_bytes(),
            "UTF-8",
            CharsetReason::ValidUtf8,
        );
        assert_eq!(text, "Hà Nội");
        check(
            Some("text/html; charset=utf-8"),
            b"caf\xe9 \xe0 Hano\xef",
            "windows-1252",
            CharsetReason::Detected,
        );
    }

    #[test]
    fn labels_are_obeyed_where_the_bytes_are_not_utf8() {
        let text = check(
            Some("text/html; charset=windows-1251"),
            b"\xcc\xee\xf1\xea\xe2\xe0",
            "windows-1251",
            CharsetReason::Header,
        );
        assert_eq!(text, "Москва");
        let text =
            check(None, b"<meta charset='shift_jis'>\x93\x8c\x8b\x9e", "Shift_JIS", CharsetReason::Meta);
        assert!(text.ends_with("東京"));
        check(
            None,
            b"<meta http-equiv=x content='text/html; charset=gb2312'>\xb1\xb1\xbe\xa9",
            "GBK",
            CharsetReason::Meta,
        );
    }

    #[test]
    fn a_byte_order_mark_decides_and_goes() {
        assert_eq!(check(None, b"\xff\xfea\x00", "UTF-16LE", CharsetReason::ByteOrderMark), "a");
        assert_eq!(check(None, b"\xef\xbb\xbfa", "UTF-8", CharsetReason::ByteOrderMark), "a");
    }

    #[test]
    fn a_few_broken_bytes_do_not_change_the_charset() {
        let mut body = "Đại hội đồng Liên Hợp Quốc đã thông qua".as_bytes().to_vec();
        body.push(0xe9);
        body.extend_from_slice(b" x");
        check(Some("text/html; charset=utf-8"), &body, "UTF-8", CharsetReason::Header);
    }

    #[test]
    fn one_bad_byte_does_not_change_the_charset_that_a_document_declares() {
        let declared = |body: &[u8]| [b"<?xml version='1.0' encoding='utf-8'?><t>", body].concat();
        let typed = Some("text/xml; charset=utf-8");
        check_feed(&declared(b"\xc3\xa9 \xc3\xa9 \xc3\xa9 x \xe2\x80 y"), typed, "é é é x \u{fffd} y");
        check_feed(b"<t>caf\xc3\xa9, \xe9</t>", typed, "café, \u{fffd}");
        check_feed(&declared(b"cut \xe2\x80 here"), None, "cut \u{fffd} here");
        let late = [&b"x".repeat(DETECT_BYTES)[..], b"\xc3\xa9 \xe9"].concat();
        check_feed(&declared(&late), None, "é \u{fffd}");
        // Whose text mostly fails is in another: *Привіт*, and *été à Paris*.
        check_feed(&declared(b"\xcf\xf0\xe8\xe2\xb3\xf2, \xf1\xe2\xb3\xf2\xe5"), None, "Привіт");
        check_feed(&declared(b"\xe9t\xe9 \xe0 Paris"), None, "été");
        // *日本語* over and over in Shift_JIS, and a byte of something else; the server says Latin-1 of everything.
        let body = [&b"\x93\xfa\x96{\x8c\xea".repeat(10)[..], b" \xff "].concat();
        let japanese = [b"<?xml version='1.0' encoding='shift_jis'?><t>", &body[..]].concat();
        check_feed(&japanese, Some("text/xml; charset=iso-8859-1"), "日本語 \u{fffd}");
    }

    #[test]
    fn halves_of_an_emoji_are_one() {
        let emoji = b"\xed\xa0\xbd\xed\xb8\x80";
        check_feed(&[b"<t>caf\xc3\xa9 ", &emoji[..], b"</t>"].concat(), None, "café 😀");
        let many = [&b"<t>\xc3\xa9"[..], &emoji.repeat(40)].concat();
        check_feed(&many, Some("text/xml; charset=utf-8"), &"😀".repeat(40));
        check_feed(b"<t>\xc3\xa9 \xed\xa0\xbd</t>", Some("text/xml; charset=utf-8"), "é \u{fffd}");
    }

    #[test]
    fn utf_8_is_utf_8_whatever_is_said() {
        check_feed("<?xml version='1.0' encoding='iso-8859-1'?><t>Hà Nội</t>".as_bytes(), None, "Hà Nội");
        check_feed("<t>été</t>".as_bytes(), Some("text/xml; charset=ISO-8859-1"), "été");
    }

    #[test]
    fn other_encodings_are_read_by_their_name() {
        check_feed(b"<?xml version='1.0' encoding=\"iso-8859-1\"?><t>\xe9t\xe9</t>", None, "été");
        check_feed(b"<t>\xe9t\xe9</t>", Some("text/xml; charset=\"latin1\""), "été");
        check_feed(b"<?xml version='1.0' encoding='cp1251'?><t>\xcc\xe8\xf0</t>", None, "Мир");
        check_feed(b"<?xml version='1.0' encoding='latin_1'?><t>\xe9</t>", None, "é");
        check_feed("<t>don\u{92}t</t>".as_bytes(), None, "don’t");
        check_feed(b"<?xml version='1.0' encoding='bogus'?><t>\xe9t\xe9</t>", None, "été");
        check_feed(b"<?xml version='1.0' encoding='iso-2022-jp'?><t>\x1b$BF|K\\\x1b(B</t>", None, "日本");
    }

    #[test]
    fn wide_encodings_are_recognised_by_their_bytes() {
        let text = "<?xml version='1.0' encoding='utf-16'?><t>Hà Nội</t>";
        let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be_32: Vec<u8> = text.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect();
        let le_32: Vec<u8> = text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
        for feed in [&be, &le, &be_32, &le_32] {
            check_feed(feed, None, "Hà Nội");
        }
        check_feed(&[&[0xfe, 0xff], &be[..]].concat(), None, "Hà Nội");
        check_feed(&[&[0xff, 0xfe], &le[..]].concat(), Some("text/xml; charset=utf-8"), "Hà Nội");
    }

    #[test]
    fn a_few_broken_bytes_do_not_change_the_encoding_of_the_rest() {
        check_feed(b"<t>H\xc3\xa0 N\xe1\xbb\x99i, \xc3\xa9t\xc3\xa9, \xc3\xa0 \xe9</t>", None, "Hà Nội");
        check_feed(
            b"<?xml version='1.0' encoding='utf-8'?><t>\xe2\x80\x99 \xe2\x80\x9d\xa9</t>",
            None,
            "\u{2019} \u{201d}\u{fffd}",
        );
    }

    #[test]
    fn no_bytes_make_it_fail() {
        for feed in [&b""[..], b"\0", b"\xff\xfe", b"\xff\xfe\0\0\0", b"<", b"\0<", b"<?xml encoding"] {
            feed_text(feed, Some("; charset"));
        }
    }
}
