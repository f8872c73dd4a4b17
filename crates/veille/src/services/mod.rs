//! Stages as services at a NATS server: what `veille clean --nats URL` and its like do until they are told to stop.

mod replay;
mod server;

pub use replay::{produce, replay};
pub use server::{await_bucket, await_server, cause_of, connect, not_refused, place, shown};

use std::sync::Arc;

use anyhow::Result;
use veille_model::{OutcomeKind, StageName};
use veille_pipeline::bus::{ServeOptions, StoreOptions};
use veille_pipeline::{Stage, Tally};
use veille_sink::Store;

use crate::arguments::{Database, Observed, Traced};
use crate::configuration::PipelineSettings;
use crate::context::Context;
use crate::health::Health;
use crate::shown::ledger;
use crate::signals::Signals;
use crate::telemetry::Export;
use crate::wiring::{Followers, Joining, Keeping, Retention, StoreRows};

/// Serves a stage until told to stop, while what changes in the configuration, and among the topics of a store, is taken over.
pub async fn serve<S: Stage>(
    stage: S,
    url: &str,
    (observed, traced): (Observed, Traced),
    followers: Followers,
    store: Option<Store>,
    context: &Context,
) -> Result<()> {
    let signals = Signals::listen()?;
    let settings = &context.configuration.settings;
    let name = S::NAME.as_str();
    let export = Export::begin(name, traced.otlp.as_deref(), context)?;
    let mut health = Health::begin(name, &[S::NAME], observed.metrics, context, &signals.stop).await?;
    let followers = Followers { said: Some(health.topics()), ..followers };
    let files = context.configuration.files.clone();
    crate::wiring::follow_changes(files, followers, store, signals.stop.clone());
    let Some(bus) = await_server(url, S::NAME.as_str(), context, &signals).await? else {
        return signals.conclude();
    };
    health.works_at(&bus, settings);
    let options = ServeOptions {
        metrics: health.metrics(),
        traces: export.traces(),
        ..serve_options(&settings.pipeline)
    };
    health.ready_when(options.serving.clone(), S::NAME);
    let log = |outcome: &veille_model::Outcome| {
        // What is forwarded is most of it, and is counted.
        if outcome.outcome != OutcomeKind::Forwarded {
            tracing::info!(stage = %outcome.stage, "{}", ledger::line(outcome));
        }
    };
    let tally = bus.serve(Arc::new(stage), &options, log, &signals.stop).await;
    export.end().await;
    health.end().await;
    let tally = tally?;
    farewell(&tally);
    signals.conclude()
}

/// Stores what arrives until told to stop.
pub async fn store(
    database: &Database,
    url: &str,
    (observed, traced): (Observed, Traced),
    context: &Context,
) -> Result<()> {
    let signals = Signals::listen()?;
    let export = Export::begin("store", traced.otlp.as_deref(), context)?;
    let stage = StageName::Store;
    let mut health = Health::begin("store", &[stage], observed.metrics, context, &signals.stop).await?;
    // Only now: a large store is brought up to date for minutes, in which whoever asks is to hear that we live.
    let opening = signals.stop.run_until_cancelled(context.open_store(database));
    let Some(store) = opening.await.transpose()? else { return signals.conclude() };
    let Some(bus) = await_server(url, StageName::Store.as_str(), context, &signals).await? else {
        return signals.conclude();
    };
    let settings = &context.configuration.settings;
    let pipeline = &settings.pipeline;
    let options = StoreOptions {
        batch_rows: pipeline.batch_inputs.max(1),
        batch_wait: pipeline.batch_wait(),
        keep_captures: settings.store.captures_days > 0,
        // As long as we run: a disk is full for hours, and whoever ends over it begins anew with nothing to tell.
        tries: u32::MAX,
        metrics: health.metrics(),
        traces: export.traces(),
        ..StoreOptions::default()
    };
    health.works_at(&bus, settings);
    health.writes_to(&store, settings);
    health.ready_when(options.serving.clone(), stage);
    let keeping = Keeping::begin(&store, "store", settings);
    let joining = Joining::begin(&store, "store", settings);
    let retention = Retention::begin(&store, "store", &context.configuration);
    let mut rows = StoreRows::new(&store, &settings.store);
    let tally = bus.store(&mut rows, &options, |_| {}, &signals.stop).await;
    export.end().await;
    joining.end().await;
    retention.end().await;
    keeping.end().await;
    health.end().await;
    let tally = tally?;
    store.close().await;
    farewell(&tally);
    signals.conclude()
}

fn serve_options(pipeline: &PipelineSettings) -> ServeOptions {
    ServeOptions { cores: pipeline.cores(), tries: pipeline.tries.max(1), ..ServeOptions::default() }
}

fn farewell(tally: &Tally) {
    for (stage, counts) in tally.stages() {
        tracing::info!(
            %stage,
            inputs = counts.inputs,
            forwarded = counts.forwarded,
            discarded = counts.discarded,
            quarantined = counts.quarantined,
            "stopped"
        );
    }
}
