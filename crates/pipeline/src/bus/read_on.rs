//! Reading a stream from a place on, again and again, without a consumer: the server keeps nothing for such a reader, so
//! there is nothing that another could delete, and a server that dies takes nothing along. The place is the next
//! sequence, known here alone.
//!
//! JetStream's direct gets give the next messages of a subject (in batches since nats-server 2.11, one by one before).
//! At the end of the stream a plain subscription rings when there is more.

use std::collections::VecDeque;
use std::time::Duration;

use async_nats::header::{NATS_SEQUENCE, NATS_SUBJECT, NATS_TIME_STAMP};
use async_nats::{HeaderMap, Message, StatusCode, Subscriber};
use chrono::{DateTime, Utc};
use futures_util::StreamExt;
use serde_json::json;
use tokio::time::Instant;
use tracing::{debug, info, warn};

use super::tail::{Start, Tailed, tailed};
use super::{Bus, BusError};

/// Messages and bytes asked for at once.
const BATCH: usize = 100;
const BATCH_BYTES: usize = 1 << 20;
/// Ends a batch; a header that only batches carry.
const END_OF_BATCH: u16 = 204;
const PENDING: &str = "Nats-Num-Pending";
/// How long the next message of an answer may take.
const ANSWER_WAIT: Duration = Duration::from_secs(5);
/// How long a silence may last before it is worth a line.
const SILENCE_TOLD: Duration = Duration::from_secs(3);
/// Between two looks at the end of a stream, where nothing rings: the second is for readers without the right to listen.
const PAUSE_MIN: Duration = Duration::from_millis(20);
const PAUSE_MAX: Duration = Duration::from_secs(1);
/// How often a stream that has nothing more is looked at by those for whom nothing rings.
const LOOK_EVERY: Duration = Duration::from_secs(30);

/// A reader of a stream.
pub(super) struct ReadOn {
    bus: Bus,
    stream: &'static str,
    filter: String,
    /// The first sequence that has not been read.
    next: u64,
    /// When the stream was made: one that was made anew counts from the beginning.
    created: String,
    read: VecDeque<Tailed>,
    bell: Option<Subscriber>,
    /// It rang, and the stream has not been looked at since.
    look_due: bool,
    looked: Instant,
    pause: Duration,
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

/// How long nobody has answered, and whether that was said: once, and not of a server that is back in a moment.
#[derive(Default)]
pub(super) struct Silence {
    since: Option<Instant>,
    told: bool,
}

impl Silence {
    /// Nobody answers. Where that is because the connection is lost, whoever noticed it has said so.
    pub fn goes_on(&mut self, stream: &str, cause: &str, connected: bool) {
        debug!(stream, cause, "no answer");
        let since = *self.since.get_or_insert_with(Instant::now);
        if !self.told && connected && since.elapsed() > SILENCE_TOLD {
            self.told = true;
            warn!(stream, cause, "the stream does not answer; asking until it does");
        }
    }

    pub fn is_over(&mut self, stream: &str) {
        self.since = None;
        if std::mem::take(&mut self.told) {
            info!(stream, "the stream answers again");
        }
    }
}

/// Where a stream begins and ends.
struct Extent {
    created: String,
    first: u64,
    last: u64,
}

impl ReadOn {
    pub async fn open(bus: &Bus, stream: &'static str, filter: &str, start: Start) -> Result<Self, BusError> {
        let refused = |cause: String| BusError::jetstream(format!("following {filter}"), cause);
        let extent = extent(bus, stream).await.map_err(refused)?;
        let mut reading = Self {
            bus: bus.clone(),
            stream,
            filter: filter.to_owned(),
            next: extent.last + 1,
            created: extent.created,
            read: VecDeque::new(),
            bell: None,
            look_due: false,
            looked: Instant::now(),
            pause: PAUSE_MIN,
            silence: Silence::default(),
        };
        match start {
            Start::Live | Start::New => {}
            Start::All => reading.next = extent.first.max(1),
            Start::Since(since) => {
                let first = extent.first.max(1);
                reading.next = reading.first_since(since, first, extent.last + 1).await.map_err(refused)?;
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
                    (self.pause, self.bell) = (PAUSE_MIN, None);
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
                    tokio::time::sleep(self.pause).await;
                    self.pause = (self.pause * 2).min(PAUSE_MAX);
                    self.look().await;
                }
            }
        }
    }

