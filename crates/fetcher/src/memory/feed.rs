//! What is remembered of a feed: its validators for a conditional GET, how often it is polled, how it last failed (back-off).

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use chrono::{DateTime, DurationRound as _, NaiveDate, TimeDelta, Timelike as _, Utc};
use serde::{Deserialize, Serialize};
use url::Url;
use veille_model::Mark;

use super::key::{digest, feed_key};
use super::subscribed::Subscribed;
use super::value;
use crate::backoff::pause;
use crate::clock::seconds;
use crate::config::Config;
use crate::web::validators::{Held, Validators};

/// The longest that a failing feed is left alone.
const FAILING_MAX: TimeDelta = TimeDelta::days(1);

/// The longest that a feed is left alone for it asks to be: a `ttl` of a year is a slip.
pub(crate) const ASKS_SECS_MAX: u64 = 86_400;
/// The longest that a feed is held back for its hub tells of it: hubs lose news, too.
const HELD_BACK_MAX: TimeDelta = TimeDelta::hours(4);
/// A reading comes sooner by up to one part in so many, so that feeds which were read together are not so for ever (jitter).
const JITTER_PART: u64 = 10;

/// For how long validators that lied are not asked with.
const DISTRUST: TimeDelta = TimeDelta::days(7);
/// For how long a feed has to say that it has moved before it is asked for there alone.
const AGREEMENT: TimeDelta = TimeDelta::days(7);

/// How a reading failed.
pub(crate) struct Failure {
    /// The reason's code.
    pub(crate) code: String,
    /// How long the server asked us to wait.
    pub(crate) wait: Option<TimeDelta>,
    /// Whether it will stay so: not there, forbidden, no feed.
    pub(crate) lasting: bool,
}

/// Why a document that came could not be used, and what it was that could not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Useless {
    /// It announces nothing.
    Empty(String),
    /// It is no feed.
    NotAFeed(String),
}

/// Readings of one day that changed nothing, all for one reason: one row of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Quiet {
    /// The reason's code.
    pub(crate) code: String,
    pub(crate) day: NaiveDate,
    pub(crate) readings: u32,
}

/// A sitemap of an index, as it was read last.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Below {
    /// For "changed since?".
    #[serde(flatten)]
    pub(crate) validators: Validators,
    /// When the whole of it was last received.
    pub(crate) whole_at: DateTime<Utc>,
    /// Entries of it that were news.
    pub(crate) entries: usize,
}

/// A feed between two readings.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct FeedMemory {
    /// Its address.
    pub(crate) url: String,
    /// When it is to be read next.
    pub(crate) due: DateTime<Utc>,
    /// Current time between two readings.
    pub(crate) interval_secs: u64,
    /// The same by the hour of the day, in UTC, once it was read in that hour: papers sleep, and rise at the same time.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) hours: BTreeMap<u32, u64>,
    /// For "changed since?".
    #[serde(flatten)]
    pub(crate) validators: Validators,
    /// The address that gave them, where another led there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) stood_at: Option<String>,
    /// Digest of the document last read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) body: Option<String>,
    /// Digest of the rule by which that was read, of a section page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) rule: Option<String>,
    /// The sitemaps that were read of an index, by their addresses.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) below: BTreeMap<String, Below>,
    /// Why that could not be used, where it could not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) useless: Option<Useless>,
    /// When the whole document was last received.
    pub(crate) whole_at: DateTime<Utc>,
    /// When it was last asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) asked_at: Option<DateTime<Utc>>,
    /// Entries of the document last read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) entries: Option<usize>,
    /// Entries of the document last read that were left out, for there were too many.
    #[serde(skip_serializing_if = "is_none")]
    pub(crate) left_out: usize,
    /// The same of the sitemaps that it lists.
    #[serde(skip_serializing_if = "is_none")]
    pub(crate) sitemaps_left_out: usize,
    /// Entries that were new or had changed when it was last asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) news: Option<usize>,
    /// Readings in a row that failed.
    pub(crate) failures: u32,
    /// Seconds that it asks to let pass between two readings: `ttl`, `sy:updatePeriod`, `Cache-Control: max-age`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) asks_secs: Option<u64>,
    /// When its validators were found to lie: that nothing had changed although it had.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) lied_at: Option<DateTime<Utc>>,
    /// Whether its Last-Modified was found to be older than its newest entry.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) misdated: bool,
    /// Whether it ended in the middle when it was last read.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) cut_short: bool,
    /// Where it says that it has moved to, and since when it says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) moved: Option<(String, DateTime<Utc>)>,
    /// Whether it is read more rarely than it has news, as a hub tells of these.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) held_back: bool,
    /// Its subscription at a hub.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) subscribed: Option<Subscribed>,
    /// Why the last one failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) refused: Option<String>,
    /// What its latest readings came to that changed nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) quiet: Option<Quiet>,
    /// When pages of it are looked at again, in seconds since 1970.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub(crate) looks: BTreeSet<i64>,
}

