//! A key-value bucket of JetStream, for what a producer has to remember between runs.

use std::time::Duration;

use async_nats::jetstream::kv::{Entry, Operation, Store};
use async_nats::jetstream::stream::{Config as Stream, DiscardPolicy, Info};
use bytes::Bytes;
use futures_util::StreamExt;
use tracing::debug;

use super::manage::{StreamState, is_missing};
use super::room::{once_given_back, too_many_copies};
use super::{Bus, BusError, Config};
use crate::standing::Held;
use crate::{Metrics, Stop};

/// How long the next entry of a list may take.
const LIST_WAIT: Duration = Duration::from_secs(5);
/// For how long it is kept that a key was forgotten. A fetcher forgets a key with every page; kept for ever, as they were,
/// these markers grew by as many messages as there are pages. Nobody follows what becomes of keys, so an hour is long.
const MARKERS_KEPT: Duration = Duration::from_secs(3600);
/// How often it is looked at what a bucket holds.
const WATCHED_EVERY: Duration = Duration::from_secs(15);

/// Keys and values that survive. Keys are any text: URLs are written so that a subject may carry them.
#[derive(Clone, Debug)]
pub struct Bucket {
    pub(super) store: Store,
    /// For how long its server keeps markers; None where it was made by an older program, and keeps them for ever.
    markers_kept: Option<Duration>,
}

impl Bus {
    /// The bucket of this name, made where it is missing and we may make it. Names are of `[A-Za-z0-9_-]`.
    ///
    /// # Errors
    /// [`BusError::NoStream`] where it is missing, [`BusError::JetStream`] where the server refuses.
    pub async fn bucket(&self, name: &str) -> Result<Bucket, BusError> {
        self.bucket_marking(name, MARKERS_KEPT).await
    }

    /// The same; where it is made, with markers that are kept for so long, a second at least.
    ///
    /// # Errors
    /// As [`Bus::bucket`].
    pub async fn bucket_marking(&self, name: &str, markers_kept: Duration) -> Result<Bucket, BusError> {
        let found = self.bucket_found(name).await?;
        let markers_kept = match &found {
            // An age of markers means something only where messages may have one: else the server refuses the header (ADR-48).
            Some(info) => info.config.subject_delete_marker_ttl.filter(|_| info.config.allow_message_ttl),
            None => {
                let stream = format!("KV_{name}");
                if !self.rights.allow(&format!("$JS.API.STREAM.CREATE.{stream}")) {
                    return Err(BusError::NoStream { name: stream, user: self.rights.shown() });
                }
                let replicas = self.config.get().map_or(1, |config| config.replicas);
                let wanted = wanted(name, replicas, markers_kept);
                let make = || self.context.get_or_create_stream(wanted.clone());
                self.ask(&format!("making the bucket {name}"), make).await?;
                Some(markers_kept)
            }
        };
        let store = self.context.get_key_value(name).await;
        let store =
            store.map_err(|error| BusError::jetstream(format!("opening the bucket {name}"), error))?;
        Ok(Bucket { store, markers_kept })
    }

    /// How a bucket stands, as [`Bus::stream_states`] tells it of streams.
    ///
    /// # Errors
    /// [`BusError::JetStream`] where the server does not say.
    pub async fn bucket_state(&self, name: &'static str, config: &Config) -> Result<StreamState, BusError> {
        let found = self.bucket_found(name).await?;
        Ok(state(name, found.as_ref(), config))
    }

    /// Makes a bucket, or changes it where it differs from `config`: in its copies, and in how long it keeps that a key was
    /// forgotten.
    ///
    /// # Errors
    /// [`BusError::Replicas`] where the server cannot keep as many copies, [`BusError::JetStream`] where it refuses.
    pub async fn apply_bucket(&self, name: &'static str, config: &Config) -> Result<StreamState, BusError> {
        let before = self.bucket_state(name, config).await?;
        if before.held.is_some() && before.differences.is_empty() {
            return Ok(before);
        }
        let wanted = wanted(name, config.replicas, MARKERS_KEPT);
        let apply =
            || once_given_back(wanted.num_replicas, || self.context.create_or_update_stream(wanted.clone()));
        let applied = self.ask(&format!("applying the bucket {name}"), apply).await;
        applied.map_err(|error| too_many_copies(error, config.replicas))?;
        // A bucket that was made just now has no markers to forget.
        if before.held.is_some() {
            self.bucket(name).await?.forget_markers().await?;
        }
        Ok(StreamState { changed: true, ..self.bucket_state(name, config).await? })
    }

