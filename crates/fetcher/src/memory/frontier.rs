//! What the fetcher remembers between two runs.
//!
//! A table of short keys and JSON values, and nothing more, so that it lies as well in the store (in the transaction
//! of the rows) as in a JetStream key-value bucket or in memory. Keys are `feed/` or `page/` and 32 hexadecimal digits:
//! addresses are too long and too varied for keys, and stand in the values.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Mutex, PoisonError};

use veille_model::Mark;

/// Why a frontier could not answer, in the words of whoever keeps it.
#[derive(Clone, Debug, thiserror::Error)]
#[error("the fetcher's memory could not be {doing}: {cause}")]
pub struct FrontierError {
    /// `read` or `written`.
    pub doing: &'static str,
    /// What its keeper said.
    pub cause: String,
}

/// The fetcher's memory. It may be asked from many tasks at once.
pub trait Frontier: Send + Sync + 'static {
    /// The values of these keys, in their order; None where nothing is known.
    fn get(&self, keys: &[String])
    -> impl Future<Output = Result<Vec<Option<String>>, FrontierError>> + Send;

    /// Writes marks. Called once what they belong to has been confirmed downstream: a frontier whose sink wrote them
    /// together with the rows has nothing left to do here but to drop what it may have cached.
    fn advance(&self, marks: &[Mark]) -> impl Future<Output = Result<(), FrontierError>> + Send;
}

impl<F: Frontier> Frontier for std::sync::Arc<F> {
    async fn get(&self, keys: &[String]) -> Result<Vec<Option<String>>, FrontierError> {
        (**self).get(keys).await
    }

    async fn advance(&self, marks: &[Mark]) -> Result<(), FrontierError> {
        (**self).advance(marks).await
    }
}

/// A frontier that lasts as long as the process.
#[derive(Debug, Default)]
pub struct InMemory(Mutex<HashMap<String, String>>);

impl InMemory {
    /// How many keys it holds.
    pub fn len(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Whether nothing is remembered.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Frontier for InMemory {
    async fn get(&self, keys: &[String]) -> Result<Vec<Option<String>>, FrontierError> {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(keys.iter().map(|key| held.get(key).cloned()).collect())
    }

    async fn advance(&self, marks: &[Mark]) -> Result<(), FrontierError> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for mark in marks {
            match &mark.value {
                Some(value) => held.insert(mark.key.clone(), value.clone()),
                None => held.remove(&mark.key),
            };
        }
        Ok(())
    }
}
