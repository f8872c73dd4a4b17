//! How long to wait before the next try: longer each time, up to a limit (truncated exponential back-off).

use std::time::Duration;

/// The pauses between tries that fail.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Backoff {
    pause: Duration,
    min: Duration,
    max: Duration,
}

impl Backoff {
    /// Doubles from `min` to `max`.
    pub const fn new(min: Duration, max: Duration) -> Self {
        Self { pause: min, min, max }
    }

    /// The pause before the next try.
    pub fn next(&mut self) -> Duration {
        let pause = self.pause;
        self.pause = (pause * 2).min(self.max);
        pause
    }

    /// A try has succeeded: the next pause is the shortest again.
    pub fn reset(&mut self) {
        self.pause = self.min;
    }

    /// Whether no try has failed since the beginning, or the last success.
    pub fn is_fresh(&self) -> bool {
        self.pause == self.min
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
}
