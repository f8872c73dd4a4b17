//! Publishing until the server has confirmed (JetStream publish acknowledgements).

use std::time::Duration;

use async_nats::HeaderMap;
use async_nats::jetstream::context::PublishErrorKind;
use async_nats::jetstream::message::PublishMessage;
use bytes::Bytes;
use futures_util::future::try_join_all;
use tracing::{debug, info, warn};
use veille_model::Reason;

use super::Bus;
use crate::Stop;
use crate::backoff::Backoff;
use crate::topology::holding;

/// A message on its way out.
#[derive(Clone, Debug)]
pub(super) struct Publication {
    pub subject: String,
    pub headers: HeaderMap,
    pub payload: Bytes,
}

/// Why a message was not confirmed.
#[derive(Debug)]
pub(super) enum Unconfirmed {
    /// No server takes it: it is larger than the server allows.
    TooLarge { bytes: usize, limit: usize, raise: &'static str },
    /// We stopped waiting.
    GivenUp,
    /// We lack a right that we need.
    Forbidden,
}

/// How long a stream may take to confirm before a message is sent again. A server that stands still swallows what is sent to it, and the
/// others elect a leader in four to nine seconds (`minElectionTimeout`, `maxElectionTimeout` of nats-server): whoever waited for long when
/// that happens makes the pause longer by as much. What is confirmed late is known by its id.
const CONFIRM_WAIT: Duration = Duration::from_secs(2);
const PAUSES: Backoff = Backoff::new(Duration::from_millis(100), Duration::from_secs(1));
/// How often a full stream is tried.
const PROBE_EVERY: Duration = Duration::from_millis(250);

impl Bus {
    /// Sends a publication until it is confirmed, through reconnects and full streams, or until `give_up`.
    pub(super) async fn publish(&self, publication: &Publication, give_up: &Stop) -> Result<(), Unconfirmed> {
        self.fits(publication)?;
        tokio::select! {
            () = self.publish_until_confirmed(publication) => Ok(()),
            () = give_up.cancelled() => Err(Unconfirmed::GivenUp),
            _ = self.forbidden("") => Err(Unconfirmed::Forbidden),
        }
    }

    async fn publish_until_confirmed(&self, publication: &Publication) {
        let mut connections = self.connections.clone();
        let mut pauses = PAUSES;
        let mut turn = self.backpressure.turn(&publication.subject).await;
        loop {
            // Before it is sent, or a loss in between would go unseen.
            connections.mark_unchanged();
            let refused = tokio::select! {
                answer = self.try_publish(publication) => answer,
                // What was sent over the connection before is answered by nobody. Its id tells it apart.
                _ = connections.changed() => continue,
            };
            let Err(cause) = refused else {
                let stream = stream_of(&publication.subject);
                if self.backpressure.mark_open(&publication.subject)
                    && self.told.is_due(&format!("{stream} is open"))
                {
                    info!(stream, "the stream takes messages again");
                }
                return;
            };
            if is_full(&cause) {
                self.backpressure.mark_full(&publication.subject);
                self.tell(
                    publication,
                    &format!("full: {cause}"),
                    "the stream is full; waiting until it has room",
                );
                // One tries and the others stand in line: a full stream is
                // asked four times a second, by however many it is waited for.
                if turn.is_none() {
                    turn = self.backpressure.turn(&publication.subject).await;
                } else {
                    tokio::time::sleep(PROBE_EVERY).await;
                }
                continue;
            }
            // Once is a leader that moves or a server that restarts, and worth no line.
            if pauses.is_fresh() {
                debug!(subject = publication.subject, cause, "not confirmed");
            } else {
                self.tell(publication, &cause, "not confirmed; sending again");
                // Not at once: a stream that is electing its leader is answered for by nobody either.
                if cause == NO_STREAM
                    && let Some(flow) = holding(&publication.subject)
                {
                    self.restore(flow.stream).await;
                }
            }
            tokio::time::sleep(pauses.next()).await;
        }
    }

    /// One line for a stream and a cause, whatever the number of those who wait.
    fn tell(&self, publication: &Publication, cause: &str, what: &str) {
        let stream = stream_of(&publication.subject);
        if self.told.is_due(&format!("{stream} {cause}")) {
            warn!(stream, cause, "{what}");
        }
    }

    /// Sends several at once.
    pub(super) async fn publish_all(
        &self,
        publications: &[Publication],
        give_up: &Stop,
    ) -> Result<(), Unconfirmed> {
        // Not one by one: each waits for a confirmation, for which a cluster asks its servers first.
        try_join_all(publications.iter().map(|publication| self.publish(publication, give_up)))
            .await
            .map(|_| ())
    }

    /// Whether the server takes a message of this size, and its stream can hold it.
    pub(super) fn fits(&self, publication: &Publication) -> Result<(), Unconfirmed> {
        // The server's `max_payload` is of both together.
        let bytes = publication.payload.len() + headers_bytes(&publication.headers);
        let limit = self.client.server_info().max_payload;
        if limit > 0 && bytes > limit {
            return Err(Unconfirmed::TooLarge { bytes, limit, raise: "max_payload in its configuration" });
        }
        match self.backpressure.largest(&publication.subject) {
            Some(limit) if bytes > limit => Err(Unconfirmed::TooLarge {
                bytes,
                limit,
                raise: "the stream's share of the storage in [nats]",
            }),
            _ => Ok(()),
        }
    }

    async fn try_publish(&self, publication: &Publication) -> Result<(), String> {
        let message =
            PublishMessage::build().payload(publication.payload.clone()).headers(publication.headers.clone());
        let sent = self.context.send_publish(publication.subject.clone(), message).await.map_err(explain)?;
        match tokio::time::timeout(CONFIRM_WAIT, sent).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(explain(error)),
            Err(_) => Err("timed out".to_owned()),
        }
    }
}

const NO_STREAM: &str = "no stream takes this subject";

/// The stream of a subject; of one that is not ours, the subject itself.
fn stream_of(subject: &str) -> &str {
    holding(subject).map_or(subject, |flow| flow.stream)
}

/// Whether a stream, or the server, has no room at the moment.
fn is_full(cause: &str) -> bool {
    // "maximum bytes exceeded" is the stream's word, "resource limits exceeded for account" the
    // account's, "insufficient resources" and "insufficient storage resources available" the server's.
    ["maximum bytes", "resource limits", "insufficient"].iter().any(|sign| cause.contains(sign))
}

fn explain(error: async_nats::jetstream::context::PublishError) -> String {
    use std::error::Error;
    match (error.kind(), error.source()) {
        (PublishErrorKind::StreamNotFound, _) => NO_STREAM.to_owned(),
        (_, Some(source)) => source.to_string(),
        _ => error.to_string(),
    }
}

/// What headers take on the wire: a version line, a line each, and an empty one.
fn headers_bytes(headers: &HeaderMap) -> usize {
    let line = |(name, values): (&async_nats::HeaderName, &Vec<async_nats::HeaderValue>)| {
        let name: &str = name.as_ref();
        values.iter().map(|value| name.len() + value.as_str().len() + 4).sum::<usize>()
    };
    // `NATS/1.0` with its line end, and the end of the empty line.
    12 + headers.iter().map(line).sum::<usize>()
}

/// Why the server does not take a message.
pub(super) fn too_large(subject: &str, bytes: usize, limit: usize, raise: &str) -> Reason {
    let detail = format!("{bytes} bytes for {subject}, and the NATS server takes {limit}: raise {raise}");
    Reason::new("too_large", detail)
}
