//! How long to wait before the next try: longer each time, up to a limit (truncated exponential back-off).

use std::time::Duration;

/// The pauses between tries that fail.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Backoff {
    failed: u32,
    min: Duration,
    max: Duration,
}

impl Backoff {
    /// Doubles from `min` to `max`.
    pub const fn new(min: Duration, max: Duration) -> Self {
        Self { failed: 0, min, max }
    }

    /// The pause before the next try.
    pub fn next(&mut self) -> Duration {
        self.failed = self.failed.saturating_add(1);
        self.after(self.failed)
    }

    /// The pause after so many tries, where somebody else counts them.
    pub fn after(&self, tries: u32) -> Duration {
        self.min.saturating_mul(2_u32.saturating_pow(tries.saturating_sub(1))).min(self.max)
    }

    /// A try has succeeded: the next pause is the shortest again.
    pub fn reset(&mut self) {
        self.failed = 0;
    }

    /// Whether no try has failed since the beginning, or the last success.
    pub fn is_fresh(&self) -> bool {
        self.failed == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_limit_and_begin_anew_after_a_success() {
        let mut backoff = Backoff::new(Duration::from_millis(100), Duration::from_millis(350));
        let mut next =
            |count: usize| -> Vec<u128> { (0..count).map(|_| backoff.next().as_millis()).collect() };
        assert_eq!(next(4), [100, 200, 350, 350]);
        assert!(!backoff.is_fresh());
        backoff.reset();
        assert!(backoff.is_fresh());
        assert_eq!(backoff.next().as_millis(), 100);
    }

    #[test]
    fn tries_that_somebody_else_counts_are_paused_for_alike() {
        let backoff = Backoff::new(Duration::from_millis(250), Duration::from_secs(60));
        let pauses = [0, 1, 2, 5, 8, 9, 1000, u32::MAX].map(|tries| backoff.after(tries).as_millis());
        assert_eq!(pauses, [250, 250, 500, 4_000, 32_000, 60_000, 60_000, 60_000]);
    }
}
