//! `veille run`: fetch, clean, classify and store, continuously, in one process.

use anyhow::Result;
use tokio::sync::mpsc;
use veille_fetcher::{Fetcher, Subscriptions};
use veille_model::StageName;
use veille_pipeline::fused;

use super::Context;
use super::keeping::Keeper;
use crate::arguments::Run;
use crate::exit::{Cause, failure};
use crate::health::Health;
use crate::shown::{Report, count};
use crate::signals::Signals;
use crate::telemetry::Export;
use crate::wiring::{self, Pages, Requests, StoreFrontier, StoreRows};

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
    let stages = [StageName::Fetch, StageName::Clean, StageName::Classify, StageName::Store];
    let mut health =
        Health::begin("run", &stages, arguments.observed.metrics, &context, &signals.stop).await?;
    let store = context.open_store(&arguments.database).await?;
    let _alone = context.fetch_alone(&store, "run", &signals.stop).await?;
    let settings = &configuration.settings;
    let keeper = arguments.serving.serve.then(|| Keeper::new(&store, configuration, &signals.stop));
    let subscriptions = Subscriptions::default();
    let pages = match &keeper {
        Some(keeper) => {
            let (listen, keep) = (arguments.serving.listen, Some(keeper.way()));
            Some(Pages::open(listen, &store, configuration, keep, Some(&subscriptions), &signals.stop).await?)
        }
        None => None,
    };
    let export = Export::begin("run", arguments.traced.otlp.as_deref(), &context)?;
    let requests = Requests::default();
    let fetcher =
        Fetcher::new(settings.fetcher.clone(), configuration.sources.clone(), StoreFrontier::open(&store)?)?;
    let (clean, classify) = (wiring::clean_stage(configuration), wiring::classify_stage(configuration));
    let fetcher = fetcher
        .read_by(clean.reader())
        .listed_by(wiring::lister())
        .heard_by(wiring::counting(health.metrics(), requests.clone()));
    // Hubs reach us through the pages alone.
    let fetcher = if pages.is_some() { fetcher.told_by_hubs(&subscriptions)? } else { fetcher };
    let stop = signals.stop.clone();
    let followers = wiring::Followers {
        clean: Some(clean.clone()),
        classify: Some(classify.clone()),
        sources: Some(fetcher.roster()),
        pages: pages.as_ref().map(Pages::server),
        said: Some(health.topics()),
    };
    if let Some(keeper) = &keeper {
        keeper.tell(&followers);
    }
    let shared = settings.topics.in_store.then(|| store.clone());
    wiring::follow_changes(configuration.files.clone(), followers, shared, stop.clone());
    tracing::info!(sources = configuration.sources.len(), store = %store.location(), "running");

    if let Some(pages) = &pages {
        context.say(pages.invitation());
    }

    let keeping = wiring::Keeping::begin(&store, "run", settings);
    let joining = wiring::Joining::begin(&store, "run", settings);
    let sending = wiring::Sending::begin(&store, "run", configuration)?;
    let (outlet, deliveries) = mpsc::channel(DELIVERIES_WAITING);
    let (deliveries, archiving) = wiring::Archiving::begin(settings, deliveries)?;
    let told = async move { stop.cancelled().await };
    let fetching = async {
        match arguments.once {
            true => fetcher.once(outlet, told).await,
            false => fetcher.run(outlet, told).await,
        }
        // Told later, while the last pages are stored, everything gets done all the same.
        .map(|fetched| (fetched, signals.stop.is_cancelled()))
    };
    let mut report = Report::of_run(&arguments.columns.columns, &context)?;
    let mut rows = StoreRows::new(&store, &settings.store);
    let options = fused::Options {
        metrics: health.metrics(),
        traces: export.traces(),
        ..wiring::fused_options(settings)
    };
    health.writes_to(&store, settings);
    health.ready();
    // The runner ends with its inputs, and those with the fetcher: what was fetched is stored before we stop.
    let inputs = wiring::inputs_of_deliveries(deliveries, requests);
    let never = veille_pipeline::Stop::new();
    let running = fused::run(
        inputs,
        clean.into(),
        classify.into(),
        &mut rows,
        &options,
        |batch, tally| report.take(batch, tally),
        &never,
    );
    let (fetched, summary) = tokio::join!(fetching, running);
    export.end().await;
    joining.end().await;
    sending.end().await;
    if arguments.once && settings.stories.keep {
        wiring::tell_all(&store, "run", settings, |_| {}, &signals.stop).await?;
    }
    keeping.end().await;
    health.end().await;
    report.finish()?;
    archiving.end().await?;
    let ((fetched, interrupted), summary) = (fetched?, summary?);
    let stored = count(summary.tally.of(StageName::Classify).forwarded, "article", "articles");
    context.say(format!("{}; {stored} stored", super::fetch::feeds(&fetched)));
    // With --once there is something to look at when all is done; told to stop, nobody looks any more.
    if let Some(pages) = pages {
        if !interrupted {
            context.say(pages.invitation());
        }
        pages.end().await?;
    }
    store.close().await;
    if interrupted {
        return signals.conclude();
    }
    if arguments.once { super::fetch::some_feed_answered(&fetched) } else { Ok(()) }
}
