//! `veille run`: fetch, clean, classify and store, continuously, in one process.

use anyhow::Result;
use tokio::sync::mpsc;
use veille_fetcher::{Delivery, Fetcher, Outlet, Subscriptions, Tally};
use veille_model::StageName;
use veille_pipeline::{Stop, fused};
use veille_sink::{Lock, Store};

use super::Context;
use super::keeping::Keeper;
use crate::arguments::Run;
use crate::exit::{Cause, failure};
use crate::health::Health;
use crate::shown::{Report, count};
use crate::signals::Signals;
use crate::telemetry::Export;
use crate::wiring::bands::Watching;
use crate::wiring::{self, Archiving, Classify, Clean, Pages, Requests, StoreFrontier, StoreRows};

/// Deliveries that wait between fetcher and cleaner.
const DELIVERIES_WAITING: usize = 64;

pub async fn run(arguments: Run, context: Context) -> Result<()> {
    let configuration = &context.configuration;
    if configuration.sources.is_empty() {
        let file = configuration.files.shown("sources.toml");
        return Err(failure(
            Cause::Configuration,
            format!("{file}: no sources, so there is nothing to fetch"),
        ));
    }
    context.warn();
    let signals = Signals::listen()?;
    let mut running = Running::begin(&arguments, &context, &signals.stop).await?;
    let (outlet, deliveries) = mpsc::channel(DELIVERIES_WAITING);
    let (deliveries, archiving) = Archiving::begin(&configuration.settings, deliveries)?;
    let done = running.work(outlet, deliveries).await;
    let done = running.end(done, archiving).await?;
    if done.interrupted {
        return signals.conclude();
    }
    if arguments.once { super::fetch::some_feed_answered(&done.fetched) } else { Ok(()) }
}

/// What came of a run.
struct Done {
    fetched: Tally,
    /// Articles.
    stored: u64,
    /// Whether it was told to stop before all was done.
    interrupted: bool,
}

/// A run while it lasts: what is open for it, and what works beside the pipeline.
struct Running<'a> {
    arguments: &'a Run,
    context: &'a Context,
    stop: &'a Stop,
    health: Health,
    store: Store,
    /// Nobody else fetches into this store until it is closed.
    alone: Lock,
    served: Served,
    export: Export,
    requests: Requests,
    clean: Clean,
    classify: Classify,
    fetcher: Fetcher<StoreFrontier>,
    beside: Beside,
}

impl<'a> Running<'a> {
    /// Opens everything, each before who needs it. Nobody is asked yet.
    async fn begin(arguments: &'a Run, context: &'a Context, stop: &'a Stop) -> Result<Self> {
        let configuration = &context.configuration;
        let settings = &configuration.settings;
        let stages = [StageName::Fetch, StageName::Clean, StageName::Classify, StageName::Store];
        // Before the store: who brings a large one up to date is alive.
        let health = Health::begin("run", &stages, arguments.observed.metrics, context, stop).await?;
        let store = context.open_store(&arguments.database).await?;
        let alone = context.fetch_alone(&store, "run", stop).await?;
        let served = Served::begin(arguments, context, &store, stop).await?;
        let export = Export::begin("run", arguments.traced.otlp.as_deref(), context)?;
        let requests = Requests::default();
        let (clean, classify) = (wiring::clean_stage(configuration), wiring::classify_stage(configuration));
        let frontier = StoreFrontier::open(&store)?;
        let fetcher = Fetcher::new(settings.fetcher.clone(), configuration.sources.clone(), frontier)?
            .read_by(clean.reader())
            .listed_by(wiring::lister())
            .heard_by(wiring::counting(health.metrics(), requests.clone()));
        let fetcher = served.told_by_hubs(fetcher)?;
        let watching = Watching::begin(&store, fetcher.roster(), health.metrics());
        let beside = Beside::begin(&store, watching, context)?;
        let followers = wiring::Followers {
            clean: Some(clean.clone()),
            classify: Some(classify.clone()),
            sources: Some(fetcher.roster()),
            pages: served.pages.as_ref().map(Pages::server),
            webhooks: Some(beside.sending.hooks()),
            said: Some(health.topics()),
        };
        served.tell(&followers);
        let shared = settings.topics.in_store.then(|| store.clone());
        wiring::follow_changes(configuration.files.clone(), followers, shared, stop.clone());
        tracing::info!(sources = configuration.sources.len(), store = %store.location(), "running");
        served.invite(context);
        Ok(Self {
            arguments,
            context,
            stop,
            health,
            store,
            alone,
            served,
            export,
            requests,
            clean,
            classify,
            fetcher,
            beside,
        })
    }

