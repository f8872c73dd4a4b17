//! Captures as they are kept: compressed, and named by their bytes.

use crate::Capture;

/// A capture to be kept: what is known of it, and its bytes compressed with Zstandard (RFC 8878).
///
/// Who packs it is whoever has a core to spare, so that the store's one writer needs none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackedCapture {
    /// Everything but its bytes: the body is empty.
    pub capture: Capture,
    /// Of the bytes as received: the first 128 bits of their SHA-256, in hex. The same bytes are kept once.
    pub digest: String,
    /// How many bytes were received.
    pub bytes: u64,
    /// The bytes, compressed.
    pub packed: Vec<u8>,
}
