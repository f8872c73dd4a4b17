//! Where an outcome is found again, and what tells two of them apart.

use sha2::{Digest, Sha256};
use veille_model::{Outcome, canonical_url};

/// The first 128 bits of the document's SHA-256.
pub(crate) fn digest(document: &str) -> Vec<u8> {
    Sha256::digest(document)[..16].to_vec()
}

/// Where to find the outcome by address. The fetcher's inputs are addresses themselves.
pub(crate) fn address(outcome: &Outcome) -> Option<String> {
    match &outcome.url {
        Some(url) => Some(canonical_url(url).unwrap_or_else(|| url.clone())),
        None => canonical_url(&outcome.input),
    }
}
