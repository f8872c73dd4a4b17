//! What a reading announced: what is new of it or has changed is opened, the newest where it is too much.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use chrono::{DateTime, Utc};
use tokio::time::Instant;
use veille_model::{FeedEntry, Moment, OutcomeKind, Reason};

use super::super::delivery::Fetched;
use super::super::visit::Announced;
use crate::announcements::{newest_first, tell_apart};
use crate::error::Error;
use crate::memory::frontier::Frontier;
use crate::memory::key::{digest, entry_key, fingerprint, named_by_text, title_digest};
use crate::memory::looks::Look;
use crate::memory::page::{PageMemory, Said, Wanted};
use crate::memory::told::completed;
use crate::memory::value::recall;

use super::{Open, Watch};

impl<F: Frontier> Watch<F> {
    /// Opens the entries that are new or have changed; `beyond` them the document has more. Answers how many.
    pub(super) async fn announce(
        &mut self,
        found: Vec<FeedEntry>,
        beyond: usize,
        at: DateTime<Utc>,
    ) -> Result<usize, Error> {
        let listed = found.len() + beyond;
        let (newest, left_out) = self.newest(found, at).await?;
        self.memory.left_out = left_out + beyond;
        if self.memory.left_out > 0 {
            self.too_many(listed).await?;
        }
        // What of the reading before waits is written down with what comes now.
        self.take_up(usize::MAX).await?;
        let mut keyed: Vec<(String, FeedEntry)> = Vec::with_capacity(newest.len());
        let mut places: HashMap<String, usize> = HashMap::new();
        for (key, entry) in self.told_apart(newest) {
            match places.get(&key) {
                // A feed lists a page twice where two of its sections carry it, and one may tell more.
                Some(place) => {
                    let listed = &mut keyed[*place].1;
                    *listed = completed(std::mem::take(listed), &entry);
                }
                None => {
                    places.insert(key.clone(), keyed.len());
                    keyed.push((key, entry));
                }
            }
        }
        self.open_new(keyed, at).await
    }

    /// Entries with their keys.
    fn told_apart(&self, mut found: Vec<FeedEntry>) -> Vec<(String, FeedEntry)> {
        // Before the keys are made: under one address a hundred entries would be one page.
        tell_apart(&mut found);
        let named = found.into_iter().map(|entry| named_by_text(&self.url, entry));
        named.map(|entry| (entry_key(&self.url, &entry), entry)).collect()
    }

    /// What is looked at of a list that is longer than `entries_max`, and how many are left out: the newest so many are looked at, and
    /// in the place of those that are known what stands behind them, as long as half of what is looked at is to be fetched. So nothing
    /// new is lost for what is known, and what an archive lists is not fetched bit by bit.
    async fn newest(
        &self,
        found: Vec<FeedEntry>,
        at: DateTime<Utc>,
    ) -> Result<(Vec<FeedEntry>, usize), Error> {
        let (most, listed) = (self.run.config.entries_max, found.len());
        if listed <= most {
            return Ok((found, 0));
        }
        let order = newest_first(&found, |entry| entry.published_at.or(entry.updated_at).map(instant));
        let (mut taken, mut looked_at, mut left_out) = (HashSet::new(), 0, 0);
        for places in order.chunks(most) {
            let wanted = self.wanted_of(places, &found, at).await?;
            let room = most - taken.len();
            looked_at += places.len();
            taken.extend(wanted.iter().copied().take(room));
            if wanted.len() >= room {
                left_out = wanted.len() - room + listed - looked_at;
                break;
            }
            if wanted.len() * 2 < places.len() {
                break;
            }
        }
        let mut place = 0..;
        let is_taken = |_: &FeedEntry| place.next().is_some_and(|place| taken.contains(&place));
        Ok((found.into_iter().filter(is_taken).collect(), left_out))
    }

    /// Those of these places of a list whose pages are new or have changed.
    async fn wanted_of(
        &self,
        places: &[usize],
        found: &[FeedEntry],
        at: DateTime<Utc>,
    ) -> Result<Vec<usize>, Error> {
        let keyed = self.told_apart(places.iter().map(|place| found[*place].clone()).collect());
        let keys: Vec<String> = keyed.iter().map(|(key, _)| key.clone()).collect();
        let held = self.run.recall(&keys).await?;
        let feed = digest(&[self.url.as_str().as_bytes()]);
        let mut wanted = Vec::new();
        for ((place, (_, entry)), value) in places.iter().zip(&keyed).zip(held) {
            let memory = recall::<PageMemory>(value.as_ref());
            if self.wants(&feed, entry, memory.as_ref(), at) != Wanted::No {
                wanted.push(*place);
            }
        }
        Ok(wanted)
    }

