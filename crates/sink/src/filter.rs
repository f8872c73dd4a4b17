//! What is asked of a store: which articles, which outcomes.

use chrono::{DateTime, FixedOffset, Utc};
use veille_model::{LanguageTag, OutcomeKind, SourceId, StageName, TopicId};

/// Which articles to list. What is None does not restrict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// Articles tagged with this topic.
    pub topic: Option<TopicId>,
    /// Articles in this language or a variety of it: `pt` takes `pt-BR` too, `pt-BR` does not take `pt` (RFC 4647).
    pub language: Option<LanguageTag>,
    /// Articles of this publisher.
    pub source: Option<SourceId>,
    /// Articles published at this instant or later; captured, where the page does not say when it was published.
    pub since: Option<DateTime<Utc>>,
    /// At most so many.
    pub limit: u32,
}

impl Default for Filter {
    fn default() -> Self {
        Self { topic: None, language: None, source: None, since: None, limit: 100 }
    }
}

/// Which outcomes to list. What is None does not restrict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutcomeFilter {
    /// Outcomes of this stage.
    pub stage: Option<StageName>,
    /// Outcomes of this kind.
    pub outcome: Option<OutcomeKind>,
    /// Outcomes of this publisher's inputs.
    pub source: Option<SourceId>,
    /// Outcomes with this reason's code: `no_body`.
    pub reason: Option<String>,
    /// Outcomes of captures of this instant or later; for the fetcher, of attempts.
    pub since: Option<DateTime<Utc>>,
    /// Outcomes that were entered before the one of this row.
    pub before: Option<i64>,
    /// At most so many.
    pub limit: u32,
}

impl Default for OutcomeFilter {
    fn default() -> Self {
        let limit = 100;
        Self { stage: None, outcome: None, source: None, reason: None, since: None, before: None, limit }
    }
}

/// Which quotations to list, of current wordings. What is None does not restrict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotationFilter {
    /// Of people with all of these words in their name, in any spelling and script: `macron`; and of whoever has a role or an office
    /// with all of them in some article, named or not: `ministre justice`.
    pub by: Option<String>,
    /// In articles tagged with this topic.
    pub topic: Option<TopicId>,
    /// In articles in this language or a variety of it.
    pub language: Option<LanguageTag>,
    /// In articles of this publisher.
    pub source: Option<SourceId>,
    /// In articles dated at this instant or later.
    pub since: Option<DateTime<Utc>>,
    /// In articles dated before this instant.
    pub until: Option<DateTime<Utc>>,
    /// At most so many.
    pub limit: u32,
}

impl Default for QuotationFilter {
    fn default() -> Self {
        Self { by: None, topic: None, language: None, source: None, since: None, until: None, limit: 100 }
    }
}

/// Which articles to count. What is None does not restrict.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CoverageFilter {
    /// Articles tagged with this topic; None counts each article once, with topics or without.
    pub topic: Option<TopicId>,
    /// Articles in this language or a variety of it.
    pub language: Option<LanguageTag>,
    /// Articles of this publisher.
    pub source: Option<SourceId>,
    /// Dated in the quarter of an hour of this instant or later. Where no more than the day is known, on the day that it is
    /// there, in the zone that it is given in, or later.
    pub since: Option<DateTime<FixedOffset>>,
    /// Dated in a quarter of an hour that begins before this instant; a day, that begins before it in its zone.
    pub until: Option<DateTime<FixedOffset>>,
}
