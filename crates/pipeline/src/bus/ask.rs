//! Asking the server for streams, consumers and buckets. What is on its way to a server that dies is answered by nobody,
//! so it is asked again: all that we ask for here may be asked for twice.

use std::fmt::Display;
use std::time::Duration;

use async_nats::jetstream::context::{CreateKeyValueErrorKind, CreateStreamErrorKind};
use async_nats::jetstream::stream::ConsumerErrorKind;
use tracing::warn;

use super::BusError;

/// With the time that each may take, half a minute: a server that is silent for longer has something to be told of.
const TRIES: usize = 6;
const PAUSE: Duration = Duration::from_millis(250);

/// Kinds of errors that mean that nobody answered.
pub(super) trait Unanswered {
    fn unanswered(&self) -> bool;
}

impl Unanswered for async_nats::error::Error<CreateStreamErrorKind> {
    fn unanswered(&self) -> bool {
        matches!(self.kind(), CreateStreamErrorKind::TimedOut)
    }
}

impl Unanswered for async_nats::error::Error<ConsumerErrorKind> {
    fn unanswered(&self) -> bool {
        matches!(self.kind(), ConsumerErrorKind::TimedOut | ConsumerErrorKind::Request)
    }
}

impl Unanswered for async_nats::error::Error<CreateKeyValueErrorKind> {
    fn unanswered(&self) -> bool {
        matches!(self.kind(), CreateKeyValueErrorKind::TimedOut)
    }
}

/// Asks until there is an answer, a bounded number of times. `asked` says what for: `creating the stream CAPTURES`.
pub(super) async fn ask<T, E: Unanswered + Display, F: Future<Output = Result<T, E>>>(
    asked: &str,
    request: impl Fn() -> F,
) -> Result<T, BusError> {
    for _ in 1..TRIES {
        match request().await {
            Err(error) if error.unanswered() => {
                warn!(asked, %error, "the NATS server does not answer; asking again");
                tokio::time::sleep(PAUSE).await;
            }
            answer => return answer.map_err(|error| BusError::jetstream(asked, error)),
        }
    }
    request().await.map_err(|error| BusError::jetstream(asked, error))
}
