//! How much of a source is usual at this time of the week, and whether what came of late is less than that.
//!
//! The hours up to now are compared with the same hours of the weeks before, so that weekends and nights are what they are at each
//! paper. What is less than those weeks leave to chance is out of the source's band.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use veille_sink::Slot;

/// Weeks that are compared with.
pub(super) const WEEKS: i64 = 5;
/// Fewer say nothing of what is usual.
const WEEKS_MIN: usize = 2;
const WEEK_HOURS: i64 = 168;
/// What was published in the latest hours may still be on its way.
const LATE_HOURS: i64 = 2;
/// Hours that are looked at together, up to now: a paper that has fallen silent shows in few, one that lost a section in many.
const WINDOWS: [i64; 6] = [6, 12, 24, 48, 72, 168];
/// Standard deviations below what is usual; none at all is out of the band sooner.
const DEVIATIONS: f64 = 4.0;
/// Where fewer articles are usual, none is no news.
const USUAL_MIN: f64 = 8.0;

/// Articles of one source, by the hour since 1970; those of which only the day is known in equal parts.
pub(super) type Hours = BTreeMap<i64, f64>;

/// Adds what a slot counts.
pub(super) fn add(hours: &mut Hours, slot: &Slot) {
    let articles = slot.articles as f64;
    if let Ok(instant) = NaiveDateTime::parse_from_str(&slot.slot, "%Y-%m-%dT%H:%M") {
        *hours.entry(hour(instant.and_utc())).or_default() += articles;
    } else if let Ok(day) = slot.slot.parse::<NaiveDate>() {
        let first = hour(day.and_time(chrono::NaiveTime::MIN).and_utc());
        for at in first..first + 24 {
            *hours.entry(at).or_default() += articles / 24.0;
        }
    }
}

fn hour(at: DateTime<Utc>) -> i64 {
    at.timestamp().div_euclid(3_600)
}

/// Less than is usual.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Shortfall {
    /// Since when, to the hour.
    pub(super) since: DateTime<Utc>,
    /// Hours looked at.
    pub(super) hours: i64,
    /// Articles in them.
    pub(super) articles: f64,
    /// Articles in the same hours of other weeks.
    pub(super) usual: f64,
}

impl Shortfall {
    /// Articles that are missing, as far as one can tell.
    pub(super) fn missing(&self) -> u64 {
        (self.usual - self.articles).round().max(0.0) as u64
    }
}

/// Whether less came of late than is usual for a source; the hours in which that shows the most.
pub(super) fn shortfall(hours: &Hours, now: DateTime<Utc>) -> Option<Shortfall> {
    let first = *hours.keys().next()?;
    let end = hour(now) - LATE_HOURS;
    let sum = |from: i64, to: i64| hours.range(from..to).map(|(_, articles)| articles).sum::<f64>();
    let mut most: Option<(f64, Shortfall)> = None;
    for window in WINDOWS {
        let begin = end - window;
        let before: Vec<f64> = (1..=WEEKS)
            .map(|week| begin - week * WEEK_HOURS)
            // Before its first article nothing was usual: a source that was added last week has not lost anything.
            .filter(|from| *from >= first)
            .map(|from| sum(from, from + window))
            .collect();
        if before.len() < WEEKS_MIN {
            continue;
        }
        let weeks = before.len() as f64;
        let usual = before.iter().sum::<f64>() / weeks;
        let variance = before.iter().map(|articles| (articles - usual).powi(2)).sum::<f64>() / (weeks - 1.0);
        // What comes by chance varies by its root at least (Poisson), a source's own weeks may vary by more.
        let deviation = variance.max(usual).sqrt();
        let articles = sum(begin, end);
        let off = (usual - articles) / deviation;
        let is_less = before.iter().all(|other| articles < *other);
        let is_out = usual >= USUAL_MIN
            && is_less
            && (off >= DEVIATIONS || articles == 0.0 && off >= USUAL_MIN.sqrt());
        if is_out && most.as_ref().is_none_or(|(held, _)| off > *held) {
            let since = DateTime::UNIX_EPOCH + TimeDelta::hours(begin);
            most = Some((off, Shortfall { since, hours: window, articles, usual }));
        }
    }
    most.map(|(_, shortfall)| shortfall)
}

#[cfg(test)]
mod tests {
    use veille_model::SourceId;

    use super::*;

    /// A Sunday evening.
    fn now() -> DateTime<Utc> {
        "2026-11-22T20:30:00Z".parse().unwrap()
    }

    /// Weeks of a paper with two articles an hour by day, on working days; each hour multiplied as it is told.
    fn paper(share: impl Fn(DateTime<Utc>) -> f64) -> Hours {
        use chrono::{Datelike, Timelike};
        let mut hours = Hours::new();
        for ago in 0..6 * WEEK_HOURS {
            let at = now() - TimeDelta::hours(ago);
            let works = (8..20).contains(&at.hour()) && at.weekday().number_from_monday() <= 5;
            let articles = if works { 2.0 } else { 0.0 };
            // No week is as the other.
            let odd = if (ago / WEEK_HOURS + ago) % 3 == 0 { 1.0 } else { 0.0 };
            hours.insert(hour(at), (articles + if works { odd } else { 0.0 }) * share(at));
        }
        hours
    }

    #[test]
    fn a_quiet_weekend_is_usual_and_a_quiet_week_is_not() {
        assert_eq!(shortfall(&paper(|_| 1.0), now()), None);
        let found =
            shortfall(&paper(|at| if now() - at < TimeDelta::days(3) { 0.0 } else { 1.0 }), now()).unwrap();
        // The last two hours of before lie in it.
        assert!(found.hours == 72 && found.articles < 5.0, "{found:?}");
        assert!((22..=30).contains(&found.missing()), "of Friday's: {found:?}");
        let lost =
            shortfall(&paper(|at| if now() - at < TimeDelta::days(7) { 0.3 } else { 1.0 }), now()).unwrap();
        assert_eq!(lost.hours, 168, "{lost:?}");
    }

    #[test]
    fn of_what_is_new_or_small_nothing_is_said() {
        let silent = |at| if now() - at < TimeDelta::days(3) { 0.0 } else { 1.0 };
        let young: Hours =
            paper(silent).into_iter().filter(|(at, _)| *at > hour(now()) - 2 * WEEK_HOURS).collect();
        assert_eq!(shortfall(&young, now()), None);
        assert_eq!(shortfall(&paper(|at| silent(at) / 20.0), now()), None);
        assert_eq!(shortfall(&Hours::new(), now()), None);
    }

    #[test]
    fn an_article_of_a_day_belongs_to_all_its_hours() {
        let mut hours = Hours::new();
        let slot = |slot: &str| Slot {
            slot: slot.to_owned(),
            topic: None,
            language: "fr".to_owned(),
            source: SourceId::new("a"),
            articles: 6,
        };
        add(&mut hours, &slot("2026-11-22"));
        add(&mut hours, &slot("2026-11-22T20:15"));
        add(&mut hours, &slot(""));
        assert_eq!((hours.len(), hours[&hour(now())]), (24, 6.25));
    }
}
