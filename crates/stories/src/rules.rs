//! What people know better about stories.

use std::collections::{BTreeMap, BTreeSet};

use veille_model::ArticleId;

/// What a person decided about stories. It is held against every article that arrives, so it survives that the store is
/// filled anew.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// These begin a story of their own; what follows them goes with them.
    begins: BTreeSet<ArticleId>,
    /// These belong to one story with those, by both names; with when each was published.
    joined: BTreeMap<ArticleId, BTreeMap<ArticleId, i64>>,
}

impl Rules {
    /// An article begins a story.
    pub fn begin(&mut self, article: ArticleId) {
        self.begins.insert(article);
    }

    /// Two articles tell one story. Each comes with when it was published, in seconds.
    pub fn join(&mut self, first: (ArticleId, i64), second: (ArticleId, i64)) {
        self.joined.entry(first.0.clone()).or_default().insert(second.0.clone(), second.1);
        self.joined.entry(second.0).or_default().insert(first.0, first.1);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.begins.is_empty() && self.joined.is_empty()
    }

    pub(crate) fn begins(&self, article: &ArticleId) -> bool {
        self.begins.contains(article)
    }

    /// With whom an article belongs together, and when those were published.
    pub(crate) fn joined(&self, article: &ArticleId) -> impl Iterator<Item = (&ArticleId, i64)> {
        self.joined.get(article).into_iter().flatten().map(|(other, at)| (other, *at))
    }
}
