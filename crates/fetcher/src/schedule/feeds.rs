//! Which feeds are watched: one task each, started and stopped as the list of sources changes.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::{JoinError, JoinSet};
use url::Url;

use super::run::Run;
use super::watch::Watch;
use crate::address::host;
use crate::error::Error;
use crate::memory::frontier::Frontier;
use crate::sources::{Roster, Source, Sources};
use crate::stop::Stop;

/// A feed being watched.
struct Watched {
    source: Arc<Source>,
    stop: Stop,
    /// Whose feed it is to be once its watch has ended.
    next: Option<Arc<Source>>,
    /// Whether it is to be nobody's.
    for_good: Arc<AtomicBool>,
}

/// All feeds of one run.
pub(crate) struct Feeds<F> {
    run: Arc<Run<F>>,
    roster: watch::Receiver<Sources>,
    watched: BTreeMap<Url, Watched>,
    tasks: JoinSet<(Url, Result<(), Error>)>,
}

impl<F: Frontier> Feeds<F> {
    pub(crate) fn new(run: Arc<Run<F>>, roster: &Roster) -> Self {
        Self { run, roster: roster.follow(), watched: BTreeMap::new(), tasks: JoinSet::new() }
    }

    /// Watches the feeds of the roster until we are told to stop; once, until all of them have been read. From the moment
    /// that we are told, no longer than the grace period. The first error stops the others too.
    pub(crate) async fn watch(mut self) -> Result<(), Error> {
        let sources = self.roster.borrow_and_update().clone();
        self.take_over(&sources);
        let mut result = Ok(());
        let (stop, grace_secs, once) = (self.run.stop.clone(), self.run.config.grace_secs, self.run.once);
        let grace = async {
            stop.told().await;
            tokio::time::sleep(Duration::from_secs(grace_secs)).await;
        };
        // One for the whole loop: made in each turn, it would begin anew with every feed that ends.
        tokio::pin!(grace);
        loop {
            let told = stop.is_told();
            if self.tasks.is_empty() && (once || told) {
                return result;
            }
            let ended = tokio::select! {
                Some(ended) = self.tasks.join_next() => self.ended(ended),
                // A one-shot run keeps to the list that it began with.
                Ok(()) = self.roster.changed(), if !once && !told => {
                    let sources = self.roster.borrow_and_update().clone();
                    self.take_over(&sources);
                    continue;
                }
                () = stop.told(), if !told => continue,
                () = &mut grace => {
                    tracing::warn!(feeds = self.tasks.len(), "grace period over, requests in flight are given up");
                    return result;
                }
            };
            if let Err(error) = ended {
                stop.tell();
                // What the others say from now on comes of being stopped, so the first error is the one that is told.
                result = result.and(Err(error));
            }
        }
    }

    /// Starts what is new, stops what is gone, and starts anew what has become another source's.
    fn take_over(&mut self, sources: &Sources) {
        let mut wanted: HashMap<Url, Arc<Source>> = HashMap::new();
        for source in sources.iter().filter(|source| !source.paused) {
            let shared = Arc::new(source.clone());
            wanted.extend(source.watched().map(|feed| (feed.clone(), Arc::clone(&shared))));
        }
        let first = self.watched.is_empty();
        let (mut added, mut removed, mut changed) = (0, 0, 0);
        for (feed, watched) in &mut self.watched {
            let now = wanted.remove(feed);
            // A feed that is being stopped belongs already to whoever it was promised to.
            let before =
                if watched.stop.is_told() { &watched.next } else { &Some(Arc::clone(&watched.source)) };
            match (before, &now) {
                // Only the id goes with what is fetched, and the rule of a section by which it is read: a new name or language for people needs no other watch.
                (Some(before), Some(now))
                    if before.id == now.id
                        && before.kind_of(feed) == now.kind_of(feed)
                        && before.credentials == now.credentials =>
                {
                    continue;
                }
                (Some(_), Some(_)) => changed += 1,
                (Some(_), None) => removed += 1,
                (None, Some(_)) => added += 1,
                (None, None) => continue,
            }
            watched.for_good.store(now.is_none(), Ordering::Relaxed);
            watched.stop.tell();
            watched.next = now;
        }
        added += wanted.len();
        for (feed, source) in wanted {
            self.start(feed, source);
        }
        if !first {
            tracing::info!(added, removed, changed, "other feeds are watched from now on");
        }
    }

    fn start(&mut self, feed: Url, source: Arc<Source>) {
        let stop = self.run.stop.child();
        let (run, url, of, told) = (Arc::clone(&self.run), feed.clone(), Arc::clone(&source), stop.clone());
        let for_good = Arc::<AtomicBool>::default();
        let ends = Arc::clone(&for_good);
        self.tasks.spawn(async move {
            // What is remembered of it is asked for by all of them at the start.
            let place = run.readings.place(&host(&url)).await;
            let begun = Watch::new(Arc::clone(&run), of, url.clone(), told, ends).await;
            drop(place);
            let ended = match begun {
                Ok(watch) => Box::new(watch).watch().await,
                Err(error) => Err(error),
            };
            (url, ended)
        });
        self.watched.insert(feed, Watched { source, stop, next: None, for_good });
    }

    fn ended(&mut self, ended: Result<(Url, Result<(), Error>), JoinError>) -> Result<(), Error> {
        let (feed, ended) = ended.map_err(|error| Error::Visit(error.to_string()))?;
        // Now and no sooner: two watches of one feed would each write its mark.
        let next = self.watched.remove(&feed).and_then(|watched| watched.next);
        if let Some(source) = next.filter(|_| !self.run.stop.is_told()) {
            self.start(feed, source);
        }
        ended
    }
}
