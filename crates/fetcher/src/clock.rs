//! The time of day: the one thing that the fetcher may know and no later stage does.

use std::sync::Arc;

use chrono::{DateTime, Utc};

/// Answers what time it is. Tests bring their own.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// The system's clock, to the second: captures carry no fractions.
pub(crate) fn system() -> Clock {
    Arc::new(|| {
        let now = Utc::now();
        DateTime::from_timestamp(now.timestamp(), 0).unwrap_or(now)
    })
}
