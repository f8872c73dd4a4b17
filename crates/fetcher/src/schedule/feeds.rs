//! Which feeds are watched, and when (timer queue): each by a task of its own while there is something to do, and by none while it
//! sleeps; started and stopped as the list of sources changes.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::{OwnedSemaphorePermit as Seat, mpsc, watch};
use tokio::task::{JoinError, JoinSet};
use url::Url;

use super::run::{Counters, Run};
use super::watch::{Asleep, Handle, Turn, Watch};
use crate::address::host;
use crate::beats::Beats;
use crate::error::Error;
use crate::memory::frontier::Frontier;
use crate::sources::{Roster, Source, Sources};

/// The longest sleep: the clock on the wall may be set while we sleep.
const SLEEP_MAX: Duration = Duration::from_secs(30);
/// The shortest, for what is due at any moment.
const SLEEP_MIN: Duration = Duration::from_millis(20);

/// A feed of the list.
struct Listed {
    source: Arc<Source>,
    /// Whether it stands in line for a seat.
    in_line: bool,
    state: State,
}

enum State {
    Asleep(Asleep),
    Awake(Box<Awake>),
}

/// A feed that somebody watches.
struct Awake {
    handle: Handle,
    /// Whether its hub has said something that its watch may have missed.
    rung: bool,
    /// Whose feed it is to be once its watch has ended, as it is told to; None where it is to be nobody's.
    next: Option<Arc<Source>>,
}

/// Whose watch has ended, and until when it sleeps; None where it is nobody's any more.
type Ended = (Arc<Url>, Result<Option<Asleep>, Error>);

/// All feeds of one run.
pub(crate) struct Feeds<F> {
    run: Arc<Run<F>>,
    roster: watch::Receiver<Sources>,
    /// Word of the beats that are ours, where we are one of several.
    ground: Option<watch::Receiver<u64>>,
    listed: BTreeMap<Arc<Url>, Listed>,
    /// Those that sleep, by when they are due.
    asleep: BTreeSet<(DateTime<Utc>, Arc<Url>)>,
    /// Those that wait for a seat.
    line: VecDeque<Arc<Url>>,
    /// Whom hubs have told something; None once we are told to stop.
    rung: Option<mpsc::UnboundedReceiver<Url>>,
    tasks: JoinSet<Ended>,
}

impl<F: Frontier> Feeds<F> {
    pub(crate) fn new(run: Arc<Run<F>>, roster: &Roster) -> Self {
        Self {
            // Before the first feed is watched: what a hub says until then is told that there is no room.
            rung: run.hubs.as_ref().map(|hubs| hubs.subscriptions.bell()),
            ground: run.web.beats().map(Beats::follow),
            run,
            roster: roster.follow(),
            listed: BTreeMap::new(),
            asleep: BTreeSet::new(),
            line: VecDeque::new(),
            tasks: JoinSet::new(),
        }
    }

