//! How long to wait before the next try: longer each time, up to a limit (truncated exponential back-off).

use std::time::Duration;

/// The pauses between tries that fail.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Backoff {
    pause: Duration,
    max: Duration,
}

impl Backoff {
    /// Doubles from `min` to `max`.
    pub const fn new(min: Duration, max: Duration) -> Self {
        Self { pause: min, max }
    }

    /// The pause before the next try.
    pub fn next(&mut self) -> Duration {
        let pause = self.pause;
        self.pause = (pause * 2).min(self.max);
        pause
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_limit() {
        let mut backoff = Backoff::new(Duration::from_millis(100), Duration::from_millis(350));
        let pauses: Vec<u128> = (0..4).map(|_| backoff.next().as_millis()).collect();
        assert_eq!(pauses, [100, 200, 350, 350]);
    }
}
