//! The end of a pipe: tagged articles, and outcomes where somebody kept them, into rows.

use std::io::BufRead;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::Instant;
use veille_model::{Batch, Capture, Outcome, PackedCapture, StageName, TaggedArticle};

use super::lines::{Line, Lines};
use super::{FilterError, Options, Summary, parse, unreadable};
use crate::pack::pack;
use crate::rows::{COMMIT_TRIES, commit};
use crate::{CommitError, Metrics, Rows, Tally};

/// Rows in one commit, and how long a commit that is not full waits.
const BATCH_ROWS: usize = 500;
const BATCH_WAIT: Duration = Duration::from_millis(200);

/// Why storing lines could not go on.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The input.
    #[error(transparent)]
    Input(#[from] FilterError),
    /// The store.
    #[error(transparent)]
    Commit(#[from] CommitError),
}

/// Stores lines until they end: tagged articles, outcomes as `--outcomes FILE` writes them, and captures to be kept.
///
/// `on_unreadable` sees the line that is neither, with its number; `on_commit` each batch once it is stored.
/// A stored article is counted as *forwarded*.
///
/// # Errors
/// Where the input cannot be read on or the store refuses for good. What was read before stands in the store.
pub async fn store(
    input: impl BufRead + Send + 'static,
    rows: &mut impl Rows,
    options: &Options,
    mut on_unreadable: impl FnMut(u64, &Outcome),
    mut on_commit: impl FnMut(&Batch),
) -> Result<Summary, StoreError> {
    let (sender, mut receiver) = mpsc::channel(BATCH_ROWS);
    let bytes_max = options.line_bytes_max;
    std::thread::spawn(move || read(Lines::new(input, bytes_max), bytes_max, &sender));
    let mut batch = Batch::default();
    let mut tally = Tally::default();
    let mut failed = None;
    let mut due = Instant::now();
    loop {
        let next = if batch.is_empty() {
            due = Instant::now() + BATCH_WAIT;
            Ok(receiver.recv().await)
        } else {
            tokio::time::timeout_at(due, receiver.recv()).await
        };
        match next {
            Ok(Some(Record::Article(article))) => batch.articles.push(*article),
            Ok(Some(Record::Outcome(outcome))) => batch.outcomes.push(outcome),
            Ok(Some(Record::Capture(capture))) if options.keep_captures => batch.captures.push(*capture),
            Ok(Some(Record::Capture(_))) => {}
            Ok(Some(Record::Unreadable(number, outcome))) => {
                tally.take(StageName::Store);
                tally.settle(&outcome);
                on_unreadable(number, &outcome);
                batch.outcomes.push(outcome);
            }
            Ok(Some(Record::Failed(error))) => failed = Some(error),
            Ok(None) => break,
            Err(_) => flush(rows, &mut batch, &mut tally, &mut on_commit).await?,
        }
        if batch.rows() >= BATCH_ROWS {
            flush(rows, &mut batch, &mut tally, &mut on_commit).await?;
        }
    }
    flush(rows, &mut batch, &mut tally, &mut on_commit).await?;
    failed.map_or(Ok(Summary { tally, broken_pipe: false }), |error| Err(error.into()))
}

async fn flush(
    rows: &mut impl Rows,
    batch: &mut Batch,
    tally: &mut Tally,
    on_commit: &mut impl FnMut(&Batch),
) -> Result<(), CommitError> {
    if !batch.is_empty() {
        commit(rows, batch, COMMIT_TRIES, tally, &Metrics::default()).await?;
        on_commit(batch);
        *batch = Batch::default();
    }
    Ok(())
}

/// What a line may hold.
enum Record {
    Article(Box<TaggedArticle>),
    Outcome(Outcome),
    Capture(Box<PackedCapture>),
    Unreadable(u64, Outcome),
    Failed(FilterError),
}

fn read<R: BufRead>(mut lines: Lines<R>, bytes_max: usize, sender: &mpsc::Sender<Record>) {
    let mut after_line = 0;
    loop {
        let record = match lines.next() {
            Ok(Some(line)) => {
                after_line = line.number;
                record(&line, bytes_max)
            }
            Ok(None) => return,
            Err(source) => Record::Failed(FilterError::Read { after_line, source }),
        };
        let ended = matches!(record, Record::Failed(_));
        if sender.blocking_send(record).is_err() || ended {
            return;
        }
    }
}

fn record(line: &Line, bytes_max: usize) -> Record {
    let reason = match parse(line, bytes_max) {
        Ok(article) => return Record::Article(Box::new(article)),
        Err(reason) => reason,
    };
    if let Ok(outcome) = parse(line, bytes_max) {
        return Record::Outcome(outcome);
    }
    match parse::<Capture>(line, bytes_max) {
        Ok(capture) => Record::Capture(Box::new(pack(&capture))),
        Err(_) => Record::Unreadable(line.number, unreadable(StageName::Store, line.number, reason)),
    }
}
