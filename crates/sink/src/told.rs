//! What whoever joins stories writes, and what is asked of it.

use chrono::{DateTime, Utc};
use serde::Serialize;
use veille_model::{ArticleId, Mark, Revision, Told};

use crate::ChangeKind;

/// What came of comparing articles, to be written down together with how far that is.
#[derive(Clone, Debug, Default)]
pub struct Telling {
    /// What each of these articles is to others from now on.
    pub told: Vec<Told>,
    /// Articles of which that is known no longer.
    pub gone: Vec<ArticleId>,
    /// What the writer wants remembered.
    pub marks: Vec<Mark>,
    /// What is said of it in the change feed.
    pub changes: Vec<(ChangeKind, ArticleId, Revision)>,
    /// Stories that these articles belonged to before.
    pub left: Vec<ArticleId>,
}

impl Telling {
    /// The changes as the feed has them.
    pub(crate) fn said(&self) -> Vec<(ChangeKind, String, String)> {
        let said = |(kind, article, revision): &(ChangeKind, ArticleId, Revision)| {
            (*kind, article.to_string(), revision.to_string())
        };
        self.changes.iter().map(said).collect()
    }

    /// All stories that have one article more or less.
    pub(crate) fn stories(&self) -> Vec<&str> {
        let stories = self.told.iter().map(|told| &told.story).chain(&self.left);
        let mut stories: Vec<&str> = stories.map(ArticleId::as_str).collect();
        // A story that an article left for another one is counted anew once.
        stories.sort_unstable();
        stories.dedup();
        stories
    }
}

/// A story that several articles tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Story {
    /// Its name: that of its earliest article.
    pub story: ArticleId,
    /// How many articles tell it.
    pub articles: u64,
    /// How many of them are no copies.
    pub originals: u64,
    /// When the first was published.
    pub first_at: Option<DateTime<Utc>>,
    /// When the last was.
    pub last_at: Option<DateTime<Utc>>,
}

pub(crate) type StoryRow = (String, i64, i64, Option<i64>, Option<i64>);

impl Story {
    pub(crate) fn of((story, articles, originals, first_at, last_at): StoryRow) -> Self {
        let at = |seconds: Option<i64>| DateTime::from_timestamp(seconds?, 0);
        Self {
            story: ArticleId::from(story),
            articles: articles.unsigned_abs(),
            originals: originals.unsigned_abs(),
            first_at: at(first_at),
            last_at: at(last_at),
        }
    }
}

/// The columns of a row: first and second original, document.
pub(crate) fn columns(told: &Told) -> (Option<&str>, Option<&str>, String) {
    // Two columns, for a text is merged of two others at most (`stories`).
    let mut originals = told.originals.iter().map(|copied| copied.original.as_str());
    let document = serde_json::to_string(told).expect("it has no map with other keys than text");
    (originals.next(), originals.next(), document)
}
