//! Writing: a batch in one transaction.

use sqlx::Connection;
use sqlx::sqlite::SqliteConnection;
use veille_model::Batch;

use super::{Store, captures, ledger, loading, marks, writing};
use crate::rules::forgotten::{self, Forgotten};
use crate::rules::plan::{Asked, Draft, Plan};
use crate::{Committed, StoreError};

/// As many documents are written as JSON between two awaits: less than the half millisecond that an async thread may be
/// held.
const DESCRIBED: usize = 64;

impl Store {
    pub(crate) async fn commit(&self, batch: &Batch) -> Result<Committed, StoreError> {
        self.write(batch).await.map_err(|source| self.error(source))
    }

    async fn write(&self, batch: &Batch) -> Result<Committed, sqlx::Error> {
        let mut connection = self.writer.acquire().await?;
        write(&mut connection, batch).await
    }
}

async fn write(connection: &mut SqliteConnection, batch: &Batch) -> Result<Committed, sqlx::Error> {
    // Immediate: what is read before writing must not have changed by the time that it is written.
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    // Mostly nothing was ever forgotten, and then no key is made.
    let forgotten = match loading::has_forgotten(&mut transaction).await? {
        true => loading::forgotten(&mut transaction, &forgotten::keys(batch)).await?,
        false => Forgotten::new(),
    };
    // Before the plan: an answer of this batch that a page is gone counts in it.
    ledger::write(&mut transaction, &forgotten::outcomes(batch, &forgotten)).await?;
    let plan = draw(&mut transaction, batch, Asked::by(batch, &forgotten), &forgotten).await?;
    writing::plan(&mut transaction, &plan).await?;
    captures::write(&mut transaction, &forgotten::captures(batch, &forgotten)).await?;
    marks::write(&mut transaction, &batch.marks).await?;
    transaction.commit().await?;
    Ok(plan.committed)
}

/// Draws the plan of a batch whose outcomes stand in the ledger already.
pub(super) async fn draw<'b>(
    connection: &mut SqliteConnection,
    batch: &'b Batch,
    asked: Asked,
    forgotten: &Forgotten,
) -> Result<Plan<'b>, sqlx::Error> {
    let stored = loading::wordings(&mut *connection, asked).await?;
    let mut draft = Draft::new(stored, batch, forgotten);
    while draft.describe(DESCRIBED) {
        tokio::task::yield_now().await;
    }
    let topics = loading::topics(&mut *connection, &draft.rows_that_move()).await?;
    let gone = loading::gone(&mut *connection, draft.addresses()).await?;
    // Nearly always nothing is gone, and then nobody need be asked.
    let withdrawn = match gone.is_empty() {
        true => Default::default(),
        false => loading::withdrawn(&mut *connection, &draft.articles()).await?,
    };
    Ok(draft.plan(&topics, &gone, &withdrawn))
}
