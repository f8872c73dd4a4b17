//! What holds of one article: whose copy it is and of which story, and what to do where people know better.

use std::collections::{BTreeMap, BTreeSet};

use veille_model::{ArticleId, Revision};

use crate::copies::Copied;

/// Where an article stands among the others: what the store remembers of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The article.
    pub article: ArticleId,
    /// The wording that was compared.
    pub revision: Revision,
    /// When it was published, in seconds.
    pub at: Option<i64>,
    /// Of what it is a copy: its original, and where two texts were made into it the other one as well.
    pub originals: Vec<(ArticleId, Copied)>,
    /// Its story, by the name of the story's earliest article; its own name where nobody else tells it.
    pub story: ArticleId,
    /// By which earlier article it belongs to that story; None for the earliest.
    pub joined: Option<Joined>,
}

/// How an article came to its story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined {
    /// The article of the story that it is most like.
    pub to: ArticleId,
    /// How like it is to that story, in thousandths; 1000 for a copy and for what a person said.
    pub score: u16,
}

impl Standing {
    /// An article that stands alone.
    pub fn alone(article: ArticleId, revision: Revision, at: Option<i64>) -> Self {
        Self { story: article.clone(), article, revision, at, originals: Vec::new(), joined: None }
    }

    /// The text that it is a copy of.
    pub fn original(&self) -> Option<&ArticleId> {
        self.originals.first().map(|(original, _)| original)
    }
}

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

    pub(crate) fn begins(&self, article: &ArticleId) -> bool {
        self.begins.contains(article)
    }

    /// With whom an article belongs together, and when those were published.
    pub(crate) fn joined(&self, article: &ArticleId) -> impl Iterator<Item = (&ArticleId, i64)> {
        self.joined.get(article).into_iter().flatten().map(|(other, at)| (other, *at))
    }
}
