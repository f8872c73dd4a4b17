//! Requests to the JetStream API, asking the server for streams, consumers and buckets. What is on its way to a server that dies is answered by nobody,
//! so it is asked again: all that we ask for here may be asked for twice.

use std::fmt::Display;
use std::time::Duration;

use async_nats::jetstream;
use async_nats::jetstream::ErrorCode;
use async_nats::jetstream::context::{
    CreateKeyValueErrorKind, CreateStreamError, CreateStreamErrorKind, GetStreamErrorKind,
};
use async_nats::jetstream::stream::ConsumerErrorKind;
use tokio::time::Instant;
use tracing::warn;

use super::{Bus, BusError};
use crate::backoff::Backoff;

/// How long it is asked: a server that is silent for longer has something to be told of.
pub(super) const ASKED_MAX: Duration = Duration::from_secs(30);
const PAUSES: Backoff = Backoff::new(Duration::from_millis(100), Duration::from_secs(1));

/// Kinds of errors that mean that nobody answered.
pub(super) trait Unanswered {
    fn unanswered(&self) -> bool;
}

/// A cluster that is electing its leader, or a server that is starting, answers for itself and not for good.
fn is_passing(error: &jetstream::Error) -> bool {
    [
        ErrorCode::CLUSTER_NOT_AVAILABLE,
        ErrorCode::CLUSTER_NOT_LEADER,
        ErrorCode::CLUSTER_NOT_ACTIVE,
        ErrorCode::CLUSTER_NOT_ASSIGNED,
        ErrorCode::CLUSTER_INCOMPLETE,
    ]
    .contains(&error.error_code())
}

/// A cluster that has just been started, or has lost a server, counts those that its leader has heard of: "no suitable peers for
/// placement", with ", peer offline" behind it or nothing. What they have too little of stands there too, and is its answer.
fn is_short_of_peers(error: &jetstream::Error) -> bool {
    let is_short = error.error_code() == ErrorCode::CLUSTER_NO_PEERS;
    is_short && !error.to_string().contains("insufficient storage")
}

impl Unanswered for async_nats::error::Error<CreateStreamErrorKind> {
    fn unanswered(&self) -> bool {
        match self.kind() {
            CreateStreamErrorKind::TimedOut | CreateStreamErrorKind::JetStreamUnavailable => true,
            CreateStreamErrorKind::JetStream(error) => is_passing(&error) || is_short_of_peers(&error),
            _ => false,
        }
    }
}

impl Unanswered for async_nats::error::Error<GetStreamErrorKind> {
    fn unanswered(&self) -> bool {
        match self.kind() {
            GetStreamErrorKind::Request => true,
            GetStreamErrorKind::JetStream(error) => is_passing(&error),
            _ => false,
        }
    }
}

impl Unanswered for async_nats::error::Error<ConsumerErrorKind> {
    fn unanswered(&self) -> bool {
        match self.kind() {
            ConsumerErrorKind::TimedOut | ConsumerErrorKind::Request => true,
            ConsumerErrorKind::JetStream(error) => is_passing(&error),
            _ => false,
        }
    }
}

// A bucket is a stream in the end: the client wraps why that could not be made.
impl Unanswered for async_nats::error::Error<CreateKeyValueErrorKind> {
    fn unanswered(&self) -> bool {
        let made =
            std::error::Error::source(self).and_then(|cause| cause.downcast_ref::<CreateStreamError>());
        self.kind() == CreateKeyValueErrorKind::TimedOut || made.is_some_and(Unanswered::unanswered)
    }
}

impl Bus {
    /// Asks until there is an answer, for half a minute. `asked` says what for: `creating the stream CAPTURES`. What we may
    /// not ask is answered by nobody either, but then the server has said so.
    pub(super) async fn ask<T, E: Unanswered + Display, F: Future<Output = Result<T, E>>>(
        &self,
        asked: &str,
        request: impl Fn() -> F,
    ) -> Result<T, BusError> {
        let until = Instant::now() + ASKED_MAX;
        let asking = async {
            let mut pauses = PAUSES;
            loop {
                match request().await {
                    // Only what nobody answers is bounded: an answer, good or bad, ends it at once.
                    Err(error) if error.unanswered() && Instant::now() >= until => {
                        let (asked, cause) = (asked.to_owned(), error.to_string());
                        return Err(BusError::Unanswered { asked, cause });
                    }
                    Err(error) if error.unanswered() => {
                        // One line for each thing that is asked for, however often.
                        if pauses.is_fresh() {
                            warn!(asked, %error, "the NATS server has no answer yet; asking again");
                        }
                        tokio::time::sleep(pauses.next()).await;
                    }
                    answer => return answer.map_err(|error| BusError::jetstream(asked, error)),
                }
            }
        };
        self.unless_forbidden(asked, asking).await
    }
}
