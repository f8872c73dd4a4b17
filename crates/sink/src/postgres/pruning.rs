//! What is kept for so long and no longer: old articles, and changes that nobody needs any more.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::Store;
use crate::rules::instant::sortable;
use crate::{Forgotten, StoreError};

impl Store {
    pub async fn dated_before(
        &self,
        before: DateTime<Utc>,
        judged_too: bool,
        limit: u32,
    ) -> Result<BTreeSet<String>, StoreError> {
        let found: Vec<String> = sqlx::query_scalar(
            "SELECT article FROM revisions WHERE current AND dated_at <> '' AND dated_at < $1 AND ($2 OR NOT EXISTS \
             (SELECT 1 FROM papers WHERE kind = 'triage' AND key = article)) ORDER BY dated_at, article LIMIT $3",
        )
        .bind(sortable(Some(before)))
        .bind(judged_too)
        .bind(i64::from(limit))
        .fetch_all(&self.readers)
        .await
        .map_err(|source| self.error(source))?;
        Ok(found.into_iter().collect())
    }

    pub async fn count_dated_before(
        &self,
        before: DateTime<Utc>,
        judged_too: bool,
    ) -> Result<u64, StoreError> {
        let count: i64 = sqlx::query_scalar(
            "SELECT count(*) FROM revisions WHERE current AND dated_at <> '' AND dated_at < $1 AND ($2 OR NOT EXISTS \
             (SELECT 1 FROM papers WHERE kind = 'triage' AND key = article))",
        )
        .bind(sortable(Some(before)))
        .bind(judged_too)
        .fetch_one(&self.readers)
        .await
        .map_err(|source| self.error(source))?;
        Ok(count.unsigned_abs())
    }

    pub async fn take_out_old(
        &self,
        articles: BTreeSet<String>,
        judged_too: bool,
    ) -> Result<Forgotten, StoreError> {
        // The server sweeps its tables by itself: nobody asked for these to be gone from the disk at once.
        Ok(self.take_out_all(None, articles, judged_too).await?.0)
    }

    pub async fn superseded_changes(&self, up_to: u64, limit: u32) -> Result<Vec<i64>, StoreError> {
        // The last change of all stays, however old: its number says where the feed stands.
        sqlx::query_scalar(
            "SELECT number FROM (SELECT number, article, row_number() OVER (PARTITION BY article, kind ORDER BY number DESC) \
             AS age FROM changes WHERE number <= $1) AS c WHERE number < (SELECT max(number) FROM changes) \
             AND (age > 1 OR NOT EXISTS (SELECT 1 FROM revisions AS r WHERE r.article = c.article)) LIMIT $2",
        )
        .bind(i64::try_from(up_to).unwrap_or(i64::MAX))
        .bind(i64::from(limit))
        .fetch_all(&self.readers)
        .await
        .map_err(|source| self.error(source))
    }

    pub async fn delete_changes(&self, numbers: &[i64]) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM changes WHERE number = ANY($1)")
            .bind(numbers)
            .execute(&self.writer)
            .await
            .map(drop)
            .map_err(|source| self.error(source))
    }
}
