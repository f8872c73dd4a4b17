//! The store's change feed as followers of the pipeline see it.

use std::time::Duration;

use veille_pipeline::{Feed, RowsError};
use veille_sink::{Change, Lock, Store, StoreError};

/// A store whose changes are followed, and who we are to others that want the same place.
pub struct StoreFeed {
    pub store: Store,
    pub holder: String,
}

impl Feed for StoreFeed {
    type Change = Change;
    type Claim = Lock;

    async fn changes(&self, after: u64, limit: u32) -> Result<Vec<Change>, RowsError> {
        Ok(self.store.changes(after, limit).await?)
    }

    fn number(change: &Change) -> u64 {
        change.number
    }

    async fn claim(&self, follower: &str) -> Result<Option<Lock>, RowsError> {
        match self.store.lock(&format!("follow-{follower}"), &self.holder).await {
            Ok(lock) => Ok(Some(lock)),
            // Another process follows: no mistake, the next look may find the place free.
            Err(StoreError::Held { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn stands(&self, claim: &Lock) -> bool {
        !claim.is_lost()
    }

    async fn wait(&self, after: u64, poll: Duration) {
        self.store.wait_for_change(after, poll).await;
    }
}
