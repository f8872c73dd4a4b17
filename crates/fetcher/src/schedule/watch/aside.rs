//! Pages that wait while many are open (admission control): they stand in the list that is written down, and nowhere else, until it
//! is their turn. At a first start twenty thousand feeds announce half a million pages at once, each a few kilobytes in memory.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use chrono::{DateTime, Utc};
use tokio::time::Instant;
use veille_model::FeedEntry;

use crate::error::Error;
use crate::memory::frontier::Frontier;
use crate::memory::pending::{Pending, pending_key};
use crate::memory::value::recall;

use super::{Open, Watch};

/// Pages that are open, of all feeds, from which on each feed has but one: its host is asked for one at a time anyhow.
const OPEN_MAX: usize = 4_000;

impl<F: Frontier> Watch<F> {
    /// Whether pages of this feed may be fetched now. In a one-shot run, where no feed sleeps, they always may.
    pub(super) fn sits(&mut self) -> bool {
        if self.seat.is_none() {
            self.seat = Arc::clone(&self.run.readings.seats).try_acquire_owned().ok();
        }
        self.seat.is_some() || self.run.once
    }

    /// How many pages this feed may open now: one at the least.
    pub(super) fn room(&self) -> usize {
        OPEN_MAX.saturating_sub(self.run.open.load(Ordering::Relaxed)).max(1)
    }

    /// Takes out those pages that are too many, as they are about to be written down; and their places in the list.
    pub(super) fn put_aside(&mut self) -> (BTreeMap<String, Open>, Vec<u32>) {
        let (now, sits) = (Instant::now(), self.sits());
        let too_many = self.run.open.load(Ordering::Relaxed).saturating_sub(OPEN_MAX);
        let mut listed = self.open.iter().filter(|(_, open)| open.page.look.is_none());
        // What was tried has a pause of its own, which stands nowhere else.
        let is_fresh = |open: &Open| !open.in_flight && open.page.attempts == 0 && open.not_before <= now;
        let busy = self.open.values().filter(|open| open.in_flight).count();
        let waiting: Vec<(u32, String)> = (0..)
            .zip(&mut listed)
            .filter(|(_, (_, open))| is_fresh(open))
            .map(|(place, (key, _))| (place, key.clone()))
            .collect();
        let stays = match sits {
            true => waiting.len().saturating_sub(too_many).max(usize::from(busy == 0)),
            false => 0,
        };
        let (places, keys): (Vec<u32>, Vec<String>) = waiting.into_iter().skip(stays).unzip();
        (keys.into_iter().filter_map(|key| self.open.remove_entry(&key)).collect(), places)
    }

    /// Opens pages that were put aside, where those that are open have come to an end or are put off.
    pub(super) async fn take_up_some(&mut self) -> Result<(), Error> {
        let now = Instant::now();
        if self.aside.is_empty() || self.open.values().any(|open| open.in_flight || open.not_before <= now) {
            return Ok(());
        }
        // Those that wait in line come first.
        self.seat = None;
        if self.sits() {
            self.take_up(self.room()).await?;
        }
        self.write().await
    }

    /// Opens so many of the pages that were put aside.
    pub(super) async fn take_up(&mut self, some: usize) -> Result<(), Error> {
        if self.aside.is_empty() {
            return Ok(());
        }
        let held = self.run.recall(&[pending_key(self.url.as_str())]).await?;
        let listed = recall::<Pending>(held.first().and_then(Option::as_ref)).unwrap_or_default();
        let keyed = self.keyed(listed.entries);
        self.open_listed(keyed, listed.at, some).await
    }

