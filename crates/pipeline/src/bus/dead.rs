//! The dead as people see them: letters of the stream DEAD listed, looked at, given to their stage again, deleted.

use std::collections::BTreeMap;

use async_nats::HeaderMap;
use async_nats::header::{NATS_MESSAGE_ID, NATS_TIME_STAMP};
use async_nats::jetstream::stream::Stream;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::{StreamExt, TryStreamExt};

use super::dead_letter::{ATTEMPTS, CAUSE, CAUSE_CODE, PAYLOAD, SEQUENCE, STREAM, SUBJECT};
use super::direct_get::{header, sequence_of};
use super::publish::Publication;
use super::{Bus, BusError, codec};
use crate::Stop;
use crate::digest::digest;
use crate::topology::DEAD;

/// What for, where the server refuses it.
const WHOSE: &str = "veille dead";

/// A message that no stage could settle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadLetter {
    /// Its number in the stream DEAD.
    pub number: u64,
    /// The stage that it died at.
    pub stage: String,
    /// When.
    pub at: Option<DateTime<Utc>>,
    /// The code of its cause: `panic`, `unreadable`.
    pub code: String,
    /// Its cause, in words.
    pub cause: String,
    /// How often it was tried.
    pub attempts: u32,
    /// Where it was published.
    pub subject: String,
    /// The stream that it was read from, and its number there.
    pub stream: String,
    /// See `stream`.
    pub sequence: u64,
    is_left: bool,
    headers: HeaderMap,
    packed: Bytes,
}

impl DeadLetter {
    /// Its bytes, decompressed where that is possible; None where they were too many to be kept with the cause.
    pub fn payload(&self) -> Option<Vec<u8>> {
        if self.is_left {
            return None;
        }
        let plain = codec::decompress(Some(&self.headers), &self.packed).ok().flatten();
        // What cannot be decompressed may have died of just that: it is shown as it came.
        Some(plain.unwrap_or_else(|| self.packed.to_vec()))
    }
}

impl Bus {
    /// How many messages have died at each stage and are kept still.
    ///
    /// # Errors
    /// [`BusError::JetStream`] where the server does not say.
    pub async fn dead_by_stage(&self) -> Result<BTreeMap<String, u64>, BusError> {
        let failed = |cause: String| BusError::jetstream("counting dead letters", cause);
        let stream: Stream =
            self.context.get_stream(DEAD.stream).await.map_err(|error| failed(error.to_string()))?;
        let subjects =
            stream.info_with_subjects(DEAD.subjects).await.map_err(|error| failed(error.to_string()))?;
        let counted = subjects.map_ok(|(subject, messages)| {
            (subject.rsplit('.').next().unwrap_or_default().to_owned(), messages as u64)
        });
        counted.try_collect().await.map_err(|error| failed(error.to_string()))
    }

    /// The dead, the oldest first, at most the newest so many; of one stage, or of all.
    ///
    /// # Errors
    /// [`BusError::Forbidden`] where we may not, [`BusError::JetStream`] where the server does not give them.
    pub async fn dead_letters(&self, stage: Option<&str>, limit: usize) -> Result<Vec<DeadLetter>, BusError> {
        let limit = limit.max(1);
        let extent = self.unless_forbidden(WHOSE, async {
            self.extent(DEAD.stream).await.map_err(|cause| BusError::jetstream("reading dead letters", cause))
        });
        let (first, last) = extent.await.map(|extent| (extent.first.max(1), extent.last))?;
        let mut looked_at = limit as u64;
        loop {
            // From the end, ever further: of fifty thousand nobody reads all to see the last hundred.
            let from = last.saturating_sub(looked_at - 1).max(first);
            let mut found = std::collections::VecDeque::new();
            self.each_dead_letter(from, stage, |letter| {
                if found.len() == limit {
                    found.pop_front();
                }
                found.push_back(letter);
            })
            .await?;
            if found.len() == limit || from == first {
                return Ok(found.into());
            }
            looked_at = looked_at.saturating_mul(4);
        }
    }

    /// Shows each of the dead from a number on, the oldest first; of one stage, or of all. One at a time: all together may be
    /// more than fits in memory.
    ///
    /// # Errors
    /// As [`Bus::dead_letters`].
    pub async fn each_dead_letter(
        &self,
        from: u64,
        stage: Option<&str>,
        mut look: impl FnMut(DeadLetter),
    ) -> Result<(), BusError> {
        let mut next = from;
        while let Some(letter) = self.dead_letter_from(next, stage).await? {
            next = letter.number + 1;
            look(letter);
        }
        Ok(())
    }

    /// One of the dead by its number.
    ///
    /// # Errors
    /// As [`Bus::dead_letters`].
    pub async fn dead_letter_at(&self, number: u64) -> Result<Option<DeadLetter>, BusError> {
        Ok(self.dead_letter_from(number, None).await?.filter(|letter| letter.number == number))
    }

    async fn dead_letter_from(
        &self,
        number: u64,
        stage: Option<&str>,
    ) -> Result<Option<DeadLetter>, BusError> {
        // Told by our rights: a request that the server forbids is answered by nobody.
        self.rights.check(WHOSE, &[format!("$JS.API.DIRECT.GET.{}", DEAD.stream)])?;
        let filter = stage.map_or_else(|| DEAD.subjects.to_owned(), |stage| DEAD.subject(&[&stage]));
        let reading = async {
            let reply = self.get_from(DEAD.stream, number, &filter).await;
            let reply = reply.map_err(|cause| BusError::jetstream("reading dead letters", cause))?;
            Ok(reply.and_then(|reply| letter(&reply)))
        };
        self.unless_forbidden(WHOSE, reading).await
    }

