//! Pages that wait while many are open (admission control): they stand in the list that is written down, and nowhere else, until it
//! is their turn. At a first start twenty thousand feeds announce half a million pages at once, each a few kilobytes in memory.

use std::collections::BTreeMap;
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
    /// How many pages this feed may open now: one at the least.
    pub(super) fn room(&self) -> usize {
        OPEN_MAX.saturating_sub(self.run.open.load(Ordering::Relaxed)).max(1)
    }

    /// Takes out those pages that are too many, as they are about to be written down; and their places in the list.
    pub(super) fn put_aside(&mut self) -> (BTreeMap<String, Open>, Vec<u32>) {
        let now = Instant::now();
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
        let stays = waiting.len().saturating_sub(too_many).max(usize::from(busy == 0));
        let (places, keys): (Vec<u32>, Vec<String>) = waiting.into_iter().skip(stays).unzip();
        (keys.into_iter().filter_map(|key| self.open.remove_entry(&key)).collect(), places)
    }

    /// Opens pages that were put aside, where those that are open have come to an end or are put off.
    pub(super) async fn take_up_some(&mut self) -> Result<(), Error> {
        let now = Instant::now();
        if self.aside.is_empty() || self.open.values().any(|open| open.in_flight || open.not_before <= now) {
            return Ok(());
        }
        self.take_up(self.room()).await
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
