//! All stages in one process.
//!
//! Inputs are read into chunks, chunks go through cleaner and classifier on all cores, and come out in the order in
//! which they went in. Rows, ledger and the marks of the input are committed together, so there is nothing to lose
//! between them; only then is the input confirmed.

mod chunk;
mod journey;
mod reader;
mod writer;

use std::sync::Arc;
use std::time::Duration;

use futures_util::Stream;
use tokio::sync::{Semaphore, mpsc};
use veille_model::{Article, Batch, Capture, TaggedArticle};

use self::journey::Stages;
use self::reader::read;
use self::writer::{Chunks, Writer};
use crate::{CommitError, Input, Metrics, Rows, Stage, Stop, Tally, Traces};

/// Bounds of a fused run.
#[derive(Clone, Debug)]
pub struct Options {
    /// Threads that clean and classify.
    pub cores: usize,
    /// Inputs handed to a thread at once.
    pub chunk_inputs: usize,
    /// Bytes of captures handed to a thread at once; a larger capture goes alone.
    pub chunk_bytes: usize,
    /// Inputs read and not yet stored.
    pub in_hand_inputs: usize,
    /// Their bytes; a larger capture waits until nothing else is in hand.
    pub in_hand_bytes: usize,
    /// Inputs in one commit.
    pub batch_inputs: usize,
    /// How long a batch that is not full waits.
    pub batch_wait: Duration,
    /// How often a stage is asked about one input.
    pub tries: u32,
    /// How long a stage may work on one input. What it does not come back from is quarantined, and its thread left alone: it ends
    /// with the process.
    pub work_max: Duration,
    /// Whether captures are stored as well, each as it was received.
    pub keep_captures: bool,
    /// Whether inputs in hand are left where they are when told to stop, but for those that a core works on just then: who can
    /// read them again loses nothing by it, and waits for no others.
    pub leaves_at_stop: bool,
    /// Where it is counted.
    pub metrics: Metrics,
    /// Where its spans go.
    pub traces: Traces,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            cores: std::thread::available_parallelism().map_or(2, usize::from),
            chunk_inputs: 32,
            chunk_bytes: 256 << 10,
            in_hand_inputs: 4096,
            in_hand_bytes: 64 << 20,
            batch_inputs: 500,
            batch_wait: Duration::from_millis(200),
            tries: 5,
            work_max: Duration::from_secs(300),
            keep_captures: false,
            leaves_at_stop: false,
            metrics: Metrics::default(),
            traces: Traces::default(),
        }
    }
}

/// What a run has done.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Inputs by stage and outcome.
    pub tally: Tally,
    /// Transactions.
    pub commits: u64,
    /// Whether it was told to stop before its inputs ended.
    pub stopped: bool,
}

/// Runs inputs through both stages into the rows, until they end or `stop` is given.
///
/// `on_commit` sees each batch once it is stored, in the order of the inputs.
///
/// # Errors
/// Where the store refuses a batch for good; what was not stored has not been confirmed.
pub async fn run<C, T>(
    inputs: impl Stream<Item = Input> + Send,
    cleaner: Arc<C>,
    classifier: Arc<T>,
    rows: &mut impl Rows,
    options: &Options,
    on_commit: impl FnMut(&Batch, &Tally) + Send,
    stop: &Stop,
) -> Result<Summary, CommitError>
where
    C: Stage<Input = Capture, Output = Article>,
    T: Stage<Input = Article, Output = TaggedArticle>,
{
    let cores = options.cores.max(1);
    let stages = Stages {
        cleaner,
        classifier,
        tries: options.tries.max(1),
        work_max: options.work_max,
        keep_captures: options.keep_captures,
        leaves_at_stop: options.leaves_at_stop,
        metrics: options.metrics.clone(),
        traces: options.traces.clone(),
        cores: Arc::new(Semaphore::new(cores)),
    };
    // As long as what may be in hand: with less, the cores would idle while a batch is being committed.
    let (sender, receiver) =
        mpsc::channel((options.in_hand_inputs / options.chunk_inputs.max(1)).max(4 * cores));
    let reader = read(inputs, stages, sender, options, stop);
    let writer = Writer::new(rows, options, on_commit);
    let (stopped, summary) = tokio::join!(reader, writer.write(Chunks::new(receiver)));
    let mut summary = summary?;
    summary.stopped |= stopped;
    Ok(summary)
}
