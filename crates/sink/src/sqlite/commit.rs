//! Writing: a batch in one transaction.

use sqlx::Connection;
use sqlx::sqlite::SqliteConnection;
use veille_model::Batch;

use super::{Store, articles, ledger, marks};
use crate::{Committed, StoreError};

impl Store {
    pub(crate) async fn commit(&self, batch: &Batch) -> Result<Committed, StoreError> {
        self.write(batch).await.map_err(|source| self.error(source))
    }

    async fn write(&self, batch: &Batch) -> Result<Committed, sqlx::Error> {
        let mut connection = self.writer.acquire().await?;
        let written = write(&mut connection, batch).await;
        if written.is_err() {
            // On a full disk SQLite rolls back by itself, of which sqlx learns nothing: it would take every later
            // transaction for a nested one. A new connection starts clean; closing this one may fail as well, and
            // the first error is the one to tell.
            connection.close().await.ok();
        }
        written
    }
}

async fn write(connection: &mut SqliteConnection, batch: &Batch) -> Result<Committed, sqlx::Error> {
    // Immediate: what is read before writing must not have changed by the time that it is written.
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    let committed = articles::write(&mut transaction, &batch.articles).await?;
    ledger::write(&mut transaction, &batch.outcomes).await?;
    marks::write(&mut transaction, &batch.marks).await?;
    transaction.commit().await?;
    Ok(committed)
}
