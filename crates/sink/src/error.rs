//! What can go wrong with a store, in words that name the place and what to try.

use std::path::PathBuf;

use crate::Location;

/// Why a store could not be opened, written or read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
// Of the server's words the kind is read from its codes (`postgres/error.rs`), and never from a sentence, which is in its own
// language.
pub enum StoreError {
    /// The file holds something else than an SQLite database.
    #[error("{store} is not a store: it is no SQLite database; name another path, or move this file away")]
    NotADatabase {
        /// The store.
        store: Location,
    },
    /// The file is an SQLite database, but not one of ours.
    #[error("{store} is a database of another program; name another path")]
    Foreign {
        /// The store.
        store: Location,
    },
    /// A reader of changes was away for too long.
    #[error("{store}: changes after {after} were let go, up to {up_to}; begin anew, after 0")]
    ChangesGone {
        /// The store.
        store: Location,
        /// The last change that the reader knows.
        after: u64,
        /// Up to here some are gone.
        up_to: u64,
    },
    /// The URL of a database is none that can be connected to.
    #[error(
        "{store}: {detail}; expected postgres://USER@HOST:PORT/DATABASE, with ?schema=NAME for another than veille"
    )]
    Address {
        /// The store.
        store: Location,
        /// What is wrong with it.
        detail: String,
    },
    /// Nothing answers at the URL, or it hung up.
    #[error(
        "{store} does not answer ({detail}); check host and port, and whether PostgreSQL is running there"
    )]
    Unreachable {
        /// The store.
        store: Location,
        /// What the system or the server said.
        detail: String,
    },
    /// The database server does not let us in.
    #[error(
        "{store} does not let us in ({detail}); the password is read from PGPASSWORD or the file of PGPASSFILE, \
         and the server's pg_hba.conf says who may come from where"
    )]
    Refused {
        /// The store.
        store: Location,
        /// What the server said.
        detail: String,
    },
    /// The server has no such database.
    #[error("{store}: {detail}; make it (`createdb --owner=USER DATABASE`), or name another")]
    NoDatabase {
        /// The store.
        store: Location,
        /// What the server said.
        detail: String,
    },
    /// The user may not do this in the database.
    #[error(
        "{store}: {detail}; a store is written by the owner of its schema (`GRANT CREATE ON DATABASE … TO USER` lets \
         it make one), and read by whoever has USAGE on it and SELECT on its tables"
    )]
    Forbidden {
        /// The store.
        store: Location,
        /// What the server said.
        detail: String,
    },
    /// The server has no place for us, or another holds what we need.
    #[error("{store} is busy ({detail}); try again, or look at who is connected in pg_stat_activity")]
    Busy {
        /// The store.
        store: Location,
        /// What the server said.
        detail: String,
    },
    /// The server is older than any that a store was tried on.
    #[error("{store} is PostgreSQL {found}, and a store needs {needed} or later")]
    TooOld {
        /// The store.
        store: Location,
        /// The server's version, in its own words.
        found: String,
        /// The oldest that will do.
        needed: u32,
    },
    /// The database keeps its text in another encoding.
    #[error(
        "{store} keeps text as {found}, and a store needs UTF8; make one with `createdb --encoding=UTF8 --template=template0`"
    )]
    NotUtf8 {
        /// The store.
        store: Location,
        /// The encoding.
        found: String,
    },
    /// The target of a copy holds something that the copy would mix with.
    #[error("{store} is not empty, and holds no copy of this store; name a new store")]
    NotEmpty {
        /// The store.
        store: Location,
    },
    /// It holds the beginning of a copy.
    #[error(
        "{store} holds the beginning of a copy of {from}; `veille store copy {from} {store}` goes on with it"
    )]
    HalfCopied {
        /// The copy.
        store: Location,
        /// What is copied, as it was named.
        from: String,
    },
    /// A copy is not the same as what was copied.
    #[error(
        "{store} differs from {from} in {what}: somebody wrote to one of them since; end whoever writes, and copy \
         into a new store"
    )]
    Differs {
        /// The copy.
        store: Location,
        /// What was copied.
        from: Location,
        /// Where they differ.
        what: &'static str,
    },
    /// There is nothing to read in the database.
    #[error(
        "{store}: there is no store yet; `veille replay PATH` or `veille run` makes one, --store names another"
    )]
    NoStore {
        /// The store.
        store: Location,
    },
    /// The file's name is no text, and SQLite takes no other.
    #[error("{store} is no name in UTF-8, as a store needs; name another path")]
    NotUnicode {
        /// The store.
        store: Location,
    },
    /// The schema is newer than this program.
    #[error(
        "{store} was written by a newer veille (schema {found}, this program knows {known}); \
         upgrade veille, or name another path"
    )]
    NewerSchema {
        /// The store.
        store: Location,
        /// The schema in the file.
        found: i64,
        /// The newest schema that this program knows.
        known: i64,
    },
    /// The schema is older than this program, and the store was opened to be read.
    #[error(
        "{store} was written by an older veille (schema {found}, this program reads {known}); \
         open it once to write, as `veille store </dev/null` does"
    )]
    OlderSchema {
        /// The store.
        store: Location,
        /// The schema in the file.
        found: i64,
        /// The schema that this program reads.
        known: i64,
    },
    /// The schema has a number that this program knows with other contents.
    #[error(
        "{store} was written by a development version of veille whose schema {version} was never released; \
         name another path and replay what was captured"
    )]
    UnreleasedSchema {
        /// The store.
        store: Location,
        /// The schema in question.
        version: i64,
    },
    /// Another program holds the file.
    #[error(
        "{store} is locked by another program and stayed so; end the one that holds it \
         (`fuser {store}` names it), then try again"
    )]
    Locked {
        /// The store.
        store: Location,
    },
    /// Another program has this place in the store.
    #[error(
        "{holder} has the place {place:?} in {store} already; end that one first, or name another store with --store"
    )]
    Held {
        /// The store.
        store: Location,
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
    /// The file, its folder or its disk cannot be written; or the server is a standby.
    #[error(
        "{store} cannot be written; check who owns the file and its folder, \
         and whether the disk is mounted read-only or the server a standby"
    )]
    ReadOnly {
        /// The store.
        store: Location,
    },
    /// The disk is full. Nothing of the batch was stored.
    #[error("no space is left for {store}: nothing of the batch was stored; free some, then try again")]
    Full {
        /// The store.
        store: Location,
    },
    /// A copy is made into a new file, and there is one.
    #[error("{path} exists already; name another path, or move it away")]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// A copy could not be written.
    #[error("{path} could not be written ({source}); check its folder, and whether the disk has room")]
    CannotCopy {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// The file could not be opened or created.
    #[error(
        "{store} could not be opened; check that its folder exists, that it is not a folder itself, \
         and that you may read and write it"
    )]
    CannotOpen {
        /// The store.
        store: Location,
    },
    /// The database contradicts itself.
    #[error("{store} is damaged ({detail}); restore a copy, or replay what was captured into a new store")]
    Damaged {
        /// The store.
        store: Location,
        /// What SQLite found.
        detail: String,
    },
    /// A stored document is not the JSON that it should be.
    #[error("{store} holds {what} that cannot be read; replay what was captured into a new store")]
    Unreadable {
        /// The store.
        store: Location,
        /// Which document.
        what: &'static str,
        /// Where the JSON is wrong.
        source: serde_json::Error,
    },
    /// Anything else that SQLite reports.
    #[error("{store}: {source}")]
    Database {
        /// The store.
        store: Location,
        /// What was reported.
        source: sqlx::Error,
    },
}

impl StoreError {
    /// Whether the same batch may succeed later without anyone changing it: the file was locked, the disk full, the
    /// server away or busy.
    pub fn is_temporary(&self) -> bool {
        // What a person has to change first, a password or a disk that is mounted read-only, is none of these.
        matches!(self, Self::Locked { .. } | Self::Full { .. } | Self::Unreachable { .. } | Self::Busy { .. })
    }
}
