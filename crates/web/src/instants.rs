//! Days and instants as somebody outside of us writes them, in an address or a cookie: of the years that a calendar has four
//! digits for (RFC 3339), so that a day earlier or later can be reckoned, and shown, everywhere.

use std::ops::RangeInclusive;

use chrono::{DateTime, Datelike, NaiveDate, Utc};

const YEARS: RangeInclusive<i32> = 1..=9999;

/// `2025-10-26`
pub(crate) fn day(text: &str) -> Option<NaiveDate> {
    text.parse().ok().filter(|day: &NaiveDate| YEARS.contains(&day.year()))
}

/// `2025-10-26T08:00:00Z`
pub(crate) fn instant(text: &str) -> Option<DateTime<Utc>> {
    bounded(text.parse().ok())
}

/// Seconds since 1970.
pub(crate) fn of_seconds(text: &str) -> Option<DateTime<Utc>> {
    bounded(DateTime::from_timestamp(text.parse().ok()?, 0))
}

/// Microseconds since 1970.
pub(crate) fn of_micros(text: &str) -> Option<DateTime<Utc>> {
    bounded(DateTime::from_timestamp_micros(text.parse().ok()?))
}

/// The instant, where it is of such a year.
pub(crate) fn bounded(at: Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
    at.filter(|at| YEARS.contains(&at.year()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_has_four_digits() {
        assert_eq!(day("2025-10-26").map(|day| day.to_string()).as_deref(), Some("2025-10-26"));
        assert!(day("0001-01-01").is_some() && day("9999-12-31").is_some());
        for wrong in ["0000-12-31", "-0001-12-31", "+10000-01-01", "+262142-12-31", "yesterday", ""] {
            assert_eq!(day(wrong), None, "{wrong}");
            assert_eq!(instant(&format!("{wrong}T23:59:59Z")), None, "{wrong}");
        }
        assert!(instant("9999-12-31T23:59:59Z").is_some());
        assert!(of_seconds("0").is_some() && of_micros("1761433200000000").is_some());
        for wrong in ["8210266876799", "9223372036854775807", "-62135596801", "x", ""] {
            assert_eq!(of_seconds(wrong), None, "{wrong}");
        }
        for wrong in ["253402300800000000", "9223372036854775807", "-9223372036854775808"] {
            assert_eq!(of_micros(wrong), None, "{wrong}");
        }
    }
}