    /// Opens the first of what waits in a list; what is known by now needs no room.
    pub(super) async fn open_listed(
        &mut self,
        keyed: Vec<(String, FeedEntry)>,
        at: DateTime<Utc>,
        some: usize,
    ) -> Result<(), Error> {
        let mut listed: Vec<Option<(String, FeedEntry)>> = keyed.into_iter().map(Some).collect();
        let mut opened = 0;
        while opened < some && !self.aside.is_empty() {
            // The list that is written down has more than is left.
            self.unwritten = true;
            let next: Vec<u32> = self.aside.drain(..(some - opened).min(self.aside.len())).collect();
            let at_place = |place: u32| listed.get_mut(usize::try_from(place).ok()?)?.take();
            let next: Vec<(String, FeedEntry)> = next.into_iter().filter_map(at_place).collect();
            let keys: Vec<String> = next.iter().map(|(key, _)| key.clone()).collect();
            opened += self.open_new(next, at).await?;
            self.go_on_where_led(&keys).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use tokio::sync::mpsc;
    use veille_model::Mark;

    use super::super::{Handle, Turn};
    use super::*;
    use crate::config::Config;
    use crate::error::FrontierError;
    use crate::fetcher::Fetcher;
    use crate::memory::frontier::InMemory;
    use crate::memory::key::entry_key;
    use crate::schedule::readings::SEATS;
    use crate::schedule::{Delivery, Run};
    use crate::sources::{Source, Sources};
    use crate::stop::Stop;

    const FEED: &str = "https://a.example/rss";

    fn entries(count: u8) -> Vec<FeedEntry> {
        // Refused before anybody is asked.
        let url = |number| Some(format!("http://127.0.0.1/{number}"));
        (0..count).map(|number| FeedEntry { url: url(number), ..FeedEntry::default() }).collect()
    }

    fn keys(frontier: &InMemory) -> impl Future<Output = Vec<Option<String>>> {
        let keys = [pending_key(FEED), crate::memory::key::feed_key(FEED)];
        async move { frontier.get(&keys).await.unwrap() }
    }

    /// A run and its source, and who takes its deliveries and notes what became of pages.
    fn office(
        frontier: &Arc<InMemory>,
        once: bool,
    ) -> (Arc<Run<Arc<InMemory>>>, Arc<Source>, mpsc::UnboundedReceiver<String>) {
        let list = format!("[[source]]\nid = \"a\"\nname = \"A\"\nfeeds = [\"{FEED}\"]\n");
        let sources = Sources::parse(&list).unwrap();
        let fetcher = Fetcher::new(Config::default(), Sources::default(), Arc::clone(frontier)).unwrap();
        let (outlet, mut deliveries) = mpsc::channel::<Delivery>(1);
        let run = fetcher.shared(outlet, Stop::default(), once);
        let (tell, told) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            while let Some(delivery) = deliveries.recv().await {
                let pages = delivery.fetched.outcomes.iter().filter(|outcome| outcome.input != FEED);
                pages.for_each(|outcome| tell.send(outcome.input.clone()).unwrap());
                delivery.confirm.send(()).unwrap();
            }
        });
        (run, Arc::new(sources.iter().next().unwrap().clone()), told)
    }

    /// A watch of a run that has as many open pages as it may.
    async fn crowded(frontier: &Arc<InMemory>) -> (Watch<Arc<InMemory>>, mpsc::UnboundedReceiver<String>) {
        let (run, source, told) = office(frontier, true);
        run.open.store(OPEN_MAX, Ordering::Relaxed);
        let url = source.feeds[0].clone();
        let mut watch = Watch::new(run, source, url, Handle::default(), Turn::default()).await.unwrap();
        watch.memory.due = Utc::now() + TimeDelta::hours(1);
        (watch, told)
    }

    async fn settled(watch: Watch<Arc<InMemory>>, mut told: mpsc::UnboundedReceiver<String>) -> Vec<String> {
        let run = Arc::clone(&watch.run);
        Box::new(watch).watch().await.unwrap();
        assert_eq!(run.open.load(Ordering::Relaxed), OPEN_MAX, "what it opened it has closed");
        let mut pages: Vec<String> = std::iter::from_fn(|| told.try_recv().ok()).collect();
        pages.sort();
        pages
    }

    #[tokio::test]
    async fn where_many_pages_are_open_a_feed_opens_one_after_another_and_loses_none() {
        let frontier = Arc::<InMemory>::default();
        let (mut watch, told) = crowded(&frontier).await;
        watch.announce(entries(5), 0, Utc::now()).await.unwrap();
        watch.unwritten = true;
        watch.write_under_way().await.unwrap();
        assert_eq!((watch.open.len(), watch.aside.len()), (1, 4));
        assert!(keys(&frontier).await[0].is_some());
        // Another feed that announces one of them may have it.
        let url = watch.url.clone();
        let free = entries(5).iter().filter(|entry| watch.run.claims.take(&entry_key(&url, entry))).count();
        assert_eq!(free, 4);
        entries(5).iter().for_each(|entry| watch.run.claims.give_back(&entry_key(&url, entry)));
        let pages: Vec<String> = entries(5).into_iter().filter_map(|entry| entry.url).collect();
        assert_eq!(settled(watch, told).await, pages);
        assert!(matches!(keys(&frontier).await.as_slice(), [None, Some(_)]), "nothing is under way any more");
    }

    #[tokio::test]
    async fn what_waited_when_the_run_was_killed_or_the_feed_was_read_again_is_not_lost() {
        let frontier = Arc::<InMemory>::default();
        let (mut watch, _told) = crowded(&frontier).await;
        watch.announce(entries(5), 0, Utc::now()).await.unwrap();
        watch.unwritten = true;
        watch.write_under_way().await.unwrap();
        drop(watch);
        let (mut watch, told) = crowded(&frontier).await;
        // The first one was being visited, and came to nothing.
        assert_eq!((watch.open.len(), watch.aside.len()), (1, 4));
        // It lists another now, and these no more.
        let other = FeedEntry { url: Some("http://127.0.0.1/other".to_owned()), ..FeedEntry::default() };
        watch.announce(vec![other], 0, Utc::now()).await.unwrap();
        watch.write_under_way().await.unwrap();
        assert_eq!(watch.open.len() + watch.aside.len(), 6);
        assert_eq!(settled(watch, told).await.len(), 6);
    }

