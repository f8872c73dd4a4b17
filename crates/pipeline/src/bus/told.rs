//! Rate-limited logging: one line a minute for a condition that lasts, however many meet it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

const PAUSE: Duration = Duration::from_secs(60);

/// When each condition was last told. Clones share it.
#[derive(Clone, Debug, Default)]
pub(super) struct Told(Arc<Mutex<HashMap<String, Instant>>>);

impl Told {
    /// Whether a condition is to be told now; it counts as told then. Conditions are few: streams, subjects' kinds.
    pub fn is_due(&self, condition: &str) -> bool {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        if told.get(condition).is_some_and(|last| now.duration_since(*last) < PAUSE) {
            return false;
        }
        told.insert(condition.to_owned(), now);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_condition_is_told_once_a_minute() {
        let told = Told::default();
        assert!(told.is_due("CAPTURES is full") && told.is_due("ARTICLES is full"));
        assert!(!told.clone().is_due("CAPTURES is full"));
        tokio::time::advance(PAUSE).await;
        assert!(told.is_due("CAPTURES is full"));
    }
}
