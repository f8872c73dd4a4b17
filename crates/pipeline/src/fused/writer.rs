//! Chunks into transactions, in the order of their inputs.

use tokio::sync::mpsc;
use tokio::time::Instant;
use veille_model::{Batch, Outcome};

use super::chunk::Arrival;
use super::journey::Journey;
use super::reader::Travelling;
use super::{Options, Summary};
use crate::rows::{COMMIT_TRIES, commit, stored};
use crate::traces::Opened;
use crate::{CommitError, Rows, Tally};

/// Chunks in the order in which they set off.
pub(super) struct Chunks {
    receiver: mpsc::Receiver<Travelling>,
    first: Option<Travelling>,
}

impl Chunks {
    pub fn new(receiver: mpsc::Receiver<Travelling>) -> Self {
        Self { receiver, first: None }
    }

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

pub(super) struct Writer<'a, R, F> {
    rows: &'a mut R,
    options: &'a Options,
    on_commit: F,
    batch: Batch,
    /// The journeys whose rows stand in `batch`: their confirmations and their shares of what is in hand.
    taken: Vec<Journey>,
    /// Of the articles in `batch`, where somebody wants them.
    spans: Vec<(Opened, Outcome)>,
    summary: Summary,
}

impl<'a, R: Rows, F: FnMut(&Batch, &Tally)> Writer<'a, R, F> {
    pub fn new(rows: &'a mut R, options: &'a Options, on_commit: F) -> Self {
        Self {
            rows,
            options,
            on_commit,
            batch: Batch::default(),
            taken: Vec::new(),
            spans: Vec::new(),
            summary: Summary { tally: Tally::counted(&options.metrics), ..Summary::default() },
        }
    }

    /// Commits chunks as they arrive, until they end.
    pub async fn write(mut self, mut chunks: Chunks) -> Result<Summary, CommitError> {
        let mut due = Instant::now();
        loop {
            let next = if self.taken.is_empty() {
                Ok(chunks.next().await)
            } else {
                tokio::time::timeout_at(due, chunks.next()).await
            };
            match next {
                Ok(Some(Arrival { journeys, cut })) => {
                    // From the first of a batch: counted from the last, a slow trickle would never be written.
                    if self.taken.is_empty() {
                        due = Instant::now() + self.options.batch_wait;
                    }
                    journeys.into_iter().for_each(|journey| self.take(journey));
                    // Nothing of what comes behind is taken, or its marks would say that the gap is done.
                    if cut {
                        self.summary.stopped = true;
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
        for (article, before) in journey.tagged.drain(..) {
            if let Some(opened) = self.options.traces.open(before) {
                self.spans.push((opened, stored(&article)));
            }
            self.batch.articles.push(article);
        }
        self.batch.captures.append(&mut journey.kept);
        self.batch.outcomes.append(&mut journey.outcomes);
        self.batch.marks.append(&mut journey.marks);
        self.taken.push(journey);
    }

    async fn flush(&mut self) -> Result<(), CommitError> {
        if self.taken.is_empty() {
            return Ok(());
        }
        if !self.batch.is_empty() {
            let (tally, metrics) = (&mut self.summary.tally, &self.options.metrics);
            commit(self.rows, &mut self.batch, COMMIT_TRIES, tally, metrics).await?;
            self.summary.commits += 1;
        }
        // Only once it is committed: the span says that the article is stored.
        for (opened, outcome) in self.spans.drain(..) {
            self.options.traces.close(Some(opened), false, &outcome);
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
