//! Reading kept captures, and letting go of old ones.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::postgres::PgConnection;
use veille_model::{ArticleId, CaptureId, canonical_url};

use super::Store;
use super::standing::Rows;
use crate::captures::{self, Packed};
use crate::rules::instant::sortable;
use crate::rules::ledger::key;
use crate::rules::written::text;
use crate::{CapturesSize, StoreError, StoredCapture};

/// A capture's columns and its body.
const SELECT: &str = "\
    SELECT c.id, c.capture, c.kind, c.source, c.url, c.captured_at, c.status, c.media_type, c.headers, c.entry, c.stored_at, \
    c.digest, b.bytes, b.packed FROM captures AS c JOIN bodies AS b ON b.digest = c.digest WHERE ";

const NAMED: &str = "c.capture = $1";

/// Captures that are let go in one transaction.
// Few enough that nobody waits long for a body that is held meanwhile.
const PIECE: i64 = 256;

impl Store {
    pub async fn capture(&self, id: &CaptureId) -> Result<Option<StoredCapture>, StoreError> {
        Ok(self.captures_where(NAMED, text(id.as_str()).as_ref()).await?.pop())
    }

    /// By their rows.
    pub async fn captures_of(&self, article: &ArticleId) -> Result<BTreeMap<i64, StoredCapture>, StoreError> {
        let named = self.captured_as(article.as_str()).await?;
        let mut found = BTreeMap::new();
        for (capture, url) in named {
            let mut captures = self.captures_where(NAMED, capture.as_str()).await?;
            if let Some(address) = url.as_deref().and_then(canonical_url) {
                captures.extend(self.captures_at(&address).await?);
            }
            found.extend(captures.into_iter().map(|capture| (capture.row, capture)));
        }
        Ok(found)
    }

    pub async fn captures_at(&self, address: &str) -> Result<Vec<StoredCapture>, StoreError> {
        // By the hash that the index has; what else falls into it is sorted out by the address itself.
        let mut there = self.captures_where("c.address_key = $1", key(address)).await?;
        there.retain(|stored| {
            stored.capture.url.as_deref().and_then(canonical_url).as_deref() == Some(address)
        });
        Ok(there)
    }

    /// The captures after a row, as they are kept.
    pub async fn packed_after(
        &self,
        row: i64,
        limit: u32,
        bytes_max: usize,
    ) -> Result<Vec<Packed>, StoreError> {
        let failed = |source| self.error(source);
        // As for wordings: rows are numbered before they are seen.
        let settled = self.settled_after(Rows::Captures, row).await.map_err(failed)?;
        let query = sqlx::AssertSqlSafe(format!("{SELECT} c.id > $1 AND c.id <= $2 ORDER BY c.id LIMIT $3"));
        let stored = sqlx::query_as::<_, Packed>(query)
            .bind(row)
            .bind(settled)
            .bind(i64::from(limit))
            .fetch(&self.readers);
        captures::up_to(stored, bytes_max).await.map_err(|source| self.error(source))
    }

    pub async fn captures_size(&self) -> Result<CapturesSize, StoreError> {
        let size = sqlx::query_as(
            "SELECT (SELECT count(*) FROM captures), count(*), coalesce(sum(bytes), 0)::int8, \
             coalesce(sum(length(packed)), 0)::int8 FROM bodies",
        )
        .fetch_one(&self.readers)
        .await
        .map_err(|source| self.error(source))?;
        Ok(CapturesSize::of(size))
    }

    pub async fn expire_captures(&self, before: DateTime<Utc>) -> Result<u64, StoreError> {
        let before = sortable(Some(before));
        let mut expired = 0;
        // In pieces: all of a year in one transaction would hold its bodies until the end.
        loop {
            let let_go = async {
                let mut transaction = self.writer.begin().await?;
                let old: Vec<(i64, String)> =
                    sqlx::query_as("SELECT id, digest FROM captures WHERE stored_at < $1 LIMIT $2")
                        .bind(&before)
                        .bind(PIECE)
                        .fetch_all(&mut *transaction)
                        .await?;
                remove(&mut transaction, &old).await?;
                transaction.commit().await?;
                Ok::<_, sqlx::Error>(old.len())
            };
            let count = let_go.await.map_err(|source| self.error(source))?;
            expired += count as u64;
            // The last piece: only now, for a body may lose its last capture in any of them.
            if (count as i64) < PIECE {
                let swept = async {
                    let mut transaction = self.writer.begin().await?;
                    remove_unowned(&mut transaction).await?;
                    transaction.commit().await
                };
                swept.await.map_err(|source| self.error(source))?;
                return Ok(expired);
            }
        }
    }

    async fn captures_where<'k, K>(
        &self,
        condition: &'static str,
        key: K,
    ) -> Result<Vec<StoredCapture>, StoreError>
    where
        K: sqlx::Encode<'k, sqlx::Postgres> + sqlx::Type<sqlx::Postgres> + Send + 'k,
    {
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
pub(super) async fn remove_unowned(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    let digests: Vec<String> = sqlx::query_scalar(
        "SELECT digest FROM bodies AS b WHERE NOT EXISTS (SELECT FROM captures AS c WHERE c.digest = b.digest)",
    )
    .fetch_all(&mut *connection)
    .await?;
    let digests: Vec<&str> = digests.iter().map(String::as_str).collect();
    // Held before they are removed, as everywhere: a writer may rely on one at this moment.
    hold_bodies(&mut *connection, &digests).await?;
    remove_bodies(connection, &digests).await
}

/// Removes captures by row and digest, and the bodies that no other has.
///
/// Bodies are held first, then captures, each in the order of their keys, as writers hold them. Only then is it asked which
/// bodies nobody has: a writer that relies on one holds it until his capture is seen.
pub(super) async fn remove(
    connection: &mut PgConnection,
    captures: &[(i64, String)],
) -> Result<(), sqlx::Error> {
    if captures.is_empty() {
        return Ok(());
    }
    let rows: Vec<i64> = captures.iter().map(|(row, _)| *row).collect();
    let digests: Vec<&str> = captures.iter().map(|(_, digest)| digest.as_str()).collect();
    hold_bodies(&mut *connection, &digests).await?;
    // In the order in which writers hold them, or each could wait for the other.
    sqlx::query("SELECT FROM captures WHERE id = ANY($1) ORDER BY capture FOR UPDATE")
        .bind(&rows)
        .execute(&mut *connection)
        .await?;
    sqlx::query("DELETE FROM captures WHERE id = ANY($1)").bind(&rows).execute(&mut *connection).await?;
    remove_bodies(connection, &digests).await
}

async fn hold_bodies(connection: &mut PgConnection, digests: &[&str]) -> Result<(), sqlx::Error> {
    sqlx::query("SELECT FROM bodies WHERE digest = ANY($1) ORDER BY digest FOR UPDATE")
        .bind(digests)
        .execute(connection)
        .await
        .map(drop)
}

/// Removes those of these bodies, which are held, that no capture has.
async fn remove_bodies(connection: &mut PgConnection, digests: &[&str]) -> Result<(), sqlx::Error> {
    sqlx::query(
        "DELETE FROM bodies AS b WHERE b.digest = ANY($1) \
         AND NOT EXISTS (SELECT FROM captures AS c WHERE c.digest = b.digest)",
    )
    .bind(digests)
    .execute(connection)
    .await
    .map(drop)
}
