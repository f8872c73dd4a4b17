//! A JetStream pull consumer: never more than fit in hand, kept alive while they are, through anything the server
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
use tokio::sync::mpsc;
use tokio::time::Instant;
use tracing::{debug, warn};

use super::delivery::Delivery;
use super::redelivery::Redelivery;
use super::request::{Next, Requests};
use super::unsettled::{Patience, Unsettled, keep_alive};
use super::{Bus, BusError};
use crate::backoff::Backoff;
use crate::in_hand::{InHand, Share};
use crate::{Metrics, Stop};

/// A durable consumer and how much of it is taken at a time.
#[derive(Clone, Debug)]
pub(super) struct PullOptions {
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
    /// How long one of them may be worked on.
    pub patience: Patience,
    /// Where it is told how much is in hand.
    pub metrics: Metrics,
}

/// Pauses between questions whether messages have come again, while some have.
const LOOK_MIN: Duration = Duration::from_millis(50);
const LOOK_MAX: Duration = Duration::from_millis(500);
const PAUSES: Backoff = Backoff::new(Duration::from_millis(100), Duration::from_secs(5));

impl PullOptions {
    fn config(&self) -> pull::Config {
        pull::Config {
            durable_name: Some(self.consumer.clone()),
            filter_subject: self.filter.clone(),
            // A stage that starts for the first time has all of the stream before it.
            deliver_policy: DeliverPolicy::All,
            // Each for itself, as they are settled in no order.
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
        pull: PullOptions,
        stop: &Stop,
    ) -> Result<mpsc::UnboundedReceiver<Delivery>, BusError> {
        let consumer =
            self.ask(&format!("reading the stream {}", pull.stream), || self.consumer(&pull)).await?;
        let requests = Requests::open(&self.client).await;
        let requests = requests
            .map_err(|cause| BusError::jetstream(format!("reading the stream {}", pull.stream), cause))?;
        // Unbounded, but filled only with what has its share of `in_hand`.
        let (sender, receiver) = mpsc::unbounded_channel();
        let puller = Puller::new(self.clone(), pull, requests, sender);
        let (ack_wait, patience) = (puller.pull.ack_wait, puller.pull.patience.clone());
        let unsettled = Arc::downgrade(&puller.unsettled);
        tokio::spawn(keep_alive(unsettled, self.client.clone(), ack_wait, patience));
        tokio::spawn(puller.pull(consumer, stop.clone()));
        Ok(receiver)
    }

    async fn consumer(&self, pull: &PullOptions) -> Result<Consumer<pull::Config>, ConsumerError> {
        self.context.create_consumer_on_stream(pull.config(), pull.stream).await
    }
}

struct Puller {
    bus: Bus,
    pull: PullOptions,
    in_hand: InHand,
    unsettled: Arc<Unsettled>,
    requests: Requests,
    sender: mpsc::UnboundedSender<Delivery>,
    again: Redelivery,
    /// Whether messages are about that came again.
    one_by_one: bool,
    looked: Instant,
    look_due: Instant,
}

/// How a request ended.
enum End {
    /// All that was asked for, or nothing more for now.
    Over,
    /// The connection is a new one: what was asked of the old one will not come.
    Reconnected,
    Failed(String),
    Stopped,
}

impl Puller {
    fn new(bus: Bus, pull: PullOptions, requests: Requests, sender: mpsc::UnboundedSender<Delivery>) -> Self {
        let in_hand = InHand::new(pull.in_hand, pull.in_hand_bytes);
        let unsettled: Arc<Unsettled> = Arc::default();
        // Room that is kept for what was asked for is not in hand: only what has come counts.
        let (counted, weighed) = (Arc::downgrade(&unsettled), in_hand.clone());
        pull.metrics.watch(pull.stream, move || {
            let messages = counted.upgrade().map_or(0, |unsettled| unsettled.len());
            (messages, if messages == 0 { 0 } else { weighed.depth().1 })
        });
        let (again, now) = (Redelivery::new(pull.ack_wait), Instant::now());
        let (looked, look_due) = (now, now);
        Self { bus, pull, in_hand, unsettled, requests, sender, again, one_by_one: false, looked, look_due }
    }

