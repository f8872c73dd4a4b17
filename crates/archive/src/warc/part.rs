//! The file, or the part of a file, that a WARC is: in a WACZ it lies within.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::TempPath;

/// Where a WARC lies, so that it can be opened again and again.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// What places in it are called.
    pub(crate) name: PathBuf,
    file: PathBuf,
    start: u64,
    length: Option<u64>,
    /// The file, where it goes with us.
    _ours: Option<Arc<TempPath>>,
}

impl Part {
    /// A whole file.
    pub(crate) fn whole(file: &Path) -> Self {
        Self { name: file.to_owned(), file: file.to_owned(), start: 0, length: None, _ours: None }
    }

    /// So many bytes of a file.
    pub(crate) fn within(file: &Path, name: PathBuf, start: u64, length: u64) -> Self {
        Self { name, file: file.to_owned(), start, length: Some(length), _ours: None }
    }

    /// A file that is removed with the last who has it.
    pub(crate) fn unpacked(name: PathBuf, file: TempPath) -> Self {
        Self { name, file: file.to_path_buf(), start: 0, length: None, _ours: Some(Arc::new(file)) }
    }

    pub(super) fn open(&self) -> io::Result<PartReader> {
        let file = File::open(&self.file)?;
        let mut reader = PartReader { file, start: self.start, length: self.length, at: 0 };
        reader.seek(SeekFrom::Start(0))?;
        Ok(reader)
    }
}

/// Reads a part as if it were a file.
pub(super) struct PartReader {
    file: File,
    start: u64,
    length: Option<u64>,
    at: u64,
}

impl PartReader {
    /// How long it is just now: a file may grow.
    pub(super) fn length(&self) -> io::Result<u64> {
        Ok(match self.length {
            Some(length) => length,
            None => self.file.metadata()?.len().saturating_sub(self.start),
        })
    }
}

impl Read for PartReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.length.map_or(u64::MAX, |length| length.saturating_sub(self.at));
        let wanted = buffer.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        let read = self.file.read(&mut buffer[..wanted])?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for PartReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
            SeekFrom::End(by) => self.length()?.checked_add_signed(by),
        };
        let at = at.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        self.file.seek(SeekFrom::Start(self.start.saturating_add(at)))?;
        self.at = at;
        Ok(at)
    }
}
