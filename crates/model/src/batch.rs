//! What is stored in one transaction.

use crate::{ArticleId, Mark, Outcome, PackedCapture, Revision, TaggedArticle};

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
    /// Wordings that their captures give no longer; one that arrives in the same batch stays.
    pub superseded: Vec<Superseded>,
}

/// A wording that was never the publisher's: another cleaner made it of captures that give something else today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Superseded {
    /// The article.
    pub article: ArticleId,
    /// The wording.
    pub revision: Revision,
    /// The wording that the same captures give now, which was thus captured last when this one was; None where they give none.
    pub by: Option<Revision>,
}

impl Batch {
    /// Whether there is nothing to store.
    pub fn is_empty(&self) -> bool {
        self.rows() == 0
    }

    /// Everything that it holds, together.
    pub fn rows(&self) -> usize {
        self.articles.len()
            + self.captures.len()
            + self.outcomes.len()
            + self.marks.len()
            + self.superseded.len()
    }
}
