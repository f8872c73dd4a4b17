//! The end of the journey: tagged articles and the ledger, from their streams into rows.

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::Instant;
use veille_model::{Batch, Outcome, StageName};

use super::letter::Letter;
use super::pull::Tap;
use super::serve::{grace, unreadable};
use super::streams::{OUTCOMES, TAGGED};
use super::{Bus, BusError, wire};
use crate::rows::{COMMIT_TRIES, commit};
use crate::{Rows, Stop, Tally};

/// Bounds of the store as a service.
#[derive(Clone, Debug)]
pub struct StoreOptions {
    /// Rows in one commit.
    pub batch_rows: usize,
    /// How long a commit that is not full waits.
    pub batch_wait: Duration,
    /// Bytes in hand, of articles and of outcomes each.
    pub in_hand_bytes: usize,
    /// After this long without a sign of life from an instance its messages go to another.
    pub ack_wait: Duration,
    /// How often a batch is offered to the rows before the service ends with an error.
    pub tries: u32,
    /// How long what is in hand may take after `stop`.
    pub grace: Duration,
    /// Given once messages are taken.
    pub serving: Stop,
}

impl Default for StoreOptions {
    fn default() -> Self {
        Self {
            batch_rows: 500,
            batch_wait: Duration::from_millis(200),
            in_hand_bytes: 64 << 20,
            ack_wait: Duration::from_secs(2),
            tries: COMMIT_TRIES,
            grace: Duration::from_secs(20),
            serving: Stop::new(),
        }
    }
}

impl Bus {
    /// Stores tagged articles and outcomes until `stop`: a batch is acknowledged once it is committed.
    ///
    /// `on_commit` sees each batch once it is stored.
    ///
    /// # Errors
    /// [`BusError::Forbidden`] where we lack a right, at the start or later. Where the streams cannot be had at the start, or the store refuses a batch for good: what was not stored has not
    /// been acknowledged and comes again.
    pub async fn store(
        &self,
        rows: &mut impl Rows,
        options: &StoreOptions,
        mut on_commit: impl FnMut(&Batch) + Send,
        stop: &Stop,
    ) -> Result<Tally, BusError> {
        self.check_rights(StageName::Store)?;
        // Whatever ends this ends the readers too.
        let stop = stop.child_token();
        let _ended = stop.clone().drop_guard();
        let give_up = grace(&stop, options.grace);
        let mut articles = self.open(tap(TAGGED, options), &stop).await?;
        let mut outcomes = self.open(tap(OUTCOMES, options), &stop).await?;
        self.trim_beside(&stop);
        options.serving.cancel();
        let mut tally = Tally::default();
        loop {
            let letters = tokio::select! {
                letters = gather(&mut articles, &mut outcomes, options) => letters,
                error = self.forbidden(StageName::Store.as_str()) => return Err(error),
            };
            let Some(letters) = letters else { break };
            let read = tokio::task::spawn_blocking(move || Mail::read(letters));
            let mut mail = read.await.expect("reading JSON does not panic");
            commit(rows, &mut mail.batch, options.tries.max(1), &mut tally).await?;
            on_commit(&mail.batch);
            for (letter, outcome) in mail.unreadable {
                let posts = [
                    self.dead_letter(StageName::Store, &letter, &outcome),
                    wire::outcome_post(&outcome, wire::run(letter.headers())),
                ];
                if self.post_all(&posts, &give_up).await.is_ok() {
                    tally.take(StageName::Store);
                    tally.settle(&outcome);
                    letter.term().await;
                }
            }
            let acknowledged = async {
                for letter in mail.stored {
                    letter.ack().await;
                }
            };
            // What is stored and not acknowledged comes again, and changes nothing.
            let _ = give_up.run_until_cancelled(acknowledged).await;
        }
        self.flush().await;
        Ok(tally)
    }
}

fn tap(stream: &'static str, options: &StoreOptions) -> Tap {
    Tap {
        stream,
        consumer: StageName::Store.to_string(),
        filter: String::new(),
        // One batch is gathered while another is committed.
        in_hand: options.batch_rows.max(1) * 2,
        in_hand_bytes: options.in_hand_bytes,
        ack_pending_max: options.batch_rows.max(1) * 8,
        ack_wait: options.ack_wait,
        // That the disk is full is no message's fault: however often a store starts and fails, none becomes a dead letter.
        tries: None,
        careful: false,
    }
}

/// Waits for a first letter and then for as many as make a batch, but not for long. None after the last.
async fn gather(
    articles: &mut mpsc::UnboundedReceiver<Letter>,
    outcomes: &mut mpsc::UnboundedReceiver<Letter>,
    options: &StoreOptions,
) -> Option<Vec<Letter>> {
    let mut letters = vec![either(articles, outcomes).await?];
    let due = Instant::now() + options.batch_wait;
    while letters.len() < options.batch_rows {
        match tokio::time::timeout_at(due, either(articles, outcomes)).await {
            Ok(Some(letter)) => letters.push(letter),
            Ok(None) | Err(_) => break,
        }
    }
    Some(letters)
}

async fn either(
    articles: &mut mpsc::UnboundedReceiver<Letter>,
    outcomes: &mut mpsc::UnboundedReceiver<Letter>,
) -> Option<Letter> {
    tokio::select! {
        Some(letter) = articles.recv() => Some(letter),
        Some(letter) = outcomes.recv() => Some(letter),
        else => None,
    }
}

/// A batch with the letters that it was read from.
#[derive(Default)]
struct Mail {
    batch: Batch,
    stored: Vec<Letter>,
    unreadable: Vec<(Letter, Outcome)>,
}

impl Mail {
    fn read(letters: Vec<Letter>) -> Self {
        let mut mail = Self::default();
        for letter in letters {
            letter.done();
            let read = if letter.place.stream == TAGGED {
                wire::read(letter.headers(), letter.payload())
                    .map(|article| mail.batch.articles.push(article))
            } else {
                wire::read(letter.headers(), letter.payload())
                    .map(|outcome| mail.batch.outcomes.push(outcome))
            };
            match read {
                Ok(()) => mail.stored.push(letter),
                Err(reason) => {
                    let outcome = unreadable(StageName::Store, &letter, reason);
                    mail.unreadable.push((letter, outcome));
                }
            }
        }
        mail
    }
}
