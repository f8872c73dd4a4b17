//! The bytes of a feed as text, whatever it says of its encoding.

use veille_text::charset::{Inside, Labels, decode as decoded, without_c1};

/// The document as text. What cannot be decoded becomes U+FFFD.
pub(super) fn decode(feed: &[u8], media_type: Option<&str>) -> String {
    let labels = Labels { content_types: [media_type, None], inside: Inside::Declaration };
    without_c1(decoded(feed, &labels).0).into_owned()
}
