//! What is remembered of a page: whether it is visited again, because its entry changed or because it was refused.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use veille_model::Mark;

use super::value;
use crate::config::Config;
use crate::web::validators::Validators;

/// Time before a page that was refused is asked for again, if its feed still lists it; times four with each refusal.
const REFUSED_REST: TimeDelta = TimeDelta::hours(1);

/// A page that was announced and settled.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct PageMemory {
    /// Its address as announced.
    pub(crate) url: String,
    /// Digest of the feed that brought it, whose word on it counts: another feed of the house calls the same page otherwise.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) feed: String,
    /// When it was last asked for.
    pub(crate) at: DateTime<Utc>,
    /// Digest of the entry's title and dates: another one is a sign of a correction.
    pub(crate) entry: String,
    /// Digest of the entry's title alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) title: Option<String>,
    /// Digest of the body, where it was received.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) body: Option<String>,
    /// Where it was found, where its address only leads there: it is asked for there the next time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) found: Option<String>,
    /// For "changed since?".
    #[serde(flatten)]
    pub(crate) validators: Validators,
    /// Times it was fetched again because its entry had changed.
    pub(crate) revisits: u32,
    /// Why it could not be had.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) refused: Option<String>,
    /// Whether the page was received and came to nothing, so that its entry stands in.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) stands_in: bool,
    /// Times in a row that it was refused.
    pub(crate) refusals: u32,
    /// Whether it may be asked for again after a refusal.
    pub(crate) lasting: bool,
}

impl PageMemory {
    /// Whether an entry that is announced again is to be fetched again.
    pub(crate) fn wants_visit(&self, feed: &str, entry: &str, now: DateTime<Utc>, config: &Config) -> bool {
        // Feeds announce pages minutes before the site has them: a 404 is often early, seldom the end.
        if self.refused.is_some() && !self.lasting && self.refusals < config.attempts_max {
            let rest = REFUSED_REST * 4_i32.pow(self.refusals.saturating_sub(1).min(5));
            return now - self.at >= rest;
        }
        if !self.feed.is_empty() && self.feed != feed {
            return false;
        }
        // Bounded: where entries are dated at each request, every reading says that all of them changed.
        self.entry != entry && !self.lasting && self.revisits < config.revisits_max
    }

    pub(crate) fn mark(&self, key: &str) -> Mark {
        Mark { key: key.to_owned(), value: Some(value::written(self)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000 + seconds, 0).unwrap()
    }

    #[test]
    fn a_settled_page_is_visited_again_when_its_entry_changed_and_not_for_ever() {
        let config = Config { revisits_max: 2, attempts_max: 3, ..Config::default() };
        let page = PageMemory { entry: "a".into(), at: at(0), ..PageMemory::default() };
        assert!(!page.wants_visit("", "a", at(99_999_999), &config));
        assert!(page.wants_visit("", "b", at(1), &config));
        let brought = PageMemory { feed: "one".into(), ..page.clone() };
        assert!(brought.wants_visit("one", "b", at(1), &config));
        assert!(!brought.wants_visit("other", "b", at(1), &config));
        assert!(!PageMemory { revisits: 2, ..page.clone() }.wants_visit("", "b", at(1), &config));
        let refused = PageMemory { refused: Some("http_404".into()), refusals: 1, ..page };
        assert!(!refused.wants_visit("", "a", at(3_599), &config));
        assert!(refused.wants_visit("", "a", at(3_600), &config));
        assert!(!PageMemory { refusals: 3, ..refused.clone() }.wants_visit("", "a", at(99_999_999), &config));
        assert!(!PageMemory { lasting: true, ..refused }.wants_visit("", "b", at(99_999_999), &config));
    }
}
