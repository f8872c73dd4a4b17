//! Redelivery: of messages that come a second time, one of them may be what killed its process.

use std::time::Duration;

use tokio::time::Instant;

/// Tells messages that came again and are still open from those that the server goes on counting: a message given out
/// for the last time stays in its count of redelivered ones for ever (seen with nats-server 2.15.1).
pub(super) struct Redelivery {
    settled_after: Duration,
    seen: usize,
    seen_since: Instant,
    /// Counted by the server, and never to come again.
    given_up: usize,
}

impl Redelivery {
    pub fn new(ack_wait: Duration) -> Self {
        // After twice the wait whatever was to come again has come.
        Self { settled_after: ack_wait * 2, seen: 0, seen_since: Instant::now(), given_up: 0 }
    }

    /// Whether there are any, by the server's counts for the consumer.
    pub fn are_about(&mut self, redelivered: usize, ack_pending: usize, now: Instant) -> bool {
        if redelivered != self.seen {
            (self.seen, self.seen_since) = (redelivered, now);
        }
        // Nothing open, or a count that outlives every wait: these are not coming.
        if ack_pending == 0 || now.duration_since(self.seen_since) > self.settled_after {
            self.given_up = redelivered;
        }
        // What was given up ages and goes as well.
        self.given_up = self.given_up.min(redelivered);
        redelivered > self.given_up
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_that_came_again_are_about_until_they_are_settled_or_buried() {
        let mut again = Redelivery::new(Duration::from_secs(10));
        let begun = Instant::now();
        let mut check = |seconds: u64, redelivered, ack_pending, expected| {
            let now = begun + Duration::from_secs(seconds);
            assert_eq!(again.are_about(redelivered, ack_pending, now), expected, "after {seconds} s");
        };
        check(1, 0, 512, false);
        check(2, 511, 511, true);
        check(12, 3, 3, true);
        // Given up by the server, and counted on.
        check(13, 3, 0, false);
        check(14, 3, 200, false);
        check(15, 4, 200, true);
        check(16, 2, 200, false);
        // A new life that never sees an idle moment learns it from time.
        let mut again = Redelivery::new(Duration::from_secs(10));
        assert!(again.are_about(3, 50, begun));
        assert!(again.are_about(3, 50, begun + Duration::from_secs(19)));
        assert!(!again.are_about(3, 50, begun + Duration::from_secs(21)));
    }
}
