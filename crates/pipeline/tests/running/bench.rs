//! How fast articles travel when the stages cost next to nothing: what the runners themselves take.
//!
//! It lies beside the tests, whose stages it uses. `cargo bench -p veille-pipeline` prints articles a second and the largest memory. 20,000 articles of 4 KB through two
//! toy stages into rows that are counted and dropped: in one process, through pipes, and over a nats-server of its own.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement, not a part of the program")]

mod toy;

use std::io::Cursor;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::stream;
use toy::server::Server;
use toy::{Classifier, Cleaner, page};
use veille_model::{Batch, Capture, StageName};
use veille_pipeline::bus::{ProduceOptions, ServeOptions, StoreOptions};
use veille_pipeline::{Input, Rows, RowsError, Stop, filter, fused};

const ARTICLES: usize = 20_000;

fn capture(number: usize) -> Capture {
    let paragraph = format!(
        "le hanoi number {number} signed a convention with many words in it and some accents é à ü. "
    );
    page(number, &paragraph.repeat(4096 / paragraph.len()))
}

/// Counts and forgets.
#[derive(Default)]
struct Counted {
    articles: usize,
}

impl Rows for Counted {
    async fn commit(&mut self, batch: &Batch) -> Result<(), RowsError> {
        self.articles += batch.articles.len();
        Ok(())
    }
}

fn main() {
    // `cargo test --benches` only wants to see it start.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(fused());
    piped();
    runtime.block_on(over_nats());
}

fn report(way: &str, elapsed: Duration, articles: usize) {
    assert_eq!(articles, ARTICLES);
    let rate = articles as f64 / elapsed.as_secs_f64();
    println!("{way:<24}{rate:>8.0} articles/s   largest memory so far {} MB", memory_mb());
}

/// The largest resident memory of this process so far.
fn memory_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kilobytes| kilobytes.parse::<u64>().ok()).unwrap_or_default()
        / 1024
}

async fn fused() {
    let mut rows = Counted::default();
    let inputs = stream::iter((0..ARTICLES).map(|number| Input::from(capture(number))));
    let begun = Instant::now();
    let stages = (Arc::new(Cleaner::default()), Arc::new(Classifier));
    let (options, stop) = (fused::Options::default(), Stop::new());
    fused::run(inputs, stages.0, stages.1, &mut rows, &options, |_, _| {}, &stop).await.unwrap();
    report("one process", begun.elapsed(), rows.articles);
}

fn piped() {
    let lines: Vec<u8> = (0..ARTICLES)
        .flat_map(|number| {
            serde_json::to_string(&capture(number)).unwrap().into_bytes().into_iter().chain([b'\n'])
        })
        .collect();
    let mut output = Vec::new();
    let begun = Instant::now();
    let options = filter::Options::default();
    let summary =
        filter::run(Arc::new(Cleaner::default()), Cursor::new(lines), &mut output, &options, |_, _| {})
            .unwrap();
    let articles = summary.tally.of(StageName::Clean).forwarded as usize;
    report("one filter", begun.elapsed(), articles);
}

async fn over_nats() {
    let server = Server::start();
    let bus = server.bus().await;
    let (stop, begun) = (Stop::new(), Instant::now());
    let cleaning = tokio::spawn({
        let (bus, stop) = (bus.clone(), stop.clone());
        async move { bus.serve(Arc::new(Cleaner::default()), &ServeOptions::default(), |_| {}, &stop).await }
    });
    let classifying = tokio::spawn({
        let (bus, stop) = (server.bare_bus().await, stop.clone());
        async move { bus.serve(Arc::new(Classifier), &ServeOptions::default(), |_| {}, &stop).await }
    });
    let storing = tokio::spawn({
        let (bus, stop) = (server.bare_bus().await, stop.clone());
        async move {
            let mut rows = Counted::default();
            bus.store(&mut rows, &StoreOptions::default(), |_| {}, &stop).await.unwrap();
            rows.articles
        }
    });
    let producer = server.bare_bus().await;
    let inputs = stream::iter((0..ARTICLES).map(|number| Input::from(capture(number))));
    producer.produce(inputs, &ProduceOptions::default(), &Stop::new()).await;
    let produced = begun.elapsed();
    producer.drained(|_| {}, &Stop::new()).await.unwrap();
    let elapsed = begun.elapsed();
    stop.cancel();
    cleaning.await.unwrap().unwrap();
    classifying.await.unwrap().unwrap();
    report("over NATS", elapsed, storing.await.unwrap());
    println!(
        "  (captures published after {:.1} s of {:.1} s)",
        produced.as_secs_f64(),
        elapsed.as_secs_f64()
    );
}
