//! What the fetcher delivers as inputs of a pipeline.

use futures_util::{Stream, StreamExt, stream};
use tokio::sync::mpsc;
use veille_fetcher::Delivery;
use veille_pipeline::Input;

/// Deliveries as inputs, in their order. Marks and confirmation go with the last capture of a delivery: inputs are
/// committed in order, so that the others are safe by then.
pub fn inputs_of_deliveries(deliveries: mpsc::Receiver<Delivery>) -> impl Stream<Item = Input> + Send {
    let received = stream::unfold(deliveries, |mut deliveries| async move {
        deliveries.recv().await.map(|delivery| (delivery, deliveries))
    });
    received.flat_map(|delivery| stream::iter(inputs(delivery)))
}

fn inputs(Delivery { fetched, confirm }: Delivery) -> Vec<Input> {
    let mut inputs: Vec<Input> = fetched.captures.into_iter().map(Input::from).collect();
    // A feed without news has no capture, and its mark and its confirmation must travel all the same.
    if inputs.is_empty() {
        inputs.push(Input::default());
    }
    inputs[0].outcomes = fetched.outcomes;
    if let Some(last) = inputs.last_mut() {
        last.marks = fetched.marks;
        last.confirm = Some(confirm);
    }
    inputs
}
