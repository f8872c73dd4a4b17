//! Sources in, captures out.
//!
//! A [`Fetcher`] reads the feeds of its [`Sources`] when they are due, fetches the pages that they announce, and hands
//! each to an [`Outlet`]. It knows nothing of what becomes of a capture; it only waits until it is safe, and moves its
//! memory, the [`Frontier`], on no sooner.
//!
//! The only crate that opens connections to strangers, so also the one that is careful: robots.txt first, one request
//! at a time to a host, limits on size and time, and no address that is not on the public internet.
#![warn(missing_docs)]

mod body;
mod client;
mod clock;
mod config;
mod delivery;
mod feed;
mod frontier;
mod guard;
mod manners;
mod refusal;
mod remembered;
mod robots;
mod run;
mod single;
mod source;
mod stop;
mod visit;
mod watch;
mod web;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;

pub use clock::Clock;
pub use config::Config;
pub use delivery::{Delivery, Fetched, Outlet};
pub use feed::{FeedError, entries};
pub use frontier::{Frontier, FrontierError, InMemory};
pub use guard::Allowed;
pub use run::Tally;
pub use source::{Source, Sources};

use guard::{Names, SystemNames};
use run::{Claims, Counters, Run};
use stop::Stop;
use watch::Watch;
use web::Web;

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
    sources: Vec<Arc<Source>>,
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
        let sources = sources.iter().cloned().map(Arc::new).collect();
        Ok(Self {
            config: Arc::new(config),
            sources,
            frontier: Arc::new(frontier),
            web: Arc::new(web),
            clock,
        })
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
        let mut feeds = JoinSet::new();
        for source in &self.sources {
            for url in &source.feeds {
                let (run, source, url) = (Arc::clone(&run), Arc::clone(source), url.clone());
                feeds.spawn(async move { Watch::new(run, source, url).await?.watch().await });
            }
        }
        let listener = {
            let stop = stop.clone();
            tokio::spawn(async move {
                signal.await;
                stop.tell();
            })
        };
        let ended = self.until_ended(feeds, &stop).await;
        listener.abort();
        ended.map(|()| run.counters.tally())
    }

    /// Waits for all feeds; from the moment that we are told to stop, no longer than the grace period. The first error
    /// stops the others too.
    async fn until_ended(&self, mut feeds: JoinSet<Result<(), Error>>, stop: &Stop) -> Result<(), Error> {
        let mut result = Ok(());
        let grace = async {
            stop.told().await;
            tokio::time::sleep(Duration::from_secs(self.config.grace_secs)).await;
        };
        tokio::pin!(grace);
        loop {
            let ended = tokio::select! {
                ended = feeds.join_next() => ended,
                () = &mut grace => {
                    tracing::warn!(feeds = feeds.len(), "grace period over, requests in flight are given up");
                    return result;
                }
            };
            let failed = match ended {
                None => return result,
                Some(Ok(Ok(()))) => continue,
                Some(Ok(Err(error))) => error,
                Some(Err(error)) => Error::Visit(error.to_string()),
            };
            stop.tell();
            if result.is_ok() {
                result = Err(failed);
            }
        }
    }
}
