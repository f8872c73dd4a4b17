//! Years of other calendars, made Gregorian.

use std::sync::LazyLock;

use chrono::{Days, NaiveDate};

use super::months::Calendar;
use super::tokens::Number;

/// Eras by the word before the year (`令和7年`), and the Gregorian year before their first.
static ERAS: LazyLock<Vec<(&'static str, i32)>> = LazyLock::new(|| {
    let lines = include_str!("../../data/dates/eras.txt").lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once(' '))
        .filter_map(|(era, base)| Some((era, base.trim().parse().ok()?)))
        .collect()
});

/// The year of an era that `word` ends with.
pub(super) fn era_year(word: &str, year: u32) -> Option<i32> {
    let (_, base) = ERAS.iter().find(|(era, _)| word.ends_with(era))?;
    i32::try_from(year).ok().map(|year| base + year)
}

/// A year of four digits: Gregorian, or Buddhist (543 ahead), which no Gregorian date of the press can be mistaken for.
pub(super) fn year_of(number: Number) -> Option<i32> {
    let year = i32::try_from(number.value).ok()?;
    match (number.digits, year) {
        // The two ranges do not meet: 2443 is 1900 in Bangkok.
        (4, 1900..=2150) => Some(year),
        (4, 2443..=2693) => Some(year - 543),
        _ => None,
    }
}

/// Whether a number can be a year of the Persian solar calendar.
pub(super) fn is_jalali_year(number: Number) -> bool {
    number.digits == 4 && (1300..=1500).contains(&number.value)
}

/// The day, in either calendar; None where there is no such day.
pub(super) fn day_of(calendar: Calendar, year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    match calendar {
        Calendar::Gregorian => NaiveDate::from_ymd_opt(year, month, day),
        Calendar::Jalali => jalali(year, month, day),
    }
}

/// A day of the Persian solar calendar by the 33-year cycle of leap years, which agrees with the astronomical calendar
/// from 1925 to 2088. Day one of 1300 is 21 March 1921.
fn jalali(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    let longest = if month <= 6 { 31 } else { 30 };
    if !(1300..=1500).contains(&year) || !(1..=12).contains(&month) || !(1..=longest).contains(&day) {
        return None;
    }
    let is_leap = |year: i32| matches!(year % 33, 1 | 5 | 9 | 13 | 17 | 22 | 26 | 30);
    let years: u64 = (1300..year).map(|year| 365 + u64::from(is_leap(year))).sum();
    let months: u64 = (1..month).map(|month| if month <= 6 { 31 } else { 30 }).sum();
    NaiveDate::from_ymd_opt(1921, 3, 21)?.checked_add_days(Days::new(years + months + u64::from(day) - 1))
}
