//! Reading kept captures, and letting go of old ones.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use futures_util::TryStreamExt;
use sqlx::Connection;
use sqlx::sqlite::SqliteConnection;
use veille_model::{ArticleId, CaptureId, PackedCapture, canonical_url};

use super::{Store, rows};
use crate::captures::{self, Packed};
use crate::copied::CopiedCapture;
use crate::rules::instant::sortable;
use crate::{CapturesSize, StoreError, StoredCapture};

/// A capture's columns and its body.
const SELECT: &str = "\
    SELECT c.id, c.capture, c.kind, c.source, c.url, c.captured_at, c.status, c.media_type, c.headers, c.entry, c.stored_at, \
    c.digest, b.bytes, b.packed FROM captures AS c JOIN bodies AS b ON b.digest = c.digest WHERE ";

/// Captures that are let go in one transaction.
const PIECE: u32 = 256;

impl Store {
    pub(crate) async fn capture(&self, id: &CaptureId) -> Result<Option<StoredCapture>, StoreError> {
        Ok(self.captures_where("c.capture = ?", id.as_str()).await?.pop())
    }

    pub(crate) async fn captures_of(&self, article: &ArticleId) -> Result<Vec<StoredCapture>, StoreError> {
        let named: Vec<(String, Option<String>, Option<String>)> =
            rows::over_articles("SELECT r.capture, r.address, r.url", &[article.as_str()])
                .build_query_as()
                .fetch_all(&self.readers)
                .await
                .map_err(|source| self.error(source))?;
        let mut found = BTreeMap::new();
        for (capture, address, url) in named {
            let mut captures = self.captures_where("c.capture = ?", &capture).await?;
            if let Some(address) = address.or_else(|| url.as_deref().and_then(canonical_url)) {
                captures.extend(self.captures_where("c.address = ?", &address).await?);
            }
            found.extend(captures.into_iter().map(|capture| (capture.row, capture)));
        }
        let mut found: Vec<StoredCapture> = found.into_values().collect();
        found.sort_by_key(|stored| (stored.capture.captured_at, stored.row));
        Ok(found)
    }

    pub(crate) async fn captures_after(
        &self,
        row: i64,
        limit: u32,
        bytes_max: usize,
    ) -> Result<Vec<StoredCapture>, StoreError> {
        let packed = self.packed_rows_after(row, limit, bytes_max).await?;
        self.unpacked(packed).await
    }

    /// The same, as they are kept.
    pub(crate) async fn packed_after(
        &self,
        row: i64,
        limit: u32,
        bytes_max: usize,
    ) -> Result<Vec<CopiedCapture>, StoreError> {
        let packed = self.packed_rows_after(row, limit, bytes_max).await?;
        let copied = |packed: Packed| CopiedCapture {
            row: packed.stored.row,
            stored_at: packed.stored_at,
            packed: PackedCapture {
                capture: packed.stored.capture,
                digest: packed.digest,
                bytes: packed.bytes as u64,
                packed: packed.packed,
            },
        };
        Ok(packed.into_iter().map(copied).collect())
    }

    async fn packed_rows_after(
        &self,
        row: i64,
        limit: u32,
        bytes_max: usize,
    ) -> Result<Vec<Packed>, StoreError> {
        let query = sqlx::AssertSqlSafe(format!("{SELECT} c.id > ? ORDER BY c.id LIMIT ?"));
        let mut stored = sqlx::query_as::<_, Packed>(query).bind(row).bind(limit).fetch(&self.readers);
        let (mut captures, mut bytes) = (Vec::new(), 0);
        while let Some(packed) = stored.try_next().await.map_err(|source| self.error(source))? {
            bytes += packed.bytes;
            captures.push(packed);
            if bytes >= bytes_max {
                break;
            }
        }
        Ok(captures)
    }

    pub(crate) async fn captures_size(&self) -> Result<CapturesSize, StoreError> {
        let (captures, bodies, bytes, packed): (i64, i64, i64, i64) = sqlx::query_as(
            "SELECT (SELECT count(*) FROM captures), count(*), coalesce(sum(bytes), 0), \
             coalesce(sum(length(packed)), 0) FROM bodies",
        )
        .fetch_one(&self.readers)
        .await
        .map_err(|source| self.error(source))?;
        Ok(CapturesSize {
            captures: captures.unsigned_abs(),
            bodies: bodies.unsigned_abs(),
            bytes: bytes.unsigned_abs(),
            packed_bytes: packed.unsigned_abs(),
        })
    }

    pub(crate) async fn expire_captures(&self, before: DateTime<Utc>) -> Result<u64, StoreError> {
        let before = sortable(Some(before));
        let mut expired = 0;
        loop {
            let let_go = async {
                let mut connection = self.writer.acquire().await?;
                let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
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
            if count < PIECE as usize {
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
        self.unpacked(found).await
    }

    async fn unpacked(&self, packed: Vec<Packed>) -> Result<Vec<StoredCapture>, StoreError> {
        let unpacked = captures::unpacked(packed).await;
        unpacked.map_err(|detail| StoreError::Damaged { store: self.location(), detail })
    }
}

/// Removes captures by row and digest, and the bodies that no other has.
pub(super) async fn remove(
    connection: &mut SqliteConnection,
    captures: &[(i64, String)],
) -> Result<(), sqlx::Error> {
    for (row, _) in captures {
        sqlx::query("DELETE FROM captures WHERE id = ?").bind(row).execute(&mut *connection).await?;
    }
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
