//! Dates as programs write them: RFC 3339, ISO 8601 with its many liberties, seconds and milliseconds since 1970.
//!
//! RFC 2822 and JavaScript's `Tue Oct 07 2025 10:48:47 GMT+0700` name their month, so [`super::visible`] reads them.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone};
use veille_model::Moment;

use super::zone::zone;

/// The date that `text` consists of; None where it is not of these forms.
pub(super) fn parse(text: &str) -> Option<Moment> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\''));
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    match digits {
        4 => iso(text),
        8 | 12 | 14 => compact(text, digits),
        9 | 10 if digits == text.len() => seconds(text.parse().ok()?),
        13 if digits == text.len() => seconds(text.parse::<i64>().ok()? / 1000),
        _ => None,
    }
}

/// An instant of the web's years; other counts are not counts of seconds.
fn seconds(count: i64) -> Option<Moment> {
    let instant = DateTime::from_timestamp(count, 0)?;
    (600_000_000..5_000_000_000).contains(&count).then_some(Moment::Instant(instant.fixed_offset()))
}

/// `2025-10-07`, `2025/10/7`, `2025-10-07T10:48:47.123+07:00`, `2025-10-07 10:48 +0700`, `2025-10-07T10:48:47`.
fn iso(text: &str) -> Option<Moment> {
    let separator = *text.as_bytes().get(4).filter(|byte| matches!(byte, b'-' | b'/' | b'.'))?;
    let (month, rest) = number(&text[5..], 2)?;
    let rest = rest.strip_prefix(char::from(separator))?;
    let (day, rest) = number(rest, 2)?;
    if rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let day = NaiveDate::from_ymd_opt(text[..4].parse().ok()?, month, day)?;
    Some(with_time(day, rest))
}

/// `20251007`, `202510071048`, `20251007104847`, `20251007T104847Z`.
fn compact(text: &str, digits: usize) -> Option<Moment> {
    let day = NaiveDate::from_ymd_opt(
        text[..4].parse().ok().filter(|year| (1900..=2150).contains(year))?,
        text[4..6].parse().ok()?,
        text[6..8].parse().ok()?,
    )?;
    Some(with_time(day, if digits == 8 { &text[8..] } else { "" }))
}

/// The instant where `rest` gives a time and a zone, else the day.
pub(super) fn with_time(day: NaiveDate, rest: &str) -> Moment {
    let timed = clock(rest).and_then(|(time, length)| {
        let (zone, _) = zone(&rest[length..])?;
        zone.from_local_datetime(&day.and_time(time)).single()
    });
    timed.map_or(Moment::Day(day), Moment::Instant)
}

/// A time at the start: `T10:48:47.123`, ` 10:48`, `T104847`, `, 10h48`, ` 10:48 PM`. Gives it with the bytes it took.
pub(super) fn clock(text: &str) -> Option<(NaiveTime, usize)> {
    let rest = text.trim_start_matches(['T', 't', ' ', ',', '\u{a0}', '-', '|', '–', '•', '·']);
    let (hour, rest) = number(rest, 2)?;
    let rest = rest.strip_prefix([':', 'h', 'H', '.']).unwrap_or(rest);
    let (minute, rest) = number_of(rest, 2)?;
    let (second, rest) =
        match rest.strip_prefix(':').map_or_else(|| number_of(rest, 2), |rest| number_of(rest, 2)) {
            Some((second, rest)) => (second, rest),
            None => (0, rest),
        };
    let rest = fraction(rest);
    let (hour, rest) = half_day(hour, rest);
    let time = NaiveTime::from_hms_opt(hour, minute, second.min(59))?;
    Some((time, text.len() - rest.len()))
}

/// What follows a fraction of a second. It is dropped: no newspaper means it.
fn fraction(text: &str) -> &str {
    match text.strip_prefix(['.', ',']) {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => {
            rest.trim_start_matches(|c: char| c.is_ascii_digit())
        }
        _ => text,
    }
}

/// Twelve-hour clocks: `10:48 PM`, `10:48 p.m.`.
fn half_day(hour: u32, text: &str) -> (u32, &str) {
    let word = text.trim_start_matches([' ', '\u{a0}']);
    let marker = |letter: char| {
        let mut rest = word.strip_prefix([letter, letter.to_ascii_uppercase()])?;
        rest = rest.strip_prefix('.').unwrap_or(rest).strip_prefix(['m', 'M'])?;
        Some(rest.strip_prefix('.').unwrap_or(rest))
    };
    match (marker('p'), marker('a')) {
        (Some(rest), _) if hour < 12 => (hour + 12, rest),
        (None, Some(rest)) if hour == 12 => (0, rest),
        (Some(rest), _) | (None, Some(rest)) => (hour, rest),
        (None, None) => (hour, text),
    }
}

/// A number of one to `max` digits at the start, and the rest.
fn number(text: &str, max: usize) -> Option<(u32, &str)> {
    let length = text.bytes().take(max).take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at_checked(length)?;
    Some((digits.parse().ok()?, rest))
}

/// A number of exactly `count` digits.
fn number_of(text: &str, count: usize) -> Option<(u32, &str)> {
    number(text, count).filter(|(_, rest)| text.len() - rest.len() == count)
}
