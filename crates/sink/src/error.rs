//! What can go wrong with a store, in words that name the file and what to try.

use std::path::{Path, PathBuf};

use sqlx::migrate::MigrateError;

/// Why a store could not be opened, written or read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The file holds something else than an SQLite database.
    #[error("{path} is not a store: it is no SQLite database; name another path, or move this file away")]
    NotADatabase {
        /// The file.
        path: PathBuf,
    },
    /// The file is an SQLite database, but not one of ours.
    #[error("{path} is a database of another program; name another path")]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// The schema is newer than this program.
    #[error(
        "{path} was written by a newer veille (schema {found}, this program knows {known}); \
         upgrade veille, or name another path"
    )]
    NewerSchema {
        /// The file.
        path: PathBuf,
        /// The schema in the file.
        found: i64,
        /// The newest schema that this program knows.
        known: i64,
    },
    /// The schema has a number that this program knows with other contents.
    #[error(
        "{path} was written by a development version of veille whose schema {version} was never released; \
         name another path and replay what was captured"
    )]
    UnreleasedSchema {
        /// The file.
        path: PathBuf,
        /// The schema in question.
        version: i64,
    },
    /// Another program holds the file.
    #[error(
        "{path} is locked by another program and stayed so; end the one that holds it \
         (`fuser {path}` names it), then try again"
    )]
    Locked {
        /// The file.
        path: PathBuf,
    },
    /// Another program fetches into this store.
    #[error("{holder} fetches into {path} already; end that one first, or name another store with --store")]
    Held {
        /// The store.
        path: PathBuf,
        /// Who it is, in its own words.
        holder: String,
    },
    /// The file beside the store that says who fetches into it could not be opened, written or locked.
    #[error("{path} could not be locked ({source}); check who owns it and its folder")]
    CannotLock {
        /// The file beside the store.
        path: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// The file, its folder or its disk cannot be written.
    #[error(
        "{path} cannot be written; check who owns the file and its folder, \
         and whether the disk is mounted read-only"
    )]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// The disk is full. Nothing of the batch was stored.
    #[error("no space is left for {path}: nothing of the batch was stored; free some, then try again")]
    Full {
        /// The file.
        path: PathBuf,
    },
    /// The file could not be opened or created.
    #[error(
        "{path} could not be opened; check that its folder exists, that it is not a folder itself, \
         and that you may read and write it"
    )]
    CannotOpen {
        /// The file.
        path: PathBuf,
    },
    /// The database contradicts itself.
    #[error("{path} is damaged ({detail}); restore a copy, or replay what was captured into a new store")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What SQLite found.
        detail: String,
    },
    /// A stored document is not the JSON that it should be.
    #[error("{path} holds {what} that cannot be read; replay what was captured into a new store")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Which document.
        what: &'static str,
        /// Where the JSON is wrong.
        source: serde_json::Error,
    },
    /// Anything else that SQLite reports.
    #[error("{path}: {source}")]
    Database {
        /// The file.
        path: PathBuf,
        /// What was reported.
        source: sqlx::Error,
    },
}

/// Primary result codes of SQLite (<https://www.sqlite.org/rescode.html>); extended codes carry them in the low byte.
mod code {
    pub const BUSY: u32 = 5;
    pub const LOCKED: u32 = 6;
    pub const READONLY: u32 = 8;
    pub const CORRUPT: u32 = 11;
    pub const FULL: u32 = 13;
    pub const CANTOPEN: u32 = 14;
    pub const NOTADB: u32 = 26;
}

impl StoreError {
    /// Whether the same batch may succeed later without anyone changing it: the file was locked, or the disk full.
    pub fn is_temporary(&self) -> bool {
        matches!(self, Self::Locked { .. } | Self::Full { .. })
    }

    /// Says what an error of SQLite means for the store at `path`.
    pub(crate) fn of(path: &Path, source: sqlx::Error) -> Self {
        let path = path.to_owned();
        match primary_code(&source) {
            Some(code::BUSY | code::LOCKED) => Self::Locked { path },
            Some(code::READONLY) => Self::ReadOnly { path },
            Some(code::FULL) => Self::Full { path },
            Some(code::CANTOPEN) => Self::CannotOpen { path },
            Some(code::NOTADB) => Self::NotADatabase { path },
            Some(code::CORRUPT) => Self::Damaged { path, detail: source.to_string() },
            _ => Self::Database { path, source },
        }
    }

    /// Says what an error of the migrations means for the store at `path`.
    pub(crate) fn of_migration(path: &Path, error: MigrateError, known: i64) -> Self {
        match error {
            MigrateError::VersionMissing(found) => Self::NewerSchema { path: path.to_owned(), found, known },
            MigrateError::VersionMismatch(version) => {
                Self::UnreleasedSchema { path: path.to_owned(), version }
            }
            MigrateError::Execute(source) | MigrateError::ExecuteMigration(source, _) => {
                Self::of(path, source)
            }
            other => Self::of(path, other.into()),
        }
    }
}

/// Whether another connection holds what this one needs.
pub(crate) fn is_busy(error: &sqlx::Error) -> bool {
    matches!(primary_code(error), Some(code::BUSY | code::LOCKED))
}

fn primary_code(error: &sqlx::Error) -> Option<u32> {
    let extended: u32 = error.as_database_error()?.code()?.parse().ok()?;
    Some(extended & 0xff)
}
