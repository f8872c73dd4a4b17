//! The change feed: a numbered row for each change, written in the commit that made it.

use serde::de::DeserializeOwned;
use sqlx::QueryBuilder;
use sqlx::sqlite::{Sqlite, SqliteConnection};
use veille_model::{ArticleId, TaggedArticle};

use super::{Store, rows};
use crate::StoreError;
use crate::rules::changes::{Change, ChangeKind};

impl Store {
    pub(crate) async fn changes(&self, after: u64, limit: u32) -> Result<Vec<Change>, StoreError> {
        let rows: Vec<(i64, String, String, String)> = sqlx::query_as(
            "SELECT number, kind, article, revision FROM changes WHERE number > ? ORDER BY number LIMIT ?",
        )
        .bind(i64::try_from(after).unwrap_or(i64::MAX))
        .bind(limit)
        .fetch_all(&self.readers)
        .await
        .map_err(|source| self.error(source))?;
        Ok(rows.into_iter().filter_map(Change::of).collect())
    }

    pub(crate) async fn last_change(&self) -> Result<u64, StoreError> {
        let last: i64 = sqlx::query_scalar("SELECT coalesce(max(number), 0) FROM changes")
            .fetch_one(&self.readers)
            .await
            .map_err(|source| self.error(source))?;
        Ok(last.unsigned_abs())
    }

    pub(crate) async fn current(&self, articles: &[ArticleId]) -> Result<Vec<TaggedArticle>, StoreError> {
        let of = |piece: &[&str]| {
            let mut query = rows::over_articles("SELECT r.document", piece);
            query.push(" WHERE r.current ORDER BY r.article");
            query
        };
        self.of_articles(of, articles, "an article").await
    }

    /// What statements over lists of articles have of these, in the order of their names; `what` is what they read.
    pub(super) async fn of_articles<T: DeserializeOwned>(
        &self,
        of: impl Fn(&[&str]) -> QueryBuilder<Sqlite>,
        articles: &[ArticleId],
        what: &'static str,
    ) -> Result<Vec<T>, StoreError> {
        let mut ids: Vec<&str> = articles.iter().map(ArticleId::as_str).collect();
        // Then the pieces, one after the other, stand in the order of one statement.
        ids.sort_unstable();
        ids.dedup();
        let mut found = Vec::with_capacity(ids.len());
        for piece in rows::pieces(&ids) {
            let documents: Vec<String> = of(piece)
                .build_query_scalar()
                .fetch_all(&self.readers)
                .await
                .map_err(|source| self.error(source))?;
            for document in documents {
                found.push(self.decode(what, &document)?);
            }
        }
        Ok(found)
    }
}

/// Numbers the changes of a batch, in this order.
pub(super) async fn write(
    connection: &mut SqliteConnection,
    changes: &[(ChangeKind, String, String)],
) -> Result<(), sqlx::Error> {
    rows::insert(
        connection,
        "INTO changes (kind, article, revision) ",
        "",
        changes,
        |(kind, article, revision), columns| {
            columns.push_text(kind.as_str()).push_text(article.as_str()).push_text(revision.as_str());
        },
    )
    .await
    .map(drop)
}
