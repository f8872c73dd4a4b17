//! What is kept for so long and no longer: old articles, and changes that nobody needs any more.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use veille_model::ArticleId;

use super::{Store, forget};
use crate::rules::instant::sortable;
use crate::{Forgotten, StoreError};

impl Store {
    pub(crate) async fn dated_before(
        &self,
        before: DateTime<Utc>,
        judged_too: bool,
        limit: u32,
    ) -> Result<BTreeSet<String>, StoreError> {
        let found: Vec<String> = sqlx::query_scalar(
            // Whoever judged an article, or wrote a note on it, wants to find it again.
            "SELECT article FROM revisions WHERE current AND dated_at <> '' AND dated_at < ? AND (? OR NOT EXISTS \
             (SELECT 1 FROM papers WHERE kind = 'triage' AND key = article)) ORDER BY dated_at, article LIMIT ?",
        )
        .bind(sortable(Some(before)))
        .bind(judged_too)
        .bind(limit)
        .fetch_all(&self.readers)
        .await
        .map_err(|source| self.error(source))?;
        Ok(found.into_iter().collect())
    }

    pub(crate) async fn count_dated_before(
        &self,
        before: DateTime<Utc>,
        judged_too: bool,
    ) -> Result<u64, StoreError> {
        let count: i64 = sqlx::query_scalar(
            "SELECT count(*) FROM revisions WHERE current AND dated_at <> '' AND dated_at < ? AND (? OR NOT EXISTS \
             (SELECT 1 FROM papers WHERE kind = 'triage' AND key = article))",
        )
        .bind(sortable(Some(before)))
        .bind(judged_too)
        .fetch_one(&self.readers)
        .await
        .map_err(|source| self.error(source))?;
        Ok(count.unsigned_abs())
    }

    pub(crate) async fn take_out_old(
        &self,
        articles: BTreeSet<String>,
        judged_too: bool,
    ) -> Result<Forgotten, StoreError> {
        let ids: Vec<ArticleId> = articles.iter().cloned().map(ArticleId::from).collect();
        let current = self.current(&ids).await?;
        let failed = |source| self.error(source);
        let mut connection = self.writer.acquire().await.map_err(failed)?;
        forget::take_out(&mut connection, None, articles, &current, judged_too).await.map_err(failed)
    }

    /// The changes up to a number that tell nobody anything: of articles that are not there any more, and those that a later
    /// one of their kind and article repeats. The last of all stays, so that its number is known.
    pub(crate) async fn superseded_changes(&self, up_to: u64, limit: u32) -> Result<Vec<i64>, StoreError> {
        sqlx::query_scalar(
            // Numbers are given out after the last: without it a reader's position would be of the future. The index has the last
            // eight letters of the names (see `rows.rs`).
            "SELECT number FROM (SELECT number, article, row_number() OVER (PARTITION BY article, kind ORDER BY number DESC) \
             AS age FROM changes WHERE number <= ?) AS c WHERE number < (SELECT max(number) FROM changes) \
             AND (age > 1 OR NOT EXISTS (SELECT 1 FROM revisions AS r \
             WHERE substr(r.article, -8) = substr(c.article, -8) AND r.article = c.article)) LIMIT ?",
        )
        .bind(i64::try_from(up_to).unwrap_or(i64::MAX))
        .bind(limit)
        .fetch_all(&self.readers)
        .await
        .map_err(|source| self.error(source))
    }

    pub(crate) async fn delete_changes(&self, numbers: &[i64]) -> Result<(), StoreError> {
        let failed = |source| self.error(source);
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await.map_err(failed)?;
        // Far below the parameters that SQLite takes, and each piece the same statement.
        for piece in numbers.chunks(500) {
            let mut delete = sqlx::QueryBuilder::new("DELETE FROM changes WHERE number IN (");
            let mut list = delete.separated(", ");
            for number in piece {
                list.push_bind(*number);
            }
            delete.push(")").build().execute(&mut *transaction).await.map_err(failed)?;
        }
        transaction.commit().await.map_err(failed)
    }
}
