//! The folder of an index as the engine sees it (tantivy's directory): as readable as the folder itself.
//!
//! The engine writes its list of files for its own user alone, and wants to lock the folder to read it. A store may be
//! read by whoever may read its file; so may its index.

use std::fs::{self, File};
use std::io::{self, Write};
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
}

impl Folder {
    pub(crate) fn open(path: &Path) -> Result<Self, OpenDirectoryError> {
        Ok(Self { path: path.to_owned(), files: MmapDirectory::open(path)? })
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
        // With the rights of any other file from the beginning: whoever reads meanwhile is never refused. The engine keeps
        // files that it does not know, so one that a kill left is written over.
        let path = self.path.join(path);
        let mut written = path.clone().into_os_string();
        written.push(".new");
        let mut file = File::create(&written)?;
        file.write_all(data)?;
        // Before it is named so: after a loss of power the name would lead to an empty file.
        file.sync_data()?;
        fs::rename(&written, path)
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

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    #[test]
    fn a_list_of_files_is_readable_at_every_moment_of_its_writing() {
        let scratch = tempfile::tempdir().unwrap();
        let folder = Folder::open(scratch.path()).unwrap();
        let list = Path::new("meta.json");
        folder.atomic_write(list, b"0").unwrap();
        let mode = |name: &str| fs::metadata(scratch.path().join(name)).unwrap().permissions().mode();
        File::create(scratch.path().join("any")).unwrap();
        let (any, is_over) = (mode("any"), AtomicBool::new(false));
        std::thread::scope(|scope| {
            scope.spawn(|| {
                for number in 0..200 {
                    folder.atomic_write(list, number.to_string().as_bytes()).unwrap();
                }
                is_over.store(true, Ordering::Release);
            });
            while !is_over.load(Ordering::Acquire) {
                assert_eq!(mode("meta.json"), any);
            }
        });
        assert_eq!(folder.atomic_read(list).unwrap(), b"199");
    }
}
