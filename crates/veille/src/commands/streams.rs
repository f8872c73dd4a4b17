//! `veille streams`: the streams of a NATS server, compared, made, changed and trimmed.

use anyhow::Result;
use serde_json::json;
use veille_pipeline::bus::{Bus, StreamState};

use super::Context;
use crate::arguments::{Streams, StreamsAction};
use crate::health::Health;
use crate::services;
use crate::shown::{Heading, Hint, Listing, size};
use crate::signals::Signals;
use crate::wiring::BUCKET;

pub async fn run(arguments: Streams, context: Context) -> Result<()> {
    let config = &context.configuration.settings.nats;
    match arguments.action {
        None => {
            // Not `services::connect`, which makes what is missing: whoever compares wants to see that it is.
            let bus = Bus::connect(&services::place(&arguments.server.nats, "streams", &context)).await?;
            let mut states = bus.stream_states(config).await?;
            // The fetchers' memory is a stream as well, and takes of the same storage.
            states.push(bus.bucket_state(BUCKET, config).await?);
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
            let mut states = bus.apply_streams(config).await?;
            // The fetchers' memory is made here as well, for they may have no right to make it.
            states.push(bus.apply_bucket(BUCKET, config).await?);
            show(&states, &context)
        }
        Some(StreamsAction::Serve) => {
            let signals = Signals::listen()?;
            let mut health =
                Health::begin("streams", &[], arguments.metrics, &context, &signals.stop).await?;
            let Some(bus) =
                services::await_server(&arguments.server.nats, "streams", &context, &signals).await?
            else {
                // It was told to stop before there was a server, which is no fault.
                return signals.conclude();
            };
            bus.bucket(BUCKET).await?;
            tracing::info!("keeping room in the streams");
            health.works_at(&bus, &context.configuration.settings);
            health.remembers_in(&bus, BUCKET, &context.configuration.settings);
            health.ready();
            let trimmed = bus.trim(&signals.stop).await;
            // Before an error is told: until then whoever asks hears that it is at work.
            health.end().await;
            trimmed?;
            signals.conclude()
        }
    }
}

fn show(states: &[StreamState], context: &Context) -> Result<()> {
    let headings = [
        Heading::left("STREAM"),
        Heading::right("MESSAGES"),
        Heading::right("HOLDS"),
        Heading::right("OF").dispensable(1),
        Heading::words("IS"),
    ];
    let mut list = Listing::new(&headings, context.global.json);
    for state in states {
        let value = json!({
            "stream": state.name,
            "messages": state.held.map(|held| held.messages),
            "bytes": state.held.map(|held| held.bytes),
            "bytes_max": state.held.and_then(|held| held.bytes_max),
            "differences": state.differences,
            "changed": state.changed,
        });
        list.row(&value, cells(state))?;
    }
    Ok(list.flush()?)
}

fn cells(state: &StreamState) -> [String; 5] {
    let none = || "-".to_owned();
    let Some(held) = state.held else {
        return [state.name.to_owned(), none(), none(), none(), "missing".to_owned()];
    };
    let is = match (state.differences.as_slice(), state.changed) {
        ([], true) => "applied".to_owned(),
        ([], false) => "as configured".to_owned(),
        (differences, _) => differences.join("; "),
    };
    let limit = held.bytes_max.map_or_else(none, size);
    [state.name.to_owned(), held.messages.to_string(), size(held.bytes), limit, is]
}
