//! What [`why`](crate::Store::why) asks of the ledger: outcomes by input, by address, by file.
//!
//! Inputs and addresses are found by a key of eight bytes, and compared.

use std::collections::BTreeSet;

use sqlx::postgres::PgRow;
use veille_model::Outcome;

use super::Store;
use crate::StoreError;
use crate::rules::ledger::ByDocument;
use crate::rules::ledger::address;
use crate::rules::ledger::key;
use crate::rules::written::text;

impl Store {
    pub async fn captured_as(&self, article: &str) -> Result<Vec<(String, Option<String>)>, StoreError> {
        sqlx::query_as("SELECT capture, url FROM revisions WHERE article = $1")
            .bind(text(article))
            .fetch_all(&self.readers)
            .await
            .map_err(|source| self.error(source))
    }

    pub async fn outcomes_of(&self, inputs: &BTreeSet<String>) -> Result<ByDocument, StoreError> {
        let found =
            self.outcomes_by("SELECT document FROM outcomes WHERE input_key = ANY($1)", inputs).await?;
        // Two inputs may have one key of eight bytes.
        Ok(found.into_iter().filter(|(_, outcome)| inputs.contains(&outcome.input)).collect())
    }

    pub async fn outcomes_at(&self, addresses: &BTreeSet<String>) -> Result<ByDocument, StoreError> {
        let found =
            self.outcomes_by("SELECT document FROM outcomes WHERE address_key = ANY($1)", addresses).await?;
        let is_there =
            |outcome: &Outcome| address(outcome).is_some_and(|address| addresses.contains(&address));
        Ok(found.into_iter().filter(|(_, outcome)| is_there(outcome)).collect())
    }

    pub async fn files_exactly(&self, name: &str) -> Result<Vec<String>, StoreError> {
        let found = self.outcomes_of(&BTreeSet::from([name.to_owned()])).await?;
        let is_of_file = |outcome: &Outcome| outcome.stage.as_str() == "capture";
        let files: BTreeSet<String> =
            found.into_values().filter(is_of_file).map(|outcome| outcome.input).collect();
        Ok(files.into_iter().collect())
    }

    pub async fn files_ending(&self, name: &str) -> Result<Vec<String>, StoreError> {
        let rows: Vec<(String,)> = self
            .rows(
                // Either may be the longer one: a person names a file by its end, or by the whole path where we were started in a
                // folder.
                "SELECT DISTINCT input FROM outcomes WHERE stage = 'capture' AND \
                 (right(input, length($1) + 1) = '/' || $1 OR right($1, length(input) + 1) = '/' || input)",
                name,
            )
            .await?;
        Ok(rows.into_iter().map(|(input,)| input).collect())
    }

    pub async fn records_of(&self, file: &str) -> Result<(Option<String>, i64), StoreError> {
        let read = "SELECT min(input), count(DISTINCT input) FROM outcomes WHERE stage = 'capture' AND \
                    (starts_with(input, $1 || '#') OR position('/' || $1 || '#' IN input) > 0)";
        sqlx::query_as(read)
            .bind(text(file))
            .fetch_one(&self.readers)
            .await
            .map_err(|source| self.error(source))
    }

    pub async fn files_with(&self, capture: &str) -> Result<Vec<Outcome>, StoreError> {
        let documents: Vec<(Vec<u8>,)> = self
            .rows(
                // In its quotation marks: an id that somebody gave may be the beginning of another.
                "SELECT document FROM outcomes WHERE stage = 'capture' AND address_key IS NULL AND \
                 position(convert_to('\"' || $1 || '\"', 'UTF8') IN document) > 0",
                capture,
            )
            .await?;
        documents.iter().map(|(document,)| self.decode("an outcome", document)).collect()
    }

    async fn rows<T>(&self, query: &'static str, key: &str) -> Result<Vec<T>, StoreError>
    where
        T: for<'r> sqlx::FromRow<'r, PgRow> + Send + Unpin,
    {
        sqlx::query_as(query)
            .bind(text(key))
            .fetch_all(&self.readers)
            .await
            .map_err(|source| self.error(source))
    }

    async fn outcomes_by(
        &self,
        query: &'static str,
        texts: &BTreeSet<String>,
    ) -> Result<ByDocument, StoreError> {
        let keys: Vec<i64> = texts.iter().map(|text| key(text)).collect();
        let documents: Vec<Vec<u8>> = sqlx::query_scalar(query)
            .bind(keys)
            .fetch_all(&self.readers)
            .await
            .map_err(|source| self.error(source))?;
        let decode = |document: Vec<u8>| Ok((document.clone(), self.decode("an outcome", &document)?));
        documents.into_iter().map(decode).collect()
    }
}
