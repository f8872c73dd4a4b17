//! A publisher of captures into their stream, from whoever has them: a fetcher, a replay.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::future::join_all;
use futures_util::{FutureExt, Stream, StreamExt};
use tokio::task::JoinSet;
use tracing::warn;
use veille_model::{Capture, Outcome, OutcomeKind, Reason, StageName};

use super::publish::{Publication, Unconfirmed, too_large};
use super::serve::grace;
use super::{Bucket, Bus, codec};
use crate::in_hand::InHand;
use crate::stage::{Label, made};
use crate::traces::{Opened, following};
use crate::{Input, Metrics, Stop, Tally, Traces};

/// How a producer publishes.
#[derive(Clone, Debug)]
pub struct ProduceOptions {
    /// Who it is in the ledger, for captures that the server does not take.
    pub stage: StageName,
    /// Captures published and not yet confirmed.
    pub in_flight: usize,
    /// Names one replay, so that the same pages replayed again a minute later, under new rules, are not taken for
    /// duplicates. None for a fetcher.
    pub run: Option<String>,
    /// Where marks are kept; None for a producer that keeps them itself.
    pub marks: Option<Bucket>,
    /// How long what is in flight may take after `stop`, and after `ended`.
    pub grace: Duration,
    /// Given by whoever makes the inputs where it was told to stop and has ended: those that wait are published still, and
    /// nothing waits for longer than `grace`.
    pub ended: Stop,
    /// Where it is counted.
    pub metrics: Metrics,
    /// Where its spans go.
    pub traces: Traces,
}

impl Default for ProduceOptions {
    fn default() -> Self {
        Self {
            stage: StageName::Capture,
            in_flight: 256,
            run: None,
            marks: None,
            grace: Duration::from_secs(20),
            ended: Stop::new(),
            metrics: Metrics::default(),
            traces: Traces::default(),
        }
    }
}

/// Captures compressed at once on one thread.
const CHUNK_INPUTS: usize = 16;

