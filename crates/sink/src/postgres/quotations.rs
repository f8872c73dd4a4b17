//! Who said what.

use sqlx::QueryBuilder;
use sqlx::postgres::Postgres;

use super::Store;
use super::reading::in_language;
use crate::rules::instant::sortable;
use crate::rules::speaker::Asked;
use crate::rules::written::text;
use crate::{QuotationFilter, Quoted, StoreError};

/// The speakers, each found behind the one before it by the index: there are far fewer than quotations. Of a name that is
/// longer than the index has it, this is the beginning.
// As the index has it: a b-tree takes no more than a third of a page, 2,704 bytes, in one entry.
const SPEAKERS: &str = "\
    WITH RECURSIVE speakers (name) AS (\
        (SELECT left(speaker_key, 200) FROM quotations WHERE speaker_key <> '' ORDER BY 1 LIMIT 1) \
        UNION ALL \
        SELECT (SELECT left(q.speaker_key, 200) FROM quotations AS q \
                WHERE q.speaker_key <> '' AND left(q.speaker_key, 200) > speakers.name ORDER BY 1 LIMIT 1) \
        FROM speakers WHERE name IS NOT NULL\
    ) SELECT name FROM speakers WHERE name IS NOT NULL";

/// What speakers are, each as articles have it; of those whom nobody names too.
const ROLES: &str = "SELECT DISTINCT left(speaker_key, 200), role FROM quotations WHERE role IS NOT NULL";

const COLUMNS: &str = "\
    SELECT q.article, r.url, r.headline, r.source, r.language, r.dated_at, q.kind, q.\"start\", q.\"end\", q.exact, \
    q.speaker, q.role, q.cue FROM ";

impl Store {
    /// The quotations that pass a filter; its speaker is one of those asked for.
    pub async fn quotations(
        &self,
        filter: &QuotationFilter,
        asked: Option<&Asked>,
    ) -> Result<Vec<Quoted>, StoreError> {
        let mut query = selection(filter, asked);
        query.build_query_as().fetch_all(&self.readers).await.map_err(|source| self.error(source))
    }

    /// The names of all speakers. Of a long name its beginning.
    pub async fn speakers(&self) -> Result<Vec<String>, StoreError> {
        sqlx::query_scalar(SPEAKERS).fetch_all(&self.readers).await.map_err(|source| self.error(source))
    }

    /// The names of speakers, each with a role that it has somewhere; an empty one is nobody's.
    pub async fn roles(&self) -> Result<Vec<(String, String)>, StoreError> {
        sqlx::query_as(ROLES).fetch_all(&self.readers).await.map_err(|source| self.error(source))
    }
}

fn selection(filter: &QuotationFilter, asked: Option<&Asked>) -> QueryBuilder<Postgres> {
    let mut query;
    // The order is that of an index of the table that comes first.
    let dated = match (asked, &filter.topic) {
        (Some(asked), _) => {
            query = QueryBuilder::new(COLUMNS);
            query.push(
                "quotations AS q JOIN revisions AS r ON r.id = q.revision WHERE (q.speaker_key <> '' \
                 AND left(q.speaker_key, 200) = ANY(",
            );
            query.push_bind(asked.names.clone()).push(")");
            if !asked.unnamed.is_empty() {
                query
                    .push(" OR q.speaker_key = '' AND q.role = ANY(")
                    .push_bind(asked.unnamed.clone())
                    .push(")");
            }
            query.push(")");
            "q"
        }
        (None, Some(topic)) => {
            query = QueryBuilder::new(COLUMNS);
            query.push(
                "tags AS d JOIN revisions AS r ON r.id = d.revision JOIN quotations AS q ON q.revision = r.id \
                 WHERE d.topic = ",
            );
            query.push_bind(text(topic.as_str()).into_owned());
            "d"
        }
        (None, None) => {
            query = QueryBuilder::new(COLUMNS);
            query.push("revisions AS r JOIN quotations AS q ON q.revision = r.id WHERE true");
            "r"
        }
    };
    // What somebody said stands in every wording of its article, and is told once.
    query.push(" AND r.current");
    if let (Some(_), Some(topic)) = (&filter.by, &filter.topic) {
        // And not a join: an article is found once, whatever else tags it.
        query.push(" AND EXISTS (SELECT FROM tags AS d WHERE d.revision = r.id AND d.topic = ");
        query.push_bind(text(topic.as_str()).into_owned()).push(")");
    }
    if let Some(language) = &filter.language {
        in_language(language, "r.language", &mut query);
    }
    if let Some(source) = &filter.source {
        query.push(" AND r.source = ").push_bind(text(source.as_str()).into_owned());
    }
    if let Some(since) = filter.since {
        query.push(format_args!(" AND {dated}.dated_at >= ")).push_bind(sortable(Some(since)));
    }
    if let Some(until) = filter.until {
        query.push(format_args!(" AND {dated}.dated_at < ")).push_bind(sortable(Some(until)));
    }
    query.push(format_args!(" ORDER BY {dated}.dated_at DESC, {dated}.article, q.ordinal LIMIT "));
    query.push_bind(i64::from(filter.limit));
    query
}
