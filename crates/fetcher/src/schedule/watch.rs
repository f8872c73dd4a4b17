//! One feed: read when it is due, its new entries visited, its validators remembered once all of them are safe.
//!
//! The order matters for losing nothing. Validators say "I have this document". Were they written before the pages
//! that it announced, a crash in between would leave a feed that answers "not changed" and pages that nobody
//! fetches. So a feed's mark is written only when no page of it is open; until then a restart reads the feed whole.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::task::JoinSet;
use tokio::time::Instant;
use url::Url;
use veille_model::{Capture, FeedEntry, Mark, Moment, OutcomeKind, Reason};

use super::delivery::{Fetched, Undelivered};
use super::run::{Counters, Run};
use super::visit::{After, Announced, End, visit};
use crate::announcements::{Feed, feed, tell_apart};
use crate::clock::seconds;
use crate::error::Error;
use crate::finding::likeliest;
use crate::memory::feed::{Failure, FeedMemory};
use crate::memory::frontier::Frontier;
use crate::memory::key::{digest, entry_key, feed_key, fingerprint, page_key};
use crate::memory::looks::{self, Look, looks_key};
use crate::memory::page::PageMemory;
use crate::memory::value::recall;
use crate::sources::{Kind, Source};
use crate::stop::Stop;
use crate::web::client::{Purpose, http_date};
use crate::web::refusal::{Refusal, Verdict};
use crate::web::validators::Validators;
use crate::web::{Got, Whole};

/// The longest sleep: the clock on the wall may be set while we sleep.
const SLEEP_MAX: Duration = Duration::from_secs(30);

/// The shortest, for what is due at any moment.
const SLEEP_MIN: Duration = Duration::from_millis(20);
/// Seconds after which a look is tried again that was too much for its host.
const LOOK_PAUSE: i64 = 600;
/// Sitemaps read of an index at one time.
const SITEMAPS_MAX: usize = 4;
/// How old a page of a sitemap without titles may be to count as news.
const SITEMAP_NEWS: TimeDelta = TimeDelta::days(2);
/// Readings of one feed in a one-shot run, where the first ones brought nothing.
const ONCE_READINGS_MAX: u32 = 3;

struct Open {
    page: Announced,
    not_before: Instant,
    in_flight: bool,
}

/// A feed being watched.
pub(crate) struct Watch<F> {
    run: Arc<Run<F>>,
    source: Arc<Source>,
    url: Url,
    kind: Kind,
    memory: FeedMemory,
    /// Whether the last reading brought nothing, as it failed or had to wait.
    unread: bool,
    /// Whether `memory` holds what the frontier does not have yet.
    unwritten: bool,
    /// Whether another feed is at a page that this one announced too. Should that feed go before it has the page, the page
    /// is ours: until then this feed does not count as read.
    contested: bool,
    open: BTreeMap<String, Open>,
    /// Looks that are to come, by when they are due, and not written down yet; those of an instant that was read are empty.
    looks: BTreeMap<i64, Vec<Look>>,
    visits: JoinSet<(String, End)>,
    /// Stops this feed, or the whole run.
    stop: Stop,
}

impl<F: Frontier> Watch<F> {
    pub(crate) async fn new(
        run: Arc<Run<F>>,
        source: Arc<Source>,
        url: Url,
        stop: Stop,
    ) -> Result<Self, Error> {
        let held = run.recall(&[feed_key(url.as_str())]).await?;
        let memory = recall(held.first().and_then(Option::as_ref))
            .unwrap_or_else(|| FeedMemory::fresh(&url, &run.config));
        Ok(Self {
            run,
            kind: source.kind_of(&url),
            source,
            url,
            memory,
            unread: false,
            unwritten: false,
            contested: false,
            open: BTreeMap::new(),
            looks: BTreeMap::new(),
            visits: JoinSet::new(),
            stop,
        })
    }

    /// Watches until told to stop, or in a one-shot run until nothing is left that would come soon.
    pub(crate) async fn watch(mut self) -> Result<(), Error> {
        let watched = self.watch_on().await;
        // What is in flight is settled; nothing new is taken, as the visits hear of the stop themselves.
        while let Some(ended) = self.visits.join_next().await {
            self.ended(ended).await?;
        }
        Counters::add(&self.run.counters.left_open, self.open.len() as u64);
        for (key, open) in &self.open {
            self.run.claims.give_back(key);
            if let Some(host) = open.page.look.as_ref().and_then(host_of) {
                self.run.looks.give_back(&host);
            }
        }
        watched
    }

