//! The fetcher's memory, where it lies: in the store, or in a key-value bucket of the NATS server.

use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};
use veille_fetcher::{Frontier, FrontierError};
use veille_model::Mark;
use veille_pipeline::bus::Bucket;
use veille_sink::Store;

use super::answers::Answers;
use crate::configuration::beside;

/// Name of the bucket that holds the frontier of all fetchers of a server.
pub const BUCKET: &str = "veille-frontier";

/// The memory in the store: written in the same transaction as the rows it belongs to. Answers that are not settled lie in a file
/// beside it, where keeping one costs next to nothing; of a database in the working folder, as its index does. In the database each
/// was a transaction, and two hundred that came at once waited for seconds, in which a kill lost them.
pub struct StoreFrontier {
    store: Store,
    answers: Arc<Mutex<Answers>>,
}

impl StoreFrontier {
    /// The memory of whoever fetches alone into this store.
    pub fn open(store: &Store) -> Result<Self> {
        // Beside the store and not in the system's folder for what is temporary: it must outlast a restart.
        let path = beside(store, "fetched");
        let answers = Answers::open(&path).with_context(|| path.display().to_string())?;
        Ok(Self { store: store.clone(), answers: Arc::new(Mutex::new(answers)) })
    }

    /// Works on the file off the async threads: a page has megabytes, and now and then all that is left is written anew.
    async fn with_answers<T: Send + 'static>(
        &self,
        doing: &'static str,
        work: impl FnOnce(&mut Answers) -> std::io::Result<T> + Send + 'static,
    ) -> Result<T, FrontierError> {
        let answers = Arc::clone(&self.answers);
        let done = tokio::task::spawn_blocking(move || {
            work(&mut answers.lock().unwrap_or_else(PoisonError::into_inner))
        });
        done.await.map_err(|error| failed(doing, error))?.map_err(|error| failed(doing, error))
    }
}

impl Frontier for StoreFrontier {
    async fn get(&self, keys: &[String]) -> Result<Vec<Option<String>>, FrontierError> {
        let mut values = Vec::with_capacity(keys.len());
        for key in keys {
            let value = self.store.mark(key).await.map_err(|error| failed("read", error))?;
            values.push(value);
        }
        Ok(values)
    }

    /// Nothing to do: the marks came with the batch that was just confirmed.
    async fn advance(&self, _: &[Mark]) -> Result<(), FrontierError> {
        Ok(())
    }

    async fn keep(&self, key: &str, answer: Vec<u8>) -> Result<(), FrontierError> {
        let key = key.to_owned();
        self.with_answers("written", move |answers| answers.keep(&key, &answer)).await
    }

    async fn kept(&self, key: &str) -> Result<Option<Vec<u8>>, FrontierError> {
        let key = key.to_owned();
        self.with_answers("read", move |answers| answers.kept(&key)).await
    }

    async fn forget(&self, keys: &[String]) -> Result<(), FrontierError> {
        let keys = keys.to_vec();
        self.with_answers("written", move |answers| answers.forget(&keys)).await
    }
}

/// The memory in a bucket: written once the server has confirmed the captures.
pub struct BucketFrontier(pub Bucket);

impl Frontier for BucketFrontier {
    async fn get(&self, keys: &[String]) -> Result<Vec<Option<String>>, FrontierError> {
        let mut values = Vec::with_capacity(keys.len());
        for key in keys {
            let value = self.kept(key).await?;
            // What we wrote is text; what somebody else put there is read as something that says nothing.
            values.push(value.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()));
        }
        Ok(values)
    }

    async fn advance(&self, marks: &[Mark]) -> Result<(), FrontierError> {
        // One after the other: a bucket has no transactions, and who is killed in between fetches some pages twice.
        for mark in marks {
            let done = match &mark.value {
                Some(value) => self.0.put(&mark.key, value.as_bytes()).await,
                None => self.0.delete(&mark.key).await,
            };
            done.map_err(|error| failed("written", error))?;
        }
        Ok(())
    }

    async fn keep(&self, key: &str, answer: Vec<u8>) -> Result<(), FrontierError> {
        self.0.put(key, &answer).await.map_err(|error| failed("written", error))
    }

    async fn kept(&self, key: &str) -> Result<Option<Vec<u8>>, FrontierError> {
        self.0.get(key).await.map_err(|error| failed("read", error))
    }

    async fn forget(&self, keys: &[String]) -> Result<(), FrontierError> {
        for key in keys {
            self.0.delete(key).await.map_err(|error| failed("written", error))?;
        }
        Ok(())
    }
}

fn failed(doing: &'static str, error: impl std::fmt::Display) -> FrontierError {
    FrontierError { doing, cause: error.to_string() }
}
