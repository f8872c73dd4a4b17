//! The store's index, as searches ask it: opened when it is there, and opened again when it was built anew.

use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use veille_search::{Answer, Request, Search, SearchError};
use veille_sink::Store;

/// The index of one store.
pub(crate) struct Index {
    path: Option<PathBuf>,
    opened: Mutex<Option<Arc<Search>>>,
}

impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Index").field(&self.path).finish()
    }
}

impl Index {
    pub fn new(path: Option<PathBuf>) -> Self {
        Self { path, opened: Mutex::default() }
    }

    /// Whether there is one to ask.
    pub fn is_kept(&self) -> bool {
        self.path.is_some()
    }

    /// Answers a request; None where no index is kept.
    ///
    /// # Errors
    /// Where there is none yet, or it cannot be read.
    pub async fn ask(&self, store: &Store, request: &Request) -> Result<Option<Answer>, SearchError> {
        let Some(path) = &self.path else { return Ok(None) };
        // Cloned, and not held while it is asked: a long search must not keep others waiting.
        let known = self.opened().clone();
        if let Some(search) = known {
            match search.ask(store, request).await {
                Ok(answer) => return Ok(Some(answer)),
                // Whoever keeps it may have built it anew, under our feet.
                Err(error) => tracing::debug!(%error, "the index is opened again"),
            }
            *self.opened() = None;
        }
        let path = path.clone();
        // Opening reads files.
        let opened = tokio::task::spawn_blocking(move || Search::open(&path)).await;
        let search = Arc::new(opened.map_err(|error| SearchError::BrokenOff(error.to_string()))??);
        let answer = search.ask(store, request).await?;
        // Only one that has answered is kept.
        *self.opened() = Some(search);
        Ok(Some(answer))
    }

    // Nobody can panic while it is held: it is replaced whole.
    fn opened(&self) -> std::sync::MutexGuard<'_, Option<Arc<Search>>> {
        self.opened.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
