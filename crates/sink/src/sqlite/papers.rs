//! What the people of an office write, in a file.

use sqlx::Connection;
use sqlx::sqlite::SqliteConnection;

use super::{Store, rows};
use crate::StoreError;
use crate::papers::{Audited, Paper, Papers};

impl Store {
    pub(crate) async fn paper(&self, kind: Paper, key: &str) -> Result<Option<String>, StoreError> {
        sqlx::query_scalar("SELECT document FROM papers WHERE kind = ? AND key = ?")
            .bind(kind.as_str())
            .bind(key)
            .fetch_optional(&self.readers)
            .await
            .map_err(|source| self.error(source))
    }

    pub(crate) async fn papers(&self, kind: Paper) -> Result<Vec<(String, String)>, StoreError> {
        sqlx::query_as("SELECT key, document FROM papers WHERE kind = ? ORDER BY key")
            .bind(kind.as_str())
            .fetch_all(&self.readers)
            .await
            .map_err(|source| self.error(source))
    }

    pub(crate) async fn write_papers(&self, papers: &Papers) -> Result<bool, StoreError> {
        let written = async {
            let mut connection = self.writer.acquire().await?;
            write(&mut connection, papers).await
        };
        written.await.map_err(|source| self.error(source))
    }

    pub(crate) async fn audit(&self, after: u64, limit: u32) -> Result<Vec<Audited>, StoreError> {
        let rows: Vec<(i64, String, String)> = sqlx::query_as(
            "SELECT number, document, digest FROM audit WHERE number > ? ORDER BY number LIMIT ?",
        )
        .bind(after.cast_signed())
        .bind(limit)
        .fetch_all(&self.readers)
        .await
        .map_err(|source| self.error(source))?;
        Ok(rows.into_iter().map(Audited::of).collect())
    }

    pub(crate) async fn last_audit(&self) -> Result<u64, StoreError> {
        let last: Option<i64> = sqlx::query_scalar("SELECT max(number) FROM audit")
            .fetch_one(&self.readers)
            .await
            .map_err(|source| self.error(source))?;
        Ok(last.unwrap_or_default().unsigned_abs())
    }

    pub(crate) async fn write_audit(&self, lines: &[Audited]) -> Result<(), StoreError> {
        let written = async {
            let mut connection = self.writer.acquire().await?;
            enter(&mut connection, lines).await
        };
        written.await.map_err(|source| self.error(source))
    }
}

async fn write(connection: &mut SqliteConnection, papers: &Papers) -> Result<bool, sqlx::Error> {
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    // Asked while the file is locked for us: nobody writes between this and what follows.
    for (kind, key, seen) in &papers.seen {
        let known: Option<String> =
            sqlx::query_scalar("SELECT document FROM papers WHERE kind = ? AND key = ?")
                .bind(kind.as_str())
                .bind(key)
                .fetch_optional(&mut *transaction)
                .await?;
        if known != *seen {
            transaction.rollback().await?;
            return Ok(false);
        }
    }
    for (kind, key) in &papers.gone {
        let delete = sqlx::query("DELETE FROM papers WHERE kind = ? AND key = ?");
        delete.bind(kind.as_str()).bind(key).execute(&mut *transaction).await?;
    }
    for (kind, key, document) in &papers.put {
        let put = sqlx::query("INSERT OR REPLACE INTO papers (kind, key, document) VALUES (?, ?, ?)");
        put.bind(kind.as_str()).bind(key).bind(document).execute(&mut *transaction).await?;
    }
    if !papers.deeds.is_empty() {
        let last: Option<(i64, String)> =
            sqlx::query_as("SELECT number, digest FROM audit ORDER BY number DESC LIMIT 1")
                .fetch_optional(&mut *transaction)
                .await?;
        // No conflict is passed over: a number that is taken would be somebody's line that is lost.
        insert(&mut transaction, &Audited::lines(last, &papers.deeds), "").await?;
    }
    transaction.commit().await?;
    Ok(true)
}

async fn enter(connection: &mut SqliteConnection, lines: &[Audited]) -> Result<(), sqlx::Error> {
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    insert(&mut transaction, lines, " ON CONFLICT DO NOTHING").await?;
    transaction.commit().await
}

async fn insert(
    connection: &mut SqliteConnection,
    lines: &[Audited],
    tail: &'static str,
) -> Result<(), sqlx::Error> {
    let head = "INTO audit (number, document, digest) ";
    let inserted = rows::insert(connection, head, tail, lines, |line, row| {
        row.push_bind(line.number.cast_signed()).push_bind(line.document.as_str());
        row.push_bind(line.digest.as_str());
    });
    inserted.await.map(drop)
}
