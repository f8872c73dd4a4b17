//! All stages in one process.
//!
//! Inputs are read into chunks, chunks go through cleaner and classifier on all cores, and come out in the order in
//! which they went in. Rows, ledger and the marks of the input are committed together, so there is nothing to lose
//! between them; only then is the input confirmed.

mod journey;

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::{FutureExt, Stream, StreamExt};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio::time::Instant;
use veille_model::{Article, Capture, Mark, Outcome, TaggedArticle};

use self::journey::{Arrival, Journey, Stages, travel};
use crate::batch::{COMMIT_TRIES, commit};
use crate::{Batch, CommitError, Message, Rows, Stage, Stop, Tally};

/// One thing that a producer hands in.
#[derive(Debug, Default)]
pub struct Input {
    /// A page to clean; None where the producer only reports.
    pub capture: Option<Capture>,
    /// What the producer itself decided: discovered, forbidden, 403.
    pub outcomes: Vec<Outcome>,
    /// What it wants remembered in the same transaction as the rows that come of this input.
    pub marks: Vec<Mark>,
    /// Fired once all of it is stored; dropped where it never was.
    pub confirm: Option<oneshot::Sender<()>>,
}

impl From<Capture> for Input {
    fn from(capture: Capture) -> Self {
        Self { capture: Some(capture), ..Self::default() }
    }
}

impl Input {
    fn bytes(&self) -> usize {
        size_of::<Self>() + self.capture.as_ref().map_or(0, Message::bytes) + 256 * self.outcomes.len()
    }
}

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
    let stages =
        Stages { cleaner, classifier, tries: options.tries.max(1), cores: Arc::new(Semaphore::new(cores)) };
    let (sender, receiver) = mpsc::channel(4 * cores);
    let reader = read(inputs, stages, sender, options, stop);
    let writer = Writer {
        rows,
        options,
        on_commit,
        batch: Batch::default(),
        taken: Vec::new(),
        summary: Summary::default(),
    };
    let ((), summary) = tokio::join!(reader, writer.write(Chunks { receiver, first: None }));
    let mut summary = summary?;
    summary.stopped = stop.is_cancelled();
    Ok(summary)
}

type Travelling = JoinHandle<Arrival>;

/// Reads inputs into chunks and sets them off. Ends with the inputs, with `stop`, or with the writer.
async fn read<C, T>(
    inputs: impl Stream<Item = Input> + Send,
    stages: Stages<C, T>,
    sender: mpsc::Sender<Travelling>,
    options: &Options,
    stop: &Stop,
) where
    C: Stage<Input = Capture, Output = Article>,
    T: Stage<Input = Article, Output = TaggedArticle>,
{
    let shares = Shares::new(options);
    let mut inputs = pin!(inputs);
    let mut chunk = Chunk::default();
    loop {
        // What is ready joins the chunk; as soon as nothing is, the chunk goes: waiting would gain nothing.
        let input = match inputs.next().now_or_never() {
            _ if stop.is_cancelled() => None,
            Some(input) => input,
            None => {
                chunk.set_off(&stages, &sender, stop).await;
                tokio::select! {
                    biased;
                    () = stop.cancelled() => None,
                    () = sender.closed() => None,
                    input = inputs.next() => input,
                }
            }
        };
        let Some(input) = input else { break };
        let bytes = input.bytes();
        let share = match shares.try_take(bytes) {
            Some(share) => share,
            None => {
                // The chunk holds shares itself: it must be on its way before more are waited for.
                chunk.set_off(&stages, &sender, stop).await;
                shares.take(bytes).await
            }
        };
        chunk.push(Journey::new(input, share), bytes);
        if chunk.journeys.len() >= options.chunk_inputs || chunk.bytes >= options.chunk_bytes {
            chunk.set_off(&stages, &sender, stop).await;
        }
        if sender.is_closed() {
            break;
        }
    }
    chunk.set_off(&stages, &sender, stop).await;
}

#[derive(Default)]
struct Chunk {
    journeys: Vec<Journey>,
    bytes: usize,
}

impl Chunk {
    fn push(&mut self, journey: Journey, bytes: usize) {
        self.journeys.push(journey);
        self.bytes += bytes;
    }

    async fn set_off<C, T>(&mut self, stages: &Stages<C, T>, sender: &mpsc::Sender<Travelling>, stop: &Stop)
    where
        C: Stage<Input = Capture, Output = Article>,
        T: Stage<Input = Article, Output = TaggedArticle>,
    {
        let Self { journeys, .. } = std::mem::take(self);
        if journeys.is_empty() {
            return;
        }
        // Without a writer the run has failed already, and nobody is waiting for these.
        let Ok(place) = sender.reserve().await else { return };
        place.send(tokio::spawn(travel(journeys, stages.clone(), stop.clone())));
    }
}

