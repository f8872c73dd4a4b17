//! When pages that were captured are looked at again, for edits and withdrawals (recrawl): after an hour, six, a day and a week.
//!
//! Looks of one feed that fall due together lie under one key, so that a feed remembers a few dozen keys and not each of its
//! pages of a week. What is due is rounded up to a sixth of the time waited: also a page's neighbours are spread.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use veille_model::{FeedEntry, Mark};

use super::key::digest;
use super::value;
use crate::config::Config;

/// Parts of the time waited to which an instant is rounded.
const PARTS: i64 = 6;
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
    /// The first look at a page. Its entry's texts go along only where they stand in for the page.
    pub(crate) fn first(key: &str, entry: &FeedEntry, stands_in: bool) -> Self {
        let mut entry = entry.clone();
        let texts = [&entry.summary, &entry.content].into_iter().flatten().map(String::len).sum::<usize>();
        if !stands_in || texts > TEXTS_BYTES_MAX {
            (entry.summary, entry.content) = (None, None);
        }
        Self { key: key.to_owned(), step: 0, gone: 0, entry }
    }

    /// The look after this one, of which it is known what came of it; None where there is none.
    pub(crate) fn next(mut self, is_gone: bool, config: &Config) -> Option<Self> {
        if is_gone {
            self.gone += 1;
            // Twice is withdrawn: it is not asked for any more. Once may be an accident, and is soon known.
            self.step = 0;
            return (self.gone < 2).then_some(self);
        }
        // After an accident the looks go on from the second.
        self.gone = 0;
        self.step += 1;
        (self.step < config.look_again_secs.len()).then_some(self)
    }

    /// Seconds until it is due, at least one.
    pub(crate) fn wait(&self, config: &Config) -> i64 {
        let wait = config.look_again_secs.get(self.step).copied().unwrap_or_default();
        i64::try_from(wait).unwrap_or(i64::MAX / 4).max(1)
    }

    /// The bucket in which it lies: when it is due, in seconds since 1970. What its publisher says will stay as it is for so long is
    /// not asked for sooner (RFC 9111, 4.2), within a day: who says a year says so of everything.
    pub(crate) fn due(&self, now: DateTime<Utc>, fresh_secs: u64, config: &Config) -> i64 {
        let wait = config.look_again_secs.get(self.step).copied().unwrap_or_default();
        let wait = i64::try_from(wait.max(fresh_secs.min(FRESH_SECS_MAX))).unwrap_or(i64::MAX / 4);
        let part = (wait / PARTS).max(1);
        let due = now.timestamp().saturating_add(wait);
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
        let look = Look::first("page/1", &entry, false);
        assert_eq!((look.entry.summary.clone(), look.entry.title.as_deref()), (None, Some("T")));
        let at = |seconds: i64| DateTime::from_timestamp(1_200_000_000 + seconds, 0).unwrap();
        assert_eq!(look.due(at(0), 0, &config), 1_200_000_070);
        assert_eq!(look.due(at(5), 0, &config), 1_200_000_070, "neighbours lie together");
        assert_eq!(look.due(at(0), 30, &config), 1_200_000_070, "it is not asked for sooner anyway");
        assert_eq!(look.due(at(0), 600, &config), 1_200_000_700);
        assert_eq!(look.due(at(0), u64::MAX, &config), look.due(at(0), 86_400, &config));
        let second = look.clone().next(false, &config).unwrap();
        assert_eq!(second.due(at(0), 0, &config), 1_200_000_420);
        assert_eq!(second.clone().next(false, &config), None);
        let gone = second.next(true, &config).unwrap();
        assert_eq!((gone.step, gone.gone), (0, 1));
        assert_eq!(gone.clone().next(true, &config), None);
        assert_eq!(gone.next(false, &config).map(|look| (look.step, look.gone)), Some((1, 0)));
    }
}
