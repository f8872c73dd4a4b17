//! Full streams (backpressure): one publication tries until there is room again, the others wait behind it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Mutex as Turn, OwnedMutexGuard};

use crate::topology::holding;

/// What is known of each stream: how much it can take, and whether it is full. Clones share it.
#[derive(Clone, Debug, Default)]
pub(super) struct Backpressure(Arc<Mutex<HashMap<&'static str, Pressure>>>);

#[derive(Clone, Debug, Default)]
struct Pressure {
    bytes_max: Option<usize>,
    full: bool,
    turn: Arc<Turn<()>>,
}

impl Backpressure {
    /// Remembers how many bytes a stream can hold; not positive for any number.
    pub fn set_size(&self, stream: &'static str, bytes_max: i64) {
        self.backpressure().entry(stream).or_default().bytes_max =
            // For the server -1 is no limit.
            usize::try_from(bytes_max).ok().filter(|max| *max > 0);
    }

    /// The largest message that the stream of a subject can be asked to hold: with several of them it must still move.
    pub fn largest(&self, subject: &str) -> Option<usize> {
        let stream = holding(subject)?.stream;
        self.backpressure().get(stream)?.bytes_max.map(|max| max / 2)
    }

    /// Waits for one's turn where the stream of a subject is full.
    pub async fn turn(&self, subject: &str) -> Option<OwnedMutexGuard<()>> {
        let stream = holding(subject)?.stream;
        let turn = self
            .backpressure()
            .get(stream)
            .filter(|pressure| pressure.full)
            .map(|pressure| Arc::clone(&pressure.turn))?;
        // Waited for outside of the map's lock, which everybody who publishes passes.
        Some(turn.lock_owned().await)
    }

    /// The stream of a subject was full; true where that is news.
    pub fn mark_full(&self, subject: &str) -> bool {
        self.set(subject, true)
    }

    /// It takes messages; true where that is news.
    pub fn mark_open(&self, subject: &str) -> bool {
        self.set(subject, false)
    }

    fn set(&self, subject: &str, full: bool) -> bool {
        let Some(flow) = holding(subject) else { return false };
        let mut backpressure = self.backpressure();
        let pressure = backpressure.entry(flow.stream).or_default();
        std::mem::replace(&mut pressure.full, full) != full
    }

    fn backpressure(&self) -> MutexGuard<'_, HashMap<&'static str, Pressure>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn one_tries_at_a_full_stream_and_the_others_wait_behind_it() {
        let backpressure = Backpressure::default();
        assert!(backpressure.turn("veille.capture.a").await.is_none());
        assert!(backpressure.mark_full("veille.capture.a") && !backpressure.mark_full("veille.capture.b"));
        let trying = backpressure.turn("veille.capture.a").await.unwrap();
        let others = backpressure.turn("veille.capture.b");
        assert!(tokio::time::timeout(Duration::from_secs(9), others).await.is_err());
        assert!(backpressure.turn("veille.article.a").await.is_none(), "another stream");
        assert!(backpressure.mark_open("veille.capture.a"));
        drop(trying);
        assert!(backpressure.turn("veille.capture.b").await.is_none());
    }

    #[test]
    fn what_a_stream_can_never_hold_is_known() {
        let backpressure = Backpressure::default();
        assert_eq!(backpressure.largest("veille.dead.clean"), None);
        backpressure.set_size("DEAD", 1000);
        assert_eq!(backpressure.largest("veille.dead.clean"), Some(500));
        backpressure.set_size("DEAD", -1);
        assert_eq!(backpressure.largest("veille.dead.clean"), None);
    }
}