fn is_none(count: &usize) -> bool {
    *count == 0
}

impl FeedMemory {
    pub(crate) fn fresh(url: &Url, config: &Config) -> Self {
        // How often it has news shows only where it is read often.
        Self { url: url.to_string(), interval_secs: config.interval_min_secs, ..Self::default() }
    }

    /// What to ask with: nothing when the whole document has not been seen for long, as some servers answer 304 for ever.
    pub(crate) fn ask_with(&self, now: DateTime<Utc>, config: &Config) -> Held {
        let lies = self.lied_at.is_some_and(|lied_at| now - lied_at < DISTRUST);
        if lies || now - self.whole_at >= seconds(config.whole_every_secs) {
            return Held::default();
        }
        let of = Url::parse(self.stood_at.as_deref().unwrap_or(&self.url)).ok();
        Held { validators: self.validators.clone(), of }
    }

    /// The same of a sitemap that it lists.
    pub(crate) fn ask_below_with(&self, sitemap: &Url, now: DateTime<Utc>, config: &Config) -> Held {
        let known = self.below.get(sitemap.as_str());
        let known = known.filter(|known| now - known.whole_at < seconds(config.whole_every_secs));
        known.map_or_else(Held::default, |known| Held {
            validators: known.validators.clone(),
            of: Some(sitemap.clone()),
        })
    }

    /// Notes what a document was found with, and where.
    pub(crate) fn found_with(&mut self, validators: Validators, found: &Url) {
        self.validators = validators;
        self.stood_at = (found.as_str() != self.url).then(|| found.to_string());
    }

    /// Notes the rule by which it is read from now on: by another, the page that was read last says other things.
    pub(crate) fn read_by(&mut self, rule: Option<String>, now: DateTime<Utc>, config: &Config) {
        if self.rule == rule {
            return;
        }
        if self.rule.is_some() && rule.is_some() {
            // Whoever mended it waits to see what it finds.
            let least = self.asked_at.map_or(now, |at| (at + seconds(config.interval_min_secs)).max(now));
            self.due = self.due.min(least);
        }
        self.rule = rule;
        (self.validators, self.body, self.useless) = (Validators::default(), None, None);
    }

    /// Until when what it answered is settled.
    pub(crate) fn settled_at(&self) -> DateTime<Utc> {
        self.asked_at.unwrap_or_default().max(self.whole_at)
    }

    /// Notes where a reading was led for good, or that it was led nowhere; true where that is new.
    pub(crate) fn found_at(&mut self, place: Option<&Url>, now: DateTime<Utc>) -> bool {
        let place = place.map(Url::as_str).filter(|place| *place != self.url);
        let is_new = place != self.moved.as_ref().map(|(to, _)| to.as_str());
        if is_new {
            self.moved = place.map(|place| (place.to_owned(), now));
        }
        is_new && self.moved.is_some()
    }

