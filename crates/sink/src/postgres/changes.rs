//! The change feed: a numbered row for each change, written in the commit that made it.
//!
//! Numbers are given out under a lock that is taken last and held until the commit is seen by all, so a change with a lower
//! number never appears behind a reader's back. Two programs' transactions overlap but for this.

use sqlx::postgres::PgConnection;

use super::address::Address;
use super::{Store, lock};
use crate::StoreError;
use crate::rules::changes::{Change, ChangeKind};
use crate::rules::written::text;

/// The number of the last change.
pub(super) const LAST: &str = "SELECT coalesce(max(number), 0) FROM changes";

impl Store {
    pub async fn changes(&self, after: u64, limit: u32) -> Result<Vec<Change>, StoreError> {
        let rows: Vec<(i64, String, String, String)> = sqlx::query_as(
            "SELECT number, kind, article, revision FROM changes WHERE number > $1 ORDER BY number LIMIT $2",
        )
        .bind(i64::try_from(after).unwrap_or(i64::MAX))
        .bind(i64::from(limit))
        .fetch_all(&self.readers)
        .await
        .map_err(|source| self.error(source))?;
        Ok(rows.into_iter().filter_map(Change::of).collect())
    }

    pub async fn last_change(&self) -> Result<u64, StoreError> {
        let last: i64 =
            sqlx::query_scalar(LAST).fetch_one(&self.readers).await.map_err(|source| self.error(source))?;
        Ok(last.unsigned_abs())
    }
}

/// Takes the lock under which numbers are given out. The last thing that a transaction waits for.
pub(super) async fn take_turn(connection: &mut PgConnection, address: &Address) -> Result<(), sqlx::Error> {
    sqlx::query("SELECT pg_advisory_xact_lock($1)")
        .bind(lock::key(&address.schema, "numbers"))
        .execute(connection)
        .await?;
    Ok(())
}

/// Numbers changes and announces the last of them, which is heard once the transaction is committed.
pub(super) async fn write(
    connection: &mut PgConnection,
    address: &Address,
    changes: &[(ChangeKind, String, String)],
) -> Result<(), sqlx::Error> {
    if changes.is_empty() {
        return Ok(());
    }
    sqlx::query(
        // In one statement, so that the number that is announced is that of the last of these.
        "WITH written AS (INSERT INTO changes (kind, article, revision) \
         SELECT * FROM unnest($1::text[], $2::text[], $3::text[]) RETURNING number) \
         SELECT pg_notify($4, max(number)::text) FROM written",
    )
    .bind(changes.iter().map(|(kind, ..)| kind.as_str()).collect::<Vec<_>>())
    .bind(changes.iter().map(|(_, article, _)| text(article)).collect::<Vec<_>>())
    .bind(changes.iter().map(|(_, _, revision)| text(revision)).collect::<Vec<_>>())
    .bind(address.channel())
    .execute(connection)
    .await?;
    Ok(())
}
