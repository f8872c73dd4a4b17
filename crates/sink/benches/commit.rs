//! How fast the store takes articles: batches of 500, of some 2 KB each, with tags and three outcomes, fully synced. Once by
//! the clock, which waits for the disk, and once by the time that processors worked (Linux).
//!
//! Both grow with what is stored, and how much that is follows from how fast it goes: figures are compared in pairs, after as
//! many batches. What an article costs above all is the pages of 8 KB that a batch writes to the log, each copied, summed up and
//! later folded into the file. Where 50,000 articles are stored, a batch of 500 writes for each of them:
//!
//! | pages | of | because |
//! | --- | --- | --- |
//! | 0.69 | the index of outcomes by input | each capture's name, a digest, lies on a page of its own |
//! | 0.35 | wordings with their documents | 2.2 KB |
//! | 0.20 | the index of wordings by article | likewise digests, by eight of their letters (0.69 by whole names) |
//! | 0.14 | outcomes | three documents of 220 bytes |
//! | 0.28 | all others | they lie in the order of time or of rows |

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use tokio::runtime::Runtime;
use veille_model::Batch;
use veille_sink::{Filter, Store};
use veille_tests::samples::{self, Sample};

const BATCH: u32 = 500;

fn batch(number: u32) -> Batch {
    let paragraph =
        "La Convention des Nations unies contre la cybercriminalité a été signée à Hanoï. ".repeat(4);
    let numbers = number * BATCH..(number + 1) * BATCH;
    let articles = numbers.map(Sample::page).map(|sample| {
        let opening = format!("Article {} of the press review. {paragraph}", sample.article);
        (sample.tagged_with(&[&opening, &paragraph, &paragraph]), sample.outcomes())
    });
    let (articles, outcomes): (Vec<_>, Vec<_>) = articles.unzip();
    Batch {
        articles,
        outcomes: outcomes.into_iter().flatten().collect(),
        captures: Vec::new(),
        marks: vec![samples::mark("bench", number)],
        superseded: Vec::new(),
    }
}

fn store(runtime: &Runtime) -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().expect("a folder for the store");
    let store = runtime.block_on(Store::open(&folder.path().join("veille.db"))).expect("a new store opens");
    (folder, store)
}

/// Commits each batch once, made outside of the time that is taken: by the clock, and by all threads' work.
fn fresh(runtime: &Runtime, store: &Store, next: &mut u32, batches: u64) -> (Duration, Duration) {
    let (mut elapsed, mut worked) = (Duration::ZERO, Duration::ZERO);
    for _ in 0..batches {
        let batch = batch(*next);
        *next += 1;
        let (start, before) = (Instant::now(), worked_so_far());
        black_box(runtime.block_on(store.commit(&batch)).expect("a batch is stored"));
        elapsed += start.elapsed();
        worked += worked_so_far() - before;
    }
    (elapsed, worked)
}

/// How long processors have worked for this process's threads.
fn worked_so_far() -> Duration {
    let threads = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let of = |thread: std::fs::DirEntry| -> Option<u64> {
        std::fs::read_to_string(thread.path().join("schedstat")).ok()?.split(' ').next()?.parse().ok()
    };
    Duration::from_nanos(threads.filter_map(of).sum())
}

fn benches(criterion: &mut Criterion) {
    let runtime = Runtime::new().expect("a runtime");
    let bytes: usize =
        batch(0).articles.iter().map(|a| serde_json::to_string(a).map_or(0, |json| json.len())).sum();
    eprintln!("{} bytes of JSON an article", bytes / BATCH as usize);
    let (_folder, store) = store(&runtime);
    let mut group = criterion.benchmark_group("commit");
    group
        .throughput(Throughput::Elements(u64::from(BATCH)))
        .sample_size(20)
        .measurement_time(Duration::from_secs(10));
    let mut next = 0;
    group.bench_function("new", |bencher| {
        bencher.iter_custom(|batches| fresh(&runtime, &store, &mut next, batches).0);
    });
    if worked_so_far() > Duration::ZERO {
        group.bench_function("new, work of all threads", |bencher| {
            bencher.iter_custom(|batches| fresh(&runtime, &store, &mut next, batches).1);
        });
    }
    let known = batch(0);
    group.bench_function("known", |bencher| bencher.iter(|| runtime.block_on(store.commit(&known))));
    group.finish();
    let mut group = criterion.benchmark_group("read");
    group.bench_function("newest 50 of a topic", |bencher| {
        let filter =
            Filter { topic: Some(veille_model::TopicId::new("convention")), limit: 50, ..Filter::default() };
        bencher.iter(|| runtime.block_on(store.articles(&filter)));
    });
    group.finish();
}

criterion_group!(all, benches);
criterion_main!(all);
