//! What all requests share.

use std::sync::{Arc, PoisonError, RwLock};

use veille_search::{Answer, Request};
use veille_sink::Store;

use crate::catalogue::Catalogue;
use crate::index::Index;
use crate::pages::{Problem, Tally};
use crate::{Settings, Watched, Zone};

/// What all requests share.
#[derive(Debug)]
pub(crate) struct State {
    pub store: Store,
    pub catalogue: Catalogue,
    pub tally: Tally,
    pub index: Index,
    pub zone: Zone,
    watched: RwLock<Arc<Watched>>,
}

impl State {
    pub fn new(store: Store, settings: Settings) -> Self {
        Self {
            catalogue: Catalogue::new(store.clone(), settings.zone.clone()),
            store,
            tally: Tally::default(),
            index: Index::new(settings.index),
            zone: settings.zone,
            watched: RwLock::new(Arc::new(settings.watched)),
        }
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
