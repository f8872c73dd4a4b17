//! Messages in hand: answered in the end, and vouched for until then.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use async_nats::connection::State;
use async_nats::jetstream::{self, AckKind};
use async_nats::{Client, HeaderMap, Subject};
use bytes::Bytes;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::Instant;
use tracing::{debug, warn};

/// How long a stage may work on a message. What takes longer is given up, so that it comes again and in the end is a dead
/// letter: whoever works on it does not come back.
const WORK_MAX: Duration = Duration::from_secs(300);

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

    /// A stage begins to work on it.
    pub fn begin(&self) {
        self.in_hand.mark(&self.place, Work::Since(Instant::now()));
    }

    /// The stage has answered; from now on it waits for others.
    pub fn done(&self) {
        self.in_hand.mark(&self.place, Work::Done);
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
    work: Work,
    _shares: Shares,
}

/// How far a message in hand has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Work {
    /// It waits for a core.
    Due,
    /// A stage works on it.
    Since(Instant),
    /// What came of it waits to be confirmed: that a stream is full for a day is no fault of this message.
    Done,
}

pub(super) type Shares = (Option<OwnedSemaphorePermit>, Option<OwnedSemaphorePermit>);

impl InHand {
    fn put(&self, place: &Place, reply: Subject, shares: Shares) {
        let held = Held { reply, work: Work::Due, _shares: shares };
        self.held().insert((place.sequence, place.delivered), held);
    }

    fn remove(&self, place: &Place) {
        self.held().remove(&(place.sequence, place.delivered));
    }

    fn mark(&self, place: &Place, work: Work) {
        if let Some(held) = self.held().get_mut(&(place.sequence, place.delivered)) {
            held.work = work;
        }
    }

    /// Where to speak for what is in hand. What a stage is stuck in is let go, and with it what waits for its core.
    fn replies(&self, work_max: Duration) -> Vec<Subject> {
        let mut held = self.held();
        let is_stuck = |held: &Held| matches!(held.work, Work::Since(since) if since.elapsed() >= work_max);
        let stuck = held.values().any(is_stuck);
        held.retain(|(sequence, _), held| {
            let kept = !is_stuck(held) && (!stuck || held.work != Work::Due);
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

/// Tells the server every so often that what is in hand is worked on, until nothing can be in hand any more.
pub(super) async fn keep_alive(in_hand: Weak<InHand>, client: Client, ack_wait: Duration) {
    loop {
        tokio::time::sleep(ack_wait / 4).await;
        let Some(in_hand) = in_hand.upgrade() else { return };
        for reply in in_hand.replies(WORK_MAX) {
            // Without a connection there is nobody to tell, and the message comes again. Told all the same it would wait for
            // the next, before everything else.
            if client.connection_state() != State::Connected {
                break;
            }
            let _ = client.publish(reply, Bytes::from_static(b"+WPI")).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_message_is_vouched_for_unless_a_stage_is_stuck_in_it() {
        let in_hand = InHand::default();
        let place = |sequence| Place { stream: "CAPTURES".to_owned(), sequence, delivered: 1 };
        for sequence in 1..=3 {
            in_hand.put(&place(sequence), format!("reply.{sequence}").into(), (None, None));
        }
        in_hand.mark(&place(1), Work::Done);
        let a_day = Duration::from_secs(24 * 3600);
        tokio::time::advance(a_day).await;
        assert_eq!(in_hand.replies(WORK_MAX).len(), 3, "waiting is no work");
        in_hand.mark(&place(2), Work::Since(Instant::now()));
        tokio::time::advance(WORK_MAX / 2).await;
        assert_eq!(in_hand.replies(WORK_MAX).len(), 3);
        tokio::time::advance(WORK_MAX).await;
        assert_eq!(
            in_hand.replies(WORK_MAX),
            ["reply.1".into()],
            "done is done, the others may go elsewhere"
        );
    }
}
