//! Storage quotas, room for the streams: what the server has, found out by asking for it, and shared out.
//!
//! No server says how much its streams may take unless an account has a limit of its own. But it refuses a stream that it
//! has no room for: so one is asked for, large first, and deleted again.

use std::time::Duration;

use async_nats::jetstream::context::{CreateStreamError, CreateStreamErrorKind};
use async_nats::jetstream::stream::{Config as Stream, Info};
use async_nats::jetstream::{self, ErrorCode};
use tokio::time::Instant;
use tracing::debug;

use super::ask::Unanswered;
use super::streams::share;
use super::{Bus, BusError, Config};
use crate::topology::FLOWS;

/// What is asked for at most.
const STORAGE_MAX: u64 = 20 << 30;
/// Less is no room.
const STORAGE_MIN: u64 = 1 << 20;

/// Servers tell each other what they hold every ten seconds (nats-server 2.15).
const GIVEN_BACK_WAIT: Duration = Duration::from_secs(25);
const GIVEN_BACK_PAUSE: Duration = Duration::from_millis(500);

const PROBE: &str = "VEILLE_PROBE";
const LOCK: &str = "VEILLE_LOCK";
/// How long somebody else may take to make the streams.
const LOCK_WAIT: Duration = Duration::from_secs(10);

/// Bytes for each stream.
pub(super) enum Room {
    /// So many for all of them.
    Fixed { config: Config, bytes: u64 },
    /// So many for those that have no size yet, by their shares among these.
    Left { config: Config, bytes: u64, percent: u64 },
}

impl Room {
    pub async fn measure(bus: &Bus, config: &Config, found: &[Option<Info>]) -> Result<Self, BusError> {
        let config = config.clone();
        if config.storage_mb > 0 {
            return Ok(Self::Fixed { bytes: config.storage_mb << 20, config });
        }
        let shares = |unsized_only: bool| -> u64 {
            let of = FLOWS.iter().zip(found).filter(|(_, info)| !unsized_only || !has_size(info.as_ref()));
            of.map(|(flow, _)| config.keep(flow.stream).percent).sum()
        };
        // What the shares leave free stays free, and the others keep what they have.
        let (percent, all) = (shares(true), shares(false).max(1));
        let bytes = match percent {
            0 => 0,
            _ => {
                let room = probe(bus, config.replicas).await;
                let room = room.map_err(|error| too_many_copies(error, config.replicas))?;
                (room * all / 100).min(STORAGE_MAX / 100 * percent)
            }
        };
        Ok(Self::Left { config, bytes, percent: percent.max(1) })
    }

    /// Bytes for a stream as it was found.
    pub fn of(&self, stream: &str, found: Option<&Info>) -> i64 {
        match self {
            Self::Fixed { config, bytes } => share(config, stream, *bytes),
            Self::Left { .. } if has_size(found) => found.map_or(-1, |info| info.config.max_bytes),
            Self::Left { config, bytes, percent } => {
                i64::try_from(bytes * config.keep(stream).percent / percent).unwrap_or(i64::MAX)
            }
        }
    }
}

fn has_size(info: Option<&Info>) -> bool {
    info.is_some_and(|info| info.config.max_bytes > 0)
}

/// How much a stream could have now.
async fn probe(bus: &Bus, replicas: usize) -> Result<u64, BusError> {
    let mut bytes = STORAGE_MAX;
    let mut refusal = None;
    // Fifteen questions at most: from 20 GB down to 1 MB.
    while bytes >= STORAGE_MIN {
        match fits(bus, bytes, replicas).await? {
            None => break,
            cause => refusal = cause,
        }
        bytes /= 2;
    }
    if bytes < STORAGE_MIN {
        let cause = refusal.unwrap_or_default();
        return Err(BusError::jetstream("making the streams: the server has no room for them", cause));
    }
    if refusal.is_some() {
        // Between this and twice as much.
        for quarter in [bytes / 2, bytes / 4] {
            if fits(bus, bytes + quarter, replicas).await?.is_none() {
                bytes += quarter;
            }
        }
    }
    debug!(bytes, "the server has room");
    Ok(bytes)
}

