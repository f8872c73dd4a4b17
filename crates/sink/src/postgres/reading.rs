//! Reading articles: lists by filter, and everything in order.

use std::collections::VecDeque;

use futures_util::stream::{self, BoxStream, StreamExt};
use sqlx::QueryBuilder;
use sqlx::postgres::{PgTransaction, Postgres};
use veille_model::{ArticleId, LanguageTag, TaggedArticle};

use super::Store;
use crate::rules::instant::sortable;
use crate::rules::written::text;
use crate::{Filter, StoreError};

/// Rows that are read at once of those that are read to the end.
const PAGE: &str = "FETCH 200 FROM every";

impl Store {
    pub async fn articles(&self, filter: &Filter) -> Result<Vec<TaggedArticle>, StoreError> {
        let failed = |source| self.error(source);
        let mut connection = self.readers.acquire().await.map_err(failed)?;
        let rows: Vec<(i64, i32)> =
            selection(filter).build_query_as().fetch_all(&mut *connection).await.map_err(failed)?;
        let documents = self.documents(&mut connection, &rows).await?;
        Ok(documents.into_iter().map(|(_, article)| article).collect())
    }

    pub fn every_current(&self) -> BoxStream<'_, Result<TaggedArticle, StoreError>> {
        self.every(
            "DECLARE every NO SCROLL CURSOR FOR \
             SELECT id, month FROM revisions WHERE current ORDER BY dated_at DESC, article",
        )
    }

    pub fn export(&self) -> BoxStream<'_, Result<TaggedArticle, StoreError>> {
        self.every(
            "DECLARE every NO SCROLL CURSOR FOR SELECT id, month FROM revisions ORDER BY article, revision",
        )
    }

    pub async fn current(&self, articles: &[ArticleId]) -> Result<Vec<TaggedArticle>, StoreError> {
        let failed = |source| self.error(source);
        let mut connection = self.readers.acquire().await.map_err(failed)?;
        let rows: Vec<(i64, i32)> = sqlx::query_as(
            "SELECT id, month FROM revisions WHERE current AND article = ANY($1) ORDER BY article",
        )
        .bind(articles.iter().map(|article| text(article.as_str())).collect::<Vec<_>>())
        .fetch_all(&mut *connection)
        .await
        .map_err(failed)?;
        let documents = self.documents(&mut connection, &rows).await?;
        Ok(documents.into_iter().map(|(_, article)| article).collect())
    }

    /// The documents of a statement's rows, a page at a time; all as of one commit.
    fn every(&self, declare: &'static str) -> BoxStream<'_, Result<TaggedArticle, StoreError>> {
        // Nothing is asked of the server until somebody reads.
        let begin = Every { store: self, declare, transaction: None, page: VecDeque::new() };
        stream::try_unfold(begin, |mut every| async move {
            if every.page.is_empty() {
                every.turn().await?;
            }
            Ok(every.page.pop_front().map(|article| (article, every)))
        })
        .boxed()
    }
}

/// A reading of everything, in the middle.
struct Every<'s> {
    store: &'s Store,
    declare: &'static str,
    transaction: Option<PgTransaction<'static>>,
    page: VecDeque<TaggedArticle>,
}

impl Every<'_> {
    /// Reads on, until there is an article or the end.
    async fn turn(&mut self) -> Result<(), StoreError> {
        let failed = |source| self.store.error(source);
        let transaction = match &mut self.transaction {
            Some(transaction) => transaction,
            none => {
                let mut transaction = self.store.readers.begin().await.map_err(failed)?;
                // The first page at once: in the order of an index, and not sorted before.
                for statement in ["SET LOCAL cursor_tuple_fraction = 0.0001", self.declare] {
                    sqlx::raw_sql(statement).execute(&mut *transaction).await.map_err(failed)?;
                }
                none.insert(transaction)
            }
        };
        // A page whose articles were all forgotten meanwhile is not the end.
        while self.page.is_empty() {
            let rows: Vec<(i64, i32)> =
                sqlx::query_as(PAGE).fetch_all(&mut **transaction).await.map_err(failed)?;
            if rows.is_empty() {
                break;
            }
            let documents = self.store.documents(transaction, &rows).await?;
            self.page.extend(documents.into_iter().map(|(_, article)| article));
        }
        Ok(())
    }
}

fn selection(filter: &Filter) -> QueryBuilder<Postgres> {
    let mut query = QueryBuilder::new("SELECT r.id, r.month FROM ");
    match &filter.topic {
        Some(topic) => query
            .push("tags AS d JOIN revisions AS r ON r.id = d.revision WHERE r.current AND d.topic = ")
            .push_bind(text(topic.as_str()).into_owned()),
        None => query.push("revisions AS r WHERE r.current"),
    };
    if let Some(language) = &filter.language {
        in_language(language, "r.language", &mut query);
    }
    if let Some(source) = &filter.source {
        query.push(" AND r.source = ").push_bind(text(source.as_str()).into_owned());
    }
    // Date and article stand in the index that the rows are read from: that of the topic, or that of all articles.
    let table = if filter.topic.is_some() { "d" } else { "r" };
    if let Some(since) = filter.since {
        query.push(format_args!(" AND {table}.dated_at >= ")).push_bind(sortable(Some(since)));
    }
    query.push(format_args!(" ORDER BY {table}.dated_at DESC, {table}.article LIMIT "));
    query.push_bind(i64::from(filter.limit));
    query
}

/// A language or a variety of it.
pub(super) fn in_language(language: &LanguageTag, column: &'static str, query: &mut QueryBuilder<Postgres>) {
    let language = language.token();
    query.push(format_args!(" AND ({column} = ")).push_bind(language.clone());
    // Not LIKE: a language tag may have a `_` of somebody's making.
    query.push(format_args!(" OR starts_with({column}, ")).push_bind(format!("{language}-")).push("))");
}
