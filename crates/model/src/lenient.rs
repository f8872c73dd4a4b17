//! Members of captures as crawlers write them: times as numbers or without a zone, headers as lists, a status as text. What
//! can be read is read, what is empty is absent, and what is neither is refused by its name.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDateTime, Utc};
use serde::{Deserialize, Deserializer, de};
use serde_json::Value;

use crate::FeedEntry;

/// Numbers from here on count milliseconds: as seconds they would lie after the year 5000.
const MILLISECONDS_FROM: f64 = 1e11;

/// An instant: RFC 3339, without a zone in UTC, or seconds or milliseconds since 1970.
pub(crate) fn instant<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<DateTime<Utc>>, D::Error> {
    let Some(value) = given(deserializer)? else { return Ok(None) };
    let instant = match &value {
        Value::String(text) => text.trim().parse().ok().or_else(|| without_zone(text.trim())),
        Value::Number(number) => number.as_f64().and_then(since_1970),
        _ => None,
    };
    match instant {
        Some(instant) => Ok(Some(instant)),
        None => refused("captured_at", "a time such as 2025-10-27T08:00:00Z", &value),
    }
}

fn without_zone(text: &str) -> Option<DateTime<Utc>> {
    // As Python's `isoformat()` and SQL write a time without its zone.
    let forms = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f"];
    forms.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok()).map(|time| time.and_utc())
}

fn since_1970(number: f64) -> Option<DateTime<Utc>> {
    let milliseconds = if number.abs() < MILLISECONDS_FROM { number * 1000.0 } else { number };
    // A float that is out of range becomes the nearest integer, which chrono refuses.
    // Fractions of seconds come as floats, which are a little off.
    DateTime::from_timestamp_millis(milliseconds.round() as i64).filter(|at| (1..=9999).contains(&at.year()))
}

/// An HTTP status, as a number or its digits.
pub(crate) fn status<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u16>, D::Error> {
    let Some(value) = given(deserializer)? else { return Ok(None) };
    let status = match &value {
        Value::String(text) => text.trim().parse().ok(),
        Value::Number(number) => number.as_u64().and_then(|number| number.try_into().ok()),
        _ => None,
    };
    match status {
        Some(status) => Ok(Some(status)),
        None => refused("status", "a number such as 200", &value),
    }
}

/// What a feed said. Other programs have an `entry` that is something else: it is absent then.
pub(crate) fn entry<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Box<FeedEntry>>, D::Error> {
    let Some(value) = given(deserializer)? else { return Ok(None) };
    // A text or a list would be an error of the whole capture.
    let entry = value.is_object().then(|| serde_json::from_value::<FeedEntry>(value).ok()).flatten();
    // One that says nothing would name the capture anew, by an entry that is not there.
    Ok(entry.filter(|entry| *entry != FeedEntry::default()).map(Box::new))
}

/// Response headers; one that was sent more than once is joined as HTTP has it.
pub(crate) fn headers<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, String>, D::Error> {
    let fields = match given(deserializer)? {
        None => return Ok(BTreeMap::new()),
        Some(Value::Object(fields)) => fields,
        Some(other) => return refused("headers", "an object in braces", &other),
    };
    Ok(fields.into_iter().filter_map(|(name, value)| Some((name, field(value)?))).collect())
}

fn field(value: Value) -> Option<String> {
    match value {
        // What is no field of HTTP costs the page nothing.
        Value::Null | Value::Object(_) => None,
        Value::String(text) => Some(text),
        Value::Array(values) => Some(values.into_iter().filter_map(field).collect::<Vec<_>>().join(", ")),
        other => Some(other.to_string()),
    }
}

/// A member that says something.
fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    let value = Option::<Value>::deserialize(deserializer)?;
    Ok(value.filter(|value| {
        !matches!(value, Value::Null) && value.as_str().is_none_or(|text| !text.trim().is_empty())
    }))
}

fn refused<T, E: de::Error>(member: &str, expected: &str, found: &Value) -> Result<T, E> {
    // A page may stand in the wrong member, and is not shown whole.
    let shown: String = found.to_string().chars().take(60).collect();
    Err(E::custom(format!("`{member}`: expected {expected}, found {shown}")))
}

#[cfg(test)]
mod tests {
    use crate::Capture;

    fn read(members: &str) -> Result<Capture, serde_json::Error> {
        serde_json::from_str(&format!("{{\"body\":\"Bonjour\",{members}}}"))
    }

    #[test]
    fn a_time_is_read_as_crawlers_write_it() {
        for time in [
            "\"2025-10-25T09:00:00Z\"",
            "\"2025-10-25 16:00:00+07:00\"",
            "\"2025-10-25T09:00:00\"",
            "\"2025-10-25 09:00:00.000\"",
            "1761382800",
            "1761382800000",
            "1761382800.0",
        ] {
            let capture = read(&format!("\"captured_at\":{time}")).unwrap();
            assert_eq!(capture.captured_at.unwrap().to_rfc3339(), "2025-10-25T09:00:00+00:00", "{time}");
        }
    }

    #[test]
    fn what_is_empty_is_absent() {
        let capture =
            read("\"captured_at\":\"\",\"status\":null,\"headers\":null,\"media_type\":null,\"source\":null");
        let capture = capture.unwrap();
        assert_eq!((capture.captured_at, capture.status), (None, None));
        assert!(capture.headers.is_empty());
    }

    #[test]
    fn headers_and_status_are_read_as_lists_and_as_text() {
        let capture =
            read("\"status\":\"200\",\"headers\":{\"Content-Type\":[\"text/html\"],\"Vary\":[\"a\",\"b\"],\"Age\":7,\"X\":null}")
                .unwrap();
        assert_eq!((capture.status, capture.media_type.as_deref()), (Some(200), Some("text/html")));
        assert_eq!(capture.headers["vary"], "a, b");
        assert_eq!((capture.headers["age"].as_str(), capture.headers.contains_key("x")), ("7", false));
    }

    #[test]
    fn what_cannot_be_read_is_refused_by_its_name() {
        for (members, named) in [
            ("\"captured_at\":\"yesterday\"", "`captured_at`: expected a time such as"),
            ("\"captured_at\":1e300", "`captured_at`"),
            ("\"status\":\"fine\"", "`status`: expected a number such as 200, found \"fine\""),
            ("\"headers\":7", "`headers`: expected an object"),
        ] {
            let told = crate::plain::json(&read(members).unwrap_err());
            assert!(told.contains(named), "{told}");
        }
    }
}
