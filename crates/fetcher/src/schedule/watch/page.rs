//! A page that is watched for itself.

use veille_model::FeedEntry;

use super::super::run::Counters;
use super::super::visit::Announced;
use crate::clock::seconds;
use crate::error::Error;
use crate::memory::feed::Failure;
use crate::memory::frontier::Frontier;
use crate::memory::key::page_key;
use crate::memory::looks::Look;
use crate::memory::page::PageMemory;
use crate::memory::value::recall;

use super::Watch;

impl<F: Frontier> Watch<F> {
    /// Opens the page that is watched for itself.
    pub(super) async fn look_at_page(&mut self) -> Result<(), Error> {
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
        let look = is_known.then(|| Look::first(&key, &entry, false, now));
        self.open(key, entry, memory, now, look);
        self.unwritten = true;
        Ok(())
    }

    /// Notes what a visit to the page that is watched came to.
    pub(super) async fn watched(&mut self, key: &str, page: &Announced) -> Result<(), Error> {
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
            self.memory.asks_secs = (after.fresh_secs > 0).then_some(after.fresh_secs);
            self.memory.read(now, usize::from(changed), &self.run.config);
        }
        self.unwritten = true;
        Ok(())
    }
}
