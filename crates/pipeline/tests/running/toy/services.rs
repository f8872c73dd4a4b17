//! The services of a pipeline, started and stopped together or one by one.

use std::sync::Arc;
use std::time::Duration;

use futures_util::stream;
use tokio::task::JoinHandle;
use veille_model::Capture;
use veille_pipeline::bus::{Bus, ProduceOptions, ServeOptions, StoreOptions};
use veille_pipeline::{Input, Stage, Stop, Tally, fused};

use super::{Classifier, Cleaner, Memory};

pub struct Service {
    stop: Stop,
    running: JoinHandle<Tally>,
}

impl Service {
    pub async fn stop(self) -> Tally {
        self.stop.cancel();
        self.running.await.unwrap()
    }
}

pub fn options() -> ServeOptions {
    ServeOptions {
        ack_wait: Duration::from_secs(2),
        grace: Duration::from_secs(10),
        ..ServeOptions::default()
    }
}

pub fn serve<S: Stage>(bus: &Bus, stage: S, options: ServeOptions) -> Service {
    let (bus, stop) = (bus.clone(), Stop::new());
    let stopped = stop.clone();
    let running =
        tokio::spawn(async move { bus.serve(Arc::new(stage), &options, |_| {}, &stopped).await.unwrap() });
    Service { stop, running }
}

pub fn store(bus: &Bus, rows: &Memory) -> Service {
    let (bus, stop, mut rows) = (bus.clone(), Stop::new(), rows.clone());
    let stopped = stop.clone();
    let options =
        StoreOptions { keep_captures: true, ack_wait: Duration::from_secs(2), ..StoreOptions::default() };
    let running =
        tokio::spawn(async move { bus.store(&mut rows, &options, |_| {}, &stopped).await.unwrap() });
    Service { stop, running }
}

/// Cleaner, classifier and store.
pub fn all(bus: &Bus, rows: &Memory) -> [Service; 3] {
    [serve(bus, Cleaner::default(), options()), serve(bus, Classifier, options()), store(bus, rows)]
}

pub async fn stop_all(services: impl IntoIterator<Item = Service>) {
    for service in services {
        service.stop().await;
    }
}

pub async fn produce(bus: &Bus, captures: &[Capture]) {
    let inputs: Vec<Input> = captures.iter().cloned().map(Input::from).collect();
    bus.produce(stream::iter(inputs), &ProduceOptions::default(), &Stop::new()).await;
}

/// Waits until all that was published is settled; a minute is far more than any test has to do.
pub async fn drained(bus: &Bus) {
    let mut last = None;
    let stop = Stop::new();
    let waiting = bus.drained(|waiting| last = Some(waiting), &stop);
    let done = tokio::time::timeout(Duration::from_secs(60), waiting).await;
    assert!(done.is_ok_and(|done| done.unwrap()), "still waiting for {last:?}");
}

/// What an undisturbed run in one process stores.
pub async fn undisturbed(captures: &[Capture]) -> Memory {
    let mut rows = Memory::default();
    let inputs = stream::iter(captures.iter().cloned().map(Input::from));
    let stages = (Arc::new(Cleaner::default()), Arc::new(Classifier));
    let options = fused::Options { keep_captures: true, ..fused::Options::default() };
    let stop = Stop::new();
    fused::run(inputs, stages.0, stages.1, &mut rows, &options, |_, _| {}, &stop).await.unwrap();
    rows
}
