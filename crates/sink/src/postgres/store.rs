//! The handle of a store on a PostgreSQL server: connections that write, connections that read.

use std::collections::BTreeSet;
use std::sync::atomic::AtomicI64;
use std::sync::{Arc, Mutex};

use sqlx::PgPool;
use tokio::sync::OnceCell;

use super::address::Address;
use super::listening::Listening;
use super::{error, open};
use crate::{Location, StoreError};

#[derive(Clone, Debug)]
pub(crate) struct Store {
    pub address: Arc<Address>,
    // Two pools, so that a page that reads for long holds up no commit.
    pub writer: PgPool,
    pub readers: PgPool,
    /// Months whose partition is known to be there.
    pub months: Arc<Mutex<BTreeSet<i32>>>,
    /// No commit is under way that may still bring a row up to this one.
    pub settled: Arc<AtomicI64>,
    /// Who hears of changes, once somebody waits for them.
    pub listening: Arc<OnceCell<Listening>>,
}

impl Store {
    pub(super) fn new(writer: PgPool, readers: PgPool, address: Address) -> Self {
        Self {
            address: Arc::new(address),
            writer,
            readers,
            months: Arc::default(),
            settled: Arc::default(),
            listening: Arc::default(),
        }
    }

    pub(crate) async fn open(url: &str) -> Result<Self, StoreError> {
        open::writing(Address::parse(url)?).await
    }

    pub(crate) async fn open_to_read(url: &str) -> Result<Self, StoreError> {
        open::reading(Address::parse(url)?).await
    }

    /// The store as it is at this moment, whatever others write from now on. It is read one question after the other.
    pub(crate) async fn as_it_is(&self) -> Result<Self, StoreError> {
        let readers = open::as_it_is(&self.address.options).await.map_err(|source| self.error(source))?;
        // No commit that is under way is seen, so none is waited for.
        let settled = Arc::new(AtomicI64::new(i64::MAX));
        Ok(Self { writer: readers.clone(), readers, settled, ..self.clone() })
    }

    pub(crate) fn location(&self) -> Location {
        self.address.location.clone()
    }

    pub(crate) async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }

    pub(crate) fn error(&self, source: sqlx::Error) -> StoreError {
        error::of(&self.address.location, source)
    }

    pub(crate) fn decode<T: serde::de::DeserializeOwned>(
        &self,
        what: &'static str,
        document: &[u8],
    ) -> Result<T, StoreError> {
        serde_json::from_slice(document).map_err(|source| StoreError::Unreadable {
            store: self.location(),
            what,
            source,
        })
    }
}
