//! One reading of a feed or a section page: what it says, what of that is believed, and what refused us.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use url::Url;
use veille_model::{Capture, FeedEntry, OutcomeKind, Reason};

use super::super::delivery::{Fetched, Undelivered};
use super::super::run::Counters;
use super::super::visit::AWAY_PAUSE;
use crate::announcements::{Feed, FeedError, feed, likeliest};
use crate::clock::seconds;
use crate::error::Error;
use crate::memory::feed::{Below, Failure, Useless};
use crate::memory::frontier::Frontier;
use crate::memory::key::digest;
use crate::sources::Kind;
use crate::web::client::{Purpose, http_date};
use crate::web::freshness::fresh_secs;
use crate::web::refusal::{Refusal, Verdict};
use crate::web::validators::Validators;
use crate::web::{Got, Whole};

use super::Watch;
use super::announcing::instant;
use super::pushed::linked;

/// Sitemaps read of an index at one time: the latest, and two at each of its ends where no date tells which these are.
const SITEMAPS_MAX: usize = 4;
/// How old a page of a sitemap without titles may be to count as news.
const SITEMAP_NEWS: TimeDelta = TimeDelta::days(2);

impl<F: Frontier> Watch<F> {
    /// Reads the feed once.
    pub(super) async fn read(&mut self) -> Result<(), Error> {
        (self.unread, self.rests) = (false, false);
        if self.kind == Kind::Page {
            return self.look_at_page().await;
        }
        // Also of a feed that has not changed, or refuses: a subscription runs out by itself.
        self.keep_subscribed().await;
        let now = self.run.now();
        let held = self.memory.ask_with(now, &self.run.config);
        let place = self.memory.place(&self.url, now);
        let whole = self.source.credentials.whole(&place);
        let purpose = if self.kind == Kind::Feed { Purpose::Feed } else { Purpose::Page };
        let errand = self.run.errand(Some(self.memory.settled_at()));
        let got = self.run.web.get(&whole, purpose, &held, &errand, &self.stop).await;
        self.answered.extend(errand.take_answered());
        match got {
            Ok(Got { whole, at, url, moved, .. }) => {
                // Asked for where it has moved to, it says nothing of where it was.
                let moved = moved || place != self.url;
                if let Some(whole) = whole {
                    return Box::pin(self.received(&url, moved, at, whole)).await;
                }
                if let Some(useless) = self.memory.useless.clone() {
                    return self.useless(useless, at).await;
                }
                if moved {
                    self.found_at(Some(&url), at).await?;
                }
                Counters::add(&self.run.counters.feeds_unchanged, 1);
                self.noted(at, 0);
            }
            // Nothing is noted: the next run finds this feed due, as it was.
            Err(Refusal::Stopped { .. }) => return Ok(()),
            Err(refusal) => return self.refused(&refusal).await,
        }
        self.unwritten = true;
        self.write().await
    }

