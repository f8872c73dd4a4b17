//! Dates as newspapers and their machines write them.
//!
//! Two forms meet here: what machines wrote (RFC 3339 and its sloppy relatives, RFC 2822, seconds since 1970), in
//! [`veille_text::dates`], and what a reader sees (`mercredi 26 octobre 2025`, `Thứ Bảy, 25/10/2025`, `2025年10月26日`), in
//! [`visible`]. Addresses carry dates too ([`of_url`]). Month names and connectors are data. Nothing reads a
//! clock: whether a date can be true is judged against the instant of the capture ([`doubt`]).

mod calendar;
mod hints;
mod months;
mod tokens;
mod url;
mod visible;

#[cfg(test)]
mod tests;

use chrono::{DateTime, Datelike, Days, Utc};
use veille_model::Moment;
use veille_text::dates;

pub(crate) use hints::Hints;
pub(crate) use url::of_url;
pub(crate) use visible::{Found, find, find_local};

/// Why a date is kept apart from those that may be true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// Before 1991, when there was no web to publish on.
    BeforeWeb,
    /// More than a day after the capture.
    AfterCapture,
}

impl Doubt {
    /// The flag that an article carries for it.
    pub(crate) fn flag(self) -> &'static str {
        match self {
            Self::BeforeWeb => "date_before_web",
            Self::AfterCapture => "date_after_capture",
        }
    }
}

/// The year of the first web page.
const FIRST_YEAR: i32 = 1991;

/// What speaks against a date of publication; without the instant of the capture only the past can be judged.
pub(crate) fn doubt(moment: &Moment, captured_at: Option<DateTime<Utc>>) -> Option<Doubt> {
    if moment.day().year() < FIRST_YEAR {
        return Some(Doubt::BeforeWeb);
    }
    // A seed file without an instant: nothing is known of today, so no date is too late.
    let captured_at = captured_at?;
    // A day's grace: a page of Auckland is dated tomorrow for a capture told in UTC.
    let late = match moment {
        Moment::Day(day) => {
            captured_at.date_naive().checked_add_days(Days::new(1)).is_some_and(|max| *day > max)
        }
        Moment::Instant(instant) => {
            captured_at.checked_add_days(Days::new(1)).is_some_and(|max| instant.to_utc() > max)
        }
    };
    late.then_some(Doubt::AfterCapture)
}

/// The date that a field holds which was meant to hold one: an attribute, a `datePublished`, a `pubDate`.
///
/// A time without a zone is not an instant, so only its day is kept.
pub(crate) fn parse(text: &str, hints: Hints<'_>) -> Option<Moment> {
    let text = text.trim();
    // The machine's form first: of `2025-10-07T10:48:47+07:00` a reader of visible dates
    // would keep the day alone.
    dates::iso8601(text).or_else(|| find(text, hints).map(|found| found.moment))
}
