//! `veille fetch`: captures of the configured sources, printed as JSON Lines or published.

use anyhow::{Result, ensure};
use tokio::sync::{mpsc, oneshot};
use veille_fetcher::{Asked, Beats, Delivery, Fetcher, Frontier, InMemory, Outlet, Tally};
use veille_model::Batch;
use veille_model::StageName;
use veille_pipeline::Stop;
use veille_pipeline::bus::{Bus, ProduceOptions};
use veille_sink::Store;

use super::Context;
use crate::arguments::{Database, Fetch, Outcomes};
use crate::exit::{Cause, failure};
use crate::health::Health;
use crate::services;
use crate::shown::Ledger;
use crate::shown::{Results, count};
use crate::signals::Signals;
use crate::telemetry::Export;
use crate::wiring::{self, BUCKET, BucketFrontier, Requests, StoreFrontier};

/// Deliveries that wait to be taken.
const DELIVERIES_WAITING: usize = 64;

pub async fn run(arguments: Fetch, context: Context) -> Result<()> {
    if !arguments.urls.is_empty() {
        return super::fetch_pages::run(arguments, context).await;
    }
    if context.configuration.sources.is_empty() {
        let file = context.configuration.files.shown("sources.toml");
        return Err(failure(
            Cause::Configuration,
            format!("{file}: no sources, so there is nothing to fetch"),
        ));
    }
    context.warn();
    let signals = Signals::listen()?;
    let (outlet, deliveries) = mpsc::channel(DELIVERIES_WAITING);
    let (deliveries, archiving) = wiring::Archiving::begin(&context.configuration.settings, deliveries)?;
    if let Some(url) = &arguments.nats {
        return over_nats(url, &arguments, (outlet, deliveries), archiving, &context, &signals).await;
    }
    let (interrupted, ()) = match &arguments.store {
        Some(path) => {
            let store = context.open_store(&Database { path: Some(path.clone()) }).await?;
            // Two fetchers with one memory would ask every publisher twice as often as it allows.
            let _alone = context.fetch_alone(&store, "fetch", &signals.stop).await?;
            let frontier = StoreFrontier::open(&store)?;
            let fetching = fetch(frontier, outlet, &arguments, &context, &signals, (|_| {}, None));
            let done = tokio::try_join!(fetching, print(deliveries, Some(&store), &context))?;
            store.close().await;
            done
        }
        None => {
            let frontier = InMemory::default();
            let fetching = fetch(frontier, outlet, &arguments, &context, &signals, (|_| {}, None));
            tokio::try_join!(fetching, print(deliveries, None, &context))?
        }
    };
    archiving.end().await?;
    if interrupted { signals.conclude() } else { Ok(()) }
}

