//! The sink as the pipeline's rows.

use veille_model::Batch;
use veille_pipeline::{Rows, RowsError};
use veille_sink::Store;

/// The store that a runner commits to.
pub struct StoreRows(pub Store);

impl Rows for StoreRows {
    async fn commit(&mut self, batch: &Batch) -> Result<(), RowsError> {
        self.0.commit(batch).await?;
        Ok(())
    }
}
