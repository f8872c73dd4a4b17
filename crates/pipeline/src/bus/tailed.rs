//! A message that was followed, and from where on: what all who follow (subscribe, consume, get) agree on.

use std::collections::BTreeMap;

use async_nats::HeaderMap;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use tracing::warn;

use super::codec;

/// From where on a subject is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// What is published from now on, as it passes: asks nothing of the server but to listen. What passes while the
    /// connection is lost is missed.
    Live,
    /// What is published from now on, from the stream: nothing is missed.
    New,
    /// All that the stream holds, then what comes.
    All,
    /// What was published since, then what comes.
    Since(DateTime<Utc>),
}

/// Where a publisher writes a message's id.
const MESSAGE_ID: &str = "Nats-Msg-Id";

/// A message that was followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tailed {
    /// Where it was published.
    pub subject: String,
    /// Its headers; those of a dead letter say what it died of.
    pub headers: BTreeMap<String, String>,
    /// Its bytes, decompressed.
    pub payload: Vec<u8>,
    /// Where a reader with a name says that it has been read.
    pub(super) receipt: Option<String>,
}

impl Tailed {
    /// The id that its publisher gave it, `Nats-Msg-Id`: the same for the same content on the same subject in the same
    /// replay, however often it comes.
    pub fn id(&self) -> Option<&str> {
        self.headers.get(MESSAGE_ID).map(String::as_str)
    }
}

/// A message as its publisher wrote it. One that cannot be decompressed is given as it travelled: its reader will say so.
pub(super) fn tailed(subject: &str, headers: Option<&HeaderMap>, payload: &Bytes) -> Tailed {
    let plain = codec::decompress(headers, payload).unwrap_or_else(|cause| {
        warn!(subject, cause, "a message cannot be decompressed");
        None
    });
    let pairs = headers.into_iter().flat_map(HeaderMap::iter);
    let pairs =
        pairs.filter_map(|(name, values)| Some((name.to_string(), values.first()?.as_str().to_owned())));
    Tailed {
        subject: subject.to_owned(),
        headers: pairs.collect(),
        payload: plain.unwrap_or_else(|| payload.to_vec()),
        receipt: None,
    }
}