    /// Where it is asked for: what it has said for a week is believed.
    pub(crate) fn place(&self, listed: &Url, now: DateTime<Utc>) -> Url {
        let believed = self.moved.as_ref().filter(|(_, since)| now - *since >= AGREEMENT);
        believed.and_then(|(to, _)| Url::parse(to).ok()).unwrap_or_else(|| listed.clone())
    }

    /// Notes a reading that went well, and whether it brought anything new: then the next comes sooner.
    pub(crate) fn read(&mut self, now: DateTime<Utc>, news: usize, config: &Config) {
        self.failures = 0;
        self.refused = None;
        self.asked_at = Some(now);
        self.news = Some(news);
        let before = self.hours.get(&now.hour()).copied().unwrap_or(self.interval_secs);
        // Halved at once and lengthened by a quarter: news that waits costs more than
        // a reading in vain. One second more, for a quarter of three is nothing.
        let interval = if news > 0 { before / 2 } else { before.saturating_mul(5) / 4 + 1 };
        let least = config.interval_min_secs.max(self.asks_secs.unwrap_or_default().min(ASKS_SECS_MAX));
        // `clamp` panics where the two stand the wrong way round.
        self.interval_secs = interval.clamp(least, config.interval_max_secs.max(least));
        self.hours.insert(now.hour(), self.interval_secs);
        let secs = self.until_next(now).max(least);
        self.due = now + seconds((secs - self.jitter(now, secs)).max(least));
        self.held_back = false;
    }

    /// Seconds until the next reading, no later than the hours that it would leave out are used to.
    fn until_next(&self, now: DateTime<Utc>) -> u64 {
        let mut secs = self.interval_secs;
        let Ok(begun) = now.duration_trunc(TimeDelta::hours(1)) else { return secs };
        // After a day the hours come again.
        for begins in (1..=24).map(|hours| begun + TimeDelta::hours(hours)) {
            let until = u64::try_from((begins - now).num_seconds()).unwrap_or_default();
            if until >= secs {
                break;
            }
            if let Some(usual) = self.hours.get(&begins.hour()) {
                secs = secs.min(until.saturating_add(*usual));
            }
        }
        secs
    }

    /// Seconds by which it is read sooner: of two feeds not the same, and not each time.
    fn jitter(&self, now: DateTime<Utc>, secs: u64) -> u64 {
        let drawn = digest(&[self.url.as_bytes(), &now.timestamp().to_be_bytes()]);
        u64::from_str_radix(&drawn[..8], 16).unwrap_or_default() % (secs / JITTER_PART + 1)
    }

    /// Puts off the reading after one that found nothing which the hub had not told: it is for the hub's slips alone. Not beyond
    /// what the hub granted.
    pub(crate) fn hold_back(&mut self, now: DateTime<Utc>, config: &Config) {
        let granted = self.subscribed.as_ref().and_then(|held| held.granted);
        let Some((_, until)) = granted.filter(|(_, until)| now < *until) else { return };
        let latest = (now + seconds(config.interval_max_secs).min(HELD_BACK_MAX)).min(until);
        self.held_back = latest > self.due;
        self.due = self.due.max(latest);
    }

    /// Has it read as if no hub told of it, from its last reading on.
    pub(crate) fn hold_back_no_more(&mut self, interval_secs: u64) {
        if let (true, Some(asked_at)) = (std::mem::take(&mut self.held_back), self.asked_at) {
            self.due = self.due.min(asked_at + seconds(interval_secs));
        }
    }

    /// Counts a reading that changed nothing. Where it is the first of its kind in a day, what is to be said of the days before is
    /// answered: it is empty where there were none.
    pub(crate) fn keeps_quiet(&mut self, code: &str, now: DateTime<Utc>) -> Option<String> {
        let day = now.date_naive();
        match &mut self.quiet {
            Some(quiet) if quiet.code == code && quiet.day == day => {
                quiet.readings = quiet.readings.saturating_add(1);
                return None;
            }
            _ => {}
        }
        let before = self.quiet.replace(Quiet { code: code.to_owned(), day, readings: 1 });
        let before = before.filter(|before| before.code == code && before.readings > 1);
        Some(before.map_or_else(String::new, |it| format!("; {} times so on {}", it.readings, it.day)))
    }

