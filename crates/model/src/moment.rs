//! When something was published, as exactly as the page said it.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, SecondsFormat, Utc};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A day, or an instant with the offset that the page gave. A day is never padded with a made-up midnight.
///
/// On the wire: `2025-10-07`, or RFC 3339, `2025-10-07T10:48:47+07:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Moment {
    /// A calendar day, zone unknown.
    Day(NaiveDate),
    /// An instant, in the zone of the page.
    Instant(DateTime<FixedOffset>),
}

impl Moment {
    /// The calendar day where it was written.
    pub fn day(&self) -> NaiveDate {
        match self {
            Self::Day(day) => *day,
            Self::Instant(instant) => instant.date_naive(),
        }
    }

    /// The first instant that it may mean, a day in UTC: what is told in several zones is put in order by it.
    pub fn first(&self) -> DateTime<Utc> {
        match self {
            Self::Day(day) => day.and_time(NaiveTime::MIN).and_utc(),
            Self::Instant(instant) => instant.to_utc(),
        }
    }

    /// Whether it is before another as far as both say: of two instants, or of the days as they were printed.
    pub fn is_before(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Instant(one), Self::Instant(other)) => one < other,
            _ => self.day() < other.day(),
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{}", day.format("%Y-%m-%d")),
            // The page's own offset is kept, so that the day stays the one that was printed.
            Self::Instant(instant) => f.write_str(&instant.to_rfc3339_opts(SecondsFormat::AutoSi, true)),
        }
    }
}

impl FromStr for Moment {
    type Err = chrono::ParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // Its instants have a zone: a time without one is neither an instant nor a day, and is refused.
        match DateTime::parse_from_rfc3339(text) {
            Ok(instant) => Ok(Self::Instant(instant)),
            Err(_) => NaiveDate::parse_from_str(text, "%Y-%m-%d").map(Self::Day),
        }
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        text.parse()
            .map_err(|_| de::Error::custom(format!("expected a day or an RFC 3339 instant, found {text:?}")))
    }
}

impl JsonSchema for Moment {
    fn schema_name() -> Cow<'static, str> {
        "Moment".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A day (2025-10-07) or an RFC 3339 instant with the page's own offset.",
            "type": "string",
            "anyOf": [{ "format": "date" }, { "format": "date-time" }]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_as_it_was_read() {
        for text in ["2025-10-07", "2025-10-07T10:48:47+07:00", "2025-10-07T10:48:47Z"] {
            assert_eq!(text.parse::<Moment>().unwrap().to_string(), text);
        }
        assert!("yesterday".parse::<Moment>().is_err());
    }

    #[test]
    fn a_day_is_before_another_and_before_no_hour_of_its_own() {
        let check = |one: &str, other: &str, expected: bool| {
            let [one, other] = [one, other].map(|text| text.parse::<Moment>().unwrap());
            assert_eq!(one.is_before(&other), expected, "{one} {other}");
        };
        check("2025-10-07T10:00:00+07:00", "2025-10-07T04:00:00Z", true);
        check("2025-10-07", "2025-10-07T23:00:00Z", false);
        check("2025-10-07T01:00:00Z", "2025-10-07", false);
        check("2025-10-07", "2025-10-08T01:00:00Z", true);
        check("2025-10-07", "2025-10-07", false);
    }
}
