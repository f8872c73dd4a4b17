//! How much was published when.

use veille_model::{SourceId, TaggedArticle, TopicId};

use crate::CoverageFilter;
use crate::rules::slot::{self, Bounds};

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
    /// Those of a day that UTC had not reached when they were captured, counted now under their capture, as `All` has them.
    Early,
    /// The same, counted under their day.
    OnTheirDay,
}

/// Slot, language, publisher and how many articles.
pub(crate) type Counted = (String, String, String, i64);

impl CoverageFilter {
    /// The slot that an article is counted under, where it passes.
    pub fn slot_of(&self, tagged: &TaggedArticle) -> Option<Slot> {
        let article = &tagged.article;
        let slot = slot::as_dated(article);
        let is_from =
            |Bounds { slot: from, day, .. }: Bounds| slot >= if slot.len() > day.len() { from } else { day };
        let is_until = |Bounds { slot: until, day, begins }: Bounds| match slot.len() {
            0 => false,
            long if long > day.len() => slot < until,
            _ if begins => slot < day,
            _ => slot <= day,
        };
        let passes =
            self.topic.as_ref().is_none_or(|topic| tagged.tags.iter().any(|tag| tag.topic == *topic))
                && self.language.as_ref().is_none_or(|language| language.includes(&tagged.language))
                && self.source.as_ref().is_none_or(|source| *source == article.source)
                && self.since.map(Bounds::from).is_none_or(is_from)
                && self.until.map(Bounds::until).is_none_or(is_until);
        passes.then(|| Slot {
            topic: self.topic.clone(),
            language: tagged.language.token(),
            source: article.source.clone(),
            articles: 1,
            slot: slot.clone(),
        })
    }
}

impl Slot {
    pub(crate) fn of(topic: Option<&TopicId>, (slot, language, source, articles): Counted) -> Self {
        let (topic, articles) = (topic.cloned(), articles.unsigned_abs());
        Self { slot, topic, language, source: SourceId::new(&source), articles }
    }
}
