//! Places in a store that one program at a time may take: to fetch into it, to follow its changes under a name.
//!
//! SQLite's own locks last no longer than a transaction, so there is a file beside the store for each place (an advisory
//! lock). The operating system frees it with its holder, however that ends; the file itself stays, as taking it away would
//! let two programs lock two files of one name.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::PathBuf;

use super::Store;
use crate::StoreError;

/// The file of a place, locked.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

impl Store {
    pub(crate) fn lock(&self, place: &str, holder: &str) -> Result<Lock, StoreError> {
        let path = self.lock_path(place);
        let failed = |source| StoreError::CannotLock { path: path.clone(), source };
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                // Between its lock and its name the holder is another program without a name.
                let named = file.read_to_string(&mut holder).is_ok() && !holder.trim().is_empty();
                let holder = if named { holder.trim() } else { "another program" }.to_owned();
                return Err(StoreError::Held { store: self.location(), place: place.to_owned(), holder });
            }
            Err(TryLockError::Error(source)) => return Err(failed(source)),
        }
        // Not before the lock is ours: the name that stands there is read by those who are turned away.
        file.set_len(0)
            .and_then(|()| file.seek(SeekFrom::Start(0)))
            .and_then(|_| writeln!(file, "{holder}"))
            .map_err(failed)?;
        Ok(Lock { _file: file })
    }

    /// Beside the store, whatever name it was opened by.
    fn lock_path(&self, place: &str) -> PathBuf {
        let store = fs::canonicalize(&self.path).unwrap_or_else(|_| self.path.to_path_buf());
        let mut path = store.into_os_string();
        path.push(format!(".{place}.lock"));
        path.into()
    }
}
