//! Sources in, captures out.
//!
//! A [`Fetcher`] reads the feeds of its [`Sources`] when they are due, fetches the pages that they announce, and hands
//! each to an [`Outlet`]. It knows nothing of what becomes of a capture; it only waits until it is safe, and moves its
//! memory, the [`Frontier`], on no sooner.
//!
//! The only crate that opens connections to strangers, so also the one that is careful: robots.txt first, one request
//! at a time to a host, limits on size and time, and no address that is not on the public internet.
#![warn(missing_docs)]

mod announcements;
mod clock;
mod config;
mod memory;
mod schedule;
mod sources;
mod stop;
mod web;

use std::future::Future;
use std::sync::Arc;

pub use announcements::feed::{FeedError, entries};
pub use clock::Clock;
pub use config::Config;
pub use memory::frontier::{Frontier, FrontierError, InMemory};
pub use memory::record::FeedRecord;
pub use schedule::delivery::{Delivery, Fetched, Outlet};
pub use schedule::run::Tally;
pub use sources::roster::Roster;
pub use sources::source::{Source, Sources};
pub use web::guard::Allowed;

use schedule::run::{Claims, Counters, Run};
use sources::roster::Feeds;
use stop::Stop;
use web::Web;
use web::guard::{Names, SystemNames};

/// Why a run could not start or had to end.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// `proxy` is no address of an HTTP proxy.
    #[error("expected the URL of an HTTP proxy, such as http://127.0.0.1:8080, found {0:?}")]
    Proxy(String),
    /// The HTTP client could not be set up: user agent with a line break, no certificates.
    #[error("the HTTP client could not be set up: {0}")]
    Client(String),
    /// The fetcher's memory failed.
    #[error(transparent)]
    Frontier(#[from] FrontierError),
    /// Whoever received deliveries is gone.
    #[error("downstream is gone, so nothing can be handed on")]
    Downstream,
    /// A visit ended in a way that it should not.
    #[error("a visit broke off: {0}")]
    Visit(String),
}

/// Watches sources and fetches what they announce.
pub struct Fetcher<F> {
    config: Arc<Config>,
    roster: Roster,
    frontier: Arc<F>,
    web: Arc<Web>,
    clock: Clock,
}

impl<F: Frontier> Fetcher<F> {
    /// A fetcher at rest; nothing is read before [`run`](Self::run) or [`once`](Self::once).
    pub fn new(config: Config, sources: Sources, frontier: F) -> Result<Self, Error> {
        Self::with(config, sources, frontier, clock::system(), Arc::new(SystemNames))
    }

    /// The same with another clock than the system's.
    pub fn with_clock(config: Config, sources: Sources, frontier: F, clock: Clock) -> Result<Self, Error> {
        Self::with(config, sources, frontier, clock, Arc::new(SystemNames))
    }

    fn with(
        config: Config,
        sources: Sources,
        frontier: F,
        clock: Clock,
        names: Arc<dyn Names>,
    ) -> Result<Self, Error> {
        let web = Web::new(&config, names, clock.clone())?;
        Ok(Self {
            config: Arc::new(config),
            roster: Roster::new(sources),
            frontier: Arc::new(frontier),
            web: Arc::new(web),
            clock,
        })
    }

    /// The sources that it watches, to be replaced while it runs.
    pub fn roster(&self) -> Roster {
        self.roster.clone()
    }

    /// Watches all feeds until `stop` resolves, or until downstream is gone. What is in flight then is settled within
    /// the grace period; what is not taken is left as it was.
    pub async fn run(
        &self,
        outlet: Outlet,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> Result<Tally, Error> {
        self.start(outlet, stop, false).await
    }

    /// Reads every feed that is due once, fetches what was announced, and ends. A page that asks for more patience
    /// than the configuration grants is left to the next run.
    pub async fn once(
        &self,
        outlet: Outlet,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> Result<Tally, Error> {
        self.start(outlet, stop, true).await
    }

    async fn start(
        &self,
        outlet: Outlet,
        signal: impl Future<Output = ()> + Send + 'static,
        once: bool,
    ) -> Result<Tally, Error> {
        let stop = Stop::default();
        let run = Arc::new(Run {
            config: Arc::clone(&self.config),
            web: Arc::clone(&self.web),
            frontier: Arc::clone(&self.frontier),
            clock: self.clock.clone(),
            outlet,
            stop: stop.clone(),
            once,
            counters: Counters::default(),
            claims: Claims::default(),
        });
        let listener = tokio::spawn(async move {
            signal.await;
            stop.tell();
        });
        let ended = Feeds::new(Arc::clone(&run), &self.roster).watch().await;
        listener.abort();
        ended.map(|()| run.counters.tally())
    }
}
