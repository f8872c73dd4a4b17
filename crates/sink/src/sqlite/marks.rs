//! What producers want remembered: keys and opaque values.

use std::collections::BTreeMap;

use futures_util::stream::{BoxStream, StreamExt};
use sqlx::sqlite::SqliteConnection;
use veille_model::Mark;

use super::{Store, rows};
use crate::StoreError;
use crate::rules::forgotten::Request;

impl Store {
    pub(crate) async fn mark(&self, key: &str) -> Result<Option<String>, StoreError> {
        sqlx::query_scalar("SELECT value FROM marks WHERE key = ?")
            .bind(key)
            .fetch_optional(&self.readers)
            .await
            .map_err(|source| self.error(source))
    }

    pub(crate) async fn marks(&self, prefix: &str) -> Result<Vec<Mark>, StoreError> {
        // A range, which the key's index answers. LIKE asks no index of bytes, and takes `_` and `%` for any letter.
        let rows: Vec<(String, String)> = match after(prefix) {
            Some(end) => {
                sqlx::query_as("SELECT key, value FROM marks WHERE key >= ? AND key < ? ORDER BY key")
                    .bind(prefix)
                    .bind(end)
                    .fetch_all(&self.readers)
                    .await
            }
            None => {
                sqlx::query_as("SELECT key, value FROM marks WHERE key >= ? ORDER BY key")
                    .bind(prefix)
                    .fetch_all(&self.readers)
                    .await
            }
        }
        .map_err(|source| self.error(source))?;
        Ok(rows.into_iter().map(mark).collect())
    }

    pub(crate) fn every_mark(&self) -> BoxStream<'_, Result<Mark, StoreError>> {
        sqlx::query_as("SELECT key, value FROM marks")
            .fetch(&self.readers)
            .map(|row| row.map(mark).map_err(|source| self.error(source)))
            .boxed()
    }
}

fn mark((key, value): (String, String)) -> Mark {
    Mark { key, value: Some(value) }
}

/// Writes the marks of what is forgotten as they are to be.
pub(super) async fn rewrite(
    connection: &mut SqliteConnection,
    request: &Request<'_>,
) -> Result<(), sqlx::Error> {
    let mut left: Vec<Mark> = Vec::new();
    for keys in rows::pieces(request.marks) {
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let held = rows::over_list("SELECT key, value FROM marks WHERE key IN", &keys)
            .build_query_as::<(String, String)>()
            .fetch_all(&mut *connection)
            .await?;
        left.extend(held.into_iter().filter_map(|row| (request.without)(&mark(row))));
    }
    write(connection, &left).await
}

/// Sets and forgets marks; of one key the last in the batch stands.
pub(crate) async fn write(connection: &mut SqliteConnection, marks: &[Mark]) -> Result<(), sqlx::Error> {
    // A map keeps the last of a key: two rows of one key in one statement would be a conflict with itself.
    let last: BTreeMap<&str, Option<&str>> =
        marks.iter().map(|mark| (mark.key.as_str(), mark.value.as_deref())).collect();
    let set: Vec<(&str, &str)> =
        last.iter().filter_map(|(key, value)| value.map(|value| (*key, value))).collect();
    let forgotten: Vec<&str> =
        last.iter().filter(|(_, value)| value.is_none()).map(|(key, _)| *key).collect();
    rows::insert(
        &mut *connection,
        "INTO marks (key, value) ",
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        &set,
        |(key, value), columns| {
            columns.push_bind(*key).push_bind(*value);
        },
    )
    .await?;
    for keys in rows::pieces(&forgotten) {
        rows::over_list("DELETE FROM marks WHERE key IN", keys).build().execute(&mut *connection).await?;
    }
    Ok(())
}

/// The first text, in the order of code points, after all that begin with `prefix`; None where there is no such text.
fn after(prefix: &str) -> Option<String> {
    let mut end = prefix.to_owned();
    while let Some(last) = end.pop() {
        // The step of an inclusive range skips the surrogates.
        if let Some(next) = (last..=char::MAX).nth(1) {
            end.push(next);
            return Some(end);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_ends_before_the_next_code_point() {
        let check = |prefix: &str, expected: Option<&str>| assert_eq!(after(prefix).as_deref(), expected);
        check("feed/", Some("feed0"));
        check("", None);
        check("\u{d7ff}", Some("\u{e000}"));
        check("a\u{10ffff}", Some("b"));
        check("\u{10ffff}", None);
    }
}
