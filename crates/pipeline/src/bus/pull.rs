//! Taking messages from a stream: never more than fit in hand, kept alive while they are, through anything the server
//! does.
//!
//! Batches are asked for in the size of what is free. A stream of messages that reads ahead would hold some that nobody
//! works on and nobody vouches for: the server would send them again, until it counted them as deadly.
//!
//! A message that kills its process takes along the count of all others in hand. So where messages come a second time,
//! they are taken one by one, with nothing else in hand, by all instances: what dies then, dies alone, and only it
//! reaches the last delivery.

use std::sync::Arc;
use std::time::Duration;

use async_nats::jetstream;
use async_nats::jetstream::consumer::{AckPolicy, Consumer, DeliverPolicy, pull};
use async_nats::jetstream::stream::ConsumerError;
use futures_util::{FutureExt, StreamExt};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio::time::Instant;
use tracing::{debug, warn};

use super::again::Again;
use super::ask::ask;
use super::letter::{InHand, Letter, keep_alive};
use super::{Bus, BusError};
use crate::Stop;

/// A durable consumer and how much of it is taken at a time.
#[derive(Clone, Debug)]
pub(super) struct Tap {
    pub stream: &'static str,
    /// The durable consumer's name; instances of a stage share it and with it the work.
    pub consumer: String,
    pub filter: String,
    /// Messages in hand of this instance.
    pub in_hand: usize,
    pub in_hand_bytes: usize,
    /// Messages in hand of all instances.
    pub ack_pending_max: usize,
    /// After this long without a sign the server gives a message to somebody else.
    pub ack_wait: Duration,
    /// Deliveries of one message; None for no end.
    pub tries: Option<u32>,
    /// Whether messages that come again are taken one by one.
    pub careful: bool,
}

/// How long the server keeps a request for messages open.
const REQUEST_EXPIRES: Duration = Duration::from_secs(3);
const PAUSE_MIN: Duration = Duration::from_millis(100);
const PAUSE_MAX: Duration = Duration::from_secs(5);
/// The server's way of saying that the bytes asked for are full; the rest comes with the next request.
const BYTES_FULL: &str = "MaxBytes";

impl Tap {
    fn config(&self) -> pull::Config {
        pull::Config {
            durable_name: Some(self.consumer.clone()),
            filter_subject: self.filter.clone(),
            deliver_policy: DeliverPolicy::All,
            ack_policy: AckPolicy::Explicit,
            ack_wait: self.ack_wait,
            max_deliver: self.tries.map_or(-1, i64::from),
            max_ack_pending: i64::try_from(self.ack_pending_max).unwrap_or(i64::MAX),
            ..pull::Config::default()
        }
    }
}

impl Bus {
    /// Starts to take messages; the receiver ends after `stop`, when what the server had sent by then is given out.
    ///
    /// # Errors
    /// Where the consumer cannot be made. Later failures are waited out.
    pub(super) async fn open(
        &self,
        tap: Tap,
        stop: &Stop,
    ) -> Result<mpsc::UnboundedReceiver<Letter>, BusError> {
        let consumer = ask(&format!("reading the stream {}", tap.stream), || self.consumer(&tap)).await?;
        // Unbounded, but filled only with what has its share of `in_hand`.
        let (sender, receiver) = mpsc::unbounded_channel();
        let puller = Puller::new(self.clone(), tap, sender);
        tokio::spawn(keep_alive(
            Arc::downgrade(&puller.in_hand),
            self.client.clone(),
            puller.tap.ack_wait / 3,
        ));
        tokio::spawn(puller.pull(consumer, stop.clone()));
        Ok(receiver)
    }

    async fn consumer(&self, tap: &Tap) -> Result<Consumer<pull::Config>, ConsumerError> {
        self.context.create_consumer_on_stream(tap.config(), tap.stream).await
    }
}

struct Puller {
    bus: Bus,
    tap: Tap,
    letters: Arc<Semaphore>,
    kilobytes: Arc<Semaphore>,
    in_hand: Arc<InHand>,
    sender: mpsc::UnboundedSender<Letter>,
    again: Again,
    /// Whether messages are about that came again.
    one_by_one: bool,
    look_due: Instant,
}

/// How a batch ended.
enum End {
    /// All that was asked for, or nothing more for now.
    Over,
    /// The connection is a new one: what was asked of the old one will not come.
    Reconnected,
    Failed(String),
    Stopped,
}

impl Puller {
    fn new(bus: Bus, tap: Tap, sender: mpsc::UnboundedSender<Letter>) -> Self {
        let letters = Arc::new(Semaphore::new(tap.in_hand.max(1)));
        let kilobytes = Arc::new(Semaphore::new((tap.in_hand_bytes >> 10).max(1)));
        let in_hand = Arc::default();
        let (again, look_due) = (Again::new(tap.ack_wait), Instant::now());
        Self { bus, tap, letters, kilobytes, in_hand, sender, again, one_by_one: false, look_due }
    }