    /// Notes a reading that failed as the document announces nothing. Nobody is in trouble who answers, so it is read as one without
    /// news: a paper that has not begun is not found out a day late.
    pub(crate) fn announced_nothing(&mut self, now: DateTime<Utc>, code: String, config: &Config) {
        let failures = self.failures.saturating_add(1);
        self.read(now, 0, config);
        (self.failures, self.refused, self.news) = (failures, Some(code), None);
    }

    /// Notes a reading that failed: the first is soon repeated, then the pause doubles each time, up to a day. Where
    /// the server said when to come back, it is taken at its word twice.
    pub(crate) fn failed(&mut self, now: DateTime<Utc>, failure: Failure, config: &Config) {
        self.failures = self.failures.saturating_add(1);
        self.asked_at = Some(now);
        self.held_back = false;
        self.news = None;
        self.refused = Some(failure.code);
        let first = Duration::from_secs(config.interval_min_secs);
        let doubled = seconds(pause(first, 2, self.failures, Duration::MAX).as_secs());
        // A server that hangs up now and then is asked again soon. One that says 404 may have moved its feed, or is under
        // repair and answers every address with the same page: it rests about as long as it has been failing, for two hours
        // of it should not cost a busy paper's feed seven.
        let ours = match self.failures {
            1 if !failure.lasting => seconds(config.retry_pause_secs).min(doubled),
            _ => doubled.min(FAILING_MAX),
        };
        // A server that says `Retry-After: 1` for ever would otherwise be asked every second.
        let pause = match failure.wait {
            Some(wait) if self.failures <= 2 => wait,
            Some(wait) => ours.max(wait),
            None => ours,
        };
        self.due = now + pause;
    }

