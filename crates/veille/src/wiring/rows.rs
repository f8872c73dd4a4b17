//! The sink as the pipeline's rows.

use veille_pipeline::{Batch, Rows, RowsError};
use veille_sink::Store;

/// The store that a runner commits to.
pub struct StoreRows(pub Store);

impl Rows for StoreRows {
    async fn commit(&mut self, batch: &Batch) -> Result<(), RowsError> {
        let batch = veille_sink::Batch {
            articles: batch.articles.clone(),
            outcomes: batch.outcomes.clone(),
            marks: batch.marks.clone(),
        };
        self.0.commit(&batch).await?;
        Ok(())
    }
}