    async fn pull(mut self, mut consumer: Consumer<pull::Config>, stop: Stop) {
        let mut pauses = PAUSES;
        loop {
            // Whatever is sent without a connection waits for one, when enough waits already.
            if stop.run_until_cancelled(self.look(&mut consumer)).await.is_none() {
                break;
            }
            let Some(free) = stop.run_until_cancelled(self.free()).await else { break };
            let cause = match self.take(&consumer, free, &stop).await {
                End::Stopped => break,
                End::Over | End::Reconnected => {
                    pauses.reset();
                    continue;
                }
                End::Failed(cause) => cause,
            };
            let (stream, consumer_name) = (self.pull.stream, &self.pull.consumer);
            if self.bus.told.is_due(&format!("taking from {stream}")) {
                warn!(stream, consumer = consumer_name, cause, "taking messages failed; asking again");
            }
            if stop.run_until_cancelled(tokio::time::sleep(pauses.next())).await.is_none() {
                break;
            }
            let renewing = async {
                // The stream first: a consumer belongs to one.
                self.bus.restore(stream).await;
                self.bus.consumer(&self.pull).await
            };
            match stop.run_until_cancelled(renewing).await {
                Some(Ok(again)) => consumer = again,
                Some(Err(error)) => debug!(stream, %error, "the consumer cannot be made yet"),
                None => break,
            }
        }
        // What was sent is counted as delivered: it is worked on even when no more is wanted.
        for message in self.requests.close().await {
            self.give_out(message, Share::default());
        }
    }

    /// Asks the server now and then whether unanswered messages have come again, here or at another instance.
    async fn look(&mut self, consumer: &mut Consumer<pull::Config>) {
        if !self.pull.careful || Instant::now() < self.look_due {
            return;
        }
        if let Ok(info) = consumer.info().await {
            self.one_by_one =
                self.again.are_about(info.num_redelivered, info.num_ack_pending, Instant::now());
        }
        // What a process died of comes again after `ack_wait`, so looking more often would see nothing more.
        let pause = if self.one_by_one { LOOK_MAX } else { self.pull.ack_wait / 3 };
        self.looked = Instant::now();
        self.look_due = self.looked + pause;
    }

    /// Waits until a good part of what may be in hand is free, so that requests are few, and takes all that is.
    async fn free(&self) -> Free {
        let all = self.in_hand.messages_max();
        // One by one means that all is free: what dies with its process dies alone.
        let mut share = self.in_hand.reserve(if self.one_by_one { all } else { all / 4 }).await;
        if self.one_by_one {
            share = share.split(1);
        } else {
            self.in_hand.reserve_rest(&mut share);
        }
        // A request must have room for the largest message there may be, or that one would never come.
        let largest = self.bus.client.server_info().max_payload.max(1 << 20);
        let bytes = self.in_hand.free_bytes(largest).await;
        Free { share, bytes }
    }

    async fn take(&mut self, consumer: &Consumer<pull::Config>, mut free: Free, stop: &Stop) -> End {
        let mut connections = self.bus.connections.clone();
        connections.mark_unchanged();
        let asking = self.requests.ask(consumer, free.share.messages(), free.bytes);
        match stop.run_until_cancelled(asking).await {
            Some(Ok(())) => {}
            Some(Err(cause)) => return End::Failed(cause),
            None => return End::Stopped,
        }
        loop {
            let next = tokio::select! {
                // The stop before messages: those that keep coming would put it off.
                biased;
                () = stop.cancelled() => return End::Stopped,
                _ = connections.changed() => {
                    self.requests.forget();
                    return End::Reconnected;
                }
                next = self.requests.next() => next,
            };
            match next {
                Next::Message(message) => self.give_out(message, free.share.split(1)),
                Next::Over => return End::Over,
                Next::Failed(cause) => return End::Failed(cause),
            }
        }
    }

    /// What came late has no share of what was asked for; there is never much of it.
    fn give_out(&mut self, message: async_nats::Message, mut share: Share) {
        self.in_hand.weigh(&mut share, message.payload.len());
        let message = jetstream::Message { message, context: self.bus.context.clone() };
        let Some(delivery) = Delivery::take(message, &self.unsettled, share) else {
            return;
        };
        // Without waiting for the next look, for this one may be it.
        if self.pull.careful && delivery.place.delivered > 1 {
            self.one_by_one = true;
        } else if self.one_by_one {
            // What came again is given out first, so there may be none of it left.
            self.look_due = self.look_due.min(self.looked + LOOK_MIN);
        }
        // Where nobody receives any more the delivery is dropped, and the server gives it to somebody else.
        let _ = self.sender.send(delivery);
    }
}

/// What may be asked for.
struct Free {
    share: Share,
    bytes: usize,
}
