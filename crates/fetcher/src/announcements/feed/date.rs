//! Dates as feeds write them.

use chrono::{Datelike, FixedOffset};
use veille_model::Moment;
use veille_text::dates::machine;

/// The years in which anything can have been published: papers are some four hundred years old, and what programs write for *no date*
/// lies before them (`0001-01-01T00:00:00Z` of Go and .NET, 1601 of Windows), or is the longest that they can write.
const YEARS: std::ops::Range<i32> = 1602..2200;

/// A day, or an instant with the offset that was written. Feeds mean UTC where a time has none: their formats want an
/// offset, and programs that forget it write the time of their server.
///
/// A year or a month alone, which W3CDTF allows, is none: the day would be a guess, and it would be printed as one that was told.
pub(super) fn parse(text: &str, language: Option<&str>) -> Option<Moment> {
    let moment = machine(text, FixedOffset::east_opt(0), language)?;
    // The count of seconds that nobody set.
    let is_zero = matches!(moment, Moment::Instant(instant) if instant.timestamp() == 0);
    (YEARS.contains(&moment.day().year()) && !is_zero).then_some(moment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_programs_write_for_no_date_is_none() {
        let check = |text: &str, expected: &str| {
            let found = parse(text, None).map(|moment| moment.to_string()).unwrap_or_default();
            assert_eq!(found, expected, "{text}");
        };
        check("0001-01-01T00:00:00Z", "");
        check("1601-01-01", "");
        check("1970-01-01T00:00:00Z", "");
        check("9999-12-31T23:59:59Z", "");
        check("1970-01-01", "1970-01-01");
        check("1899-05-02", "1899-05-02");
        check("2025", "");
        check("2025-10", "");
    }
}
