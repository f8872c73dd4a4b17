//! `veille streams`: the streams of a NATS server, compared, made, changed and trimmed.

use anyhow::Result;
use serde_json::json;
use veille_pipeline::bus::{Bus, StreamState};

use super::Context;
use crate::arguments::{Streams, StreamsAction};
use crate::health::Health;
use crate::services;
use crate::shown::{Hint, Results};
use crate::signals::Signals;
use crate::wiring::BUCKET;

pub async fn run(arguments: Streams, context: Context) -> Result<()> {
    let config = &context.configuration.settings.nats;
    match arguments.action {
        None => {
            // Not `services::connect`, which makes what is missing: whoever compares wants to see that it is.
            let bus = Bus::connect(&services::place(&arguments.server.nats, "streams", &context)).await?;
            let states = bus.stream_states(config).await?;
            show(&states, &context)?;
            if states.iter().any(|state| state.held.is_none() || !state.differences.is_empty()) {
                let hint =
                    Hint::new(["streams", "apply", "--nats", &services::shown(&arguments.server.nats)]);
                context.say(format!("next: {}", hint.with(&context.global)));
            }
            Ok(())
        }
        Some(StreamsAction::Apply) => {
            let bus =
                Bus::connect(&services::place(&arguments.server.nats, "streams apply", &context)).await?;
            let states = bus.apply_streams(config).await?;
            // The fetchers' memory is made here as well, for they may have no right to make it.
            bus.bucket(BUCKET).await?;
            show(&states, &context)
        }
        Some(StreamsAction::Serve) => {
            let signals = Signals::listen()?;
            let mut health =
                Health::begin("streams", &[], arguments.metrics, &context, &signals.stop).await?;
            let Some(bus) =
                services::await_server(&arguments.server.nats, "streams", &context, &signals).await?
            else {
                return signals.conclude();
            };
            bus.bucket(BUCKET).await?;
            tracing::info!("keeping room in the streams");
            health.works_at(&bus, &context.configuration.settings);
            health.ready();
            let trimmed = bus.trim(&signals.stop).await;
            health.end().await;
            trimmed?;
            signals.conclude()
        }
    }
}

fn show(states: &[StreamState], context: &Context) -> Result<()> {
    let mut results = Results::new();
    for state in states {
        if context.global.json {
            results.json(&json!({
                "stream": state.name,
                "messages": state.held.map(|held| held.messages),
                "bytes": state.held.map(|held| held.bytes),
                "bytes_max": state.held.and_then(|held| held.bytes_max),
                "differences": state.differences,
                "changed": state.changed,
            }))?;
        } else {
            results.line(line(state))?;
        }
    }
    Ok(results.flush()?)
}

fn line(state: &StreamState) -> String {
    let Some(held) = state.held else { return format!("{:<11} missing", state.name) };
    let megabytes = |bytes: u64| format!("{:.1}", bytes as f64 / f64::from(1 << 20));
    let size = match held.bytes_max {
        Some(max) => format!("{} of {} MB", megabytes(held.bytes), megabytes(max)),
        None => format!("{} MB", megabytes(held.bytes)),
    };
    let messages = if held.messages == 1 { "message" } else { "messages" };
    let remarks = if state.changed && state.differences.is_empty() {
        "  applied".to_owned()
    } else if state.differences.is_empty() {
        String::new()
    } else {
        format!("  {}", state.differences.join("; "))
    };
    format!("{:<11} {:>9} {messages:<8}  {size}{remarks}", state.name, held.messages)
}
