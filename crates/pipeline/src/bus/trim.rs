//! Retention (purging): room for what is new: what has been confirmed goes, oldest first, before a stream is full.
//!
//! Streams refuse when they are full, so that nothing is lost that no stage has seen. What they hold is mostly settled:
//! it is kept for its age, to be read again, and has to make room.

use std::time::Duration;

use async_nats::jetstream::ErrorCode;
use async_nats::jetstream::consumer::{self, Consumer, pull};
use async_nats::jetstream::stream::{ConsumerErrorKind, Info};
use tokio::task::JoinHandle;
use tracing::{debug, info, warn};
use veille_model::StageName;

use super::{Bus, BusError};
use crate::Stop;
use crate::topology::{ADVISORIES, FLOWS, Flow, is_given_up_on};

/// How often the streams are looked at.
const PAUSE: Duration = Duration::from_secs(1);
/// How full a stream is, in percent, when it is trimmed, and then.
const FULL_PERCENT: u64 = 75;
const TRIMMED_PERCENT: u64 = 50;

impl Bus {
    /// Trims the streams until `stop`: of one that is three quarters full, the oldest messages go that every stage which
    /// reads them has confirmed. Streams that no stage reads, those for readers and for dead letters, lose their oldest.
    ///
    /// # Errors
    /// [`BusError::Forbidden`] where we may not.
    pub async fn trim(&self, stop: &Stop) -> Result<(), BusError> {
        self.rights.check("veille streams serve", &needs())?;
        let trimming = async {
            loop {
                self.trim_all().await;
                tokio::time::sleep(PAUSE).await;
            }
        };
        tokio::select! {
            _ = stop.run_until_cancelled(trimming) => Ok(()),
            error = self.forbidden("veille streams serve") => Err(error),
        }
    }

    /// Trims beside other work where we may; elsewhere a service of its own does, `veille streams serve`.
    pub(super) fn trim_beside(&self, stop: &Stop) -> Option<JoinHandle<()>> {
        if !needs().iter().all(|subject| self.rights.allow(subject)) {
            return None;
        }
        let (bus, stop) = (self.clone(), stop.clone());
        Some(tokio::spawn(async move {
            // That we may was seen.
            let _ = bus.trim(&stop).await;
        }))
    }

    async fn trim_all(&self) {
        // ADVISORIES discards its oldest by itself.
        for flow in FLOWS.into_iter().filter(|flow| !flow.is_the_servers()) {
            if let Err(cause) = self.trim_stream(flow).await {
                // It is tried again in a second, and that a server is away has been said.
                debug!(stream = flow.stream, cause, "not trimmed");
            }
        }
    }

    async fn trim_stream(&self, flow: &Flow) -> Result<(), String> {
        let stream = self.context.get_stream(flow.stream).await.map_err(|error| error.to_string())?;
        let info = stream.cached_info();
        // `veille streams apply` may have changed it meanwhile.
        self.backpressure.set_size(flow.stream, info.config.max_bytes);
        let Some(before) = due(info) else { return Ok(()) };
        // Last, for it asks the server for each reader, and most looks have ended above.
        let confirmed = self.confirmed(flow, info).await?;
        // A purge leaves the sequence that it is given.
        let before = before.min(confirmed.saturating_add(1));
        let stream_name = flow.stream;
        if before <= info.state.first_sequence {
            if self.told.is_due(&format!("{stream_name} is unread")) {
                let stages: Vec<_> = flow.read_by.iter().map(ToString::to_string).collect();
                let stages = stages.join(", ");
                warn!(
                    stream = stream_name,
                    stages, "the stream fills with what is not settled yet; do these stages run?"
                );
            }
            return Ok(());
        }
        let purged = stream.purge().sequence(before).await.map_err(|error| error.to_string())?;
        let messages = purged.purged;
        // Another service may have been first.
        if messages > 0 && self.told.is_due(&format!("{stream_name} is trimmed")) {
            match flow.read_by {
                // A warning, for nobody has settled these: a reader who was away has missed them.
                [] => warn!(
                    stream = stream_name,
                    messages, "the stream is nearly full: its oldest messages went"
                ),
                _ => {
                    info!(stream = stream_name, messages, "the stream is nearly full: settled messages went")
                }
            }
        }
        Ok(())
    }

