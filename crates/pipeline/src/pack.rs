//! Packing captures that are to be kept (Zstandard, RFC 8878), where a core is free to do it.

use std::cell::RefCell;

use veille_model::{Capture, PackedCapture};
use zstd::bulk::Compressor;

use crate::digest::digest;

/// News pages of 294 KB come to 20 % of their bytes in 0.7 ms of CPU; level 3 takes 1.0 ms for 18.5 %, level 6 2.7 ms for 17 %.
const LEVEL: i32 = 1;

/// Packs a capture to be kept.
pub(crate) fn pack(capture: &Capture) -> PackedCapture {
    thread_local! {
        // Its tables take longer to make than a short text to compress.
        static COMPRESSOR: RefCell<Compressor<'static>> =
            RefCell::new(Compressor::new(LEVEL).expect("level 1 is one of its levels"));
    }
    let packed = COMPRESSOR.with_borrow_mut(|compressor| compressor.compress(&capture.body));
    PackedCapture {
        digest: digest(&capture.body),
        bytes: capture.body.len() as u64,
        packed: packed.expect("compressing from memory to memory cannot fail"),
        capture: Capture {
            id: capture.id.clone(),
            kind: capture.kind,
            source: capture.source.clone(),
            url: capture.url.clone(),
            captured_at: capture.captured_at,
            status: capture.status,
            media_type: capture.media_type.clone(),
            headers: capture.headers.clone(),
            entry: capture.entry.clone(),
            body: Vec::new(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packed_capture_is_its_bytes_and_what_was_known_of_them() {
        let body = "<p>Hà Nội</p>".repeat(100).into_bytes();
        let capture = Capture::page(Some("https://a.example/1".to_owned()), body.clone());
        let packed = pack(&capture);
        assert_eq!(packed.bytes, body.len() as u64);
        assert!(packed.packed.len() < 100);
        assert_eq!(zstd::bulk::decompress(&packed.packed, body.len()).unwrap(), body);
        assert_eq!(Capture { body, ..packed.capture }, capture);
        assert_eq!(packed.digest.len(), 32);
    }
}
