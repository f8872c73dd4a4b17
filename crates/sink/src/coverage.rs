//! How much was published when.

use veille_model::{SourceId, TopicId};

/// How many articles of a publisher, in a language, on a topic, fall into a quarter of an hour.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot {
    /// The quarter in UTC, `2025-10-25T08:15`; a day, `2025-10-25`, where no more of the articles' date is known, which is
    /// that day in every zone; empty where not even that is.
    pub slot: String,
    /// The topic; None for all articles, with topics or without.
    pub topic: Option<TopicId>,
    /// The language, as a subject token: BCP 47 in lower case.
    pub language: String,
    /// The publisher.
    pub source: SourceId,
    /// How many articles, by their current wordings.
    pub articles: u64,
}

/// What is counted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    /// All articles, as each commit counts them.
    All,
    /// Copies of others, counted now.
    Copies,
    /// Those whose pages give no date, or one after their capture, counted now: they stand under their capture.
    Undated,
}

/// Slot, language, publisher and how many articles.
pub(crate) type Counted = (String, String, String, i64);

impl Slot {
    pub(crate) fn of(topic: Option<&TopicId>, (slot, language, source, articles): Counted) -> Self {
        let (topic, articles) = (topic.cloned(), articles.unsigned_abs());
        Self { slot, topic, language, source: SourceId::new(&source), articles }
    }
}