    async fn received(
        &mut self,
        base: &Url,
        moved: bool,
        at: DateTime<Utc>,
        Whole { headers, body, share }: Whole,
    ) -> Result<(), Error> {
        let (media_type, validators) = (headers.get("content-type").cloned(), Validators::of(&headers));
        let body_digest = digest(&[&body]);
        // Servers that send no validators, or a new ETag with every answer: the bytes say that nothing has changed.
        if self.memory.body.as_ref() == Some(&body_digest) {
            self.memory.whole_at = at;
            self.memory.found_with(validators, base);
            if let Some(useless) = self.memory.useless.clone() {
                return self.useless(useless, at).await;
            }
            if moved {
                self.found_at(Some(base), at).await?;
            }
            Counters::add(&self.run.counters.feeds_unchanged, 1);
            self.noted(at, 0);
            self.unwritten = true;
            return self.write().await;
        }
        let (address, kind, lister) = (base.to_string(), self.kind.clone(), self.run.lister.clone());
        let reading = move || {
            // The bytes are in hand until entries are made of them.
            let _share = share;
            let Kind::Section(section) = kind else {
                return feed(&body, media_type.as_deref(), Some(&address));
            };
            let page = Capture { media_type, ..Capture::page(Some(address), body) };
            let entries = lister.map_or_else(Vec::new, |lister| lister(&page, &section));
            Ok(Feed::of(None, entries))
        };
        // Megabytes of XML take longer than an async thread may be held up. A reader that breaks off ends no run.
        let read = tokio::task::spawn_blocking(reading).await;
        let mut found = match read.unwrap_or_else(|error| Err(FeedError::NotAFeed(error.to_string()))) {
            Ok(said) => said,
            Err(error) => {
                self.came_in_vain(at, (validators, base), body_digest);
                if let Some(to) = only_advertised(&error) {
                    self.found_at(Some(&to), at).await?;
                }
                return self.useless(Useless::NotAFeed(error.to_string()), at).await;
            }
        };
        self.memory.asks_secs = found.interval_secs.max(fresh_secs(&headers));
        if let Some(cause) = self.nothing_announced(&found) {
            self.came_in_vain(at, (validators, base), body_digest);
            return self.useless(Useless::Empty(cause), at).await;
        }
        let is_index = found.entries.is_empty() && !found.sitemaps.is_empty();
        let listed = found.sitemaps.len();
        if is_index {
            found.entries = match self.below(std::mem::take(&mut found.sitemaps), at).await {
                Ok(entries) => entries,
                Err(Refusal::Stopped { .. }) => return Ok(()),
                // It leads nowhere, however well it is itself.
                Err(refusal) => return self.refused(&refusal).await,
            };
        }
        self.memory.useless = None;
        self.sitemaps_left_out(if is_index { listed } else { 0 }).await?;
        Counters::add(&self.run.counters.feeds_read, 1);
        let named = found.moved_to.as_deref().and_then(|to| Url::parse(to).ok());
        self.found_at(if moved { Some(base) } else { named.as_ref() }, at).await?;
        let by_header = |relation: &str| linked(headers.get("link"), relation, base);
        let (hub, topic) = (by_header("hub"), by_header("self"));
        let (hub, topic) =
            (hub.as_ref().or(found.hubs.first()), topic.as_ref().or(found.own_address.as_ref()));
        self.subscribe_to(hub, topic).await;
        self.keep_subscribed().await;
        let cut_short = found.cut_short;
        if cut_short && !std::mem::replace(&mut self.memory.cut_short, cut_short) {
            let told = "it ends in the middle of an entry, which is left out until the document is whole";
            self.said("cut_short", told.to_owned()).await?;
        }
        self.memory.cut_short = cut_short;
        let entries = found.entries;
        let listed = entries.len();
        let newest = entries.iter().filter_map(|entry| entry.published_at.or(entry.updated_at)).map(instant);
        // An entry that is dated ahead would make every `Last-Modified` too old.
        let newest = newest.filter(|date| *date <= at).max();
        let news = self.announce(entries, found.left_out, at).await?;
        tracing::debug!(feed = %self.url, news, "feed read");
        self.memory.whole_at = at;
        let validators = self.trusted(validators, newest, news, at).await?;
        if is_index {
            // What it leads to changes while it stays as it is.
            self.memory.found_with(Validators::default(), base);
            self.memory.body = None;
            self.memory.entries = Some(self.memory.below.values().map(|below| below.entries).sum());
            self.noted(at, news);
            self.unwritten = true;
            return self.write_under_way().await;
        }
        // What is missing may be there the next time, under the same validators.
        let (validators, body) = match cut_short {
            true => (Validators::default(), None),
            false => (validators, Some(body_digest)),
        };
        self.memory.found_with(validators, base);
        self.memory.body = body;
        self.memory.entries = Some(listed);
        self.noted(at, news);
        self.unwritten = true;
        self.write_under_way().await
    }

    /// Notes a document that is of no use: whoever sends the same again need not send it whole. The rule by which a section page is
    /// read may be mended before the page changes.
    fn came_in_vain(&mut self, at: DateTime<Utc>, (validators, base): (Validators, &Url), body: String) {
        self.memory.whole_at = at;
        let (validators, body) = match self.kind {
            Kind::Section(_) => (Validators::default(), None),
            _ => (validators, Some(body)),
        };
        self.memory.found_with(validators, base);
        self.memory.body = body;
    }

    /// Notes that what came, now or before and has not changed since, is of no use.
    async fn useless(&mut self, useless: Useless, at: DateTime<Utc>) -> Result<(), Error> {
        let was_told = self.memory.useless.replace(useless.clone()).is_some_and(|before| before == useless);
        let url = self.url.to_string();
        let (refusal, is_feed) = match useless {
            Useless::Empty(cause) => (Refusal::Empty { url, cause }, true),
            Useless::NotAFeed(cause) => (Refusal::NotAFeed { url, cause }, false),
        };
        self.unread = true;
        Counters::add(&self.run.counters.feeds_failed, 1);
        match is_feed {
            true => self.memory.announced_nothing(at, refusal.code(), &self.run.config),
            false => self.memory.failed(at, failure(&refusal), &self.run.config),
        }
        if was_told {
            self.tell_once_a_day(OutcomeKind::Retried, &refusal.code(), &refusal.reason().detail, at);
            return self.write().await;
        }
        self.say_refused(&refusal).await
    }

