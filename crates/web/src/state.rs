//! What all requests share.

use std::sync::{Arc, PoisonError, RwLock};

use tokio::sync::watch;
use veille_classifier::Explanation;
use veille_model::Article;
use veille_search::{Answer, Request};
use veille_sink::Store;

use crate::catalogue::Catalogue;
use crate::index::Index;
use crate::live::Live;
use crate::pages::{Problem, Remembered, Standings, Tally};
use crate::{Settings, Watched, Zone};

/// What all requests share.
#[derive(Debug)]
pub(crate) struct State {
    pub store: Store,
    pub catalogue: Catalogue,
    pub tally: Tally,
    pub sources: Remembered<Standings>,
    pub index: Index,
    pub live: Live,
    /// Set once the server is told to end: streams end then.
    pub ended: watch::Sender<bool>,
    pub zone: Zone,
    watched: RwLock<Arc<Watched>>,
}

impl State {
    pub fn new(store: Store, settings: Settings) -> Self {
        Self {
            catalogue: Catalogue::new(store.clone(), settings.zone.clone()),
            store,
            tally: Tally::default(),
            sources: Remembered::default(),
            index: Index::new(settings.index),
            live: Live::default(),
            ended: watch::Sender::new(false),
            zone: settings.zone,
            watched: RwLock::new(Arc::new(settings.watched)),
        }
    }

    /// What each topic finds in an article or lacks, judged now; off the async threads, for it looks at every word for every
    /// clause.
    pub async fn explain(&self, article: Article) -> Option<Explanation> {
        let classifier = self.watched().classifier.clone()?;
        tokio::task::spawn_blocking(move || classifier.explain(&article)).await.ok()
    }

    /// Asks the index.
    pub async fn search(&self, request: &Request) -> Result<Answer, Problem> {
        self.index.ask(&self.store, request).await?.ok_or(Problem::NoSearch)
    }

    pub fn watch(&self, watched: Watched) {
        // Nobody can panic while it is held: it is replaced whole.
        *self.watched.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(watched);
    }

    pub fn watched(&self) -> Arc<Watched> {
        Arc::clone(&self.watched.read().unwrap_or_else(PoisonError::into_inner))
    }
}
