//! The list of a feed's open pages as it is written down, and how a watch goes on from one that it finds.

use tokio::time::Instant;

use super::super::delivery::{Fetched, Undelivered};
use crate::error::Error;
use crate::memory::frontier::Frontier;
use crate::memory::key::entry_key;
use crate::memory::looks::Look;
use crate::memory::page::PageMemory;
use crate::memory::pending::{Pending, pending_key};
use crate::memory::value::recall;

use super::{CONTESTED_PAUSE, Watch};

impl<F: Frontier> Watch<F> {
    /// Takes up what was under way when whoever watched this feed before was ended.
    pub(super) async fn go_on(&mut self) -> Result<(), Error> {
        let held = self.run.recall(&[pending_key(self.url.as_str())]).await?;
        let Some(pending) = recall::<Pending>(held.first().and_then(Option::as_ref)) else { return Ok(()) };
        (self.pending, self.unwritten) = (true, true);
        let now = self.run.now();
        for look in pending.looks {
            self.note(now.timestamp(), look);
        }
        let entries = pending.entries.into_iter();
        let keyed: Vec<_> = entries.map(|entry| (entry_key(&self.url, &entry), entry)).collect();
        let keys: Vec<String> = keyed.iter().map(|(key, _)| key.clone()).collect();
        let held = self.run.recall(&keys).await?;
        // Those that were settled since are known, and not opened again; that they are to be looked at was not written down.
        for ((key, entry), value) in keyed.iter().zip(held) {
            let settled = recall::<PageMemory>(value.as_ref()).filter(|memory| memory.body.is_some());
            if let Some(memory) = settled.filter(|_| !self.run.config.look_again_secs.is_empty()) {
                self.put_down(Look::first(key, entry, memory.stands_in));
            }
        }
        self.open_new(keyed, pending.at).await?;
        self.write().await
    }

    /// Writes the feed's mark with the list of what is open, right after it was read.
    pub(super) async fn write_under_way(&mut self) -> Result<(), Error> {
        let pending = self.under_way();
        if self.open.is_empty() && self.contested.is_empty() || !pending.is_short() {
            return self.write().await;
        }
        self.start_visits();
        let mut marks = self.looks_to_write().await?;
        marks.extend([self.memory.mark(), pending.mark(self.url.as_str())]);
        match self.run.deliver(Fetched { marks, ..Fetched::default() }).await {
            Ok(()) => {
                self.pending = true;
                self.looks.clear();
            }
            Err(Undelivered::Closed) => return Err(Error::Downstream),
            Err(undelivered) => tracing::warn!(feed = %self.url, cause = %undelivered, "mark not written"),
        }
        Ok(())
    }

    /// Looks whether other feeds are done with pages of this one: those that they settled are known by now, those that they gave
    /// up are opened here.
    pub(super) async fn look_after_contested(&mut self) -> Result<(), Error> {
        if self.contested_at.elapsed() < CONTESTED_PAUSE {
            return Ok(());
        }
        self.contested_at = Instant::now();
        let contested = std::mem::take(&mut self.contested);
        let Some(at) = contested.values().map(|(_, at)| *at).min() else { return Ok(()) };
        self.open_new(contested.into_iter().map(|(key, (entry, _))| (key, entry)).collect(), at).await?;
        self.write().await
    }

    pub(super) fn under_way(&self) -> Pending {
        let mut pending = Pending { at: self.memory.whole_at, ..Pending::default() };
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