    /// Why it announces nothing though it came whole: somebody's template lost its entries. A news sitemap is empty where nothing
    /// was published for two days.
    fn nothing_announced(&self, said: &Feed) -> Option<String> {
        if !said.entries.is_empty() || !said.sitemaps.is_empty() || said.is_sitemap {
            return None;
        }
        let cause = match self.kind {
            Kind::Section(_) => {
                "no link of it leads to an article by its rule; see `links` and `selector` in sources.toml"
            }
            _ => "it came whole and has no entries",
        };
        Some(cause.to_owned())
    }

    /// The entries of the sitemaps that an index lists, of those that are likeliest to have news and have changed; who refused the
    /// first of them, where none can be read.
    async fn below(&mut self, listed: Vec<String>, at: DateTime<Utc>) -> Result<Vec<FeedEntry>, Refusal> {
        let mut waiting = listed;
        let mut found = Vec::new();
        let (mut known, mut is_read, mut first_refusal) = (BTreeMap::new(), false, None);
        for _ in 0..SITEMAPS_MAX {
            let Some(next) = likeliest(&waiting) else { break };
            let url = waiting.remove(next);
            let Ok(url) = Url::parse(&url) else { continue };
            match self.sitemap(&url, at).await {
                Ok(Some((validators, said))) => {
                    is_read = true;
                    // A list of all pages of a site announces those that are new.
                    let is_news = |entry: &FeedEntry| {
                        let date = entry.published_at.or(entry.updated_at);
                        entry.title.is_some() || date.is_some_and(|date| at - instant(date) < SITEMAP_NEWS)
                    };
                    let before = found.len();
                    found.extend(said.entries.into_iter().filter(is_news));
                    let entries = found.len() - before;
                    // One that lists others is needed whole: these change while it stays as it is.
                    if said.sitemaps.is_empty() {
                        known.insert(url.into(), Below { validators, whole_at: at, entries });
                    }
                    waiting.extend(said.sitemaps);
                }
                Ok(None) => {
                    is_read = true;
                    known.extend(self.memory.below.remove_entry(url.as_str()));
                }
                Err(stopped @ Refusal::Stopped { .. }) => return Err(stopped),
                Err(refusal) => {
                    tracing::warn!(feed = %self.url, cause = %refusal, "a sitemap of its index was not read");
                    first_refusal.get_or_insert(refusal);
                }
            }
        }
        if let Some(refusal) = first_refusal.filter(|_| !is_read) {
            return Err(refusal);
        }
        self.memory.below = known;
        Ok(found)
    }

    /// One sitemap of an index, with what it is to be asked with; None where it is as it was.
    async fn sitemap(&mut self, url: &Url, at: DateTime<Utc>) -> Result<Option<(Validators, Feed)>, Refusal> {
        let held = self.memory.ask_below_with(url, at, &self.run.config);
        let errand = self.run.errand(Some(self.memory.settled_at()));
        let got = self.run.web.get(url, Purpose::Feed, &held, &errand, &self.stop).await;
        self.answered.extend(errand.take_answered());
        let Got { whole: Some(whole), url: found, .. } = got? else { return Ok(None) };
        let Whole { headers, body, share } = whole;
        // Those of another address are not for this one (RFC 9110, 13.1).
        let validators = if found == *url { Validators::of(&headers) } else { Validators::default() };
        let reading = move || {
            // The bytes are in hand until entries are made of them.
            let _share = share;
            feed(&body, headers.get("content-type").map(String::as_str), Some(found.as_str()))
        };
        let said = tokio::task::spawn_blocking(reading).await.map_err(|error| error.to_string());
        match said.and_then(|said| said.map_err(|error| error.to_string())) {
            Ok(said) => Ok(Some((validators, said))),
            Err(cause) => Err(Refusal::NotAFeed { url: url.to_string(), cause }),
        }
    }

    /// What a feed may be asked with the next time: not what lied, and not a date that is older than what it lists.
    async fn trusted(
        &mut self,
        mut validators: Validators,
        newest: Option<DateTime<Utc>>,
        news: usize,
        at: DateTime<Utc>,
    ) -> Result<Validators, Error> {
        let held = &self.memory.validators;
        if news > 0 && *held != Validators::default() && *held == validators && self.memory.body.is_some() {
            self.memory.lied_at = Some(at);
            let told =
                "it changed and said by its validators that it had not; it is asked for whole for a week";
            self.said("validators_lied", told.to_owned()).await?;
        }
        let modified = validators.last_modified.as_deref().and_then(http_date);
        let is_misdated = modified.zip(newest).is_some_and(|(modified, newest)| modified < newest);
        if is_misdated && !self.memory.misdated {
            let told = "its Last-Modified is older than its newest entry, so it is not asked with that date";
            self.said("last_modified", told.to_owned()).await?;
        }
        self.memory.misdated = is_misdated;
        if is_misdated {
            validators.last_modified = None;
        }
        Ok(validators)
    }

