//! Deliveries that are not settled yet: vouched for while they are worked on (`+WPI`, work in progress, before `ack_wait` is over).

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use async_nats::connection::State;
use async_nats::{Client, Subject};
use bytes::Bytes;
use tokio::time::Instant;
use tracing::warn;

use crate::Stop;
use crate::in_hand::Share;

/// Where a message stands, and how often it was delivered.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub stream: String,
    pub sequence: u64,
    pub delivered: u32,
}

/// What is in hand: where to say that it is worked on, since when it is, and its share of what may be.
#[derive(Default)]
pub(super) struct Unsettled(Mutex<HashMap<(u64, u32), Held>>);

struct Held {
    reply: Subject,
    work: Work,
    _share: Share,
}

/// How far a message in hand has come.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Work {
    /// It waits for a core.
    Due,
    /// A stage works on it.
    Since(Instant),
    /// What came of it waits to be confirmed: that a stream is full for a day is no fault of this message.
    Done,
}

impl Unsettled {
    pub fn put(&self, place: &Place, reply: Subject, share: Share) {
        let held = Held { reply, work: Work::Due, _share: share };
        // With the delivery: a message may come again while what it came as before is worked on.
        self.held().insert((place.sequence, place.delivered), held);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.held().len()
    }

    pub fn remove(&self, place: &Place) {
        self.held().remove(&(place.sequence, place.delivered));
    }

    pub fn mark(&self, place: &Place, work: Work) {
        if let Some(held) = self.held().get_mut(&(place.sequence, place.delivered)) {
            held.work = work;
        }
    }

    /// Where to speak for what is in hand, and whether a stage is stuck. What it is stuck in is let go, and with it what waits
    /// for its core.
    fn replies(&self, work_max: Duration) -> (Vec<Subject>, bool) {
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
        (held.values().map(|held| held.reply.clone()).collect(), stuck)
    }

    fn held(&self) -> MutexGuard<'_, HashMap<(u64, u32), Held>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How long one message may be worked on, and who hears of one that is worked on for longer.
#[derive(Clone, Debug)]
pub(super) struct Patience {
    pub work_max: Duration,
    pub stuck: Stop,
}

/// Tells the server every so often that what is in hand is worked on, until nothing can be in hand any more.
pub(super) async fn keep_alive(
    unsettled: Weak<Unsettled>,
    client: Client,
    ack_wait: Duration,
    patience: Patience,
) {
    loop {
        // Three in each wait: two may be lost before the server gives the message to another.
        tokio::time::sleep(ack_wait / 4).await;
        let Some(unsettled) = unsettled.upgrade() else { return };
        let (replies, is_stuck) = unsettled.replies(patience.work_max);
        if is_stuck {
            patience.stuck.cancel();
        }
        for reply in replies {
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

    const WORK_MAX: Duration = Duration::from_secs(300);

    #[tokio::test(start_paused = true)]
    async fn a_message_is_vouched_for_unless_a_stage_is_stuck_in_it() {
        let unsettled = Unsettled::default();
        let place = |sequence| Place { stream: "CAPTURES".to_owned(), sequence, delivered: 1 };
        for sequence in 1..=3 {
            unsettled.put(&place(sequence), format!("reply.{sequence}").into(), Share::default());
        }
        unsettled.mark(&place(1), Work::Done);
        let a_day = Duration::from_secs(24 * 3600);
        tokio::time::advance(a_day).await;
        assert_eq!(unsettled.replies(WORK_MAX).0.len(), 3, "waiting is no work");
        unsettled.mark(&place(2), Work::Since(Instant::now()));
        tokio::time::advance(WORK_MAX / 2).await;
        assert_eq!((unsettled.replies(WORK_MAX).0.len(), unsettled.replies(WORK_MAX).1), (3, false));
        tokio::time::advance(WORK_MAX).await;
        assert_eq!(
            unsettled.replies(WORK_MAX),
            (vec!["reply.1".into()], true),
            "done is done, the others may go elsewhere"
        );
    }
}
