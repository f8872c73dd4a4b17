//! A file that is there whole or not at all: written beside its place under another name, and moved there.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use crate::StoreError;

/// A file that is being written; what there is of it goes when it is dropped and not [kept](Partial::keep).
pub(crate) struct Partial {
    path: PathBuf,
    partial: PathBuf,
}

impl Partial {
    /// Refuses where something is there, and takes away what was left by one that was interrupted.
    pub fn begin(path: &Path) -> Result<Self, StoreError> {
        if path.exists() {
            return Err(StoreError::Exists { path: path.to_owned() });
        }
        let mut name = OsString::from(path);
        name.push(".partial");
        let partial = PathBuf::from(name);
        // Left by one that was killed: going on with it would mix two states of the store.
        match fs::remove_file(&partial) {
            Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
                Err(StoreError::CannotCopy { path: path.to_owned(), source })
            }
            _ => Ok(Self { path: path.to_owned(), partial }),
        }
    }

    /// Where it is written.
    pub fn place(&self) -> &Path {
        &self.partial
    }

    /// Moves it to its place. A name that is there promises a file that outlasts a power cut.
    pub fn keep(self) -> Result<(), StoreError> {
        let kept = fs::File::open(&self.partial)
            // Before the name: after a power cut the file might be there and empty.
            .and_then(|file| file.sync_all())
            .and_then(|()| fs::rename(&self.partial, &self.path));
        kept.map_err(|source| StoreError::CannotCopy { path: self.path.clone(), source })
    }
}

impl Drop for Partial {
    /// On a full disk it is what fills it.
    fn drop(&mut self) {
        fs::remove_file(&self.partial).ok();
    }
}
