//! The bytes of a feed as text, whatever it says of its encoding.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::MultiGzDecoder;
use veille_text::charset::{Inside, Labels, decode as decoded, without_c1};

/// The longest document that a packed one unfolds to: what the sitemaps' format allows (sitemaps.org).
const UNPACKED_BYTES_MAX: u64 = 50_000_000;

/// The document as text. What cannot be decoded becomes U+FFFD.
pub(super) fn decode(feed: &[u8], media_type: Option<&str>) -> String {
    let feed = unpacked(feed);
    let labels = Labels { content_types: [media_type, None], inside: Inside::Declaration };
    without_c1(decoded(&feed, &labels).0).into_owned()
}

/// Sitemaps are served as files of gzip, told by their first bytes and not by a header. One that breaks off gives what it
/// has.
fn unpacked(feed: &[u8]) -> Cow<'_, [u8]> {
    if !feed.starts_with(&[0x1f, 0x8b]) {
        return Cow::Borrowed(feed);
    }
    let mut bytes = Vec::new();
    // What was read before an error stays in `bytes`.
    let _ = MultiGzDecoder::new(feed).take(UNPACKED_BYTES_MAX).read_to_end(&mut bytes);
    Cow::Owned(bytes)
}
