//! A capture's body as text: what its labels are.

use std::borrow::Cow;

use veille_model::Capture;
use veille_text::charset::{self, Charset, Inside, Labels};

/// A capture's body as text. Bytes that mean nothing in its charset become U+FFFD.
pub(crate) fn decode(capture: &Capture) -> (Cow<'_, str>, Charset) {
    charset::decode(&capture.body, &Labels { content_types: content_types(capture), inside: Inside::Meta })
}

/// The media type, then the header: an archive may have corrected the one and kept the other.
pub(crate) fn content_types(capture: &Capture) -> [Option<&str>; 2] {
    [capture.media_type.as_deref(), capture.headers.get("content-type").map(String::as_str)]
}
