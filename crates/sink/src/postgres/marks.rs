//! What producers want remembered: keys and opaque values.

use std::collections::BTreeMap;

use futures_util::stream::{BoxStream, StreamExt};
use sqlx::postgres::PgConnection;
use veille_model::Mark;

use super::Store;
use crate::StoreError;
use crate::rules::columns::digest;
use crate::rules::forgotten::Request;
use crate::rules::written::text;

impl Store {
    pub async fn mark(&self, key: &str) -> Result<Option<String>, StoreError> {
        sqlx::query_scalar("SELECT value FROM marks WHERE digest = $1")
            .bind(digest(key))
            .fetch_optional(&self.readers)
            .await
            .map_err(|source| self.error(source))
    }

    pub async fn marks(&self, prefix: &str) -> Result<Vec<Mark>, StoreError> {
        // By the first letters in the index, by all of them in the rows.
        let rows: Vec<(String, String)> = sqlx::query_as(
            "SELECT key, value FROM marks WHERE left(key, 200) ^@ left($1, 200) AND key ^@ $1 ORDER BY key",
        )
        .bind(text(prefix))
        .fetch_all(&self.readers)
        .await
        .map_err(|source| self.error(source))?;
        Ok(rows.into_iter().map(mark).collect())
    }

    pub fn every_mark(&self) -> BoxStream<'_, Result<Mark, StoreError>> {
        sqlx::query_as("SELECT key, value FROM marks")
            .fetch(&self.readers)
            .map(|row| row.map(mark).map_err(|source| self.error(source)))
            .boxed()
    }
}

fn mark((key, value): (String, String)) -> Mark {
    Mark { key, value: Some(value) }
}

/// Writes the marks of what is forgotten as they are to be. They are held in the order of their keys, as whoever writes marks holds
/// them.
pub(super) async fn rewrite(connection: &mut PgConnection, request: &Request<'_>) -> Result<(), sqlx::Error> {
    let held: Vec<(String, String)> =
        sqlx::query_as("SELECT key, value FROM marks WHERE digest = ANY($1) ORDER BY key FOR UPDATE")
            .bind(request.marks.iter().map(|key| digest(key)).collect::<Vec<_>>())
            .fetch_all(&mut *connection)
            .await?;
    let left: Vec<Mark> = held.into_iter().filter_map(|row| (request.without)(&mark(row))).collect();
    write(connection, &left).await
}

/// Sets and forgets marks; of one key the last in the batch stands. In the order of keys, as all that several programs
/// write: two that wait for each other would wait for ever.
pub(crate) async fn write(connection: &mut PgConnection, marks: &[Mark]) -> Result<(), sqlx::Error> {
    let last: BTreeMap<&str, Option<&str>> =
        marks.iter().map(|mark| (mark.key.as_str(), mark.value.as_deref())).collect();
    if last.is_empty() {
        return Ok(());
    }
    // What is forgotten is set first: then its row is held like any other, in one order with the rest.
    sqlx::query(
        "INSERT INTO marks (digest, key, value) SELECT * FROM unnest($1::bytea[], $2::text[], $3::text[]) \
         ON CONFLICT (digest) DO UPDATE SET value = excluded.value",
    )
    .bind(last.keys().map(|key| digest(key)).collect::<Vec<_>>())
    .bind(last.keys().map(|key| text(key)).collect::<Vec<_>>())
    .bind(last.values().map(|value| text(value.unwrap_or_default())).collect::<Vec<_>>())
    .execute(&mut *connection)
    .await?;
    let forgotten: Vec<Vec<u8>> =
        last.iter().filter(|(_, value)| value.is_none()).map(|(key, _)| digest(key)).collect();
    if !forgotten.is_empty() {
        sqlx::query("DELETE FROM marks WHERE digest = ANY($1)")
            .bind(forgotten)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}
