//! How much was published when: the counts that each commit keeps.

use sqlx::QueryBuilder;
use sqlx::sqlite::Sqlite;
use veille_model::TopicId;

use super::Store;
use super::articles::in_language;
use crate::rules::slot::Bounds;
use crate::{CoverageFilter, Slot, StoreError};

impl Store {
    pub(crate) async fn coverage(&self, filter: &CoverageFilter) -> Result<Vec<Slot>, StoreError> {
        let rows: Vec<(String, String, String, i64)> = selection(filter)
            .build_query_as()
            .fetch_all(&self.readers)
            .await
            .map_err(|source| self.error(source))?;
        let slot = |row| Slot::of(filter.topic.as_ref(), row);
        Ok(rows.into_iter().map(slot).collect())
    }
}

fn selection(filter: &CoverageFilter) -> QueryBuilder<Sqlite> {
    let mut query = QueryBuilder::new("SELECT slot, language, source, articles FROM counts WHERE topic = ");
    query.push_bind(filter.topic.as_ref().map(TopicId::to_string).unwrap_or_default());
    if let Some(Bounds { slot, day, .. }) = filter.since.map(Bounds::from) {
        query.push(" AND slot >= ").push_bind(slot.clone().min(day.clone()));
        query.push(" AND slot >= iif(length(slot) > length(").push_bind(day.clone()).push("), ");
        query.push_bind(slot).push(", ").push_bind(day).push(")");
    }
    if let Some(Bounds { slot, day, begins }) = filter.until.map(Bounds::until) {
        query
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
    query.push(" ORDER BY slot, language, source");
    query
}
