//! What of an outcome stands in columns.

use std::borrow::Cow;
use std::collections::BTreeMap;

use sha2::{Digest, Sha256};
use veille_model::{Outcome, StageName, canonical_url};

/// Outcomes by their documents: one that is found twice is one, and the order of equals is always the same.
pub(crate) type ByDocument = BTreeMap<Vec<u8>, Outcome>;

/// What a text is found by where it may be of any length, as an address may: the first 64 bits of its SHA-256. Whoever
/// looks compares the text as well.
pub(crate) fn key(text: &str) -> i64 {
    let digest = Sha256::digest(text);
    i64::from_be_bytes(digest[..8].try_into().expect("a digest has 32 bytes"))
}

/// The file, or the record of a file, that an outcome is about.
pub(crate) fn file(outcome: &Outcome) -> Option<&str> {
    (outcome.stage == StageName::Capture).then_some(outcome.input.as_str())
}

/// Where to find the outcome by address. The fetcher's inputs are addresses themselves.
pub(crate) fn address(outcome: &Outcome) -> Option<String> {
    match &outcome.url {
        Some(url) => Some(canonical_url(url).unwrap_or_else(|| url.clone())),
        None => canonical_url(&outcome.input),
    }
}

/// The outcomes with their addresses. The stages speak of one capture one after the other, so its address is read once.
pub(crate) fn addressed<'o>(outcomes: &'o [Cow<'_, Outcome>]) -> Vec<(&'o Outcome, Option<String>)> {
    let mut addressed: Vec<(&Outcome, Option<String>)> = Vec::with_capacity(outcomes.len());
    for outcome in outcomes {
        let address = match addressed.last() {
            Some((last, address)) if outcome.url.is_some() && last.url == outcome.url => address.clone(),
            _ => address(outcome),
        };
        addressed.push((outcome, address));
    }
    addressed
}
