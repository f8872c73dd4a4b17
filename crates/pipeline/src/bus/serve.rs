//! One stage as a service (competing consumers of a work queue): its input's stream in, its output's subjects and the ledger out.

use std::sync::Arc;
use std::time::Duration;

use tracing::error;
use veille_model::Outcome;

use super::pull::PullOptions;
use super::unsettled::Patience;
use super::worker::{ServeOptions, Worker};
use super::{Bus, BusError};
use crate::message::carrying;
use crate::{Stage, Stop, Tally};

impl Bus {
    /// Serves a stage until `stop`: takes its messages, publishes what comes of them, waits for the confirmations, and
    /// only then acknowledges. Several instances, in one process or many, share the work.
    ///
    /// `on_outcome` sees every outcome once it is confirmed.
    ///
    /// # Errors
    /// [`BusError::Forbidden`] where we lack a right, at the start or later; where the stage's stream or consumer cannot be
    /// had at the start. [`BusError::Stuck`] where the stage does not come back from a message: the process is to end, since
    /// nothing else frees the thread. Other failures are waited out.
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
        let patience = Patience { work_max: options.work_max, stuck: Stop::new() };
        let deliveries = self.open(pull_options::<S>(options, patience.clone()), &stop).await?;
        let worker = Worker::new(self.clone(), stage, options, patience.clone(), give_up.clone(), on_outcome);
        let worker = Arc::new(worker);
        let advisories = self.watch_advisories(Arc::clone(&worker), options, &stop, &give_up).await?;
        self.trim_beside(&stop);
        // Only here: what systemd starts after us counts on messages being taken.
        options.serving.cancel();
        let (stuck, metrics, stopped) = (patience.stuck.clone(), options.metrics.clone(), stop.clone());
        tokio::spawn(async move {
            if stopped.run_until_cancelled(stuck.cancelled()).await.is_some() {
                metrics.stuck(S::NAME);
                error!(stage = %S::NAME, "the stage does not come back from a message; ending, for nothing else frees its core");
                // The others that are in hand have their time.
                stopped.cancel();
            }
        });
        // What we may not ask is answered by nobody: whatever waits for it would wait for good.
        let tally = tokio::select! {
            tally = worker.work(deliveries, options) => tally,
            error = self.forbidden(S::NAME.as_str()) => return Err(error),
        };
        // It ends with `stop` too; that it ended in another way would have been logged by whoever caught its panic.
        let _ = give_up.run_until_cancelled(advisories).await;
        self.flush().await;
        match patience.stuck.is_cancelled() {
            true => Err(BusError::Stuck { stage: S::NAME, work_max: options.work_max }),
            false => Ok(tally),
        }
    }
}

fn pull_options<S: Stage>(options: &ServeOptions, patience: Patience) -> PullOptions {
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
        patience,
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
