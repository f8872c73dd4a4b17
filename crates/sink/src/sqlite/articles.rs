//! Reading what was stored of articles.

use futures_util::stream::{BoxStream, StreamExt, TryStreamExt};
use sqlx::QueryBuilder;
use sqlx::sqlite::Sqlite;
use veille_model::{LanguageTag, TaggedArticle};

use super::Store;
use crate::rules::instant::sortable;
use crate::{Filter, StoreError};

impl Store {
    pub(crate) async fn articles(&self, filter: &Filter) -> Result<Vec<TaggedArticle>, StoreError> {
        let documents: Vec<String> = selection(filter)
            .build_query_scalar()
            .fetch_all(&self.readers)
            .await
            .map_err(|source| self.error(source))?;
        documents.iter().map(|document| self.decode("an article", document)).collect()
    }

    pub(crate) fn every_current(&self) -> BoxStream<'_, Result<TaggedArticle, StoreError>> {
        sqlx::query_scalar::<_, String>(
            "SELECT document FROM revisions WHERE current ORDER BY dated_at DESC, article",
        )
        .fetch(&self.readers)
        .map_err(|source| self.error(source))
        .map(|row| row.and_then(|document| self.decode("an article", &document)))
        .boxed()
    }

    pub(crate) fn export(&self) -> BoxStream<'_, Result<TaggedArticle, StoreError>> {
        // The rows are sorted by themselves, and documents looked up one by one: together they would be sorted on the disk. The
        // limit keeps SQLite from leaving out an order that stands inside.
        sqlx::query_scalar::<_, String>(
            "SELECT r.document FROM (SELECT id FROM revisions ORDER BY article, revision LIMIT -1) AS o \
             CROSS JOIN revisions AS r ON r.id = o.id",
        )
        .fetch(&self.readers)
        .map_err(|source| self.error(source))
        .map(|row| row.and_then(|document| self.decode("an article", &document)))
        .boxed()
    }
}

fn selection(filter: &Filter) -> QueryBuilder<Sqlite> {
    let mut query = QueryBuilder::new("SELECT r.document FROM ");
    match &filter.topic {
        Some(topic) => query
            .push("tags AS d JOIN revisions AS r ON r.id = d.revision WHERE r.current AND d.topic = ")
            .push_bind(topic.to_string()),
        None => query.push("revisions AS r WHERE r.current"),
    };
    if let Some(language) = &filter.language {
        in_language(language, "r.language", &mut query);
    }
    if let Some(source) = &filter.source {
        query.push(" AND r.source = ").push_bind(source.to_string());
    }
    // Date and article stand in the index that the rows are read from: that of the topic, or that of all articles.
    let table = if filter.topic.is_some() { "d" } else { "r" };
    if let Some(since) = filter.since {
        query.push(format_args!(" AND {table}.dated_at >= ")).push_bind(sortable(Some(since)));
    }
    query
        .push(format_args!(" ORDER BY {table}.dated_at DESC, {table}.article LIMIT "))
        .push_bind(filter.limit);
    query
}

/// Restricts to a language and its varieties.
pub(super) fn in_language(language: &LanguageTag, column: &'static str, query: &mut QueryBuilder<Sqlite>) {
    let language = language.token();
    query.push(format_args!(" AND ({column} = ")).push_bind(language.clone());
    // `pt-` and what follows, cut out rather than with LIKE, in which `_` and `%` are no letters.
    // A tag is ASCII: it has as many letters, by which SQLite counts, as bytes.
    query.push(format_args!(" OR substr({column}, 1, ")).push_bind(language.len() as i64 + 1);
    query.push(") = ").push_bind(format!("{language}-")).push(")");
}
