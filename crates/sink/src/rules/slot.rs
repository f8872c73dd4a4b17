//! The quarter of an hour that an article is counted under.

use chrono::NaiveTime;
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
    let instant = sortable(dated_at(article));
    let Some((day, time)) = instant.split_once('T') else { return String::new() };
    let quarter = match time[3..5].parse().unwrap_or(0) {
        0..15 => "00",
        15..30 => "15",
        30..45 => "30",
        _ => "45",
    };
    format!("{day}T{}:{quarter}", &time[..2])
}

#[cfg(test)]
mod tests {
    use veille_model::{Capture, CaptureKind, Revision};

    use super::*;

    fn article(published: &str, captured: &str) -> Article {
        let capture = Capture::page(None, Vec::new());
        Article {
            id: veille_model::ArticleId::of_capture(&capture.id),
            revision: Revision::of(None, ""),
            capture: capture.id,
            kind: CaptureKind::Page,
            source: capture.source,
            url: None,
            captured_at: captured.parse().ok(),
            headline: None,
            standfirst: None,
            byline: Vec::new(),
            dateline: None,
            site_name: None,
            canonical_url: None,
            published_at: published.parse().ok(),
            modified_at: None,
            declared_language: None,
            lead_image: None,
            accessible_for_free: None,
            section: None,
            keywords: Vec::new(),
            provenance: Vec::new(),
            flags: Vec::new(),
            text: String::new(),
            blocks: Vec::new(),
        }
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
}
