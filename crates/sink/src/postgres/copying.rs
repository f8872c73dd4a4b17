//! What a copy reads of a store on a server, and what it writes there that no batch can say.

use std::collections::BTreeMap;

use veille_model::{Outcome, TaggedArticle};

use super::Store;
use super::standing::Rows;
use crate::copied::CopiedWording;
use crate::rules::written::text;
use crate::{Change, StoreError};

impl Store {
    pub async fn outcomes_after(&self, row: i64, limit: u32) -> Result<Vec<(i64, Outcome)>, StoreError> {
        let failed = |source| self.error(source);
        // As for wordings: rows are numbered before they are seen.
        let settled = self.settled_after(Rows::Outcomes, row).await.map_err(failed)?;
        let rows: Vec<(i64, Vec<u8>)> = sqlx::query_as(
            "SELECT id, document FROM outcomes WHERE id > $1 AND id <= $2 ORDER BY id LIMIT $3",
        )
        .bind(row)
        .bind(settled)
        .bind(i64::from(limit))
        .fetch_all(&self.readers)
        .await
        .map_err(failed)?;
        let decode = |(row, document): (i64, Vec<u8>)| Ok((row, self.decode("an outcome", &document)?));
        rows.into_iter().map(decode).collect()
    }

    pub async fn copied_after(
        &self,
        row: i64,
        limit: u32,
        bytes_max: usize,
    ) -> Result<Vec<CopiedWording>, StoreError> {
        let held = self.wordings_after(row, limit, bytes_max).await?;
        let rows: Vec<(i64, String, String)> =
            sqlx::query_as("SELECT id, last_captured_at, last_kind FROM revisions WHERE id = ANY($1)")
                .bind(held.iter().map(|held| held.row).collect::<Vec<_>>())
                .fetch_all(&self.readers)
                .await
                .map_err(|source| self.error(source))?;
        let mut documents: BTreeMap<i64, TaggedArticle> =
            held.into_iter().map(|held| (held.row, held.article)).collect();
        let mut wordings: Vec<CopiedWording> = rows
            .into_iter()
            .filter_map(|(row, last_captured_at, last_kind)| {
                // Forgotten between the two questions.
                let article = documents.remove(&row)?;
                Some(CopiedWording { row, article, last_captured_at, last_kind })
            })
            .collect();
        // Asked for by a list, rows come in any order, and the next piece begins behind the last.
        wordings.sort_by_key(|wording| wording.row);
        Ok(wordings)
    }

    pub async fn set_stored_at(&self, captures: &[(String, String)]) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE captures AS c SET stored_at = n.stored_at FROM unnest($1::text[], $2::text[]) AS n (capture, stored_at) \
             WHERE c.capture = n.capture",
        )
        .bind(captures.iter().map(|(capture, _)| text(capture)).collect::<Vec<_>>())
        .bind(captures.iter().map(|(_, stored_at)| stored_at.as_str()).collect::<Vec<_>>())
        .execute(&self.writer)
        .await
        .map(drop)
        .map_err(|source| self.error(source))
    }

    pub async fn clear_changes(&self) -> Result<(), StoreError> {
        let cleared = sqlx::query("DELETE FROM changes").execute(&self.writer).await;
        cleared.map(drop).map_err(|source| self.error(source))
    }

    pub async fn clear_forgotten(&self) -> Result<(), StoreError> {
        let cleared = sqlx::query("DELETE FROM forgotten").execute(&self.writer).await;
        cleared.map(drop).map_err(|source| self.error(source))
    }

    pub async fn write_changes(&self, changes: &[Change]) -> Result<(), StoreError> {
        let failed = |source| self.error(source);
        let mut transaction = self.writer.begin().await.map_err(failed)?;
        sqlx::query(
            // The numbers are those of the store that is copied: followers go on from them.
            "INSERT INTO changes (number, kind, article, revision) OVERRIDING SYSTEM VALUE \
             SELECT * FROM unnest($1::int8[], $2::text[], $3::text[], $4::text[]) ON CONFLICT DO NOTHING",
        )
        .bind(changes.iter().map(|change| change.number.cast_signed()).collect::<Vec<_>>())
        .bind(changes.iter().map(|change| change.kind.as_str()).collect::<Vec<_>>())
        .bind(changes.iter().map(|change| text(change.article.as_str())).collect::<Vec<_>>())
        .bind(changes.iter().map(|change| text(change.revision.as_str())).collect::<Vec<_>>())
        .execute(&mut *transaction)
        .await
        .map_err(failed)?;
        // Numbers that are given out from now on follow those that were copied.
        sqlx::query(
            // Never backwards: `setval` to a lower number would give one out twice.
            "SELECT setval(pg_get_serial_sequence('changes', 'number'), \
             greatest((SELECT max(number) FROM changes), nextval(pg_get_serial_sequence('changes', 'number'))))",
        )
        .execute(&mut *transaction)
        .await
        .map_err(failed)?;
        transaction.commit().await.map_err(failed)
    }

    pub async fn forgotten_keys(&self) -> Result<Vec<String>, StoreError> {
        sqlx::query_scalar("SELECT key FROM forgotten ORDER BY key")
            .fetch_all(&self.readers)
            .await
            .map_err(|source| self.error(source))
    }

    pub async fn adopt(&self, name: &str, forgotten: &[String]) -> Result<(), StoreError> {
        let failed = |source| self.error(source);
        let mut transaction = self.writer.begin().await.map_err(failed)?;
        sqlx::query("UPDATE identity SET name = $1")
            .bind(name)
            .execute(&mut *transaction)
            .await
            .map_err(failed)?;
        sqlx::query("INSERT INTO forgotten (key) SELECT * FROM unnest($1::text[]) ON CONFLICT DO NOTHING")
            .bind(forgotten)
            .execute(&mut *transaction)
            .await
            .map_err(failed)?;
        transaction.commit().await.map_err(failed)
    }
}