    /// Notes where it has moved to for good, or that it has not; what is new of it is proposed.
    async fn found_at(&mut self, place: Option<&Url>, at: DateTime<Utc>) -> Result<(), Error> {
        match place {
            Some(to) if self.memory.found_at(place, at) => {
                let told = format!("it says that it has moved to {to}; put that address into sources.toml");
                self.said("moved", told).await
            }
            Some(_) => Ok(()),
            None => {
                self.memory.found_at(None, at);
                Ok(())
            }
        }
    }

    /// Notes how many of the sitemaps that it lists are not read; that some are not is told once.
    async fn sitemaps_left_out(&mut self, listed: usize) -> Result<(), Error> {
        let left_out = listed.saturating_sub(SITEMAPS_MAX);
        if std::mem::replace(&mut self.memory.sitemaps_left_out, left_out) > 0 || left_out == 0 {
            return Ok(());
        }
        let told = format!(
            "it lists {listed} sitemaps, of which the {SITEMAPS_MAX} likeliest to have news are read: by their names, their dates, and \
             at its beginning and its end; put the address of another into sources.toml to have it read"
        );
        self.said("entries_max", told).await
    }

    /// Tells the ledger something of this feed that changes nothing of how it is read.
    pub(super) async fn said(&self, code: &'static str, detail: String) -> Result<(), Error> {
        tracing::warn!(feed = %self.url, source = %self.source.id, code, detail, "a feed is odd");
        let reason = Some(Reason::new(code, detail));
        let outcome = self.run.outcome(OutcomeKind::Discarded, &self.source.id, self.url.as_str(), reason);
        self.report(Fetched { outcomes: vec![outcome], ..Fetched::default() }).await
    }

    pub(super) async fn refused(&mut self, refusal: &Refusal) -> Result<(), Error> {
        self.unread = true;
        let now = self.run.now();
        // Nobody was asked, so nothing failed.
        if let Refusal::Resting { until, .. } = refusal {
            // A second more, for `until` is cut to whole seconds.
            self.memory.due = *until + TimeDelta::seconds(1);
            return self.not_asked(refusal).await;
        }
        if let Refusal::Away { .. } = refusal {
            self.memory.due = now + seconds(AWAY_PAUSE.as_secs());
            return self.not_asked(refusal).await;
        }
        // It was our room that was too small.
        if let Refusal::Crowded { .. } = refusal {
            self.memory.due = now + seconds(self.run.config.retry_pause_secs);
            return self.not_asked(refusal).await;
        }
        Counters::add(&self.run.counters.feeds_failed, 1);
        self.memory.failed(now, failure(refusal), &self.run.config);
        self.say_refused(refusal).await
    }

    /// Tells the ledger that it was not read, and writes down when it is read next.
    async fn say_refused(&mut self, refusal: &Refusal) -> Result<(), Error> {
        tracing::warn!(feed = %self.url, source = %self.source.id, code = refusal.code(), cause = %refusal, "feed not read");
        let outcome = self.run.outcome(
            // Whatever the reason: no feed is given up, it is only asked less and less.
            OutcomeKind::Retried,
            &self.source.id,
            self.url.as_str(),
            Some(refusal.reason()),
        );
        self.unwritten = true;
        self.report(Fetched { outcomes: vec![outcome], ..Fetched::default() }).await?;
        self.write().await
    }

    async fn not_asked(&mut self, refusal: &Refusal) -> Result<(), Error> {
        self.rests = true;
        let now = self.run.now();
        self.tell_once_a_day(OutcomeKind::Retried, &refusal.code(), &refusal.reason().detail, now);
        self.write().await
    }

    pub(super) async fn report(&self, fetched: Fetched) -> Result<(), Error> {
        match self.run.deliver(fetched).await {
            Ok(()) => Ok(()),
            Err(Undelivered::Closed) => Err(Error::Downstream),
            Err(undelivered) => {
                tracing::warn!(feed = %self.url, cause = %undelivered, "outcome not delivered");
                Ok(())
            }
        }
    }
}

/// The feed that a page advertises in the place of one, where it is one alone: of several nobody knows which took its place.
fn only_advertised(error: &FeedError) -> Option<Url> {
    let FeedError::Page(advertised) = error else { return None };
    // WordPress has one of comments beside each.
    let mut feeds = advertised.iter().filter(|feed| !feed.url.contains("/comments/"));
    match (feeds.next(), feeds.next()) {
        (Some(only), None) => Url::parse(&only.url).ok(),
        _ => None,
    }
}

/// What a refusal means for when a feed is read next.
fn failure(refusal: &Refusal) -> Failure {
    let wait = refusal.retry_after().and_then(|wait| TimeDelta::from_std(wait).ok());
    Failure { code: refusal.code(), wait, lasting: refusal.verdict() != Verdict::Later }
}
