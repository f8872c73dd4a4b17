//! Stages as services at a NATS server.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use futures_util::{Stream, StreamExt as _};
use veille_model::{OutcomeKind, StageName};
use veille_pipeline::bus::{Bus, BusError, Credentials, ProduceOptions, ServeOptions, StoreOptions, Where};
use veille_pipeline::fused::Input;
use veille_pipeline::{Stage, Stop, Tally};
use veille_sink::Store;

use super::Context;
use crate::arguments::Replay;
use crate::configuration::PipelineSettings;
use crate::exit::Cause;
use crate::shown::{Hint, Progress, ledger};
use crate::signals::Signals;
use crate::supervisor;
use crate::torn::Torn;
use crate::wiring::{Reading, StoreRows};

/// Connects as whoever the environment says we are, and sees to it that the streams are there.
pub async fn connect(url: &str, name: &str, context: &Context) -> Result<Bus> {
    let bus = Bus::connect(&place(url, name)).await?;
    bus.ensure_streams(&context.configuration.settings.nats).await?;
    Ok(bus)
}

/// Connects as [`connect`] does, but as a service that may be there before its server, or before its streams: they are
/// waited for a while. None where we are told to stop meanwhile.
pub async fn await_server(
    url: &str,
    name: &str,
    context: &Context,
    signals: &Signals,
) -> Result<Option<Bus>> {
    let patience = context.configuration.settings.nats.start_wait();
    let until = Instant::now() + patience;
    let mut told = false;
    let mut wait = async |error: BusError| {
        if !may_come(&error) || Instant::now() >= until {
            return Err(error);
        }
        if !std::mem::replace(&mut told, true) {
            tracing::warn!(%error, wait_secs = patience.as_secs(), "not ready yet; waiting");
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
        Ok(())
    };
    let trying = async {
        let bus = loop {
            match Bus::connect(&place(url, name)).await {
                Ok(bus) => break bus,
                Err(error) => wait(error).await?,
            }
        };
        while let Err(error) = bus.ensure_streams(&context.configuration.settings.nats).await {
            wait(error).await?;
        }
        Ok::<_, BusError>(bus)
    };
    Ok(signals.stop.run_until_cancelled(trying).await.transpose()?)
}

/// Whether an error at the start may pass: the server, or whoever makes its streams, may start a moment later.
fn may_come(error: &BusError) -> bool {
    matches!(error, BusError::Unreachable { .. } | BusError::NoStream { .. })
}

/// A server, and who we are to it.
pub fn place(url: &str, name: &str) -> Where {
    Where { url: url.to_owned(), credentials: credentials(), name: name.to_owned() }
}

/// Says that a service works, once it does: to people and to the supervisor.
fn announce(stage: StageName, serving: Stop) {
    tokio::spawn(async move {
        serving.cancelled().await;
        tracing::info!(%stage, "serving");
        supervisor::ready();
    });
}

/// Secrets come from the environment and are printed nowhere.
pub fn credentials() -> Credentials {
    let read = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    if let Some(path) = read("VEILLE_NATS_CREDENTIALS") {
        return Credentials::File(path.into());
    }
    if let Some(token) = read("VEILLE_NATS_TOKEN") {
        return Credentials::Token(token);
    }
    match (read("VEILLE_NATS_USER"), read("VEILLE_NATS_PASSWORD")) {
        (Some(user), password) => Credentials::Password { user, password: password.unwrap_or_default() },
        _ => Credentials::None,
    }
}

/// What an error of the broker means to whoever started us, where there is one in the chain.
pub fn cause_of(error: &anyhow::Error) -> Option<Cause> {
    error.chain().find_map(|link| match link.downcast_ref()? {
        BusError::Address { .. } => Some(Cause::Usage),
        BusError::Replicas { .. } => Some(Cause::Configuration),
        BusError::Unreachable { .. }
        | BusError::Refused { .. }
        | BusError::NoJetStream { .. }
        | BusError::NoStream { .. }
        | BusError::Forbidden { .. } => Some(Cause::Unavailable),
        _ => None,
    })
}

/// Serves a stage until told to stop.
pub async fn serve<S: Stage>(stage: S, url: &str, context: &Context) -> Result<()> {
    let signals = Signals::listen()?;
    let Some(bus) = await_server(url, S::NAME.as_str(), context, &signals).await? else {
        return signals.conclude();
    };
    let options = serve_options(&context.configuration.settings.pipeline);
    announce(S::NAME, options.serving.clone());
    let log = |outcome: &veille_model::Outcome| {
        if outcome.outcome != OutcomeKind::Forwarded {
            tracing::info!(stage = %outcome.stage, "{}", ledger::line(outcome));
        }
    };
    let tally = bus.serve(Arc::new(stage), &options, log, &signals.stop).await?;
    farewell(&tally);
    signals.conclude()
}

/// Stores what arrives until told to stop.
pub async fn store(store: Store, url: &str, context: &Context) -> Result<()> {
    let signals = Signals::listen()?;
    let Some(bus) = await_server(url, StageName::Store.as_str(), context, &signals).await? else {
        return signals.conclude();
    };
    let pipeline = &context.configuration.settings.pipeline;
    let options = StoreOptions {
        batch_rows: pipeline.batch_inputs.max(1),
        batch_wait: pipeline.batch_wait(),
        tries: pipeline.tries.max(1),
        ..StoreOptions::default()
    };
    announce(StageName::Store, options.serving.clone());
    let tally = bus.store(&mut StoreRows(store.clone()), &options, |_| {}, &signals.stop).await?;
    store.close().await;
    farewell(&tally);
    signals.conclude()
}

/// Publishes inputs until they end or we are told to stop.
pub async fn produce(
    url: &str,
    inputs: impl Stream<Item = Input> + Send,
    options: ProduceOptions,
    signals: &Signals,
    context: &Context,
) -> Result<Tally> {
    let bus = connect(url, options.stage.as_str(), context).await?;
    bus.check_rights(options.stage)?;
    let tally = bus.produce(inputs, &options, &signals.stop).await;
    not_refused(&bus, options.stage)?;
    Ok(tally)
}

/// An error where the server has refused us a right that a stage needs.
pub fn not_refused(bus: &Bus, stage: StageName) -> Result<()> {
    bus.refusal(stage.as_str()).map_or(Ok(()), |error| Err(error.into()))
}

/// A replay through the services at a server: publishes, then waits until they have settled everything.
pub async fn replay(url: &str, reading: Reading, arguments: &Replay, context: &Context) -> Result<()> {
    ensure!(
        arguments.database.path.is_none() && arguments.outcomes.file.is_none(),
        "with --nats the store service keeps articles and outcomes; --store and --outcomes belong to it"
    );
    let signals = Signals::listen()?;
    let bus = connect(url, "replay", context).await?;
    bus.check_rights(StageName::Capture)?;
    let progress = Progress::start(context.global.quiet, "replaying");
    let options = ProduceOptions { run: Some(run_name()), ..ProduceOptions::default() };
    let torn = Torn::default();
    let inputs = reading.inputs(0).inspect(|input| torn.note(&input.outcomes));
    let tally = bus.produce(inputs, &options, &signals.stop).await;
    not_refused(&bus, StageName::Capture)?;
    let published = tally.of(StageName::Capture);
    progress.at(published.settled(), 0);
    ensure!(published.inputs > 0 || signals.stop.is_cancelled(), "nothing was read under these paths");
    let start = |stage: StageName| Hint::new([stage.as_str(), "--nats", url]).with(&context.global);
    let mut missing = None;
    let mut still = Still::default();
    let waiting = |waiting: veille_pipeline::bus::Waiting| match waiting.messages {
        Some(messages) => {
            progress.waiting(waiting.stage, messages);
            if still.for_long(waiting.stage, messages, Instant::now()) {
                let stage = waiting.stage;
                progress.note(&format!(
                    "{messages} messages wait for {stage} and none is settled; is it running? {}",
                    start(stage)
                ));
            }
        }
        None if missing != Some(waiting.stage) => {
            missing = Some(waiting.stage);
            progress.note(&format!(
                "no {} service has come to this server yet; start one: {}",
                waiting.stage,
                start(waiting.stage)
            ));
        }
        None => {}
    };
    let done = !signals.stop.is_cancelled() && bus.drained(waiting, &signals.stop).await?;
    drop(progress);
    if done {
        context.say(format!(
            "{} of {} documents published, and settled by the services down to the store",
            published.forwarded, published.inputs
        ));
        let hint = Hint::new(["tail", "--from", "all", "--nats", url, "veille.topic.>"]);
        context.say(format!("next: {}", hint.with(&context.global)));
        return torn.conclude();
    }
    signals.conclude()?;
    torn.conclude()
}

/// How long nothing may move before a person is told.
const PATIENCE: Duration = Duration::from_secs(10);

/// A longer pause between two counts than this: the server was away, and nothing could move.
const AWAY: Duration = Duration::from_secs(2);

/// Notices that nothing moves.
#[derive(Default)]
struct Still {
    seen: Option<(StageName, u64, Instant)>,
    counted: Option<Instant>,
    told: bool,
}

impl Still {
    /// Whether as many messages of a stage have been waiting for [`PATIENCE`]; true once for each stand-still.
    fn for_long(&mut self, stage: StageName, messages: u64, now: Instant) -> bool {
        let counted = self.counted.replace(now);
        let away = counted.is_some_and(|counted| now.duration_since(counted) > AWAY);
        match self.seen {
            Some((known, count, since)) if (known, count) == (stage, messages) && !away => {
                let tell = !self.told && now.duration_since(since) >= PATIENCE;
                self.told |= tell;
                tell
            }
            _ => {
                (self.seen, self.told) = (Some((stage, messages, now)), false);
                false
            }
        }
    }
}

/// Tells one replay from the next: its process and its second.
fn run_name() -> String {
    format!("{}-{}", chrono::Utc::now().timestamp_millis(), std::process::id())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stand_still_is_told_once_and_not_where_the_server_was_away() {
        let mut still = Still::default();
        let begun = Instant::now();
        let mut check = |seconds: u64, messages: u64, expected: bool| {
            let now = begun + Duration::from_secs(seconds);
            assert_eq!(still.for_long(StageName::Clean, messages, now), expected, "after {seconds} s");
        };
        (0..10).for_each(|second| check(second, 7, false));
        check(10, 7, true);
        check(11, 7, false);
        check(12, 6, false);
        // Nobody counted for twenty seconds.
        check(32, 6, false);
        (33..42).for_each(|second| check(second, 6, false));
        check(42, 6, true);
    }
}
