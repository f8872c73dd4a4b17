//! Contents named by themselves: message ids, kept bytes.

use sha2::{Digest, Sha256};

/// The first 128 bits of the SHA-256, in hex.
pub(crate) fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
