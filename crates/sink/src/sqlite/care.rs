//! A copy, the room on the disk, the name.

use std::ffi::OsString;
use std::path::Path;

use super::{Store, error};
use crate::StoreError;
use crate::partial::Partial;

impl Store {
    pub(crate) async fn backup(&self, path: &Path) -> Result<(), StoreError> {
        let partial = Partial::begin(path)?;
        let Some(name) = partial.place().to_str() else {
            return Err(StoreError::NotUnicode { store: partial.place().into() });
        };
        // What is damaged can be copied, and the copy looks whole: a nightly backup would take the place of good ones.
        let found: Vec<String> = sqlx::query_scalar("PRAGMA quick_check(1)")
            .fetch_all(&self.readers)
            .await
            .map_err(|source| self.error(source))?;
        if let Some(detail) = found.into_iter().find(|line| line != "ok") {
            return Err(StoreError::Damaged { store: self.location(), detail });
        }
        let copied = sqlx::query("VACUUM INTO ?").bind(name).execute(&self.readers).await;
        copied.map_err(|source| error::of(partial.place(), source))?;
        partial.keep()
    }

    pub(crate) async fn vacuum(&self) -> Result<(), StoreError> {
        let failed = |source| self.error(source);
        // On the one connection that writes: our own commits wait for it, and are not turned away as busy.
        let mut connection = self.writer.acquire().await.map_err(failed)?;
        sqlx::query("VACUUM").execute(&mut *connection).await.map_err(failed)?;
        // The new file stands in the log until that is folded in.
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut *connection).await.map_err(failed)?;
        Ok(())
    }

    /// What the file takes, with its log: until the next checkpoint what was stored last lies there alone.
    pub(crate) async fn bytes(&self) -> Result<u64, StoreError> {
        // None of what is in memory alone.
        let length = |path: &Path| std::fs::metadata(path).map_or(0, |file| file.len());
        let mut log = OsString::from(self.path.as_os_str());
        log.push("-wal");
        Ok(length(&self.path) + length(Path::new(&log)))
    }

    pub(crate) async fn identity(&self) -> Result<String, StoreError> {
        sqlx::query_scalar("SELECT name FROM identity")
            .fetch_one(&self.readers)
            .await
            .map_err(|source| self.error(source))
    }
}
