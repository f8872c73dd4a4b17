//! How long to leave alone what failed: longer with each failure, up to a limit.
//!
//! A host that is down is not helped by being asked, and most that fail are back soon. So the first pause is short and each
//! further one is `growth` times the one before (truncated exponential back-off): 2 where whoever waits is a host with
//! many pages waiting behind it, 4 where it is one document, of which nobody expects an hour's news. Whoever asks decides
//! what `Retry-After` adds to that.

use std::time::Duration;

/// The pause after so many failures before the last one; never more than `most`.
pub(crate) fn pause(first: Duration, growth: u32, failures: u32, most: Duration) -> Duration {
    first.saturating_mul(growth.saturating_pow(failures)).min(most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_grows_up_to_its_limit() {
        let secs = |growth, failures| {
            pause(Duration::from_secs(30), growth, failures, Duration::from_secs(3_600)).as_secs()
        };
        assert_eq!(
            [0, 1, 2, 3, 4, u32::MAX].map(|failures| secs(4, failures)),
            [30, 120, 480, 1_920, 3_600, 3_600]
        );
        assert_eq!([0, 1, 6, 7].map(|failures| secs(2, failures)), [30, 60, 1_920, 3_600]);
    }
}
