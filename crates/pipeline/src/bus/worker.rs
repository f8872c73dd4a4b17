//! A stage at work on deliveries: on all cores, and what comes of each published, confirmed, and only then acknowledged.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::{FutureExt, StreamExt, stream};
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinSet;
use tracing::{debug, warn};
use veille_model::{Outcome, OutcomeKind, Reason};

use super::delivery::{Delivery, unreadable};
use super::publish::{Publication, Unconfirmed, too_large};
use super::unsettled::Patience;
use super::{Bus, codec};
use crate::in_hand::{InHand, Share};
use crate::stage::decide;
use crate::traces::{Opened, following};
use crate::{Metrics, Stage, Stop, Tally, Traces};

/// Bounds of a service.
#[derive(Clone, Debug)]
pub struct ServeOptions {
    /// Threads that run the stage.
    pub cores: usize,
    /// Messages handed to a thread at once, where as many are there.
    pub chunk_messages: usize,
    /// Messages in hand of this instance.
    pub in_hand: usize,
    /// Their bytes as they travel.
    pub in_hand_bytes: usize,
    /// Bytes of those that are worked on, decompressed: from there until what came of them is confirmed.
    pub decoded_bytes: usize,
    /// Messages in hand of all instances together.
    pub ack_pending_max: usize,
    /// After this long without a sign of life from an instance its messages go to another.
    pub ack_wait: Duration,
    /// Deliveries of one message; then it is a dead letter.
    pub tries: u32,
    /// How long one message may be worked on. Who is stuck in one for longer ends, so that a core is not lost for good: the
    /// server gives it to others, each alone, and in the end it is a dead letter.
    pub work_max: Duration,
    /// How long what is in hand may take after `stop`.
    pub grace: Duration,
    /// Given once messages are taken.
    pub serving: Stop,
    /// Where it is counted.
    pub metrics: Metrics,
    /// Where its spans go.
    pub traces: Traces,
}

impl Default for ServeOptions {
    fn default() -> Self {
        Self {
            cores: std::thread::available_parallelism().map_or(2, usize::from),
            chunk_messages: 16,
            in_hand: 512,
            in_hand_bytes: 64 << 20,
            // Cleaning takes some ten times what a page unfolds to: two of 30 MB at once took 800 MB.
            decoded_bytes: 32 << 20,
            // Eight instances with their hands full.
            ack_pending_max: 4096,
            // What is in hand is vouched for three times in this, so it may be short: what was in hand of an instance
            // that died waits as long.
            ack_wait: Duration::from_secs(2),
            tries: 5,
            work_max: Duration::from_secs(300),
            grace: Duration::from_secs(20),
            serving: Stop::new(),
            metrics: Metrics::default(),
            traces: Traces::default(),
        }
    }
}

/// A stage and what it takes to answer deliveries.
pub(super) struct Worker<S> {
    bus: Bus,
    stage: Arc<S>,
    tries: u32,
    patience: Patience,
    give_up: Stop,
    on_outcome: Box<dyn Fn(&Outcome) + Send + Sync>,
    metrics: Metrics,
    traces: Traces,
    tally: Mutex<Tally>,
}

/// What is to be done about a delivery.
struct Answer {
    delivery: Delivery,
    publications: Vec<Publication>,
    outcome: Outcome,
    run: Option<String>,
    retry_after: Option<Duration>,
    span: Option<Opened>,
}

impl<S: Stage> Worker<S> {
    pub fn new(
        bus: Bus,
        stage: Arc<S>,
        options: &ServeOptions,
        patience: Patience,
        give_up: Stop,
        on_outcome: impl Fn(&Outcome) + Send + Sync + 'static,
    ) -> Self {
        let (tries, on_outcome) = (options.tries.max(1), Box::new(on_outcome));
        let (metrics, traces) = (options.metrics.clone(), options.traces.clone());
        let tally = Mutex::new(Tally::counted(&metrics));
        Self { bus, stage, tries, patience, give_up, on_outcome, metrics, traces, tally }
    }

