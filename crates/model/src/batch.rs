//! What is stored in one transaction.

use crate::{Mark, Outcome, PackedCapture, TaggedArticle};

/// What is stored together or not at all: a runner gathers it, the store commits it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Batch {
    /// Articles from the classifier, in any order, also repeated.
    pub articles: Vec<TaggedArticle>,
    /// The captures to be kept beside them.
    pub captures: Vec<PackedCapture>,
    /// What became of each input, at any stage. An input that was tried again has an entry *retried* before its last.
    pub outcomes: Vec<Outcome>,
    /// What producers want remembered; of one key the last stands.
    pub marks: Vec<Mark>,
}

impl Batch {
    /// Whether there is nothing to store.
    pub fn is_empty(&self) -> bool {
        self.rows() == 0
    }

    /// Articles, captures, outcomes and marks together.
    pub fn rows(&self) -> usize {
        self.articles.len() + self.captures.len() + self.outcomes.len() + self.marks.len()
    }
}
