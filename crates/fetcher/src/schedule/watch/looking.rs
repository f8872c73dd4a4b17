//! Pages that are looked at again: when, and within what budget of their host.

use chrono::{DateTime, Utc};
use veille_model::Mark;

use super::super::visit::{After, Announced};
use crate::error::Error;
use crate::memory::frontier::Frontier;
use crate::memory::looks::{self, Look, looks_key};
use crate::memory::page::PageMemory;
use crate::memory::value::recall;

use super::Watch;

/// Seconds after which a look is tried again that was too much for its host.
const LOOK_PAUSE: i64 = 600;

impl<F: Frontier> Watch<F> {
    /// Opens the pages that are to be looked at again by now.
    pub(super) async fn look_again(&mut self) -> Result<(), Error> {
        let now = self.run.now();
        let due: Vec<i64> = self.memory.looks.range(..=now.timestamp()).copied().collect();
        if due.is_empty() {
            return Ok(());
        }
        let keys: Vec<String> = due.iter().map(|due| looks_key(self.url.as_str(), *due)).collect();
        let held = self.run.recall(&keys).await?;
        let mut looks: Vec<Look> =
            held.iter().flat_map(|value| recall::<Vec<Look>>(value.as_ref())).flatten().collect();
        for due in due {
            self.memory.looks.remove(&due);
            // Read, so nothing is left under it; what was not written yet is due as well.
            looks.append(self.looks.entry(due).or_default());
        }
        self.unwritten = true;
        let keys: Vec<String> = looks.iter().map(|look| look.key.clone()).collect();
        let held = self.run.recall(&keys).await?;
        for (look, value) in looks.into_iter().zip(held) {
            // One that was never captured, or that somebody is at: what is announced comes first.
            let Some(memory) = recall::<PageMemory>(value.as_ref()).filter(|memory| memory.body.is_some())
            else {
                continue;
            };
            let host = host_of(&look).unwrap_or_default();
            // Beyond the budget of its host: as it is, a little later.
            if !self.run.looks.take(&host, self.run.config.looks_max) {
                self.put_off(look, now);
                continue;
            }
            if self.open.contains_key(&look.key) || !self.run.claims.take(&look.key) {
                self.run.looks.give_back(&host);
                self.put_off(look, now);
                continue;
            }
            self.open(look.key.clone(), look.entry.clone(), Some(memory), now, Some(look));
        }
        self.write().await
    }

    /// Notes when a page that was visited is looked at again.
    pub(super) fn look_later(&mut self, page: Announced, after: After) {
        let (config, now) = (&self.run.config, self.run.now());
        let look = match (page.look, after) {
            (_, After::Nothing) => None,
            (Some(look), after) => look.next(after == After::Gone, now, config),
            (None, After::Gone) => Look::first(&page.key, &page.entry, false, now).next(true, now, config),
            // One that was captured before has its looks already.
            (None, _) if page.memory.is_some_and(|memory| memory.body.is_some()) => None,
            (None, after) => Some(Look::first(&page.key, &page.entry, after == After::StandsIn, now)),
        };
        let fresh_secs = if let After::Kept { fresh_secs } = after { fresh_secs } else { 0 };
        if let Some(look) = look.filter(|_| !config.look_again_secs.is_empty()) {
            self.put_down(look, fresh_secs);
        }
    }

    /// The same look, somewhat later.
    fn put_off(&mut self, look: Look, now: DateTime<Utc>) {
        let pause = look.wait(&self.run.config).min(LOOK_PAUSE);
        let due = (now.timestamp() + pause).div_euclid(pause).saturating_add(1) * pause;
        self.note(due, look);
    }

    /// When it is due, of a page that is fresh for so long.
    pub(super) fn put_down(&mut self, look: Look, fresh_secs: u64) {
        let due = look.due(self.run.now(), fresh_secs, &self.run.config);
        self.note(due, look);
    }

    pub(super) fn note(&mut self, due: i64, look: Look) {
        self.memory.looks.insert(due);
        self.looks.entry(due).or_default().push(look);
        self.unwritten = true;
    }

    /// The marks of the looks that changed, with those that lie under the same keys.
    pub(super) async fn looks_to_write(&self) -> Result<Vec<Mark>, Error> {
        let keys: Vec<String> = self.looks.keys().map(|due| looks_key(self.url.as_str(), *due)).collect();
        let held = if keys.is_empty() { Vec::new() } else { self.run.recall(&keys).await? };
        let merged = self.looks.iter().zip(held).map(|((due, added), value)| {
            // What lay under an instant that was read is done.
            let is_to_come = self.memory.looks.contains(due);
            let mut looks = value
                .as_ref()
                .filter(|_| is_to_come)
                .map_or_else(Vec::new, |value| recall::<Vec<Look>>(Some(value)).unwrap_or_default());
            looks.retain(|look| added.iter().all(|new| new.key != look.key));
            looks.extend(added.iter().cloned());
            looks::mark(self.url.as_str(), *due, &looks)
        });
        Ok(merged.collect())
    }
}

/// The host whose page is looked at.
pub(super) fn host_of(look: &Look) -> Option<String> {
    look.entry.url.as_deref().and_then(veille_model::host)
}