    /// Watches the feeds of the roster until we are told to stop; once, until all of them have been read. From the moment
    /// that we are told, no longer than the grace period. The first error stops the others too.
    pub(crate) async fn watch(mut self) -> Result<(), Error> {
        let sources = self.roster.borrow_and_update().clone();
        self.take_over(&sources);
        let mut result = Ok(());
        let (stop, grace_secs, once) = (self.run.stop.clone(), self.run.config.grace_secs, self.run.once);
        let seats = Arc::clone(&self.run.readings.seats);
        let grace = async {
            stop.told().await;
            tokio::time::sleep(Duration::from_secs(grace_secs)).await;
        };
        // One for the whole loop: made in each turn, it would begin anew with every feed that ends.
        tokio::pin!(grace);
        loop {
            let told = stop.is_told();
            if self.tasks.is_empty() && (once || told) {
                break;
            }
            if told {
                // What hubs say from now on is for whoever runs next.
                self.rung = None;
            } else {
                self.wake_those_due();
            }
            let sleep = self.sleep();
            let ended = tokio::select! {
                Some(ended) = self.tasks.join_next() => self.ended(ended),
                // A one-shot run keeps to the list that it began with.
                Ok(()) = self.roster.changed(), if !once && !told => {
                    let sources = self.roster.borrow_and_update().clone();
                    self.take_over(&sources);
                    continue;
                }
                () = moved(&mut self.ground), if !once && !told => {
                    let sources = self.roster.borrow().clone();
                    self.take_over(&sources);
                    continue;
                }
                Ok(seat) = Arc::clone(&seats).acquire_owned(), if !self.line.is_empty() && !told => {
                    self.seat(seat);
                    continue;
                }
                Some(feed) = next(&mut self.rung) => {
                    self.ring(&feed);
                    continue;
                }
                () = tokio::time::sleep(sleep), if !told => continue,
                () = stop.told(), if !told => continue,
                () = &mut grace => {
                    tracing::warn!(feeds = self.tasks.len(), "grace period over, requests in flight are given up");
                    break;
                }
            };
            if let Err(error) = ended {
                // One error ends the run: the others settle what is in flight.
                stop.tell();
                // What the others say from now on comes of being stopped, so the first error is the one that is told.
                result = result.and(Err(error));
            }
        }
        self.count_waiting();
        result
    }

    /// Takes up what is new, stops what is gone, and starts anew what has become another source's.
    fn take_over(&mut self, sources: &Sources) {
        let (mut wanted, mut others) = (HashMap::<Url, Arc<Source>>::new(), HashSet::<Url>::new());
        for source in sources.iter().filter(|source| !source.paused) {
            let shared = Arc::new(source.clone());
            for feed in source.watched() {
                match self.run.web.beats().is_none_or(|beats| beats.has(&host(feed))) {
                    true => _ = wanted.insert(feed.clone(), Arc::clone(&shared)),
                    false => _ = others.insert(feed.clone()),
                }
            }
        }
        let first = self.listed.is_empty();
        let (mut added, mut removed, mut changed) = (0, 0, 0);
        let (mut ending, mut mended, mut handed) = (Vec::new(), Vec::new(), Vec::new());
        for (feed, listed) in &mut self.listed {
            let now = wanted.remove(&**feed);
            // A feed that is being stopped belongs already to whoever it was promised to.
            let before = match &listed.state {
                State::Awake(awake) if awake.handle.stop.is_told() => awake.next.as_ref(),
                _ => Some(&listed.source),
            };
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
            match (&mut listed.state, now) {
                (State::Awake(awake), now) => {
                    let for_good = now.is_none() && !others.contains(&**feed);
                    awake.end(now, for_good);
                }
                (State::Asleep(_), Some(now)) => {
                    if listed.source.kind_of(feed) != now.kind_of(feed) {
                        mended.push(Arc::clone(feed));
                    }
                    listed.source = now;
                }
                // All that is known of it is written down, for whoever has its beat.
                (State::Asleep(asleep), None) if others.contains(&**feed) => {
                    handed.push((asleep.until, Arc::clone(feed)));
                }
                // To give up its subscription, where it has one.
                (State::Asleep(_), None) => ending.push(Arc::clone(feed)),
            }
        }
        for feed in mended {
            self.wake(&feed, None);
        }
        for (until, feed) in handed {
            self.listed.remove(&feed);
            self.asleep.remove(&(until, feed));
        }
        for feed in ending {
            self.wake(&feed, None);
            if let Some(Listed { state: State::Awake(awake), .. }) = self.listed.get_mut(&feed) {
                awake.end(None, true);
            }
        }
        // What is left has no task yet.
        added += wanted.len();
        for (feed, source) in wanted {
            self.start(Arc::new(feed), source, Turn::default());
        }
        if !first {
            tracing::info!(added, removed, changed, "other feeds are watched from now on");
        }
    }

