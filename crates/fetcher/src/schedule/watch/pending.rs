//! The list of a feed's open pages as it is written down, and how a watch goes on from one that it finds.

use std::sync::atomic::Ordering;

use tokio::time::Instant;
use url::Url;
use veille_model::FeedEntry;

use crate::error::Error;
use crate::memory::frontier::Frontier;
use crate::memory::key::{entry_key, led_key};
use crate::memory::looks::Look;
use crate::memory::page::PageMemory;
use crate::memory::pending::{Pending, pending_key};
use crate::memory::value::recall;

use super::{CONTESTED_PAUSE, Watch};

impl<F: Frontier> Watch<F> {
    /// Takes up what was under way when whoever watched this feed before was ended, or waited for a seat.
    pub(super) async fn go_on(&mut self, pending: Pending) -> Result<(), Error> {
        (self.pending, self.unwritten) = (true, true);
        let now = self.run.now();
        for look in pending.looks {
            self.note(now.timestamp(), look);
        }
        let keyed = self.keyed(pending.entries);
        let keys: Vec<String> = keyed.iter().map(|(key, _)| key.clone()).collect();
        let held = self.run.recall(&keys).await?;
        // Those that were settled since are known, and not opened again; that they are to be looked at was not written down.
        for ((place, (key, entry)), value) in (0..).zip(&keyed).zip(held) {
            let settled = recall::<PageMemory>(value.as_ref()).filter(|memory| memory.body.is_some());
            match settled.filter(|memory| memory.at >= pending.at && !memory.is_less_than(entry)) {
                Some(_) if self.run.config.look_again_secs.is_empty() => {}
                Some(memory) => {
                    let look = Look::first(key, entry, memory.stands_in, memory.at);
                    self.put_down(look, memory.fresh_secs);
                }
                None => self.aside.push(place),
            }
        }
        let some = if self.sits() { self.room() } else { 0 };
        self.open_listed(keyed, pending.at, some).await
    }

    pub(super) fn keyed(&self, entries: Vec<FeedEntry>) -> Vec<(String, FeedEntry)> {
        entries.into_iter().map(|entry| (entry_key(&self.url, &entry), entry)).collect()
    }

    /// Has pages whose address had led elsewhere asked for there: the first step is answered already.
    pub(super) async fn go_on_where_led(&mut self, keys: &[String]) -> Result<(), Error> {
        let led_keys: Vec<String> = keys.iter().map(|key| led_key(key)).collect();
        for (key, led) in keys.iter().zip(self.run.recall(&led_keys).await?) {
            if let (Some(open), Some(led)) = (self.open.get(key), led) {
                *open.page.led() = Url::parse(&led).ok();
            }
        }
        Ok(())
    }

    /// Writes the feed's mark with the list of what is open, right after it was read.
    pub(super) async fn write_under_way(&mut self) -> Result<(), Error> {
        let pending = self.under_way();
        if self.open.is_empty() && self.contested.is_empty() || !pending.is_short() {
            return self.write().await;
        }
        let (aside, places) = self.put_aside();
        self.start_visits();
        let mut marks = self.looks_to_write().await?;
        marks.extend([self.memory.mark(), pending.mark(self.url.as_str())]);
        if !self.put(marks).await? {
            self.open.extend(aside);
            return Ok(());
        }
        aside.keys().for_each(|key| self.run.claims.give_back(key));
        self.run.open.fetch_sub(aside.len(), Ordering::Relaxed);
        (self.pending, self.aside) = (true, places);
        // Where none of them is open, all that is known is written.
        self.unwritten = !self.open.is_empty() || !self.contested.is_empty();
        Ok(())
    }

    /// Looks whether other feeds are done with pages of this one: those that they settled are known by now, those that they gave
    /// up are opened here.
    pub(super) async fn look_after_contested(&mut self) -> Result<(), Error> {
        if self.contested_at.elapsed() < CONTESTED_PAUSE {
            return Ok(());
        }
        self.contested_at = Instant::now();
        // Nothing is recalled for those that somebody is still at.
        let free = self.contested.extract_if(.., |key, _| !self.run.claims.is_taken(key));
        let free: Vec<_> = free.collect();
        let Some(at) = free.iter().map(|(_, (_, at))| *at).min() else { return Ok(()) };
        self.open_new(free.into_iter().map(|(key, (entry, _))| (key, entry)).collect(), at).await?;
        self.write().await
    }

    /// The list as it is once nothing is open: what waits for a seat.
    pub(super) async fn left(&self) -> Result<Pending, Error> {
        if self.aside.is_empty() {
            return Ok(Pending::default());
        }
        let held = self.run.recall(&[pending_key(self.url.as_str())]).await?;
        let mut pending = recall::<Pending>(held.first().and_then(Option::as_ref)).unwrap_or_default();
        let mut places = 0..;
        pending.entries.retain(|_| places.next().is_some_and(|place| self.aside.contains(&place)));
        Ok(Pending { looks: Vec::new(), ..pending })
    }

