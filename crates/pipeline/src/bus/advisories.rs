//! The server's word that a message was delivered too often (max-deliveries advisories), and the dead letter that it becomes.
//!
//! A message that kills its process cannot be spoken for: the server gives it out so many times and then says that it did, in
//! the stream ADVISORIES, where the next instance of the stage finds it however late it starts.

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use tokio::task::JoinHandle;
use tracing::{error, warn};
use veille_model::{OutcomeKind, Reason, StageName};

use super::dead_letter::Dead;
use super::delivery::Delivery;
use super::pull::PullOptions;
use super::{Bus, BusError, codec};
use crate::backoff::Backoff;
use crate::message::carrying;
use crate::stage::Label;
use crate::topology::ADVISORIES;
use crate::{Message, Metrics, Stop};

/// Between two tries of a dead letter that cannot be written yet.
const PAUSES: Backoff = Backoff::new(Duration::from_millis(250), Duration::from_secs(60));

impl Bus {
    /// Starts to make dead letters of what the server has given up on, for one stage, until `stop`.
    pub(super) async fn watch_advisories<T: Message>(
        &self,
        stage: StageName,
        stop: &Stop,
        give_up: &Stop,
    ) -> Result<JoinHandle<()>, BusError> {
        let pull = PullOptions {
            stream: ADVISORIES.stream,
            consumer: stage.to_string(),
            filter: ADVISORIES.subject(&[&"*", &stage]),
            // Few at a time: each is a message that has killed processes.
            in_hand: 16,
            in_hand_bytes: 64 << 20,
            ack_pending_max: 64,
            ack_wait: Duration::from_secs(15),
            // For ever: else the server would say of its own word, too, that it was delivered too often.
            tries: None,
            // The stage does not run here, and it is what kills.
            careful: false,
            metrics: Metrics::default(),
        };
        let mut deliveries = self.open(pull, stop).await?;
        let (bus, give_up) = (self.clone(), give_up.clone());
        Ok(tokio::spawn(async move {
            while let Some(delivery) = deliveries.recv().await {
                match bus.keep_dead_letter::<T>(stage, &delivery, &give_up).await {
                    Ok(()) => delivery.ack().await,
                    Err(cause) => {
                        // As long as it takes: the message may be what killed every process so far.
                        if bus.told.is_due(&format!("dead letters of {stage}")) {
                            warn!(%stage, cause, "a dead letter could not be written yet");
                        }
                        let pause = PAUSES.after(delivery.place.delivered);
                        delivery.nak(pause).await;
                    }
                }
            }
        }))
    }

    async fn keep_dead_letter<T: Message>(
        &self,
        stage: StageName,
        delivery: &Delivery,
        give_up: &Stop,
    ) -> Result<(), String> {
        let advisory: Advisory = match serde_json::from_slice(delivery.payload()) {
            Ok(advisory) => advisory,
            Err(error) => {
                error!(%error, sequence = delivery.place.sequence, "the server's word on a dead message cannot be read");
                // Settled all the same, as it will be no clearer when it comes again.
                return Ok(());
            }
        };
        let Advisory { stream, consumer, stream_seq: sequence, deliveries, timestamp } = &advisory;
        let place = delivery.place.sequence;
        // Whoever may publish on the subject can say anything there.
        if stream != carrying::<T>().stream
            || consumer.as_deref().is_some_and(|consumer| consumer != stage.as_str())
        {
            error!(%stage, stream, place, "an advisory that speaks of what this stage does not read is put aside");
            return Ok(());
        }
        // A stream that was made anew gives the sequences of the dead to messages that came after them.
        let found = self.find(stream, *sequence).await?;
        let said = timestamp.as_ref().and_then(|text| text.parse::<DateTime<Utc>>().ok());
        let found = found.filter(|found| said.is_none_or(|said| found.time <= said));
        let Some(found) = found else {
            // Forged, or of a stream that was made anew, or its message has aged away: nothing is left to speak of.
            error!(%stage, stream, sequence, place, "an advisory whose message is not there is put aside");
            return Ok(());
        };
        let cause = Reason::new(
            "max_deliveries",
            format!(
                "delivered {deliveries} times and never answered: each time its process was killed or cut off"
            ),
        );
        let (subject, headers, payload) =
            (found.subject.as_str(), Some(&found.headers), found.payload.clone());
        // What kills its process may be what cannot be read.
        let label = codec::decode::<T>(headers, &payload).map_or_else(
            |_| Label::unreadable(format!("{stream}/{sequence}")),
            |message| Label::of(&message),
        );
        let dead = Dead {
            stage,
            stream,
            sequence: *sequence,
            attempts: *deliveries,
            subject,
            headers,
            payload,
            cause: &cause,
        };
        error!(%stage, stream, sequence, input = label.input, "a message that is never answered is a dead letter now");
        let outcome = label.outcome(stage, OutcomeKind::Quarantined, Some(cause.clone()));
        let publications =
            [self.dead_publication(&dead), codec::encode_outcome(&outcome, codec::run(headers))];
        self.publish_all(&publications, give_up).await.map_err(|cause| format!("{cause:?}"))
    }

    /// A message by its place; None where the server says that it is not there, an error where it says nothing.
    async fn find(
        &self,
        stream: &str,
        sequence: u64,
    ) -> Result<Option<async_nats::jetstream::message::StreamMessage>, String> {
        use async_nats::jetstream::stream::DirectGetErrorKind;
        let stream = self.context.get_stream_no_info(stream).await.map_err(|error| error.to_string())?;
        match stream.direct_get(sequence).await {
            Ok(message) => Ok(Some(message)),
            Err(error) if error.kind() == DirectGetErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.to_string()),
        }
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
