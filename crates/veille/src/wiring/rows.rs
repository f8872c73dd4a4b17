//! The sink as the pipeline's rows.

use veille_model::{Outcome, OutcomeKind, StageName, TaggedArticle};
use veille_pipeline::{Batch, Rows, RowsError};
use veille_sink::Store;

/// The ledger's last entry about a capture: its article is stored. Written in the same transaction as the article.
fn stored(tagged: &TaggedArticle) -> Outcome {
    let article = &tagged.article;
    Outcome {
        stage: StageName::Store,
        outcome: OutcomeKind::Forwarded,
        input: article.capture.to_string(),
        source: article.source.clone(),
        url: article.url.clone(),
        at: article.captured_at,
        reason: None,
        outputs: vec![article.id.to_string()],
    }
}

/// The store that a runner commits to.
pub struct StoreRows(pub Store);

impl Rows for StoreRows {
    async fn commit(&mut self, batch: &Batch) -> Result<(), RowsError> {
        let batch = veille_sink::Batch {
            articles: batch.articles.clone(),
            outcomes: batch.outcomes.iter().cloned().chain(batch.articles.iter().map(stored)).collect(),
            marks: batch.marks.clone(),
        };
        self.0.commit(&batch).await?;
        Ok(())
    }
}
