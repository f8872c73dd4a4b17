//! What the people of an office write, on a server.

use sqlx::postgres::PgConnection;

use super::{Store, lock};
use crate::StoreError;
use crate::papers::{Audited, Paper, Papers};
use crate::rules::written::text;

impl Store {
    pub async fn paper(&self, kind: Paper, key: &str) -> Result<Option<String>, StoreError> {
        sqlx::query_scalar("SELECT document FROM papers WHERE kind = $1 AND key = $2")
            .bind(kind.as_str())
            .bind(text(key))
            .fetch_optional(&self.readers)
            .await
            .map_err(|source| self.error(source))
    }

    pub async fn papers(&self, kind: Paper) -> Result<Vec<(String, String)>, StoreError> {
        sqlx::query_as("SELECT key, document FROM papers WHERE kind = $1 ORDER BY key")
            .bind(kind.as_str())
            .fetch_all(&self.readers)
            .await
            .map_err(|source| self.error(source))
    }

    pub async fn write_papers(&self, papers: &Papers) -> Result<bool, StoreError> {
        let written = async {
            let mut transaction = self.writer.begin().await?;
            let is_written = write(&mut transaction, &self.address.schema, papers).await?;
            // Given back by a word, and not when the connection is taken next: the lock would be held so long.
            if is_written { transaction.commit().await } else { transaction.rollback().await }?;
            Ok(is_written)
        };
        written.await.map_err(|source| self.error(source))
    }

    pub async fn audit(&self, after: u64, limit: u32) -> Result<Vec<Audited>, StoreError> {
        let rows: Vec<(i64, String, String)> = sqlx::query_as(
            "SELECT number, document, digest FROM audit WHERE number > $1 ORDER BY number LIMIT $2",
        )
        .bind(after.cast_signed())
        .bind(i64::from(limit))
        .fetch_all(&self.readers)
        .await
        .map_err(|source| self.error(source))?;
        Ok(rows.into_iter().map(Audited::of).collect())
    }

    pub async fn last_audit(&self) -> Result<u64, StoreError> {
        let last: Option<i64> = sqlx::query_scalar("SELECT max(number) FROM audit")
            .fetch_one(&self.readers)
            .await
            .map_err(|source| self.error(source))?;
        Ok(last.unwrap_or_default().unsigned_abs())
    }

    pub async fn write_audit(&self, lines: &[Audited]) -> Result<(), StoreError> {
        let written = async {
            let mut connection = self.writer.acquire().await?;
            insert(&mut connection, lines, " ON CONFLICT DO NOTHING").await
        };
        written.await.map_err(|source| self.error(source))
    }
}

/// Alone: there are few of them, what was seen must be so until it is written, and the trail is one.
async fn write(connection: &mut PgConnection, schema: &str, papers: &Papers) -> Result<bool, sqlx::Error> {
    sqlx::query("SELECT pg_advisory_xact_lock($1)")
        .bind(lock::key(schema, "audit"))
        .execute(&mut *connection)
        .await?;
    for (kind, key, seen) in &papers.seen {
        let known: Option<String> =
            sqlx::query_scalar("SELECT document FROM papers WHERE kind = $1 AND key = $2")
                .bind(kind.as_str())
                .bind(text(key))
                .fetch_optional(&mut *connection)
                .await?;
        if known != *seen {
            return Ok(false);
        }
    }
    let mut all: Vec<(&str, &str, Option<&str>)> = Vec::new();
    all.extend(papers.gone.iter().map(|(kind, key)| (kind.as_str(), key.as_str(), None)));
    all.extend(papers.put.iter().map(|(kind, key, it)| (kind.as_str(), key.as_str(), Some(it.as_str()))));
    // In the order of keys, as all that several programs write; of one key what is thrown away comes before what is put.
    all.sort_unstable();
    for (kind, key, document) in all {
        match document {
            Some(document) => {
                let put = sqlx::query(
                    "INSERT INTO papers (kind, key, document) VALUES ($1, $2, $3) \
                     ON CONFLICT (kind, key) DO UPDATE SET document = excluded.document",
                );
                put.bind(kind).bind(text(key)).bind(text(document)).execute(&mut *connection).await?;
            }
            None => {
                let delete = sqlx::query("DELETE FROM papers WHERE kind = $1 AND key = $2");
                delete.bind(kind).bind(text(key)).execute(&mut *connection).await?;
            }
        }
    }
    // A session that was seen once more has no line.
    if papers.deeds.is_empty() {
        return Ok(true);
    }
    let last: Option<(i64, String)> =
        sqlx::query_as("SELECT number, digest FROM audit ORDER BY number DESC LIMIT 1")
            .fetch_optional(&mut *connection)
            .await?;
    // No conflict is passed over: a number that is taken, by a copy that is under way, would be somebody's line that is lost.
    insert(connection, &Audited::lines(last, &papers.deeds), "").await?;
    Ok(true)
}

async fn insert(
    connection: &mut PgConnection,
    lines: &[Audited],
    tail: &'static str,
) -> Result<(), sqlx::Error> {
    sqlx::query(sqlx::AssertSqlSafe(format!(
        "INSERT INTO audit (number, document, digest) SELECT * FROM unnest($1::int8[], $2::text[], $3::text[]){tail}",
    )))
    .bind(lines.iter().map(|line| line.number.cast_signed()).collect::<Vec<_>>())
    .bind(lines.iter().map(|line| line.document.as_str()).collect::<Vec<_>>())
    .bind(lines.iter().map(|line| line.digest.as_str()).collect::<Vec<_>>())
    .execute(connection)
    .await
    .map(drop)
}
