//! A month of five hundred sources by a simulated clock, with a referee who knows what a publisher bears and an editor misses.

use chrono::{DateTime, TimeDelta, Utc};

use super::feed::{Failure, FeedMemory};
use crate::config::Config;
use crate::web::validators::Validators;

const SOURCES: u64 = 500;
const MONTH: TimeDelta = TimeDelta::days(30);
/// Entries in a feed.
const WINDOW: usize = 30;

/// A source: how often it publishes, what it asks for, and when it is in trouble.
struct Press {
    every_secs: i64,
    asks_secs: Option<u64>,
    /// From then on it fails for so long; with a word on when to come back, or without, as a page that is not there.
    trouble: Option<(i64, i64, Option<i64>)>,
}

impl Press {
    fn of(number: u64) -> Self {
        let every_secs = [600, 3_600, 21_600, 86_400, 604_800][(number % 5) as usize];
        let asks_secs = [None, None, Some(1_800), Some(60), Some(7_200)][(number / 5 % 5) as usize];
        let begins = (number * 7_919 % 2_000_000) as i64;
        let trouble = match number % 7 {
            0 => Some((begins, 3_600, Some(3_600))),
            1 => Some((begins, 7_200, None)),
            2 => Some((begins, 3 * 86_400, None)),
            _ => None,
        };
        // No source that asks to be left alone for hours publishes by the minute.
        Self { every_secs: every_secs.max(asks_secs.map_or(0, |secs| secs as i64 / 4)), asks_secs, trouble }
    }

    fn published(&self, at: i64) -> i64 {
        at / self.every_secs
    }

    fn fails(&self, at: i64) -> Option<Option<i64>> {
        let (from, secs, wait) = self.trouble?;
        (from..from + secs).contains(&at).then_some(wait)
    }
}

/// What the referee saw of one source.
#[derive(Default)]
struct Seen {
    readings: u32,
    whole: u32,
    lost: i64,
    waited_secs: i64,
    published: i64,
}

fn watched(press: &Press, config: &Config, began: DateTime<Utc>) -> Seen {
    let url = "https://a.example/rss".parse().unwrap();
    let mut memory = FeedMemory { asks_secs: press.asks_secs, ..FeedMemory::fresh(&url, config) };
    let (mut now, mut known, mut last, mut not_before) = (began, -1, None::<(i64, bool)>, 0);
    let mut seen = Seen::default();
    while now - began < MONTH {
        let at = (now - began).num_seconds();
        if let Some((before, failed)) = last {
            let gap = at - before;
            // A failure is soon tried once more; nothing else is asked sooner than is polite, or than it asks for.
            let asks = press.asks_secs.map_or(0, |secs| secs.min(86_400) as i64);
            let least = if failed { 30 } else { asks.max(config.interval_min_secs as i64) };
            assert!(gap >= least, "asked again after {gap} s, {least} are polite");
            let most = if failed { 86_400 } else { asks.max(config.interval_max_secs as i64) };
            assert!(gap <= most, "not asked for {gap} s");
        }
        assert!(at >= not_before, "asked before it said");
        seen.readings += 1;
        let fails = press.fails(at);
        last = Some((at, fails.is_some()));
        if let Some(wait) = fails {
            let wait = wait.map(TimeDelta::seconds);
            not_before = wait.map_or(0, |wait| at + wait.num_seconds());
            memory.failed(now, Failure { code: "x".into(), wait, lasting: wait.is_none() }, config);
            now = memory.due;
            continue;
        }
        let is_whole = memory.ask_with(now, config).validators == Validators::default();
        let newest = press.published(at);
        let news = newest - known;
        if known >= 0 {
            seen.lost += (news - WINDOW as i64).max(0);
            seen.waited_secs += (known + 1..=newest).map(|entry| at - entry * press.every_secs).sum::<i64>();
            seen.published += news;
        }
        known = newest;
        seen.whole += u32::from(is_whole);
        if is_whole || news > 0 {
            memory.whole_at = now;
            memory.validators = Validators { etag: Some(newest.to_string()), last_modified: None };
        }
        memory.read(now, usize::try_from(news).unwrap_or_default(), config);
        now = memory.due;
    }
    seen
}

#[test]
fn in_a_month_of_five_hundred_sources_nobody_is_pressed_and_nothing_is_lost() {
    let config = Config::default();
    let began = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
    let mut delays: Vec<(i64, f64)> = Vec::new();
    for number in 0..SOURCES {
        let press = Press::of(number);
        let seen = watched(&press, &config, began);
        // Those that were out of order for days may have published more than a feed holds.
        if press.trouble.is_none_or(|(_, secs, _)| secs < 86_400) {
            assert_eq!(seen.lost, 0, "of source {number}");
        }
        assert!(seen.whole <= 32, "source {number} was asked for all of it {} times", seen.whole);
        let (least, most) = (30 * 6, 30 * 24 * 30);
        assert!((least - 25..=most).contains(&(seen.readings as i32)), "{} readings", seen.readings);
        if press.trouble.is_none() && press.asks_secs.is_none() {
            delays.push((press.every_secs, seen.waited_secs as f64 / seen.published.max(1) as f64));
        }
    }
    let mean = |every: i64| {
        let of = delays.iter().filter(|(secs, _)| *secs == every).map(|(_, delay)| *delay);
        let (count, sum) = of.fold((0.0, 0.0), |(count, sum), delay| (count + 1.0, sum + delay));
        sum / count
    };
    // Who publishes by the minute is read within minutes; who has one article a week within the longest interval.
    assert!(mean(600) < 450.0 && mean(3_600) < 3_600.0, "{} {}", mean(600), mean(3_600));
    assert!(mean(604_800) <= 14_400.0, "{}", mean(604_800));
}
