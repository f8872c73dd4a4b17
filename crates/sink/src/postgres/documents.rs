//! Documents of wordings: packed with zstd, in a partition for each month of their first capture.
//!
//! A month that is past is written to no more, and can be looked after by itself. PostgreSQL's own compression begins at
//! two kilobytes and leaves most articles as they are.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::AssertSqlSafe;
use sqlx::postgres::PgConnection;

use veille_model::Article;

use super::{Store, lock};
use crate::StoreError;
use crate::rules::instant::sortable;

/// zstd's level: the next ones take twice the time for a fiftieth of the bytes.
const LEVEL: i32 = 3;

/// Most bytes of a document: what it says of itself is not believed.
const BYTES_MAX: usize = 256 << 20;

/// Documents that are asked for in one statement.
const READ_AT_ONCE: usize = 500;

/// Years that have months of their own; what is captured before or after lies with what has no instant.
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2100;

/// Packs documents one after the other.
pub(crate) struct Packer(zstd::bulk::Compressor<'static>);

impl Packer {
    pub fn new() -> Self {
        Self(zstd::bulk::Compressor::new(LEVEL).expect("the level is one of zstd's"))
    }

    pub fn pack(&mut self, document: &str) -> Vec<u8> {
        self.0.compress(document.as_bytes()).expect("the output is made as large as it may become")
    }
}

/// The bytes of a packed document.
pub(crate) fn unpack(packed: &[u8]) -> std::io::Result<Vec<u8>> {
    let bytes = zstd::zstd_safe::get_frame_content_size(packed).ok().flatten().unwrap_or(0);
    let capacity = usize::try_from(bytes).unwrap_or(BYTES_MAX).min(BYTES_MAX);
    zstd::bulk::decompress(packed, capacity)
}

/// The month of an instant as the store writes instants, as a number: 202510; 0 where there is none.
pub(crate) fn month(captured_at: &str) -> i32 {
    let (year, month) = (captured_at.get(..4), captured_at.get(5..7));
    match (year.and_then(|year| year.parse().ok()), month.and_then(|month| month.parse::<i32>().ok())) {
        // A page that claims to be captured in 9999 would have a partition of its own made.
        (Some(year), Some(month)) if YEARS.contains(&year) && (1..=12).contains(&month) => year * 100 + month,
        _ => 0,
    }
}

/// The month of an article's capture.
pub(crate) fn month_of(article: &Article) -> i32 {
    month(&sortable(article.captured_at))
}

/// The packed documents of rows and their months.
pub(super) async fn packed(
    connection: &mut PgConnection,
    rows: &[(i64, i32)],
) -> Result<BTreeMap<i64, Vec<u8>>, sqlx::Error> {
    // By months first: then the server looks into no other partition, and no plan is made for all of them.
    let months: BTreeSet<i32> = rows.iter().map(|(_, month)| *month).collect();
    let found: Vec<(i64, Vec<u8>)> =
        sqlx::query_as("SELECT revision, packed FROM documents WHERE month = ANY($1) AND revision = ANY($2)")
            .bind(months.into_iter().collect::<Vec<_>>())
            .bind(rows.iter().map(|(id, _)| *id).collect::<Vec<_>>())
            .fetch_all(connection)
            .await?;
    Ok(found.into_iter().collect())
}

impl Store {
    /// Sees to it that these months have a partition, before the transaction that writes to them.
    pub(super) async fn make_months(&self, months: BTreeSet<i32>) -> Result<(), sqlx::Error> {
        for month in months {
            // Most batches are of this month, which is known: no question to the server.
            if self.known_months().contains(&month) {
                continue;
            }
            let mut transaction = self.writer.begin().await?;
            make_month(&mut transaction, month, &self.address.schema).await?;
            transaction.commit().await?;
            // Not before it is committed: what was rolled back is not there.
            self.known_months().insert(month);
        }
        Ok(())
    }

    fn known_months(&self) -> std::sync::MutexGuard<'_, BTreeSet<i32>> {
        self.months.lock().expect("nobody panics while holding it")
    }

    /// The documents of these rows, which lie in these months, in the order in which they are asked for. One that was
    /// forgotten meanwhile is left out.
    pub(super) async fn documents<T: serde::de::DeserializeOwned>(
        &self,
        connection: &mut PgConnection,
        rows: &[(i64, i32)],
    ) -> Result<Vec<(i64, T)>, StoreError> {
        let documents = self.documents_sized(connection, rows).await?;
        Ok(documents.into_iter().map(|(id, (document, _))| (id, document)).collect())
    }

    /// The same, each with its length in bytes.
    pub(super) async fn documents_sized<T: serde::de::DeserializeOwned>(
        &self,
        connection: &mut PgConnection,
        rows: &[(i64, i32)],
    ) -> Result<Vec<(i64, (T, usize))>, StoreError> {
        let mut documents = Vec::with_capacity(rows.len());
        for piece in rows.chunks(READ_AT_ONCE) {
            let found = packed(&mut *connection, piece).await.map_err(|source| self.error(source))?;
            for (id, _) in piece {
                if let Some(packed) = found.get(id) {
                    documents.push((*id, self.unpacked(packed)?));
                }
            }
        }
        Ok(documents)
    }

    fn unpacked<T: serde::de::DeserializeOwned>(&self, packed: &[u8]) -> Result<(T, usize), StoreError> {
        let document = unpack(packed).map_err(|error| StoreError::Damaged {
            store: self.location(),
            detail: format!("an article cannot be unpacked: {error}"),
        })?;
        Ok((self.decode("an article", &document)?, document.len()))
    }
}

/// Makes a month's partition where there is none. It is made apart and attached, which waits for no reader: a table
/// that is made as a partition waits for all who read any month.
async fn make_month(connection: &mut PgConnection, month: i32, schema: &str) -> Result<(), sqlx::Error> {
    sqlx::query("SELECT pg_advisory_xact_lock($1)")
        .bind(lock::key(schema, "months"))
        .execute(&mut *connection)
        .await?;
    let table = format!("documents_{month:06}");
    // Asked behind the lock: who waited for it finds what the other made.
    let is_there: bool = sqlx::query_scalar(
        "SELECT EXISTS (SELECT FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace \
         WHERE n.nspname = $1 AND c.relname = $2)",
    )
    .bind(schema)
    .bind(&table)
    .fetch_one(&mut *connection)
    .await?;
    if !is_there {
        let make = format!(
            "CREATE TABLE {table} (LIKE documents INCLUDING ALL); \
             ALTER TABLE documents ATTACH PARTITION {table} FOR VALUES IN ({month})"
        );
        sqlx::raw_sql(AssertSqlSafe(make)).execute(connection).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_comes_back_as_it_was() {
        let mut packer = Packer::new();
        for document in ["", "{}", &"La Convention a été signée à Hanoï. ".repeat(1000)] {
            assert_eq!(unpack(&packer.pack(document)).unwrap(), document.as_bytes());
        }
        assert!(unpack(b"no zstd").is_err());
    }

    #[test]
    fn an_instant_lies_in_a_month() {
        let check =
            |captured_at: &str, expected: i32| assert_eq!(month(captured_at), expected, "{captured_at}");
        check("2025-10-25T08:15:00.000000000Z", 202_510);
        check("", 0);
        check("1970-01-01T00:00:01.000000001Z", 0);
        check("+10000-01-01T00:00:00.000000000Z", 0);
    }
}
