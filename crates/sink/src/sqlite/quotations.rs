//! Who said what.

use sqlx::QueryBuilder;
use sqlx::sqlite::Sqlite;

use super::Store;
use super::articles::in_language;
use crate::rules::instant::sortable;
use crate::rules::speaker::Asked;
use crate::{QuotationFilter, Quoted, StoreError};

/// The speakers, each found behind the one before it by the index: there are far fewer than quotations.
const SPEAKERS: &str = "\
    WITH RECURSIVE speakers (name) AS (\
        SELECT min(speaker_key) FROM quotations WHERE speaker_key > '' \
        UNION ALL \
        SELECT (SELECT min(speaker_key) FROM quotations WHERE speaker_key > name) FROM speakers WHERE name IS NOT NULL\
    ) SELECT name FROM speakers WHERE name IS NOT NULL";

/// What speakers are, each as articles have it; of those whom nobody names too.
const ROLES: &str = "SELECT DISTINCT speaker_key, role FROM quotations WHERE role IS NOT NULL";

const COLUMNS: &str = "\
    SELECT q.article, r.url, r.headline, r.source, r.language, r.dated_at, q.kind, q.\"start\", q.\"end\", q.exact, \
    q.speaker, q.role, q.cue FROM ";

impl Store {
    /// The quotations that pass a filter; its speaker is one of those asked for.
    pub(crate) async fn quotations(
        &self,
        filter: &QuotationFilter,
        asked: Option<&Asked>,
    ) -> Result<Vec<Quoted>, StoreError> {
        let mut query = selection(filter, asked);
        query.build_query_as().fetch_all(&self.readers).await.map_err(|source| self.error(source))
    }

    /// The names of all speakers.
    pub(crate) async fn speakers(&self) -> Result<Vec<String>, StoreError> {
        sqlx::query_scalar(SPEAKERS).fetch_all(&self.readers).await.map_err(|source| self.error(source))
    }

    /// The names of speakers, each with a role that it has somewhere; an empty one is nobody's.
    pub(crate) async fn roles(&self) -> Result<Vec<(String, String)>, StoreError> {
        sqlx::query_as(ROLES).fetch_all(&self.readers).await.map_err(|source| self.error(source))
    }
}

fn selection(filter: &QuotationFilter, asked: Option<&Asked>) -> QueryBuilder<Sqlite> {
    let mut query;
    // The table whose index has the order that is asked for comes first, and SQLite keeps to it for CROSS JOIN: a page of
    // the newest then ends early.
    let dated = match (asked, &filter.topic) {
        (Some(asked), _) => {
            query = QueryBuilder::new(COLUMNS);
            query.push(
                "quotations AS q CROSS JOIN revisions AS r ON r.id = q.revision WHERE (q.speaker_key > '' AND \
                 q.speaker_key IN ",
            );
            one_of(&asked.names, &mut query);
            if !asked.unnamed.is_empty() {
                query.push(" OR q.speaker_key = '' AND q.role IN ");
                one_of(&asked.unnamed, &mut query);
            }
            query.push(")");
            "q"
        }
        (None, Some(topic)) => {
            query = QueryBuilder::new(COLUMNS);
            query.push(
                "tags AS d CROSS JOIN revisions AS r ON r.id = d.revision CROSS JOIN quotations AS q \
                 ON q.revision = r.id WHERE d.topic = ",
            );
            query.push_bind(topic.to_string());
            "d"
        }
        (None, None) => {
            query = QueryBuilder::new(COLUMNS);
            query.push("revisions AS r CROSS JOIN quotations AS q ON q.revision = r.id WHERE true");
            "r"
        }
    };
    query.push(" AND r.current");
    if let (Some(_), Some(topic)) = (&filter.by, &filter.topic) {
        query.push(" AND EXISTS (SELECT 1 FROM tags AS d WHERE d.revision = r.id AND d.topic = ");
        query.push_bind(topic.to_string()).push(")");
    }
    if let Some(language) = &filter.language {
        in_language(language, "r.language", &mut query);
    }
    if let Some(source) = &filter.source {
        query.push(" AND r.source = ").push_bind(source.to_string());
    }
    if let Some(since) = filter.since {
        query.push(format_args!(" AND {dated}.dated_at >= ")).push_bind(sortable(Some(since)));
    }
    if let Some(until) = filter.until {
        query.push(format_args!(" AND {dated}.dated_at < ")).push_bind(sortable(Some(until)));
    }
    query.push(format_args!(" ORDER BY {dated}.dated_at DESC, {dated}.article, q.ordinal LIMIT "));
    query.push_bind(filter.limit);
    query
}

/// As one value: SQLite takes 32,766, and a short name may be that of more.
fn one_of(values: &[String], query: &mut QueryBuilder<Sqlite>) {
    query.push("(SELECT value FROM json_each(");
    query.push_bind(serde_json::json!(values).to_string()).push("))");
}