    async fn watch_on(&mut self) -> Result<(), Error> {
        let mut readings = 0_u32;
        while !self.stop.is_told() {
            let may_read = !self.run.once || readings == 0 || self.reads_again(readings);
            if may_read && self.memory.due <= self.run.now() {
                readings += 1;
                self.read().await?;
                continue;
            }
            self.look_again().await?;
            self.start_visits();
            if self.run.once
                && self.visits.is_empty()
                && !self.waits_for_a_page()
                && !self.reads_again(readings)
            {
                return Ok(());
            }
            let sleep = self.sleep(may_read);
            let stop = self.stop.clone();
            tokio::select! {
                () = stop.told() => {}
                Some(ended) = self.visits.join_next() => self.ended(ended).await?,
                () = tokio::time::sleep(sleep) => {}
            }
        }
        Ok(())
    }

    /// Whether a one-shot run reads this feed once more: its last reading brought nothing, and it is due soon.
    fn reads_again(&self, readings: u32) -> bool {
        let patience = seconds(self.run.config.once_patience_secs);
        (1..ONCE_READINGS_MAX).contains(&readings)
            && self.unread
            && self.memory.due - self.run.now() <= patience
    }

    /// Whether a page that was put off comes soon enough for a one-shot run to wait for it.
    fn waits_for_a_page(&self) -> bool {
        let patience = Instant::now() + Duration::from_secs(self.run.config.once_patience_secs);
        self.open.values().any(|open| open.not_before <= patience)
    }

    fn sleep(&self, may_read: bool) -> Duration {
        let until_due = if may_read { self.memory.due - self.run.now() } else { TimeDelta::MAX };
        // Negative where it is overdue.
        let until_due = until_due.to_std().unwrap_or_default();
        let waiting = self.open.values().filter(|open| !open.in_flight);
        let until_page = waiting.map(|open| open.not_before.saturating_duration_since(Instant::now())).min();
        let until_look = self.memory.looks.first().map(|due| *due - self.run.now().timestamp());
        let until_look = until_look.map(|secs| Duration::from_secs(u64::try_from(secs).unwrap_or_default()));
        until_due
            .min(until_page.unwrap_or(SLEEP_MAX))
            .min(until_look.unwrap_or(SLEEP_MAX))
            .clamp(SLEEP_MIN, SLEEP_MAX)
    }

    fn start_visits(&mut self) {
        let now = Instant::now();
        for (key, open) in &mut self.open {
            if open.in_flight || open.not_before > now {
                continue;
            }
            open.in_flight = true;
            let (run, page, key) = (Arc::clone(&self.run), open.page.clone(), key.clone());
            self.visits.spawn(async move {
                let end = visit(&run, &page).await;
                (key, end)
            });
        }
    }

    async fn ended(&mut self, ended: Result<(String, End), tokio::task::JoinError>) -> Result<(), Error> {
        let (key, end) = match ended {
            Ok(ended) => ended,
            Err(error) => return Err(Error::Visit(error.to_string())),
        };
        match end {
            End::Closed => return Err(Error::Downstream),
            End::Settled(after) => {
                let open = self.open.remove(&key);
                self.run.claims.give_back(&key);
                if let Some(host) = open.as_ref().and_then(|open| open.page.look.as_ref()).and_then(host_of) {
                    self.run.looks.give_back(&host);
                }
                match open {
                    Some(open) if self.kind == Kind::Page => self.watched(&key, &open.page).await?,
                    Some(open) => self.look_later(open.page, after),
                    None => {}
                }
            }
            // It stays open, and the feed unwritten: the next run reads the feed whole and finds the page again.
            End::Stopped => {}
            End::PutOff { pause, counts } => {
                if let Some(open) = self.open.get_mut(&key) {
                    open.in_flight = false;
                    open.not_before = Instant::now() + pause;
                    open.page.attempts += u32::from(counts);
                }
            }
        }
        self.write().await
    }

    /// Writes the feed's mark, if nothing that it announced is open.
    async fn write(&mut self) -> Result<(), Error> {
        if !self.unwritten || !self.open.is_empty() {
            return Ok(());
        }
        let mut marks = self.looks_to_write().await?;
        marks.push(self.memory.mark());
        let fetched = Fetched { marks, ..Fetched::default() };
        match self.run.deliver(fetched).await {
            Ok(()) => {
                self.unwritten = false;
                self.looks.clear();
            }
            Err(Undelivered::Closed) => return Err(Error::Downstream),
            Err(undelivered) => tracing::warn!(feed = %self.url, cause = %undelivered, "mark not written"),
        }
        Ok(())
    }

