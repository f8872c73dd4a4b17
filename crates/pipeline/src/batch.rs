//! What reaches the store at once, and how patiently it is offered.

use std::time::Duration;

use tracing::warn;
use veille_model::{Mark, Outcome, TaggedArticle};

/// Rows of one transaction: all of them are stored or none.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// Articles, in the order of their captures.
    pub articles: Vec<TaggedArticle>,
    /// The ledger's entries. An input that was tried again has an entry *retried* before its last one.
    pub outcomes: Vec<Outcome>,
    /// What producers want remembered, in order: a later mark of the same key wins.
    pub marks: Vec<Mark>,
}

impl Batch {
    /// Whether there is nothing to store.
    pub fn is_empty(&self) -> bool {
        self.articles.is_empty() && self.outcomes.is_empty() && self.marks.is_empty()
    }
}

/// Why rows were not stored, in the store's own words.
pub type RowsError = Box<dyn std::error::Error + Send + Sync>;

/// Where rows go: the sink, seen from the pipeline.
pub trait Rows: Send {
    /// Stores a batch in one transaction. Returning Ok means that a power cut no longer loses it; storing the same
    /// batch twice must leave what storing it once does.
    fn commit(&mut self, batch: &Batch) -> impl Future<Output = Result<(), RowsError>> + Send;
}

/// The store refused a batch for longer than anybody waits.
#[derive(Debug, thiserror::Error)]
#[error("the store refused {rows} rows {tries} times, at last with: {source}")]
pub struct CommitError {
    /// Articles, outcomes and marks in the batch.
    pub rows: usize,
    /// How often it was offered.
    pub tries: u32,
    /// The last answer.
    pub source: RowsError,
}

/// Pauses between offers of a batch; after the last the runner stops with an error and the batch is not confirmed to
/// anybody. Together some ten seconds: longer than a busy database stays locked.
const PAUSES_MS: [u64; 6] = [50, 200, 800, 2000, 3000, 4000];

/// Offers a batch until it is stored.
pub(crate) async fn commit(rows: &mut impl Rows, batch: &Batch) -> Result<(), CommitError> {
    let mut pauses = PAUSES_MS.iter();
    let mut tries = 1;
    loop {
        let Err(source) = rows.commit(batch).await else { return Ok(()) };
        let Some(pause) = pauses.next() else {
            let rows = batch.articles.len() + batch.outcomes.len() + batch.marks.len();
            return Err(CommitError { rows, tries, source });
        };
        warn!(error = %source, tries, pause_ms = pause, "the store refused a batch");
        tokio::time::sleep(Duration::from_millis(*pause)).await;
        tries += 1;
    }
}
