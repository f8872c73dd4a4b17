//! What is in hand: taken and not settled yet, by number and by bytes (weighted semaphores, the bounds of backpressure).
//!
//! Everything that a runner holds has its [`Share`], from the moment it is taken until it is settled and the share dropped.
//! The filters count for themselves: their threads block, and a semaphore that wakes tasks is of no use to them.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// What may be in hand.
#[derive(Clone, Debug)]
pub(crate) struct InHand {
    messages: Arc<Semaphore>,
    messages_max: u32,
    kilobytes: Arc<Semaphore>,
    kilobytes_max: u32,
}

/// A share of it; given back when it is dropped.
#[derive(Debug, Default)]
#[must_use]
pub(crate) struct Share {
    messages: Option<OwnedSemaphorePermit>,
    kilobytes: Option<OwnedSemaphorePermit>,
}

const NEVER_CLOSED: &str = "nobody closes these semaphores";

impl InHand {
    /// So many messages, of so many bytes together.
    pub fn new(messages: usize, bytes: usize) -> Self {
        let permits =
            |count: usize| u32::try_from(count.min(Semaphore::MAX_PERMITS)).unwrap_or(u32::MAX).max(1);
        // In kilobytes: permits are asked for as `u32`, and as bytes those end at 4 GB.
        let (messages_max, kilobytes_max) = (permits(messages), permits(bytes >> 10));
        Self {
            messages: Arc::new(Semaphore::new(messages_max as usize)),
            messages_max,
            kilobytes: Arc::new(Semaphore::new(kilobytes_max as usize)),
            kilobytes_max,
        }
    }

    /// So many messages, whatever their size.
    pub fn of_messages(messages: usize) -> Self {
        Self::new(messages, usize::MAX)
    }

    /// So many bytes, in any number of messages.
    pub fn of_bytes(bytes: usize) -> Self {
        Self::new(usize::MAX, bytes)
    }

    /// Waits for room for messages of so many bytes together. What is larger than all there may be takes all of it, and so is
    /// in hand alone.
    pub async fn take(&self, messages: usize, bytes: usize) -> Share {
        // Always in this order, or two could each have what the other waits for.
        let mut share = self.reserve(messages).await;
        let kilobytes = Arc::clone(&self.kilobytes).acquire_many_owned(self.kilobytes(bytes)).await;
        share.kilobytes = Some(kilobytes.expect(NEVER_CLOSED));
        share
    }

    /// As [`take`](Self::take), where there is room now.
    pub fn try_take(&self, messages: usize, bytes: usize) -> Option<Share> {
        let messages = Arc::clone(&self.messages).try_acquire_many_owned(self.messages(messages)).ok()?;
        let kilobytes = Arc::clone(&self.kilobytes).try_acquire_many_owned(self.kilobytes(bytes)).ok()?;
        Some(Share { messages: Some(messages), kilobytes: Some(kilobytes) })
    }

    /// Waits for room for so many messages whose bytes are not known yet: [`weigh`](Self::weigh) counts them when they are.
    pub async fn reserve(&self, messages: usize) -> Share {
        let messages = Arc::clone(&self.messages).acquire_many_owned(self.messages(messages)).await;
        Share { messages: Some(messages.expect(NEVER_CLOSED)), kilobytes: None }
    }

    /// Adds all messages that are free to a share.
    pub fn reserve_rest(&self, share: &mut Share) {
        let free = u32::try_from(self.messages.available_permits()).unwrap_or(u32::MAX);
        if let (Some(held), Ok(rest)) =
            (&mut share.messages, Arc::clone(&self.messages).try_acquire_many_owned(free))
        {
            held.merge(rest);
        }
    }

    /// Counts the bytes of what is here already, room or not; what finds no room is not counted.
    pub fn weigh(&self, share: &mut Share, bytes: usize) {
        share.kilobytes = Arc::clone(&self.kilobytes).try_acquire_many_owned(self.kilobytes(bytes)).ok();
    }

    /// Waits until so many bytes are free, all where there are fewer; how many are then.
    pub async fn free_bytes(&self, least: usize) -> usize {
        let least = self.kilobytes(least);
        let room = self.kilobytes.acquire_many(least).await.expect(NEVER_CLOSED);
        let free = least as usize + self.kilobytes.available_permits();
        // It only tells how much; what comes of it is weighed when it is here.
        drop(room);
        free << 10
    }

    /// How much is in hand: messages, and bytes as far as they are counted.
    pub fn depth(&self) -> (usize, usize) {
        let messages =
            self.messages_max as usize - self.messages.available_permits().min(self.messages_max as usize);
        let kilobytes =
            self.kilobytes_max as usize - self.kilobytes.available_permits().min(self.kilobytes_max as usize);
        (messages, kilobytes << 10)
    }

    /// All the messages there may be.
    pub fn messages_max(&self) -> usize {
        self.messages_max as usize
    }

    fn messages(&self, count: usize) -> u32 {
        u32::try_from(count).unwrap_or(u32::MAX).clamp(1, self.messages_max)
    }

    fn kilobytes(&self, bytes: usize) -> u32 {
        u32::try_from(bytes.div_ceil(1024)).unwrap_or(u32::MAX).clamp(1, self.kilobytes_max)
    }
}

impl Share {
    /// How many messages it is of.
    pub fn messages(&self) -> usize {
        self.messages.as_ref().map_or(0, OwnedSemaphorePermit::num_permits)
    }

    /// So many messages of it apart; nothing where it has not so many.
    pub fn split(&mut self, messages: usize) -> Self {
        Self { messages: self.messages.as_mut().and_then(|held| held.split(messages)), kilobytes: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_given_back_when_it_is_dropped() {
        let in_hand = InHand::new(2, 10 << 10);
        let first = in_hand.try_take(1, 6 << 10).unwrap();
        assert!(in_hand.try_take(1, 6 << 10).is_none(), "its bytes");
        let second = in_hand.try_take(1, 1).unwrap();
        assert!(in_hand.try_take(1, 1).is_none(), "their number");
        drop((first, second));
        assert!(in_hand.try_take(2, 10 << 10).is_some());
    }

    #[test]
    fn what_is_larger_than_all_there_may_be_is_in_hand_alone() {
        let in_hand = InHand::of_bytes(10 << 10);
        let large = in_hand.try_take(1, 1 << 30).unwrap();
        assert!(in_hand.try_take(1, 1).is_none());
        drop(large);
        let small = in_hand.try_take(1, 1).unwrap();
        assert!(in_hand.try_take(1, 1 << 30).is_none());
        drop(small);
    }

    #[tokio::test]
    async fn what_was_reserved_is_split_and_weighed_as_it_comes() {
        let in_hand = InHand::new(8, 10 << 10);
        let mut reserved = in_hand.reserve(2).await;
        in_hand.reserve_rest(&mut reserved);
        assert_eq!((reserved.messages(), in_hand.messages_max()), (8, 8));
        let mut one = reserved.split(1);
        in_hand.weigh(&mut one, 4 << 10);
        assert_eq!((one.messages(), reserved.messages()), (1, 7));
        assert_eq!(in_hand.free_bytes(1 << 10).await, 6 << 10);
        drop(reserved);
        assert_eq!(in_hand.reserve(7).await.messages(), 7);
        let mut nothing = Share::default();
        assert_eq!(nothing.split(1).messages(), 0);
    }
}
