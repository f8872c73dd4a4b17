//! Instants as the store writes them: text whose order is the order of time.

use chrono::{DateTime, SecondsFormat, Utc};
use veille_model::Article;

/// RFC 3339 in UTC with nine decimals; the empty text, which sorts first, for an unknown instant.
pub(crate) fn sortable(instant: Option<DateTime<Utc>>) -> String {
    instant.map_or_else(String::new, |instant| instant.to_rfc3339_opts(SecondsFormat::Nanos, true))
}

/// The instant that [`sortable`] wrote.
pub(crate) fn read(text: &str) -> Option<DateTime<Utc>> {
    text.parse().ok()
}

/// What lists of articles are ordered by.
pub(crate) fn dated_at(article: &Article) -> Option<DateTime<Utc>> {
    article.dated_at()
}
