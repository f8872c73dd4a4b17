//! The server's word that a message was delivered too often (max-deliveries advisories), and the dead letter that it becomes.
//!
//! A message that kills its process cannot be spoken for: the server gives it out so many times and then says that it did, in
//! the stream ADVISORIES, where the next instance of the stage finds it however late it starts.
//!
//! The server counts deliveries, not deaths: those whose answers were lost with a leader, with a link or with a clock that
//! stood still count too, for messages that harm nobody. So what it says is a suspicion, and the message is tried once more
//! by whoever hears of it. Who dies of that leaves the advisory unanswered, and the next one knows. So each is taken alone, and
//! kept until its message is found: those that wait behind one that kills, and those that the server would not give out, have
//! killed nobody.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use async_nats::jetstream::message::StreamMessage;
use async_nats::jetstream::stream::DirectGetErrorKind;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use tokio::task::JoinHandle;
use tracing::{error, warn};
use veille_model::{OutcomeKind, Reason};

use super::dead_letter::Dead;
use super::delivery::Delivery;
use super::pull::PullOptions;
use super::unsettled::{Patience, Place};
use super::worker::{ServeOptions, Worker};
use super::{Bus, BusError, codec};
use crate::backoff::Backoff;
use crate::message::carrying;
use crate::stage::Label;
use crate::topology::ADVISORIES;
use crate::{Metrics, Stage, Stop};

/// Between two tries of a dead letter that cannot be written yet.
const PAUSES: Backoff = Backoff::new(Duration::from_millis(250), Duration::from_secs(60));

/// Deaths of those who tried a message that the server has given up on, before it is a dead letter. Of two, one may have been
/// told to die by somebody else.
const DEATHS_MAX: u32 = 2;

/// Advisories whose deliveries are remembered; the oldest go first.
const REMEMBERED_MAX: usize = 1_000;

/// What hears of the messages of one stage that the server has given up on.
struct Undertaker<S> {
    bus: Bus,
    worker: Arc<Worker<S>>,
    stop: Stop,
    give_up: Stop,
    survived: Survived,
}

/// Deliveries of an advisory that this process has come back from, by its place. Those that were settled too: in a cluster in trouble
/// an advisory comes again though its answer is on the way, and nobody has died of it.
#[derive(Default)]
struct Survived(BTreeMap<u64, u32>);

impl Survived {
    /// How many of the deliveries before this one nobody here has come back from: they were given to who is there no more, or elsewhere.
    fn deaths(&self, sequence: u64, delivered: u32) -> u32 {
        delivered.saturating_sub(1).saturating_sub(self.0.get(&sequence).copied().unwrap_or(0))
    }

    fn came_back(&mut self, sequence: u64) {
        *self.0.entry(sequence).or_default() += 1;
        if self.0.len() > REMEMBERED_MAX {
            self.0.pop_first();
        }
    }
}

impl Bus {
    /// Starts to settle what the server has given up on, for one stage, until `stop`.
    pub(super) async fn watch_advisories<S: Stage>(
        &self,
        worker: Arc<Worker<S>>,
        options: &ServeOptions,
        stop: &Stop,
        give_up: &Stop,
    ) -> Result<JoinHandle<()>, BusError> {
        let stage = S::NAME;
        let pull = PullOptions {
            stream: ADVISORIES.stream,
            consumer: stage.to_string(),
            filter: ADVISORIES.subject(&[&"*", &stage]),
            // One: of those in hand when a process dies the server counts each as given out once more, tried or not.
            in_hand: 1,
            in_hand_bytes: 64 << 20,
            ack_pending_max: 64,
            ack_wait: options.ack_wait * 3,
            // For ever: else the server would say of its own word, too, that it was delivered too often.
            tries: None,
            // They are settled one after the other anyway.
            careful: false,
            // Each is bounded where it is tried.
            patience: Patience { work_max: Duration::MAX, stuck: Stop::new() },
            metrics: Metrics::default(),
        };
        let mut deliveries = self.open(pull, stop).await?;
        let (bus, stop, give_up) = (self.clone(), stop.clone(), give_up.clone());
        let mut undertaker = Undertaker { bus, worker, stop, give_up, survived: Survived::default() };
        Ok(tokio::spawn(async move {
            while let Some(delivery) = deliveries.recv().await {
                undertaker.hear(delivery).await;
            }
        }))
    }
}

impl<S: Stage> Undertaker<S> {
    async fn hear(&mut self, delivery: Delivery) {
        let Place { sequence, delivered, .. } = delivery.place;
        let deaths = self.survived.deaths(sequence, delivered);
        // Counted after it has come back, with whatever result: who dies in between has not come back.
        let settled = self.settle(&delivery, deaths).await;
        self.survived.came_back(sequence);
        match settled {
            Ok(()) => delivery.ack().await,
            Err(cause) => {
                self.tell(&cause);
                delivery.nak(PAUSES.after(delivered)).await;
            }
        }
    }

