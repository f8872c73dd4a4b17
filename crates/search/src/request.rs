//! What is asked of an index, and what it answers.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use veille_model::{ArticleId, Evidence, LanguageTag, SourceId, TaggedArticle, TopicId};
use veille_query::{Query, Sought};

use crate::days::Days;
use crate::order::{Cursor, Sort};

/// What is asked.
#[derive(Clone, Debug)]
pub struct Request {
    /// The query.
    pub query: Query,
    /// Only what is dated at this instant or later; of what has no more than a day, what may be.
    pub since: Option<DateTime<Utc>>,
    /// Only what is dated before this instant; of what has no more than a day, what may be.
    pub until: Option<DateTime<Utc>>,
    /// Only what has no date; `since` and `until` then ask for nothing.
    pub undated: bool,
    /// What a day is.
    pub days: Days,
    /// Only these languages, each with its variants; none for all.
    pub languages: Vec<LanguageTag>,
    /// Only these sources; none for all.
    pub sources: Vec<SourceId>,
    /// Only texts that their pages say are of one of these outlets, in whatever spelling ([`outlet`](veille_text::name::outlet)); none
    /// for all.
    pub origins: Vec<String>,
    /// Only what has one of these topics; none for all.
    pub topics: Vec<TopicId>,
    /// Only what is no copy of another article, as whoever joins stories found.
    pub originals: bool,
    /// Only these articles, or none of these: what is known of them elsewhere.
    pub among: Among,
    /// What stands first.
    pub sort: Sort,
    /// Results on a page.
    pub limit: usize,
    /// Where the page before ended.
    pub after: Option<Cursor>,
    /// What is counted beside the page.
    pub counting: Counting,
}

/// Of which articles some are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Among {
    /// All.
    #[default]
    All,
    /// These alone.
    These(Vec<ArticleId>),
    /// All but these.
    Others(Vec<ArticleId>),
}

/// What is counted beside a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counting {
    /// Nothing: a page of the newest ends early.
    Nothing,
    /// How many are found.
    #[default]
    Total,
    /// How many of which topic, language, source and day as well.
    Facets,
}

impl Request {
    /// The newest 25 that a query finds, with their total.
    pub fn new(query: Query) -> Self {
        Self {
            query,
            since: None,
            until: None,
            undated: false,
            days: Days::default(),
            languages: Vec::new(),
            sources: Vec::new(),
            origins: Vec::new(),
            originals: false,
            topics: Vec::new(),
            among: Among::default(),
            sort: Sort::default(),
            limit: 25,
            after: None,
            counting: Counting::default(),
        }
    }
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// A page of results.
    pub results: Vec<Found>,
    /// Where the next page begins, if there may be more.
    pub next: Option<Cursor>,
    /// How many there are, where that was asked.
    pub total: Option<Total>,
    /// Of which kinds, where that was asked.
    pub facets: Option<Facets>,
    /// The first 2,000 that are found, whichever page is asked for, where facets were: for who counts by what the index does not
    /// know. Who is named is such: 18 names an article would be some 180 bytes in a column of it (the marks that they are found by
    /// are 138), and which spellings are one's no column can say.
    pub first: Vec<ArticleId>,
    /// Where nothing was found: what each word of the query finds by itself, under the same filters.
    pub apart: Vec<(Sought, u64)>,
    /// The number of the store's last change that the index knew.
    pub position: u64,
}

/// One article that was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// As the store has it.
    pub article: TaggedArticle,
    /// What made it match, in the order of the article.
    pub passages: Vec<Evidence>,
}

/// How many articles were found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Total {
    /// So many.
    pub articles: u64,
    /// Whether there may be more: of what the index cannot tell alone, no more than the newest 10,000 candidates are read.
    pub at_least: bool,
}

/// How many articles of which kind, the most frequent first; days in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Facets {
    /// By topic; an article may have several, or none.
    pub topics: Vec<(String, u64)>,
    /// By language.
    pub languages: Vec<(String, u64)>,
    /// By source.
    pub sources: Vec<(String, u64)>,
    /// By the outlet that a page says its text is of, as [`outlet`](veille_text::name::outlet) compares names.
    pub origins: Vec<(String, u64)>,
    /// By day, the newest first.
    pub days: Vec<(NaiveDate, u64)>,
    /// Without a date.
    pub undated: u64,
}