    fn start(&mut self, feed: Arc<Url>, source: Arc<Source>, turn: Turn) {
        let (handle, host) = (Handle { stop: self.run.stop.child(), ..Handle::default() }, host(&feed));
        let at_work = self.run.web.beats().map(|beats| beats.enter(&host));
        // Its beat has just become another's, which we are about to be told.
        if let Some(None) = at_work {
            self.listed.remove(&feed);
            return;
        }
        let (run, url, of, held) =
            (Arc::clone(&self.run), Arc::clone(&feed), Arc::clone(&source), handle.clone());
        self.tasks.spawn(async move {
            let _at_work = at_work;
            let turn = match turn.seat {
                // Its pages have their turn, and not the feed.
                Some(_) => turn,
                None => tokio::select! {
                    place = run.readings.place(&host) => Turn { place: Some(place), ..turn },
                    () = held.stop.told() => turn,
                },
            };
            if run.stop.is_told() {
                return (url, Ok(None));
            }
            // Elsewhere: at a first start all feeds wait for a place, and one that waits is small.
            let ended = Box::pin(async {
                let watch = Watch::new(run, of, Url::clone(&url), held, turn).await?;
                Box::new(watch).watch().await
            });
            let ended = ended.await;
            (url, ended)
        });
        let in_line = self.listed.get(&feed).is_some_and(|listed| listed.in_line);
        let awake = Awake { handle, rung: false, next: None };
        self.listed.insert(feed, Listed { source, in_line, state: State::Awake(Box::new(awake)) });
    }

    /// Starts a feed that sleeps.
    fn wake(&mut self, feed: &Arc<Url>, seat: Option<Seat>) {
        let Some(Listed { source, state: State::Asleep(asleep), .. }) = self.listed.get(feed) else { return };
        self.asleep.remove(&(asleep.until, Arc::clone(feed)));
        let source = Arc::clone(source);
        self.start(Arc::clone(feed), source, Turn { slept: true, seat, place: None });
    }

    fn wake_those_due(&mut self) {
        let now = self.run.now();
        while let Some((_, feed)) = self.asleep.first().filter(|(due, _)| *due <= now) {
            let feed = Arc::clone(feed);
            self.wake(&feed, None);
        }
    }

    /// Gives a seat to the first who waits for one.
    fn seat(&mut self, seat: Seat) {
        while let Some(feed) = self.line.pop_front() {
            let Some(listed) = self.listed.get_mut(&feed) else { continue };
            listed.in_line = false;
            // One that was due meanwhile is awake, and stands behind the others afterwards.
            if matches!(&listed.state, State::Asleep(asleep) if asleep.waiting > 0) {
                return self.wake(&feed, Some(seat));
            }
        }
    }

    /// Has a feed hear what its hub has said.
    fn ring(&mut self, feed: &Url) {
        let Some(feed) = self.listed.get_key_value(feed).map(|(feed, _)| Arc::clone(feed)) else { return };
        match self.listed.get_mut(&feed).map(|listed| &mut listed.state) {
            Some(State::Awake(awake)) => {
                awake.rung = true;
                awake.handle.bell.notify_one();
            }
            _ => self.wake(&feed, None),
        }
    }

    fn sleep(&self) -> Duration {
        let next = self.asleep.first().map(|(due, _)| (*due - self.run.now()).to_std().unwrap_or_default());
        next.unwrap_or(SLEEP_MAX).clamp(SLEEP_MIN, SLEEP_MAX)
    }

    fn ended(&mut self, ended: Result<Ended, JoinError>) -> Result<(), Error> {
        let (feed, ended) = ended.map_err(|error| Error::Visit(error.to_string()))?;
        let Some(Listed { source, in_line, state: State::Awake(awake) }) = self.listed.remove(&feed) else {
            return ended.map(|_| ());
        };
        let asleep = ended?;
        if awake.handle.stop.is_told() {
            // Now and no sooner: two watches of one feed would each write its mark.
            if let Some(source) = awake.next.filter(|_| !self.run.stop.is_told()) {
                self.start(feed, source, Turn::default());
            }
            return Ok(());
        }
        let Some(asleep) = asleep else { return Ok(()) };
        self.asleep.insert((asleep.until, Arc::clone(&feed)));
        if asleep.waiting > 0 && !in_line {
            self.line.push_back(Arc::clone(&feed));
        }
        let in_line = in_line || asleep.waiting > 0;
        self.listed.insert(Arc::clone(&feed), Listed { source, in_line, state: State::Asleep(asleep) });
        if awake.rung {
            self.wake(&feed, None);
        }
        Ok(())
    }

