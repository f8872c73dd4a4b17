//! A place that one alone has (lease, leader election): a key of a bucket, which its holder writes anew every few seconds. Where
//! nobody has for a while, whoever wants it takes it.
//!
//! Nobody's clock is compared with another's: whoever waits looks whether the key was written since it looked first. A holder that
//! reaches no server keeps its place, as nobody whom it parts from the server gets what it fetches; back with it, it is told.

use std::future::Future;
use std::time::Duration;

use async_nats::jetstream::kv::{CreateErrorKind, Entry, Operation, Store, UpdateErrorKind};
use bytes::Bytes;
use tokio::time::Instant;
use tracing::debug;

use super::bucket::written;
use super::{Bucket, BusError};

/// How often a holder writes its key.
const RENEWED: Duration = Duration::from_secs(2);
/// For how long a key was not written when its holder is taken for dead.
const DEAD: Duration = Duration::from_secs(8);

impl Bucket {
    /// Takes the place of this key, alone, in the name of `holder`: after a moment where whoever had it was killed. It is kept while
    /// what is returned is polled, and given back once `until` resolves; that ends with false where somebody else has it by then.
    ///
    /// # Errors
    /// [`BusError::Taken`] where somebody has it, [`BusError::JetStream`] where the server refuses.
    pub async fn hold<U: Future<Output = ()> + Send>(
        &self,
        key: &str,
        holder: String,
        until: U,
    ) -> Result<impl Future<Output = bool> + Send + use<U>, BusError> {
        let mut place =
            Place { store: self.store.clone(), key: written(key), name: holder.into(), revision: 0 };
        place.take(key).await?;
        Ok(async move { place.keep(until).await })
    }
}

struct Place {
    store: Store,
    key: String,
    name: Bytes,
    /// Of the key as we wrote it last.
    revision: u64,
}

impl Place {
    async fn take(&mut self, place: &str) -> Result<(), BusError> {
        let failed =
            |error: &dyn std::fmt::Display| BusError::jetstream("taking the place of the only one", error);
        let mut found = None::<(u64, Instant)>;
        loop {
            let held = self.held().await.map_err(|error| failed(&error))?;
            match (held, found) {
                (None, _) => match self.store.create(&self.key, self.name.clone()).await {
                    Ok(revision) => {
                        self.revision = revision;
                        return Ok(());
                    }
                    Err(error) if error.kind() == CreateErrorKind::AlreadyExists => continue,
                    Err(error) => return Err(failed(&error)),
                },
                (Some(held), Some((revision, _))) if held.revision != revision => {
                    let holder = String::from_utf8_lossy(&held.value).into_owned();
                    return Err(BusError::Taken { place: place.to_owned(), holder });
                }
                (Some(held), Some((_, since))) if since.elapsed() >= DEAD => {
                    match self.store.update(&self.key, self.name.clone(), held.revision).await {
                        Ok(revision) => {
                            self.revision = revision;
                            return Ok(());
                        }
                        // Somebody was quicker, whose name is read next.
                        Err(error) if error.kind() == UpdateErrorKind::WrongLastRevision => {}
                        Err(error) => return Err(failed(&error)),
                    }
                }
                (Some(held), None) => found = Some((held.revision, Instant::now())),
                (Some(_), Some(_)) => {}
            }
            tokio::time::sleep(RENEWED / 4).await;
        }
    }

    /// Keeps the place until then, and gives it back; false where somebody else has it.
    async fn keep(mut self, until: impl Future<Output = ()>) -> bool {
        tokio::pin!(until);
        loop {
            tokio::select! {
                () = &mut until => break,
                () = tokio::time::sleep(RENEWED) => {}
            }
            match self.store.update(&self.key, self.name.clone(), self.revision).await {
                Ok(revision) => self.revision = revision,
                Err(error) if error.kind() == UpdateErrorKind::WrongLastRevision => {
                    if !self.is_ours_still().await {
                        return false;
                    }
                }
                Err(error) => debug!(%error, "the place is not written anew"),
            }
        }
        if let Err(error) = self.store.purge_expect_revision(&self.key, Some(self.revision)).await {
            debug!(%error, "the place was not given back; it is free in {DEAD:?}");
        }
        true
    }

    /// Whether the key has another revision for another reason than that somebody took the place.
    async fn is_ours_still(&mut self) -> bool {
        match self.held().await {
            // We wrote it, and did not hear that it was written.
            Ok(Some(held)) if held.value == self.name => self.revision = held.revision,
            Ok(Some(_)) => return false,
            // A server that came back with less than it had.
            Ok(None) => {
                if let Ok(revision) = self.store.create(&self.key, self.name.clone()).await {
                    self.revision = revision;
                }
            }
            Err(error) => debug!(%error, "it is not known who has the place"),
        }
        true
    }

    /// The key, where somebody has the place.
    async fn held(&self) -> Result<Option<Entry>, async_nats::jetstream::kv::EntryError> {
        let entry = self.store.entry(&self.key).await?;
        Ok(entry.filter(|entry| entry.operation == Operation::Put))
    }
}