    /// Tells `metrics` what a bucket holds, until `stop`.
    pub async fn watch_bucket(&self, name: &'static str, config: &Config, metrics: &Metrics, stop: &Stop) {
        let watching = async {
            loop {
                match self.bucket_state(name, config).await {
                    Ok(state) => state.held.into_iter().for_each(|held| metrics.holds(name, held)),
                    Err(error) => debug!(%error, "asking what the bucket holds"),
                }
                tokio::time::sleep(WATCHED_EVERY).await;
            }
        };
        stop.run_until_cancelled(watching).await;
    }

    async fn bucket_found(&self, name: &str) -> Result<Option<Info>, BusError> {
        let stream = format!("KV_{name}");
        let look = || async {
            match self.context.get_stream(&stream).await {
                Ok(found) => Ok(Some(found.cached_info().clone())),
                Err(error) if is_missing(&error.kind()) => Ok(None),
                Err(error) => Err(error),
            }
        };
        self.ask(&format!("looking at the bucket {name}"), look).await
    }
}

/// The stream that a bucket is, as NATS' clients make it (ADR-8, and ADR-48 for the age of markers).
fn wanted(name: &str, num_replicas: usize, markers_kept: Duration) -> Stream {
    Stream {
        name: format!("KV_{name}"),
        subjects: vec![format!("$KV.{name}.>")],
        // Nobody asks for what a key was before.
        max_messages_per_subject: 1,
        max_bytes: -1,
        discard: DiscardPolicy::New,
        allow_rollup: true,
        deny_delete: true,
        allow_direct: true,
        num_replicas,
        allow_message_ttl: true,
        subject_delete_marker_ttl: Some(markers_kept),
        ..Stream::default()
    }
}

fn state(name: &'static str, info: Option<&Info>, config: &Config) -> StreamState {
    let Some(info) = info else {
        return StreamState { name, held: None, differences: Vec::new(), changed: false };
    };
    let mut differences = Vec::new();
    if info.config.num_replicas != config.replicas {
        differences.push(format!("{} replicas, not {}", info.config.num_replicas, config.replicas));
    }
    if !info.config.allow_message_ttl {
        differences.push(format!("forgotten keys kept for ever, not {} hour", MARKERS_KEPT.as_secs() / 3600));
    }
    let held = Held { messages: info.state.messages, bytes: info.state.bytes, bytes_max: None };
    StreamState { name, held: Some(held), differences, changed: false }
}

impl Bucket {
    /// The value of a key.
    ///
    /// # Errors
    /// [`BusError::JetStream`] where the server does not answer.
    pub async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, BusError> {
        let value = self.store.get(written(key)).await;
        Ok(value
            .map_err(|error| BusError::jetstream(format!("reading the key {key}"), error))?
            .map(Vec::from))
    }

    /// Sets a key. Confirmed by the server when this returns.
    ///
    /// # Errors
    /// [`BusError::JetStream`] where the server does not confirm.
    pub async fn put(&self, key: &str, value: &[u8]) -> Result<(), BusError> {
        let done = self.store.put(written(key), Bytes::copy_from_slice(value)).await;
        done.map(|_| ()).map_err(|error| BusError::jetstream(format!("writing the key {key}"), error))
    }

    /// Forgets a key.
    ///
    /// # Errors
    /// [`BusError::JetStream`] where the server does not confirm.
    pub async fn delete(&self, key: &str) -> Result<(), BusError> {
        let key_written = written(key);
        let done = match self.markers_kept {
            Some(kept) => self.store.purge_with_ttl(key_written, kept).await,
            None => self.store.purge(key_written).await,
        };
        done.map_err(|error| BusError::jetstream(format!("forgetting the key {key}"), error))
    }

