//! What producers want remembered: keys and opaque values.

use std::collections::BTreeMap;

use sqlx::postgres::PgConnection;
use veille_model::Mark;

use super::{Store, written::text};
use crate::StoreError;

impl Store {
    pub async fn mark(&self, key: &str) -> Result<Option<String>, StoreError> {
        sqlx::query_scalar("SELECT value FROM marks WHERE key = $1")
            .bind(text(key))
            .fetch_optional(&self.readers)
            .await
            .map_err(|source| self.error(source))
    }

    pub async fn marks(&self, prefix: &str) -> Result<Vec<Mark>, StoreError> {
        // Keys are ordered by their bytes, so those with a prefix stand together.
        let rows: Vec<(String, String)> = sqlx::query_as(
            "SELECT key, value FROM marks WHERE key >= $1 AND starts_with(key, $1) ORDER BY key",
        )
        .bind(text(prefix))
        .fetch_all(&self.readers)
        .await
        .map_err(|source| self.error(source))?;
        Ok(rows.into_iter().map(|(key, value)| Mark { key, value: Some(value) }).collect())
    }
}

/// Sets and forgets marks; of one key the last in the batch stands. In the order of keys, as all that several programs
/// write: two that wait for each other would wait for ever.
pub(crate) async fn write(connection: &mut PgConnection, marks: &[Mark]) -> Result<(), sqlx::Error> {
    let last: BTreeMap<_, _> = marks.iter().map(|mark| (text(&mark.key), mark.value.as_deref())).collect();
    if last.is_empty() {
        return Ok(());
    }
    // What is forgotten is set first: then its row is held like any other, in one order with the rest.
    let keys: Vec<&str> = last.keys().map(AsRef::as_ref).collect();
    let values: Vec<_> = last.values().map(|value| text(value.unwrap_or_default())).collect();
    sqlx::query(
        "INSERT INTO marks (key, value) SELECT * FROM unnest($1::text[], $2::text[]) \
         ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    )
    .bind(&keys)
    .bind(values.iter().map(AsRef::as_ref).collect::<Vec<&str>>())
    .execute(&mut *connection)
    .await?;
    let forgotten: Vec<&str> =
        last.iter().filter(|(_, value)| value.is_none()).map(|(key, _)| key.as_ref()).collect();
    if !forgotten.is_empty() {
        sqlx::query("DELETE FROM marks WHERE key = ANY($1)")
            .bind(forgotten)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}
