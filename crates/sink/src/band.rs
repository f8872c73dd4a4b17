//! How much of a source is usual at this time of the week, and whether what came of late is less than that.
//!
//! The hours up to now are compared with the same hours of the weeks before, so that weekends and nights are what they are at each
//! paper. What is less than those weeks leave to chance is out of the source's band. Who publishes too little for that is out of it
//! after three times the usual time between two articles.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, TimeDelta, Utc};

use crate::Slot;

/// Weeks that are compared with.
const WEEKS: i64 = 5;
/// Fewer say nothing of what is usual.
const WEEKS_MIN: usize = 2;
const WEEK_HOURS: i64 = 168;
/// What was published in the latest hours may still be on its way.
const LATE_HOURS: i64 = 2;
/// Hours that are looked at together, up to now: a paper that has fallen silent shows in few, one that lost a section in many.
const WINDOWS: [i64; 6] = [6, 12, 24, 48, 72, WEEK_HOURS];
/// Standard deviations below what is usual; none at all is out of the band sooner.
const DEVIATIONS: f64 = 4.0;
/// Where fewer articles are usual, none is no news.
const USUAL_MIN: f64 = 8.0;
/// How many times as long as usual a source that publishes less in a week may be silent.
const GAPS: f64 = 3.0;
/// Fewer articles do not tell what time usually lies between two.
const GAPS_OF_MIN: f64 = 3.0;

/// What a source has published of late.
#[derive(Clone, Debug, Default)]
pub struct Band {
    /// Articles by the hour since 1970; those of which only the day is known in equal parts.
    hours: BTreeMap<i64, f64>,
}

/// Less than is usual of a source.
#[derive(Clone, Debug, PartialEq)]
pub struct Shortfall {
    /// Since when, to the hour.
    pub since: DateTime<Utc>,
    /// Hours looked at.
    pub hours: i64,
    /// Articles in them.
    pub articles: f64,
    /// Articles in as many hours as a rule.
    pub usual: f64,
}

impl Shortfall {
    /// Articles that are missing, as far as one can tell.
    pub fn missing(&self) -> u64 {
        (self.usual - self.articles).round().max(0.0) as u64
    }
}

impl Band {
    /// From when on articles tell what is usual now.
    pub fn since(now: DateTime<Utc>) -> DateTime<FixedOffset> {
        // As many weeks before the longest window, which is one; what is only a day begins up to a day earlier.
        (now - TimeDelta::weeks(WEEKS + 1) - TimeDelta::days(1)).fixed_offset()
    }

    /// Adds what a slot counts.
    pub fn add(&mut self, slot: &Slot) {
        let articles = slot.articles as f64;
        if let Ok(instant) = NaiveDateTime::parse_from_str(&slot.slot, "%Y-%m-%dT%H:%M") {
            *self.hours.entry(hour(instant.and_utc())).or_default() += articles;
        } else if let Ok(day) = slot.slot.parse::<NaiveDate>() {
            let first = hour(day.and_time(chrono::NaiveTime::MIN).and_utc());
            for at in first..first + 24 {
                *self.hours.entry(at).or_default() += articles / 24.0;
            }
        }
    }

    /// Whether less came of late than is usual; the hours in which that shows the most.
    pub fn shortfall(&self, now: DateTime<Utc>) -> Option<Shortfall> {
        let end = hour(now) - LATE_HOURS;
        let first = *self.hours.keys().next()?;
        let mut most: Option<(f64, Shortfall)> = None;
        for window in WINDOWS {
            let begin = end - window;
            let before: Vec<f64> = (1..=WEEKS)
                .map(|week| begin - week * WEEK_HOURS)
                // Before its first article nothing was usual: a source that was added last week has not lost anything.
                .filter(|from| *from >= first)
                .map(|from| self.sum(from, from + window))
                .collect();
            if before.len() < WEEKS_MIN {
                continue;
            }
            let articles = self.sum(begin, end);
            let Some((off, usual)) = off(&before, articles) else { continue };
            if most.as_ref().is_none_or(|(held, _)| off > *held) {
                most = Some((off, Shortfall { since: instant(begin), hours: window, articles, usual }));
            }
        }
        most.map(|(_, shortfall)| shortfall).or_else(|| self.silence(end))
    }

    /// Whether a source that publishes little has been silent for much longer than it uses to be.
    fn silence(&self, end: i64) -> Option<Shortfall> {
        let spoken =
            || self.hours.range(..end).filter(|(_, articles)| **articles > 0.0).map(|(hour, _)| *hour);
        let (first, last) = (spoken().next()?, spoken().next_back()?);
        let (articles, span) = (self.sum(first, end), last - first);
        let is_known = span >= WEEKS_MIN as i64 * WEEK_HOURS && articles >= GAPS_OF_MIN;
        // Of whom more is usual, the hours of the week tell.
        if !is_known || articles * WEEK_HOURS as f64 >= USUAL_MIN * span as f64 {
            return None;
        }
        let gap = span as f64 / (articles - 1.0);
        let hours = end - (last + 1);
        let usual = hours as f64 / gap;
        (usual > GAPS).then(|| Shortfall { since: instant(last + 1), hours, articles: 0.0, usual })
    }

