//! Dates as feeds write them.

use chrono::{DateTime, FixedOffset, NaiveTime, Utc};
use veille_model::Moment;
use veille_text::dates::machine;

/// A day, or an instant with the offset that was written. Feeds mean UTC where a time has none: their formats want an
/// offset, and programs that forget it write the time of their server.
pub(super) fn parse(text: &str) -> Option<Moment> {
    machine(text, FixedOffset::east_opt(0))
}

/// The instant as a key, midnight UTC for a day.
pub(super) fn instant(moment: Moment) -> DateTime<Utc> {
    match moment {
        Moment::Instant(instant) => instant.with_timezone(&Utc),
        Moment::Day(day) => day.and_time(NaiveTime::MIN).and_utc(),
    }
}
