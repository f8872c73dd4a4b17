//! What the fetcher delivers as inputs of a pipeline.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use futures_util::{Stream, StreamExt, stream};
use tokio::sync::mpsc;
use veille_fetcher::{Asked, Delivery};
use veille_model::{Capture, StageName};
use veille_pipeline::Input;

/// Requests whose pages may still be on their way; of more the oldest are forgotten.
const REQUESTS_MAX: usize = 1_024;

/// When pages were asked for, which is when their traces begin.
#[derive(Clone, Default)]
pub struct Requests(Arc<Mutex<VecDeque<(String, SystemTime)>>>);

impl Requests {
    pub fn note(&self, asked: &Asked) {
        let began = SystemTime::now().checked_sub(asked.took).unwrap_or(SystemTime::UNIX_EPOCH);
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() == REQUESTS_MAX {
            known.pop_front();
        }
        // The newest behind, where `began` looks first: an address is asked again after a slow answer.
        known.push_back((asked.url.clone(), began));
    }

    /// When an address was asked for the last time; now where that is not known, as of what a feed says or an earlier run fetched.
    fn began(&self, url: Option<&str>) -> SystemTime {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let asked = known.iter().rev().find(|(known, _)| Some(known.as_str()) == url);
        asked.map_or_else(SystemTime::now, |(_, began)| *began)
    }
}

/// Deliveries as inputs, in their order. Marks and confirmation go with the last capture of a delivery: inputs are
/// committed in order, so that the others are safe by then.
pub fn inputs_of_deliveries(
    deliveries: mpsc::Receiver<Delivery>,
    requests: Requests,
) -> impl Stream<Item = Input> + Send {
    let received = stream::unfold(deliveries, |mut deliveries| async move {
        deliveries.recv().await.map(|delivery| (delivery, deliveries))
    });
    received.flat_map(move |delivery| stream::iter(inputs(delivery, &requests)))
}

fn inputs(Delivery { fetched, confirm }: Delivery, requests: &Requests) -> Vec<Input> {
    let input = |capture: Capture| {
        let began = Some((StageName::Fetch, requests.began(capture.url.as_deref())));
        Input { began, ..Input::from(capture) }
    };
    let mut inputs: Vec<Input> = fetched.captures.into_iter().map(input).collect();
    // A feed without news has no capture, and its mark and its confirmation must travel all the same.
    if inputs.is_empty() {
        inputs.push(Input::default());
    }
    // Before what becomes of the captures, as the ledger is read.
    inputs[0].outcomes = fetched.outcomes;
    if let Some(last) = inputs.last_mut() {
        last.marks = fetched.marks;
        last.confirm = Some(confirm);
    }
    inputs
}
