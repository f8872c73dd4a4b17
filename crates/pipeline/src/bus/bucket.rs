//! A key-value bucket of JetStream, for what a producer has to remember between runs.

use std::time::Duration;

use async_nats::jetstream::kv::{Config, Operation, Store};
use bytes::Bytes;
use futures_util::StreamExt;

use super::manage::is_missing;
use super::{Bus, BusError};

/// How long the next entry of a list may take.
const LIST_WAIT: Duration = Duration::from_secs(5);

/// Keys and values that survive. Keys are any text: URLs are written so that a subject may carry them.
#[derive(Clone, Debug)]
pub struct Bucket {
    pub(super) store: Store,
}

impl Bus {
    /// The bucket of this name, made where it is missing and we may make it. Names are of `[A-Za-z0-9_-]`.
    ///
    /// # Errors
    /// [`BusError::NoStream`] where it is missing, [`BusError::JetStream`] where the server refuses.
    pub async fn bucket(&self, name: &str) -> Result<Bucket, BusError> {
        let stream = format!("KV_{name}");
        let look = || async {
            match self.context.get_stream(&stream).await {
                Ok(_) => Ok(true),
                Err(error) if is_missing(&error.kind()) => Ok(false),
                Err(error) => Err(error),
            }
        };
        if self.ask(&format!("looking at the bucket {name}"), look).await? {
            let store = self.context.get_key_value(name).await;
            let store =
                store.map_err(|error| BusError::jetstream(format!("opening the bucket {name}"), error))?;
            return Ok(Bucket { store });
        }
        if !self.rights.allow(&format!("$JS.API.STREAM.CREATE.{stream}")) {
            return Err(BusError::NoStream { name: stream, user: self.rights.shown() });
        }
        let num_replicas = self.config.get().map_or(1, |config| config.replicas);
        // Nobody asks for what a key was before.
        let config = Config { bucket: name.to_owned(), history: 1, num_replicas, ..Config::default() };
        let open = || self.context.create_key_value(config.clone());
        let store = self.ask(&format!("opening the bucket {name}"), open).await?;
        Ok(Bucket { store })
    }
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
        let done = self.store.purge(written(key)).await;
        done.map_err(|error| BusError::jetstream(format!("forgetting the key {key}"), error))
    }

    /// Keys that begin with `prefix`, with their values, as they are at this moment.
    ///
    /// # Errors
    /// [`BusError::JetStream`] where the server does not answer.
    pub async fn list(&self, prefix: &str) -> Result<Vec<(String, Vec<u8>)>, BusError> {
        let asked = || format!("listing the keys that begin with {prefix}");
        // Asked anew each time: the client's own `status` is that of the moment when the bucket was opened.
        let info = self.store.stream.get_info().await.map_err(|error| BusError::jetstream(asked(), error))?;
        // An empty bucket sends nothing, so nothing that says that it was the last.
        if info.state.messages == 0 {
            return Ok(Vec::new());
        }
        // All of it: a stroke parts no tokens, so `feed/` cannot be asked for alone.
        let entries = self.store.watch_with_history(">").await;
        let mut entries = entries.map_err(|error| BusError::jetstream(asked(), error))?;
        let mut found = Vec::new();
        loop {
            let next = tokio::time::timeout(LIST_WAIT, entries.next()).await;
            let Some(entry) = next.map_err(|_| BusError::jetstream(asked(), "the server sends no more"))?
            else {
                break;
            };
            let entry = entry.map_err(|error| BusError::jetstream(asked(), error))?;
            let key = read(&entry.key);
            // Of what was forgotten a marker stays.
            if entry.operation == Operation::Put && key.starts_with(prefix) {
                found.push((key, entry.value.into()));
            }
            if entry.delta == 0 {
                break;
            }
        }
        // The server gives them in the order in which they were written.
        found.sort();
        Ok(found)
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
