//! Quotations with the articles that they stand in.

use chrono::{DateTime, Utc};
use veille_model::{ArticleId, Quotation, SourceId};

/// A quotation, and where it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quoted {
    /// The article.
    pub article: ArticleId,
    /// Its address.
    pub url: Option<String>,
    /// Its headline.
    pub headline: Option<String>,
    /// Its publisher.
    pub source: SourceId,
    /// Its language, as a subject token: BCP 47 in lower case.
    pub language: String,
    /// What lists are ordered by: when it was published, though never after it was captured.
    pub dated_at: Option<DateTime<Utc>>,
    /// Who says what.
    pub quotation: Quotation,
}
