//! Following subjects.

use std::collections::BTreeMap;

use async_nats::HeaderMap;
use async_nats::jetstream::consumer::{DeliverPolicy, pull};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::StreamExt;
use futures_util::stream::BoxStream;

use super::streams::holding;
use super::{Bus, BusError, wire};

/// From where on a subject is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// What is published from now on, as it passes: asks nothing of the server but to listen, and so works for readers
    /// who may publish nothing. What passes while the connection is lost is missed.
    Live,
    /// What is published from now on, from the stream: nothing is missed.
    New,
    /// All that the stream holds, then what comes.
    All,
    /// What was published since, then what comes.
    Since(DateTime<Utc>),
}

/// A message that was followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tailed {
    /// Where it was published.
    pub subject: String,
    /// Its headers; those of a dead letter say what it died of.
    pub headers: BTreeMap<String, String>,
    /// Its bytes, decompressed.
    pub payload: Vec<u8>,
}

impl Bus {
    /// Follows the subjects that a filter matches: `veille.topic.*.fr.>`. Never ends by itself.
    ///
    /// A filter that reaches over several streams, or outside of ours, can only be followed live.
    ///
    /// # Errors
    /// [`BusError::JetStream`] where the server refuses.
    pub async fn tail(
        &self,
        filter: &str,
        start: Start,
    ) -> Result<BoxStream<'static, Result<Tailed, BusError>>, BusError> {
        let asked = format!("following {filter}");
        match (holding(filter), policy(start)) {
            (Some(stream), Some(policy)) => self.follow_stream(stream, filter, policy, asked).await,
            (None, Some(_)) if start != Start::New => {
                let cause = "no single stream holds these subjects: name one, as in veille.topic.>";
                Err(BusError::jetstream(asked, cause))
            }
            _ => {
                let messages = self.client.subscribe(filter.to_owned()).await;
                let messages = messages.map_err(|error| BusError::jetstream(asked, error))?;
                Ok(messages.map(|m| tailed(&m.subject, m.headers.as_ref(), &m.payload)).boxed())
            }
        }
    }

    async fn follow_stream(
        &self,
        stream: &'static str,
        filter: &str,
        deliver_policy: DeliverPolicy,
        asked: String,
    ) -> Result<BoxStream<'static, Result<Tailed, BusError>>, BusError> {
        let config =
            pull::OrderedConfig { filter_subject: filter.to_owned(), deliver_policy, ..Default::default() };
        let refused = |error: &dyn std::fmt::Display| BusError::jetstream(asked.clone(), error);
        let consumer =
            self.context.create_consumer_on_stream(config, stream).await.map_err(|error| refused(&error))?;
        let messages = consumer.messages().await.map_err(|error| refused(&error))?;
        let follow = messages.map(move |message| match message {
            Ok(message) => tailed(&message.subject, message.headers.as_ref(), &message.payload),
            Err(error) => Err(BusError::jetstream(asked.clone(), error)),
        });
        Ok(follow.boxed())
    }
}

fn policy(start: Start) -> Option<DeliverPolicy> {
    match start {
        Start::Live => None,
        Start::New => Some(DeliverPolicy::New),
        Start::All => Some(DeliverPolicy::All),
        Start::Since(start_time) => Some(DeliverPolicy::ByStartTime { start_time }),
    }
}

fn tailed(subject: &str, headers: Option<&HeaderMap>, payload: &Bytes) -> Result<Tailed, BusError> {
    let plain = wire::decompress(headers, payload)
        .map_err(|cause| BusError::jetstream(format!("reading a message of {subject}"), cause))?;
    let pairs = headers.into_iter().flat_map(HeaderMap::iter);
    let pairs =
        pairs.filter_map(|(name, values)| Some((name.to_string(), values.first()?.as_str().to_owned())));
    Ok(Tailed {
        subject: subject.to_owned(),
        headers: pairs.collect(),
        payload: plain.unwrap_or_else(|| payload.to_vec()),
    })
}
