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
                Err(error) if !is_of_files(&error) => return Err(error),
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

/// Whether another opening may help. A store that is full or away is so for a new index as well, and opening one reads all its files.
fn is_of_files(error: &SearchError) -> bool {
    match error {
        SearchError::NoIndex { .. } | SearchError::Index { .. } | SearchError::Folder { .. } => true,
        SearchError::Store(_) | SearchError::BrokenOff(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use veille_model::{Article, Batch, Capture, TaggedArticle, Text};
    use veille_pipeline::Stop;
    use veille_query::Query;

    use super::*;

    #[tokio::test]
    async fn an_index_is_opened_again_only_where_its_files_may_be_others() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("index");
        let store = Store::open_in_memory().await.unwrap();
        let capture = Capture::page(Some("https://a.example/1".to_owned()), Vec::new());
        let article = Article::of(&capture, Some("A treaty".to_owned()), Text::default().finish());
        let batch = Batch { articles: vec![TaggedArticle::unjudged(article)], ..Batch::default() };
        store.commit(&batch).await.unwrap();
        veille_search::catch_up(&store, &path, "test", 50 << 20, |_| {}, &Stop::new()).await.unwrap();

        let index = Index::new(Some(path.clone()));
        let request = Request::new(Query::parse("treaty").unwrap());
        let found = index.ask(&store, &request).await.unwrap().unwrap();
        assert_eq!(found.results.len(), 1);
        let first = index.opened().clone().unwrap();
        // The store is no better for a new index.
        store.clone().close().await;
        assert!(matches!(index.ask(&store, &request).await, Err(SearchError::Store(_))));
        assert!(Arc::ptr_eq(&first, index.opened().as_ref().unwrap()));
        // The index may be.
        fs::remove_dir_all(&path).unwrap();
        assert!(matches!(index.ask(&store, &request).await, Err(SearchError::NoIndex { .. })));
        assert!(index.opened().is_none());
    }
}
