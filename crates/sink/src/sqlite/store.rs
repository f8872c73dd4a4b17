//! The handle of a store in one SQLite file: one connection that writes, several that read.

use std::path::Path;
use std::sync::Arc;

use sqlx::SqlitePool;

use super::{error, open};
use crate::{Location, StoreError};

#[derive(Clone, Debug)]
pub(crate) struct Store {
    pub path: Arc<Path>,
    pub writer: SqlitePool,
    pub readers: SqlitePool,
    /// A connection that nobody uses: with the last of its connections a store in memory is gone, and a commit that fails or is
    /// broken off closes its own.
    pub _kept: Option<SqlitePool>,
}

impl Store {
    pub(crate) async fn open(path: &Path) -> Result<Self, StoreError> {
        open::file(path, open::BUSY_TIMEOUT).await
    }

    pub(crate) async fn open_to_read(path: &Path) -> Result<Self, StoreError> {
        open::reading(path, open::BUSY_TIMEOUT).await
    }

    pub(crate) async fn open_in_memory() -> Result<Self, StoreError> {
        open::memory().await
    }

    pub(crate) fn location(&self) -> Location {
        Location::from(&*self.path)
    }

    pub(crate) async fn close(&self) {
        // Readers first: the last connection to close folds the log into the file, and that must be the one that may write.
        self.readers.close().await;
        self.writer.close().await;
    }

    pub(crate) fn error(&self, source: sqlx::Error) -> StoreError {
        error::of(&self.path, source)
    }

    pub(crate) fn decode<T: serde::de::DeserializeOwned>(
        &self,
        what: &'static str,
        document: &str,
    ) -> Result<T, StoreError> {
        serde_json::from_str(document).map_err(|source| StoreError::Unreadable {
            store: self.location(),
            what,
            source,
        })
    }
}
