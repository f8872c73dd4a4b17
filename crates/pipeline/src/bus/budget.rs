//! A budget of memory for what is worked on: pages travel compressed, and some unfold to a hundred times their size.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::letter::Letter;
use super::wire;

/// What messages may take that are worked on, by their bytes when decompressed.
pub(super) struct Budget {
    kilobytes: Arc<Semaphore>,
    all: u32,
}

impl Budget {
    pub fn new(bytes: usize) -> Self {
        let all = u32::try_from(bytes >> 10).unwrap_or(u32::MAX).max(1);
        Self { kilobytes: Arc::new(Semaphore::new(all as usize)), all }
    }

    pub async fn wait(&self, letter: &Letter) -> OwnedSemaphorePermit {
        let share = Arc::clone(&self.kilobytes).acquire_many_owned(self.share(letter)).await;
        share.expect("nobody closes this semaphore")
    }

    pub fn try_now(&self, letter: &Letter) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.kilobytes).try_acquire_many_owned(self.share(letter)).ok()
    }

    /// What is larger than all the room there is takes all of it, and is worked on alone.
    fn share(&self, letter: &Letter) -> u32 {
        let bytes = wire::decoded_bytes(letter.headers(), letter.payload());
        u32::try_from(bytes >> 10).unwrap_or(u32::MAX).clamp(1, self.all)
    }
}