/// Fetches for the services of a NATS server, as one of all who do.
async fn over_nats(
    url: &str,
    arguments: &Fetch,
    (outlet, deliveries): (Outlet, mpsc::Receiver<Delivery>),
    archiving: wiring::Archiving,
    context: &Context,
    signals: &Signals,
) -> Result<()> {
    let stage = StageName::Fetch;
    let settings = &context.configuration.settings;
    let mut health =
        Health::begin("fetch", &[stage], arguments.observed.metrics, context, &signals.stop).await?;
    let Some(bus) = services::await_server(url, stage.as_str(), context, signals).await? else {
        return signals.conclude();
    };
    // Before anything is fetched: pages that may not be published were asked of the publishers in vain.
    bus.check_rights(stage)?;
    let Some(bucket) = services::await_bucket(&bus, BUCKET, context, signals).await? else {
        return signals.conclude();
    };
    // Publishers were promised a pace, so each is asked by one fetcher alone.
    let sharing = wiring::Share::take(&bucket, arguments.once);
    let Some(share) = signals.stop.run_until_cancelled(sharing).await.transpose()? else {
        return signals.conclude();
    };
    let others = Others { bus: bus.clone(), beats: share.beats() };
    let (done, until) = oneshot::channel::<()>();
    let sharing = tokio::spawn(share.keep(async { drop(until.await) }));
    let export = Export::begin("fetch", arguments.traced.otlp.as_deref(), context)?;
    let requests = Requests::default();
    let ended = Stop::new();
    let options = ProduceOptions {
        stage,
        metrics: health.metrics(),
        traces: export.traces(),
        ended: ended.clone(),
        ..ProduceOptions::default()
    };
    // The producer ends with its inputs, and those with the fetcher, so that what was fetched is published.
    let never = Stop::new();
    let publishing = async {
        bus.produce(wiring::inputs_of_deliveries(deliveries, requests.clone()), &options, &never).await;
        services::not_refused(&bus, stage)
    };
    health.works_at(&bus, settings);
    health.remembers_in(&bus, BUCKET, settings);
    health.ready();
    let heard = wiring::counting(health.metrics(), requests.clone());
    let fetching = async {
        let frontier = BucketFrontier(bucket);
        let interrupted = fetch(frontier, outlet, arguments, context, signals, (heard, Some(others))).await?;
        // Nobody waits for a server that is away, or a stream that is full, once we are told to stop: what was fetched is
        // kept until it is published.
        if interrupted {
            ended.cancel();
        }
        Ok::<_, anyhow::Error>(interrupted)
    };
    // Side by side on one task: the fetcher waits for confirmations that publishing gives.
    let fetched = async { tokio::try_join!(fetching, publishing) }.await;
    drop(done);
    let _ = sharing.await;
    export.end().await;
    health.end().await;
    archiving.end().await?;
    let (interrupted, ()) = fetched?;
    if interrupted { signals.conclude() } else { Ok(()) }
}

/// Those with whom the web is shared, and our beats of it.
struct Others {
    bus: Bus,
    beats: Beats,
}

impl Others {
    /// The fetcher as one of them, which answers the others until we are told to stop.
    fn join<F: Frontier>(self, fetcher: Fetcher<F>, stop: &Stop) -> Fetcher<F> {
        let fetcher = fetcher.among(self.beats, wiring::colleagues(&self.bus));
        let (answers, bus, stop) = (fetcher.answers(), self.bus, stop.clone());
        tokio::spawn(async move {
            if let Err(error) = bus.answer_others(answers, &stop).await {
                tracing::warn!(%error, "pages that other fetchers' feeds announce on our beats are not fetched");
            }
        });
        fetcher
    }
}

