//! What [`why`](crate::Store::why) asks of the ledger: outcomes by input, by address, by file.

use std::collections::BTreeSet;

use sqlx::sqlite::SqliteRow;
use veille_model::Outcome;

use super::{Store, rows};
use crate::StoreError;
use crate::store::ByDocument;

impl Store {
    /// The captures of an article's wordings, and where they were captured.
    pub async fn captured_as(&self, article: &str) -> Result<Vec<(String, Option<String>)>, StoreError> {
        self.rows("SELECT capture, url FROM revisions WHERE article = ?", article).await
    }

    /// The outcomes of inputs.
    pub async fn outcomes_of(&self, inputs: &BTreeSet<String>) -> Result<ByDocument, StoreError> {
        self.outcomes_over("SELECT document FROM outcomes WHERE input IN", inputs).await
    }

    /// The outcomes at addresses.
    pub async fn outcomes_at(&self, addresses: &BTreeSet<String>) -> Result<ByDocument, StoreError> {
        self.outcomes_over("SELECT document FROM outcomes WHERE address IN", addresses).await
    }

    /// The file, or the record of a file, of this name.
    pub async fn files_exactly(&self, name: &str) -> Result<Vec<String>, StoreError> {
        let found: Vec<(String,)> = self
            .rows("SELECT DISTINCT input FROM outcomes WHERE input = ? AND stage = 'capture'", name)
            .await?;
        Ok(found.into_iter().map(|(input,)| input).collect())
    }

    /// Files whose path ends with this one, or this one with theirs.
    pub async fn files_ending(&self, name: &str) -> Result<Vec<String>, StoreError> {
        // This reads an index, and no documents.
        let found: Vec<(String,)> = self
            .rows(
                "SELECT DISTINCT input FROM outcomes WHERE stage = 'capture' AND \
                 (substr(input, -length(?1) - 1) = '/' || ?1 OR substr(?1, -length(input) - 1) = '/' || input)",
                name,
            )
            .await?;
        Ok(found.into_iter().map(|(input,)| input).collect())
    }

    /// The outcomes of the files that a capture was read from.
    pub async fn files_with(&self, capture: &str) -> Result<Vec<Outcome>, StoreError> {
        let documents: Vec<(String,)> = self
            .rows(
                "SELECT document FROM outcomes WHERE stage = 'capture' AND address IS NULL AND \
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

    async fn outcomes_over(
        &self,
        query: &'static str,
        keys: &BTreeSet<String>,
    ) -> Result<ByDocument, StoreError> {
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let mut found = ByDocument::new();
        for piece in rows::pieces(&keys) {
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
