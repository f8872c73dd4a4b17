//! When pages that were captured are looked at again, for edits and withdrawals (recrawl): an hour, six, a day and a week after they
//! were captured first.
//!
//! Looks of one feed that fall due together lie under one key, so that a feed remembers some dozens of keys and not each of its
//! pages of a week. What is due is rounded up to a twenty-fourth of the time waited: also a page's neighbours are spread.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use veille_model::{FeedEntry, Mark};

use super::key::digest;
use super::value;
use crate::config::Config;

/// Parts of the time waited to which an instant is rounded.
const PARTS: i64 = 24;
/// The longest that a page is believed to stay as it is.
const FRESH_SECS_MAX: u64 = 86_400;
/// Longest texts of an entry that are kept until its page is looked at.
const TEXTS_BYTES_MAX: usize = 16_384;

/// A page to be looked at again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Look {
    /// Under which the page is remembered.
    pub(crate) key: String,
    /// Which of the looks it is, from 0.
    pub(crate) step: usize,
    /// When its page was captured first, in seconds since 1970; 0 where that was not written down, and all looks count from the one
    /// before.
    #[serde(default)]
    pub(crate) since: i64,
    /// Answers in a row that it is gone.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(crate) gone: u32,
    /// What announced it, to travel with it again.
    pub(crate) entry: FeedEntry,
}

fn is_zero(count: &u32) -> bool {
    *count == 0
}

impl Look {
    /// The first look at a page that was captured then. Its entry's texts go along only where they stand in for the page.
    pub(crate) fn first(key: &str, entry: &FeedEntry, stands_in: bool, at: DateTime<Utc>) -> Self {
        let mut entry = entry.clone();
        let texts = [&entry.summary, &entry.content].into_iter().flatten().map(String::len).sum::<usize>();
        if !stands_in || texts > TEXTS_BYTES_MAX {
            (entry.summary, entry.content) = (None, None);
        }
        Self { key: key.to_owned(), step: 0, since: at.timestamp(), gone: 0, entry }
    }

    /// The look after this one, of which it is known by now what came of it; None where there is none.
    pub(crate) fn next(mut self, is_gone: bool, now: DateTime<Utc>, config: &Config) -> Option<Self> {
        if is_gone {
            self.gone += 1;
            // Twice is withdrawn: it is not asked for any more. Once may be an accident, and is soon known.
            self.step = 0;
            return (self.gone < 2).then_some(self);
        }
        // After an accident the looks go on with those that are still to come. Those that nobody was at work for are made up for by
        // this one.
        self.gone = 0;
        self.step += 1;
        while self.since > 0
            && self.step < config.look_again_secs.len()
            && self.due_by_capture(config) <= now.timestamp()
        {
            self.step += 1;
        }
        (self.step < config.look_again_secs.len()).then_some(self)
    }

    /// When it is due by the first capture.
    fn due_by_capture(&self, config: &Config) -> i64 {
        self.since.saturating_add(self.wait(config))
    }

    /// Seconds until it is due, at least one.
    pub(crate) fn wait(&self, config: &Config) -> i64 {
        let wait = config.look_again_secs.get(self.step).copied().unwrap_or_default();
        i64::try_from(wait).unwrap_or(i64::MAX / 4).max(1)
    }

    /// The bucket in which it lies: when it is due, in seconds since 1970. What its publisher says will stay as it is for so long is
    /// not asked for sooner (RFC 9111, 4.2), within a day: who says a year says so of everything.
    pub(crate) fn due(&self, now: DateTime<Utc>, fresh_secs: u64, config: &Config) -> i64 {
        let (wait, now) = (self.wait(config), now.timestamp());
        let fresh = i64::try_from(fresh_secs.min(FRESH_SECS_MAX)).unwrap_or_default();
        // An answer that it is gone is doubted, and asked for again soon.
        let is_counted = self.gone == 0 && self.since > 0;
        let due = if is_counted { self.due_by_capture(config).max(now) } else { now.saturating_add(wait) };
        let due = due.max(now.saturating_add(fresh));
        let part = (wait.max(fresh) / PARTS).max(1);
        // Up: nobody is looked at sooner than was said.
        due.div_euclid(part).saturating_add(1).saturating_mul(part)
    }
}