    #[tokio::test]
    async fn what_was_put_aside_is_known_once_somebody_else_settled_it() {
        let frontier = Arc::<InMemory>::default();
        let (mut watch, told) = crowded(&frontier).await;
        watch.announce(entries(3), 0, Utc::now()).await.unwrap();
        watch.unwritten = true;
        watch.write_under_way().await.unwrap();
        let url = watch.url.clone();
        let known = crate::memory::page::PageMemory { lasting: true, ..Default::default() };
        let marks: Vec<Mark> = entries(3).iter().map(|entry| known.mark(&entry_key(&url, entry))).collect();
        frontier.advance(&marks).await.unwrap();
        assert_eq!(settled(watch, told).await.len(), 1, "the one that was open");
    }

    #[tokio::test]
    async fn where_there_is_no_seat_a_feed_sleeps_with_its_pages_and_goes_on_once_there_is_one() {
        let frontier = Arc::<InMemory>::default();
        let (run, source, mut told) = office(&frontier, false);
        let url = source.feeds[0].clone();
        let seats = Arc::clone(&run.readings.seats);
        let mut taken = Arc::clone(&seats).acquire_many_owned(SEATS as u32).await.unwrap();
        let begin =
            |turn| Watch::new(Arc::clone(&run), Arc::clone(&source), url.clone(), Handle::default(), turn);
        let mut watch = begin(Turn::default()).await.unwrap();
        watch.announce(entries(3), 0, Utc::now()).await.unwrap();
        watch.memory.due = Utc::now() + TimeDelta::hours(1);
        watch.unwritten = true;
        watch.write_under_way().await.unwrap();
        assert_eq!((watch.open.len(), run.open.load(Ordering::Relaxed)), (0, 0));
        let due = watch.memory.due;
        let asleep = Box::new(watch).watch().await.unwrap().unwrap();
        assert_eq!((asleep.until, asleep.waiting), (due, 3));
        // Woken for something else it sleeps on.
        let woken = begin(Turn { slept: true, ..Turn::default() }).await.unwrap();
        assert_eq!(Box::new(woken).watch().await.unwrap().unwrap().waiting, 3);
        assert!(told.try_recv().is_err(), "no page was asked for");
        let seat = taken.split(1);
        let seated = begin(Turn { slept: true, seat, place: None }).await.unwrap();
        assert_eq!(Box::new(seated).watch().await.unwrap().unwrap().waiting, 0);
        let settled: Vec<String> = std::iter::from_fn(|| told.try_recv().ok()).collect();
        assert_eq!((settled.len(), seats.available_permits()), (3, 1));
        assert!(matches!(keys(&frontier).await.as_slice(), [None, Some(_)]), "nothing is under way any more");
    }

    /// Somebody else is just at a page: it is not known yet when it is asked for first, and is from then on.
    #[derive(Default)]
    struct SettledMeanwhile(InMemory);

    impl Frontier for SettledMeanwhile {
        async fn get(&self, keys: &[String]) -> Result<Vec<Option<String>>, FrontierError> {
            let known = self.0.get(keys).await;
            let page = crate::memory::page::PageMemory { lasting: true, ..Default::default() };
            let pages = keys.iter().filter(|key| key.starts_with("page/"));
            self.0.advance(&pages.map(|key| page.mark(key)).collect::<Vec<Mark>>()).await?;
            known
        }

        async fn advance(&self, marks: &[Mark]) -> Result<(), FrontierError> {
            self.0.advance(marks).await
        }
    }

    #[tokio::test]
    async fn what_somebody_else_settles_while_it_is_recalled_is_not_opened() {
        let list = format!("[[source]]\nid = \"a\"\nname = \"A\"\nfeeds = [\"{FEED}\"]\n");
        let source = Arc::new(Sources::parse(&list).unwrap().iter().next().unwrap().clone());
        let fetcher =
            Fetcher::new(Config::default(), Sources::default(), SettledMeanwhile::default()).unwrap();
        let run = fetcher.shared(mpsc::channel(1).0, Stop::default(), true);
        let url = source.feeds[0].clone();
        let mut watch =
            Watch::new(Arc::clone(&run), source, url, Handle::default(), Turn::default()).await.unwrap();
        assert_eq!(watch.announce(entries(3), 0, Utc::now()).await.unwrap(), 0);
        assert!(entries(3).iter().all(|entry| run.claims.take(&entry_key(&watch.url, entry))), "free again");
    }
}
