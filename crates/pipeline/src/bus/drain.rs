//! Draining: knowing when everything that was published has been settled, down to the store.

use std::time::Duration;

use async_nats::jetstream::context::GetStreamError;
use tracing::debug;
use veille_model::StageName;

use super::ask::Unanswered;
use super::durable::is_missing;
use super::{Bus, BusError};
use crate::Stop;
use crate::topology::chain;

/// What is being waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The stage that has work.
    pub stage: StageName,
    /// Messages that it has not settled; None where no instance of it was ever started.
    pub messages: Option<u64>,
}

const ASK_EVERY: Duration = Duration::from_millis(100);

impl Bus {
    /// Waits until every message published so far is settled: cleaned, classified, stored, or dead with its cause. What
    /// other producers publish meanwhile is not waited for. True when done, false where `stop` came first.
    ///
    /// `on_wait` is told now and then what is being waited for.
    ///
    /// # Errors
    /// [`BusError::JetStream`] where a stream is not there.
    pub async fn drained(
        &self,
        mut on_wait: impl FnMut(Waiting) + Send,
        stop: &Stop,
    ) -> Result<bool, BusError> {
        let waiting = async {
            // The server's word on a dead message follows its last delivery by a moment: the second look finds it.
            for _ in 0..2 {
                // In the order of the pipeline: what a stage has settled is in the next stream by then, and is waited for there.
                for (flow, stage) in chain() {
                    self.settled(flow.stream, stage, &mut on_wait).await?;
                }
                tokio::time::sleep(ASK_EVERY).await;
            }
            Ok(())
        };
        stop.run_until_cancelled(waiting).await.transpose().map(|done| done.is_some())
    }

    async fn settled(
        &self,
        stream: &str,
        stage: StageName,
        on_wait: &mut (impl FnMut(Waiting) + Send),
    ) -> Result<(), BusError> {
        let last = loop {
            match self.last_sequence(stream).await {
                Ok(last) => break last,
                // What was asked of a server that died, or of a cluster without a leader, is answered by nobody, and is asked again of the next.
                Err(error) if error.unanswered() => {
                    debug!(stream, %error, "asking what the stream holds");
                    tokio::time::sleep(ASK_EVERY).await;
                }
                Err(error) => {
                    return Err(BusError::jetstream(format!("looking at the stream {stream}"), error));
                }
            }
        };
        loop {
            match self.open_messages(stream, stage, last).await {
                Ok(Some(0)) => return Ok(()),
                // Asked again also where no consumer is there: the stage may be started any moment.
                Ok(messages) => on_wait(Waiting { stage, messages }),
                // Nothing is known of a stage whose server is away.
                Err(cause) => debug!(stream, %stage, cause, "asking for what is pending"),
            }
            tokio::time::sleep(ASK_EVERY).await;
        }
    }

    async fn last_sequence(&self, stream: &str) -> Result<u64, GetStreamError> {
        Ok(self.context.get_stream(stream).await?.cached_info().state.last_sequence)
    }

    /// Messages up to `last` that a stage has not settled; None where the stage has no consumer there yet.
    async fn open_messages(&self, stream: &str, stage: StageName, last: u64) -> Result<Option<u64>, String> {
        use async_nats::jetstream::consumer::{Consumer, pull};
        // What was never used needs no stage that was ever started.
        if last == 0 {
            return Ok(Some(0));
        }
        let found = self.context.get_consumer_from_stream(stage.as_str(), stream).await;
        let consumer: Consumer<pull::Config> = match found {
            Ok(consumer) => consumer,
            Err(error) if is_missing(&error) => return Ok(None),
            Err(error) => return Err(error.to_string()),
        };
        let info = consumer.cached_info();
        if info.ack_floor.stream_sequence >= last {
            return Ok(Some(0));
        }
        // Later messages are counted in: the number is for people.
        let open = info.num_pending + info.num_ack_pending as u64;
        // Nothing is open of what was delivered. In a cluster the server that answers for the stage may not have seen yet what
        // another has stored: what it has delivered tells, and what the stream holds still, for some may have gone meanwhile.
        // (One with a filter delivers no message of others, and stays behind these.)
        let is_all = info.config.filter_subject.is_empty();
        if open == 0 && is_all && info.delivered.stream_sequence < last {
            let stream = self.context.get_stream(stream).await.map_err(|error| error.to_string())?;
            let state = &stream.cached_info().state;
            let unseen = state.messages > 0 && state.first_sequence <= last;
            return Ok(Some(if unseen { last - info.delivered.stream_sequence } else { 0 }));
        }
        Ok(Some(open))
    }
}