impl Bus {
    /// Publishes inputs until they end or `stop` is given. An input is confirmed when the server has confirmed its
    /// capture and its outcomes; while CAPTURES is full or the server is away, it waits.
    ///
    /// A capture larger than the server takes is refused by name: it becomes an outcome.
    ///
    /// Gives what the producer's outcomes were; inputs that were not confirmed are not in it. Ends early where the server
    /// refuses us a right; [`Bus::refusal`] names it.
    pub async fn produce(
        &self,
        inputs: impl Stream<Item = Input> + Send,
        options: &ProduceOptions,
        stop: &Stop,
    ) -> Tally {
        let stop = stop.child_token();
        let _ended = stop.clone().drop_guard();
        let (bus, refused) = (self.clone(), stop.clone());
        // Without a right every publication would wait for good: the inputs are made to end.
        let refusal = tokio::spawn(async move {
            bus.forbidden("").await;
            refused.cancel();
        });
        let give_up = grace(&stop, options.grace);
        let (hurried, ended, after) = (give_up.clone(), options.ended.clone(), options.grace);
        let hurry = tokio::spawn(async move {
            ended.cancelled().await;
            tokio::time::sleep(after).await;
            hurried.cancel();
        });
        let producer = Arc::new(Producer {
            bus: self.clone(),
            options: options.clone(),
            give_up: give_up.clone(),
            tally: Mutex::new(Tally::counted(&options.metrics)),
        });
        let chunk_inputs = CHUNK_INPUTS.min(options.in_flight.max(1));
        let in_flight = InHand::of_messages(options.in_flight);
        let watched = in_flight.clone();
        options.metrics.watch("published", move || watched.depth());
        // What is there goes together; nobody waits until a chunk is full.
        let mut chunks = std::pin::pin!(inputs.take_until(stop.cancelled()).ready_chunks(chunk_inputs));
        let mut running = JoinSet::new();
        while let Some(chunk) = chunks.next().await {
            // Before more is read: a server that is away holds the fetchers back instead of filling the memory.
            let reserving = give_up.run_until_cancelled(in_flight.reserve(chunk.len()));
            let Some(share) = reserving.await else { break };
            let producer = Arc::clone(&producer);
            running.spawn(async move {
                let _share = share;
                producer.publish(chunk).await;
            });
            // A set keeps what its tasks gave until it is taken, and a replay has a million of them.
            while running.try_join_next().is_some() {}
        }
        // Ends after the grace period at the latest: then nothing is sent again.
        while running.join_next().await.is_some() {}
        refusal.abort();
        hurry.abort();
        self.flush().await;
        producer.tally.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// An input, what is to be published of it, and its span where somebody wants it.
struct Encoded {
    input: Input,
    publications: Vec<Publication>,
    span: Option<(Opened, Outcome)>,
}

struct Producer {
    bus: Bus,
    options: ProduceOptions,
    give_up: Stop,
    tally: Mutex<Tally>,
}

impl Producer {
    async fn publish(self: &Arc<Self>, chunk: Vec<Input>) {
        let producer = Arc::clone(self);
        let encode = move || {
            let encoded: Vec<Encoded> = chunk.into_iter().map(|input| producer.encode(input)).collect();
            let run = producer.options.run.as_deref();
            let outcomes = encoded.iter().flat_map(|encoded| &encoded.input.outcomes);
            let entries = codec::encode_outcomes(outcomes.map(|outcome| (outcome, run)));
            (encoded, entries)
        };
        let done = tokio::task::spawn_blocking(encode).await;
        let (encoded, entries) = done.expect("writing JSON does not panic");
        // One message for all of the chunk, which all wait for.
        let ledger = self.bus.publish_all(&entries, &self.give_up);
        let ledger = ledger.map(|published| published.is_ok()).shared();
        join_all(encoded.into_iter().map(|encoded| self.send(encoded, ledger.clone()))).await;
    }

    /// The work that takes a core: JSON and compression of a capture. Its outcomes travel with those of the others.
    fn encode(&self, mut input: Input) -> Encoded {
        let run = self.options.run.as_deref();
        let begun = input.capture.as_ref().zip(input.began);
        let mut span = begun.and_then(|(capture, (stage, began))| {
            Some((self.options.traces.open_first(began)?, made(capture, stage)))
        });
        let trace = following(span.as_ref().map(|(opened, _)| *opened), None);
        let mut publications =
            input.capture.as_ref().map(|capture| codec::encode(capture, run, trace)).unwrap_or_default();
        // Never tried: the server cuts off whoever sends more than `max_payload`.
        if let Some(Unconfirmed::TooLarge { bytes, limit, raise }) =
            publications.iter().find_map(|publication| self.bus.fits(publication).err())
            && let Some(capture) = &input.capture
        {
            warn!(url = capture.url, bytes, limit, "a capture is larger than the NATS server takes");
            let reason = too_large(&format!("capture {}", capture.id), bytes, limit, raise);
            if let Some((_, outcome)) = &mut span {
                (outcome.outcome, outcome.reason) = (OutcomeKind::Quarantined, Some(reason.clone()));
                outcome.outputs.clear();
            }
            refuse(capture, &mut input.outcomes, self.options.stage, reason);
            publications.clear();
        }
        Encoded { input, publications, span }
    }

    async fn send(&self, encoded: Encoded, ledger: impl Future<Output = bool>) {
        let Encoded { input, publications, span } = encoded;
        let (published, is_entered) =
            tokio::join!(self.bus.publish_all(&publications, &self.give_up), ledger);
        // Both: a page whose way the ledger does not know could not be explained.
        if published.is_err() || !is_entered {
            // With its input goes `confirm`, so its producer will read it again.
            warn!("a capture was not confirmed");
            return;
        }
        // After the captures, before the confirmation: a mark without its page would lose it.
        if let Some(bucket) = &self.options.marks {
            for mark in &input.marks {
                // A mark without a value forgets its key, as a fetcher does with every page.
                let kept = match &mark.value {
                    Some(value) => bucket.put(&mark.key, value.as_bytes()).await,
                    None => bucket.delete(&mark.key).await,
                };
                if let Err(error) = kept {
                    warn!(%error, key = mark.key, "a mark was not kept; its input will be read again");
                    return;
                }
            }
        }
        self.count(&input.outcomes);
        if let Some((opened, outcome)) = span {
            self.options.traces.close(Some(opened), true, &outcome);
        }
        if let Some(confirm) = input.confirm {
            // A producer that no longer waits for its confirmation has nothing to be told.
            let _ = confirm.send(());
        }
    }

    fn count(&self, outcomes: &[Outcome]) {
        let mut tally = self.tally.lock().unwrap_or_else(PoisonError::into_inner);
        for outcome in outcomes {
            tally.take(outcome.stage);
            tally.settle(outcome);
        }
    }
}

/// What the producer said of a capture before it was refused is no longer so: its one outcome is the refusal.
fn refuse(capture: &Capture, outcomes: &mut Vec<Outcome>, stage: StageName, reason: Reason) {
    let id = capture.id.as_str();
    // Who reads captures at rest names its input by its place, and who fetches them by its address.
    let led_here = |outcome: &Outcome| {
        outcome.stage == stage && (outcome.input == id || outcome.outputs.iter().any(|output| output == id))
    };
    let mut refusal = Label::of(capture).outcome(stage, OutcomeKind::Quarantined, Some(reason));
    if let Some(said) = outcomes.iter().find(|outcome| led_here(outcome)) {
        refusal.input.clone_from(&said.input);
    }
    outcomes.retain(|outcome| !led_here(outcome));
    outcomes.push(refusal);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_capture_has_one_outcome_under_the_name_that_its_producer_gave_it() {
        let capture = Capture::page(Some("https://a.example/1".to_owned()), b"x".to_vec());
        let said = Outcome {
            outputs: vec![capture.id.to_string()],
            ..Label::unreadable("big.jsonl:1".to_owned()).outcome(
                StageName::Capture,
                OutcomeKind::Forwarded,
                None,
            )
        };
        let mut outcomes = vec![said];
        refuse(&capture, &mut outcomes, StageName::Capture, Reason::new("too_large", "9 bytes"));
        assert_eq!(outcomes.len(), 1);
        assert_eq!(
            (outcomes[0].input.as_str(), outcomes[0].outcome),
            ("big.jsonl:1", OutcomeKind::Quarantined)
        );
        assert!(outcomes[0].outputs.is_empty());
    }
}
