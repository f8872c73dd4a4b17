//! What is remembered of a page: whether it is visited again, because its entry changed or because it was refused.

use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use url::Url;
use veille_model::{FeedEntry, Mark};

use super::told::Told;
use super::value;
use crate::backoff::pause;
use crate::config::Config;
use crate::web::validators::{Held, Validators};

/// Time before a page that was refused is asked for again, if its feed still lists it; times four with each refusal.
const REFUSED_REST: Duration = Duration::from_secs(3_600);
/// No longer than this: six weeks.
const REFUSED_REST_MAX: Duration = Duration::from_secs(1_024 * 3_600);

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
    /// The address of what was captured, where that is not the announced one: also where nobody else who asks for that is given
    /// the page, as after a cookie on the way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) stood_at: Option<String>,
    /// For "changed since?".
    #[serde(flatten)]
    pub(crate) validators: Validators,
    /// Seconds for which its publisher said that it would stay as it was received.
    #[serde(skip_serializing_if = "is_zero")]
    pub(crate) fresh_secs: u64,
    /// Times it was fetched again on one day because its entry was dated anew, and the day.
    pub(crate) revisits: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) revisits_on: Option<NaiveDate>,
    /// The day on which it was last said that this is enough.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) enough_on: Option<NaiveDate>,
    /// Why it could not be had.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) refused: Option<String>,
    /// Whether the page was received and came to nothing, so that its entry stands in.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) stands_in: bool,
    /// What feeds told of it, where it lacks something.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) told: Option<Box<Told>>,
    /// Times in a row that it was refused.
    pub(crate) refusals: u32,
    /// Whether it may be asked for again after a refusal.
    pub(crate) lasting: bool,
}

fn is_zero(secs: &u64) -> bool {
    *secs == 0
}

/// What a feed says of a page at one reading.
pub(crate) struct Said<'a> {
    /// Digest of the feed.
    pub(crate) feed: &'a str,
    pub(crate) entry: &'a FeedEntry,
    /// Digests of the entry, and of its title.
    pub(crate) fingerprint: &'a str,
    pub(crate) title: Option<&'a str>,
}

/// Whether an entry that is announced again is to be fetched again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    Yes,
    No,
    /// It was fetched for that often enough on this day.
    Enough,
}

impl PageMemory {
    /// Whether a page is to be visited of which a feed says this.
    pub(crate) fn wants_visit(&self, said: &Said<'_>, now: DateTime<Utc>, config: &Config) -> Wanted {
        if self.is_less_than(said.entry) {
            return Wanted::Yes;
        }
        // Feeds announce pages minutes before the site has them: a 404 is often early, seldom the end.
        if self.refused.is_some() && !self.lasting && self.refusals < config.attempts_max {
            return if self.rests(now, config) { Wanted::No } else { Wanted::Yes };
        }
        let is_anothers = !self.feed.is_empty() && self.feed != said.feed;
        if is_anothers || self.entry == said.fingerprint || self.lasting {
            return Wanted::No;
        }
        // Another title is a correction. Another date may be that of the request: then every reading says that all has changed.
        let is_bounded = self.title.as_deref() == said.title;
        let is_enough = is_bounded && self.revisits_of(now.date_naive()) >= config.revisits_max;
        if is_enough { Wanted::Enough } else { Wanted::Yes }
    }

    /// Whether an entry tells what neither the page said nor any entry before. Of a page that was there and is not now, its words say
    /// less than what is stored.
    pub(crate) fn is_less_than(&self, entry: &FeedEntry) -> bool {
        let told = self.told.as_ref().filter(|told| self.refused.is_none() || told.is_all());
        told.is_some_and(|told| told.is_less_than(entry))
    }

    /// Whether the page came to nothing, and what feeds told is all that there is of it.
    pub(crate) fn came_to_nothing(&self) -> bool {
        self.refused.is_some() && self.told.as_ref().is_some_and(|told| told.is_all())
    }

    /// Whether what was captured is an article's page, which the words of its entry would replace by less.
    pub(crate) fn is_stored(&self) -> bool {
        self.body.is_some() && !self.stands_in && !self.came_to_nothing()
    }

    /// Whether it was refused and is not asked for yet, or not any more.
    pub(crate) fn rests(&self, now: DateTime<Utc>, config: &Config) -> bool {
        let rest = pause(REFUSED_REST, 4, self.refusals.saturating_sub(1), REFUSED_REST_MAX);
        // A clock that was set back has asked for it in the future: it rests.
        let has_rested = (now - self.at).to_std().is_ok_and(|since| since >= rest);
        self.refused.is_some() && (self.lasting || self.refusals >= config.attempts_max || !has_rested)
    }

    /// Times that it was fetched again on this day because its entry was dated anew.
    pub(crate) fn revisits_of(&self, day: NaiveDate) -> u32 {
        if self.revisits_on == Some(day) { self.revisits } else { 0 }
    }

    /// The address at which what was captured stood. A memory of before this was written down knows where it was found, or that it
    /// was where it was announced.
    pub(crate) fn stands_at(&self) -> Option<Url> {
        let stood_at = self.stood_at.as_deref().or(self.found.as_deref()).unwrap_or(&self.url);
        let mut url = Url::parse(stood_at).ok()?;
        url.set_fragment(None);
        Some(url)
    }

    /// What it is asked for with, "changed since?".
    pub(crate) fn held(&self) -> Held {
        Held { validators: self.validators.clone(), of: self.stands_at() }
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
    fn a_settled_page_is_visited_again_when_its_entry_changed_and_for_a_date_only_so_often_a_day() {
        let config = Config { revisits_max: 2, attempts_max: 3, ..Config::default() };
        let page =
            PageMemory { entry: "a".into(), title: Some("t".into()), at: at(0), ..PageMemory::default() };
        let entry = FeedEntry::default();
        let said = |feed, fingerprint, title| Said { feed, entry: &entry, fingerprint, title: Some(title) };
        let check = |page: &PageMemory, said: Said<'_>, seconds: i64, expected: Wanted| {
            assert_eq!(page.wants_visit(&said, at(seconds), &config), expected, "{page:?}");
        };
        check(&page, said("", "a", "t"), 99_999_999, Wanted::No);
        check(&page, said("", "b", "t"), 1, Wanted::Yes);
        let brought = PageMemory { feed: "one".into(), ..page.clone() };
        check(&brought, said("one", "b", "t"), 1, Wanted::Yes);
        check(&brought, said("other", "b", "t"), 1, Wanted::No);
        let often = PageMemory { revisits: 2, revisits_on: Some(at(0).date_naive()), ..page.clone() };
        check(&often, said("", "b", "t"), 1, Wanted::Enough);
        check(&often, said("", "b", "corrected"), 1, Wanted::Yes);
        check(&often, said("", "b", "t"), 86_400, Wanted::Yes);
        let refused = PageMemory { refused: Some("http_404".into()), refusals: 1, ..page };
        check(&refused, said("", "a", "t"), 3_599, Wanted::No);
        check(&refused, said("", "a", "t"), 3_600, Wanted::Yes);
        check(&PageMemory { refusals: 3, ..refused.clone() }, said("", "a", "t"), 99_999_999, Wanted::No);
        check(&PageMemory { lasting: true, ..refused }, said("", "b", "t"), 99_999_999, Wanted::No);
    }
}
