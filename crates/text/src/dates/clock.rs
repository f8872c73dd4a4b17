//! The time of day that follows a date, and the instant that both make with a zone.

use chrono::{FixedOffset, NaiveDate, NaiveTime, TimeZone};
use veille_model::Moment;

use super::named;
use super::zone::zone;

/// What is known of who wrote a date, for what the date leaves open.
#[derive(Clone, Copy, Default)]
pub(super) struct Writer<'l> {
    /// The zone of times that are written without one; where there is none, such a time is only its day.
    pub(super) unzoned: Option<FixedOffset>,
    /// Whether it is a machine, whose last word is a zone and no word of a sentence.
    pub(super) is_machine: bool,
    /// The tag of its language.
    pub(super) language: Option<&'l str>,
}

/// The instant where `rest` gives a time and a zone, else the day.
pub fn with_time(day: NaiveDate, rest: &str) -> Moment {
    on(day, rest, Writer::default())
}

/// The instant where `rest` gives a time and a zone, or a time alone and the writer says which zone is meant; else the day.
///
/// A name that means several zones is a zone all the same: `IST` is said in India, in Israel and in Ireland, and taking
/// it for any of them, or for UTC, would be wrong by hours.
pub(super) fn on(day: NaiveDate, rest: &str, writer: Writer<'_>) -> Moment {
    instant(day, rest, writer).unwrap_or(Moment::Day(day))
}

fn instant(day: NaiveDate, rest: &str, writer: Writer<'_>) -> Option<Moment> {
    // `24:00:00 GMT` stands in feeds, and no clock type holds it.
    let (day, time, length) = match midnight_after(rest) {
        Some(length) => (day.succ_opt()?, NaiveTime::MIN, length),
        None => clock(rest).map(|(time, length)| (day, time, length))?,
    };
    let after = &rest[length..];
    // `10:48 IST` has a zone, only not one that we know which: the default would make it wrong by hours.
    let unzoned = || writer.unzoned.filter(|_| after.trim().is_empty());
    let named = || {
        let local = Some(day.and_time(time)).filter(|_| writer.is_machine)?;
        named::zone(after, local, writer.language)
    };
    let zone = zone(after).map(|(zone, _)| zone).or_else(named).or_else(unzoned)?;
    zone.from_local_datetime(&day.and_time(time)).single().map(Moment::Instant)
}

/// The bytes that `24:00` or `24:00:00` takes: the midnight that follows (ISO 8601).
fn midnight_after(text: &str) -> Option<usize> {
    let rest = text.trim_start_matches(SIGNS_BEFORE).strip_prefix("24:00")?;
    let rest = rest.strip_prefix(":00").unwrap_or(rest);
    Some(text.len() - rest.len())
}

/// What stands between a date and its time.
const SIGNS_BEFORE: [char; 10] = ['T', 't', ' ', ',', '\u{a0}', '-', '|', '–', '•', '·'];

/// A time at the start: `T10:48:47.123`, ` 10:48`, `T104847`, `, 10h48`, ` 10:48 PM`. Gives it with the bytes it took.
pub fn clock(text: &str) -> Option<(NaiveTime, usize)> {
    let rest = text.trim_start_matches(SIGNS_BEFORE);
    let (hour, rest) = number(rest, 2)?;
    // French writes `10h48`, German and Finnish `10.48`, ISO's basic form nothing.
    let rest = rest.strip_prefix([':', 'h', 'H', '.']).unwrap_or(rest);
    let (minute, rest) = number_of(rest, 2)?;
    let (second, rest) =
        match rest.strip_prefix(':').map_or_else(|| number_of(rest, 2), |rest| number_of(rest, 2)) {
            Some((second, rest)) => (second, rest),
            None => (0, rest),
        };
    let rest = fraction(rest);
    let (hour, rest) = half_day(hour, rest);
    // A leap second, `23:59:60`, is the second before it.
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
        // `12:05 AM` is five past midnight, `12:05 PM` five past noon.
        (None, Some(rest)) if hour == 12 => (0, rest),
        (Some(rest), _) | (None, Some(rest)) => (hour, rest),
        (None, None) => (hour, text),
    }
}

/// A number of one to `max` digits at the start, and the rest.
pub(super) fn number(text: &str, max: usize) -> Option<(u32, &str)> {
    let length = text.bytes().take(max).take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at_checked(length)?;
    Some((digits.parse().ok()?, rest))
}

/// A number of exactly `count` digits.
fn number_of(text: &str, count: usize) -> Option<(u32, &str)> {
    number(text, count).filter(|(_, rest)| text.len() - rest.len() == count)
}
