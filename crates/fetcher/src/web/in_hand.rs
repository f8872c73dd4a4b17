//! What is in hand: requests under way, and the bytes of what they brought until it is safe downstream.
//!
//! Memory must stay flat however fast hosts answer and however slow the store is, and a host that answers in drops must
//! not hold up the others. So there is one budget for all bodies, and a body keeps its share of it until its delivery is
//! confirmed:
//!
//! - A request starts when there is room for a *first share*, which is enough for most pages. What a page needs beyond it
//!   is taken as its bytes arrive.
//! - When there is no room, bodies wait for each other. One at a time may go *beyond* the budget, so that bodies which
//!   wait with half of what they need each can never wait for ever: memory is bounded by the budget and one body.
//! - Who keeps us waiting for [`BRISK`] is *slow* from then on, and for [`BRISK_IN_A_CROWD`] where all places are taken: two hundred
//!   hosts that answer in drops are past in a second. It gives its place among the requests to another, and
//!   what it has not used of its first share. The slow together may hold half of the budget; who would need more is
//!   broken off and asked again later, which is not held against its host.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::config::{Config, SLOW_REQUESTS};

/// How long an answer may keep us waiting before it counts among the slow ones.
pub(crate) const BRISK: Duration = Duration::from_secs(3);
/// The same where all places are taken, and how often it is looked.
pub(crate) const BRISK_IN_A_CROWD: Duration = Duration::from_millis(300);
/// The largest first share: nine in ten pages are smaller.
const FIRST_SHARE_MAX: u64 = 1 << 20;
/// Bodies of the greatest length that there is room for at least, so that a body fits in half of what the slow have.
const BODIES_MIN: u64 = 4;

const NEVER_CLOSED: &str = "nobody closes these semaphores";

/// There is no room for what a slow host has sent.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Crowded;

/// The budget. Its unit is the kilobyte (1,024 bytes), as a semaphore cannot count all bytes of a large machine.
pub(crate) struct InHand {
    requests: Arc<Semaphore>,
    slow_requests: Arc<Semaphore>,
    kilobytes: Arc<Semaphore>,
    slow_kilobytes: Arc<Semaphore>,
    beyond: Arc<Semaphore>,
    kilobytes_max: u32,
    first_share: u32,
}

impl InHand {
    pub(crate) fn new(config: &Config) -> Arc<Self> {
        let requests = config.concurrency.max(1);
        let longest = config.page_bytes_max.max(config.feed_bytes_max);
        let bytes = config.in_hand_bytes_max.max(longest.saturating_mul(BODIES_MIN));
        // As many as tokio's semaphores count to where a `usize` has 32 bits.
        let kilobytes_max = kilobytes(bytes).clamp(1, u32::MAX >> 3);
        // No more than lets all requests begin together, or first shares alone would keep some of them out.
        let fair = bytes / u64::try_from(requests).unwrap_or(u64::MAX);
        let slow_requests = requests.saturating_mul(SLOW_REQUESTS).min(Semaphore::MAX_PERMITS);
        Arc::new(Self {
            requests: Arc::new(Semaphore::new(requests)),
            slow_requests: Arc::new(Semaphore::new(slow_requests)),
            kilobytes: Arc::new(Semaphore::new(kilobytes_max as usize)),
            slow_kilobytes: Arc::new(Semaphore::new(kilobytes_max.div_ceil(2) as usize)),
            beyond: Arc::new(Semaphore::new(1)),
            kilobytes_max,
            first_share: kilobytes(fair.min(FIRST_SHARE_MAX)).clamp(1, kilobytes_max),
        })
    }

    /// A place among the requests and a first share. Waits for both.
    pub(crate) async fn request(self: &Arc<Self>) -> Share {
        // In this order: who waits for a place must not keep room from those who have one.
        let place = Arc::clone(&self.requests).acquire_owned().await.expect(NEVER_CLOSED);
        let first = Arc::clone(&self.kilobytes).acquire_many_owned(self.first_share).await;
        Share { held: Some(first.expect(NEVER_CLOSED)), place: Some(place), ..self.empty() }
    }

