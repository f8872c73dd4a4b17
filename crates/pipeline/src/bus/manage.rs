//! JetStream streams made, changed and compared. Services make what is missing where they may, and change nothing; that is left to
//! whoever runs `veille streams apply`.

use async_nats::jetstream::ErrorCode;
use async_nats::jetstream::context::GetStreamErrorKind;
use async_nats::jetstream::stream::{Config as Stream, Info};
use tracing::{info, warn};

use super::room::{Lock, Room, code, once_given_back, too_many_copies};
use super::streams::{differences, wanted};
use super::{Bus, BusError, Config};
use crate::standing::Held;
use crate::topology::{FLOWS, Flow};

/// A stream as it stands at the server, and what of it is not as configured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreamState {
    /// Its name.
    pub name: &'static str,
    /// None where it is not there.
    pub held: Option<Held>,
    /// How it differs from what is configured: `3 replicas, not 1`.
    pub differences: Vec<String>,
    /// Whether it was made or changed just now.
    pub changed: bool,
}

impl Bus {
    /// Sees to it that the streams are there: those that are missing are made where we may make them. Those that are there
    /// stay as they are; how they differ from `config` is logged and returned.
    ///
    /// # Errors
    /// [`BusError::NoStream`] where one is missing that we may not make, [`BusError::JetStream`] where the server refuses.
    pub async fn ensure_streams(&self, config: &Config) -> Result<Vec<StreamState>, BusError> {
        // The first word holds: what a service makes again later is as it was at its start.
        let _ = self.config.set(config.clone());
        let mut found = self.found().await?;
        if found.iter().any(Option::is_none) {
            self.create_missing(config, &mut found).await?;
        }
        let states: Vec<StreamState> =
            FLOWS.iter().zip(&found).map(|(flow, info)| state(flow, info, config)).collect();
        for state in states.iter().filter(|state| !state.differences.is_empty()) {
            let stream = state.name;
            // Restoring a stream comes by here as well.
            if self.told.is_due(&format!("{stream} differs")) {
                let differs = state.differences.join("; ");
                warn!(
                    stream,
                    differs, "a stream is not as veille.toml has it; `veille streams apply` would change it"
                );
            }
        }
        Ok(states)
    }

    /// Makes the streams, and changes those that differ from `config`.
    ///
    /// # Errors
    /// [`BusError::Forbidden`] where we may not, [`BusError::JetStream`] where the server refuses.
    pub async fn apply_streams(&self, config: &Config) -> Result<Vec<StreamState>, BusError> {
        let needs = FLOWS.iter().flat_map(|flow| {
            ["CREATE", "UPDATE", "INFO"].map(|verb| format!("$JS.API.STREAM.{verb}.{}", flow.stream))
        });
        self.rights.check(APPLYING, &needs.collect::<Vec<_>>())?;
        let _ = self.config.set(config.clone());
        let lock = self.unless_forbidden(APPLYING, Lock::take(self)).await?;
        let applied = self.apply(config).await;
        // Also after a failure, or the next waits ten seconds for a lock that nobody holds.
        lock.release().await;
        applied
    }

    async fn apply(&self, config: &Config) -> Result<Vec<StreamState>, BusError> {
        let mut found = self.found().await?;
        let before: Vec<StreamState> =
            FLOWS.iter().zip(&found).map(|(flow, info)| state(flow, info, config)).collect();
        let room = Room::measure(self, config, &found).await?;
        for (flow, info) in FLOWS.iter().zip(&mut found) {
            let bytes_max = room.of(flow.stream, info.as_ref());
            let wanted = wanted(flow, config, bytes_max);
            let asked = format!("applying the stream {}", flow.stream);
            let apply = || {
                once_given_back(wanted.num_replicas, || self.context.create_or_update_stream(wanted.clone()))
            };
            let applied = self.ask(&asked, apply).await;
            *info = Some(applied.map_err(|error| too_many_copies(error, config.replicas))?);
        }
        self.set_size(&found);
        let after = FLOWS.iter().zip(&found).zip(before);
        Ok(after
            .map(|((flow, info), before)| {
                let changed = before.held.is_none() || !before.differences.is_empty();
                StreamState { changed, ..state(flow, info, config) }
            })
            .collect())
    }

    /// How the streams stand.
    ///
    /// # Errors
    /// [`BusError::JetStream`] where the server does not say.
    pub async fn stream_states(&self, config: &Config) -> Result<Vec<StreamState>, BusError> {
        let found = self.found().await?;
        Ok(FLOWS.iter().zip(&found).map(|(flow, info)| state(flow, info, config)).collect())
    }

