//! Following subjects (subscriptions): live, from their stream, or from where a reader left off.

use async_nats::Subscriber;
use async_nats::jetstream::consumer::DeliverPolicy;
use futures_util::StreamExt;
use futures_util::stream::{self, BoxStream};

use super::direct::DirectReader;
use super::durable::DurableReader;
use super::manage::is_missing;
use super::tailed::{Start, Tailed, tailed};
use super::{Bus, BusError};
use crate::topology::holding;

/// What for, where the server refuses it.
const FOLLOWING: &str = "veille tail";

/// Subjects that are being followed. Never ends by itself: a server that is away is waited for.
pub struct Following(Reader);

/// Who brings the messages.
enum Reader {
    Live(Subscriber),
    Stream(Box<DirectReader>),
    Named(Box<DurableReader>),
}

impl Following {
    /// The next message; None where the bus itself has ended.
    pub async fn next(&mut self) -> Option<Tailed> {
        match &mut self.0 {
            Reader::Live(messages) => {
                let message = messages.next().await?;
                Some(tailed(&message.subject, message.headers.as_ref(), &message.payload))
            }
            Reader::Stream(stream) => Some(stream.next().await),
            Reader::Named(reader) => Some(reader.next().await),
        }
    }

    /// The message has been read: a reader with a name will not be given it again.
    pub async fn settle(&self, message: &Tailed) {
        if let Reader::Named(reader) = &self.0 {
            reader.settle(message).await;
        }
    }

    /// Gives back what was sent and not read, so that it comes at once when its reader comes back.
    pub async fn end(self) {
        if let Reader::Named(reader) = self.0 {
            reader.end().await;
        }
    }
}

impl Bus {
    /// Follows the subjects that a filter matches: `veille.topic.*.fr.>`.
    ///
    /// A filter that reaches over several streams, or outside of ours, can only be followed live.
    ///
    /// # Errors
    /// [`BusError::Forbidden`] where we may not, [`BusError::JetStream`] where the server refuses.
    pub async fn follow(&self, filter: &str, start: Start) -> Result<Following, BusError> {
        self.unless_forbidden(FOLLOWING, self.follow_now(filter, start)).await
    }

    async fn follow_now(&self, filter: &str, start: Start) -> Result<Following, BusError> {
        match (holding(filter), start) {
            (Some(flow), Start::New | Start::All | Start::Since(_)) => {
                let reading = match DirectReader::open(self, flow.stream, filter, start).await {
                    Ok(reading) => reading,
                    Err(error) => return Err(self.or_missing(flow.stream, error).await),
                };
                Ok(Following(Reader::Stream(Box::new(reading))))
            }
            (None, Start::All | Start::Since(_)) => Err(several_streams(filter)),
            _ => {
                // Also what reaches over several streams, of which none alone could be read on.
                let messages = self.client.subscribe(filter.to_owned()).await;
                let messages =
                    messages.map_err(|error| BusError::jetstream(format!("following {filter}"), error))?;
                Ok(Following(Reader::Live(messages)))
            }
        }
    }

    /// Follows a filter as a reader whose place the server keeps under this name; `start` is where a new one begins.
    ///
    /// # Errors
    /// [`BusError::Forbidden`] where we may not, [`BusError::JetStream`] where the server refuses, or keeps the name for
    /// another filter.
    pub async fn follow_as(&self, name: &str, filter: &str, start: Start) -> Result<Following, BusError> {
        let stream = holding(filter).ok_or_else(|| several_streams(filter))?.stream;
        let opening = async {
            match DurableReader::open(self, name, stream, filter, policy(start)).await {
                Ok(reader) => Ok(reader),
                Err(error) => Err(self.or_missing(stream, error).await),
            }
        };
        let reader = self.unless_forbidden(FOLLOWING, opening).await?;
        Ok(Following(Reader::Named(Box::new(reader))))
    }

    /// An error, or that the stream is not there, where that is why. Readers make none.
    async fn or_missing(&self, stream: &str, error: BusError) -> BusError {
        // Looked for after the failure: before, it would be a question more for every reader.
        match self.context.get_stream(stream).await {
            Err(error) if is_missing(&error.kind()) => {
                BusError::NoStream { name: stream.to_owned(), user: self.rights.shown() }
            }
            _ => error,
        }
    }

    /// [`follow`](Self::follow) as a stream.
    ///
    /// # Errors
    /// As there.
    pub async fn tail(
        &self,
        filter: &str,
        start: Start,
    ) -> Result<BoxStream<'static, Result<Tailed, BusError>>, BusError> {
        let following = self.follow(filter, start).await?;
        let next = |mut following: Following| async {
            following.next().await.map(|message| (Ok(message), following))
        };
        Ok(stream::unfold(following, next).boxed())
    }
}

fn several_streams(filter: &str) -> BusError {
    let cause = "no single stream holds these subjects: name one, as in veille.topic.>";
    BusError::jetstream(format!("following {filter}"), cause)
}

fn policy(start: Start) -> DeliverPolicy {
    match start {
        Start::Live | Start::New => DeliverPolicy::New,
        Start::All => DeliverPolicy::All,
        Start::Since(start_time) => DeliverPolicy::ByStartTime { start_time },
    }
}