    /// Opens those of these pages that are new or have changed. Answers how many.
    pub(super) async fn open_new(
        &mut self,
        keyed: Vec<(String, FeedEntry)>,
        at: DateTime<Utc>,
    ) -> Result<usize, Error> {
        let keys: Vec<String> = keyed.iter().map(|(key, _)| key.clone()).collect();
        let held = self.run.recall(&keys).await?;
        let before = self.open.len();
        let feed = digest(&[self.url.as_str().as_bytes()]);
        let mut claimed = Vec::new();
        for ((key, entry), value) in keyed.into_iter().zip(held) {
            let memory = recall::<PageMemory>(value.as_ref());
            let wanted = self.wants(&feed, &entry, memory.as_ref(), at);
            if let (Wanted::Enough, Some(memory)) = (wanted, &memory) {
                self.enough(&key, &entry, memory, at).await?;
            }
            if wanted != Wanted::Yes {
                continue;
            }
            match self.run.claims.take(&key) {
                true => claimed.push((key, entry)),
                // Under another entry of this feed it is open here already.
                false if self.open.contains_key(&key) => {}
                false => _ = self.contested.insert(key, (entry, at)),
            }
        }
        // Whoever was at a page until it was claimed here has settled it since it was recalled.
        let keys: Vec<String> = claimed.iter().map(|(key, _)| key.clone()).collect();
        let held = if keys.is_empty() { Vec::new() } else { self.run.recall(&keys).await? };
        for ((key, entry), value) in claimed.into_iter().zip(held) {
            let memory = recall::<PageMemory>(value.as_ref());
            match self.wants(&feed, &entry, memory.as_ref(), at) {
                Wanted::Yes => self.open(key, entry, memory, at, None),
                _ => self.run.claims.give_back(&key),
            }
        }
        Ok(self.open.len() - before)
    }

    fn wants(&self, feed: &str, entry: &FeedEntry, memory: Option<&PageMemory>, at: DateTime<Utc>) -> Wanted {
        let Some(memory) = memory else { return Wanted::Yes };
        let (fingerprint, title) = (fingerprint(entry), title_digest(entry));
        let said = Said { feed, entry, fingerprint: &fingerprint, title: title.as_deref() };
        memory.wants_visit(&said, at, &self.run.config)
    }

    /// Says once a day that a page is not fetched any more for the dates of its entry.
    async fn enough(
        &self,
        key: &str,
        entry: &FeedEntry,
        memory: &PageMemory,
        at: DateTime<Utc>,
    ) -> Result<(), Error> {
        let today = Some(at.date_naive());
        if memory.enough_on == today {
            return Ok(());
        }
        let detail = format!(
            "its entry was dated anew more than {} times today, so its page is not fetched for that before tomorrow; see fetcher.revisits_max",
            self.run.config.revisits_max
        );
        let reason = Some(Reason::new("revisits_max", detail));
        let input = entry.url.as_deref().unwrap_or(self.url.as_str());
        let outcome = self.run.outcome(OutcomeKind::Discarded, &self.source.id, input, reason);
        let marks = vec![PageMemory { enough_on: today, ..memory.clone() }.mark(key)];
        self.report(Fetched { outcomes: vec![outcome], marks, ..Fetched::default() }).await
    }

    pub(super) fn open(
        &mut self,
        key: String,
        entry: FeedEntry,
        memory: Option<PageMemory>,
        at: DateTime<Utc>,
        look: Option<Look>,
    ) {
        let settled_at = memory.as_ref().map(|memory| memory.at);
        // Whoever announces it too may have it settled; nobody else looks at it again.
        let settled_by_others = look.is_none().then(|| key.clone());
        let page = Announced {
            key: key.clone(),
            source: self.source.id.clone(),
            feed: self.url.clone(),
            entry: Arc::new(entry),
            at,
            memory,
            attempts: 0,
            stop: self.stop.clone(),
            look,
            led: Arc::default(),
            errand: Arc::new(self.run.errand(settled_at).of_page(settled_by_others)),
        };
        self.run.open.fetch_add(1, Ordering::Relaxed);
        self.open.insert(key, Open { page, not_before: Instant::now(), in_flight: false });
    }

    /// Says that entries were left out of a list of so many.
    async fn too_many(&self, listed: usize) -> Result<(), Error> {
        let (max, left_out) = (self.run.config.entries_max, self.memory.left_out);
        let detail = format!(
            "the feed lists {listed} entries, of which the newest {max} that are not known are read at one time, and {left_out} were \
             left out; raise fetcher.entries_max"
        );
        let reason = Some(Reason::new("entries_max", detail));
        let outcome = self.run.outcome(OutcomeKind::Discarded, &self.source.id, self.url.as_str(), reason);
        self.report(Fetched { outcomes: vec![outcome], ..Fetched::default() }).await
    }
}

/// A day counts from its beginning.
pub(super) fn instant(moment: Moment) -> DateTime<Utc> {
    match moment {
        Moment::Instant(instant) => instant.to_utc(),
        Moment::Day(day) => day.and_time(chrono::NaiveTime::MIN).and_utc(),
    }
}
