//! What the fetcher remembers between two runs.
//!
//! A table of short keys and JSON values, and nothing more, so that it lies as well in the store (in the transaction
//! of the rows) as in a JetStream key-value bucket or in memory. Keys are `feed/` or `page/` and 32 hexadecimal digits:
//! addresses are too long and too varied for keys, and stand in the values.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Mutex, PoisonError};

use veille_model::Mark;

use crate::error::FrontierError;

/// The fetcher's memory. It may be asked from many tasks at once.
pub trait Frontier: Send + Sync + 'static {
    /// The values of these keys, in their order; None where nothing is known.
    fn get(&self, keys: &[String])
    -> impl Future<Output = Result<Vec<Option<String>>, FrontierError>> + Send;

    /// Writes marks. Called once what they belong to has been confirmed downstream: a frontier whose sink wrote them
    /// together with the rows has nothing left to do here but to drop what it may have cached.
    fn advance(&self, marks: &[Mark]) -> impl Future<Output = Result<(), FrontierError>> + Send;

    /// Keeps an answer as it was received until it is forgotten, so that nobody is asked for it again after a kill. By itself a
    /// frontier keeps none.
    fn keep(&self, _key: &str, _answer: Vec<u8>) -> impl Future<Output = Result<(), FrontierError>> + Send {
        async { Ok(()) }
    }

    /// An answer that was kept and not forgotten.
    fn kept(&self, _key: &str) -> impl Future<Output = Result<Option<Vec<u8>>, FrontierError>> + Send {
        async { Ok(None) }
    }

    /// Forgets answers: what came of them is safe.
    fn forget(&self, _keys: &[String]) -> impl Future<Output = Result<(), FrontierError>> + Send {
        async { Ok(()) }
    }
}

impl<F: Frontier> Frontier for std::sync::Arc<F> {
    async fn get(&self, keys: &[String]) -> Result<Vec<Option<String>>, FrontierError> {
        (**self).get(keys).await
    }

    async fn advance(&self, marks: &[Mark]) -> Result<(), FrontierError> {
        (**self).advance(marks).await
    }

    async fn keep(&self, key: &str, answer: Vec<u8>) -> Result<(), FrontierError> {
        (**self).keep(key, answer).await
    }

    async fn kept(&self, key: &str) -> Result<Option<Vec<u8>>, FrontierError> {
        (**self).kept(key).await
    }

    async fn forget(&self, keys: &[String]) -> Result<(), FrontierError> {
        (**self).forget(keys).await
    }
}

/// A frontier that lasts as long as the process.
#[derive(Debug, Default)]
pub struct InMemory {
    marks: Mutex<HashMap<String, String>>,
    answers: Mutex<HashMap<String, Vec<u8>>>,
}

impl InMemory {
    /// How many keys it holds.
    pub fn len(&self) -> usize {
        self.marks.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Whether nothing is remembered.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Frontier for InMemory {
    async fn get(&self, keys: &[String]) -> Result<Vec<Option<String>>, FrontierError> {
        let held = self.marks.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(keys.iter().map(|key| held.get(key).cloned()).collect())
    }

    async fn advance(&self, marks: &[Mark]) -> Result<(), FrontierError> {
        let mut held = self.marks.lock().unwrap_or_else(PoisonError::into_inner);
        for mark in marks {
            match &mark.value {
                Some(value) => held.insert(mark.key.clone(), value.clone()),
                None => held.remove(&mark.key),
            };
        }
        Ok(())
    }

    async fn keep(&self, key: &str, answer: Vec<u8>) -> Result<(), FrontierError> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner).insert(key.to_owned(), answer);
        Ok(())
    }

    async fn kept(&self, key: &str) -> Result<Option<Vec<u8>>, FrontierError> {
        Ok(self.answers.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned())
    }

    async fn forget(&self, keys: &[String]) -> Result<(), FrontierError> {
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        keys.iter().for_each(|key| _ = answers.remove(key));
        Ok(())
    }
}