    /// Room for what is handed on without a request of its own: an entry that stands in for its page.
    pub(crate) async fn keep(self: &Arc<Self>, bytes: usize) -> Share {
        let mut share = self.empty();
        share.make_room(kilobytes(bytes as u64)).await;
        share
    }

    fn empty(self: &Arc<Self>) -> Share {
        Share { in_hand: Arc::clone(self), place: None, held: None, used: 0, slow: None, beyond: None }
    }
}

/// What one request, and then one body, has of the budget. Given back when it is dropped.
pub(crate) struct Share {
    in_hand: Arc<InHand>,
    place: Option<OwnedSemaphorePermit>,
    held: Option<OwnedSemaphorePermit>,
    /// What the body needs, of what is held.
    used: u32,
    /// What a slow answer has of the slow ones' part; present once it is slow.
    slow: Option<OwnedSemaphorePermit>,
    /// Present where it may go beyond the budget.
    beyond: Option<OwnedSemaphorePermit>,
}

impl std::fmt::Debug for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Share").field("kilobytes", &self.used).field("is_slow", &self.is_slow()).finish()
    }
}

impl Share {
    /// Whether the answer counts among the slow ones.
    pub(crate) fn is_slow(&self) -> bool {
        self.slow.is_some()
    }

    /// Whether all places are taken, so that others may wait for the one that this has.
    pub(crate) fn is_in_a_crowd(&self) -> bool {
        self.in_hand.requests.available_permits() == 0
    }

    /// Sees to it that so many bytes fit, and waits for room where there is none.
    pub(crate) async fn hold(&mut self, bytes: u64) -> Result<(), Crowded> {
        let needed = kilobytes(bytes);
        if needed <= self.used {
            return Ok(());
        }
        let more = needed - self.used;
        // Before the wait: the slow do not stand in line for room, and who finds none is broken off.
        self.grow_slow(more)?;
        self.make_room(needed).await;
        self.used = needed;
        Ok(())
    }

    /// Counts the answer among the slow ones from now on.
    pub(crate) fn slow_down(&mut self) -> Result<(), Crowded> {
        // Who may go beyond the budget has everybody else waiting.
        if self.beyond.is_some() {
            return Err(Crowded);
        }
        // A permit for nothing marks it as slow and grows with what it needs.
        self.slow = Arc::clone(&self.in_hand.slow_kilobytes).try_acquire_many_owned(0).ok();
        self.grow_slow(self.used)?;
        self.give_back_unused();
        // Where the slow are too many it keeps the place that it has.
        if let Ok(place) = Arc::clone(&self.in_hand.slow_requests).try_acquire_owned() {
            self.place = Some(place);
        }
        Ok(())
    }

    /// The answer is complete and takes so many bytes until it is delivered. Its place among the requests is free.
    pub(crate) fn settle(&mut self, bytes: usize) {
        self.place = None;
        // It is here: how slowly it came matters no more.
        self.slow = None;
        self.used = self.used.min(kilobytes(bytes as u64));
        self.give_back_unused();
    }

    fn grow_slow(&mut self, more: u32) -> Result<(), Crowded> {
        let Some(slow) = &mut self.slow else { return Ok(()) };
        let more = Arc::clone(&self.in_hand.slow_kilobytes).try_acquire_many_owned(more);
        slow.merge(more.map_err(|_| Crowded)?);
        Ok(())
    }

    /// Holds at least so much, or goes beyond the budget.
    async fn make_room(&mut self, needed: u32) {
        let held = self.held.as_ref().map_or(0, |held| u32::try_from(held.num_permits()).unwrap_or(u32::MAX));
        // Packed and unpacked at once it may need more than there is, and would wait for that for ever.
        let more = needed.min(self.in_hand.kilobytes_max).saturating_sub(held);
        if more == 0 || self.beyond.is_some() {
            return;
        }
        let (budget, beyond) = (Arc::clone(&self.in_hand.kilobytes), Arc::clone(&self.in_hand.beyond));
        tokio::select! {
            // Going beyond the budget is for one alone, so room within it is tried first.
            biased;
            more = budget.acquire_many_owned(more) => {
                let more = more.expect(NEVER_CLOSED);
                match &mut self.held {
                    Some(held) => held.merge(more),
                    None => self.held = Some(more),
                }
            }
            beyond = beyond.acquire_owned() => self.beyond = Some(beyond.expect(NEVER_CLOSED)),
        }
    }

