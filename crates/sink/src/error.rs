//! What can go wrong with a store, in words that name the file and what to try.

use std::path::PathBuf;

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
    /// The file's name is no text, and SQLite takes no other.
    #[error("{path} is no name in UTF-8, as a store needs; name another path")]
    NotUnicode {
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
    /// Another program has this place in the store.
    #[error(
        "{holder} has the place {place:?} in {path} already; end that one first, or name another store with --store"
    )]
    Held {
        /// The store.
        path: PathBuf,
        /// The place.
        place: String,
        /// Who it is, in its own words.
        holder: String,
    },
    /// The file beside the store that says who has a place in it could not be opened, written or locked.
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

impl StoreError {
    /// Whether the same batch may succeed later without anyone changing it: the file was locked, or the disk full.
    pub fn is_temporary(&self) -> bool {
        matches!(self, Self::Locked { .. } | Self::Full { .. })
    }
}
