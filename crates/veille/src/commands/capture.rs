//! `veille capture`: captures at rest as JSON Lines, as a WARC, or published.

use std::pin::pin;

use anyhow::Result;
use futures_util::StreamExt;
use veille_archive::WarcWriter;
use veille_model::StageName;
use veille_pipeline::Input;
use veille_pipeline::bus::ProduceOptions;

use super::Context;
use crate::arguments::{Capture, Outcomes};
use crate::services;
use crate::shown::Ledger;
use crate::shown::Results;
use crate::signals::Signals;
use crate::telemetry::Export;
use crate::torn::Torn;
use crate::wiring::Reading;

pub async fn run(arguments: Capture, context: Context) -> Result<()> {
    let reading = Reading::open(&arguments.paths)?;
    let signals = Signals::listen()?;
    if let Some(url) = &arguments.nats {
        return publish(url, reading, arguments.traced.otlp.as_deref(), &signals, &context).await;
    }
    let mut ledger = Ledger::full(&Outcomes { file: None })?;
    let mut target = Target::open(&arguments)?;
    let torn = Torn::default();
    let mut inputs = pin!(reading.inputs(0));
    let mut interrupted = false;
    while let Some(Input { capture, outcomes, .. }) = inputs.next().await {
        torn.note(&outcomes);
        for outcome in &outcomes {
            if let Some(line) = ledger.note(outcome)? {
                context.say(line);
            }
        }
        let more = capture.map_or(Ok(true), |capture| target.take(&capture))?;
        // After the capture in hand is written whole: half a line, or half a record of a WARC,
        // would break what reads it.
        interrupted = signals.stop.is_cancelled();
        if !more || interrupted {
            break;
        }
    }
    target.finish()?;
    if interrupted {
        signals.conclude()?;
    }
    torn.conclude()
}

async fn publish(
    url: &str,
    reading: Reading,
    otlp: Option<&str>,
    signals: &Signals,
    context: &Context,
) -> Result<()> {
    let torn = Torn::default();
    let inputs = reading.inputs(0).inspect(|input: &Input| torn.note(&input.outcomes));
    let export = Export::begin("capture", otlp, context)?;
    let options = ProduceOptions { traces: export.traces(), ..ProduceOptions::default() };
    let tally = services::produce(url, inputs, options, signals, context).await;
    export.end().await;
    let tally = tally?;
    let counts = tally.of(StageName::Capture);
    context.say(format!("{} of {} documents published", counts.forwarded, counts.inputs));
    signals.conclude()?;
    torn.conclude()
}

/// Where captures go.
enum Target {
    Lines(Results),
    Warc(WarcWriter<std::fs::File>),
}

impl Target {
    fn open(arguments: &Capture) -> Result<Self> {
        Ok(match &arguments.warc {
            Some(path) => Self::Warc(WarcWriter::append(path)?),
            None => Self::Lines(Results::new()),
        })
    }

    /// Takes a capture; false when nobody reads any more.
    fn take(&mut self, capture: &veille_model::Capture) -> Result<bool> {
        match self {
            Self::Lines(results) => {
                results.json(capture)?;
                Ok(!results.is_closed())
            }
            Self::Warc(writer) => {
                writer.write(capture)?;
                Ok(true)
            }
        }
    }

    fn finish(self) -> Result<()> {
        match self {
            Self::Lines(mut results) => results.flush()?,
            Self::Warc(writer) => drop(writer.finish()?),
        }
        Ok(())
    }
}