/// Why the server has no room for so many bytes; None where it has.
async fn fits(bus: &Bus, bytes: u64, replicas: usize) -> Result<Option<String>, BusError> {
    let stream =
        Stream { max_bytes: i64::try_from(bytes).unwrap_or(i64::MAX), num_replicas: replicas, ..own(PROBE) };
    let make = || async {
        let mut made = bus.context.create_stream(&stream).await;
        // A probe that somebody has left behind is no answer of the server's.
        if made.as_ref().is_err_and(|error| code(&error.kind()) == Some(ErrorCode::STREAM_NAME_EXIST)) {
            let _ = bus.context.delete_stream(PROBE).await;
            made = bus.context.create_stream(&stream).await;
        }
        match made {
            Ok(_) => Ok(None),
            Err(error) if !error.unanswered() && code(&error.kind()).is_some_and(is_refusal) => {
                Ok(Some(error.to_string()))
            }
            Err(error) => Err(error),
        }
    };
    let refusal = bus.ask("asking for room for the streams", make).await?;
    if refusal.is_none() {
        let deleted = bus.context.delete_stream(PROBE).await;
        deleted.map_err(|error| BusError::jetstream(format!("deleting the stream {PROBE}"), error))?;
    }
    Ok(refusal)
}

/// Asks for a stream until the room for it is there, where it was free a moment ago.
///
/// The leader of a cluster goes by what its servers last told it, every few seconds: what a probe held counts against what
/// takes its place until then.
pub(super) async fn once_given_back<T, F>(
    replicas: usize,
    ask: impl Fn() -> F,
) -> Result<T, CreateStreamError>
where
    F: Future<Output = Result<T, CreateStreamError>>,
{
    let until = Instant::now() + GIVEN_BACK_WAIT;
    loop {
        match ask().await {
            Err(error)
                if replicas > 1
                    && code(&error.kind()).is_some_and(is_refusal)
                    && error.to_string().contains("storage")
                    && Instant::now() < until =>
            {
                debug!(%error, "waiting for room that was given back");
                tokio::time::sleep(GIVEN_BACK_PAUSE).await;
            }
            answer => return answer,
        }
    }
}

/// An error as one of the configuration, where it is that: the server keeps one copy alone, or its cluster is too small.
pub(super) fn too_many_copies(error: BusError, replicas: usize) -> BusError {
    // "replicas > 1 not supported in non-clustered mode" and "no suitable peers for placement".
    let signs = ["replicas > 1", "peers"];
    match error {
        BusError::JetStream { cause, .. } | BusError::Unanswered { cause, .. }
            if replicas > 1 && signs.iter().any(|sign| cause.contains(sign)) =>
        {
            BusError::Replicas { replicas, cause }
        }
        error => error,
    }
}

/// The code of a refusal, where the server refuses.
pub(super) fn code(kind: &CreateStreamErrorKind) -> Option<ErrorCode> {
    match kind {
        CreateStreamErrorKind::JetStream(error) => Some(jetstream::Error::error_code(error)),
        _ => None,
    }
}

fn is_refusal(code: ErrorCode) -> bool {
    [
        ErrorCode::STORAGE_RESOURCES_EXCEEDED,
        ErrorCode::ACCOUNT_RESOURCES_EXCEEDED,
        ErrorCode::INSUFFICIENT_RESOURCES,
        ErrorCode::CLUSTER_NO_PEERS,
        ErrorCode::STREAM_MAX_STREAM_BYTES_EXCEEDED,
    ]
    .contains(&code)
}

fn own(name: &str) -> Stream {
    // With a subject, for the server would take its name for one.
    Stream { name: name.to_owned(), subjects: vec![format!("veille.make.{name}")], ..Stream::default() }
}

/// Held by whoever makes the streams: services that start together would take each other's room. A stream of its own, which
/// the server makes once.
pub(super) struct Lock<'a> {
    bus: &'a Bus,
    held: bool,
}

impl<'a> Lock<'a> {
    pub async fn take(bus: &'a Bus) -> Result<Self, BusError> {
        let me = bus.client.new_inbox();
        // Everybody's is described otherwise: to make a stream that
        // is there just so is no error, and two would hold the lock.
        let stream = Stream { description: Some(format!("veille: {me}")), max_messages: 1, ..own(LOCK) };
        let until = Instant::now() + LOCK_WAIT;
        while Instant::now() < until {
            match bus.context.create_stream(&stream).await {
                Ok(_) => return Ok(Self { bus, held: true }),
                Err(error) if code(&error.kind()) == Some(ErrorCode::STREAM_NAME_EXIST) => {
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
                // It only keeps order: without it the streams can be made, or the server says why not.
                Err(error) => {
                    debug!(%error, "no lock");
                    return Ok(Self { bus, held: false });
                }
            }
        }
        // Whoever took it was killed.
        let lock = Self { bus, held: true };
        lock.release().await;
        Ok(Self { bus, held: bus.context.create_stream(&stream).await.is_ok() })
    }

    pub async fn release(self) {
        if self.held
            && let Err(error) = self.bus.context.delete_stream(LOCK).await
        {
            debug!(%error, "the lock was not given back; it is broken in {LOCK_WAIT:?}");
        }
    }
}
