//! One run: what its feeds and pages share while it lasts.

use std::collections::{HashMap, HashSet};
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::Semaphore;
use url::Url;
use veille_model::{Capture, FeedEntry, Mark, Outcome, OutcomeKind, Reason, SourceId, StageName};

use super::delivery::{Fetched, Outlet, Undelivered, deliver};
use super::hubs::Subscriptions;
use super::readings::Readings;
use crate::clock::Clock;
use crate::config::Config;
use crate::error::FrontierError;
use crate::memory::frontier::Frontier;
use crate::memory::key::answer_key;
use crate::memory::manners::{self, RUN, RunMemory};
use crate::memory::page::PageMemory;
use crate::memory::told::Lacks;
use crate::memory::value::recall;
use crate::sources::Section;
use crate::stop::Stop;
use crate::web::Web;
use crate::web::errand::{Errand, Keeper};
use crate::web::post::Poster;

/// Times that the frontier is asked before the run gives up: with pauses of 1, 2, 4… seconds, two minutes.
const RECALLS_MAX: u32 = 8;

/// What a run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Readings of feeds that brought a document.
    pub feeds_read: u64,
    /// Readings that brought "not changed".
    pub feeds_unchanged: u64,
    /// Readings that failed.
    pub feeds_failed: u64,
    /// Feeds that a one-shot run did not ask: they, or their hosts, failed before and rest.
    pub feeds_resting: u64,
    /// Feeds that a one-shot run did not ask, for they are not due yet.
    pub feeds_not_due: u64,
    /// Pages and entries handed on.
    pub forwarded: u64,
    /// Pages set aside, with their reason.
    pub discarded: u64,
    /// Attempts that failed and are repeated.
    pub retried: u64,
    /// Pages still open when the run ended: the next run finds them again.
    pub left_open: u64,
}

/// [`Tally`] while it grows.
#[derive(Default)]
pub(crate) struct Counters {
    pub(crate) feeds_read: AtomicU64,
    pub(crate) feeds_unchanged: AtomicU64,
    pub(crate) feeds_failed: AtomicU64,
    pub(crate) feeds_resting: AtomicU64,
    pub(crate) feeds_not_due: AtomicU64,
    forwarded: AtomicU64,
    discarded: AtomicU64,
    retried: AtomicU64,
    pub(crate) left_open: AtomicU64,
}

impl Counters {
    pub(crate) fn add(counter: &AtomicU64, count: u64) {
        counter.fetch_add(count, Ordering::Relaxed);
    }

    pub(crate) fn tally(&self) -> Tally {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Tally {
            feeds_read: read(&self.feeds_read),
            feeds_unchanged: read(&self.feeds_unchanged),
            feeds_failed: read(&self.feeds_failed),
            feeds_resting: read(&self.feeds_resting),
            feeds_not_due: read(&self.feeds_not_due),
            forwarded: read(&self.forwarded),
            discarded: read(&self.discarded),
            retried: read(&self.retried),
            left_open: read(&self.left_open),
        }
    }
}

/// Shared by all tasks of one run.
pub(crate) struct Run<F> {
    pub(crate) config: Arc<Config>,
    pub(crate) web: Arc<Web>,
    pub(crate) frontier: Arc<F>,
    pub(crate) clock: Clock,
    pub(crate) outlet: Outlet,
    pub(crate) stop: Stop,
    /// Whether everything due is done once, rather than for ever.
    pub(crate) once: bool,
    pub(crate) counters: Counters,
    /// Keys of pages that somebody is at: two feeds may announce one page.
    pub(crate) claims: Claims,
    /// Who reads pages.
    pub(crate) reader: Option<Reader>,
    /// How many pages are read at one time.
    pub(crate) reading: Semaphore,
    /// Who reads section pages.
    pub(crate) lister: Option<Lister>,
    /// Feeds that are being read.
    pub(crate) readings: Readings,
    /// Pages that are open, of all feeds.
    pub(crate) open: AtomicUsize,
    /// Pages of each host that are just looked at again.
    pub(crate) looks: Budget,
    /// How hubs are asked and heard, where they reach us.
    pub(crate) hubs: Option<Hubs>,
    /// Marks that travel with whatever is delivered next.
    pub(crate) noted: Mutex<Vec<Mark>>,
}

/// How hubs are asked to tell of changes, where they reach us, and who hears them.
#[derive(Clone)]
pub(crate) struct Hubs {
    pub(crate) poster: Poster,
    pub(crate) callback: Url,
    pub(crate) subscriptions: Subscriptions,
}