    /// Counts the pages of those that wait for a seat: the next run finds them.
    fn count_waiting(&self) {
        for listed in self.listed.values() {
            if let State::Asleep(Asleep { waiting, .. }) = listed.state {
                Counters::add(&self.run.counters.left_open, waiting as u64);
            }
        }
    }
}

impl Awake {
    /// Tells its watch to end, and whose feed it is from then on; `for_good` where nobody is to read it any more.
    fn end(&mut self, next: Option<Arc<Source>>, for_good: bool) {
        self.handle.for_good.store(for_good, Ordering::Relaxed);
        self.handle.stop.tell();
        self.next = next;
    }
}

/// The next feed that is rung for; never one where nobody rings.
async fn next(rung: &mut Option<mpsc::UnboundedReceiver<Url>>) -> Option<Url> {
    match rung {
        Some(rung) => rung.recv().await,
        None => std::future::pending().await,
    }
}

/// Waits until other beats are ours; for ever where we are alone.
async fn moved(ground: &mut Option<watch::Receiver<u64>>) {
    let Some(ground) = ground else { return std::future::pending().await };
    // Those who deal the beats out may have ended before us: then nothing changes any more.
    if ground.changed().await.is_err() {
        std::future::pending::<()>().await;
    }
}

#[cfg(test)]
mod tests {
    use tokio::runtime::Handle as Runtime;

    use super::*;
    use crate::config::Config;
    use crate::fetcher::Fetcher;
    use crate::memory::frontier::InMemory;
    use crate::schedule::Delivery;

    #[tokio::test(start_paused = true)]
    async fn feeds_that_sleep_are_watched_by_no_task_and_read_when_they_are_due() {
        let feeds = 1_000;
        // Refused before anybody is asked.
        let list: Vec<String> = (0..feeds)
            .map(|n| format!("[[source]]\nid = \"s{n}\"\nname = \"S\"\nfeeds = [\"http://127.0.0.1/{n}\"]\n"))
            .collect();
        let began = tokio::time::Instant::now();
        let clock =
            move || DateTime::from_timestamp(1_790_000_000 + began.elapsed().as_secs() as i64, 0).unwrap();
        let sources = Sources::parse(&list.concat()).unwrap();
        let frontier = Arc::<InMemory>::default();
        let config = Config { interval_min_secs: 300, ..Config::default() };
        let fetcher = Fetcher::with_clock(config, sources, Arc::clone(&frontier), Arc::new(clock)).unwrap();
        let (outlet, mut deliveries) = mpsc::channel::<Delivery>(64);
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let before = Runtime::current().metrics().num_alive_tasks();
        let running = tokio::spawn(async move { fetcher.run(outlet, async { _ = stopped.await }).await });
        let refused = tokio::spawn(async move {
            let mut refused: HashMap<String, usize> = HashMap::new();
            while let Some(Delivery { fetched, confirm }) = deliveries.recv().await {
                fetched
                    .outcomes
                    .into_iter()
                    .for_each(|outcome| *refused.entry(outcome.input).or_default() += 1);
                confirm.send(()).unwrap();
            }
            refused
        });
        tokio::time::sleep(Duration::from_secs(20)).await;
        // Those of the run, of its stop and of who takes what it delivers.
        assert_eq!(Runtime::current().metrics().num_alive_tasks() - before, 3);
        assert!(frontier.len() >= feeds, "what is known of them lies in the memory");
        tokio::time::sleep(Duration::from_secs(3_600)).await;
        stop.send(()).unwrap();
        running.await.unwrap().unwrap();
        let refused = refused.await.unwrap();
        assert_eq!(refused.len(), feeds);
        assert!(refused.values().all(|times| (2..8).contains(times)), "{:?}", refused.values().next());
    }
}
