//! Binding, serving, and ending when told.

use std::collections::BTreeSet;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use tokio::net::TcpListener;
use veille_model::ArticleId;
use veille_sink::{Store, StoreError};

use crate::listen::Listen;
use crate::routes;
use crate::settings::Settings;
use crate::state::State;
use crate::{Watched, WebError, connections, triage};

/// Serves the pages over one store. Clones are the same server.
#[derive(Clone, Debug)]
pub struct Server {
    state: Arc<State>,
    pages: Router,
    listener: Arc<TcpListener>,
    address: SocketAddr,
}

impl Server {
    /// The articles that an office called not relevant, by what its store says: the pages leave them out of lists, files and counts.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn not_relevant(store: &Store) -> Result<BTreeSet<ArticleId>, StoreError> {
        triage::not_relevant(store).await
    }

    /// Takes the address: from here on browsers wait rather than being refused.
    ///
    /// # Errors
    /// When another program listens there, or the system does not let us.
    pub async fn bind(listen: Listen, store: Store, settings: Settings) -> Result<Self, WebError> {
        let address = listen.address();
        let failed = |source: std::io::Error| match source.kind() {
            std::io::ErrorKind::AddrInUse => WebError::Taken { address },
            _ => WebError::Bind { address, source },
        };
        let listener = TcpListener::bind(address).await.map_err(failed)?;
        // Port 0 has become a number by now.
        let address = listener.local_addr().map_err(failed)?;
        let state = Arc::new(State::new(store, settings, listen.is_open()));
        // Whoever logs in at a provider is added then.
        let may_come = state.access.provider.is_some();
        // Nobody could ever look, and whoever started it would see a login that takes no password.
        if state.access.is_asked && !may_come && state.access.accounts.users().await?.is_empty() {
            return Err(WebError::NoUsers { address });
        }
        let pages = routes::router(Arc::clone(&state));
        Ok(Self { state, pages, listener: Arc::new(listener), address })
    }

    /// Where to look: `http://127.0.0.1:8420/`.
    pub fn address(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// What is watched from now on.
    pub fn watch(&self, watched: Watched) {
        self.state.watch(watched);
    }

    /// The pages without a socket: what `serve` answers with.
    pub fn router(&self) -> Router {
        self.pages.clone()
    }

    /// Answers until `stop` is ready. Requests in hand are answered first, for three seconds at most.
    pub async fn serve(self, stop: impl Future<Output = ()> + Send + 'static) {
        // Filled while nobody waits for it yet; a store that cannot be read says so on the first page.
        let filling = tokio::spawn({
            let state = Arc::clone(&self.state);
            async move { drop(state.catalogue.catch_up().await) }
        });
        let state = Arc::clone(&self.state);
        let stop = async move {
            stop.await;
            // A stream has no end of its own: it would hold its connection until the time is over.
            state.ended.send_replace(true);
        };
        connections::serve(&self.listener, self.pages.clone(), stop).await;
        // A store of a million articles may still be read in, and nobody waits for it any more.
        filling.abort();
    }
}