    /// Opens the pages that are to be looked at again by now.
    async fn look_again(&mut self) -> Result<(), Error> {
        let now = self.run.now();
        let due: Vec<i64> = self.memory.looks.range(..=now.timestamp()).copied().collect();
        if due.is_empty() {
            return Ok(());
        }
        let keys: Vec<String> = due.iter().map(|due| looks_key(self.url.as_str(), *due)).collect();
        let held = self.run.recall(&keys).await?;
        let mut looks: Vec<Look> =
            held.iter().flat_map(|value| recall::<Vec<Look>>(value.as_ref())).flatten().collect();
        for due in due {
            self.memory.looks.remove(&due);
            // Read, so nothing is left under it; what was not written yet is due as well.
            looks.append(self.looks.entry(due).or_default());
        }
        self.unwritten = true;
        let keys: Vec<String> = looks.iter().map(|look| look.key.clone()).collect();
        let held = self.run.recall(&keys).await?;
        for (look, value) in looks.into_iter().zip(held) {
            // One that was never captured, or that somebody is at: what is announced comes first.
            let Some(memory) = recall::<PageMemory>(value.as_ref()).filter(|memory| memory.body.is_some())
            else {
                continue;
            };
            let host = host_of(&look).unwrap_or_default();
            // Beyond the budget of its host: as it is, a little later.
            if !self.run.looks.take(&host, self.run.config.looks_max) {
                self.put_off(look, now);
                continue;
            }
            if self.open.contains_key(&look.key) || !self.run.claims.take(&look.key) {
                self.run.looks.give_back(&host);
                self.put_off(look, now);
                continue;
            }
            let (key, entry) = (look.key.clone(), look.entry.clone());
            self.open(key.clone(), entry, Some(memory), now);
            if let Some(open) = self.open.get_mut(&key) {
                open.page.look = Some(look);
            }
        }
        self.write().await
    }

    /// Notes when a page that was visited is looked at again.
    fn look_later(&mut self, page: Announced, after: After) {
        let config = &self.run.config;
        let look = match (page.look, after) {
            (_, After::Nothing) => None,
            (Some(look), after) => look.next(after == After::Gone, config),
            (None, After::Gone) => Look::first(&page.key, &page.entry, false).next(true, config),
            // One that was captured before has its looks already.
            (None, _) if page.memory.is_some_and(|memory| memory.body.is_some()) => None,
            (None, after) => Some(Look::first(&page.key, &page.entry, after == After::StandsIn)),
        };
        if let Some(look) = look.filter(|_| !config.look_again_secs.is_empty()) {
            self.put_down(look);
        }
    }

    /// The same look, somewhat later.
    fn put_off(&mut self, look: Look, now: DateTime<Utc>) {
        let pause = look.wait(&self.run.config).min(LOOK_PAUSE);
        let due = (now.timestamp() + pause).div_euclid(pause).saturating_add(1) * pause;
        self.note(due, look);
    }

    fn put_down(&mut self, look: Look) {
        let due = look.due(self.run.now(), &self.run.config);
        self.note(due, look);
    }

    fn note(&mut self, due: i64, look: Look) {
        self.memory.looks.insert(due);
        self.looks.entry(due).or_default().push(look);
        self.unwritten = true;
    }

    /// The marks of the looks that changed, with those that lie under the same keys.
    async fn looks_to_write(&self) -> Result<Vec<Mark>, Error> {
        let keys: Vec<String> = self.looks.keys().map(|due| looks_key(self.url.as_str(), *due)).collect();
        let held = if keys.is_empty() { Vec::new() } else { self.run.recall(&keys).await? };
        let merged = self.looks.iter().zip(held).map(|((due, added), value)| {
            // What lay under an instant that was read is done.
            let is_to_come = self.memory.looks.contains(due);
            let mut looks = value
                .as_ref()
                .filter(|_| is_to_come)
                .map_or_else(Vec::new, |value| recall::<Vec<Look>>(Some(value)).unwrap_or_default());
            looks.retain(|look| added.iter().all(|new| new.key != look.key));
            looks.extend(added.iter().cloned());
            looks::mark(self.url.as_str(), *due, &looks)
        });
        Ok(merged.collect())
    }

