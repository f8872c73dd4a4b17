//! Dead letters: messages that no stage can settle, kept with their cause.
//!
//! A stage that can still speak quarantines its message itself. A message that kills its process cannot be spoken for:
//! the server gives it out so many times and then says that it did, in the stream ADVISORIES, where the next instance of
//! the stage finds it however late it starts.

use std::time::Duration;

use async_nats::HeaderMap;
use async_nats::header::NATS_MESSAGE_ID;
use bytes::Bytes;
use serde::Deserialize;
use tokio::task::JoinHandle;
use tracing::{error, warn};
use veille_model::{Outcome, OutcomeKind, Reason, StageName};

use super::letter::Letter;
use super::post::Post;
use super::pull::Tap;
use super::streams::{ADVISORIES, MAX_DELIVERIES, stream_of};
use super::{Bus, BusError, wire};
use crate::stage::Label;
use crate::{Message, Stop};

const CAUSE: &str = "Veille-Cause";
const CAUSE_CODE: &str = "Veille-Cause-Code";
const SUBJECT: &str = "Veille-Subject";
const STREAM: &str = "Veille-Stream";
const SEQUENCE: &str = "Veille-Sequence";
const ATTEMPTS: &str = "Veille-Attempts";
const PAYLOAD: &str = "Veille-Payload";

/// Longest cause that goes into a header, in characters.
const CAUSE_CHARS_MAX: usize = 500;

/// How often the message of an advisory is looked for.
const ADVISORY_TRIES: u32 = 5;

/// A message that has died, and of what.
struct Dead<'a> {
    stage: StageName,
    stream: &'a str,
    sequence: u64,
    attempts: u32,
    subject: &'a str,
    headers: Option<&'a HeaderMap>,
    payload: Bytes,
    cause: &'a Reason,
}

impl Bus {
    /// The dead letter of a message that a stage has quarantined.
    pub(super) fn dead_letter(&self, stage: StageName, letter: &Letter, outcome: &Outcome) -> Post {
        let unknown = Reason::new("unknown", "no cause was given");
        self.dead_post(&Dead {
            stage,
            stream: &letter.place.stream,
            sequence: letter.place.sequence,
            attempts: letter.place.delivered,
            subject: letter.subject(),
            headers: letter.headers(),
            payload: letter.payload().clone(),
            cause: outcome.reason.as_ref().unwrap_or(&unknown),
        })
    }

    fn dead_post(&self, dead: &Dead<'_>) -> Post {
        let mut headers = HeaderMap::new();
        for (name, values) in dead.headers.into_iter().flat_map(HeaderMap::iter) {
            let name_text: &str = name.as_ref();
            // The server's own headers were about the first publishing.
            if !name_text.starts_with("Nats-") {
                values.iter().for_each(|value| headers.append(name.clone(), value.clone()));
            }
        }
        let id =
            format!("dead/{}/{}/{}/{}", dead.stage, dead.stream, dead.sequence, wire::digest(&dead.payload));
        headers.insert(NATS_MESSAGE_ID, id);
        headers.insert(CAUSE, one_line(&dead.cause.detail));
        headers.insert(CAUSE_CODE, one_line(&dead.cause.code));
        headers.insert(SUBJECT, dead.subject);
        headers.insert(STREAM, dead.stream);
        headers.insert(SEQUENCE, dead.sequence.to_string());
        headers.insert(ATTEMPTS, dead.attempts.to_string());
        let subject = format!("veille.dead.{}", dead.stage);
        let mut post = Post { subject, headers, payload: dead.payload.clone() };
        if self.fits(&post).is_err() {
            // With the cause it is larger than the server takes: its bytes stay where they are.
            post.headers.insert(PAYLOAD, format!("left in {} at {}", dead.stream, dead.sequence));
            post.payload = Bytes::new();
        }
        post
    }

    /// Starts to bury what the server has given up on, for one stage, until `stop`.
    pub(super) async fn bury_the_dead<T: Message>(
        &self,
        stage: StageName,
        stop: &Stop,
        give_up: &Stop,
    ) -> Result<JoinHandle<()>, BusError> {
        let tap = Tap {
            stream: ADVISORIES,
            consumer: stage.to_string(),
            filter: format!("{MAX_DELIVERIES}.*.{stage}"),
            in_hand: 16,
            in_hand_bytes: 64 << 20,
            ack_pending_max: 64,
            ack_wait: Duration::from_secs(15),
            tries: None,
            careful: false,
        };
        let mut letters = self.open(tap, stop).await?;
        let (bus, give_up) = (self.clone(), give_up.clone());
        Ok(tokio::spawn(async move {
            while let Some(letter) = letters.recv().await {
                match bus.bury::<T>(stage, &letter, &give_up).await {
                    Ok(()) => letter.ack().await,
                    Err(cause) => {
                        warn!(%stage, cause, "a dead letter could not be written yet");
                        letter.nak(Duration::from_secs(2)).await;
                    }
                }
            }
        }))
    }

    async fn bury<T: Message>(
        &self,
        stage: StageName,
        letter: &Letter,
        give_up: &Stop,
    ) -> Result<(), String> {
        let advisory: Advisory = match serde_json::from_slice(letter.payload()) {
            Ok(advisory) => advisory,
            Err(error) => {
                let error = veille_model::plain::json(&error);
                error!(
                    error,
                    sequence = letter.place.sequence,
                    "the server's word on a dead message cannot be read"
                );
                return Ok(());
            }
        };
        let Advisory { stream, consumer, stream_seq: sequence, deliveries } = &advisory;
        let place = letter.place.sequence;
        if stream != stream_of::<T>()
            || consumer.as_deref().is_some_and(|consumer| consumer != stage.as_str())
        {
            error!(%stage, stream, place, "an advisory that speaks of what this stage does not read is put aside");
            return Ok(());
        }
        let found = self.find(stream, *sequence).await;
        if let Err(cause) = &found
            && letter.place.delivered < ADVISORY_TRIES
        {
            return Err(cause.clone());
        }
        let Ok(Some(found)) = found else {
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
        let label = wire::read::<T>(headers, &payload).map_or_else(
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
        let posts = [self.dead_post(&dead), wire::outcome_post(&outcome, wire::run(headers))];
        self.post_all(&posts, give_up).await.map_err(|cause| format!("{cause:?}"))
    }

    /// A message by its place; None where it has aged away.
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
}

/// Header values stand on one line.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(CAUSE_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_of_several_lines_fits_on_one() {
        assert_eq!(
            one_line("assertion failed\r\n  left: 1\n right: 2"),
            "assertion failed    left: 1  right: 2"
        );
        assert_eq!(one_line(&"é".repeat(9999)).chars().count(), CAUSE_CHARS_MAX);
    }
}