/// Fetches until done, told to stop, or until nobody takes what is fetched; whether it was told before it was done.
async fn fetch<F: Frontier>(
    frontier: F,
    outlet: Outlet,
    arguments: &Fetch,
    context: &Context,
    signals: &Signals,
    (heard, others): (impl Fn(&Asked) + Send + Sync + 'static, Option<Others>),
) -> Result<bool> {
    let configuration = &context.configuration;
    let fetcher =
        Fetcher::new(configuration.settings.fetcher.clone(), configuration.sources.clone(), frontier)?;
    let clean = wiring::clean_stage(configuration);
    let fetcher = fetcher.read_by(clean.reader()).listed_by(wiring::lister()).heard_by(heard);
    let fetcher = match others {
        Some(others) => others.join(fetcher, &signals.stop),
        None => fetcher,
    };
    let followers = wiring::Followers {
        sources: Some(fetcher.roster()),
        clean: Some(clean),
        ..wiring::Followers::default()
    };
    wiring::follow_changes(configuration.files.clone(), followers, None, signals.stop.clone());
    let stop = signals.stop.clone();
    let told = async move { stop.cancelled().await };
    let fetched = match arguments.once {
        true => fetcher.once(outlet, told).await,
        false => fetcher.run(outlet, told).await,
    };
    let fetched = match fetched {
        // Whoever read our output is gone, as `head` goes: time to end, and no error.
        Err(veille_fetcher::Error::Downstream) => return Ok(false),
        fetched => fetched?,
    };
    let interrupted = signals.stop.is_cancelled();
    let forwarded = count(fetched.forwarded, "page or entry", "pages or entries");
    context.say(format!("{}; {forwarded} fetched", feeds(&fetched)));
    // In a continuous run a bad hour of the network passes; a single one must fail where nothing was had.
    if arguments.once && !interrupted {
        some_feed_answered(&fetched)?;
    }
    Ok(interrupted)
}

/// What became of the feeds, in a line: `2 feeds read, 1 unchanged, 0 failed`, `0 feeds read, 0 unchanged, 3 resting after failures`.
pub fn feeds(fetched: &Tally) -> String {
    let mut told =
        format!("{} read, {} unchanged", count(fetched.feeds_read, "feed", "feeds"), fetched.feeds_unchanged);
    // None failed is no news of those that failed before and were not asked.
    if fetched.feeds_failed > 0 || fetched.feeds_resting == 0 {
        told.push_str(&format!(", {} failed", fetched.feeds_failed));
    }
    for (number, what) in
        [(fetched.feeds_resting, "resting after failures"), (fetched.feeds_not_due, "not due yet")]
    {
        if number > 0 {
            told.push_str(&format!(", {number} {what}"));
        }
    }
    told
}

/// An error where none of the feeds could be had: those that were asked for failed, or all failed before and rest.
pub fn some_feed_answered(fetched: &Tally) -> Result<()> {
    let Tally { feeds_failed: failed, feeds_resting: resting, .. } = *fetched;
    let answered = fetched.feeds_read + fetched.feeds_unchanged;
    let is_in_vain = failed > 0 || resting > 0 && fetched.feeds_not_due == 0;
    ensure!(
        answered > 0 || !is_in_vain,
        "no feed could be read: {failed} failed just now, {resting} rest as they failed before; is there a way out of this machine, \
         and are the addresses right (veille check)? `veille source health` says when each is asked next"
    );
    Ok(())
}

/// Prints captures; a delivery is confirmed once its lines have left us and its marks, where there is a store, are safe.
async fn print(
    mut deliveries: mpsc::Receiver<Delivery>,
    store: Option<&Store>,
    context: &Context,
) -> Result<()> {
    let mut ledger = Ledger::full(&Outcomes { file: None })?;
    while let Some(Delivery { fetched, confirm }) = deliveries.recv().await {
        for outcome in &fetched.outcomes {
            if let Some(line) = ledger.note(outcome)? {
                context.say(line);
            }
        }
        let open = {
            let mut results = Results::new();
            for capture in &fetched.captures {
                results.json(capture)?;
            }
            results.flush()?;
            !results.is_closed()
        };
        if !open {
            return Ok(());
        }
        if let Some(store) = store {
            let batch = Batch { outcomes: fetched.outcomes, marks: fetched.marks, ..Batch::default() };
            store.commit(&batch).await?;
        }
        // The fetcher may have been told to stop and be gone.
        let _ = confirm.send(());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_that_had_no_feed_fails_and_does_not_say_that_none_failed() {
        let check = |[read, failed, resting, not_due]: [u64; 4], told: &str, is_well: bool| {
            let fetched = Tally {
                feeds_read: read,
                feeds_failed: failed,
                feeds_resting: resting,
                feeds_not_due: not_due,
                ..Tally::default()
            };
            assert_eq!((feeds(&fetched).as_str(), some_feed_answered(&fetched).is_ok()), (told, is_well));
        };
        check([2, 0, 0, 0], "2 feeds read, 0 unchanged, 0 failed", true);
        check([0, 1, 0, 0], "0 feeds read, 0 unchanged, 1 failed", false);
        check([0, 0, 1, 0], "0 feeds read, 0 unchanged, 1 resting after failures", false);
        check([0, 0, 1, 2], "0 feeds read, 0 unchanged, 1 resting after failures, 2 not due yet", true);
        check([1, 1, 1, 0], "1 feed read, 0 unchanged, 1 failed, 1 resting after failures", true);
        check([0, 0, 0, 3], "0 feeds read, 0 unchanged, 0 failed, 3 not due yet", true);
    }
}
