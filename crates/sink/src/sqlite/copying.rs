//! What a copy reads of a store in a file, and what it writes there that no batch can say.

use futures_util::TryStreamExt;
use sqlx::Connection;
use veille_model::Outcome;

use super::{Store, rows};
use crate::copied::CopiedWording;
use crate::{Change, StoreError};

impl Store {
    pub(crate) async fn outcomes_after(
        &self,
        row: i64,
        limit: u32,
    ) -> Result<Vec<(i64, Outcome)>, StoreError> {
        let rows: Vec<(i64, String)> =
            sqlx::query_as("SELECT id, document FROM outcomes WHERE id > ? ORDER BY id LIMIT ?")
                .bind(row)
                .bind(limit)
                .fetch_all(&self.readers)
                .await
                .map_err(|source| self.error(source))?;
        let decode = |(row, document): (i64, String)| Ok((row, self.decode("an outcome", &document)?));
        rows.into_iter().map(decode).collect()
    }

    pub(crate) async fn copied_after(
        &self,
        row: i64,
        limit: u32,
        bytes_max: usize,
    ) -> Result<Vec<CopiedWording>, StoreError> {
        let mut stored = sqlx::query_as::<_, (i64, String, String, String)>(
            "SELECT id, last_captured_at, last_kind, document FROM revisions WHERE id > ? ORDER BY id LIMIT ?",
        )
        .bind(row)
        .bind(limit)
        .fetch(&self.readers);
        let (mut wordings, mut bytes) = (Vec::new(), 0);
        while let Some((row, last_captured_at, last_kind, document)) =
            stored.try_next().await.map_err(|source| self.error(source))?
        {
            let article = self.decode("an article", &document)?;
            wordings.push(CopiedWording { row, article, last_captured_at, last_kind });
            // The one that goes beyond is taken still: alone it might be larger than the bound, and would never come.
            bytes += document.len();
            if bytes >= bytes_max {
                break;
            }
        }
        Ok(wordings)
    }

    pub(crate) async fn set_stored_at(&self, captures: &[(String, String)]) -> Result<(), StoreError> {
        let written = async {
            let mut connection = self.writer.acquire().await?;
            let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
            for (capture, stored_at) in captures {
                sqlx::query("UPDATE captures SET stored_at = ? WHERE capture = ?")
                    .bind(stored_at)
                    .bind(capture)
                    .execute(&mut *transaction)
                    .await?;
            }
            transaction.commit().await
        };
        written.await.map_err(|source| self.error(source))
    }

    pub(crate) async fn clear_changes(&self) -> Result<(), StoreError> {
        let cleared = sqlx::query("DELETE FROM changes").execute(&self.writer).await;
        cleared.map(drop).map_err(|source| self.error(source))
    }

    pub(crate) async fn clear_forgotten(&self) -> Result<(), StoreError> {
        let cleared = sqlx::query("DELETE FROM forgotten").execute(&self.writer).await;
        cleared.map(drop).map_err(|source| self.error(source))
    }

    pub(crate) async fn write_changes(&self, changes: &[Change]) -> Result<(), StoreError> {
        let written = async {
            let mut connection = self.writer.acquire().await?;
            let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
            rows::insert(
                &mut transaction,
                "INTO changes (number, kind, article, revision) ",
                // What was written and not noted comes once more.
                " ON CONFLICT DO NOTHING",
                changes,
                |change, columns| {
                    columns.push_bind(change.number.cast_signed()).push_text(change.kind.as_str());
                    columns.push_text(change.article.as_str()).push_text(change.revision.as_str());
                },
            )
            .await?;
            transaction.commit().await
        };
        written.await.map_err(|source| self.error(source))
    }

    pub(crate) async fn forgotten_keys(&self) -> Result<Vec<String>, StoreError> {
        sqlx::query_scalar("SELECT key FROM forgotten ORDER BY key")
            .fetch_all(&self.readers)
            .await
            .map_err(|source| self.error(source))
    }

    pub(crate) async fn adopt(&self, name: &str, forgotten: &[String]) -> Result<(), StoreError> {
        let written = async {
            let mut connection = self.writer.acquire().await?;
            let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
            sqlx::query("UPDATE identity SET name = ?").bind(name).execute(&mut *transaction).await?;
            rows::insert(
                &mut transaction,
                "INTO forgotten (key) ",
                // What was adopted and not noted comes once more.
                " ON CONFLICT DO NOTHING",
                forgotten,
                |key, columns| {
                    columns.push_text(key.as_str());
                },
            )
            .await?;
            transaction.commit().await
        };
        written.await.map_err(|source| self.error(source))
    }
}
