//! The crawler as a whole: what one is made of, and the three ways to have it work: for ever, once, or for a single page.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex};

use tokio::sync::Semaphore;
use url::Url;
use veille_model::{Capture, CaptureKind, FeedEntry, Reason};

use crate::beats::Beats;
use crate::clock::{self, Clock};
use crate::config::Config;
use crate::error::Error;
use crate::memory::frontier::Frontier;
use crate::memory::told::Lacks;
use crate::schedule::{
    Answers, Budget, Claims, Counters, Feeds, Hubs, Lister, Outlet, Reader, Readings, Run, Subscriptions,
    Tally,
};
use crate::sources::{Roster, Section, Sources};
use crate::stop::Stop;
use crate::web::client::Purpose;
use crate::web::colleagues::Ground;
use crate::web::errand::Errand;
use crate::web::guard::{Names, SystemNames};
use crate::web::post::Poster;
use crate::web::refusal::Refusal;
use crate::web::validators::Held;
use crate::web::{Asked, Got, Web};

/// Watches sources and fetches what they announce.
pub struct Fetcher<F> {
    config: Arc<Config>,
    roster: Roster,
    frontier: Arc<F>,
    web: Arc<Web>,
    clock: Clock,
    reader: Option<Reader>,
    lister: Option<Lister>,
    hubs: Option<Hubs>,
}

