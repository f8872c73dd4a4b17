//! One feed: read when it is due, its new entries visited, its validators remembered once all of them are safe.
//!
//! The order matters for losing nothing. Validators say "I have this document". Were they written before the pages
//! that it announced, a crash in between would leave a feed that answers "not changed" and pages that nobody
//! fetches. So a feed's mark is written together with the list of its open pages ([`pending`]), from which a restart goes
//! on; where that is too long, only when no page of it is open, and until then a restart reads the feed whole.
//!
//! Most feeds sleep most of the time. All that is known of one that sleeps is written down, so that its watch ends, and the next goes on
//! from what it finds.

mod announcing;
mod aside;
mod looking;
mod page;
mod pending;
mod pushed;
mod reading;
mod telling;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::{Notify, OwnedSemaphorePermit as Seat};
use tokio::task::JoinSet;
use tokio::time::Instant;
use url::Url;
use veille_model::{FeedEntry, Mark, Outcome};

use super::delivery::{Fetched, Undelivered};
use super::readings::Place;
use super::run::{Counters, Run};
use super::visit::{Announced, End, visit};
use crate::address::host;
use crate::clock::seconds;
use crate::error::Error;
use crate::memory::feed::FeedMemory;
use crate::memory::frontier::Frontier;
use crate::memory::key::{digest, feed_key};
use crate::memory::looks::Look;
use crate::memory::pending::{Pending, pending_key};
use crate::memory::value::recall;
use crate::sources::{Kind, Source};
use crate::stop::Stop;

use looking::host_of;

/// The longest sleep: the clock on the wall may be set while we sleep.
const SLEEP_MAX: Duration = Duration::from_secs(30);

/// The shortest, for what is due at any moment.
const SLEEP_MIN: Duration = Duration::from_millis(20);
/// How often it is looked whether another feed is done with a page.
const CONTESTED_PAUSE: Duration = Duration::from_secs(5);
/// Readings of one feed in a one-shot run, where the first ones brought nothing.
const ONCE_READINGS_MAX: u32 = 3;

struct Open {
    page: Announced,
    not_before: Instant,
    in_flight: bool,
}

/// How whoever keeps the feeds reaches a watch.
#[derive(Clone, Default)]
pub(crate) struct Handle {
    /// Stops this feed, or the whole run.
    pub(crate) stop: Stop,
    /// Rings where its hub has said something.
    pub(crate) bell: Arc<Notify>,
    /// Whether nobody is to watch the feed after this.
    pub(crate) for_good: Arc<AtomicBool>,
}

/// With what a watch begins.
#[derive(Default)]
pub(crate) struct Turn {
    /// Whether the feed was watched before in this run, and slept.
    pub(crate) slept: bool,
    /// To be read, which most are.
    pub(crate) place: Option<Place>,
    /// To have its pages fetched, where it waited in line for that.
    pub(crate) seat: Option<Seat>,
}

/// A feed that has nothing to do, and all of it is written down.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asleep {
    /// When there is something.
    pub(crate) until: DateTime<Utc>,
    /// Pages that wait for a seat.
    pub(crate) waiting: usize,
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
    /// Whether nobody was asked then, as its host rests.
    rests: bool,
    /// What the ledger is to be told of readings, with the mark that comes next.
    told: Vec<Outcome>,
    /// Whether `memory` holds what the frontier does not have yet.
    unwritten: bool,
    /// What was asked for it, whose answers are settled once its mark is written.
    answered: Vec<String>,
    /// Whether the frontier holds a list of open pages.
    pending: bool,
    /// Pages that stand in that list alone, by their places in it.
    aside: Vec<u32>,
    /// Pages of this feed that another feed is at. Should that feed go before it has one, the page is ours.
    contested: BTreeMap<String, (FeedEntry, DateTime<Utc>)>,
    contested_at: Instant,
    open: BTreeMap<String, Open>,
    /// Looks that are to come, by when they are due, and not written down yet; those of an instant that was read are empty.
    looks: BTreeMap<i64, Vec<Look>>,
    visits: JoinSet<(String, End)>,
    /// Until it was read, or had nothing to be read for.
    place: Option<Place>,
    /// While pages of it are being fetched.
    seat: Option<Seat>,
    bell: Arc<Notify>,
    /// Whether the hub said that there is news, and the feed was not read since.
    was_told: bool,
    for_good: Arc<AtomicBool>,
    stop: Stop,
}