    fn sum(&self, from: i64, to: i64) -> f64 {
        self.hours.range(from..to).map(|(_, articles)| articles).sum()
    }
}

/// By how many standard deviations so many articles are less than in the weeks before, and how many are usual; None where that is
/// chance.
fn off(before: &[f64], articles: f64) -> Option<(f64, f64)> {
    let weeks = before.len() as f64;
    let usual = before.iter().sum::<f64>() / weeks;
    let variance = before.iter().map(|articles| (articles - usual).powi(2)).sum::<f64>() / (weeks - 1.0);
    // What comes by chance varies by its root at least (Poisson), a source's own weeks may vary by more.
    let off = (usual - articles) / variance.max(usual).sqrt();
    let is_less = before.iter().all(|other| articles < *other);
    let is_out = off >= DEVIATIONS || articles == 0.0 && off >= USUAL_MIN.sqrt();
    (usual >= USUAL_MIN && is_less && is_out).then_some((off, usual))
}

fn hour(at: DateTime<Utc>) -> i64 {
    at.timestamp().div_euclid(3_600)
}

fn instant(hour: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::hours(hour)
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
    fn paper(share: impl Fn(DateTime<Utc>) -> f64) -> Band {
        use chrono::{Datelike, Timelike};
        let mut hours = BTreeMap::new();
        for ago in 0..6 * WEEK_HOURS {
            let at = now() - TimeDelta::hours(ago);
            let works = (8..20).contains(&at.hour()) && at.weekday().number_from_monday() <= 5;
            let articles = if works { 2.0 } else { 0.0 };
            // No week is as the other.
            let odd = if (ago / WEEK_HOURS + ago) % 3 == 0 { 1.0 } else { 0.0 };
            hours.insert(hour(at), (articles + if works { odd } else { 0.0 }) * share(at));
        }
        Band { hours }
    }

    #[test]
    fn a_quiet_weekend_is_usual_and_a_quiet_week_is_not() {
        assert_eq!(paper(|_| 1.0).shortfall(now()), None);
        let found =
            paper(|at| if now() - at < TimeDelta::days(3) { 0.0 } else { 1.0 }).shortfall(now()).unwrap();
        // The last two hours of before lie in it.
        assert!(found.hours == 72 && found.articles < 5.0, "{found:?}");
        assert!((22..=30).contains(&found.missing()), "of Friday's: {found:?}");
        let lost =
            paper(|at| if now() - at < TimeDelta::days(7) { 0.3 } else { 1.0 }).shortfall(now()).unwrap();
        assert_eq!(lost.hours, 168, "{lost:?}");
    }

    #[test]
    fn of_what_is_new_nothing_is_said() {
        let silent = |at| if now() - at < TimeDelta::days(3) { 0.0 } else { 1.0 };
        let mut young = paper(silent);
        young.hours.retain(|at, _| *at > hour(now()) - 2 * WEEK_HOURS);
        assert_eq!(young.shortfall(now()), None);
        assert_eq!(Band::default().shortfall(now()), None);
    }

    #[test]
    fn who_publishes_little_is_silent_after_three_times_its_usual_gap() {
        // An article every so many days, the last of them so many days ago.
        let check = |every: i64, last: i64, articles: i64, expected: Option<u64>| {
            let at = |number: i64| hour(now() - TimeDelta::days(last + number * every));
            let band = Band { hours: (0..articles).map(|number| (at(number), 1.0)).collect() };
            assert_eq!(band.shortfall(now()).map(|found| found.missing()), expected, "{every} {last}");
        };
        check(2, 5, 15, None);
        check(2, 7, 15, Some(3));
        check(7, 20, 4, None);
        check(7, 23, 4, Some(3));
        check(7, 23, 2, None);
        check(1, 9, 8, None);
    }

    #[test]
    fn an_article_of_a_day_belongs_to_all_its_hours() {
        let mut band = Band::default();
        let slot = |slot: &str| Slot {
            slot: slot.to_owned(),
            topic: None,
            language: "fr".to_owned(),
            source: SourceId::new("a"),
            articles: 6,
        };
        band.add(&slot("2026-11-22"));
        band.add(&slot("2026-11-22T20:15"));
        band.add(&slot(""));
        assert_eq!((band.hours.len(), band.hours[&hour(now())]), (24, 6.25));
    }
}
