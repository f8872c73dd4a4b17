//! The fetcher's memory, where it lies: in the store, or in a key-value bucket of the NATS server.

use veille_fetcher::{Frontier, FrontierError};
use veille_model::Mark;
use veille_pipeline::bus::Bucket;
use veille_sink::Store;

/// Name of the bucket that holds the frontier of all fetchers of a server.
pub const BUCKET: &str = "veille-frontier";

/// The memory in the store: written in the same transaction as the rows it belongs to.
pub struct StoreFrontier(pub Store);

impl Frontier for StoreFrontier {
    async fn get(&self, keys: &[String]) -> Result<Vec<Option<String>>, FrontierError> {
        let mut values = Vec::with_capacity(keys.len());
        for key in keys {
            let value = self.0.mark(key).await.map_err(|error| failed("read", error))?;
            values.push(value);
        }
        Ok(values)
    }

    /// Nothing to do: the marks came with the batch that was just confirmed.
    async fn advance(&self, _: &[Mark]) -> Result<(), FrontierError> {
        Ok(())
    }
}

/// The memory in a bucket: written once the server has confirmed the captures.
pub struct BucketFrontier(pub Bucket);

impl Frontier for BucketFrontier {
    async fn get(&self, keys: &[String]) -> Result<Vec<Option<String>>, FrontierError> {
        let mut values = Vec::with_capacity(keys.len());
        for key in keys {
            let value = self.0.get(key).await.map_err(|error| failed("read", error))?;
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
}

fn failed(doing: &'static str, error: impl std::fmt::Display) -> FrontierError {
    FrontierError { doing, cause: error.to_string() }
}
