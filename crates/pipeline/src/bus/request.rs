//! Pull requests for messages of a consumer, over an inbox of our own.
//!
//! On a replicated consumer the server's closing word on a request overtakes the messages that it closes (nats-server 2.11
//! to 2.15: `409 Batch Completed` stands before the messages of a request that bounds its bytes). So a status never ends a
//! request by itself: it says how many messages were not sent, and the others are waited for. What still comes later
//! comes to the same inbox, and is given out like any other.

use std::time::Duration;

use async_nats::jetstream::consumer::pull::BatchConfig;
use async_nats::jetstream::consumer::{Consumer, pull};
use async_nats::{Client, Message, StatusCode, Subject, Subscriber};
use futures_util::StreamExt;
use tokio::time::Instant;

/// How long the server keeps a request for messages open.
const REQUEST_EXPIRES: Duration = Duration::from_secs(3);
/// How long after its expiry a request is given up, where the server said nothing of it.
const SILENCE_MAX: Duration = Duration::from_secs(2);
/// How long messages may take that the server's closing word has overtaken.
const OVERTAKEN_MAX: Duration = Duration::from_secs(1);
/// How long the last messages may take when we stop.
const CLOSING_MAX: Duration = Duration::from_secs(1);
/// Messages of a request that were not sent, in the server's closing word.
const PENDING: &str = "Nats-Pending-Messages";

/// An inbox that requests of one consumer are answered to, and the request that is open.
pub(super) struct Requests {
    inbox: String,
    subscriber: Subscriber,
    number: u64,
    open: Open,
}

/// What is still to come of the request that was made last.
struct Open {
    asked: usize,
    left: usize,
    until: Instant,
    /// What the server gave as the reason to send no more, where that is a failure.
    failed: Option<String>,
}

/// What came next.
pub(super) enum Next {
    Message(Message),
    /// All that was asked for, or nothing more for now.
    Over,
    Failed(String),
}

impl Requests {
    pub async fn open(client: &Client) -> Result<Self, String> {
        let inbox = client.new_inbox();
        let subscriber = client.subscribe(format!("{inbox}.*")).await.map_err(|error| error.to_string())?;
        let open = Open { asked: 0, left: 0, until: Instant::now(), failed: None };
        Ok(Self { inbox, subscriber, number: 0, open })
    }

    /// Asks for so many messages of so many bytes.
    pub async fn ask(
        &mut self,
        consumer: &Consumer<pull::Config>,
        messages: usize,
        bytes: usize,
    ) -> Result<(), String> {
        // By its number a late word on an earlier request is known.
        self.number += 1;
        let until = Instant::now() + REQUEST_EXPIRES + SILENCE_MAX;
        self.open = Open { asked: messages, left: messages, until, failed: None };
        let batch = BatchConfig {
            batch: messages,
            max_bytes: bytes,
            expires: Some(REQUEST_EXPIRES),
            ..BatchConfig::default()
        };
        consumer.request_batch(batch, self.reply()).await.map_err(|error| error.to_string())
    }

    /// The next message of the open request.
    pub async fn next(&mut self) -> Next {
        loop {
            if self.open.left == 0 {
                return self.open.failed.take().map_or(Next::Over, Next::Failed);
            }
            match tokio::time::timeout_at(self.open.until, self.subscriber.next()).await {
                // That nothing came is no failure yet; the next request shows who is there.
                Err(_) => self.open.left = 0,
                Ok(None) => return Next::Failed("the subscription has ended".to_owned()),
                Ok(Some(message)) => match message.status {
                    None | Some(StatusCode::OK) => {
                        self.open.left -= 1;
                        return Next::Message(message);
                    }
                    Some(status) => self.heed(status, &message),
                },
            }
        }
    }

    /// Another connection: what was asked of the old one will not come.
    pub fn forget(&mut self) {
        self.open.left = 0;
    }

    /// Gives the open request up, and takes what was sent before the server knew of it.
    pub async fn close(&mut self) -> Vec<Message> {
        let mut last = Vec::new();
        let closing = async {
            if self.subscriber.drain().await.is_err() {
                return;
            }
            while let Some(message) = self.subscriber.next().await {
                if matches!(message.status, None | Some(StatusCode::OK)) {
                    last.push(message);
                }
            }
        };
        // Without a connection nothing comes, and what was sent comes again.
        let _ = tokio::time::timeout(CLOSING_MAX, closing).await;
        last
    }

    fn heed(&mut self, status: StatusCode, message: &Message) {
        // A late word on an earlier request, or a sign of life.
        if message.subject != self.reply() || status == StatusCode::IDLE_HEARTBEAT {
            return;
        }
        let description = message.description.as_deref().unwrap_or_default();
        let pending = message.headers.as_ref().and_then(|headers| headers.get(PENDING));
        let pending = pending.and_then(|pending| pending.as_str().parse::<usize>().ok());
        let received = self.open.asked - self.open.left;
        match pending {
            // As many as were sent have come, or will.
            Some(pending) => {
                self.open.left = self.open.asked.saturating_sub(pending).saturating_sub(received)
            }
            // A word without a number ends it: how many are on their way is not known.
            None => self.open.left = 0,
        }
        self.open.until = self.open.until.min(Instant::now() + OVERTAKEN_MAX);
        self.open.failed = (!is_end(status, description)).then(|| format!("{status}: {description}"));
    }

    fn reply(&self) -> Subject {
        format!("{}.{}", self.inbox, self.number).into()
    }
}

/// Whether a status is the ordinary end of a request.
fn is_end(status: StatusCode, description: &str) -> bool {
    match status {
        StatusCode::TIMEOUT | StatusCode::NOT_FOUND => true,
        // 409 is said of ends and of mistakes alike. After these the next request goes on.
        _ => {
            status.as_u16() == 409
                && ["Batch Completed", "MaxBytes", "Leadership Change"]
                    .iter()
                    .any(|end| description.contains(end))
        }
    }
}
