//! A kill at any moment: what was answered is not asked for again, and what is settled is not taken for an answer.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::mpsc;
use veille_fetcher::{Config, Delivery, Fetcher, Frontier, FrontierError, InMemory};
use veille_model::Mark;

use crate::press::{Asked, Hands, Press, Reply, fetcher, once_confirming, rss, sources, take};

const FEED: &[&str] = &["http://a.test/rss"];

/// Two pages, one of them behind an address that only leads there.
fn press(asked: &Asked) -> Reply {
    match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/rss" => rss(&[("A", "/a"), ("B", "/r/b")]),
        "/r/b" => Reply::elsewhere("/b"),
        path => Reply::page(path),
    }
}

/// Starts a run and kills it once so much was asked, and what came of it had time to arrive. That the run begins is confirmed:
/// where nobody takes that, nobody is asked.
async fn killed(server: &Press, fetcher: Fetcher<Arc<InMemory>>, asked: usize, confirms: bool) {
    let (outlet, mut deliveries) = mpsc::channel::<Delivery>(8);
    let running = tokio::spawn(async move { fetcher.run(outlet, std::future::pending()).await });
    let mut held = Vec::new();
    while server.paths().len() < asked {
        tokio::select! {
            Some(delivery) = deliveries.recv() => {
                let has_begun = delivery.fetched.marks.iter().any(|mark| mark.key == "fetcher/run");
                match has_begun || confirms && delivery.fetched.captures.is_empty() {
                    true => delivery.confirm.send(()).unwrap(),
                    false => held.push(delivery),
                }
            }
            () = tokio::time::sleep(Duration::from_millis(5)) => {}
        }
    }
    tokio::time::sleep(Duration::from_millis(50)).await;
    running.abort();
}

async fn check(kills_after: &[usize], confirms: bool) {
    let server = Press::open(press).await;
    let (memory, hands): (Arc<InMemory>, Hands) = (Arc::default(), Hands::default());
    let slow = || Config { host_delay_ms: 150, ..server.config() };
    for asked in kills_after {
        killed(&server, fetcher(slow(), sources(FEED), &memory, &hands), *asked, confirms).await;
    }
    let harvest = once_confirming(&fetcher(server.config(), sources(FEED), &memory, &hands), |_| true).await;
    assert_eq!(harvest.captured(), ["page http://a.test/a", "page http://a.test/b"]);
    let mut pages = server.paths();
    pages.retain(|path| path != "/robots.txt");
    pages.sort();
    assert_eq!(pages, ["/a", "/b", "/r/b", "/rss"], "killed after {kills_after:?}");
}

#[tokio::test]
async fn whoever_comes_after_a_kill_asks_for_nothing_that_was_answered() {
    for confirms in [true, false] {
        for kill in 2..=5 {
            check(&[kill], confirms).await;
        }
    }
    check(&[2, 3, 4, 5], true).await;
}

#[tokio::test]
async fn a_page_is_kept_before_anybody_reads_it() {
    let server = Press::open(press).await;
    let (memory, hands): (Arc<InMemory>, Hands) = (Arc::default(), Hands::default());
    let stuck = fetcher(server.config(), sources(FEED), &memory, &hands);
    let stuck = stuck.read_by(|_| {
        std::thread::sleep(Duration::from_secs(2));
        Ok(veille_fetcher::Lacks::default())
    });
    let (outlet, deliveries) = mpsc::channel(8);
    let taking = tokio::spawn(take(deliveries, |_| true));
    let running = tokio::spawn(async move { stuck.run(outlet, std::future::pending()).await });
    while server.count("/a") == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    tokio::time::sleep(Duration::from_millis(200)).await;
    running.abort();
    assert!(taking.await.unwrap().captures.is_empty(), "it was being read");
    once_confirming(&fetcher(server.config(), sources(FEED), &memory, &hands), |_| true).await;
    assert_eq!(server.count("/a"), 1);
}

/// Keeps answers and never forgets one, as if it was killed each time in between.
#[derive(Default)]
struct Unforgetting(InMemory);

impl Frontier for Unforgetting {
    async fn get(&self, keys: &[String]) -> Result<Vec<Option<String>>, FrontierError> {
        self.0.get(keys).await
    }

    async fn advance(&self, marks: &[Mark]) -> Result<(), FrontierError> {
        self.0.advance(marks).await
    }

    async fn keep(&self, key: &str, answer: Vec<u8>) -> Result<(), FrontierError> {
        self.0.keep(key, answer).await
    }

    async fn kept(&self, key: &str) -> Result<Option<Vec<u8>>, FrontierError> {
        self.0.kept(key).await
    }
}

#[tokio::test]
async fn an_answer_that_was_settled_is_not_taken_for_that_of_a_page_that_changed() {
    let corrected = Arc::new(AtomicBool::new(false));
    let is_corrected = Arc::clone(&corrected);
    let server =
        Press::open(move |asked| match (asked.path.as_str(), is_corrected.load(Ordering::Relaxed)) {
            ("/robots.txt", _) => Reply::status(404),
            ("/rss", false) => rss(&[("A", "/a")]),
            ("/rss", true) => rss(&[("A, corrected", "/a")]),
            (_, false) => Reply::page("A"),
            (_, true) => Reply::page("A, corrected"),
        })
        .await;
    let (memory, hands): (Arc<Unforgetting>, Hands) = (Arc::default(), Hands::default());
    let mut brought = Vec::new();
    for is_now_corrected in [false, true] {
        corrected.store(is_now_corrected, Ordering::Relaxed);
        let fetcher =
            Fetcher::with_clock(server.config(), sources(FEED), Arc::clone(&memory), hands.clock()).unwrap();
        let (outlet, deliveries) = mpsc::channel(8);
        let taking = tokio::spawn(take(deliveries, |_| true));
        fetcher.once(outlet, std::future::pending()).await.unwrap();
        brought.extend(taking.await.unwrap().captures);
        hands.forward(3_600);
    }
    let is_corrected = |body: &[u8]| String::from_utf8_lossy(body).contains("corrected");
    let titles: Vec<bool> = brought.iter().map(|page| is_corrected(&page.body)).collect();
    assert_eq!(titles, [false, true]);
}