    async fn settle(&self, delivery: &Delivery, deaths: u32) -> Result<(), String> {
        let (stage, place) = (S::NAME, delivery.place.sequence);
        let advisory: Advisory = match serde_json::from_slice(delivery.payload()) {
            Ok(advisory) => advisory,
            Err(error) => {
                error!(%error, place, "the server's word on a dead message cannot be read");
                // Settled all the same, as it will be no clearer when it comes again.
                return Ok(());
            }
        };
        let (stream, sequence) = (&advisory.stream, advisory.stream_seq);
        // Whoever may publish on the subject can say anything there.
        if stream != carrying::<S::Input>().stream
            || advisory.consumer.as_deref().is_some_and(|consumer| consumer != stage.as_str())
        {
            error!(%stage, stream, place, "an advisory that speaks of what this stage does not read is put aside");
            return Ok(());
        }
        let Some(found) = self.await_found(&advisory).await? else {
            // Forged, or of a stream that was made anew, or its message has aged away: nothing is left to speak of.
            error!(%stage, stream, sequence, place, "an advisory whose message is not there is put aside");
            return Ok(());
        };
        // Before it is tried again: what has killed two processes would kill the third.
        if deaths >= DEATHS_MAX {
            return self.bury(&found, &advisory).await;
        }
        if self.is_answered(&found, &advisory).await? {
            return Ok(());
        }
        let buried = self.bury(&found, &advisory).await;
        // Only now: who ends with it unburied would be one death of two.
        self.worker.stuck();
        buried
    }

    /// The message that is spoken of, however long the server says nothing of it: handed back it would be counted as given out
    /// once more, and two that hand it back to each other would bury what nobody has tried.
    async fn await_found(&self, advisory: &Advisory) -> Result<Option<StreamMessage>, String> {
        let mut tries = 0;
        loop {
            let cause = match self.find(advisory).await {
                Ok(found) => return Ok(found),
                Err(cause) => cause,
            };
            tries += 1;
            self.tell(&cause);
            let pause = tokio::time::sleep(PAUSES.after(tries));
            if self.stop.run_until_cancelled(pause).await.is_none() {
                return Err(cause);
            }
        }
    }

    /// As long as it takes: the message may be what killed every process so far.
    fn tell(&self, cause: &str) {
        if self.bus.told.is_due(&format!("dead letters of {}", S::NAME)) {
            warn!(stage = %S::NAME, cause, "a message that the server has given up on cannot be settled yet");
        }
    }

    /// The message that is spoken of; None where the server says that it is not there, an error where it says nothing.
    async fn find(&self, advisory: &Advisory) -> Result<Option<StreamMessage>, String> {
        let stream = self.bus.context.get_stream_no_info(&advisory.stream).await;
        let found = match stream.map_err(|error| error.to_string())?.direct_get(advisory.stream_seq).await {
            Ok(message) => message,
            Err(error) if error.kind() == DirectGetErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.to_string()),
        };
        // A stream that was made anew gives the sequences of the dead to messages that came after them.
        let said = advisory.timestamp.as_ref().and_then(|text| text.parse::<DateTime<Utc>>().ok());
        Ok(Some(found).filter(|found| said.is_none_or(|said| found.time <= said)))
    }

    /// Tries a message once more; whether the stage has come back from it.
    async fn is_answered(&self, found: &StreamMessage, advisory: &Advisory) -> Result<bool, String> {
        let Advisory { stream, stream_seq: sequence, deliveries, .. } = advisory;
        let place = Place { stream: stream.clone(), sequence: *sequence, delivered: *deliveries };
        warn!(stage = %S::NAME, stream, sequence, deliveries, "trying a message once more that was never answered");
        let delivery = Delivery::found(found.clone(), place, &self.bus.context);
        match Arc::clone(&self.worker).answer_alone(delivery).await {
            Some(true) => Ok(true),
            Some(false) => Err("given up while stopping".to_owned()),
            None => Ok(false),
        }
    }

    async fn bury(&self, found: &StreamMessage, advisory: &Advisory) -> Result<(), String> {
        let Advisory { stream, stream_seq: sequence, deliveries, .. } = advisory;
        let stage = S::NAME;
        let cause = Reason::new(
            "max_deliveries",
            format!(
                "delivered {deliveries} times and never answered, nor when it was tried by itself: each time its process was killed, cut off or stuck in it"
            ),
        );
        let headers = Some(&found.headers);
        // What kills its process may be what cannot be read.
        let label = codec::decode::<S::Input>(headers, &found.payload).map_or_else(
            |_| Label::unreadable(format!("{stream}/{sequence}")),
            |message| Label::of(&message),
        );
        let dead = Dead {
            stage,
            stream,
            sequence: *sequence,
            attempts: *deliveries,
            subject: &found.subject,
            headers,
            payload: found.payload.clone(),
            cause: &cause,
        };
        error!(%stage, stream, sequence, input = label.input, "a message that is never answered is a dead letter now");
        let outcome = label.outcome(stage, OutcomeKind::Quarantined, Some(cause.clone()));
        let publications =
            [self.bus.dead_publication(&dead), codec::encode_outcome(&outcome, codec::run(headers))];
        self.bus.publish_all(&publications, &self.give_up).await.map_err(|cause| format!("{cause:?}"))
    }
}

/// `io.nats.jetstream.advisory.v1.max_deliver`, as far as it concerns us.
#[derive(Deserialize)]
struct Advisory {
    stream: String,
    consumer: Option<String>,
    stream_seq: u64,
    deliveries: u32,
    timestamp: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_comes_back_from_a_delivery_has_not_died_of_it_whether_it_is_settled_or_not() {
        let mut survived = Survived::default();
        assert_eq!(survived.deaths(7, 3), 2, "both before were given to others");
        for delivered in 1..=5 {
            assert_eq!(survived.deaths(8, delivered), 0);
            survived.came_back(8);
        }
        (100..2_000).for_each(|sequence| survived.came_back(sequence));
        assert_eq!((survived.0.len(), survived.deaths(1_999, 2)), (REMEMBERED_MAX, 0));
    }
}