impl Hubs {
    /// Sends a hub a form; the status of its answer.
    pub(crate) async fn ask(&self, hub: &str, form: String) -> Result<u16, Reason> {
        let headers = [("content-type", "application/x-www-form-urlencoded".to_owned())];
        self.poster.post(hub, &headers, form).await
    }
}

/// Whoever reads pages: what one lacks that is an article, and else why it is none and its entry stands in.
///
/// The fetcher knows nobody who does; the program wires them. A function of its argument, called off the async threads.
pub(crate) type Reader = Arc<dyn Fn(&Capture) -> Result<Lacks, Reason> + Send + Sync>;

/// What a section page lists, a function of its arguments.
pub type Lister = Arc<dyn Fn(&Capture, &Section) -> Vec<FeedEntry> + Send + Sync>;

impl<F: Frontier> Run<F> {
    pub(crate) fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }

    /// What is remembered under these keys. A memory that does not answer is asked again for some minutes, so that a
    /// server which restarts ends no run.
    pub(crate) async fn recall(&self, keys: &[String]) -> Result<Vec<Option<String>>, FrontierError> {
        let mut pause = Duration::from_secs(1);
        for _ in 1..RECALLS_MAX {
            match self.frontier.get(keys).await {
                Ok(values) => return Ok(values),
                Err(error) => tracing::warn!(%error, "asked again"),
            }
            tokio::select! {
                () = tokio::time::sleep(pause) => pause *= 2,
                // The last try comes all the same: what it answers may still be settled within the grace period.
                () = self.stop.told() => break,
            }
        }
        // Without a pause behind it: the error of this one is what ends the run.
        self.frontier.get(keys).await
    }

    /// Takes up what the run before knew of hosts, and notes that this one has begun: before anybody is asked, so that also one
    /// that is killed at once is known to have been.
    pub(crate) async fn begin(self: &Arc<Self>) -> Result<DateTime<Utc>, FrontierError> {
        let frontier = Arc::clone(&self.frontier);
        self.web.remembered.by(Box::new(move |subject| {
            let frontier = Arc::clone(&frontier);
            // What cannot be read is as good as unknown: a robots.txt is asked for once more.
            Box::pin(async move { frontier.get(&[manners::key(&subject)]).await.ok()?.pop()? })
        }));
        let began_at = self.now();
        let held = self.recall(&[RUN.to_owned()]).await?;
        if let Some(quiet) = RunMemory::quiet_for(held.first().and_then(Option::as_ref), began_at) {
            self.web.asked_before(quiet.to_std().unwrap_or_default());
        }
        tokio::select! {
            () = self.note_run(RunMemory { began_at, ended_at: None }) => {}
            // Nobody takes anything, so nobody is asked.
            () = self.stop.told() => {}
        }
        Ok(began_at)
    }

    /// Notes that all that was asked is answered.
    pub(crate) async fn end(&self, began_at: DateTime<Utc>) {
        let noted = self.note_run(RunMemory { began_at, ended_at: Some(self.now()) });
        // Unnoted, it is taken for one that was killed.
        let _ = tokio::time::timeout(Duration::from_secs(self.config.grace_secs), noted).await;
    }

    async fn note_run(&self, memory: RunMemory) {
        let marks = vec![memory.mark()];
        if let Err(cause) = self.deliver(Fetched { marks, ..Fetched::default() }).await {
            tracing::debug!(%cause, "that the run began or ended was not noted");
        }
    }

    /// An errand on which nothing is asked twice that was not settled; what was answered until `settled_at` was.
    pub(crate) fn errand(&self, settled_at: Option<DateTime<Utc>>) -> Errand {
        Errand::new(Arc::new(Answers(Arc::clone(&self.frontier))), settled_at)
    }

    /// Forgets what was answered: what came of it is safe.
    pub(crate) async fn forget(&self, questions: Vec<String>) {
        if questions.is_empty() {
            return;
        }
        let keys: Vec<String> = questions.iter().map(|question| answer_key(question)).collect();
        if let Err(cause) = self.frontier.forget(&keys).await {
            // It is older than what is remembered of its page, by which it is known.
            tracing::debug!(%cause, "an answer that is settled stays");
        }
    }

    /// Hands something downstream and counts its outcomes once it is safe.
    pub(crate) async fn deliver(&self, fetched: Fetched) -> Result<(), Undelivered> {
        self.deliver_telling(fetched, Vec::new()).await
    }

    /// The same with what is told of readings, which are no pages and not counted among them.
    pub(crate) async fn deliver_telling(
        &self,
        mut fetched: Fetched,
        told: Vec<Outcome>,
    ) -> Result<(), Undelivered> {
        let kinds: Vec<OutcomeKind> = fetched.outcomes.iter().map(|outcome| outcome.outcome).collect();
        // What was learnt of hosts meanwhile travels with whatever goes next.
        let learnt = self.web.remembered.take();
        let noted = std::mem::take(&mut *self.noted());
        fetched.marks.extend(learnt.iter().map(manners::mark));
        // In front: what is delivered may take back what was noted.
        fetched.marks.splice(..0, noted.iter().cloned());
        fetched.outcomes.extend(told);
        let delivered = deliver(fetched, &self.outlet, &*self.frontier).await;
        delivered.inspect_err(|_| {
            self.web.remembered.give_back(learnt);
            self.noted().splice(..0, noted);
        })?;
        for kind in kinds {
            let counter = match kind {
                OutcomeKind::Forwarded => &self.counters.forwarded,
                OutcomeKind::Retried => &self.counters.retried,
                OutcomeKind::Discarded | OutcomeKind::Quarantined => &self.counters.discarded,
            };
            Counters::add(counter, 1);
        }
        Ok(())
    }

    fn noted(&self) -> MutexGuard<'_, Vec<Mark>> {
        self.noted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has a mark travel with whatever is delivered next.
    pub(crate) fn note(&self, mark: Mark) {
        self.noted().push(mark);
    }

    /// The ledger's entry about one address.
    pub(crate) fn outcome(
        &self,
        kind: OutcomeKind,
        source: &SourceId,
        input: &str,
        reason: Option<Reason>,
    ) -> Outcome {
        Outcome {
            stage: StageName::Fetch,
            outcome: kind,
            input: input.to_owned(),
            source: source.clone(),
            url: Some(input.to_owned()),
            at: Some(self.now()),
            reason,
            outputs: Vec::new(),
        }
    }
}