    /// The last message up to which all are settled by those who read the stream.
    async fn confirmed(&self, flow: &Flow, info: &Info) -> Result<u64, String> {
        let mut confirmed = info.state.last_sequence;
        for stage in flow.read_by {
            // Nothing of it where it never came.
            let settled = self.state_of(flow.stream, *stage).await?.map_or(0, |info| settled(&info));
            confirmed = confirmed.min(settled);
            // A message that was given up is wanted still, for its dead letter.
            if is_given_up_on(*stage)
                && !self.state_of(ADVISORIES.stream, *stage).await?.is_some_and(|info| is_idle(&info))
            {
                return Ok(0);
            }
        }
        Ok(confirmed)
    }

    /// How far a stage is in a stream; None where it never came.
    async fn state_of(&self, stream: &str, stage: StageName) -> Result<Option<consumer::Info>, String> {
        let consumer: Result<Consumer<pull::Config>, _> =
            self.context.get_consumer_from_stream(stage.as_str(), stream).await;
        match consumer {
            Ok(consumer) => Ok(Some(consumer.cached_info().clone())),
            Err(error) => match error.kind() {
                ConsumerErrorKind::JetStream(cause)
                    if cause.error_code() == ErrorCode::CONSUMER_NOT_FOUND =>
                {
                    Ok(None)
                }
                _ => Err(error.to_string()),
            },
        }
    }
}

fn is_idle(info: &consumer::Info) -> bool {
    info.num_pending == 0 && info.num_ack_pending == 0
}

/// Up to where a stage has settled a stream. That nothing is open says no more than that what was delivered is settled: in a
/// cluster the server that answers for the stage may not have seen yet what another has stored.
fn settled(info: &consumer::Info) -> u64 {
    let floor = info.ack_floor.stream_sequence;
    if is_idle(info) { floor.max(info.delivered.stream_sequence) } else { floor }
}

/// Rights to trim.
fn needs() -> Vec<String> {
    let of = |flow: &Flow| {
        let (name, purge) = (flow.stream, format!("$JS.API.STREAM.PURGE.{}", flow.stream));
        let streams = [name, ADVISORIES.stream];
        let consumers = flow.read_by.iter().flat_map(move |stage| {
            let streams = if is_given_up_on(*stage) { &streams[..] } else { &streams[..1] };
            streams
                .iter()
                .map(move |name| format!("$JS.API.CONSUMER.INFO.{name}.{stage}"))
                .collect::<Vec<_>>()
        });
        consumers.chain([purge, format!("$JS.API.STREAM.INFO.{name}")]).collect::<Vec<_>>()
    };
    FLOWS.into_iter().filter(|flow| !flow.is_the_servers()).flat_map(of).collect()
}

/// The message before which all would have to go; None while there is room.
fn due(info: &Info) -> Option<u64> {
    let max = u64::try_from(info.config.max_bytes).ok().filter(|max| *max > 0)?;
    before(max, info.state.bytes, info.state.messages, info.state.first_sequence)
}

fn before(max: u64, bytes: u64, messages: u64, first: u64) -> Option<u64> {
    // Divided first, for a size may be anything up to 2^63.
    if bytes < max / 100 * FULL_PERCENT || messages == 0 {
        return None;
    }
    // Down to half, lest it be full again in a second.
    let surplus = bytes.saturating_sub(max / 100 * TRIMMED_PERCENT);
    // As if all were of one size; the next look corrects it.
    let share = u128::from(messages) * u128::from(surplus) / u128::from(bytes.max(1));
    Some(first + u64::try_from(share).unwrap_or(messages).max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_that_is_nearly_full_is_brought_to_half() {
        assert_eq!(before(1000, 740, 74, 1), None);
        assert_eq!(before(1000, 800, 80, 1), Some(31));
        assert_eq!(before(1000, 1000, 100, 501), Some(551));
        assert_eq!(before(1000, 0, 0, 9), None);
        assert_eq!(before(100, 100, 1, 9), Some(10), "one large message makes room, too");
    }
}