/// An answer to another fetcher, once it is there.
type Answering = Pin<Box<dyn Future<Output = Vec<u8>> + Send>>;

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
            reader: None,
            lister: None,
            hubs: None,
        })
    }

    /// Fetches one page with the same manners as all others: robots.txt, limits, redirects hop by hop, no private
    /// address. Nothing is remembered.
    ///
    /// # Errors
    /// Who refused and what to try.
    pub async fn page(&self, url: &str) -> Result<Capture, Reason> {
        self.document(url, Purpose::Page).await
    }

    /// Fetches one feed in the same way, within the limits of feeds.
    ///
    /// # Errors
    /// Who refused and what to try.
    pub async fn feed(&self, url: &str) -> Result<Capture, Reason> {
        let document = self.document(url, Purpose::Feed).await?;
        // Not by its type: servers send feeds as `text/html` too.
        Ok(Capture { kind: CaptureKind::Feed, ..document })
    }

    pub(crate) fn web(&self) -> &Web {
        &self.web
    }

    pub(crate) fn config(&self) -> &Config {
        &self.config
    }

    pub(crate) async fn document(&self, url: &str, purpose: Purpose) -> Result<Capture, Reason> {
        let address = Url::parse(url).map_err(|_| Refusal::Scheme(url.to_owned()).reason_once())?;
        // Whoever asks for one document wants it, and not that it is unchanged.
        let held = Held::default();
        let got = self.web.get(&address, purpose, &held, &Errand::default(), &Stop::default()).await;
        let Got { url, at, whole, .. } = got.map_err(|refusal| refusal.reason_once())?;
        let (headers, body) = whole.map(|whole| (whole.headers, whole.body)).unwrap_or_default();
        Ok(Capture {
            captured_at: Some(at),
            // All else is a refusal; a 203 counts as the 200 that it was (RFC 9110, 15.3.4).
            status: Some(200),
            media_type: headers.get("content-type").cloned(),
            headers,
            ..Capture::page(Some(url.to_string()), body)
        })
    }

    /// The same with somebody who reads pages: what one lacks that is an article, and else why it is none. Then its entry stands in,
    /// and it is asked for again later.
    pub fn read_by(self, reader: impl Fn(&Capture) -> Result<Lacks, Reason> + Send + Sync + 'static) -> Self {
        Self { reader: Some(Arc::new(reader)), ..self }
    }

    /// The same with somebody who hears of each request and what came of it.
    pub fn heard_by(self, heard: impl Fn(&Asked) + Send + Sync + 'static) -> Self {
        self.web.tell_requests(Box::new(heard));
        self
    }

    /// The same as one of several with one memory: it reads the feeds, and asks the hosts, of its beats. For all else it asks whoever has
    /// the beat; `ask` brings it there, and what [`answers`](Self::answers) says back.
    pub fn among(
        self,
        beats: Beats,
        ask: impl Fn(u32, Vec<u8>) -> Pin<Box<dyn Future<Output = Option<Vec<u8>>> + Send>>
        + Send
        + Sync
        + 'static,
    ) -> Self {
        let keeper = Arc::new(Answers(Arc::clone(&self.frontier)));
        self.web.shares(Ground { beats, ask: Box::new(ask), keeper });
        self
    }

    /// What is said to the others: of a beat and a question, and None of a beat that is not ours.
    pub fn answers(&self) -> impl Fn(u32, Vec<u8>) -> Option<Answering> + Send + Sync + use<F> {
        let web = Arc::clone(&self.web);
        move |beat, question| {
            let ours = web.beats().is_some_and(|beats| beats.has_beat(beat));
            let web = Arc::clone(&web);
            ours.then(|| Box::pin(async move { web.answer_other(&question).await }) as Answering)
        }
    }

    /// The same with somebody who reads section pages.
    pub fn listed_by(self, lister: Lister) -> Self {
        Self { lister: Some(lister), ..self }
    }

    /// The same where hubs reach us at the configuration's `callback` and what they say is handed to `subscriptions`: feeds that
    /// name a hub are subscribed to. Without a callback nothing changes.
    ///
    /// # Errors
    /// When no client can be set up.
    pub fn told_by_hubs(self, subscriptions: &Subscriptions) -> Result<Self, Error> {
        // Not configured, or no address: then hubs could not reach us.
        let Ok(callback) = Url::parse(&self.config.callback) else { return Ok(self) };
        let poster = Poster::new(&self.config)?;
        Ok(Self { hubs: Some(Hubs { poster, callback, subscriptions: subscriptions.clone() }), ..self })
    }

    /// Fetches a section page, and tells what it lists.
    ///
    /// # Errors
    /// Who refused and what to try.
    pub async fn section(&self, section: &Section) -> Result<Vec<FeedEntry>, Reason> {
        let page = self.page(section.url.as_str()).await?;
        Ok(self.listed(Arc::new(page), section.clone()).await)
    }

    /// What a page lists, read off the async threads. A reader that breaks off finds nothing.
    pub(crate) async fn listed(&self, page: Arc<Capture>, section: Section) -> Vec<FeedEntry> {
        let Some(lister) = self.lister.clone() else { return Vec::new() };
        tokio::task::spawn_blocking(move || lister(&page, &section)).await.unwrap_or_default()
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

    /// What the feeds and pages of one run share.
    pub(crate) fn shared(&self, outlet: Outlet, stop: Stop, once: bool) -> Arc<Run<F>> {
        Arc::new(Run {
            config: Arc::clone(&self.config),
            web: Arc::clone(&self.web),
            frontier: Arc::clone(&self.frontier),
            clock: self.clock.clone(),
            outlet,
            stop,
            once,
            counters: Counters::default(),
            claims: Claims::default(),
            reader: self.reader.clone(),
            reading: Semaphore::new(std::thread::available_parallelism().map_or(1, usize::from)),
            lister: self.lister.clone(),
            readings: Readings::default(),
            open: AtomicUsize::default(),
            looks: Budget::default(),
            hubs: self.hubs.clone(),
            noted: Mutex::default(),
        })
    }

    async fn start(
        &self,
        outlet: Outlet,
        signal: impl Future<Output = ()> + Send + 'static,
        once: bool,
    ) -> Result<Tally, Error> {
        let stop = Stop::default();
        let run = self.shared(outlet, stop.clone(), once);
        // A task of its own: the signal is a future that one can await, and the stop is heard by all.
        let listener = tokio::spawn(async move {
            signal.await;
            stop.tell();
        });
        let began_at = run.begin().await?;
        let ended = Feeds::new(Arc::clone(&run), &self.roster).watch().await;
        // Of a run that failed nobody knows how far it came.
        if ended.is_ok() {
            run.end(began_at).await;
        }
        // A one-shot run ends by itself, and its signal may never come.
        listener.abort();
        ended.map(|()| run.counters.tally())
    }
}
