//! Archives and streams that end in the middle. What can be read of one is worked on; that it is not all must not be missed
//! by whoever looks at the exit code alone.

use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Result, bail};
use veille_model::{Outcome, Reason};

/// The reason's code of what ends in the middle, in the ledger and in outcomes.
pub const TORN: &str = "torn";

/// Remembers what was torn. Clones remember together.
#[derive(Clone, Debug, Default)]
pub struct Torn(Arc<Mutex<Vec<String>>>);

impl Torn {
    /// Looks at outcomes.
    pub fn note<'a>(&self, outcomes: impl IntoIterator<Item = &'a Outcome>) {
        for outcome in outcomes {
            if let Some(reason) = &outcome.reason {
                self.note_reason(&outcome.input, reason);
            }
        }
    }

    /// Looks at the reason why something was not read.
    pub fn note_reason(&self, place: &str, reason: &Reason) {
        if reason.code == TORN {
            // A reader that panicked left whole names behind: what was torn must be told all the same.
            self.0.lock().unwrap_or_else(PoisonError::into_inner).push(place.to_owned());
        }
    }

    /// Fails where anything was torn, once everything else is done.
    pub fn conclude(&self) -> Result<()> {
        let places = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let more = places.len().saturating_sub(1);
        match places.first() {
            None => Ok(()),
            Some(place) if more == 0 => {
                bail!("{place} is torn: what could be read of it was, the rest is missing")
            }
            Some(place) => {
                bail!("{place} and {more} more are torn: what could be read was, the rest is missing")
            }
        }
    }
}
