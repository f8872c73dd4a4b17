//! Messages in hand: answered in the end, and vouched for until then.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use async_nats::jetstream::{self, AckKind};
use async_nats::{Client, HeaderMap, Subject};
use bytes::Bytes;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::Instant;
use tracing::{debug, warn};

/// For how many ack waits a message is vouched for: five minutes where the wait is 15 s.
const VOUCHED_WAITS: u32 = 20;

/// Where a message stands, and how often it was delivered.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub stream: String,
    pub sequence: u64,
    pub delivered: u32,
}

/// A message in hand. Dropped without an answer, it comes again.
pub(super) struct Letter {
    message: jetstream::Message,
    pub place: Place,
    in_hand: Arc<InHand>,
}

impl Letter {
    /// Takes a message in hand with its shares; None where it comes from no stream.
    pub fn take(message: jetstream::Message, in_hand: &Arc<InHand>, shares: Shares) -> Option<Self> {
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
            in_hand.put(&place, reply, shares);
        }
        Some(Self { message, place, in_hand: Arc::clone(in_hand) })
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
        self.in_hand.remove(&self.place);
        if let Err(error) = self.message.ack_with(kind).await {
            debug!(%error, sequence = self.place.sequence, "an answer was not sent");
        }
    }
}

impl Drop for Letter {
    fn drop(&mut self) {
        self.in_hand.remove(&self.place);
    }
}

/// What is in hand: where to say that it is worked on, since when it is, and its share of what may be.
#[derive(Default)]
pub(super) struct InHand(Mutex<HashMap<(u64, u32), Held>>);

struct Held {
    reply: Subject,
    since: Instant,
    _shares: Shares,
}

pub(super) type Shares = (Option<OwnedSemaphorePermit>, Option<OwnedSemaphorePermit>);

impl InHand {
    fn put(&self, place: &Place, reply: Subject, shares: Shares) {
        let held = Held { reply, since: Instant::now(), _shares: shares };
        self.held().insert((place.sequence, place.delivered), held);
    }

    fn remove(&self, place: &Place) {
        self.held().remove(&(place.sequence, place.delivered));
    }

    /// Where to speak for what is in hand. What is there for too long is let go: whoever works on it does not come back.
    fn replies(&self, age_max: Duration) -> Vec<Subject> {
        let mut held = self.held();
        held.retain(|(sequence, _), held| {
            let kept = held.since.elapsed() < age_max;
            if !kept {
                warn!(sequence, "a message is worked on for too long; it will come again");
            }
            kept
        });
        held.values().map(|held| held.reply.clone()).collect()
    }

    fn held(&self) -> MutexGuard<'_, HashMap<(u64, u32), Held>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Tells the server every so often that what is in hand is worked on, until nothing can be in hand any more. A message
/// on which a stage works for ever is given up, so that it comes again and in the end is a dead letter.
pub(super) async fn keep_alive(in_hand: Weak<InHand>, client: Client, ack_wait: Duration) {
    loop {
        tokio::time::sleep(ack_wait / 3).await;
        let Some(in_hand) = in_hand.upgrade() else { return };
        for reply in in_hand.replies(ack_wait * VOUCHED_WAITS) {
            // Without a connection there is nobody to tell, and the message comes again.
            let _ = client.publish(reply, Bytes::from_static(b"+WPI")).await;
        }
    }
}
