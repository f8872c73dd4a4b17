//! From bytes to text: which charset, and why.
//!
//! In order: a byte-order mark; UTF-8 where the bytes are valid in it (labels lie more often than long texts are UTF-8
//! by chance); the header; the `<meta>` in the first kilobytes; detection.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use memchr::memmem;
use serde::Serialize;
use veille_model::Capture;

/// Where browsers look for a `<meta>` that names the charset; pages put it later than the standard's 1024.
const META_BYTES: usize = 8192;
/// What the detector is shown.
const DETECT_BYTES: usize = 64 * 1024;

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
    /// A `<meta>` element says so.
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

/// A capture's body as text. Bytes that mean nothing in its charset become U+FFFD.
pub(crate) fn decode(capture: &Capture) -> (Cow<'_, str>, Charset) {
    let body = capture.body.as_slice();
    let (encoding, because, utf8) = charset(capture);
    let charset = Charset { name: encoding.name(), because };
    if let Some(text) = utf8 {
        return (Cow::Borrowed(text), charset);
    }
    let body = match Encoding::for_bom(body) {
        Some((_, length)) => &body[length..],
        None => body,
    };
    let (text, _) = encoding.decode_without_bom_handling(body);
    (text, charset)
}

/// The charset that the header or the media type names.
pub(crate) fn stated(capture: &Capture) -> Option<&'static Encoding> {
    let media_type = label_in(capture.media_type.as_deref().unwrap_or_default().as_bytes());
    media_type.or_else(|| label_in(capture.headers.get("content-type").map_or(b"", |it| it.as_bytes())))
}

/// The charset, what spoke for it, and the text where nothing is left to decode.
fn charset(capture: &Capture) -> (&'static Encoding, CharsetReason, Option<&str>) {
    let body = capture.body.as_slice();
    if let Some((encoding, _)) = Encoding::for_bom(body) {
        return (encoding, CharsetReason::ByteOrderMark, None);
    }
    let header = stated(capture);
    let meta = label_in(&body[..body.len().min(META_BYTES)])
        .map(|encoding| if encoding.is_ascii_compatible() { encoding } else { UTF_8 });
    let labels = [(header, CharsetReason::Header), (meta, CharsetReason::Meta)];
    let named = labels.into_iter().find_map(|(encoding, because)| encoding.map(|it| (it, because)));
    // ISO-2022-JP is made of ASCII bytes, so it is always valid UTF-8 too.
    let escapes = named.is_some_and(|(encoding, _)| encoding.name() == "ISO-2022-JP");
    if !escapes {
        match std::str::from_utf8(body) {
            Ok(text) => return (UTF_8, CharsetReason::ValidUtf8, Some(text)),
            // A character that the end cuts in two does not count.
            Err(error) if error.error_len().is_none() => return (UTF_8, CharsetReason::ValidUtf8, None),
            Err(_) => {}
        }
    }
    let (encoding, because) = match named {
        // What calls itself UTF-8 and is not: UTF-8 with a few broken bytes, or another charset under its name.
        Some((encoding, _)) if encoding == UTF_8 && !is_nearly_utf8(body) => {
            (detect(body), CharsetReason::Detected)
        }
        Some(named) => named,
        None if is_nearly_utf8(body) => (UTF_8, CharsetReason::Detected),
        None => (detect(body), CharsetReason::Detected),
    };
    (encoding, because, None)
}

/// Whether nine of ten non-ASCII sequences at the start are UTF-8.
fn is_nearly_utf8(body: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in body[..body.len().min(DETECT_BYTES)].utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > 9 * bad
}

fn detect(body: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let sample = &body[..body.len().min(DETECT_BYTES)];
    detector.feed(sample, sample.len() == body.len());
    detector.guess(None, Utf8Detection::Deny)
}

/// The encoding that the first `charset=` in a header or in a page's head names. ISO-8859-1 means windows-1252.
fn label_in(text: &[u8]) -> Option<&'static Encoding> {
    let folded = text.to_ascii_lowercase();
    for at in memmem::find_iter(&folded, b"charset") {
        let rest = folded[at + b"charset".len()..].trim_ascii_start();
        let Some(rest) = rest.strip_prefix(b"=") else { continue };
        let rest = rest.trim_ascii_start();
        let start = rest.iter().position(|byte| !matches!(byte, b'"' | b'\'')).unwrap_or(rest.len());
        let is_end = |byte: &u8| byte.is_ascii_whitespace() || b"\"'/>;,".contains(byte);
        let end = rest[start..].iter().position(is_end).map_or(rest.len(), |length| start + length);
        if let Some(encoding) = Encoding::for_label(&rest[start..end]) {
            return Some(if encoding.name() == "replacement" { WINDOWS_1252 } else { encoding });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(media_type: Option<&str>, body: &[u8], expected: &str, because: CharsetReason) -> String {
        let capture =
            Capture { media_type: media_type.map(str::to_owned), ..Capture::page(None, body.to_vec()) };
        let (text, charset) = decode(&capture);
        assert_eq!((charset.name, charset.because), (expected, because));
        text.into_owned()
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
}
