//! What [`why`](crate::Store::why) asks of the ledger: outcomes by input, by address, by file.

use std::collections::BTreeSet;

use sqlx::sqlite::{Sqlite, SqliteRow};
use veille_model::Outcome;

use super::{Store, rows};
use crate::StoreError;
use crate::rules::ledger::ByDocument;
use crate::rules::ledger::{address, key};

impl Store {
    /// The captures of an article's wordings, and where they were captured.
    pub async fn captured_as(&self, article: &str) -> Result<Vec<(String, Option<String>)>, StoreError> {
        rows::over_articles("SELECT r.capture, r.url", &[article])
            .build_query_as()
            .fetch_all(&self.readers)
            .await
            .map_err(|source| self.error(source))
    }

    /// The outcomes of inputs.
    pub async fn outcomes_of(&self, inputs: &BTreeSet<String>) -> Result<ByDocument, StoreError> {
        let keys: Vec<i64> = inputs.iter().map(|input| key(input)).collect();
        let mut found = self.outcomes_over("SELECT document FROM outcomes WHERE input_key IN", &keys).await?;
        found.retain(|_, outcome| inputs.contains(&outcome.input));
        Ok(found)
    }

    /// The outcomes at addresses.
    pub async fn outcomes_at(&self, addresses: &BTreeSet<String>) -> Result<ByDocument, StoreError> {
        let texts: Vec<&str> = addresses.iter().map(String::as_str).collect();
        let query = "SELECT outcomes.document FROM addresses JOIN outcomes USING (input_key) WHERE addresses.address IN";
        let mut found = self.outcomes_over(query, &texts).await?;
        // An input may be told by a key that is another's too.
        found.retain(|_, outcome| address(outcome).is_some_and(|address| addresses.contains(&address)));
        Ok(found)
    }

    /// The file, or the record of a file, of this name.
    pub async fn files_exactly(&self, name: &str) -> Result<Vec<String>, StoreError> {
        let found: Vec<(String,)> =
            self.rows("SELECT DISTINCT file FROM outcomes WHERE file = ?", name).await?;
        Ok(found.into_iter().map(|(file,)| file).collect())
    }

    /// Files whose path ends with this one, or this one with theirs.
    pub async fn files_ending(&self, name: &str) -> Result<Vec<String>, StoreError> {
        // This reads an index, and no documents.
        let found: Vec<(String,)> = self
            .rows(
                "SELECT DISTINCT file FROM outcomes WHERE file IS NOT NULL AND \
                 (substr(file, -length(?1) - 1) = '/' || ?1 OR substr(?1, -length(file) - 1) = '/' || file)",
                name,
            )
            .await?;
        Ok(found.into_iter().map(|(file,)| file).collect())
    }

    /// The first record of a file that holds several, and how many of them were read.
    pub async fn records_of(&self, file: &str) -> Result<(Option<String>, i64), StoreError> {
        let read = "SELECT min(file), count(DISTINCT file) FROM outcomes WHERE file IS NOT NULL AND \
                    (substr(file, 1, length(?1) + 1) = ?1 || '#' OR instr(file, '/' || ?1 || '#') > 0)";
        sqlx::query_as(read).bind(file).fetch_one(&self.readers).await.map_err(|source| self.error(source))
    }

    /// The outcomes of the files that a capture was read from.
    pub async fn files_with(&self, capture: &str) -> Result<Vec<Outcome>, StoreError> {
        let documents: Vec<(String,)> = self
            .rows(
                // In its quotation marks: an id that somebody gave may be the beginning of another.
                "SELECT document FROM outcomes WHERE file IS NOT NULL AND address IS NULL AND \
                 instr(document, char(34) || ? || char(34)) > 0",
                capture,
            )
            .await?;
        documents.iter().map(|(document,)| self.decode("an outcome", document)).collect()
    }

    async fn rows<T>(&self, query: &'static str, key: &str) -> Result<Vec<T>, StoreError>
    where
        T: for<'r> sqlx::FromRow<'r, SqliteRow> + Send + Unpin,
    {
        sqlx::query_as(query).bind(key).fetch_all(&self.readers).await.map_err(|source| self.error(source))
    }

    async fn outcomes_over<K>(&self, query: &'static str, keys: &[K]) -> Result<ByDocument, StoreError>
    where
        K: Copy + for<'k> sqlx::Encode<'k, Sqlite> + sqlx::Type<Sqlite>,
    {
        let mut found = ByDocument::new();
        for piece in rows::pieces(keys) {
            let documents: Vec<String> = rows::over_list(query, piece)
                .build_query_scalar()
                .fetch_all(&self.readers)
                .await
                .map_err(|source| self.error(source))?;
            for document in documents {
                let outcome = self.decode("an outcome", &document)?;
                found.insert(document.into_bytes(), outcome);
            }
        }
        Ok(found)
    }
}
