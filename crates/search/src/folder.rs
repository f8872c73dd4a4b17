//! The folder of an index as the engine sees it (tantivy's directory): as readable as the folder itself.
//!
//! The engine writes its list of files for its own user alone, and wants to lock the folder to read it. A store may be
//! read by whoever may read its file; so may its index.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::directory::error::{DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, META_LOCK, MmapDirectory, WatchCallback, WatchHandle,
    WritePtr,
};

/// A folder of files that are mapped into memory.
#[derive(Clone, Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    files: MmapDirectory,
    /// A file made as any other, whose rights the list of files gets.
    like: PathBuf,
}

impl Folder {
    pub(crate) fn open(path: &Path, like: &Path) -> Result<Self, OpenDirectoryError> {
        Ok(Self { path: path.to_owned(), files: MmapDirectory::open(path)?, like: like.to_owned() })
    }
}

impl Directory for Folder {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.files.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.files.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.files.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.files.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.files.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.files.atomic_write(path, data)?;
        // Who may not read it asks in vain; what was written is safe.
        let shared = std::fs::metadata(&self.like)
            .and_then(|like| std::fs::set_permissions(self.path.join(path), like.permissions()));
        if let Err(error) = shared {
            tracing::debug!(%error, "others may not be able to read the index");
        }
        Ok(())
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.files.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        let acquired = self.files.acquire_lock(lock);
        match &acquired {
            // It keeps files from being taken away while they are opened. Who cannot have it may have to ask again.
            Err(LockError::IoError(error)) if lock.filepath == META_LOCK.filepath && is_refused(error) => {
                Ok(DirectoryLock::from(Box::new(())))
            }
            _ => acquired,
        }
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.files.watch(callback)
    }
}

fn is_refused(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
}