    fn give_back_unused(&mut self) {
        if let Some(held) = &mut self.held {
            let unused = held.num_permits().saturating_sub(self.used as usize);
            drop(held.split(unused));
        }
    }
}

fn kilobytes(bytes: u64) -> u32 {
    u32::try_from(bytes.div_ceil(1024)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use tokio::time::timeout;

    use super::*;

    const MB: u64 = 1 << 20;
    const SOON: Duration = Duration::from_secs(1);

    /// Four bodies of a megabyte are all that there is room for.
    fn in_hand() -> Arc<InHand> {
        let config = Config {
            concurrency: 8,
            page_bytes_max: MB,
            feed_bytes_max: MB,
            in_hand_bytes_max: 4 * MB,
            ..Config::default()
        };
        InHand::new(&config)
    }

    /// A body that has arrived and waits to be delivered.
    async fn arrived(in_hand: &Arc<InHand>, bytes: u64) -> Share {
        let mut share = in_hand.request().await;
        share.hold(bytes).await.unwrap();
        share.settle(usize::try_from(bytes).unwrap());
        share
    }

    #[tokio::test(start_paused = true)]
    async fn no_request_starts_while_what_arrived_waits_for_its_delivery() {
        let in_hand = in_hand();
        let mut waiting = Vec::new();
        for _ in 0..4 {
            waiting.push(arrived(&in_hand, MB).await);
        }
        assert!(timeout(SOON, in_hand.request()).await.is_err());
        waiting.pop();
        assert!(timeout(SOON, in_hand.request()).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn bodies_that_hold_half_of_what_they_need_do_not_wait_for_each_other_for_ever() {
        let in_hand = in_hand();
        let mut bodies = Vec::new();
        for _ in 0..8 {
            let in_hand = Arc::clone(&in_hand);
            bodies.push(tokio::spawn(async move {
                let mut share = in_hand.request().await;
                for step in 1..=64 {
                    share.hold(step * MB / 64).await.unwrap();
                    tokio::task::yield_now().await;
                }
                tokio::time::sleep(SOON).await;
            }));
        }
        for body in bodies {
            timeout(SOON * 60, body).await.expect("they all end").unwrap();
        }
        assert_eq!(in_hand.kilobytes.available_permits(), 4096);
    }

    #[tokio::test(start_paused = true)]
    async fn one_body_at_a_time_goes_beyond_the_budget() {
        let in_hand = in_hand();
        let mut shares = Vec::new();
        for _ in 0..8 {
            shares.push(in_hand.request().await);
        }
        assert!(timeout(SOON, shares[0].hold(MB)).await.is_ok());
        assert!(timeout(SOON, shares[1].hold(MB)).await.is_err());
        shares.remove(0);
        assert!(timeout(SOON, shares[0].hold(MB)).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn slow_answers_leave_places_and_half_of_the_budget_to_others() {
        let in_hand = in_hand();
        let mut slow = Vec::new();
        let mut crowded = 0;
        for _ in 0..16 {
            let mut share = in_hand.request().await;
            share.hold(MB / 2).await.unwrap();
            match share.slow_down() {
                Ok(()) => slow.push(share),
                Err(Crowded) => crowded += 1,
            }
        }
        assert_eq!((slow.len(), crowded), (4, 12));
        assert_eq!(slow[0].hold(MB).await, Err(Crowded));
        for _ in 0..2 {
            slow.push(timeout(SOON, arrived(&in_hand, MB)).await.unwrap());
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_answer_gives_back_what_it_has_not_used() {
        let in_hand = in_hand();
        let mut shares = Vec::new();
        for _ in 0..20 {
            let mut share = timeout(SOON, in_hand.request()).await.unwrap();
            share.hold(1).await.unwrap();
            share.slow_down().unwrap();
            shares.push(share);
        }
        assert_eq!(in_hand.kilobytes.available_permits(), 4096 - 20);
    }
}
