//! What the store holds now: of one article, and wording by wording.

use std::sync::atomic::Ordering;

use veille_model::TaggedArticle;

use super::written::text;
use super::{Store, lock};
use crate::standing::Named;
use crate::{StoreError, StoredWording};

impl Store {
    pub async fn named(&self, names: &[&str]) -> Result<Vec<Named>, StoreError> {
        let failed = |source| self.error(source);
        let mut connection = self.readers.acquire().await.map_err(failed)?;
        let rows: Vec<(i64, i32, String, String, bool, String)> = sqlx::query_as(
            "SELECT id, month, article, captured_at, current, last_captured_at FROM revisions WHERE article = ANY($1)",
        )
        .bind(names.iter().map(|name| text(name)).collect::<Vec<_>>())
        .fetch_all(&mut *connection)
        .await
        .map_err(failed)?;
        let places: Vec<(i64, i32)> = rows.iter().map(|(id, month, ..)| (*id, *month)).collect();
        let mut documents: std::collections::BTreeMap<i64, TaggedArticle> =
            self.documents(&mut connection, &places).await?.into_iter().collect();
        let named = |(id, _, article, captured_at, current, last_captured_at)| {
            let document = documents.remove(&id)?;
            Some(Named { article, captured_at, current, last_captured_at, document })
        };
        Ok(rows.into_iter().filter_map(named).collect())
    }

    /// Rows are numbered when their batches begin, and seen when these are committed. So whoever has read up to the last
    /// row that was settled waits for the batches under way, those that begin later waiting for him, and reads on up to
    /// the last row that there is then.
    pub async fn wordings_after(
        &self,
        row: i64,
        limit: u32,
        bytes_max: usize,
    ) -> Result<Vec<StoredWording>, StoreError> {
        let failed = |source| self.error(source);
        let mut settled = self.settled.load(Ordering::Acquire);
        if row >= settled {
            settled = self.settle().await.map_err(failed)?;
        }
        let mut connection = self.readers.acquire().await.map_err(failed)?;
        let rows: Vec<(i64, i32, bool)> = sqlx::query_as(
            "SELECT id, month, current FROM revisions WHERE id > $1 AND id <= $2 ORDER BY id LIMIT $3",
        )
        .bind(row)
        .bind(settled)
        .bind(i64::from(limit))
        .fetch_all(&mut *connection)
        .await
        .map_err(failed)?;
        let (mut wordings, mut bytes) = (Vec::new(), 0);
        // A few at a time: articles differ in length a thousandfold, so a limit in rows alone does not bound memory.
        for piece in rows.chunks(16) {
            let places: Vec<(i64, i32)> = piece.iter().map(|(id, month, _)| (*id, *month)).collect();
            for (row, (article, length)) in self.documents_sized(&mut connection, &places).await? {
                let current = piece.iter().any(|(id, _, current)| *id == row && *current);
                wordings.push(StoredWording { row, current, article });
                bytes += length;
                if bytes >= bytes_max {
                    return Ok(wordings);
                }
            }
        }
        Ok(wordings)
    }

    /// The last row, once no batch is under way that may bring an earlier one.
    async fn settle(&self) -> Result<i64, sqlx::Error> {
        let mut transaction = self.readers.begin().await?;
        sqlx::query("SELECT pg_advisory_xact_lock($1)")
            .bind(lock::key(&self.address.schema, "rows"))
            .execute(&mut *transaction)
            .await?;
        let last: i64 = sqlx::query_scalar("SELECT coalesce(max(id), 0) FROM revisions")
            .fetch_one(&mut *transaction)
            .await?;
        transaction.commit().await?;
        self.settled.fetch_max(last, Ordering::AcqRel);
        Ok(last)
    }

    pub async fn count_after(&self, row: i64) -> Result<u64, StoreError> {
        let count: i64 = sqlx::query_scalar("SELECT count(*) FROM revisions WHERE id > $1")
            .bind(row)
            .fetch_one(&self.readers)
            .await
            .map_err(|source| self.error(source))?;
        Ok(count.unsigned_abs())
    }
}
