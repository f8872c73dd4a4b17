//! Publishing for the services, and waiting until they have settled what was published.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use futures_util::{Stream, StreamExt as _};
use veille_model::StageName;
use veille_pipeline::bus::ProduceOptions;
use veille_pipeline::{Input, Tally};

use super::{connect, not_refused, shown};
use crate::arguments::Replay;
use crate::context::Context;
use crate::shown::{Hint, Progress};
use crate::signals::Signals;
use crate::telemetry::Export;
use crate::torn::Torn;
use crate::wiring::Reading;

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

/// A replay through the services at a server: publishes, then waits until they have settled everything.
pub async fn replay(url: &str, reading: Reading, arguments: &Replay, context: &Context) -> Result<()> {
    ensure!(
        arguments.database.path.is_none() && arguments.outcomes.file.is_none(),
        "with --nats the store service keeps articles and outcomes; --store and --outcomes belong to it"
    );
    let signals = Signals::listen()?;
    let bus = connect(url, "replay", context).await?;
    // Asked before it is used: a server tells of a missing right only after the fact,
    // and to nobody in particular.
    bus.check_rights(StageName::Capture)?;
    let progress = Progress::start(context.global.quiet, "replaying");
    let export = Export::begin("replay", arguments.traced.otlp.as_deref(), context)?;
    let options =
        ProduceOptions { run: Some(run_name()), traces: export.traces(), ..ProduceOptions::default() };
    let torn = Torn::default();
    // From the beginning: how far a replay came is kept in a store, and here there is none.
    let inputs = reading.inputs(0).inspect(|input| torn.note(&input.outcomes));
    let tally = bus.produce(inputs, &options, &signals.stop).await;
    export.end().await;
    not_refused(&bus, StageName::Capture)?;
    let published = tally.of(StageName::Capture);
    progress.at(published.settled(), 0);
    ensure!(published.inputs > 0 || signals.stop.is_cancelled(), "nothing was read under these paths");
    let shown = shown(url);
    let start = |stage: StageName| Hint::new([stage.as_str(), "--nats", &shown]).with(&context.global);
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
    // Told to stop while publishing, we do not wait: what was published is the services' to settle.
    let done = !signals.stop.is_cancelled() && bus.drained(waiting, &signals.stop).await?;
    drop(progress);
    if done {
        context.say(format!(
            "{} of {} documents published, and settled by the services down to the store",
            published.forwarded, published.inputs
        ));
        let hint = Hint::new(["tail", "--from", "all", "--nats", &shown, "veille.topic.>"]);
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