    fn under_way(&self) -> Pending {
        // A hub's list is younger than the document read last: what was settled between the two is not what it announces.
        let announced = self.open.values().filter(|open| open.page.look.is_none()).map(|open| open.page.at);
        let at = announced.chain(self.contested.values().map(|(_, at)| *at)).max();
        let mut pending = Pending { at: at.unwrap_or(self.memory.whole_at), ..Pending::default() };
        for open in self.open.values() {
            match &open.page.look {
                Some(look) => pending.looks.push(look.clone()),
                None => pending.entries.push((*open.page.entry).clone()),
            }
        }
        pending.entries.extend(self.contested.values().map(|(entry, _)| entry.clone()));
        pending
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use chrono::Utc;
    use tokio::sync::mpsc;
    use veille_model::{FeedEntry, Mark};

    use super::super::{Handle, Turn};
    use super::*;
    use crate::config::Config;
    use crate::error::FrontierError;
    use crate::fetcher::Fetcher;
    use crate::memory::frontier::InMemory;
    use crate::sources::Sources;
    use crate::stop::Stop;

    /// Knows nothing, and counts how often it is asked.
    #[derive(Default)]
    struct Counting(AtomicUsize);

    impl Frontier for Counting {
        async fn get(&self, keys: &[String]) -> Result<Vec<Option<String>>, FrontierError> {
            self.0.fetch_add(1, Ordering::Relaxed);
            Ok(vec![None; keys.len()])
        }

        async fn advance(&self, _: &[Mark]) -> Result<(), FrontierError> {
            Ok(())
        }
    }

    #[tokio::test(start_paused = true)]
    async fn nothing_is_recalled_for_a_page_while_another_feed_is_at_it() {
        let frontier = Arc::<Counting>::default();
        let fetcher = Fetcher::new(Config::default(), Sources::default(), Arc::clone(&frontier)).unwrap();
        let run = fetcher.shared(mpsc::channel(1).0, Stop::default(), false);
        let list = "[[source]]\nid = \"a\"\nname = \"A\"\nfeeds = [\"https://a.example/rss\"]\n";
        let source = Arc::new(Sources::parse(list).unwrap().iter().next().unwrap().clone());
        let url = source.feeds[0].clone();
        let mut watch =
            Watch::new(Arc::clone(&run), source, url, Handle::default(), Turn::default()).await.unwrap();
        assert!(run.claims.take("page/1"));
        watch.contested.insert("page/1".to_owned(), (FeedEntry::default(), Utc::now()));
        let before = frontier.0.load(Ordering::Relaxed);
        for _ in 0..10 {
            tokio::time::advance(CONTESTED_PAUSE).await;
            watch.look_after_contested().await.unwrap();
        }
        assert_eq!((frontier.0.load(Ordering::Relaxed), watch.contested.len()), (before, 1));
        run.claims.give_back("page/1");
        tokio::time::advance(CONTESTED_PAUSE).await;
        watch.look_after_contested().await.unwrap();
        assert!(watch.contested.is_empty() && watch.open.contains_key("page/1"));
    }

    #[tokio::test]
    async fn a_list_that_a_hub_brought_is_of_when_it_came_and_a_correction_in_it_outlives_a_kill() {
        let frontier = Arc::<InMemory>::default();
        let fetcher = Fetcher::new(Config::default(), Sources::default(), Arc::clone(&frontier)).unwrap();
        let run = fetcher.shared(mpsc::channel(1).0, Stop::default(), true);
        let list = "[[source]]\nid = \"a\"\nname = \"A\"\nfeeds = [\"https://a.example/rss\"]\n";
        let source = Arc::new(Sources::parse(list).unwrap().iter().next().unwrap().clone());
        let url = source.feeds[0].clone();
        let begin = || async {
            let (run, source, url) = (Arc::clone(&run), Arc::clone(&source), url.clone());
            Watch::new(run, source, url, Handle::default(), Turn::default()).await.unwrap()
        };
        let at = |secs: i64| chrono::DateTime::from_timestamp(1_790_000_000 + secs, 0).unwrap();
        // Read at one time, captured a little later, corrected by the hub after that.
        let entry = FeedEntry {
            url: Some("https://a.example/1".into()),
            title: Some("T, corrected".into()),
            ..FeedEntry::default()
        };
        let key = entry_key(&url, &entry);
        let settled = PageMemory {
            at: at(60),
            body: Some("b".into()),
            entry: "before".into(),
            ..PageMemory::default()
        };
        frontier.advance(&[settled.mark(&key)]).await.unwrap();
        let mut watch = begin().await;
        watch.memory.whole_at = at(0);
        watch.open_new(vec![(key.clone(), entry)], at(120)).await.unwrap();
        let pending = watch.under_way();
        assert_eq!((pending.at, pending.entries.len()), (at(120), 1));
        run.claims.give_back(&key);
        let mut next = begin().await;
        next.go_on(pending).await.unwrap();
        assert!(next.open.contains_key(&key));
    }
}
