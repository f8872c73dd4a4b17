//! What is read on from: the changes after a number, the wordings after a row.

use std::time::Duration;

use super::{Backend, Store, either};
use crate::{Change, StoreError, StoredWording};

impl Store {
    /// The changes after number `after`, in the order of commits; 0 stands before the first. Whoever remembers the
    /// number of the last one that it has worked on, and asks again, sees each change once.
    ///
    /// Numbers are given out under the lock that one writer at a time holds, so a change with a lower number never
    /// appears behind a reader's back.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn changes(&self, after: u64, limit: u32) -> Result<Vec<Change>, StoreError> {
        either!(self, store => store.changes(after, limit).await)
    }

    /// The number of the last change; 0 where there is none. Behind it minus a follower's mark lies what is to be done.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn last_change(&self) -> Result<u64, StoreError> {
        either!(self, store => store.last_change().await)
    }

    /// Returns once there may be a change after number `after`, and after a while in any case: a file is looked into again
    /// after `poll`, a database server says so by itself.
    pub async fn wait_for_change(&self, after: u64, poll: Duration) {
        match &self.0 {
            // SQLite tells nobody of another process' commit.
            Backend::Sqlite(_) => tokio::time::sleep(poll).await,
            Backend::Postgres(store) => store.wait_for_change(after).await,
        }
    }

    /// The wordings after a row, in the order of their rows: at most so many, and no more once they come to so many
    /// bytes. None are left where there are none.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn wordings_after(
        &self,
        row: i64,
        limit: u32,
        bytes_max: usize,
    ) -> Result<Vec<StoredWording>, StoreError> {
        either!(self, store => store.wordings_after(row, limit, bytes_max).await)
    }

    /// How many wordings are stored after a row.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn count_after(&self, row: i64) -> Result<u64, StoreError> {
        either!(self, store => store.count_after(row).await)
    }
}
