//! What a store holds now: of one article, and wording by wording.

use veille_model::TaggedArticle;

/// What is stored of one article now.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// Its current wording.
    pub article: TaggedArticle,
    /// Which of its wordings that is, from 1, in the order in which they were first captured.
    pub number: usize,
    /// How many wordings there are.
    pub wordings: usize,
    /// When the current wording was captured last; empty where that is not known.
    pub last_captured_at: String,
}

/// One wording as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredWording {
    /// Its row: grows with each new wording.
    pub row: i64,
    /// Whether it is its article's current one.
    pub current: bool,
    /// The document.
    pub article: TaggedArticle,
}
