//! `--since`: an instant, or how long ago.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};

/// Where a reader begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    At(DateTime<Utc>),
    Ago(TimeDelta),
}

impl Since {
    /// `2025-10-25T08:00:00+07:00`, `2025-10-25` (from midnight, UTC), `90s`, `30m`, `2h`, `7d`, `2w`.
    pub fn parse(text: &str) -> Result<Self, String> {
        if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
            return Ok(Self::At(instant.to_utc()));
        }
        if let Ok(day) = text.parse::<NaiveDate>() {
            // A day begins in UTC, as the stamps of the streams do, whatever the zone of the reader.
            return Ok(Self::At(day.and_time(NaiveTime::MIN).and_utc()));
        }
        ago(text).map(Self::Ago).ok_or_else(|| {
            "expected an instant such as 2025-10-25T08:00:00Z, a day, or a duration such as 30m, 2h or 7d"
                .to_owned()
        })
    }

    /// The instant that is meant when it is now `now`.
    pub fn instant(self, now: DateTime<Utc>) -> DateTime<Utc> {
        match self {
            Self::At(instant) => instant,
            // `99999999w` is before all dates that chrono knows: from the very beginning, then.
            Self::Ago(time) => now.checked_sub_signed(time).unwrap_or(DateTime::UNIX_EPOCH),
        }
    }
}

fn ago(text: &str) -> Option<TimeDelta> {
    let unit = text.chars().last()?;
    // `-2h` would be the future.
    let count: i64 = text.strip_suffix(unit)?.parse().ok().filter(|count| *count >= 0)?;
    match unit {
        's' => TimeDelta::try_seconds(count),
        'm' => TimeDelta::try_minutes(count),
        'h' => TimeDelta::try_hours(count),
        'd' => TimeDelta::try_days(count),
        'w' => TimeDelta::try_weeks(count),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_a_day_or_a_duration_says_where_to_begin() {
        let now = DateTime::parse_from_rfc3339("2025-10-26T12:00:00Z").unwrap().to_utc();
        let check = |text: &str, expected: Option<&str>| {
            let found = Since::parse(text).ok().map(|since| since.instant(now).to_rfc3339());
            assert_eq!(found.as_deref(), expected, "{text}");
        };
        check("2025-10-25T08:00:00+07:00", Some("2025-10-25T01:00:00+00:00"));
        check("2025-10-25", Some("2025-10-25T00:00:00+00:00"));
        check("90s", Some("2025-10-26T11:58:30+00:00"));
        check("2h", Some("2025-10-26T10:00:00+00:00"));
        check("1w", Some("2025-10-19T12:00:00+00:00"));
        check("999999999999d", None);
        for wrong in ["", "h", "-2h", "2", "2y", "yesterday", "2é", "99999999999999999999s"] {
            check(wrong, None);
        }
    }
}
