//! A capture's body as text: what its labels are.

use std::borrow::Cow;

use veille_model::Capture;
use veille_text::charset::{self, Charset, Inside, Labels};

/// A capture's body as text. Bytes that mean nothing in its charset become U+FFFD; what was taken for Latin-1 on its way into
/// UTF-8, `l\u{92}accord`, is what it was, as in feeds.
pub(crate) fn decode(capture: &Capture) -> (Cow<'_, str>, Charset) {
    let labels = Labels { content_types: content_types(capture), inside: Inside::Meta };
    let (text, charset) = charset::decode(&capture.body, &labels);
    (charset::without_c1(text), charset)
}

/// The media type, then the header: an archive may have corrected the one and kept the other.
pub(crate) fn content_types(capture: &Capture) -> [Option<&str>; 2] {
    [capture.media_type.as_deref(), capture.headers.get("content-type").map(String::as_str)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_keeps_its_apostrophes() {
        let check = |body: &str, expected: &str| {
            let capture = Capture {
                media_type: Some("text/html; charset=utf-8".to_owned()),
                ..Capture::page(None, body.as_bytes().to_vec())
            };
            assert_eq!(decode(&capture).0, expected);
        };
        check("<p>l\u{92}accord, dit-il \u{85}", "<p>l’accord, dit-il …");
        check("<p>Hà\u{a0}Nội «\u{a0}été\u{a0}»", "<p>Hà\u{a0}Nội «\u{a0}été\u{a0}»");
    }
}