    /// Keys that begin with `prefix`, with their values, as they are at this moment.
    ///
    /// # Errors
    /// [`BusError::JetStream`] where the server does not answer.
    pub async fn list(&self, prefix: &str) -> Result<Vec<(String, Vec<u8>)>, BusError> {
        let mut found = Vec::new();
        let asked = format!("listing the keys that begin with {prefix}");
        self.each(&asked, |entry| {
            let key = read(&entry.key);
            // Of what was forgotten a marker stays for a while.
            if entry.operation == Operation::Put && key.starts_with(prefix) {
                found.push((key, entry.value.into()));
            }
        })
        .await?;
        // The server gives them in the order in which they were written.
        found.sort();
        Ok(found)
    }

    /// Lets go of what an older program has left of forgotten keys.
    async fn forget_markers(&self) -> Result<(), BusError> {
        let Some(kept) = self.markers_kept else { return Ok(()) };
        let mut markers = Vec::new();
        let asked = "looking for what is left of forgotten keys";
        self.each(asked, |entry| {
            if entry.operation != Operation::Put {
                markers.push((entry.key, entry.revision));
            }
        })
        .await?;
        for (key, revision) in markers {
            // A key that was written meanwhile has another revision, and stays.
            if let Err(error) = self.store.purge_expect_revision_with_ttl(&key, revision, kept).await {
                debug!(%error, key, "what is left of a forgotten key stays");
            }
        }
        Ok(())
    }

    /// Everything that stands in the bucket at this moment, forgotten keys as well.
    async fn each(&self, asked: &str, mut take: impl FnMut(Entry)) -> Result<(), BusError> {
        let asked = || asked.to_owned();
        // Asked anew each time: the client's own `status` is that of the moment when the bucket was opened.
        let info = self.store.stream.get_info().await.map_err(|error| BusError::jetstream(asked(), error))?;
        // An empty bucket sends nothing, so nothing that says that it was the last.
        if info.state.messages == 0 {
            return Ok(());
        }
        // All of it: a stroke parts no tokens, so `feed/` cannot be asked for alone.
        let entries = self.store.watch_with_history(">").await;
        let mut entries = entries.map_err(|error| BusError::jetstream(asked(), error))?;
        loop {
            // No end comes from a server that dies on the way.
            let next = tokio::time::timeout(LIST_WAIT, entries.next()).await;
            let Some(entry) = next.map_err(|_| BusError::jetstream(asked(), "the server sends no more"))?
            else {
                break;
            };
            let entry = entry.map_err(|error| BusError::jetstream(asked(), error))?;
            let is_last = entry.delta == 0;
            take(entry);
            if is_last {
                break;
            }
        }
        Ok(())
    }
}

/// A key as one token of a subject: `=` and two hexadecimal digits for every byte that may not stand there.
pub(super) fn written(key: &str) -> String {
    let mut token = String::with_capacity(key.len() + 8);
    for byte in key.bytes() {
        match byte {
            // What a key of a bucket may be made of, but for the dot,
            // which parts tokens, and `=`, which writes the others.
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'/' => token.push(char::from(byte)),
            _ => token.push_str(&format!("={byte:02x}")),
        }
    }
    token
}

fn read(token: &str) -> String {
    let mut bytes = Vec::with_capacity(token.len());
    let mut rest = token.bytes();
    while let Some(byte) = rest.next() {
        let digits = (byte == b'=').then(|| [rest.next(), rest.next()]);
        match digits {
            Some([Some(high), Some(low)]) => bytes.extend(hexadecimal(high, low)),
            _ => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hexadecimal(high: u8, low: u8) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_key_can_be_written_and_read_back() {
        let check = |key: &str, token: &str| {
            assert_eq!(written(key), token);
            assert_eq!(read(token), key);
        };
        check("feed/main_1", "feed/main_1");
        check("https://a.example/?q=é *>", "https=3a//a=2eexample/=3fq=3d=c3=a9=20=2a=3e");
        check("...", "=2e=2e=2e");
    }
}
