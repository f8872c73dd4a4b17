//! Reading kept captures, and letting go of old ones.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::Connection;
use sqlx::sqlite::SqliteConnection;
use veille_model::{ArticleId, CaptureId, canonical_url};

use super::{Store, rows};
use crate::captures::{self, Packed};
use crate::rules::instant::sortable;
use crate::{CapturesSize, StoreError, StoredCapture};

/// A capture's columns and its body.
const SELECT: &str = "\
    SELECT c.id, c.capture, c.kind, c.source, c.url, c.captured_at, c.status, c.media_type, c.headers, c.entry, c.stored_at, \
    c.digest, b.bytes, b.packed FROM captures AS c JOIN bodies AS b ON b.digest = c.digest WHERE ";

/// Captures that are let go in one transaction.
// Few enough that a batch which waits for the one connection that writes is not held up.
const PIECE: u32 = 256;

impl Store {
    pub(crate) async fn capture(&self, id: &CaptureId) -> Result<Option<StoredCapture>, StoreError> {
        Ok(self.captures_where("c.capture = ?", id.as_str()).await?.pop())
    }

    /// By their rows.
    pub(crate) async fn captures_of(
        &self,
        article: &ArticleId,
    ) -> Result<BTreeMap<i64, StoredCapture>, StoreError> {
        let named: Vec<(String, Option<String>, Option<String>)> =
            rows::over_articles("SELECT r.capture, r.address, r.url", &[article.as_str()])
                .build_query_as()
                .fetch_all(&self.readers)
                .await
                .map_err(|source| self.error(source))?;
        let mut found = BTreeMap::new();
        for (capture, address, url) in named {
            let mut captures = self.captures_where("c.capture = ?", &capture).await?;
            // The column is filled where the article's id is not made of its address.
            if let Some(address) = address.or_else(|| url.as_deref().and_then(canonical_url)) {
                captures.extend(self.captures_at(&address).await?);
            }
            found.extend(captures.into_iter().map(|capture| (capture.row, capture)));
        }
        Ok(found)
    }

    /// The captures of a canonical address.
    pub(crate) async fn captures_at(&self, address: &str) -> Result<Vec<StoredCapture>, StoreError> {
        self.captures_where("c.address = ?", address).await
    }

    /// The captures after a row, as they are kept.
    pub(crate) async fn packed_after(
        &self,
        row: i64,
        limit: u32,
        bytes_max: usize,
    ) -> Result<Vec<Packed>, StoreError> {
        let query = sqlx::AssertSqlSafe(format!("{SELECT} c.id > ? ORDER BY c.id LIMIT ?"));
        let stored = sqlx::query_as::<_, Packed>(query).bind(row).bind(limit).fetch(&self.readers);
        captures::up_to(stored, bytes_max).await.map_err(|source| self.error(source))
    }

    pub(crate) async fn captures_size(&self) -> Result<CapturesSize, StoreError> {
        let size = sqlx::query_as(
            "SELECT (SELECT count(*) FROM captures), count(*), coalesce(sum(bytes), 0), \
             coalesce(sum(length(packed)), 0) FROM bodies",
        )
        .fetch_one(&self.readers)
        .await
        .map_err(|source| self.error(source))?;
        Ok(CapturesSize::of(size))
    }

    pub(crate) async fn expire_captures(&self, before: DateTime<Utc>) -> Result<u64, StoreError> {
        let before = sortable(Some(before));
        let mut expired = 0;
        loop {
            let let_go = async {
                let mut connection = self.writer.acquire().await?;
                let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
                // In whatever order they lie: in the end all of them go.
                let old: Vec<(i64, String)> =
                    sqlx::query_as("SELECT id, digest FROM captures WHERE stored_at < ? LIMIT ?")
                        .bind(&before)
                        .bind(PIECE)
                        .fetch_all(&mut *transaction)
                        .await?;
                remove(&mut transaction, &old).await?;
                transaction.commit().await?;
                Ok(old.len())
            };
            let count = let_go.await.map_err(|source| self.error(source))?;
            expired += count as u64;
            // After the last piece, and not after each: all bodies are looked through for it.
            if count < PIECE as usize {
                let mut connection = self.writer.acquire().await.map_err(|source| self.error(source))?;
                remove_unowned(&mut connection).await.map_err(|source| self.error(source))?;
                return Ok(expired);
            }
        }
    }

    async fn captures_where(
        &self,
        condition: &'static str,
        key: &str,
    ) -> Result<Vec<StoredCapture>, StoreError> {
        let query = sqlx::AssertSqlSafe(format!("{SELECT} {condition} ORDER BY c.id"));
        let found: Vec<Packed> = sqlx::query_as(query)
            .bind(key)
            .fetch_all(&self.readers)
            .await
            .map_err(|source| self.error(source))?;
        captures::unpacked(found, || self.location()).await
    }
}

/// Removes bodies that no capture has: of two captures of one name the bytes of both were written down, and one was kept.
pub(super) async fn remove_unowned(connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM bodies WHERE NOT EXISTS (SELECT 1 FROM captures WHERE digest = bodies.digest)")
        .execute(connection)
        .await
        .map(drop)
}

/// Removes captures by row and digest, and the bodies that no other has.
pub(super) async fn remove(
    connection: &mut SqliteConnection,
    captures: &[(i64, String)],
) -> Result<(), sqlx::Error> {
    for (row, _) in captures {
        sqlx::query("DELETE FROM captures WHERE id = ?").bind(row).execute(&mut *connection).await?;
    }
    // Captures went first: a body stays for as long as any has it.
    let digests: Vec<&str> = captures.iter().map(|(_, digest)| digest.as_str()).collect();
    for piece in rows::pieces(&digests) {
        rows::over_list(
            "DELETE FROM bodies WHERE NOT EXISTS (SELECT 1 FROM captures WHERE digest = bodies.digest) \
             AND digest IN",
            piece,
        )
        .build()
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}
