//! RFC 3339, ISO 8601 with its many liberties, seconds and milliseconds since 1970.

use chrono::{DateTime, NaiveDate, Weekday};
use veille_model::Moment;

use super::clock::{Writer, number, on};

/// The date that `text` consists of; None where it is not of these forms.
pub(super) fn parse(text: &str, writer: Writer<'_>) -> Option<Moment> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\''));
    // The number of digits before the first sign tells the form: a year, a compact date, seconds, milliseconds.
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    match digits {
        4 => iso(text, writer),
        8 | 12 | 14 => compact(text, writer),
        9 | 10 if digits == text.len() => seconds(text.parse().ok()?),
        13 if digits == text.len() => seconds(text.parse::<i64>().ok()? / 1000),
        _ => None,
    }
}

/// An instant of the web's years; other counts are not counts of seconds.
fn seconds(count: i64) -> Option<Moment> {
    let instant = DateTime::from_timestamp(count, 0)?;
    // 1989 to 2128: a number of nine or ten digits outside is an article's id or a telephone.
    (600_000_000..5_000_000_000).contains(&count).then_some(Moment::Instant(instant.fixed_offset()))
}

/// `2025-10-07`, `2025/10/7`, `2025-10-07T10:48:47.123+07:00`, `2025-10-07 10:48 +0700`, `2025-10-07T10:48:47`.
fn iso(text: &str, writer: Writer<'_>) -> Option<Moment> {
    let separator = *text.as_bytes().get(4).filter(|byte| matches!(byte, b'-' | b'/' | b'.'))?;
    let (month, rest) = number(&text[5..], 2)?;
    let rest = rest.strip_prefix(char::from(separator))?;
    let (day, rest) = number(rest, 2)?;
    // `2025-10-071` is no day.
    if rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let day = NaiveDate::from_ymd_opt(text[..4].parse().ok()?, month, day)?;
    // `2025-10-07T10Z` tells the hour alone (ISO 8601).
    if let Some((hour, zone)) = rest.strip_prefix('T').and_then(|time| time.split_at_checked(2))
        && hour.bytes().all(|byte| byte.is_ascii_digit())
        && zone.starts_with(['Z', '+', '-'])
    {
        return Some(on(day, &format!("T{hour}:00{zone}"), writer));
    }
    Some(on(day, rest, writer))
}

/// A day by its number in its year, or in a week of it: `2025-280`, `2025280`, `2025-W41-2`, `2025W412` (ISO 8601). A week without
/// a day is none, as are a year and a month (`2025-10`, which W3CDTF allows): the day would be a guess.
pub(super) fn of_year(text: &str) -> Option<Moment> {
    let (year, rest) = text.split_at_checked(4)?;
    let year = year.parse().ok().filter(|year| (1900..=2150).contains(year))?;
    let rest = rest.strip_prefix('-').unwrap_or(rest);
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let day = match rest.strip_prefix('W') {
        Some(week) => {
            let (week, day) = week.split_at_checked(2).filter(|(week, _)| digits(week))?;
            let day = day.strip_prefix('-').unwrap_or(day);
            let day = day.parse::<u8>().ok().filter(|day| (1..=7).contains(day))?;
            NaiveDate::from_isoywd_opt(year, week.parse().ok()?, Weekday::try_from(day - 1).ok()?)?
        }
        None => NaiveDate::from_yo_opt(year, rest.parse().ok().filter(|_| rest.len() == 3 && digits(rest))?)?,
    };
    Some(Moment::Day(day))
}

/// `20251007`, `202510071048`, `20251007104847`, `20251007T104847Z`.
fn compact(text: &str, writer: Writer<'_>) -> Option<Moment> {
    let day = NaiveDate::from_ymd_opt(
        // Eight digits are often an article's id; only those that read as a day of the press are one.
        text[..4].parse().ok().filter(|year| (1900..=2150).contains(year))?,
        text[4..6].parse().ok()?,
        text[6..8].parse().ok()?,
    )?;
    Some(on(day, &text[8..], writer))
}