    /// Asks for the next messages.
    async fn ask(&mut self) -> Answer {
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
                Some(404) => return if self.read.is_empty() { Answer::End } else { Answer::More },
                Some(_) => return Answer::Silence(refusal(&reply)),
            }
        }
    }

    /// At the end: until something is published, for a moment where nobody rings.
    async fn wait(&mut self) {
        if self.bell.is_none() {
            let bell = self.bus.client.subscribe(self.filter.clone()).await;
            if let Ok(mut bell) = bell {
                // One message is enough to wake us; what it carries is read from the stream.
                let once = bell.unsubscribe_after(1).await;
                self.bell = once.is_ok().then_some(bell);
                // What came before the bell hung is asked for first.
                return;
            }
        }
        let mut connections = self.bus.connections.clone();
        connections.mark_unchanged();
        let rung = async {
            match &mut self.bell {
                Some(bell) => drop(bell.next().await),
                None => std::future::pending().await,
            }
        };
        let (rung, lost) = tokio::select! {
            () = rung => (true, false),
            _ = connections.changed() => (false, true),
            () = tokio::time::sleep(self.pause) => (false, false),
        };
        // What rang may be on its way into the stream still.
        self.pause = if rung { PAUSE_MIN } else { (self.pause * 2).min(PAUSE_MAX) };
        if rung || lost {
            self.bell = None;
        }
        self.look_due = rung;
        if lost {
            self.look().await;
        }
    }

    /// After a loss: a stream that was made anew is read from its beginning; one whose last messages were lost with its
    /// server gives their sequences to others.
    async fn look(&mut self) {
        (self.look_due, self.looked) = (false, Instant::now());
        let Ok(extent) = extent(&self.bus, self.stream).await else { return };
        if extent.created != self.created {
            info!(stream = self.stream, "the stream was made anew; reading it from its beginning");
            (self.created, self.next) = (extent.created, extent.first.max(1));
        }
        self.next = self.next.min(extent.last + 1);
    }

    /// The first sequence that was published at an instant or later, found by halving.
    async fn first_since(&self, since: DateTime<Utc>, first: u64, end: u64) -> Result<u64, String> {
        let (mut low, mut high) = (first, end);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.stored_from(middle).await? {
                Some((sequence, moment)) if moment < since => low = sequence + 1,
                _ => high = middle,
            }
        }
        Ok(low)
    }

    /// Sequence and instant of the first message from here on.
    async fn stored_from(&self, sequence: u64) -> Result<Option<(u64, DateTime<Utc>)>, String> {
        let request = json!({ "seq": sequence, "next_by_subj": ">" });
        let mut replies = self.bus.direct_get(self.stream, &request).await?;
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

impl Bus {
    pub(super) fn is_connected(&self) -> bool {
        self.client.connection_state() == async_nats::connection::State::Connected
    }

    async fn direct_get(&self, stream: &str, request: &serde_json::Value) -> Result<Subscriber, String> {
        let inbox = self.client.new_inbox();
        let replies = self.client.subscribe(inbox.clone()).await.map_err(|error| error.to_string())?;
        let subject = format!("$JS.API.DIRECT.GET.{stream}");
        let asked = self.client.publish_with_reply(subject, inbox, request.to_string().into()).await;
        asked.map(|()| replies).map_err(|error| error.to_string())
    }
}

async fn extent(bus: &Bus, stream: &str) -> Result<Extent, String> {
    let found = bus.context.get_stream(stream).await.map_err(|error| error.to_string())?;
    let info = found.cached_info();
    Ok(Extent {
        created: info.created.to_string(),
        first: info.state.first_sequence,
        last: info.state.last_sequence,
    })
}

/// A message of the stream and its sequence.
fn stored(reply: &Message) -> Option<(u64, Tailed)> {
    let headers = reply.headers.as_ref();
    let subject = header(headers, NATS_SUBJECT)?;
    let mut message = tailed(subject, headers, &reply.payload);
    message.headers.retain(|name, _| !FROM_THE_STREAM.contains(&name.as_str()));
    Some((sequence_of(headers)?, message))
}

/// What the server adds to the publisher's headers.
const FROM_THE_STREAM: [&str; 6] =
    ["Nats-Sequence", "Nats-Subject", "Nats-Time-Stamp", "Nats-Stream", "Nats-Last-Sequence", PENDING];

fn sequence_of(headers: Option<&HeaderMap>) -> Option<u64> {
    header(headers, NATS_SEQUENCE)?.parse().ok()
}

fn header(headers: Option<&HeaderMap>, name: impl async_nats::header::IntoHeaderName) -> Option<&str> {
    headers?.get(name).map(|value| value.as_str())
}

fn refusal(reply: &Message) -> String {
    match (&reply.description, reply.status) {
        (Some(text), _) if !text.is_empty() => text.clone(),
        (_, Some(StatusCode::NO_RESPONDERS)) => "nobody serves this stream now".to_owned(),
        (_, status) => format!("status {}", status.map_or(0, |status| status.as_u16())),
    }
}