impl<F: Frontier> Watch<F> {
    pub(crate) async fn new(
        run: Arc<Run<F>>,
        source: Arc<Source>,
        url: Url,
        Handle { stop, bell, for_good }: Handle,
        Turn { slept, place, seat }: Turn,
    ) -> Result<Self, Error> {
        let held = run.recall(&[feed_key(url.as_str()), pending_key(url.as_str())]).await?;
        let [memory, pending] = [0, 1].map(|at| held.get(at).and_then(Option::as_ref));
        let memory = recall(memory).unwrap_or_else(|| FeedMemory::fresh(&url, &run.config));
        let mut watch = Self {
            run,
            kind: source.kind_of(&url),
            source,
            url,
            memory,
            unread: false,
            rests: false,
            told: Vec::new(),
            unwritten: false,
            answered: Vec::new(),
            pending: false,
            aside: Vec::new(),
            contested: BTreeMap::new(),
            contested_at: Instant::now(),
            open: BTreeMap::new(),
            looks: BTreeMap::new(),
            visits: JoinSet::new(),
            place,
            seat,
            bell,
            was_told: false,
            for_good,
            stop,
        };
        let (rule, now) = (watch.kind.rule(), watch.run.now());
        watch.memory.read_by(rule.map(|rule| digest(&rule.map(str::as_bytes))), now, &watch.run.config);
        if !slept {
            // What the hub told while nobody listened is lost.
            watch.memory.hold_back_no_more(watch.run.config.interval_min_secs);
            watch.tell_of_rest();
        }
        watch.expect_hub();
        if let Some(pending) = recall::<Pending>(pending) {
            Box::pin(watch.go_on(pending)).await?;
        }
        watch.write().await?;
        Ok(watch)
    }

    /// Watches until there is nothing to do for now; until told to stop, or in a one-shot run until nothing is left that would come
    /// soon: then None.
    pub(crate) async fn watch(mut self: Box<Self>) -> Result<Option<Asleep>, Error> {
        let watched = self.watch_on().await;
        if let Ok(Some(asleep)) = watched {
            return Ok(Some(asleep));
        }
        // What is in flight is settled; nothing new is taken, as the visits hear of the stop themselves.
        while let Some(ended) = self.visits.join_next().await {
            Box::pin(self.ended(ended)).await?;
        }
        Counters::add(&self.run.counters.left_open, (self.open.len() + self.aside.len()) as u64);
        self.run.open.fetch_sub(self.open.len(), Ordering::Relaxed);
        for (key, open) in &self.open {
            self.run.claims.give_back(key);
            if let Some(host) = open.page.look.as_ref().and_then(host_of) {
                self.run.looks.give_back(&host);
            }
        }
        watched?;
        if self.for_good.load(Ordering::Relaxed) {
            Box::pin(self.end_subscription()).await?;
        }
        Ok(None)
    }

    async fn watch_on(&mut self) -> Result<Option<Asleep>, Error> {
        let mut readings = 0_u32;
        Box::pin(self.hear()).await?;
        while !self.stop.is_told() {
            let may_read = !self.run.once || readings == 0 || self.reads_again(readings);
            if may_read && self.memory.due <= self.run.now() {
                let Some(place) = self.place().await else { continue };
                readings += 1;
                // Elsewhere, as all that is not done all the time.
                Box::pin(self.read()).await?;
                drop(place);
                continue;
            }
            self.place = None;
            Box::pin(self.look_again()).await?;
            Box::pin(self.look_after_contested()).await?;
            Box::pin(self.take_up_some()).await?;
            self.start_visits();
            if self.visits.is_empty() {
                self.seat = None;
            }
            if self.run.once
                && self.visits.is_empty()
                && !self.waits_for_a_page()
                && !self.reads_again(readings)
            {
                self.count_unasked(readings);
                return Ok(None);
            }
            if let Some(asleep) = Box::pin(self.falls_asleep()).await? {
                return Ok(Some(asleep));
            }
            let sleep = self.sleep(may_read);
            let stop = self.stop.clone();
            tokio::select! {
                () = stop.told() => {}
                Some(ended) = self.visits.join_next() => Box::pin(self.ended(ended)).await?,
                () = self.bell.notified() => Box::pin(self.hear()).await?,
                () = tokio::time::sleep(sleep) => {}
            }
        }
        Ok(None)
    }

