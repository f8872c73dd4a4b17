//! What a reading announced: the newest of it, and of that what is new or has changed, is opened.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use chrono::{DateTime, Utc};
use tokio::time::Instant;
use veille_model::{FeedEntry, Moment, OutcomeKind, Reason};

use super::super::delivery::Fetched;
use super::super::visit::Announced;
use crate::announcements::tell_apart;
use crate::error::Error;
use crate::memory::frontier::Frontier;
use crate::memory::key::{digest, entry_key, fingerprint, named_by_text, title_digest};
use crate::memory::looks::Look;
use crate::memory::page::{PageMemory, Said, Wanted};
use crate::memory::told::completed;
use crate::memory::value::recall;

use super::{Open, Watch};

impl<F: Frontier> Watch<F> {
    /// Opens the entries that are new or have changed. Answers how many.
    pub(super) async fn announce(
        &mut self,
        mut found: Vec<FeedEntry>,
        at: DateTime<Utc>,
    ) -> Result<usize, Error> {
        if found.len() > self.run.config.entries_max {
            self.too_many(found.len()).await?;
            newest(&mut found, self.run.config.entries_max);
        }
        // What of the reading before waits is written down with what comes now.
        self.take_up(usize::MAX).await?;
        // Before the keys are made: under one address a hundred entries would be one page.
        tell_apart(&mut found);
        let mut keyed: Vec<(String, FeedEntry)> = Vec::with_capacity(found.len());
        let mut places: HashMap<String, usize> = HashMap::new();
        for entry in found {
            let entry = named_by_text(&self.url, entry);
            let key = entry_key(&self.url, &entry);
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

    pub(super) async fn too_many(&self, count: usize) -> Result<(), Error> {
        let max = self.run.config.entries_max;
        let detail = format!(
            "the feed lists {count} entries, of which the newest {max} are read; raise fetcher.entries_max"
        );
        let reason = Some(Reason::new("entries_max", detail));
        let outcome = self.run.outcome(OutcomeKind::Discarded, &self.source.id, self.url.as_str(), reason);
        self.report(Fetched { outcomes: vec![outcome], ..Fetched::default() }).await
    }
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
pub(super) fn instant(moment: Moment) -> DateTime<Utc> {
    match moment {
        Moment::Instant(instant) => instant.to_utc(),
        Moment::Day(day) => day.and_time(chrono::NaiveTime::MIN).and_utc(),
    }
}