    /// Reads the feed once.
    async fn read(&mut self) -> Result<(), Error> {
        self.unread = false;
        if self.kind == Kind::Page {
            return self.look_at_page().await;
        }
        let now = self.run.now();
        let held = self.memory.ask_with(now, &self.run.config);
        let place = self.memory.place(&self.url, now);
        let whole = self.source.credentials.whole(&place);
        let purpose = if self.kind == Kind::Feed { Purpose::Feed } else { Purpose::Page };
        match self.run.web.get(&whole, purpose, &held, &self.stop).await {
            Ok(Got { whole, at, url, moved }) => {
                // Asked for where it has moved to, it says nothing of where it was.
                let moved = moved || place != self.url;
                if moved {
                    self.found_at(Some(&url), at).await?;
                }
                if let Some(whole) = whole {
                    return self.received(&url, moved, at, whole).await;
                }
                Counters::add(&self.run.counters.feeds_unchanged, 1);
                self.memory.read(at, 0, &self.run.config);
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
        let is_sitemap = is_urlset(&body);
        // Servers that send no validators, or a new ETag with every answer: the bytes say that nothing has changed.
        if self.memory.body.as_ref() == Some(&body_digest) {
            Counters::add(&self.run.counters.feeds_unchanged, 1);
            self.memory.whole_at = at;
            self.memory.validators = validators;
            self.memory.read(at, 0, &self.run.config);
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
        let found = match tokio::task::spawn_blocking(reading).await {
            Ok(Ok(said)) => said,
            Ok(Err(error)) => return self.refused(&self.not_a_feed(&error.to_string())).await,
            Err(error) => return self.refused(&self.not_a_feed(&error.to_string())).await,
        };
        if let Some(cause) = self.nothing_announced(&found, is_sitemap) {
            return self.refused(&Refusal::Empty { url: self.url.to_string(), cause }).await;
        }
        Counters::add(&self.run.counters.feeds_read, 1);
        self.memory.asks_secs = found.interval_secs.max(max_age(&headers));
        if !moved {
            let named = found.moved_to.as_deref().and_then(|to| Url::parse(to).ok());
            self.found_at(named.as_ref(), at).await?;
        }
        let is_index = found.entries.is_empty() && !found.sitemaps.is_empty();
        let entries = if is_index { self.below(found.sitemaps, at).await } else { found.entries };
        let listed = entries.len();
        let newest = entries.iter().filter_map(|entry| entry.published_at.or(entry.updated_at)).map(instant);
        let newest = newest.filter(|date| *date <= at).max();
        let news = self.announce(entries, at).await?;
        tracing::debug!(feed = %self.url, news, "feed read");
        self.memory.whole_at = at;
        let validators = self.trusted(validators, newest, news, at).await?;
        if is_index {
            // What it leads to changes while it stays as it is.
            (self.memory.validators, self.memory.body) = (Validators::default(), None);
            self.memory.entries = Some(listed);
            self.memory.read(at, news, &self.run.config);
            self.unwritten = true;
            return self.write().await;
        }
        // While a page of it may still become ours it does not count as read: it is asked for whole again.
        self.memory.validators = if self.contested { Validators::default() } else { validators };
        self.memory.body = (!self.contested).then_some(body_digest);
        self.memory.entries = Some(listed);
        self.memory.read(at, news, &self.run.config);
        self.unwritten = true;
        self.write().await
    }

    /// Why it announces nothing though it came whole: somebody's template lost its entries. A news sitemap is empty where nothing
    /// was published for two days.
    fn nothing_announced(&self, said: &Feed, is_sitemap: bool) -> Option<String> {
        if !said.entries.is_empty() || !said.sitemaps.is_empty() || is_sitemap {
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

    /// The entries of the sitemaps that an index lists, of those that are likeliest to have news.
    async fn below(&self, listed: Vec<String>, at: DateTime<Utc>) -> Vec<FeedEntry> {
        let mut waiting = listed;
        let mut found = Vec::new();
        for _ in 0..SITEMAPS_MAX {
            let Some(next) = likeliest(&waiting) else { break };
            let url = waiting.remove(next);
            let Ok(url) = Url::parse(&url) else { continue };
            match self.run.web.get(&url, Purpose::Feed, &Validators::default(), &self.stop).await {
                Ok(Got { whole: Some(whole), url, .. }) => {
                    let (headers, body) = (whole.headers, whole.body);
                    let media_type = headers.get("content-type").cloned();
                    let reading = move || feed(&body, media_type.as_deref(), Some(url.as_str()));
                    match tokio::task::spawn_blocking(reading).await {
                        Ok(Ok(said)) => {
                            waiting.extend(said.sitemaps);
                            // A list of all pages of a site announces those that are new.
                            let is_news = |entry: &FeedEntry| {
                                entry.title.is_some()
                                    || entry
                                        .published_at
                                        .or(entry.updated_at)
                                        .is_some_and(|date| at - instant(date) < SITEMAP_NEWS)
                            };
                            found.extend(said.entries.into_iter().filter(is_news));
                        }
                        other => {
                            tracing::debug!(feed = %self.url, ?other, "a sitemap of its index was not read")
                        }
                    }
                }
                Ok(_) => {}
                Err(refusal) => {
                    tracing::warn!(feed = %self.url, cause = %refusal, "a sitemap of its index was not read");
                }
            }
        }
        found
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

    /// Tells the ledger something of this feed that changes nothing of how it is read.
    async fn said(&self, code: &'static str, detail: String) -> Result<(), Error> {
        tracing::warn!(feed = %self.url, source = %self.source.id, code, detail, "a feed is odd");
        let reason = Some(Reason::new(code, detail));
        let outcome = self.run.outcome(OutcomeKind::Discarded, &self.source.id, self.url.as_str(), reason);
        self.report(Fetched { outcomes: vec![outcome], ..Fetched::default() }).await
    }

    /// Opens the page that is watched for itself.
    async fn look_at_page(&mut self) -> Result<(), Error> {
        let now = self.run.now();
        let key = page_key(self.url.as_str());
        // Until the visit has ended, which says when the next one is.
        self.memory.due = now + seconds(self.run.config.interval_min_secs);
        if self.open.contains_key(&key) || !self.run.claims.take(&key) {
            return Ok(());
        }
        let held = self.run.recall(std::slice::from_ref(&key)).await?;
        let memory = recall::<PageMemory>(held.first().and_then(Option::as_ref));
        let entry = FeedEntry { url: Some(self.url.to_string()), ..FeedEntry::default() };
        let is_known = memory.as_ref().is_some_and(|memory| memory.body.is_some());
        let look = is_known.then(|| Look::first(&key, &entry, false));
        self.open(key.clone(), entry, memory, now);
        if let Some(open) = self.open.get_mut(&key) {
            open.page.look = look;
        }
        self.unwritten = true;
        Ok(())
    }

    /// Notes what a visit to the page that is watched came to.
    async fn watched(&mut self, key: &str, page: &Announced) -> Result<(), Error> {
        let held = self.run.recall(&[key.to_owned()]).await?;
        let after = recall::<PageMemory>(held.first().and_then(Option::as_ref)).unwrap_or_default();
        let now = self.run.now();
        if let Some(code) = after.refused.filter(|_| !after.stands_in) {
            Counters::add(&self.run.counters.feeds_failed, 1);
            self.memory.failed(now, Failure { code, wait: None, lasting: after.lasting }, &self.run.config);
        } else {
            let changed = page.memory.as_ref().is_none_or(|before| before.body != after.body);
            let counter = match changed {
                true => &self.run.counters.feeds_read,
                false => &self.run.counters.feeds_unchanged,
            };
            Counters::add(counter, 1);
            self.memory.whole_at = now;
            self.memory.read(now, usize::from(changed), &self.run.config);
        }
        self.unwritten = true;
        Ok(())
    }

    fn not_a_feed(&self, cause: &str) -> Refusal {
        Refusal::NotAFeed { url: self.url.to_string(), cause: cause.to_owned() }
    }

    /// Opens the entries that are new or have changed. Answers how many.
    async fn announce(&mut self, mut found: Vec<FeedEntry>, at: DateTime<Utc>) -> Result<usize, Error> {
        if found.len() > self.run.config.entries_max {
            self.too_many(found.len()).await?;
            newest(&mut found, self.run.config.entries_max);
        }
        // Before the keys are made: under one address a hundred entries would be one page.
        tell_apart(&mut found);
        let mut seen = HashSet::new();
        let keyed: Vec<(String, FeedEntry)> = found
            .into_iter()
            .map(|entry| (entry_key(&self.url, &entry), entry))
            // A feed lists a page twice where two of its sections carry it.
            .filter(|(key, _)| seen.insert(key.clone()))
            .collect();
        let keys: Vec<String> = keyed.iter().map(|(key, _)| key.clone()).collect();
        let held = self.run.recall(&keys).await?;
        let before = self.open.len();
        self.contested = false;
        let feed = digest(&[self.url.as_str().as_bytes()]);
        for ((key, entry), value) in keyed.into_iter().zip(held) {
            let memory = recall::<PageMemory>(value.as_ref());
            let wanted = memory
                .as_ref()
                .is_none_or(|memory| memory.wants_visit(&feed, &fingerprint(&entry), at, &self.run.config));
            if !wanted {
                continue;
            }
            match self.run.claims.take(&key) {
                true => self.open(key, entry, memory, at),
                // Under another entry of this feed it is open here already.
                false => self.contested |= !self.open.contains_key(&key),
            }
        }
        Ok(self.open.len() - before)
    }

    fn open(&mut self, key: String, entry: FeedEntry, memory: Option<PageMemory>, at: DateTime<Utc>) {
        let page = Announced {
            key: key.clone(),
            source: self.source.id.clone(),
            feed: self.url.clone(),
            entry: Arc::new(entry),
            at,
            memory,
            attempts: 0,
            stop: self.stop.clone(),
            look: None,
        };
        self.open.insert(key, Open { page, not_before: Instant::now(), in_flight: false });
    }

    async fn too_many(&self, count: usize) -> Result<(), Error> {
        let max = self.run.config.entries_max;
        let detail = format!(
            "the feed lists {count} entries, of which the newest {max} are read; raise fetcher.entries_max"
        );
        let reason = Some(Reason::new("entries_max", detail));
        let outcome = self.run.outcome(OutcomeKind::Discarded, &self.source.id, self.url.as_str(), reason);
        self.report(Fetched { outcomes: vec![outcome], ..Fetched::default() }).await
    }

    async fn refused(&mut self, refusal: &Refusal) -> Result<(), Error> {
        self.unread = true;
        let now = self.run.now();
        // Nobody was asked, so nothing failed.
        if let Refusal::Resting { until, .. } = refusal {
            // A second more, for `until` is cut to whole seconds.
            self.memory.due = *until + TimeDelta::seconds(1);
            return Ok(());
        }
        // It was our room that was too small.
        if let Refusal::Crowded { .. } = refusal {
            self.memory.due = now + seconds(self.run.config.retry_pause_secs);
            return Ok(());
        }
        Counters::add(&self.run.counters.feeds_failed, 1);
        let wait = refusal.retry_after().and_then(|wait| TimeDelta::from_std(wait).ok());
        let failure = Failure { code: refusal.code(), wait, lasting: refusal.verdict() != Verdict::Later };
        self.memory.failed(now, failure, &self.run.config);
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

    async fn report(&self, fetched: Fetched) -> Result<(), Error> {
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

/// The host whose page is looked at.
fn host_of(look: &Look) -> Option<String> {
    look.entry.url.as_deref().and_then(veille_model::host)
}

/// `Cache-Control: max-age=900`, in seconds.
fn max_age(headers: &BTreeMap<String, String>) -> Option<u64> {
    let directives = headers.get("cache-control")?.to_ascii_lowercase();
    let mut directives = directives.split(',').map(str::trim);
    directives.find_map(|directive| directive.strip_prefix("max-age=")?.trim_matches('"').parse().ok())
}

/// Whether a document is a sitemap, by its root.
fn is_urlset(body: &[u8]) -> bool {
    String::from_utf8_lossy(&body[..body.len().min(2_048)]).contains("<urlset")
}

/// Leaves the newest entries, in their order. Nearly all feeds have them in front; archives and some sitemaps begin with the
/// oldest.
fn newest(found: &mut Vec<FeedEntry>, most: usize) {
    let dated = |entry: &FeedEntry| entry.published_at.or(entry.updated_at).map(instant);
    let mut order: Vec<usize> = (0..found.len()).collect();
    // Stable: of one date, and where there is none, those in front.
    order.sort_by_key(|at| std::cmp::Reverse(dated(&found[*at])));
    let kept: HashSet<usize> = order.into_iter().take(most).collect();
    let mut at = 0..;
    found.retain(|_| at.next().is_some_and(|at| kept.contains(&at)));
}

/// A day counts from its beginning.
fn instant(moment: Moment) -> DateTime<Utc> {
    match moment {
        Moment::Instant(instant) => instant.to_utc(),
        Moment::Day(day) => day.and_time(chrono::NaiveTime::MIN).and_utc(),
    }
}