    /// The place that it came with, or another; None where we are told to stop meanwhile.
    async fn place(&mut self) -> Option<Place> {
        if self.place.is_some() {
            return self.place.take();
        }
        let host = host(&self.url);
        tokio::select! {
            place = self.run.readings.place(&host) => Some(place),
            () = self.stop.told() => None,
        }
    }

    /// Ends the watch of a feed that has nothing to do before some instant, once all of it is written down.
    async fn falls_asleep(&mut self) -> Result<Option<Asleep>, Error> {
        let is_idle = self.open.is_empty() && self.contested.is_empty() && self.visits.is_empty();
        // That its hub has told of news is written nowhere.
        if self.run.once || !is_idle || self.was_told {
            return Ok(None);
        }
        self.write().await?;
        let look = self.memory.looks.first().and_then(|due| DateTime::from_timestamp(*due, 0));
        let until = look.map_or(self.memory.due, |look| look.min(self.memory.due));
        Ok((!self.unwritten).then_some(Asleep { until, waiting: self.aside.len() }))
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
        let until_contested = if self.contested.is_empty() { SLEEP_MAX } else { CONTESTED_PAUSE };
        until_due
            .min(until_contested)
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
                let open = self.close(&key);
                if let Some(host) = open.as_ref().and_then(|open| open.page.look.as_ref()).and_then(host_of) {
                    self.run.looks.give_back(&host);
                }
                match open {
                    Some(open) if self.kind == Kind::Page => self.watched(&key, &open.page).await?,
                    Some(open) => self.look_later(open.page, after),
                    None => {}
                }
            }
            // What became of it decides.
            End::Overtaken => {
                if let Some(open) = self.close(&key) {
                    self.contested.insert(key, ((*open.page.entry).clone(), open.page.at));
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

    /// Takes a page out of those that are open.
    fn close(&mut self, key: &str) -> Option<Open> {
        let open = self.open.remove(key)?;
        self.run.claims.give_back(key);
        self.run.open.fetch_sub(1, Ordering::Relaxed);
        Some(open)
    }

    /// Writes the feed's mark, if nothing that it announced is open, here or elsewhere. What waits for a seat stands in its list.
    async fn write(&mut self) -> Result<(), Error> {
        if !self.unwritten || !self.open.is_empty() || !self.contested.is_empty() {
            return Ok(());
        }
        let left = self.left().await?;
        let mut marks = self.looks_to_write().await?;
        marks.push(self.memory.mark());
        // Deleted, where nothing is left.
        marks.extend(self.pending.then(|| left.mark(self.url.as_str())));
        if self.put(marks).await? {
            (self.unwritten, self.pending) = (false, !left.entries.is_empty());
            self.aside = (0..).take(left.entries.len()).collect();
        }
        Ok(())
    }

    /// Hands these marks on, with what is told of readings; and whether they are written.
    async fn put(&mut self, marks: Vec<Mark>) -> Result<bool, Error> {
        let fetched = Fetched { marks, ..Fetched::default() };
        match self.run.deliver_telling(fetched, self.told.clone()).await {
            Ok(()) => {
                self.looks.clear();
                self.told.clear();
                self.run.forget(std::mem::take(&mut self.answered)).await;
                Ok(true)
            }
            Err(Undelivered::Closed) => Err(Error::Downstream),
            Err(undelivered) => {
                tracing::warn!(feed = %self.url, cause = %undelivered, "mark not written");
                Ok(false)
            }
        }
    }
}