/// The key of a feed's looks that are due at this instant.
pub(crate) fn looks_key(feed: &str, due: i64) -> String {
    format!("looks/{}/{due}", digest(&[feed.as_bytes()]))
}

/// What is to be remembered of them; nothing where there are none.
pub(crate) fn mark(feed: &str, due: i64, looks: &[Look]) -> Mark {
    let value = (!looks.is_empty()).then(|| value::written(&looks));
    Mark { key: looks_key(feed, due), value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_come_ever_later_and_two_answers_that_it_is_gone_are_enough() {
        let config = Config { look_again_secs: vec![60, 360], ..Config::default() };
        let entry = FeedEntry { summary: Some("x".into()), title: Some("T".into()), ..FeedEntry::default() };
        let at = |seconds: i64| DateTime::from_timestamp(1_200_000_000 + seconds, 0).unwrap();
        let first = |seconds: i64| Look::first("page/1", &entry, false, at(seconds));
        let due = |look: &Look, now: i64, fresh: u64| look.due(at(now), fresh, &config) - 1_200_000_000;
        let look = first(0);
        assert_eq!((look.entry.summary.clone(), look.entry.title.as_deref()), (None, Some("T")));
        assert_eq!((due(&look, 0, 0), due(&first(1), 1, 0)), (62, 62), "neighbours lie together");
        assert_eq!(due(&look, 0, 30), 62, "it is not asked for sooner anyway");
        assert_eq!(due(&look, 0, 600), 625);
        assert_eq!(due(&look, 0, u64::MAX), due(&look, 0, 86_400));
        let second = look.next(false, at(70), &config).unwrap();
        assert_eq!(due(&second, 70, 0), 375, "it counts from the capture, and not from the look before");
        assert_eq!(second.clone().next(false, at(380), &config), None);
        let gone = second.next(true, at(380), &config).unwrap();
        assert_eq!((gone.step, gone.gone, due(&gone, 380, 0)), (0, 1, 442));
        assert_eq!(gone.clone().next(true, at(450), &config), None);
        assert_eq!(gone.next(false, at(450), &config), None, "all are over");
        let soon_gone = first(0).next(true, at(62), &config).unwrap();
        let then = soon_gone.next(false, at(130), &config).unwrap();
        assert_eq!((then.step, then.gone, due(&then, 130, 0)), (1, 0, 375));
    }

    #[test]
    fn looks_are_an_hour_six_a_day_and_a_week_after_the_capture() {
        let (config, captured) = (Config::default(), 1_790_000_123);
        let at = |seconds: i64| DateTime::from_timestamp(seconds, 0).unwrap();
        let mut look = Some(Look::first("page/1", &FeedEntry::default(), false, at(captured)));
        let mut hours = Vec::new();
        let mut now = captured;
        while let Some(next) = look {
            now = next.due(at(now), 0, &config);
            hours.push((now - captured) as f64 / 3_600.0);
            look = next.next(false, at(now), &config);
        }
        let said = [1.0, 6.0, 24.0, 168.0];
        assert_eq!(hours.len(), said.len());
        assert!(hours.iter().zip(said).all(|(is, said)| (said..said * 1.05).contains(is)), "{hours:?}");
        // Nobody was at work for two days.
        let late = Look::first("page/1", &FeedEntry::default(), false, at(captured));
        assert_eq!(late.next(false, at(captured + 2 * 86_400), &config).map(|look| look.step), Some(3));
        // One that was written down before looks counted from the capture goes on from where it is.
        let old: Look = serde_json::from_str(r#"{"key":"page/1","step":2,"entry":{}}"#).unwrap();
        assert!((86_400..90_100).contains(&(old.due(at(captured), 0, &config) - captured)));
    }
}
