//! Consumer lag: how far each stage is behind the streams that it reads, and how long what it has not settled has waited.

use std::time::Duration;

use async_nats::jetstream::consumer::{Consumer, pull};
use chrono::{DateTime, Utc};
use tracing::debug;
use veille_model::StageName;

use super::durable::is_missing;
use super::manage::StreamState;
use super::{Bus, BusError, Config};
use crate::standing::Lag;
use crate::topology::{Flow, chain, read_by};
use crate::{Metrics, Stop};

/// How often a service looks.
const PAUSE: Duration = Duration::from_secs(5);

impl Bus {
    /// How far all stages are behind their streams. Where no instance of a stage was ever started, there is no line.
    ///
    /// # Errors
    /// [`BusError::JetStream`] where the server does not say.
    pub async fn lags(&self) -> Result<Vec<Lag>, BusError> {
        let mut lags = Vec::new();
        for (flow, stage) in chain().filter(|(flow, _)| !flow.is_the_servers()) {
            let lag = self.lag(flow, stage).await;
            let asking = || format!("asking what {stage} has not settled of {}", flow.stream);
            lags.extend(lag.map_err(|cause| BusError::jetstream(asking(), cause))?);
        }
        Ok(lags)
    }

    /// Tells `metrics` how far a stage is behind its streams, and how full these are, until `stop`.
    pub async fn watch_lag(&self, stage: StageName, config: &Config, metrics: &Metrics, stop: &Stop) {
        let watching = async {
            loop {
                self.look_at_lag(stage, config, metrics).await;
                tokio::time::sleep(PAUSE).await;
            }
        };
        stop.run_until_cancelled(watching).await;
    }

    async fn look_at_lag(&self, stage: StageName, config: &Config, metrics: &Metrics) {
        // Everybody may ask how streams stand; of consumers each stage sees its own.
        match self.stream_states(config).await {
            Ok(states) => {
                for StreamState { name, held, .. } in states {
                    held.into_iter().for_each(|held| metrics.holds(name, held));
                }
            }
            Err(error) => debug!(%error, "asking how the streams stand"),
        }
        for flow in read_by(stage).filter(|flow| !flow.is_the_servers()) {
            match self.lag(flow, stage).await {
                Ok(lag) => lag.iter().for_each(|lag| metrics.lags(lag)),
                Err(cause) => debug!(stream = flow.stream, %stage, cause, "asking for the lag"),
            }
        }
    }

    async fn lag(&self, flow: &Flow, stage: StageName) -> Result<Option<Lag>, String> {
        let found = self.context.get_consumer_from_stream(stage.as_str(), flow.stream).await;
        let consumer: Consumer<pull::Config> = match found {
            Ok(consumer) => consumer,
            Err(error) if is_missing(&error) => return Ok(None),
            Err(error) => return Err(error.to_string()),
        };
        let info = consumer.cached_info();
        // What was given out and not answered counts too: of a stage that hangs nothing is pending.
        let messages = info.num_pending + info.num_ack_pending as u64;
        let oldest = match messages {
            // Said, not left out: a gauge that is not set again shows its last value for ever.
            0 => Some(Duration::ZERO),
            // Asked only where it is certainly allowed: what is refused ends a service.
            _ if !self.rights.allow(&format!("$JS.API.DIRECT.GET.{}", flow.stream)) => None,
            _ => self
                // Behind the floor stands the first one that is not settled.
                .stored_from(flow.stream, info.ack_floor.stream_sequence + 1)
                .await?
                .map(|(_, at)| since(at)),
        };
        Ok(Some(Lag { stage, stream: flow.stream, messages, oldest }))
    }
}

/// How long ago something was; clocks of two machines may disagree about which of two instants was first.
fn since(at: DateTime<Utc>) -> Duration {
    DateTime::<Utc>::from(std::time::SystemTime::now()).signed_duration_since(at).to_std().unwrap_or_default()
}
