//! Instants as the store writes them: text whose order is the order of time.

use chrono::{DateTime, NaiveTime, SecondsFormat, Utc};
use veille_model::{Article, Moment};

/// RFC 3339 in UTC with nine decimals; the empty text, which sorts first, for an unknown instant.
pub(crate) fn sortable(instant: Option<DateTime<Utc>>) -> String {
    instant.map_or_else(String::new, |instant| instant.to_rfc3339_opts(SecondsFormat::Nanos, true))
}

/// The instant that [`sortable`] wrote.
pub(crate) fn read(text: &str) -> Option<DateTime<Utc>> {
    text.parse().ok()
}

/// What lists of articles are ordered by: when the page says that it was published, though never after its capture.
///
/// Pages claim to be of 2031; they must not stand on top for five years. A day counts from its first instant, in UTC.
pub(crate) fn dated_at(article: &Article) -> Option<DateTime<Utc>> {
    let published = article.published_at.map(|moment| match moment {
        Moment::Day(day) => day.and_time(NaiveTime::MIN).and_utc(),
        Moment::Instant(instant) => instant.to_utc(),
    });
    match (published, article.captured_at) {
        (Some(published), Some(captured)) => Some(published.min(captured)),
        (published, captured) => published.or(captured),
    }
}