    pub(crate) fn mark(&self) -> Mark {
        Mark { key: feed_key(&self.url), value: Some(value::written(self)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000 + seconds, 0).unwrap()
    }

    #[test]
    fn news_brings_the_next_reading_nearer_and_silence_puts_it_off_within_limits() {
        let config = Config { interval_min_secs: 100, interval_max_secs: 1_000, ..Config::default() };
        let mut feed = FeedMemory::fresh(&"https://a.example/rss".parse().unwrap(), &config);
        for _ in 0..50 {
            feed.read(at(0), 0, &config);
        }
        assert_eq!(feed.interval_secs, 1_000);
        assert!((at(900)..=at(1_000)).contains(&feed.due), "{}", feed.due);
        feed.read(at(0), 1, &config);
        assert_eq!(feed.interval_secs, 500);
        for _ in 0..50 {
            feed.read(at(0), 1, &config);
        }
        assert_eq!(feed.due, at(100));
    }

    #[test]
    fn feeds_that_were_read_together_are_not_so_for_ever() {
        let config = Config { interval_min_secs: 100, interval_max_secs: 1_000, ..Config::default() };
        let due = |number: u32, interval_secs: u64| {
            let url = format!("https://a.example/{number}").parse().unwrap();
            let mut feed = FeedMemory { interval_secs, ..FeedMemory::fresh(&url, &config) };
            feed.read(at(0), 0, &config);
            (feed.due - at(0)).num_seconds()
        };
        let dues: BTreeSet<i64> = (0..200).map(|number| due(number, 1_000)).collect();
        assert!(dues.len() > 60 && dues.iter().all(|due| (900..=1_000).contains(due)), "{dues:?}");
        assert!((0..200).all(|number| due(number, 10) == 100), "never sooner than is polite");
    }

    #[test]
    fn a_paper_that_rises_at_six_is_read_soon_after_six_though_it_slept() {
        let config = Config::default();
        let mut feed = FeedMemory::fresh(&"https://a.example/rss".parse().unwrap(), &config);
        // Midnight; an article every ten minutes from six to noon.
        let midnight = DateTime::from_timestamp(1_790_035_200, 0).unwrap();
        let published = |until: DateTime<Utc>| {
            let minutes = (until - midnight).num_minutes();
            minutes.div_euclid(1_440) * 36 + (minutes.rem_euclid(1_440) - 360).clamp(0, 359).div_euclid(10)
        };
        let (mut now, mut known, mut rises, mut night) = (midnight, 0, Vec::new(), 0);
        while now < midnight + TimeDelta::days(8) {
            let news = published(now) - known;
            if news > 0 && known % 36 == 0 {
                rises.push((now - midnight).num_minutes() % 1_440 - 370);
            }
            known += news;
            night += u32::from(now.hour() < 5);
            feed.read(now, usize::try_from(news).unwrap(), &config);
            now = feed.due;
        }
        assert!(rises[0] > 20, "on the first day nobody knows: {rises:?}");
        assert!(rises[2..].iter().all(|minutes| *minutes < 15), "{rises:?}");
        assert!(night < 8 * 12, "at night it is asked seldom: {night}");
    }

    #[test]
    fn a_failing_feed_is_left_alone_twice_as_long_each_time_and_at_most_a_day() {
        let config = Config { interval_min_secs: 100, ..Config::default() };
        let mut feed = FeedMemory::fresh(&"https://a.example/rss".parse().unwrap(), &config);
        let mut fail = |wait: Option<i64>, lasting: bool| {
            let wait = wait.map(TimeDelta::seconds);
            feed.failed(at(0), Failure { code: "timeout".into(), wait, lasting }, &config);
            (feed.due - at(0)).num_seconds()
        };
        assert_eq!(fail(None, false), 30);
        assert_eq!(fail(None, false), 400);
        assert_eq!(fail(Some(7), false), 800);
        assert_eq!(fail(Some(3_600), false), 3_600);
        assert_eq!(fail(None, true), 3_200);
        for _ in 0..80 {
            assert!(fail(None, false) <= 86_400);
        }
        assert_eq!(fail(None, false), 86_400);
        feed.read(at(0), 0, &config);
        assert_eq!((feed.failures, feed.refused.as_deref()), (0, None));
        feed.failed(
            at(0),
            Failure { code: "http_503".into(), wait: Some(TimeDelta::seconds(2)), lasting: false },
            &config,
        );
        assert_eq!(feed.due, at(2));
    }

    #[test]
    fn a_feed_is_not_read_more_often_than_it_asks_for_within_a_day() {
        let config = Config { interval_min_secs: 100, interval_max_secs: 5_000, ..Config::default() };
        let check = |asks: Option<u64>, expected: i64| {
            let fresh = FeedMemory::fresh(&"https://a.example/".parse().unwrap(), &config);
            let mut feed = FeedMemory { asks_secs: asks, ..fresh };
            (0..20).for_each(|_| feed.read(at(0), 1, &config));
            assert_eq!((feed.due - at(0)).num_seconds(), expected, "{asks:?}");
        };
        check(None, 100);
        check(Some(900), 900);
        check(Some(10), 100);
        check(Some(43_200), 43_200);
        check(Some(u64::MAX), 86_400);
    }

    #[test]
    fn a_feed_is_held_back_while_a_hub_tells_of_it_and_no_longer() {
        let config = Config { interval_min_secs: 100, interval_max_secs: 5_000, ..Config::default() };
        let granted = Some((at(0), at(6_000)));
        let (hub, topic) = ("https://hub.example/".to_owned(), "https://a.example/".to_owned());
        let subscribed = Subscribed {
            hub,
            topic,
            granted,
            secret: String::new(),
            callback: String::new(),
            asked_at: at(0),
        };
        let mut feed = FeedMemory::fresh(&"https://a.example/".parse().unwrap(), &config);
        feed.read(at(0), 0, &config);
        feed.hold_back(at(0), &config);
        assert_eq!((feed.interval_secs, feed.held_back), (126, false), "nobody tells of it");
        feed.subscribed = Some(subscribed);
        feed.read(at(0), 1, &config);
        assert_eq!(feed.due, at(100), "that a hub told of it is for the watch to know");
        feed.hold_back(at(0), &config);
        assert_eq!((feed.due, feed.held_back), (at(5_000), true));
        let mut denied = feed.clone();
        denied.hold_back_no_more(denied.interval_secs);
        assert_eq!((denied.due, denied.held_back), (at(100), false));
        feed.read(at(5_000), 0, &config);
        feed.hold_back(at(5_000), &config);
        assert_eq!(feed.due, at(6_000), "the hub said until when");
        feed.read(at(6_000), 0, &config);
        feed.hold_back(at(6_000), &config);
        assert!(!feed.held_back && feed.due < at(6_500));
    }

    #[test]
    fn what_changes_nothing_is_said_once_a_day() {
        let mut feed = FeedMemory::default();
        let mut said = |code: &str, seconds: i64| feed.keeps_quiet(code, at(seconds));
        assert_eq!(said("unchanged", 0).as_deref(), Some(""));
        assert_eq!((said("unchanged", 300), said("unchanged", 600)), (None, None));
        assert_eq!(said("resting", 900).as_deref(), Some(""), "another reason is another row");
        assert_eq!(said("unchanged", 1_200).as_deref(), Some(""));
        assert_eq!(said("unchanged", 1_500), None);
        assert_eq!(said("unchanged", 86_400).as_deref(), Some("; 2 times so on 2026-09-21"));
    }

    #[test]
    fn an_hour_of_maintenance_does_not_silence_a_feed_for_a_day() {
        let config = Config { interval_min_secs: 300, ..Config::default() };
        let mut feed = FeedMemory::default();
        let mut pause = || {
            feed.failed(at(0), Failure { code: "not_a_feed".into(), wait: None, lasting: true }, &config);
            (feed.due - at(0)).num_minutes()
        };
        assert_eq!([pause(), pause(), pause(), pause(), pause()], [10, 20, 40, 80, 160]);
    }

    #[test]
    fn where_a_feed_has_moved_to_is_believed_after_a_week_and_validators_that_lied_are_not() {
        let (old, new): (Url, Url) =
            ("https://a.example/rss".parse().unwrap(), "https://b.example/rss".parse().unwrap());
        let week = 7 * 86_400;
        let mut feed = FeedMemory::fresh(&old, &Config::default());
        assert!(!feed.found_at(None, at(0)) && !feed.found_at(Some(&old), at(0)));
        assert!(feed.found_at(Some(&new), at(0)));
        assert!(!feed.found_at(Some(&new), at(100)));
        assert_eq!((feed.place(&old, at(week - 1)), feed.place(&old, at(week))), (old.clone(), new));
        feed.found_at(None, at(200));
        assert_eq!(feed.place(&old, at(week * 2)), old);

        let validators = Validators { etag: Some("x".into()), last_modified: None };
        feed =
            FeedMemory { validators: validators.clone(), whole_at: at(week), lied_at: Some(at(10)), ..feed };
        assert_eq!(feed.ask_with(at(week), &Config::default()).validators, Validators::default());
        assert_eq!(feed.ask_with(at(week + 20), &Config::default()).validators, validators);
    }

    #[test]
    fn a_feed_is_asked_for_whole_once_a_day() {
        let config = Config::default();
        let validators = Validators { etag: Some("\"1\"".into()), last_modified: None };
        let feed = FeedMemory { whole_at: at(0), validators: validators.clone(), ..FeedMemory::default() };
        assert_eq!(feed.ask_with(at(86_399), &config).validators, validators);
        assert_eq!(feed.ask_with(at(86_400), &config).validators, Validators::default());
    }

    #[test]
    fn memory_survives_its_json() {
        let feed = FeedMemory {
            validators: Validators { etag: Some("x".into()), last_modified: None },
            ..FeedMemory::default()
        };
        assert_eq!(value::recall::<FeedMemory>(feed.mark().value.as_ref()), Some(feed));
        assert_eq!(value::recall::<FeedMemory>(Some(&"not json".to_owned())), None);
    }
}
