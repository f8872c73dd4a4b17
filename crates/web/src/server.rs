//! Binding, serving, and ending when told.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::connect_info::Connected;
use axum::serve::IncomingStream;
use tokio::net::TcpListener;
use veille_sink::Store;

use crate::listen::{Listen, Peer};
use crate::routes;
use crate::settings::Settings;
use crate::state::State;
use crate::{Watched, WebError};

/// How long requests in hand may take once we are told to end: a browser that reads nothing holds up nobody.
const GRACE: Duration = Duration::from_secs(3);

/// Serves the pages over one store. Clones are the same server.
#[derive(Clone, Debug)]
pub struct Server {
    state: Arc<State>,
    pages: Router,
    listener: Arc<TcpListener>,
    address: SocketAddr,
}

impl Server {
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
        let address = listener.local_addr().map_err(failed)?;
        let state = Arc::new(State::new(store, settings, listen.is_open()));
        // Whoever logs in at a provider is added then.
        let may_come = state.access.provider.is_some();
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
    ///
    /// # Errors
    /// When connections cannot be taken any more.
    pub async fn serve(self, stop: impl Future<Output = ()> + Send + 'static) -> Result<(), WebError> {
        let address = self.address;
        // Filled while nobody waits for it yet; a store that cannot be read says so on the first page.
        let filling = tokio::spawn({
            let state = Arc::clone(&self.state);
            async move { drop(state.catalogue.catch_up().await) }
        });
        let state = Arc::clone(&self.state);
        let (told, mut hear) = tokio::sync::watch::channel(());
        let ending = async move {
            stop.await;
            state.ended.send_replace(true);
            drop(told);
        };
        let mut late = hear.clone();
        let router = self.router();
        let listener = Accepting(self.listener);
        let service = router.into_make_service_with_connect_info::<Peer>();
        let serving =
            axum::serve(listener, service).with_graceful_shutdown(async move { drop(hear.changed().await) });
        let stopwatch = async move {
            drop(late.changed().await);
            tokio::time::sleep(GRACE).await;
        };
        let ended = tokio::select! {
            (ended, ()) = async { tokio::join!(serving.into_future(), ending) } => ended,
            () = stopwatch => Ok(()),
        };
        filling.abort();
        ended.map_err(|source| WebError::Serve { address, source })
    }
}

impl Connected<IncomingStream<'_, Accepting>> for Peer {
    fn connect_info(stream: IncomingStream<'_, Accepting>) -> Self {
        Self(*stream.remote_addr())
    }
}

/// The listener as axum takes it, shared by the clones of a server.
#[derive(Debug)]
struct Accepting(Arc<TcpListener>);

impl axum::serve::Listener for Accepting {
    type Io = tokio::net::TcpStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            match self.0.accept().await {
                Ok(connection) => return connection,
                // Too many open files, a browser that is gone already: neither ends the server.
                Err(error) => {
                    tracing::debug!(%error, "a connection could not be taken");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            }
        }
    }

    fn local_addr(&self) -> std::io::Result<Self::Addr> {
        self.0.local_addr()
    }
}