/// What may be in hand, by inputs and by bytes.
struct Shares {
    inputs: Arc<Semaphore>,
    kilobytes: Arc<Semaphore>,
    kilobytes_max: u32,
}

impl Shares {
    fn new(options: &Options) -> Self {
        let kilobytes_max = u32::try_from(options.in_hand_bytes >> 10).unwrap_or(u32::MAX).max(1);
        Self {
            inputs: Arc::new(Semaphore::new(options.in_hand_inputs.max(1))),
            kilobytes: Arc::new(Semaphore::new(kilobytes_max as usize)),
            kilobytes_max,
        }
    }

    fn kilobytes(&self, bytes: usize) -> u32 {
        u32::try_from(bytes.div_ceil(1024)).unwrap_or(u32::MAX).min(self.kilobytes_max)
    }

    fn try_take(&self, bytes: usize) -> Option<[OwnedSemaphorePermit; 2]> {
        let input = Arc::clone(&self.inputs).try_acquire_owned().ok()?;
        let weight = Arc::clone(&self.kilobytes).try_acquire_many_owned(self.kilobytes(bytes)).ok()?;
        Some([input, weight])
    }

    async fn take(&self, bytes: usize) -> [OwnedSemaphorePermit; 2] {
        const NEVER_CLOSED: &str = "nobody closes these semaphores";
        let input = Arc::clone(&self.inputs).acquire_owned().await.expect(NEVER_CLOSED);
        let weight = Arc::clone(&self.kilobytes).acquire_many_owned(self.kilobytes(bytes)).await;
        [input, weight.expect(NEVER_CLOSED)]
    }
}

/// Chunks in the order in which they set off.
struct Chunks {
    receiver: mpsc::Receiver<Travelling>,
    first: Option<Travelling>,
}

impl Chunks {
    /// The next chunk. May be dropped while it waits: nothing is lost.
    async fn next(&mut self) -> Option<Arrival> {
        if self.first.is_none() {
            self.first = Some(self.receiver.recv().await?);
        }
        let arrival = self.first.as_mut()?.await.expect("a travelling chunk catches its stages' panics");
        self.first = None;
        Some(arrival)
    }
}

struct Writer<'a, R, F> {
    rows: &'a mut R,
    options: &'a Options,
    on_commit: F,
    batch: Batch,
    /// The journeys whose rows stand in `batch`: their confirmations and their shares of what is in hand.
    taken: Vec<Journey>,
    summary: Summary,
}

impl<R: Rows, F: FnMut(&Batch, &Tally)> Writer<'_, R, F> {
    async fn write(mut self, mut chunks: Chunks) -> Result<Summary, CommitError> {
        let mut due = Instant::now();
        loop {
            let next = if self.taken.is_empty() {
                Ok(chunks.next().await)
            } else {
                tokio::time::timeout_at(due, chunks.next()).await
            };
            match next {
                Ok(Some(Arrival { journeys, cut })) => {
                    if self.taken.is_empty() {
                        due = Instant::now() + self.options.batch_wait;
                    }
                    journeys.into_iter().for_each(|journey| self.take(journey));
                    if cut {
                        break;
                    }
                    if self.taken.len() >= self.options.batch_inputs {
                        self.flush().await?;
                    }
                }
                Ok(None) => break,
                Err(_) => self.flush().await?,
            }
        }
        self.flush().await?;
        Ok(self.summary)
    }

    fn take(&mut self, mut journey: Journey) {
        self.batch.articles.append(&mut journey.tagged);
        self.batch.outcomes.append(&mut journey.outcomes);
        self.batch.marks.append(&mut journey.marks);
        self.taken.push(journey);
    }

    async fn flush(&mut self) -> Result<(), CommitError> {
        if self.taken.is_empty() {
            return Ok(());
        }
        if !self.batch.is_empty() {
            commit(self.rows, &self.batch, COMMIT_TRIES).await?;
            self.summary.tally.store(self.batch.articles.len());
            self.summary.commits += 1;
        }
        for journey in self.taken.drain(..) {
            self.summary.tally.add(&journey.tally);
            if let Some(confirm) = journey.confirm {
                // A producer that no longer waits for its confirmation has nothing to be told.
                let _ = confirm.send(());
            }
        }
        (self.on_commit)(&self.batch, &self.summary.tally);
        self.batch = Batch::default();
        Ok(())
    }
}
