//! How much was published when: the counts that each commit keeps.

use sqlx::QueryBuilder;
use sqlx::sqlite::Sqlite;
use veille_model::TopicId;

use super::Store;
use super::articles::in_language;
use crate::coverage::{Counted, Of};
use crate::rules::slot::Bounds;
use crate::{CoverageFilter, StoreError};

impl Store {
    pub(crate) async fn counted(&self, filter: &CoverageFilter, of: Of) -> Result<Vec<Counted>, StoreError> {
        let mut query = selection(filter, of);
        query.build_query_as().fetch_all(&self.readers).await.map_err(|source| self.error(source))
    }
}

/// What its page dates not, or later than it was captured: a day that is not here yet anywhere in the world, whose zones reach 14 hours
/// east, or an instant.
const UNDATED: &str = "(published_at IS NULL OR (dated_at = captured_at AND (length(published_at) > 10 \
     OR published_at > strftime('%Y-%m-%d', captured_at, '+14 hours'))))";

/// Of a day that UTC had not reached when they were captured, and somebody's calendar had: a morning paper in Hanoi.
const EARLY: &str = "length(r.published_at) = 10 AND r.dated_at = r.captured_at AND length(r.slot) > 10 \
     AND r.published_at <= strftime('%Y-%m-%d', r.captured_at, '+14 hours')";

/// Counts by slot, language and publisher, each article under the day that its page says; of what follows.
fn under_their_days(rest: &str) -> QueryBuilder<Sqlite> {
    let mut query = QueryBuilder::new("SELECT slot, language, source, count(*) FROM (SELECT CASE WHEN ");
    query.push(EARLY).push(" THEN r.published_at ELSE r.slot END AS slot").push(rest);
    query
}

/// Narrows wordings to those that a topic tags.
fn of_topic(query: &mut QueryBuilder<Sqlite>, topic: Option<&TopicId>) {
    if let Some(topic) = topic {
        query
            .push(" AND id IN (SELECT revision FROM tags WHERE topic = ")
            .push_bind(topic.to_string())
            .push(")");
    }
}

fn selection(filter: &CoverageFilter, of: Of) -> QueryBuilder<Sqlite> {
    let mut query = match (of, &filter.topic) {
        (Of::All, _) => {
            let mut query =
                QueryBuilder::new("SELECT slot, language, source, articles FROM counts WHERE topic = ");
            query.push_bind(filter.topic.as_ref().map(TopicId::to_string).unwrap_or_default());
            query
        }
        // CROSS JOIN keeps SQLite to the copies first, which are few; `substr` is in the words of the index of articles.
        (Of::Copies, None) => under_their_days(
            ", r.language, r.source FROM told \
             CROSS JOIN revisions r ON substr(r.article, -8) = substr(told.article, -8) AND r.article = told.article \
             AND r.current \
             WHERE told.original IS NOT NULL) AS copies WHERE true",
        ),
        (Of::Copies, Some(topic)) => {
            let mut query = under_their_days(
                ", r.language, r.source FROM told \
                 CROSS JOIN revisions r ON substr(r.article, -8) = substr(told.article, -8) AND r.article = told.article \
             AND r.current \
                 JOIN tags t ON t.revision = r.id WHERE told.original IS NOT NULL AND t.topic = ",
            );
            query.push_bind(topic.to_string());
            query.push(") AS copies WHERE true");
            query
        }
        (Of::Undated, topic) => {
            let mut query = QueryBuilder::new(
                "SELECT slot, language, source, count(*) FROM revisions WHERE current AND ",
            );
            query.push(UNDATED);
            of_topic(&mut query, topic.as_ref());
            query
        }
        (Of::Early | Of::OnTheirDay, topic) => {
            let slot = if of == Of::Early { "slot" } else { "published_at" };
            let mut query = QueryBuilder::new("SELECT slot, language, source, count(*) FROM (SELECT ");
            query
                .push(slot)
                .push(" AS slot, language, source FROM revisions AS r WHERE current AND ")
                .push(EARLY);
            of_topic(&mut query, topic.as_ref());
            query.push(") AS early WHERE true");
            query
        }
    };
    if let Some(Bounds { slot, day, .. }) = filter.since.map(Bounds::from) {
        // A plain bound before the exact one: SQLite finds none for its index in `iif`.
        query.push(" AND slot >= ").push_bind(slot.clone().min(day.clone()));
        query.push(" AND slot >= iif(length(slot) > length(").push_bind(day.clone()).push("), ");
        query.push_bind(slot).push(", ").push_bind(day).push(")");
    }
    if let Some(Bounds { slot, day, begins }) = filter.until.map(Bounds::until) {
        query
            // The empty slot sorts before every bound.
            .push(" AND slot <> '' AND iif(length(slot) > length(")
            .push_bind(day.clone())
            .push("), slot < ");
        query.push_bind(slot).push(if begins { ", slot < " } else { ", slot <= " }).push_bind(day).push(")");
    }
    if let Some(language) = &filter.language {
        in_language(language, "language", &mut query);
    }
    if let Some(source) = &filter.source {
        query.push(" AND source = ").push_bind(source.to_string());
    }
    if of != Of::All {
        query.push(" GROUP BY slot, language, source");
    }
    query.push(" ORDER BY slot, language, source");
    query
}
