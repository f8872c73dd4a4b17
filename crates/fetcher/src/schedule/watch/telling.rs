//! What the ledger is told of a feed's readings: each that brought news or failed, and once a day those that changed nothing.

use chrono::{DateTime, Utc};
use veille_model::{OutcomeKind, Reason};

use super::super::run::Counters;
use crate::memory::frontier::Frontier;

use super::Watch;

impl<F: Frontier> Watch<F> {
    /// Of a reading that went well.
    pub(super) fn tell_of_reading(&mut self, at: DateTime<Utc>, news: usize) {
        let entries = self.memory.entries.unwrap_or_default();
        match news {
            0 => self.tell_once_a_day(
                OutcomeKind::Discarded,
                "unchanged",
                "it was read and has nothing new",
                at,
            ),
            _ => {
                let told = format!("it was read: {news} of {entries} entries are new or have changed");
                self.tell(OutcomeKind::Forwarded, "read", told);
            }
        }
    }

    /// Of a feed that is not asked, as it failed before and rests: of whoever is watched anew nothing else would say so.
    pub(super) fn tell_of_rest(&mut self) {
        let now = self.run.now();
        let Some(code) = self.memory.refused.clone().filter(|_| self.memory.due > now) else { return };
        let (failures, due) = (self.memory.failures, self.memory.due.format("%Y-%m-%d %H:%M"));
        let told = format!("it could not be read {failures} times in a row ({code}) and rests until {due}");
        self.tell_once_a_day(OutcomeKind::Retried, "resting", &told, now);
    }

    /// Of a reading that changed nothing.
    pub(super) fn tell_once_a_day(&mut self, kind: OutcomeKind, code: &str, detail: &str, at: DateTime<Utc>) {
        if let Some(before) = self.memory.keeps_quiet(code, at) {
            self.tell(kind, code, format!("{detail}, which is noted once a day{before}"));
        }
        // What was told last is remembered, or a restart would tell it again.
        self.unwritten = true;
    }

    pub(super) fn tell(&mut self, kind: OutcomeKind, code: &str, detail: String) {
        let reason = Some(Reason::new(code, detail));
        self.told.push(self.run.outcome(kind, &self.source.id, self.url.as_str(), reason));
    }

    /// Counts a feed that a one-shot run is done with and never asked.
    pub(super) fn count_unasked(&self, readings: u32) {
        let counters = &self.run.counters;
        // Asked in no run, and why: it was not due, or it rests.
        match (readings, self.memory.failures) {
            (0, 0) => Counters::add(&counters.feeds_not_due, 1),
            (0, _) => Counters::add(&counters.feeds_resting, 1),
            _ if self.rests => Counters::add(&counters.feeds_resting, 1),
            _ => {}
        }
    }
}