    async fn pull(mut self, mut consumer: Consumer<pull::Config>, stop: Stop) {
        let mut pause = PAUSE_MIN;
        loop {
            self.look(&mut consumer).await;
            let Some(free) = stop.run_until_cancelled(self.free()).await else { return };
            let cause = match self.take(&consumer, free, &stop).await {
                End::Stopped => return,
                End::Over | End::Reconnected => {
                    pause = PAUSE_MIN;
                    continue;
                }
                End::Failed(cause) => cause,
            };
            warn!(
                stream = self.tap.stream,
                consumer = self.tap.consumer,
                cause,
                "taking messages failed; asking again"
            );
            if stop.run_until_cancelled(tokio::time::sleep(pause)).await.is_none() {
                return;
            }
            pause = (pause * 2).min(PAUSE_MAX);
            match self.bus.consumer(&self.tap).await {
                Ok(again) => consumer = again,
                Err(error) => debug!(stream = self.tap.stream, %error, "the consumer cannot be made yet"),
            }
        }
    }

    /// Asks the server now and then whether unanswered messages have come again, here or at another instance.
    async fn look(&mut self, consumer: &mut Consumer<pull::Config>) {
        if !self.tap.careful || Instant::now() < self.look_due {
            return;
        }
        if let Ok(info) = consumer.info().await {
            self.one_by_one =
                self.again.are_about(info.num_redelivered, info.num_ack_pending, Instant::now());
        }
        let pause = if self.one_by_one { Duration::from_millis(500) } else { self.tap.ack_wait / 3 };
        self.look_due = Instant::now() + pause;
    }

    /// Waits until a good part of what may be in hand is free, so that requests are few, and takes all that is.
    async fn free(&self) -> Free {
        const NEVER_CLOSED: &str = "nobody closes these semaphores";
        let all = u32::try_from(self.tap.in_hand).unwrap_or(u32::MAX).max(1);
        let part = if self.one_by_one { all } else { (all / 4).max(1) };
        let mut share = Arc::clone(&self.letters).acquire_many_owned(part).await.expect(NEVER_CLOSED);
        let more = u32::try_from(self.letters.available_permits()).unwrap_or(u32::MAX);
        if self.one_by_one {
            share = share.split(1).expect("all permits are one at least");
        } else if let Ok(more) = Arc::clone(&self.letters).try_acquire_many_owned(more) {
            share.merge(more);
        }
        // A request must have room for the largest message there may be, or that one would never come.
        let largest = self.bus.client.server_info().max_payload.max(1 << 20) >> 10;
        let largest = u32::try_from(largest.min((self.tap.in_hand_bytes >> 10).max(1))).unwrap_or(u32::MAX);
        let room = self.kilobytes.acquire_many(largest).await.expect(NEVER_CLOSED);
        let bytes = (largest as usize + self.kilobytes.available_permits()) << 10;
        drop(room);
        Free { share, bytes }
    }

    async fn take(&mut self, consumer: &Consumer<pull::Config>, mut free: Free, stop: &Stop) -> End {
        let request = consumer.batch().max_messages(free.share.num_permits()).max_bytes(free.bytes);
        let mut connections = self.bus.connections.clone();
        connections.mark_unchanged();
        let mut batch = match request.expires(REQUEST_EXPIRES).messages().await {
            Ok(batch) => batch,
            Err(error) => return End::Failed(error.to_string()),
        };
        let end = loop {
            tokio::select! {
                biased;
                () = stop.cancelled() => break End::Stopped,
                _ = connections.changed() => break End::Reconnected,
                next = batch.next() => match next {
                    Some(Ok(message)) => self.give_out(message, &mut free),
                    Some(Err(error)) if error.to_string().contains(BYTES_FULL) => break End::Over,
                    Some(Err(error)) => break End::Failed(error.to_string()),
                    None => break End::Over,
                },
            }
        };
        // What has arrived is counted as delivered: it is worked on even when no more is wanted.
        while let Some(Some(Ok(message))) = batch.next().now_or_never() {
            self.give_out(message, &mut free);
        }
        end
    }

    fn give_out(&mut self, message: jetstream::Message, free: &mut Free) {
        let kilobytes = u32::try_from(message.payload.len() >> 10).unwrap_or(u32::MAX);
        let kilobytes = Arc::clone(&self.kilobytes).try_acquire_many_owned(kilobytes).ok();
        let Some(letter) = Letter::take(message, &self.in_hand, (free.share.split(1), kilobytes)) else {
            return;
        };
        self.one_by_one |= self.tap.careful && letter.place.delivered > 1;
        // Where nobody receives any more the letter is dropped, and the server gives it to somebody else.
        let _ = self.sender.send(letter);
    }
}

/// What may be asked for.
struct Free {
    share: OwnedSemaphorePermit,
    bytes: usize,
}
