//! Reading a stream from a place on with direct gets, without a consumer: the server keeps nothing for such a reader, so
//! there is nothing that another could delete, and a server that dies takes nothing along. The place is the next
//! sequence, known here alone.
//!
//! JetStream's direct gets give the next messages of a subject (in batches since nats-server 2.11, one by one before).
//! At the end of the stream a plain subscription wakes us when there is more.

use std::collections::VecDeque;
use std::time::Duration;

use async_nats::Subscriber;
use futures_util::StreamExt;
use serde_json::json;
use tokio::time::Instant;
use tracing::info;

use super::direct_get::{ANSWER_WAIT, END_OF_BATCH, PENDING, refusal, stored};
use super::silence::Silence;
use super::tailed::{Start, Tailed};
use super::{Bus, BusError};
use crate::backoff::Backoff;

/// Messages and bytes asked for at once.
const BATCH: usize = 100;
const BATCH_BYTES: usize = 1 << 20;
/// Between two looks at the end of a stream, where nothing wakes us: the second is for readers without the right to listen.
const PAUSES: Backoff = Backoff::new(Duration::from_millis(20), Duration::from_secs(1));
/// How often a stream that has nothing more is looked at by those whom nothing wakes.
const LOOK_EVERY: Duration = Duration::from_secs(30);

/// A reader of a stream.
pub(super) struct DirectReader {
    bus: Bus,
    stream: &'static str,
    filter: String,
    /// The first sequence that has not been read.
    next: u64,
    /// When the stream was made: one that was made anew counts from the beginning.
    created: String,
    read: VecDeque<Tailed>,
    wake: Option<Subscriber>,
    /// It has woken us, and the stream has not been looked at since.
    look_due: bool,
    looked: Instant,
    pauses: Backoff,
    silence: Silence,
}

/// How a request was answered.
enum Answer {
    /// With messages; they have been read.
    More,
    /// Nothing more for now.
    End,
    /// Not, or not to the end.
    Silence(String),
    /// The connection is a new one: what was asked of the old one will not come.
    Reconnected,
}

impl DirectReader {
    pub async fn open(bus: &Bus, stream: &'static str, filter: &str, start: Start) -> Result<Self, BusError> {
        let refused = |cause: String| BusError::jetstream(format!("following {filter}"), cause);
        let extent = bus.extent(stream).await.map_err(refused)?;
        let mut reading = Self {
            bus: bus.clone(),
            stream,
            filter: filter.to_owned(),
            next: extent.last + 1,
            created: extent.created,
            read: VecDeque::new(),
            wake: None,
            look_due: false,
            looked: Instant::now(),
            pauses: PAUSES,
            silence: Silence::default(),
        };
        match start {
            Start::Live | Start::New => {}
            // A stream that never held anything begins with 0, and sequences with 1.
            Start::All => reading.next = extent.first.max(1),
            // Looked for by halves: a stream has no index of times that one could ask.
            Start::Since(since) => {
                let first = extent.first.max(1);
                reading.next =
                    bus.first_since(stream, since, first, extent.last + 1).await.map_err(refused)?;
            }
        }
        // The first request shows whether we may ask at all.
        if let Answer::Silence(cause) = reading.ask().await {
            return Err(refused(format!("{cause}; may this user read the stream {stream}?")));
        }
        Ok(reading)
    }

    /// The next message, however long it takes.
    pub async fn next(&mut self) -> Tailed {
        loop {
            if let Some(message) = self.read.pop_front() {
                return message;
            }
            match self.ask().await {
                Answer::More => {
                    self.pauses.reset();
                    // It was to ring once, and what it rang for is being read.
                    self.wake = None;
                    self.silence.is_over(self.stream);
                }
                Answer::End => {
                    self.silence.is_over(self.stream);
                    // A stream that was made anew between two questions answers as one that has nothing more.
                    if self.look_due || self.looked.elapsed() > LOOK_EVERY {
                        self.look().await;
                    }
                    self.wait().await;
                }
                Answer::Reconnected => self.look().await,
                Answer::Silence(cause) => {
                    self.silence.goes_on(self.stream, &cause, self.bus.is_connected());
                    tokio::time::sleep(self.pauses.next()).await;
                    self.look().await;
                }
            }
        }
    }

    /// Asks for the next messages.
    async fn ask(&mut self) -> Answer {
        // By bytes as well, for a hundred messages may be large ones.
        let request = json!({
            "seq": self.next, "next_by_subj": self.filter, "batch": BATCH, "max_bytes": BATCH_BYTES,
        });
        let mut connections = self.bus.connections.clone();
        connections.mark_unchanged();
        let mut replies = match self.bus.direct_get(self.stream, &request).await {
            Ok(replies) => replies,
            Err(cause) => return Answer::Silence(cause),
        };
        loop {
            let reply = tokio::select! {
                reply = tokio::time::timeout(ANSWER_WAIT, replies.next()) => reply,
                _ = connections.changed() => return Answer::Reconnected,
            };
            let Ok(Some(reply)) = reply else {
                return Answer::Silence("the server does not answer".to_owned());
            };
            match reply.status.map(|status| status.as_u16()) {
                None => {
                    let Some((sequence, message)) = stored(&reply) else {
                        return Answer::Silence("an answer without its place in the stream".to_owned());
                    };
                    self.next = self.next.max(sequence + 1);
                    self.read.push_back(message);
                    // A server that knows no batches has answered with the one message.
                    if reply.headers.as_ref().is_none_or(|headers| headers.get(PENDING).is_none()) {
                        return Answer::More;
                    }
                }
                Some(END_OF_BATCH) => return Answer::More,
                // Behind messages it says no more than that the stream ends there.
                Some(404) => return if self.read.is_empty() { Answer::End } else { Answer::More },
                Some(_) => return Answer::Silence(refusal(&reply)),
            }
        }
    }

    /// At the end: until something is published, for a moment where nothing wakes us.
    async fn wait(&mut self) {
        if self.wake.is_none() {
            let wake = self.bus.client.subscribe(self.filter.clone()).await;
            if let Ok(mut wake) = wake {
                // One message is enough to wake us; what it carries is read from the stream.
                let once = wake.unsubscribe_after(1).await;
                self.wake = once.is_ok().then_some(wake);
                // What came before we listened is asked for first.
                return;
            }
        }
        let mut connections = self.bus.connections.clone();
        connections.mark_unchanged();
        let woken = async {
            match &mut self.wake {
                Some(wake) => drop(wake.next().await),
                None => std::future::pending().await,
            }
        };
        let pause = self.pauses.next();
        let (woken, lost) = tokio::select! {
            () = woken => (true, false),
            _ = connections.changed() => (false, true),
            () = tokio::time::sleep(pause) => (false, false),
        };
        if woken {
            // What woke us may be on its way into the stream still.
            self.pauses.reset();
        }
        if woken || lost {
            // A subscription of the old connection may have been used up without our hearing of it.
            self.wake = None;
        }
        self.look_due = woken;
        if lost {
            self.look().await;
        }
    }

    /// After a loss: a stream that was made anew is read from its beginning; one whose last messages were lost with its
    /// server gives their sequences to others.
    async fn look(&mut self) {
        (self.look_due, self.looked) = (false, Instant::now());
        let Ok(extent) = self.bus.extent(self.stream).await else { return };
        if extent.created != self.created {
            info!(stream = self.stream, "the stream was made anew; reading it from its beginning");
            (self.created, self.next) = (extent.created, extent.first.max(1));
        }
        self.next = self.next.min(extent.last + 1);
    }
}
