//! One stage as a service (competing consumers of a work queue): its input's stream in, its output's subjects and the ledger out.

use std::sync::Arc;
use std::time::Duration;

use veille_model::{Outcome, OutcomeKind, Reason, StageName};

use super::delivery::Delivery;
use super::pull::PullOptions;
use super::worker::Worker;
use super::{Bus, BusError};
use crate::message::carrying;
use crate::stage::Label;
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
            grace: Duration::from_secs(20),
            serving: Stop::new(),
            metrics: Metrics::default(),
            traces: Traces::default(),
        }
    }
}

impl Bus {
    /// Serves a stage until `stop`: takes its messages, publishes what comes of them, waits for the confirmations, and
    /// only then acknowledges. Several instances, in one process or many, share the work.
    ///
    /// `on_outcome` sees every outcome once it is confirmed.
    ///
    /// # Errors
    /// [`BusError::Forbidden`] where we lack a right, at the start or later; where the stage's stream or consumer cannot be
    /// had at the start. Later failures are waited out.
    pub async fn serve<S: Stage>(
        &self,
        stage: Arc<S>,
        options: &ServeOptions,
        on_outcome: impl Fn(&Outcome) + Send + Sync + 'static,
        stop: &Stop,
    ) -> Result<Tally, BusError> {
        // Before all else: what may not be asked is answered by nobody.
        self.check_rights(S::NAME)?;
        // Whatever ends this ends the readers too.
        let stop = stop.child_token();
        let _ended = stop.clone().drop_guard();
        let give_up = grace(&stop, options.grace);
        let deliveries = self.open(pull_options::<S>(options), &stop).await?;
        let worker = Arc::new(Worker::new(self.clone(), stage, options, give_up.clone(), on_outcome));
        let advisories = self.watch_advisories(Arc::clone(&worker), options, &stop, &give_up).await?;
        self.trim_beside(&stop);
        // Only here: what systemd starts after us counts on messages being taken.
        options.serving.cancel();
        let tally = tokio::select! {
            tally = worker.work(deliveries, options) => tally,
            error = self.forbidden(S::NAME.as_str()) => return Err(error),
        };
        // It ends with `stop` too; that it ended in another way would have been logged by whoever caught its panic.
        let _ = give_up.run_until_cancelled(advisories).await;
        self.flush().await;
        Ok(tally)
    }
}

fn pull_options<S: Stage>(options: &ServeOptions) -> PullOptions {
    PullOptions {
        stream: carrying::<S::Input>().stream,
        consumer: S::NAME.to_string(),
        // The stream has nothing else.
        filter: String::new(),
        in_hand: options.in_hand,
        in_hand_bytes: options.in_hand_bytes,
        ack_pending_max: options.ack_pending_max,
        ack_wait: options.ack_wait,
        tries: Some(options.tries.max(1)),
        careful: true,
        metrics: options.metrics.clone(),
    }
}

/// Given up when what is in hand has had its time after `stop`.
pub(super) fn grace(stop: &Stop, grace: Duration) -> Stop {
    let (stop, give_up) = (stop.clone(), Stop::new());
    let giving_up = give_up.clone();
    tokio::spawn(async move {
        stop.cancelled().await;
        tokio::time::sleep(grace).await;
        giving_up.cancel();
    });
    give_up
}

/// Why the server does not take a message.
pub(super) fn too_large(subject: &str, bytes: usize, limit: usize, raise: &str) -> Reason {
    let detail = format!("{bytes} bytes for {subject}, and the NATS server takes {limit}: raise {raise}");
    Reason::new("too_large", detail)
}

/// The outcome of a delivery that cannot be read: all that is known of its input is where it stood.
pub(super) fn unreadable(stage: StageName, delivery: &Delivery, reason: Reason) -> Outcome {
    let place = format!("{}/{}", delivery.place.stream, delivery.place.sequence);
    Label::unreadable(place).outcome(stage, OutcomeKind::Quarantined, Some(reason))
}
