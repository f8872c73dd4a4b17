//! A message in hand: acknowledged in the end (ack, nak, term), or given back.

use std::sync::Arc;
use std::time::Duration;

use async_nats::HeaderMap;
use async_nats::jetstream::message::StreamMessage;
use async_nats::jetstream::{self, AckKind, Context};
use bytes::Bytes;
use tokio::time::Instant;
use tracing::{debug, warn};
use veille_model::{Outcome, OutcomeKind, Reason, StageName};

use super::unsettled::{Place, Unsettled, Work};
use crate::in_hand::Share;
use crate::stage::Label;

/// A message in hand. Dropped without an answer, it comes again.
pub(super) struct Delivery {
    message: jetstream::Message,
    pub place: Place,
    unsettled: Arc<Unsettled>,
}

impl Delivery {
    /// Takes a message in hand with its share; None where it comes from no stream.
    pub fn take(message: jetstream::Message, unsettled: &Arc<Unsettled>, share: Share) -> Option<Self> {
        let place = match message.info() {
            Ok(info) => Place {
                stream: info.stream.to_owned(),
                sequence: info.stream_sequence,
                delivered: u32::try_from(info.delivered).unwrap_or(u32::MAX),
            },
            Err(error) => {
                warn!(%error, subject = %message.subject, "a message without a place in a stream");
                return None;
            }
        };
        if let Some(reply) = message.reply.clone() {
            unsettled.put(&place, reply, share);
        }
        Some(Self { message, place, unsettled: Arc::clone(unsettled) })
    }

    /// A message that the server gives out no more, read at its place. Nobody waits for its answer.
    pub fn found(found: StreamMessage, place: Place, context: &Context) -> Self {
        let message = async_nats::Message {
            subject: found.subject,
            reply: None,
            length: found.payload.len(),
            payload: found.payload,
            headers: Some(found.headers),
            status: None,
            description: None,
        };
        let message = jetstream::Message { message, context: context.clone() };
        Self { message, place, unsettled: Arc::default() }
    }

    pub fn subject(&self) -> &str {
        &self.message.subject
    }

    pub fn headers(&self) -> Option<&HeaderMap> {
        self.message.headers.as_ref()
    }

    pub fn payload(&self) -> &Bytes {
        &self.message.payload
    }

    /// A stage begins to work on it.
    pub fn begin(&self) {
        self.unsettled.mark(&self.place, Work::Since(Instant::now()));
    }

    /// The stage has answered; from now on it waits for others.
    pub fn done(&self) {
        self.unsettled.mark(&self.place, Work::Done);
    }

    /// Settled.
    pub async fn ack(self) {
        self.answer(AckKind::Ack).await;
    }

    /// To be delivered again after this long.
    pub async fn nak(self, after: Duration) {
        self.answer(AckKind::Nak(Some(after))).await;
    }

    /// Never to be delivered again.
    pub async fn term(self) {
        self.answer(AckKind::Term).await;
    }

    /// An answer that is lost costs a second delivery, which changes nothing.
    async fn answer(self, kind: AckKind) {
        // Before it is sent, which may wait for a connection: its room is free now.
        self.unsettled.remove(&self.place);
        if let Err(error) = self.message.ack_with(kind).await {
            debug!(%error, sequence = self.place.sequence, "an answer was not sent");
        }
    }
}

impl Drop for Delivery {
    fn drop(&mut self) {
        // Where nobody answered, nobody vouches for it any more, and it goes to another.
        self.unsettled.remove(&self.place);
    }
}

/// The outcome of a delivery that cannot be read: all that is known of its input is where it stood.
pub(super) fn unreadable(stage: StageName, delivery: &Delivery, reason: Reason) -> Outcome {
    let place = format!("{}/{}", delivery.place.stream, delivery.place.sequence);
    Label::unreadable(place).outcome(stage, OutcomeKind::Quarantined, Some(reason))
}
