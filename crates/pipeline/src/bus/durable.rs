//! A reader with a name: the server keeps its place in a JetStream durable consumer, through any absence of the reader's or its own.

use std::time::Duration;

use async_nats::jetstream::consumer::pull::{self, Batch};
use async_nats::jetstream::consumer::{AckPolicy, Consumer, DeliverPolicy};
use async_nats::jetstream::stream::{ConsumerError, ConsumerErrorKind};
use async_nats::jetstream::{self, AckKind, ErrorCode};
use futures_util::{FutureExt, StreamExt};
use tracing::{debug, info};

use super::silence::Silence;
use super::tailed::{Tailed, tailed};
use super::{Bus, BusError};
use crate::backoff::Backoff;

/// Messages asked for at once. Not by bytes: a replicated consumer ends such batches before their messages have come
/// (nats-server 2.11 to 2.15).
const BATCH: usize = 50;
const EXPIRES: Duration = Duration::from_secs(3);
/// How long a message that was sent may go unread before it comes again.
const ACK_WAIT: Duration = Duration::from_secs(10);
/// A reader that does not come back is forgotten when its stream holds nothing of its time any more.
const FORGOTTEN_AFTER: Duration = Duration::from_secs(30 * 24 * 3600);
const PAUSES: Backoff = Backoff::new(Duration::from_millis(100), Duration::from_secs(4));

pub(super) struct DurableReader {
    bus: Bus,
    stream: &'static str,
    config: pull::Config,
    consumer: Consumer<pull::Config>,
    batch: Option<Batch>,
    /// When the stream was made: one that was made anew counts from the beginning.
    created: String,
    /// The last sequence that was given out: where a consumer begins that had to be made again.
    last: u64,
    pauses: Backoff,
    silence: Silence,
}

/// How a batch ended.
enum End {
    Over,
    Reconnected,
    Failed(String),
}

impl DurableReader {
    pub async fn open(
        bus: &Bus,
        name: &str,
        stream: &'static str,
        filter: &str,
        deliver_policy: DeliverPolicy,
    ) -> Result<Self, BusError> {
        // Explicit: a message counts as read when its reader says so, and not when those before it do.
        let config = pull::Config {
            durable_name: Some(name.to_owned()),
            filter_subject: filter.to_owned(),
            deliver_policy,
            ack_policy: AckPolicy::Explicit,
            ack_wait: ACK_WAIT,
            // No end: a reader that breaks off again and again has read nothing.
            max_deliver: -1,
            inactive_threshold: FORGOTTEN_AFTER,
            ..pull::Config::default()
        };
        let reading = format!("reading as {name}");
        let consumer = bus.ask(&reading, || had_or_made(bus, stream, &config)).await?;
        let extent = bus.extent(stream).await;
        let created = extent.map_err(|cause| BusError::jetstream(reading, cause))?.created;
        // The consumer may be there from before, and then keeps the filter that it was made with.
        let kept = &consumer.cached_info().config.filter_subject;
        // A place means something among the messages of its own filter alone.
        if kept != filter {
            let cause = format!("{name} follows {kept} already; take another name for {filter}");
            return Err(BusError::jetstream(format!("following {filter}"), cause));
        }
        Ok(Self {
            bus: bus.clone(),
            stream,
            config,
            consumer,
            batch: None,
            created,
            last: 0,
            pauses: PAUSES,
            silence: Silence::default(),
        })
    }