    /// Works until the deliveries end and all of them are settled.
    pub async fn work(
        self: Arc<Self>,
        mut deliveries: mpsc::UnboundedReceiver<Delivery>,
        options: &ServeOptions,
    ) -> Tally {
        let cores = Arc::new(Semaphore::new(options.cores.max(1)));
        // Pages travel compressed, and some unfold to a hundred times their size: what is worked on is counted once more.
        let decoded = InHand::of_bytes(options.decoded_bytes);
        let watched = decoded.clone();
        self.metrics.watch("decoded", move || watched.depth());
        let mut chunks = JoinSet::new();
        let mut next = None;
        loop {
            let taking = async {
                // A core before a message: those that come meanwhile go to it together.
                let core = Arc::clone(&cores).acquire_owned().await.expect("nobody closes this semaphore");
                let first = match next.take() {
                    Some(delivery) => delivery,
                    None => deliveries.recv().await?,
                };
                let share = decoded.take(1, decoded_bytes(&first)).await;
                Some((core, first, share))
            };
            // Where a stage is stuck on every core, none comes back.
            let Some((core, first, share)) = self.give_up.run_until_cancelled(taking).await.flatten() else {
                break;
            };
            let mut chunk = vec![(first, share)];
            while chunk.len() < options.chunk_messages {
                let Ok(delivery) = deliveries.try_recv() else { break };
                let Some(share) = decoded.try_take(1, decoded_bytes(&delivery)) else {
                    // Not waited for in a chunk that holds room itself: it opens the next one.
                    next = Some(delivery);
                    break;
                };
                chunk.push((delivery, share));
            }
            let worker = Arc::clone(&self);
            chunks.spawn(async move {
                let on_core = Arc::clone(&worker);
                let work = move || -> Vec<(Answer, Share)> {
                    // Free again when the stage has answered: publishing takes none.
                    let _core = core;
                    chunk.into_iter().map(|(delivery, share)| (on_core.answer(delivery), share)).collect()
                };
                let answers = tokio::task::spawn_blocking(work).await.expect("stages' panics are caught");
                let entries = answers.iter().map(|(answer, _)| (&answer.outcome, answer.run.as_deref()));
                let entries = codec::encode_outcomes(entries);
                // One message for all of the chunk, which all wait for.
                let ledger = worker.bus.publish_all(&entries, &worker.give_up);
                let ledger = ledger.map(|published| published.is_ok()).shared();
                let carried_out = |(answer, share)| {
                    let (worker, ledger) = (&worker, ledger.clone());
                    async move {
                        worker.carry_out(answer, ledger).await;
                        drop(share);
                    }
                };
                // All at once, so that a chunk waits for one confirmation's time and not for sixteen.
                stream::iter(answers).for_each_concurrent(None, carried_out).await;
            });
            // A set keeps what its tasks gave until it is taken, and a service never ends.
            while chunks.try_join_next().is_some() {}
        }
        let settled = async { while chunks.join_next().await.is_some() {} };
        if self.give_up.run_until_cancelled(settled).await.is_none() {
            warn!(stage = %S::NAME, "stopped with work in hand; its messages will come again");
        }
        self.tally.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Answers one message by itself; whether what came of it is confirmed, None where the stage is stuck in it.
    pub async fn answer_alone(self: Arc<Self>, delivery: Delivery) -> Option<bool> {
        let on_core = Arc::clone(&self);
        let work = tokio::task::spawn_blocking(move || on_core.answer(delivery));
        // The work alone: that what came of it waits for a full stream is no fault of the message.
        let answer = tokio::time::timeout(self.patience.work_max, work).await;
        let answer = answer.ok()?.expect("stages' panics are caught");
        let entries = codec::encode_outcomes([(&answer.outcome, answer.run.as_deref())]);
        let ledger = self.bus.publish_all(&entries, &self.give_up).map(|published| published.is_ok());
        Some(self.carry_out(answer, ledger).await)
    }

    /// What was tried alone never comes back, and keeps a thread busy for as long as this process lives.
    pub fn stuck(&self) {
        self.patience.stuck.cancel();
    }

    /// The work that takes a core: reading, the stage itself, writing.
    fn answer(&self, delivery: Delivery) -> Answer {
        delivery.begin();
        let answer = self.settle(delivery);
        answer.delivery.done();
        answer
    }

    fn settle(&self, delivery: Delivery) -> Answer {
        let run = codec::run(delivery.headers()).map(str::to_owned);
        let before = codec::trace(delivery.headers());
        let span = self.traces.open(before);
        // Without an input there is no source and no address to put into the outcome: its place in the stream names it.
        let input: S::Input = match codec::decode(delivery.headers(), delivery.payload()) {
            Ok(input) => input,
            Err(reason) => {
                let outcome = unreadable(S::NAME, &delivery, reason);
                return Answer { delivery, publications: Vec::new(), outcome, run, retry_after: None, span };
            }
        };
        // By the server's count, which outlives a process.
        let last_try = delivery.place.delivered >= self.tries;
        let decision = self.metrics.timed(S::NAME, || decide(self.stage.as_ref(), input, last_try));
        let trace = following(span, before);
        let encode = |output| codec::encode(output, run.as_deref(), trace);
        let publications: Vec<Publication> = decision.outputs.iter().flat_map(encode).collect();
        // Before any is sent: an input is passed on whole or not at all.
        let Some(reason) = publications.iter().find_map(|publication| self.too_large(publication)) else {
            return Answer {
                delivery,
                publications,
                outcome: decision.outcome,
                run,
                retry_after: decision.retry_after,
                span,
            };
        };
        let outcome = Outcome {
            outcome: OutcomeKind::Quarantined,
            reason: Some(reason),
            outputs: Vec::new(),
            ..decision.outcome
        };
        Answer { delivery, publications: Vec::new(), outcome, run, retry_after: None, span }
    }

    /// Publishes what came of a delivery and settles it, once that and its entry in the ledger are confirmed. Says whether
    /// they were.
    async fn carry_out(&self, answer: Answer, ledger: impl Future<Output = bool>) -> bool {
        let Answer { delivery, mut publications, outcome, retry_after, span, .. } = answer;
        let quarantined = outcome.outcome == OutcomeKind::Quarantined;
        if quarantined {
            publications.push(self.bus.dead_letter(S::NAME, &delivery, &outcome));
        }
        let (published, is_entered) =
            tokio::join!(self.bus.publish_all(&publications, &self.give_up), ledger);
        if published.is_err() || !is_entered {
            let sequence = delivery.place.sequence;
            warn!(sequence, "given up while stopping; the message will come again");
            return false;
        }
        match retry_after {
            Some(after) => delivery.nak(after).await,
            // Not acknowledged: the server counts it among those that were terminated.
            None if quarantined => delivery.term().await,
            None => delivery.ack().await,
        }
        self.traces.close(span, true, &outcome);
        self.note(&outcome);
        true
    }

    fn too_large(&self, publication: &Publication) -> Option<Reason> {
        match self.bus.fits(publication) {
            Err(Unconfirmed::TooLarge { bytes, limit, raise }) => {
                Some(too_large(&publication.subject, bytes, limit, raise))
            }
            _ => None,
        }
    }

    fn note(&self, outcome: &Outcome) {
        debug!(stage = %S::NAME, source = %outcome.source, input = outcome.input, outcome = %outcome.outcome, "settled");
        let mut tally = self.tally.lock().unwrap_or_else(PoisonError::into_inner);
        // An input that comes again is counted when it is settled, once.
        if outcome.outcome != OutcomeKind::Retried {
            tally.take(S::NAME);
        }
        tally.settle(outcome);
        // Whoever looks on may be slow; the others do not wait for that.
        drop(tally);
        (self.on_outcome)(outcome);
    }
}

/// What a delivery takes when it is decompressed.
fn decoded_bytes(delivery: &Delivery) -> usize {
    usize::try_from(codec::decoded_bytes(delivery.headers(), delivery.payload())).unwrap_or(usize::MAX)
}
