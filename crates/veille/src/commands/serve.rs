//! `veille serve`: what is stored as pages, until told to end.

use anyhow::Result;

use super::Context;
use super::keeping::Keeper;
use crate::arguments::Serve;
use crate::health::Health;
use crate::shown::Results;
use crate::signals::Signals;
use crate::wiring::{self, Pages};

pub async fn run(arguments: Serve, context: Context) -> Result<()> {
    let signals = Signals::listen()?;
    let settings = &context.configuration.settings;
    // Before the store: who brings a large one up to date is alive.
    let mut health = Health::begin("serve", &[], arguments.observed.metrics, &context, &signals.stop).await?;
    let (store, is_writable) = context.open_store_to_serve(&arguments.database).await?;
    let configuration = &context.configuration;
    let keeper = is_writable.then(|| Keeper::new(&store, configuration, &signals.stop));
    let keep_topic = keeper.as_ref().map(Keeper::way);
    let pages = Pages::open(arguments.listen, &store, configuration, keep_topic, None, &signals.stop).await?;
    let sending = match is_writable {
        true => Some(wiring::Sending::begin(&store, "serve", configuration)?),
        false => None,
    };
    let followers = wiring::Followers {
        pages: Some(pages.server()),
        webhooks: sending.as_ref().map(wiring::Sending::hooks),
        said: Some(health.topics()),
        ..wiring::Followers::default()
    };
    if let Some(keeper) = &keeper {
        keeper.tell(&followers);
    }
    let shared = settings.topics.in_store.then(|| store.clone());
    wiring::follow_changes(context.configuration.files.clone(), followers, shared, signals.stop.clone());
    if context.global.json {
        let mut results = Results::new();
        results.json(&serde_json::json!({ "address": pages.address() }))?;
        results.flush()?;
    }
    context.say(pages.invitation());
    if is_writable {
        health.writes_to(&store, settings);
    }
    health.ready();
    let retention = is_writable.then(|| wiring::Retention::of_captures(&store, &settings.store));
    let keeping = wiring::Keeping::begin(&store, "serve", settings);
    let joining = is_writable.then(|| wiring::Joining::begin(&store, "serve", settings));
    // They last until we are told to stop, and so does what follows the store.
    pages.end().await?;
    if let Some(sending) = sending {
        sending.end().await;
    }
    if let Some(joining) = joining {
        joining.end().await;
    }
    keeping.end().await;
    if let Some(retention) = retention {
        retention.end().await;
    }
    health.end().await;
    store.close().await;
    signals.conclude()
}