/// Answers that are not settled, in the fetcher's memory. What cannot be kept there is asked for again after a kill, and nothing else.
pub(crate) struct Answers<F>(pub(crate) Arc<F>);

impl<F: Frontier> Keeper for Answers<F> {
    fn keep<'a>(
        &'a self,
        question: &'a str,
        answer: Vec<u8>,
    ) -> Pin<Box<dyn Future<Output = ()> + Send + 'a>> {
        Box::pin(async move {
            if let Err(cause) = self.0.keep(&answer_key(question), answer).await {
                tracing::debug!(%cause, "an answer is not kept");
            }
        })
    }

    fn kept<'a>(&'a self, question: &'a str) -> Pin<Box<dyn Future<Output = Option<Vec<u8>>> + Send + 'a>> {
        Box::pin(async move { self.0.kept(&answer_key(question)).await.unwrap_or_default() })
    }

    fn settled<'a>(
        &'a self,
        page: &'a str,
    ) -> Pin<Box<dyn Future<Output = Option<DateTime<Utc>>> + Send + 'a>> {
        Box::pin(async move {
            let held = self.0.get(&[page.to_owned()]).await.ok()?.pop()?;
            recall::<PageMemory>(held.as_ref()).map(|memory| memory.at)
        })
    }
}

/// How much of something is in hand for each name, so that new pages of a host do not wait behind all that are looked at again.
#[derive(Default)]
pub(crate) struct Budget(Mutex<HashMap<String, usize>>);

impl Budget {
    /// Takes one more for a name; false where it has so many.
    pub(crate) fn take(&self, name: &str, most: usize) -> bool {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = taken.entry(name.to_owned()).or_default();
        let is_room = *count < most;
        *count += usize::from(is_room);
        is_room
    }

    /// Gives one back.
    pub(crate) fn give_back(&self, name: &str) {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = taken.get_mut(name) {
            *count -= 1;
            if *count == 0 {
                taken.remove(name);
            }
        }
    }
}

/// A set of keys, each held by one task.
#[derive(Default)]
pub(crate) struct Claims(Mutex<HashSet<String>>);

impl Claims {
    /// Claims a key; false where somebody holds it.
    pub(crate) fn take(&self, key: &str) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(key.to_owned())
    }

    /// Whether somebody holds a key.
    pub(crate) fn is_taken(&self, key: &str) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(key)
    }

    /// Gives a key back.
    pub(crate) fn give_back(&self, key: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }
}
