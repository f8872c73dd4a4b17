//! How much was published when: the counts that each commit keeps.

use sqlx::QueryBuilder;
use sqlx::postgres::Postgres;

use super::Store;
use super::reading::in_language;
use super::written::text;
use crate::rules::slot::Bounds;
use crate::{CoverageFilter, Slot, StoreError};

impl Store {
    pub async fn coverage(&self, filter: &CoverageFilter) -> Result<Vec<Slot>, StoreError> {
        let rows: Vec<(String, String, String, i64)> = selection(filter)
            .build_query_as()
            .fetch_all(&self.readers)
            .await
            .map_err(|source| self.error(source))?;
        let slot = |row| Slot::of(filter.topic.as_ref(), row);
        Ok(rows.into_iter().map(slot).collect())
    }
}

fn selection(filter: &CoverageFilter) -> QueryBuilder<Postgres> {
    let mut query = QueryBuilder::new("SELECT slot, language, source, articles FROM counts WHERE topic = ");
    query.push_bind(filter.topic.as_ref().map(|topic| text(topic.as_str()).into_owned()).unwrap_or_default());
    if let Some(Bounds { slot, day, .. }) = filter.since.map(Bounds::from) {
        query.push(" AND slot >= ").push_bind(slot.clone().min(day.clone()));
        query.push(" AND slot >= CASE WHEN length(slot) > length(").push_bind(day.clone()).push(") THEN ");
        query.push_bind(slot).push(" ELSE ").push_bind(day).push(" END");
    }
    if let Some(Bounds { slot, day, begins }) = filter.until.map(Bounds::until) {
        query.push(" AND slot <> '' AND CASE WHEN length(slot) > length(").push_bind(day.clone());
        query.push(") THEN slot < ").push_bind(slot);
        query.push(if begins { " ELSE slot < " } else { " ELSE slot <= " }).push_bind(day).push(" END");
    }
    if let Some(language) = &filter.language {
        in_language(language, "language", &mut query);
    }
    if let Some(source) = &filter.source {
        query.push(" AND source = ").push_bind(text(source.as_str()).into_owned());
    }
    query.push(" ORDER BY slot, language, source");
    query
}
