//! Retention: what is kept for so long and no longer.

use chrono::{DateTime, Utc};
use veille_model::{Batch, Mark};

use super::{Store, either};
use crate::{Forgotten, StoreError};

/// Under which mark the number stands up to which changes were let go.
const CUT: &str = "changes/cut";
/// Articles that are taken out in one transaction, so that nobody waits long to commit.
const ARTICLES: u32 = 200;
const CHANGES: u32 = 20_000;

impl Store {
    /// How many articles are older than this, by the day that they are listed under. Those whose day is unknown are not, and
    /// those that people judged (starred, noted, assigned) are where `judged_too` says so.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn count_older_than(&self, before: DateTime<Utc>, judged_too: bool) -> Result<u64, StoreError> {
        either!(self, store => store.count_dated_before(before, judged_too).await)
    }

    /// Takes them out, with all their wordings and captures, in small transactions; `told` hears how many are gone after each.
    /// Followers are told by a change, and a line of each stays in the ledger. One that comes again is stored again.
    ///
    /// # Errors
    /// When the store cannot be written; some may be gone then.
    pub async fn prune(
        &self,
        before: DateTime<Utc>,
        judged_too: bool,
        mut told: impl FnMut(u64) + Send,
    ) -> Result<Forgotten, StoreError> {
        let mut pruned = Forgotten::default();
        loop {
            let old = either!(self, store => store.dated_before(before, judged_too, ARTICLES).await)?;
            // Each turn takes out what it found, so that an empty one is the end.
            if old.is_empty() {
                return Ok(pruned);
            }
            let taken = either!(self, store => store.take_out_old(old, judged_too).await)?;
            pruned.articles += taken.articles;
            pruned.revisions += taken.revisions;
            pruned.captures += taken.captures;
            told(pruned.articles);
        }
    }

    /// Lets go of changes up to a number, behind the slowest of those who follow them, that tell nobody anything any more: of
    /// articles that are gone, and those that a later one of the same kind repeats. How many there were. Whoever begins at 0
    /// sees every article that is there; whoever comes back with a number before this one is told to begin anew
    /// ([`Store::go_on_after`]), for it may have missed that an article is gone.
    ///
    /// # Errors
    /// When the store cannot be written; some may be gone then.
    pub async fn prune_changes(&self, up_to: u64) -> Result<u64, StoreError> {
        // Never backwards, and never beyond the last change: a reader's number would be of the future.
        let cut = self.changes_cut().await?.max(up_to.min(self.last_change().await?));
        // Before any goes: whoever comes meanwhile is told.
        let marks = vec![Mark { key: CUT.to_owned(), value: Some(cut.to_string()) }];
        self.commit(&Batch { marks, ..Batch::default() }).await?;
        let mut pruned = 0;
        loop {
            let numbers = either!(self, store => store.superseded_changes(cut, CHANGES).await)?;
            if numbers.is_empty() {
                return Ok(pruned);
            }
            either!(self, store => store.delete_changes(&numbers).await)?;
            pruned += numbers.len() as u64;
        }
    }

    /// Whether a reader of changes that was away can go on after a number; 0 is where everybody begins.
    ///
    /// # Errors
    /// [`StoreError::ChangesGone`] where changes after it were let go: it is to begin anew.
    pub async fn go_on_after(&self, number: u64) -> Result<(), StoreError> {
        match self.changes_cut().await? {
            cut if number > 0 && number < cut => {
                Err(StoreError::ChangesGone { store: self.location(), after: number, up_to: cut })
            }
            _ => Ok(()),
        }
    }

    async fn changes_cut(&self) -> Result<u64, StoreError> {
        Ok(self.mark(CUT).await?.and_then(|number| number.parse().ok()).unwrap_or(0))
    }
}
