//! The store's handle: one connection that writes, several that read.

use std::path::Path;
use std::sync::Arc;

use sqlx::SqlitePool;

use super::{error, open};
use crate::StoreError;

/// An open store. Clones share its connections; writers queue, readers see the last commit and never wait for a writer.
#[derive(Clone, Debug)]
pub struct Store {
    pub(crate) path: Arc<Path>,
    pub(crate) writer: SqlitePool,
    pub(crate) readers: SqlitePool,
}

impl Store {
    /// Opens the store at `path`; creates the file where there is none and brings an older schema up to date.
    ///
    /// # Errors
    /// Names the path and what to try: another program's file, a newer schema, a lock that is not released within
    /// five seconds, no permission, a full disk.
    pub async fn open(path: &Path) -> Result<Self, StoreError> {
        open::file(path, open::BUSY_TIMEOUT).await
    }

    /// Opens a store that is there, to read it. Nothing is created, nothing written: it may lie on a disk or belong to a
    /// user that we cannot write to.
    ///
    /// # Errors
    /// As [`Store::open`]; [`StoreError::ReadOnly`] where the last batches still lie in the write-ahead log beside the
    /// file and that log cannot be opened.
    pub async fn open_to_read(path: &Path) -> Result<Self, StoreError> {
        open::reading(path, open::BUSY_TIMEOUT).await
    }

    /// A store that lasts as long as its handle. Readers and writers share one connection, so a stream of
    /// [`Store::export`] must be finished or dropped before the next call.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub async fn open_in_memory() -> Result<Self, StoreError> {
        open::memory().await
    }

    /// Where the store lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Waits for what is being written, folds the write-ahead log into the file and closes it.
    pub async fn close(self) {
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
            path: self.path.to_path_buf(),
            what,
            source,
        })
    }
}
