//! Inputs into chunks, and chunks on their way, never more than may be in hand.

use std::pin::pin;

use futures_util::{FutureExt, Stream, StreamExt};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use veille_model::{Article, Capture, TaggedArticle};

use super::Options;
use super::chunk::{Arrival, travel};
use super::journey::{Journey, Stages};
use crate::in_hand::InHand;
use crate::{Input, Stage, Stop};

pub(super) type Travelling = JoinHandle<Arrival>;

/// Reads inputs into chunks and sets them off. Ends with the inputs, with `stop`, or with the writer; whether `stop` came
/// before the inputs had ended.
pub(super) async fn read<C, T>(
    inputs: impl Stream<Item = Input> + Send,
    stages: Stages<C, T>,
    sender: mpsc::Sender<Travelling>,
    options: &Options,
    stop: &Stop,
) -> bool
where
    C: Stage<Input = Capture, Output = Article>,
    T: Stage<Input = Article, Output = TaggedArticle>,
{
    let in_hand = InHand::new(options.in_hand_inputs, options.in_hand_bytes);
    let watched = in_hand.clone();
    options.metrics.watch("fused", move || watched.depth());
    let mut inputs = pin!(inputs);
    let mut chunk = Chunk::default();
    let stopped = loop {
        // What is ready joins the chunk; as soon as nothing is, the chunk goes: waiting would gain nothing.
        let input = match inputs.next().now_or_never() {
            _ if stop.is_cancelled() => None,
            Some(input) => input,
            None => {
                chunk.set_off(&stages, &sender, stop).await;
                tokio::select! {
                    // `stop` first: an input that is ready at the same moment stays unread, and the next run reads it again.
                    biased;
                    () = stop.cancelled() => None,
                    () = sender.closed() => None,
                    input = inputs.next() => input,
                }
            }
        };
        let Some(input) = input else { break stop.is_cancelled() };
        let bytes = input.bytes();
        let share = match in_hand.try_take(1, bytes) {
            Some(share) => share,
            None => {
                // The chunk holds shares itself: it must be on its way before more are waited for.
                chunk.set_off(&stages, &sender, stop).await;
                in_hand.take(1, bytes).await
            }
        };
        chunk.push(Journey::new(input, share, &options.metrics, &options.traces), bytes);
        if chunk.journeys.len() >= options.chunk_inputs || chunk.bytes >= options.chunk_bytes {
            chunk.set_off(&stages, &sender, stop).await;
        }
        if sender.is_closed() {
            break stop.is_cancelled();
        }
    };
    chunk.set_off(&stages, &sender, stop).await;
    stopped
}

#[derive(Default)]
struct Chunk {
    journeys: Vec<Journey>,
    bytes: usize,
}

impl Chunk {
    fn push(&mut self, journey: Journey, bytes: usize) {
        self.journeys.push(journey);
        self.bytes += bytes;
    }

    async fn set_off<C, T>(&mut self, stages: &Stages<C, T>, sender: &mpsc::Sender<Travelling>, stop: &Stop)
    where
        C: Stage<Input = Capture, Output = Article>,
        T: Stage<Input = Article, Output = TaggedArticle>,
    {
        let Self { journeys, .. } = std::mem::take(self);
        if journeys.is_empty() {
            return;
        }
        // Without a writer the run has failed already, and nobody is waiting for these.
        let Ok(place) = sender.reserve().await else { return };
        place.send(tokio::spawn(travel(journeys, stages.clone(), stop.clone())));
    }
}
