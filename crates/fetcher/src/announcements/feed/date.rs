//! Dates as feeds write them.

use chrono::FixedOffset;
use veille_model::Moment;
use veille_text::dates::machine;

/// A day, or an instant with the offset that was written. Feeds mean UTC where a time has none: their formats want an
/// offset, and programs that forget it write the time of their server.
pub(super) fn parse(text: &str, language: Option<&str>) -> Option<Moment> {
    machine(text, FixedOffset::east_opt(0), language)
}
