//! The store as everyone sees it, whatever database it lies in. Each method is documented here, once; the dialects hold
//! the statements.

mod copying;
mod following;
mod keeping;
mod papers;
mod pruning;
mod reading;
mod telling;
mod why;

use futures_util::future::BoxFuture;
use veille_model::Batch;

use crate::{Committed, Location, StoreError, postgres, sqlite};

/// An open store. Clones share its connections; writers queue, readers see the last commit and never wait for a writer.
#[derive(Clone, Debug)]
pub struct Store(Backend);

/// Where it lies.
#[derive(Clone, Debug)]
enum Backend {
    Sqlite(sqlite::Store),
    Postgres(postgres::Store),
}

/// A place in a store, ours until it is dropped.
#[derive(Debug)]
pub struct Lock(Held);

#[derive(Debug)]
enum Held {
    Sqlite { _lock: sqlite::Lock },
    Postgres(postgres::Lock),
}

impl Lock {
    /// Whether the place is ours no more, though nobody gave it back: the database server started again, or the network
    /// parted us. Whoever has the place looks before each piece of work; a file's lock is not lost.
    pub fn is_lost(&self) -> bool {
        match &self.0 {
            // The kernel keeps it for as long as the file is open.
            Held::Sqlite { .. } => false,
            Held::Postgres(lock) => lock.is_lost(),
        }
    }

    /// Returns once [it is lost](Lock::is_lost), and never where it is not.
    pub fn lost(&self) -> BoxFuture<'static, ()> {
        match &self.0 {
            Held::Sqlite { .. } => Box::pin(std::future::pending()),
            Held::Postgres(lock) => Box::pin(lock.lost()),
        }
    }
}

/// The same call to whichever store it is.
macro_rules! either {
    // A macro and not a trait: the two are known, and a trait of sixty methods with streams would have to be boxed.
    ($self:expr, $store:ident => $call:expr) => {
        match &$self.0 {
            $crate::store::Backend::Sqlite($store) => $call,
            $crate::store::Backend::Postgres($store) => $call,
        }
    };
}
use either;

impl Store {
    /// Opens a store; creates the file, or the schema in a database, where there is none, and brings an older one up to
    /// date.
    ///
    /// # Errors
    /// Names the store and what to try: another program's file, a newer schema, a lock that is not released within
    /// five seconds, no permission, a full disk; the beginning of a copy of another store.
    pub async fn open(location: impl Into<Location>) -> Result<Self, StoreError> {
        // Half a copy looks like a store from which much was forgotten.
        Self::open_to_copy_into(location).await?.if_whole().await
    }

    /// Opens a store as the target of [`Store::copy_to`], also one that holds the beginning of a copy: [`Store::open`] refuses
    /// that.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub async fn open_to_copy_into(location: impl Into<Location>) -> Result<Self, StoreError> {
        match location.into() {
            Location::Path(path) => Ok(Self(Backend::Sqlite(sqlite::Store::open(&path).await?))),
            Location::Url(url) => Ok(Self(Backend::Postgres(postgres::Store::open(&url).await?))),
        }
    }

    /// Opens a store that is there, to read it. Nothing is created, nothing written: it may lie on a disk or belong to a
    /// user that we cannot write to.
    ///
    /// # Errors
    /// As [`Store::open`]; [`StoreError::ReadOnly`] where the last batches still lie in the write-ahead log beside the
    /// file and that log cannot be opened.
    pub async fn open_to_read(location: impl Into<Location>) -> Result<Self, StoreError> {
        let store = match location.into() {
            Location::Path(path) => Self(Backend::Sqlite(sqlite::Store::open_to_read(&path).await?)),
            Location::Url(url) => Self(Backend::Postgres(postgres::Store::open_to_read(&url).await?)),
        };
        store.if_whole().await
    }

    /// A store that lasts as long as its handle. Readers and writers share one connection, so a stream of
    /// [`Store::export`] must be finished or dropped before the next call.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub async fn open_in_memory() -> Result<Self, StoreError> {
        Ok(Self(Backend::Sqlite(sqlite::Store::open_in_memory().await?)))
    }

    /// Where the store lies.
    pub fn location(&self) -> Location {
        either!(self, store => store.location())
    }

    /// Waits for what is being written, folds the write-ahead log into the file and closes it.
    pub async fn close(self) {
        either!(self, store => store.close().await);
    }

    /// Stores a batch in one transaction. When this returns, the rows survive a crash and a power cut.
    ///
    /// Idempotent and commutative, as the head of this crate says. Dropping the future before it is ready leaves nothing
    /// of the batch, or all of it.
    ///
    /// # Errors
    /// Nothing of the batch was stored. [`StoreError::is_temporary`] tells whether trying again may help.
    pub async fn commit(&self, batch: &Batch) -> Result<Committed, StoreError> {
        either!(self, store => store.commit(batch).await)
    }

    /// Takes a place in this store: `fetch`, the name of a follower. `holder` says who we are, for others who try. Whoever
    /// only reads or stores needs none.
    ///
    /// # Errors
    /// [`StoreError::Held`] where another program has it.
    pub async fn lock(&self, place: &str, holder: &str) -> Result<Lock, StoreError> {
        Ok(Lock(match &self.0 {
            // Of a file the lock is taken at once; a server is asked.
            Backend::Sqlite(store) => Held::Sqlite { _lock: store.lock(place, holder)? },
            Backend::Postgres(store) => Held::Postgres(store.lock(place, holder).await?),
        }))
    }
}
