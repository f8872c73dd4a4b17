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

/// How often a batch is offered unless said otherwise: some ten seconds, longer than a busy database stays locked.
pub(crate) const COMMIT_TRIES: u32 = 7;
const PAUSE_MIN: Duration = Duration::from_millis(50);
const PAUSE_MAX: Duration = Duration::from_secs(4);

/// Offers a batch until it is stored. After the last try the runner stops with an error, and the batch has been
/// confirmed to nobody.
pub(crate) async fn commit(rows: &mut impl Rows, batch: &Batch, tries_max: u32) -> Result<(), CommitError> {
    let mut pause = PAUSE_MIN;
    let mut tries = 1;
    loop {
        let Err(source) = rows.commit(batch).await else { return Ok(()) };
        if tries >= tries_max {
            let rows = batch.articles.len() + batch.outcomes.len() + batch.marks.len();
            return Err(CommitError { rows, tries, source });
        }
        warn!(error = %source, tries, pause_ms = pause.as_millis() as u64, "the store refused a batch");
        tokio::time::sleep(pause).await;
        pause = (pause * 3).min(PAUSE_MAX);
        tries += 1;
    }
}
