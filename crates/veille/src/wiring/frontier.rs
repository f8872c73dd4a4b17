//! The fetcher's memory, where it lies: in the store, or in a key-value bucket of the NATS server.

use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use veille_fetcher::{Frontier, FrontierError};
use veille_model::{Batch, Mark};
use veille_pipeline::bus::Bucket;
use veille_sink::{Location, Store};

use super::answers::Answers;

/// Name of the bucket that holds the frontier of all fetchers of a server.
pub const BUCKET: &str = "veille-frontier";

/// The memory in the store: written in the same transaction as the rows it belongs to. Answers that are not settled lie beside a
/// file, where keeping one costs next to nothing, and in a database as marks, for whoever takes over on another machine.
pub struct StoreFrontier {
    store: Store,
    beside: Option<Arc<Mutex<Answers>>>,
}

impl StoreFrontier {
    /// The memory of whoever fetches alone into this store.
    pub fn open(store: &Store) -> Result<Self> {
        let beside = match store.location() {
            Location::Path(path) => {
                let mut path = path.into_os_string();
                path.push(".fetched");
                let shown = path.to_string_lossy().into_owned();
                let answers = Answers::open(path.as_ref()).with_context(|| shown)?;
                Some(Arc::new(Mutex::new(answers)))
            }
            Location::Url(_) => None,
        };
        Ok(Self { store: store.clone(), beside })
    }

    async fn write(&self, marks: Vec<Mark>) -> Result<(), FrontierError> {
        let batch = Batch { marks, ..Batch::default() };
        self.store.commit(&batch).await.map(drop).map_err(|error| failed("written", error))
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
        match &self.beside {
            Some(answers) => held(answers).keep(key, &answer).map_err(|error| failed("written", error)),
            None => {
                self.write(vec![Mark { key: key.to_owned(), value: Some(STANDARD.encode(answer)) }]).await
            }
        }
    }

    async fn kept(&self, key: &str) -> Result<Option<Vec<u8>>, FrontierError> {
        match &self.beside {
            Some(answers) => held(answers).kept(key).map_err(|error| failed("read", error)),
            None => {
                let value = self.store.mark(key).await.map_err(|error| failed("read", error))?;
                Ok(value.and_then(|value| STANDARD.decode(value).ok()))
            }
        }
    }

    async fn forget(&self, keys: &[String]) -> Result<(), FrontierError> {
        match &self.beside {
            Some(answers) => held(answers).forget(keys).map_err(|error| failed("written", error)),
            None => self.write(keys.iter().map(|key| Mark { key: key.clone(), value: None }).collect()).await,
        }
    }
}

fn held(answers: &Mutex<Answers>) -> std::sync::MutexGuard<'_, Answers> {
    answers.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The memory in a bucket: written once the server has confirmed the captures.
pub struct BucketFrontier(pub Bucket);

impl Frontier for BucketFrontier {
    async fn get(&self, keys: &[String]) -> Result<Vec<Option<String>>, FrontierError> {
        let mut values = Vec::with_capacity(keys.len());
        for key in keys {
            let value = self.kept(key).await?;
            values.push(value.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()));
        }
        Ok(values)
    }

    async fn advance(&self, marks: &[Mark]) -> Result<(), FrontierError> {
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
