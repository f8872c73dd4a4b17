//! The quarter of an hour that an article is counted under.

use chrono::{DateTime, FixedOffset, NaiveTime, Utc};
use veille_model::{Article, Moment};

use super::instant::{dated_at, sortable};

/// A quarter of an hour in UTC, `2025-10-25T08:15`; `2025-10-25` where no more than the day is known; empty where not even
/// that is.
///
/// What a day is depends on where the office is, so days are made at reading: every zone in use lies a whole number of
/// quarters from UTC. A date that is only a day is that day wherever it is read, and stays one.
pub(crate) fn of(article: &Article) -> String {
    if let Some(Moment::Day(day)) = article.published_at {
        let begins = day.and_time(NaiveTime::MIN).and_utc();
        // A page that claims to be of tomorrow is dated by its capture.
        if article.captured_at.is_none_or(|captured| begins <= captured) {
            return day.to_string();
        }
    }
    quarter(dated_at(article))
}

/// The same as it is dated: a day that had begun somewhere when its page was captured is that day, though the counts, which go by UTC, have
/// it under its capture.
pub(crate) fn as_dated(article: &Article) -> String {
    match article.stated() {
        Some(Moment::Day(day)) => day.to_string(),
        _ => quarter(dated_at(article)),
    }
}

fn quarter(instant: Option<DateTime<Utc>>) -> String {
    let instant = sortable(instant);
    let Some((day, time)) = instant.split_once('T') else { return String::new() };
    let quarter = match time[3..5].parse().unwrap_or(0) {
        0..15 => "00",
        15..30 => "15",
        30..45 => "30",
        _ => "45",
    };
    format!("{day}T{}:{quarter}", &time[..2])
}

/// An instant as a bound of slots: those that are a quarter of an hour compare with `slot`, those that are a day with `day`,
/// and what is not dated lies in no bounds.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Bounds {
    pub slot: String,
    /// The day that it is at this instant, in the zone that it is given in.
    pub day: String,
    /// Whether it is the instant that this day begins.
    pub begins: bool,
}

impl Bounds {
    /// The first slots from an instant on: that of its quarter of an hour, and its day.
    pub(crate) fn from(instant: DateTime<FixedOffset>) -> Self {
        Self {
            slot: quarter(Some(instant.to_utc())),
            day: instant.date_naive().to_string(),
            begins: instant.time() == NaiveTime::MIN,
        }
    }

    /// The first slots that do not begin before an instant; its day does where it did not just begin.
    pub(crate) fn until(instant: DateTime<FixedOffset>) -> Self {
        // Rounded up: a quarter that has begun belongs to it.
        let rounded = instant.to_utc() + chrono::Duration::minutes(15) - chrono::Duration::nanoseconds(1);
        Self { slot: quarter(Some(rounded)), ..Self::from(instant) }
    }
}

#[cfg(test)]
mod tests {
    use veille_model::Capture;

    use super::*;

    fn article(published: &str, captured: &str) -> Article {
        let capture = Capture { captured_at: captured.parse().ok(), ..Capture::page(None, Vec::new()) };
        let nothing = (String::new(), Vec::new());
        Article { published_at: published.parse().ok(), ..Article::of(&capture, None, nothing) }
    }

    #[test]
    fn a_slot_is_a_quarter_of_an_hour_in_utc() {
        let check = |published: &str, captured: &str, expected: &str| {
            assert_eq!(of(&article(published, captured)), expected, "{published} {captured}");
        };
        check("2025-10-25T15:29:59+07:00", "2025-10-26T00:00:00Z", "2025-10-25T08:15");
        check("2025-10-25T08:30:00Z", "2025-10-26T00:00:00Z", "2025-10-25T08:30");
        check("2025-10-25T23:59:59Z", "2025-10-26T00:00:00Z", "2025-10-25T23:45");
        check("", "2025-10-25T08:00:00Z", "2025-10-25T08:00");
        // A day stays a day, unless it is not here yet.
        check("2025-10-25", "2025-10-26T00:00:00Z", "2025-10-25");
        check("2025-10-25", "", "2025-10-25");
        check("2031-01-01", "2025-10-25T08:47:00Z", "2025-10-25T08:45");
        check("2031-01-01T00:00:00Z", "2025-10-25T08:47:00Z", "2025-10-25T08:45");
        check("", "", "");
    }

    #[test]
    fn a_bound_is_a_quarter_and_a_day_in_its_zone() {
        let check = |instant: &str, from: &str, until: &str, day: &str, begins: bool| {
            let instant = DateTime::parse_from_rfc3339(instant).unwrap();
            let bounds = |slot: &str| Bounds { slot: slot.to_owned(), day: day.to_owned(), begins };
            assert_eq!(Bounds::from(instant), bounds(from), "{instant}");
            assert_eq!(Bounds::until(instant), bounds(until), "{instant}");
        };
        check("2025-10-25T00:00:00+02:00", "2025-10-24T22:00", "2025-10-24T22:00", "2025-10-25", true);
        check("2025-10-25T00:00:00-04:00", "2025-10-25T04:00", "2025-10-25T04:00", "2025-10-25", true);
        check("2025-10-25T08:16:00Z", "2025-10-25T08:15", "2025-10-25T08:30", "2025-10-25", false);
    }
}
