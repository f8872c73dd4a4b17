//! JetStream direct gets: messages of a stream by their sequence, without a consumer, and where a stream begins and ends.

use std::time::Duration;

use async_nats::header::{NATS_SEQUENCE, NATS_SUBJECT, NATS_TIME_STAMP};
use async_nats::{HeaderMap, Message, StatusCode, Subscriber};
use chrono::{DateTime, Utc};
use futures_util::StreamExt;
use serde_json::json;

use super::Bus;
use super::tailed::{Tailed, tailed};

/// Ends a batch.
pub(super) const END_OF_BATCH: u16 = 204;
/// A header that only batches carry.
pub(super) const PENDING: &str = "Nats-Num-Pending";
/// How long the next message of an answer may take.
pub(super) const ANSWER_WAIT: Duration = Duration::from_secs(5);

/// Where a stream begins and ends.
pub(super) struct Extent {
    /// When it was made.
    pub created: String,
    pub first: u64,
    pub last: u64,
}

impl Bus {
    /// Asks; the answers come one by one.
    pub(super) async fn direct_get(
        &self,
        stream: &str,
        request: &serde_json::Value,
    ) -> Result<Subscriber, String> {
        let inbox = self.client.new_inbox();
        let replies = self.client.subscribe(inbox.clone()).await.map_err(|error| error.to_string())?;
        let subject = format!("$JS.API.DIRECT.GET.{stream}");
        let asked = self.client.publish_with_reply(subject, inbox, request.to_string().into()).await;
        asked.map(|()| replies).map_err(|error| error.to_string())
    }

    pub(super) async fn extent(&self, stream: &str) -> Result<Extent, String> {
        let found = self.context.get_stream(stream).await.map_err(|error| error.to_string())?;
        let info = found.cached_info();
        Ok(Extent {
            created: info.created.to_string(),
            first: info.state.first_sequence,
            last: info.state.last_sequence,
        })
    }

    /// The first sequence that was published at an instant or later, found by halving.
    pub(super) async fn first_since(
        &self,
        stream: &str,
        since: DateTime<Utc>,
        first: u64,
        end: u64,
    ) -> Result<u64, String> {
        let (mut low, mut high) = (first, end);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.stored_from(stream, middle).await? {
                // It may lie behind the middle, where messages between have gone.
                Some((sequence, moment)) if moment < since => low = sequence + 1,
                _ => high = middle,
            }
        }
        Ok(low)
    }

    /// Sequence and instant of the first message from here on.
    pub(super) async fn stored_from(
        &self,
        stream: &str,
        sequence: u64,
    ) -> Result<Option<(u64, DateTime<Utc>)>, String> {
        // With a subject the next message that is there; without one this sequence or none.
        let request = json!({ "seq": sequence, "next_by_subj": ">" });
        let mut replies = self.direct_get(stream, &request).await?;
        let reply = tokio::time::timeout(ANSWER_WAIT, replies.next()).await;
        let Ok(Some(reply)) = reply else { return Err("the server does not answer".to_owned()) };
        match reply.status {
            None => {
                let headers = reply.headers.as_ref();
                let moment = header(headers, NATS_TIME_STAMP)
                    .and_then(|text| DateTime::parse_from_rfc3339(text).ok())
                    .ok_or("an answer without its instant")?;
                Ok(sequence_of(headers).map(|sequence| (sequence, moment.to_utc())))
            }
            Some(StatusCode::NOT_FOUND) => Ok(None),
            Some(_) => Err(refusal(&reply)),
        }
    }
}

/// A message of the stream and its sequence.
pub(super) fn stored(reply: &Message) -> Option<(u64, Tailed)> {
    let headers = reply.headers.as_ref();
    let subject = header(headers, NATS_SUBJECT)?;
    let mut message = tailed(subject, headers, &reply.payload);
    // A reader gets what was published, whichever way it came.
    message.headers.retain(|name, _| !FROM_THE_STREAM.contains(&name.as_str()));
    Some((sequence_of(headers)?, message))
}

/// What the server adds to the publisher's headers.
const FROM_THE_STREAM: [&str; 6] =
    ["Nats-Sequence", "Nats-Subject", "Nats-Time-Stamp", "Nats-Stream", "Nats-Last-Sequence", PENDING];

pub(super) fn sequence_of(headers: Option<&HeaderMap>) -> Option<u64> {
    header(headers, NATS_SEQUENCE)?.parse().ok()
}

pub(super) fn header(
    headers: Option<&HeaderMap>,
    name: impl async_nats::header::IntoHeaderName,
) -> Option<&str> {
    headers?.get(name).map(|value| value.as_str())
}

/// Why the server does not give a message.
pub(super) fn refusal(reply: &Message) -> String {
    match (&reply.description, reply.status) {
        (Some(text), _) if !text.is_empty() => text.clone(),
        (_, Some(StatusCode::NO_RESPONDERS)) => "nobody serves this stream now".to_owned(),
        (_, status) => format!("status {}", status.map_or(0, |status| status.as_u16())),
    }
}
