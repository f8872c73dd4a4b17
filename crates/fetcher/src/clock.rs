//! The time of day: the one thing that the fetcher may know and no later stage does.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

/// Answers what time it is. Tests bring their own.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// The system's clock, to the second: captures carry no fractions.
pub(crate) fn system() -> Clock {
    Arc::new(|| {
        let now = Utc::now();
        DateTime::from_timestamp(now.timestamp(), 0).unwrap_or(now)
    })
}

/// A span of whole seconds, as long as can be told where the count is longer.
pub(crate) fn seconds(count: u64) -> TimeDelta {
    // A configuration may hold any count, and chrono panics where a span is longer than it can tell.
    TimeDelta::try_seconds(i64::try_from(count).unwrap_or(i64::MAX)).unwrap_or(TimeDelta::MAX)
}