    /// The next message, however long it takes.
    pub async fn next(&mut self) -> Tailed {
        loop {
            let end = match &mut self.batch {
                Some(batch) => {
                    let mut connections = self.bus.connections.clone();
                    connections.mark_unchanged();
                    tokio::select! {
                        // What arrived over the old connection is given out before its loss is heard of.
                        biased;
                        // Long after the server has let go of the request it has nothing to say to it.
                        next = tokio::time::timeout(EXPIRES * 2, batch.next()) => match next {
                            Ok(Some(Ok(message))) => return self.given_out(&message),
                            Ok(Some(Err(error))) => End::Failed(error.to_string()),
                            Ok(None) => End::Over,
                            Err(_) => End::Failed("the server sends nothing, not even an end".to_owned()),
                        },
                        _ = connections.changed() => End::Reconnected,
                    }
                }
                None => {
                    let batch = self.consumer.batch().max_messages(BATCH).expires(EXPIRES).messages().await;
                    match batch {
                        Ok(batch) => {
                            self.batch = Some(batch);
                            continue;
                        }
                        Err(error) => End::Failed(error.to_string()),
                    }
                }
            };
            self.batch = None;
            match end {
                End::Over => self.answered(),
                // Asked anew at once: what the old connection was asked will not come.
                End::Reconnected => self.pauses.reset(),
                End::Failed(cause) => self.wait_and_renew(&cause).await,
            }
        }
    }

    fn given_out(&mut self, message: &jetstream::Message) -> Tailed {
        self.answered();
        // The highest: a message that comes again has a sequence of before.
        self.last = message.info().map_or(self.last, |info| self.last.max(info.stream_sequence));
        let mut given = tailed(&message.subject, message.headers.as_ref(), &message.payload);
        given.receipt = message.reply.as_ref().map(ToString::to_string);
        given
    }

    fn answered(&mut self) {
        self.pauses.reset();
        self.silence.is_over(self.stream);
    }

    async fn wait_and_renew(&mut self, cause: &str) {
        self.silence.goes_on(self.stream, cause, self.bus.is_connected());
        tokio::time::sleep(self.pauses.next()).await;
        let Ok(extent) = self.bus.extent(self.stream).await else { return };
        // By when it was made: it may have grown past what was read of the one before.
        if extent.created != self.created {
            info!(stream = self.stream, "the stream was made anew; reading it from its beginning");
            (self.created, self.last) = (extent.created, 0);
            self.config.deliver_policy = DeliverPolicy::All;
        }
        // A server that lost its last messages gives their sequences to others.
        self.last = self.last.min(extent.last);
        if self.last > 0 {
            // A consumer that has to be made again goes on behind what was read.
            self.config.deliver_policy = DeliverPolicy::ByStartSequence { start_sequence: self.last + 1 };
        }
        match had_or_made(&self.bus, self.stream, &self.config).await {
            Ok(consumer) => self.consumer = consumer,
            Err(error) => debug!(self.stream, %error, "the consumer cannot be had yet"),
        }
    }

    /// A receipt that is lost costs a second delivery; the reader knows the message by its id.
    pub async fn settle(&self, message: &Tailed) {
        if let Some(receipt) = &message.receipt {
            // Not waited for: the server confirms no acknowledgement unless it is asked to.
            let _ = self.bus.client.publish(receipt.clone(), AckKind::Ack.into()).await;
        }
    }

    pub async fn end(mut self) {
        if let Some(batch) = &mut self.batch {
            while let Some(Some(Ok(message))) = batch.next().now_or_never() {
                // Left alone they would come after `ACK_WAIT`, given back they come at once.
                let _ = message.ack_with(AckKind::Nak(None)).await;
            }
        }
        self.bus.flush().await;
    }
}

/// The consumer as it is: a place that is kept must not be moved by a second look at it.
async fn had_or_made(
    bus: &Bus,
    stream: &str,
    config: &pull::Config,
) -> Result<Consumer<pull::Config>, ConsumerError> {
    let name = config.durable_name.as_deref().unwrap_or_default();
    match bus.context.get_consumer_from_stream(name, stream).await {
        Err(error) if is_missing(&error) => {
            bus.context.create_consumer_on_stream(config.clone(), stream).await
        }
        had => had,
    }
}

pub(super) fn is_missing(error: &ConsumerError) -> bool {
    matches!(
        error.kind(),
        ConsumerErrorKind::JetStream(error) if error.error_code() == ErrorCode::CONSUMER_NOT_FOUND
    )
}
