//! The store as a service, the end of the journey: tagged articles and the ledger, from their streams into rows.

use std::time::Duration;

use futures_util::stream::{self, BoxStream, SelectAll, StreamExt};
use tokio::sync::mpsc;
use tokio::time::Instant;
use tracing::warn;
use veille_model::{Batch, Capture, Outcome, Reason, StageName};

use super::delivery::{Delivery, unreadable};
use super::pull::PullOptions;
use super::serve::grace;
use super::unsettled::Patience;
use super::{Bus, BusError, codec};
use crate::pack::pack;
use crate::rows::{COMMIT_TRIES, commit, stored};
use crate::topology::{self, CAPTURES, Flow, TAGGED};
use crate::traces::Opened;
use crate::{Metrics, Rows, Stop, Tally, Traces};

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
    /// Whether captures are stored as well, each as it was received.
    pub keep_captures: bool,
    /// How often a batch is offered to the rows before the service ends with an error.
    pub tries: u32,
    /// How long what is in hand may take after `stop`.
    pub grace: Duration,
    /// Given once messages are taken.
    pub serving: Stop,
    /// Where it is counted.
    pub metrics: Metrics,
    /// Where its spans go.
    pub traces: Traces,
}

impl Default for StoreOptions {
    fn default() -> Self {
        Self {
            batch_rows: 500,
            batch_wait: Duration::from_millis(200),
            in_hand_bytes: 64 << 20,
            ack_wait: Duration::from_secs(2),
            keep_captures: false,
            tries: COMMIT_TRIES,
            grace: Duration::from_secs(20),
            serving: Stop::new(),
            metrics: Metrics::default(),
            traces: Traces::default(),
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
        let mut inputs = SelectAll::new();
        for flow in topology::read_by(StageName::Store) {
            let deliveries = self.open(pull_options(flow, options), &stop).await?;
            inputs.push(arriving(deliveries));
        }
        self.trim_beside(&stop);
        options.serving.cancel();
        let mut tally = Tally::counted(&options.metrics);
        loop {
            let deliveries = tokio::select! {
                deliveries = gather(&mut inputs, options) => deliveries,
                error = self.forbidden(StageName::Store.as_str()) => return Err(error),
            };
            let Some(deliveries) = deliveries else { break };
            let (keep_captures, traces) = (options.keep_captures, options.traces.clone());
            let read =
                tokio::task::spawn_blocking(move || Gathered::read(deliveries, keep_captures, &traces));
            let mut gathered = read.await.expect("reading JSON does not panic");
            let tries = options.tries.max(1);
            // Before what cannot be read is put aside: that waits for the server's confirmations.
            let committed = commit(rows, &mut gathered.batch, tries, &mut tally, &options.metrics);
            match give_up.run_until_cancelled(committed).await {
                Some(committed) => committed?,
                None => {
                    warn!("stopped while the store refuses a batch; its messages will come again");
                    break;
                }
            }
            for (opened, outcome) in gathered.spans {
                options.traces.close(Some(opened), true, &outcome);
            }
            on_commit(&gathered.batch);
            for (delivery, outcome) in gathered.unreadable {
                let publications = [
                    self.dead_letter(StageName::Store, &delivery, &outcome),
                    codec::encode_outcome(&outcome, codec::run(delivery.headers())),
                ];
                if self.publish_all(&publications, &give_up).await.is_ok() {
                    tally.take(StageName::Store);
                    tally.settle(&outcome);
                    delivery.term().await;
                }
            }
            let acknowledged = async {
                for delivery in gathered.stored {
                    delivery.ack().await;
                }
            };
            // What is stored and not acknowledged comes again, and changes nothing.
            let _ = give_up.run_until_cancelled(acknowledged).await;
        }
        self.flush().await;
        Ok(tally)
    }
}

fn pull_options(flow: &Flow, options: &StoreOptions) -> PullOptions {
    PullOptions {
        stream: flow.stream,
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
        // No stage works on them.
        patience: Patience { work_max: Duration::MAX, stuck: Stop::new() },
        metrics: options.metrics.clone(),
    }
}

/// Deliveries as a stream, to be joined with others.
fn arriving(mut deliveries: mpsc::UnboundedReceiver<Delivery>) -> BoxStream<'static, Delivery> {
    stream::poll_fn(move |context| deliveries.poll_recv(context)).boxed()
}

/// Waits for a first delivery and then for as many as make a batch, but not for long. None after the last.
async fn gather(inputs: &mut Inputs, options: &StoreOptions) -> Option<Vec<Delivery>> {
    let mut deliveries = vec![inputs.next().await?];
    let due = Instant::now() + options.batch_wait;
    while deliveries.len() < options.batch_rows {
        match tokio::time::timeout_at(due, inputs.next()).await {
            Ok(Some(delivery)) => deliveries.push(delivery),
            Ok(None) | Err(_) => break,
        }
    }
    Some(deliveries)
}

/// What the store reads, whichever comes first.
type Inputs = SelectAll<BoxStream<'static, Delivery>>;

/// A batch with the deliveries that it was read from.
#[derive(Default)]
struct Gathered {
    batch: Batch,
    stored: Vec<Delivery>,
    unreadable: Vec<(Delivery, Outcome)>,
    /// Of its articles, where somebody wants them.
    spans: Vec<(Opened, Outcome)>,
}

impl Gathered {
    fn read(deliveries: Vec<Delivery>, keep_captures: bool, traces: &Traces) -> Self {
        let mut gathered = Self::default();
        for delivery in deliveries {
            // No stage works on it: that a disk is full for a day is no fault of this message.
            delivery.done();
            let read = gathered.take(&delivery, keep_captures, traces);
            match read {
                Ok(()) => gathered.stored.push(delivery),
                Err(reason) => {
                    let outcome = unreadable(StageName::Store, &delivery, reason);
                    gathered.unreadable.push((delivery, outcome));
                }
            }
        }
        gathered
    }

    fn take(&mut self, delivery: &Delivery, keep_captures: bool, traces: &Traces) -> Result<(), Reason> {
        let (headers, payload, stream) = (delivery.headers(), delivery.payload(), &delivery.place.stream);
        if stream == TAGGED.stream {
            let article = codec::decode(headers, payload)?;
            if let Some(opened) = traces.open(codec::trace(headers)) {
                self.spans.push((opened, stored(&article)));
            }
            self.batch.articles.push(article);
        } else if stream == CAPTURES.stream {
            // One that cannot be read is the cleaner's to put aside.
            if let (true, Ok(capture)) = (keep_captures, codec::decode::<Capture>(headers, payload)) {
                self.batch.captures.push(pack(&capture));
            }
        } else {
            self.batch.outcomes.extend(codec::decode_outcomes(headers, payload)?);
        }
        Ok(())
    }
}
