//! Where rows go, and how patiently they are offered.

use std::time::{Duration, Instant};

use tracing::warn;
use veille_model::{Batch, Outcome, OutcomeKind, StageName, TaggedArticle};

use crate::backoff::Backoff;
use crate::stage::Label;
use crate::{Message, Metrics, Tally};

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
pub(crate) const COMMIT_TRIES: u32 = 9;
const PAUSES: Backoff = Backoff::new(Duration::from_millis(50), Duration::from_secs(4));

/// Stores a batch with the ledger's last entry of each of its articles, and counts them. After the last try the runner
/// stops with an error, and the batch has been confirmed to nobody.
pub(crate) async fn commit(
    rows: &mut impl Rows,
    batch: &mut Batch,
    tries_max: u32,
    tally: &mut Tally,
    metrics: &Metrics,
) -> Result<(), CommitError> {
    // Before the tries and not at each: they are part of what is offered.
    batch.outcomes.extend(batch.articles.iter().map(stored));
    offer(rows, batch, tries_max, metrics).await?;
    tally.store(batch.articles.len());
    Ok(())
}

/// The last outcome of a capture: its article is stored.
pub(crate) fn stored(tagged: &TaggedArticle) -> Outcome {
    let outputs = vec![tagged.output().to_owned()];
    Outcome { outputs, ..Label::of(tagged).outcome(StageName::Store, OutcomeKind::Forwarded, None) }
}

async fn offer(
    rows: &mut impl Rows,
    batch: &Batch,
    tries_max: u32,
    metrics: &Metrics,
) -> Result<(), CommitError> {
    let mut pauses = PAUSES;
    let mut tries = 1;
    loop {
        let began = Instant::now();
        let Err(source) = rows.commit(batch).await else {
            metrics.committed(began.elapsed());
            return Ok(());
        };
        metrics.refused(&source);
        if tries >= tries_max {
            return Err(CommitError { rows: batch.rows(), tries, source });
        }
        let pause = pauses.next();
        warn!(error = %source, tries, pause_ms = pause.as_millis() as u64, "the store refused a batch");
        tokio::time::sleep(pause).await;
        tries += 1;
    }
}
