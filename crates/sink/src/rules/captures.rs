//! Which captures are kept, and in which words.

use std::collections::BTreeMap;

use veille_model::{CaptureKind, PackedCapture};

use super::instant::sortable;

/// A capture to keep, with what sorts it among others of its name.
#[derive(Debug)]
pub(crate) struct Kept<'b> {
    pub packed: &'b PackedCapture,
    pub captured_at: String,
    /// As JSON.
    pub headers: String,
    /// As JSON.
    pub entry: Option<String>,
}

impl Kept<'_> {
    fn order(&self) -> (&str, &str, &str) {
        (&self.captured_at, &self.packed.digest, &self.headers)
    }
}

/// The captures of a batch, of each name the earliest: by instant, digest and headers.
pub(crate) fn kept<'b>(packed: &[&'b PackedCapture]) -> Vec<Kept<'b>> {
    let mut kept: BTreeMap<&str, Kept<'b>> = BTreeMap::new();
    for &packed in packed {
        let capture = &packed.capture;
        let arriving = Kept {
            packed,
            captured_at: sortable(capture.captured_at),
            headers: serde_json::to_string(&capture.headers).expect("headers are a map of text to text"),
            entry: capture.entry.as_ref().map(|entry| {
                serde_json::to_string(entry).expect("a feed entry has no map with other keys than text")
            }),
        };
        match kept.get(capture.id.as_str()) {
            Some(known) if known.order() <= arriving.order() => {}
            _ => drop(kept.insert(capture.id.as_str(), arriving)),
        }
    }
    kept.into_values().collect()
}

/// The kind in one word.
pub(crate) fn kind(kind: CaptureKind) -> &'static str {
    match kind {
        CaptureKind::Entry => "entry",
        CaptureKind::Feed => "feed",
        CaptureKind::Page => "page",
    }
}

/// The kind of that word; a page for all others.
pub(crate) fn kind_named(word: &str) -> CaptureKind {
    let kinds = [CaptureKind::Entry, CaptureKind::Feed];
    kinds.into_iter().find(|known| kind(*known) == word).unwrap_or(CaptureKind::Page)
}

/// The bytes as they were received, so many of them.
pub(crate) fn unpack(packed: &[u8], bytes: usize) -> std::io::Result<Vec<u8>> {
    let body = zstd::bulk::decompress(packed, bytes)?;
    // zstd is content with fewer bytes than there is room for.
    if body.len() == bytes {
        return Ok(body);
    }
    Err(std::io::Error::other(format!("{} bytes came of {bytes}", body.len())))
}
