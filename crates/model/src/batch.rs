//! What is stored in one transaction.

use crate::{Capture, Mark, Outcome, TaggedArticle};

/// What is stored together or not at all: a runner gathers it, the store commits it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Batch {
    /// Articles from the classifier, in any order, also repeated.
    pub articles: Vec<TaggedArticle>,
    /// What became of each input, at any stage. An input that was tried again has an entry *retried* before its last.
    pub outcomes: Vec<Outcome>,
    /// What producers want remembered; of one key the last stands.
    pub marks: Vec<Mark>,
    /// What the articles were made from, where it is to be kept.
    pub captures: Vec<PackedCapture>,
}

/// A capture on its way into the store: its bytes packed, and named by their digest, so that equal ones are kept once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackedCapture {
    /// The capture, its body empty.
    pub capture: Capture,
    /// The SHA-256 of the bytes as received, in hexadecimal digits.
    pub digest: String,
    /// How many bytes were received.
    pub bytes: u64,
    /// They themselves, compressed with zstd.
    pub packed: Vec<u8>,
}

impl Batch {
    /// Whether there is nothing to store.
    pub fn is_empty(&self) -> bool {
        self.rows() == 0
    }

    /// Articles, outcomes, marks and captures together.
    pub fn rows(&self) -> usize {
        self.articles.len() + self.outcomes.len() + self.marks.len() + self.captures.len()
    }
}
