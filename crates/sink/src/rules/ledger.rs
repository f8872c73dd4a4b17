//! What of an outcome stands in columns.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use sha2::{Digest, Sha256};
use veille_model::{Outcome, StageName, canonical_url};

use super::instant::sortable;

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
        // One that has no canonical form is found as it is written.
        Some(url) => Some(canonical_url(url).unwrap_or_else(|| url.clone())),
        None => canonical_url(&outcome.input),
    }
}

/// The outcome as it is stored.
pub(crate) fn document(outcome: &Outcome) -> String {
    // Begun with room for what most take, it is not moved while it grows.
    let mut document = Vec::with_capacity(512);
    serde_json::to_writer(&mut document, outcome).expect("an outcome has no map with other keys than text");
    String::from_utf8(document).expect("JSON is UTF-8")
}

/// An outcome, with what it has in common with others of its input.
pub(crate) struct Entry<'o> {
    pub outcome: &'o Outcome,
    pub input: Arc<Input>,
}

/// What is made of an input, at one instant and one address.
pub(crate) struct Input {
    pub key: i64,
    /// See [`address`].
    pub address: Option<String>,
    pub at: String,
}

/// The outcomes as they are entered. The stages speak of one capture one after the other, so what is made of it is made once.
pub(crate) fn entries<'o>(outcomes: &'o [Cow<'_, Outcome>]) -> Vec<Entry<'o>> {
    let mut entries: Vec<Entry<'o>> = Vec::with_capacity(outcomes.len());
    for outcome in outcomes {
        let is_of = |last: &&Entry<'_>| {
            let last = last.outcome;
            last.input == outcome.input && last.url == outcome.url && last.at == outcome.at
        };
        let input = match entries.last().filter(is_of) {
            Some(last) => last.input.clone(),
            None => Arc::new(Input {
                key: key(&outcome.input),
                address: address(outcome),
                at: sortable(outcome.at),
            }),
        };
        entries.push(Entry { outcome, input });
    }
    entries
}