    /// Publishes a dead message again where it was read, under an id of its own, and takes the letter out of the dead. Where
    /// its bytes were left in its stream they are read there.
    ///
    /// # Errors
    /// [`BusError::Forbidden`] where we may not, [`BusError::JetStream`] where the server refuses or its bytes are gone. It
    /// stays among the dead then.
    pub async fn requeue(&self, letter: &DeadLetter, stop: &Stop) -> Result<(), BusError> {
        let number = letter.number;
        self.rights.check(WHOSE, &[letter.subject.clone(), deletion()])?;
        let failed =
            |cause: String| BusError::jetstream(format!("giving dead letter {number} to its stage"), cause);
        let mut headers = HeaderMap::new();
        let ours = [CAUSE, CAUSE_CODE, SUBJECT, STREAM, SEQUENCE, ATTEMPTS, PAYLOAD];
        for (name, values) in letter.headers.iter() {
            let text: &str = name.as_ref();
            // `Nats-Stream`, `Nats-Sequence` and their like were put there by the server when the letter was read.
            if !text.starts_with("Nats-") && !ours.iter().any(|ours| ours.eq_ignore_ascii_case(text)) {
                values.iter().for_each(|value| headers.append(name.clone(), value.clone()));
            }
        }
        let payload = match letter.is_left {
            false => letter.packed.clone(),
            true => {
                let left = self.get_from(&letter.stream, letter.sequence, ">").await.map_err(failed)?;
                // The server gives the next message where the one that was asked for is gone.
                let left = left.filter(|reply| sequence_of(reply.headers.as_ref()) == Some(letter.sequence));
                let gone = || {
                    format!("its bytes were left in {} at {}, and are gone", letter.stream, letter.sequence)
                };
                left.ok_or_else(|| failed(gone()))?.payload
            }
        };
        // By its own id it is known, and would be dropped as a duplicate. Asked twice it goes once.
        headers.insert(NATS_MESSAGE_ID, format!("requeued/{number}/{}", digest(&payload)));
        let publication = Publication { subject: letter.subject.clone(), headers, payload };
        let published = self.publish(&publication, stop).await;
        published.map_err(|cause| failed(format!("{cause:?}")))?;
        // At last: killed before this the letter is among the dead still, and given again under the same id.
        self.drop_dead(number).await
    }

    /// Deletes one of the dead.
    ///
    /// # Errors
    /// [`BusError::Forbidden`] where we may not, [`BusError::JetStream`] where the server refuses.
    pub async fn drop_dead(&self, number: u64) -> Result<(), BusError> {
        self.rights.check(WHOSE, &[deletion()])?;
        let deleting = async {
            let failed = |cause: String| BusError::jetstream(format!("deleting dead letter {number}"), cause);
            let stream =
                self.context.get_stream(DEAD.stream).await.map_err(|error| failed(error.to_string()))?;
            stream.delete_message(number).await.map(drop).map_err(|error| failed(error.to_string()))
        };
        self.unless_forbidden(WHOSE, deleting).await
    }

    /// The first message of these subjects from here on.
    async fn get_from(
        &self,
        stream: &str,
        sequence: u64,
        filter: &str,
    ) -> Result<Option<async_nats::Message>, String> {
        let request = serde_json::json!({ "seq": sequence, "next_by_subj": filter });
        let mut replies = self.direct_get(stream, &request).await?;
        let reply = tokio::time::timeout(super::direct_get::ANSWER_WAIT, replies.next()).await;
        let Ok(Some(reply)) = reply else { return Err("the server does not answer".to_owned()) };
        match reply.status {
            None => Ok(Some(reply)),
            Some(async_nats::StatusCode::NOT_FOUND) => Ok(None),
            Some(_) => Err(super::direct_get::refusal(&reply)),
        }
    }
}

fn deletion() -> String {
    format!("$JS.API.STREAM.MSG.DELETE.{}", DEAD.stream)
}

fn letter(reply: &async_nats::Message) -> Option<DeadLetter> {
    let headers = reply.headers.clone()?;
    let text = |name: &str| header(Some(&headers), name).unwrap_or_default().to_owned();
    let own = header(Some(&headers), async_nats::header::NATS_SUBJECT)?;
    let at = header(Some(&headers), NATS_TIME_STAMP).and_then(|text| DateTime::parse_from_rfc3339(text).ok());
    Some(DeadLetter {
        number: sequence_of(Some(&headers))?,
        stage: own.rsplit('.').next().unwrap_or_default().to_owned(),
        at: at.map(|at| at.to_utc()),
        code: text(CAUSE_CODE),
        cause: text(CAUSE),
        attempts: text(ATTEMPTS).parse().unwrap_or_default(),
        subject: text(SUBJECT),
        stream: text(STREAM),
        sequence: text(SEQUENCE).parse().unwrap_or_default(),
        is_left: header(Some(&headers), PAYLOAD).is_some(),
        packed: reply.payload.clone(),
        headers,
    })
}