    /// Fetches until done or told to stop, and stores what was fetched.
    async fn work(&mut self, outlet: Outlet, deliveries: mpsc::Receiver<Delivery>) -> Result<Done> {
        let settings = &self.context.configuration.settings;
        let mut report = Report::of_run(&self.arguments.columns.columns, self.context)?;
        let mut rows = StoreRows::new(&self.store, &settings.store);
        let options = fused::Options {
            metrics: self.health.metrics(),
            traces: self.export.traces(),
            ..wiring::fused_options(settings)
        };
        self.health.writes_to(&self.store, settings);
        self.health.ready();
        let stop = self.stop.clone();
        let told = async move { stop.cancelled().await };
        let fetching = async {
            match self.arguments.once {
                true => self.fetcher.once(outlet, told).await,
                false => self.fetcher.run(outlet, told).await,
            }
            // Told later, while the last pages are stored, everything gets done all the same.
            .map(|fetched| (fetched, self.stop.is_cancelled()))
        };
        // The runner ends with its inputs, and those with the fetcher: what was fetched is stored before we stop.
        let inputs = wiring::inputs_of_deliveries(deliveries, self.requests.clone());
        let never = Stop::new();
        let storing = fused::run(
            inputs,
            self.clean.clone().into(),
            self.classify.clone().into(),
            &mut rows,
            &options,
            |batch, tally| report.take(batch, tally),
            &never,
        );
        // Both to their ends: what was fetched is stored, though the fetcher failed.
        let (fetched, summary) = tokio::join!(fetching, storing);
        report.finish()?;
        // A store that fails ends the fetcher too, whose error says nothing of why.
        let (summary, (fetched, interrupted)) = (summary?, fetched?);
        let stored = summary.tally.of(StageName::Classify).forwarded;
        Ok(Done { fetched, stored, interrupted })
    }

    /// Ends everything, whatever came of the work: who hears of the pipeline alone, who follows the store, who tells how we are,
    /// and at last who shows it.
    async fn end(self, done: Result<Done>, archiving: Archiving) -> Result<Done> {
        let Self { context, store, served, .. } = self;
        self.export.end().await;
        let once = self.arguments.once.then_some(self.stop);
        let followed = self.beside.end(&store, context, once).await;
        self.health.end().await;
        let archived = archiving.end().await;
        // An archive that cannot be written ends the fetcher, whose own error says only that nobody takes what it fetches.
        let done = archived.and(done).and_then(|done| followed.map(|()| done));
        if let Ok(done) = &done {
            let stored = count(done.stored, "article", "articles");
            context.say(format!("{}; {stored} stored", super::fetch::feeds(&done.fetched)));
            // With --once there is something to look at when all is done; told to stop, nobody looks any more.
            if !done.interrupted {
                served.invite(context);
            }
        }
        let shown = served.end().await;
        store.close().await;
        // Another may fetch once the last of ours is written.
        drop(self.alone);
        done.and_then(|done| shown.map(|()| done))
    }
}

/// The pages, where they are asked for: who keeps topics written there, and what hubs say there.
struct Served {
    keeper: Option<Keeper>,
    subscriptions: Subscriptions,
    pages: Option<Pages>,
}

impl Served {
    async fn begin(arguments: &Run, context: &Context, store: &Store, stop: &Stop) -> Result<Self> {
        let (configuration, serving) = (&context.configuration, &arguments.serving);
        let keeper = serving.serve.then(|| Keeper::new(store, configuration, stop));
        let subscriptions = Subscriptions::default();
        let pages = match &keeper {
            Some(keeper) => {
                let keep = Some(keeper.way());
                let heard = Some(&subscriptions);
                Some(Pages::open(serving.listen, store, configuration, keep, heard, stop).await?)
            }
            None => None,
        };
        Ok(Self { keeper, subscriptions, pages })
    }

    /// Hubs reach us through the pages alone.
    fn told_by_hubs(&self, fetcher: Fetcher<StoreFrontier>) -> Result<Fetcher<StoreFrontier>> {
        Ok(if self.pages.is_some() { fetcher.told_by_hubs(&self.subscriptions)? } else { fetcher })
    }

    fn tell(&self, followers: &wiring::Followers) {
        if let Some(keeper) = &self.keeper {
            keeper.tell(followers);
        }
    }

    fn invite(&self, context: &Context) {
        if let Some(pages) = &self.pages {
            context.say(pages.invitation());
        }
    }

    /// Waits until everybody has been answered, which begins when we are told to stop.
    async fn end(self) -> Result<()> {
        if let Some(pages) = self.pages {
            pages.end().await?;
        }
        Ok(())
    }
}

/// Who follows the store: search, stories, webhooks; who looks whether sources keep to what is usual of them; and who keeps captures no
/// longer than they should be.
struct Beside {
    watching: Watching,
    keeping: wiring::Keeping,
    joining: wiring::Joining,
    retention: wiring::Retention,
    sending: wiring::Sending,
}

impl Beside {
    fn begin(store: &Store, watching: Watching, context: &Context) -> Result<Self> {
        let settings = &context.configuration.settings;
        Ok(Self {
            watching,
            keeping: wiring::Keeping::begin(store, "run", settings),
            joining: wiring::Joining::begin(store, "run", settings),
            retention: wiring::Retention::begin(store, "run", &context.configuration),
            sending: wiring::Sending::begin(store, "run", &context.configuration)?,
        })
    }

    /// A run that ends by itself tells the stories of all that it stored, until `once`; who did so meanwhile has to leave its place.
    async fn end(self, store: &Store, context: &Context, once: Option<&Stop>) -> Result<()> {
        let settings = &context.configuration.settings;
        self.watching.end().await;
        self.joining.end().await;
        self.retention.end().await;
        self.sending.end().await;
        if let Some(stop) = once.filter(|_| settings.stories.keep) {
            wiring::tell_all(store, "run", settings, |_| {}, stop).await?;
        }
        self.keeping.end().await;
        Ok(())
    }
}