    /// Makes a stream again that was deleted while we run, or says what is to be done.
    pub(super) async fn restore(&self, stream: &str) {
        let Some(config) = self.config.get() else { return };
        let gone = match self.context.get_stream(stream).await {
            Ok(_) => false,
            // A server that is away says nothing of its streams.
            Err(error) => is_missing(&error.kind()),
        };
        if !gone {
            return;
        }
        match self.ensure_streams(config).await {
            Ok(_) => warn!(stream, "the stream was deleted; it was made again, without what it held"),
            Err(error) if self.told.is_due(&format!("{stream} is gone")) => {
                warn!(stream, %error, "the stream is gone")
            }
            Err(_) => {}
        }
    }

    async fn found(&self) -> Result<Vec<Option<Info>>, BusError> {
        let mut found = Vec::with_capacity(FLOWS.len());
        for flow in FLOWS {
            let look = || async {
                match self.context.get_stream(flow.stream).await {
                    Ok(stream) => Ok(Some(stream.cached_info().clone())),
                    // An answer, so not to be asked for again.
                    Err(error) if is_missing(&error.kind()) => Ok(None),
                    Err(error) => Err(error),
                }
            };
            found.push(self.ask(&format!("looking at the stream {}", flow.stream), look).await?);
        }
        self.set_size(&found);
        Ok(found)
    }

    async fn create_missing(&self, config: &Config, found: &mut Vec<Option<Info>>) -> Result<(), BusError> {
        let missing = |found: &[Option<Info>]| {
            FLOWS.iter().zip(found).find(|(_, info)| info.is_none()).map(|(flow, _)| flow.stream)
        };
        // Known before it is tried: what may not be asked is answered by nobody, and would be waited for.
        let may_create =
            FLOWS.iter().all(|flow| self.rights.allow(&format!("$JS.API.STREAM.CREATE.{}", flow.stream)));
        if let Some(name) = missing(found).filter(|_| !may_create) {
            return Err(BusError::NoStream { name: name.to_owned(), user: self.rights.shown() });
        }
        let lock = Lock::take(self).await?;
        let created = self.create_all(config, found).await;
        lock.release().await;
        created
    }

    async fn create_all(&self, config: &Config, found: &mut Vec<Option<Info>>) -> Result<(), BusError> {
        // Another service may have made them meanwhile.
        *found = self.found().await?;
        if found.iter().all(Option::is_some) {
            return Ok(());
        }
        let room = Room::measure(self, config, found).await?;
        for (flow, info) in FLOWS.iter().zip(found.iter()).filter(|(_, info)| info.is_none()) {
            let wanted = wanted(flow, config, room.of(flow.stream, info.as_ref()));
            self.create(flow, &wanted).await?;
        }
        *found = self.found().await?;
        Ok(())
    }

    async fn create(&self, flow: &Flow, wanted: &Stream) -> Result<(), BusError> {
        let create = || async {
            let replicas = wanted.num_replicas;
            match once_given_back(replicas, || self.context.create_stream(wanted)).await {
                // Made by somebody else, in another way.
                Err(error) if code(&error.kind()) == Some(ErrorCode::STREAM_NAME_EXIST) => Ok(()),
                created => created
                    .map(|_| info!(stream = flow.stream, bytes_max = wanted.max_bytes, "made the stream")),
            }
        };
        let created = self.ask(&format!("creating the stream {}", flow.stream), create).await;
        created.map_err(|error| too_many_copies(error, wanted.num_replicas))
    }

    /// Remembers how much each stream can take.
    fn set_size(&self, found: &[Option<Info>]) {
        for (flow, info) in FLOWS.iter().zip(found) {
            if let Some(info) = info {
                self.backpressure.set_size(flow.stream, info.config.max_bytes);
            }
        }
    }
}

fn state(flow: &Flow, info: &Option<Info>, config: &Config) -> StreamState {
    let Some(info) = info else {
        return StreamState { name: flow.stream, held: None, differences: Vec::new(), changed: false };
    };
    let held = Held {
        messages: info.state.messages,
        bytes: info.state.bytes,
        // For the server -1 is no limit.
        bytes_max: u64::try_from(info.config.max_bytes).ok().filter(|bytes| *bytes > 0),
    };
    let differences = differences(flow, &info.config, config);
    StreamState { name: flow.stream, held: Some(held), differences, changed: false }
}

pub(super) fn is_missing(kind: &GetStreamErrorKind) -> bool {
    matches!(kind, GetStreamErrorKind::JetStream(error) if error.error_code() == ErrorCode::STREAM_NOT_FOUND)
}

/// What for, where the server refuses it.
const APPLYING: &str = "veille streams apply";
