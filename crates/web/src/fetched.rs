//! What the fetcher last had of each source, as the ledger tells it: read on from where it was read to.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use veille_model::{Outcome, OutcomeKind, Reason, SourceId};
use veille_sink::{Store, StoreError};

/// Codes of what was decided, which is no failure: pages that came another way, entries beyond the most that are taken; and of what
/// is told of a source as a whole.
const DECIDED: [&str; 5] = ["duplicate", "entries_max", "source_silent", "source_broken", "source_moved"];
/// The code of a page that is as it was: it was read.
const UNCHANGED: &str = "unchanged";

/// What is known of each source that was ever fetched.
#[derive(Debug, Default)]
pub(crate) struct Fetched {
    sources: HashMap<SourceId, Last>,
    /// The row of the ledger that it is known up to.
    row: i64,
}

/// When something was last taken from a source, and when something last could not be.
#[derive(Clone, Debug, Default)]
pub(crate) struct Last {
    pub read: Option<DateTime<Utc>>,
    pub failed: Option<(DateTime<Utc>, Reason)>,
}

impl Fetched {
    /// Reads what the ledger has since.
    pub async fn catch_up(&mut self, store: &Store) -> Result<(), StoreError> {
        let (outcomes, row) = store.last_fetched(self.row).await?;
        outcomes.into_iter().for_each(|outcome| self.take(outcome));
        // Only now: what could not be read is read again.
        self.row = row;
        Ok(())
    }

    /// None of what nobody has fetched.
    pub fn of(&self, source: &SourceId) -> Option<&Last> {
        self.sources.get(source)
    }

    fn take(&mut self, outcome: Outcome) {
        // Of files and replays there is no instant, and nothing says when they were had.
        let Some(at) = outcome.at else { return };
        let last = self.sources.entry(outcome.source).or_default();
        let code = outcome.reason.as_ref().map(|reason| reason.code.as_str());
        match (outcome.outcome, code) {
            (OutcomeKind::Forwarded, _) | (OutcomeKind::Discarded, Some(UNCHANGED)) => {
                last.read = last.read.max(Some(at));
            }
            (OutcomeKind::Discarded, Some(code)) if !DECIDED.contains(&code) => {
                let is_later = last.failed.as_ref().is_none_or(|(before, _)| *before <= at);
                last.failed =
                    outcome.reason.map(|reason| (at, reason)).filter(|_| is_later).or(last.failed.take());
            }
            // What is tried again is not settled.
            _ => {}
        }
    }
}
