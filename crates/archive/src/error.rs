//! What can be wrong with captures at rest.

use std::io;
use std::path::PathBuf;

use veille_model::Article;

use crate::Place;

/// Why something at rest gave no capture, and where it lies.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// A file or directory cannot be read or written.
    #[error("{place}: {source}")]
    Io {
        /// Where.
        place: Place,
        /// What the system said.
        source: io::Error,
    },
    /// A file was passed over: no fault of the archive, but not read either.
    #[error("{place}: passed over: {reason}")]
    Skipped {
        /// Where.
        place: Place,
        /// Why it was not read.
        reason: String,
    },
    /// `seeds.toml` cannot be understood; the seed files beside it are left out until it can.
    #[error("{}:{line}:{column}: {message}", .file.display())]
    Manifest {
        /// The manifest.
        file: PathBuf,
        /// Line, from 1.
        line: usize,
        /// Column in characters, from 1.
        column: usize,
        /// What was expected.
        message: String,
    },
    /// A record larger than its limit.
    #[error("{place}: {what} larger than the limit of {limit} bytes{}", .length.map(|n| format!(": {n} bytes")).unwrap_or_default())]
    TooLarge {
        /// Where.
        place: Place,
        /// Which part of it: `record`, `line`, `file`, `body after gzip`.
        what: String,
        /// Its length in bytes, where known.
        length: Option<u64>,
        /// The limit in bytes.
        limit: u64,
    },
    /// A line of JSON that is not a capture.
    #[error("{place}: {message}")]
    BrokenLine {
        /// Where.
        place: Place,
        /// What was expected.
        message: String,
    },
    /// The last line of a file that breaks off in it.
    #[error("{place}: the file ends in the middle of this line")]
    TornLine {
        /// Where.
        place: Place,
    },
    /// A line of JSON that is an article, as `veille export` prints it: cleaned already.
    #[error(
        "{place}: an article that was cleaned already, not a capture; `veille topic test` and `topic diff` take it"
    )]
    AlreadyCleaned {
        /// Where.
        place: Place,
        /// The article.
        article: Box<Article>,
    },
    /// A WARC record that ends before its length, usually the last of a file whose writer was killed.
    #[error("{place}: torn record: {had} of {declared} bytes")]
    TornRecord {
        /// Where.
        place: Place,
        /// Bytes that its Content-Length promised.
        declared: u64,
        /// Bytes that are there.
        had: u64,
    },
    /// A WARC record with a length that the following bytes contradict.
    #[error("{place}: no record ends after the {declared} bytes of its Content-Length")]
    WrongLength {
        /// Where.
        place: Place,
        /// Bytes that its Content-Length promised.
        declared: u64,
    },
    /// Bytes between WARC records that belong to none.
    #[error("{place}: {bytes} bytes that are no WARC record")]
    Garbage {
        /// The record that should have stood here.
        place: Place,
        /// How many bytes were passed over.
        bytes: u64,
    },
    /// A part of a compressed file that does not unpack.
    #[error("{place}: damaged compression: {message}")]
    Damaged {
        /// Where.
        place: Place,
        /// What the decoder said.
        message: String,
    },
    /// A WARC record that is none, or none that can be read.
    #[error("{place}: {message}")]
    BadRecord {
        /// Where.
        place: Place,
        /// What was expected.
        message: String,
    },
    /// A `revisit` record whose original is not in the same file.
    #[error("{place}: the original of this revisit is not in this file: {refers_to}")]
    OriginalMissing {
        /// Where.
        place: Place,
        /// The original's record id, address or digest.
        refers_to: String,
    },
}

impl ArchiveError {
    /// Where it lies.
    pub fn place(&self) -> Place {
        match self {
            Self::Io { place, .. }
            | Self::Skipped { place, .. }
            | Self::TooLarge { place, .. }
            | Self::BrokenLine { place, .. }
            | Self::TornLine { place }
            | Self::AlreadyCleaned { place, .. }
            | Self::TornRecord { place, .. }
            | Self::WrongLength { place, .. }
            | Self::Garbage { place, .. }
            | Self::Damaged { place, .. }
            | Self::BadRecord { place, .. }
            | Self::OriginalMissing { place, .. } => place.clone(),
            Self::Manifest { file, line, .. } => Place::record(file, *line as u64),
        }
    }

    /// Whether a file was passed over, which is worth a line to the reader but is no failure.
    pub fn is_skip(&self) -> bool {
        matches!(self, Self::Skipped { .. })
    }

    /// Whether part of the file is missing or damaged, so that nobody knows what else stood there.
    pub fn is_torn(&self) -> bool {
        matches!(
            self,
            Self::TornLine { .. }
                | Self::TornRecord { .. }
                | Self::WrongLength { .. }
                | Self::Garbage { .. }
                | Self::Damaged { .. }
        )
    }

    pub(crate) fn skipped(path: &std::path::Path, reason: &str) -> Self {
        Self::Skipped { place: Place::file(path), reason: reason.to_owned() }
    }

    pub(crate) fn io(path: &std::path::Path, source: io::Error) -> Self {
        Self::Io { place: Place::file(path), source }
    }
}
