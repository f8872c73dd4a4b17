//! Addresses that only lead to a page: asked once, whatever comes in between.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use veille_fetcher::Config;

use crate::press::{Hands, Press, Reply, fetcher, once_confirming, rss, sources, take};

const FEED: &[&str] = &["http://a.test/rss"];

/// One entry, whose title has been corrected or not.
fn announcing(is_corrected: bool) -> Reply {
    rss(&[(if is_corrected { "A, corrected" } else { "A" }, "/r/1")])
}

#[tokio::test]
async fn a_redirector_is_not_asked_again_after_a_stop_nor_when_its_entry_changes() {
    let corrected = Arc::new(AtomicBool::new(false));
    let is_corrected = Arc::clone(&corrected);
    let server = Press::open(move |asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/rss" => announcing(is_corrected.load(Ordering::Relaxed)),
        "/r/1" => Reply::elsewhere("/p"),
        path => Reply::page(path).with("ETag", "\"1\""),
    })
    .await;
    let (memory, hands) = (Arc::default(), Hands::default());
    let slow = Config { host_delay_ms: 2_000, ..server.config() };
    let first = fetcher(slow, sources(FEED), &memory, &hands);
    let (outlet, deliveries) = mpsc::channel(8);
    let taking = tokio::spawn(take(deliveries, |_| true));
    let (stop, stopped) = oneshot::channel::<()>();
    let running = tokio::spawn(async move { first.run(outlet, async { drop(stopped.await) }).await });
    while server.count("/r/1") == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    tokio::time::sleep(Duration::from_millis(200)).await;
    stop.send(()).unwrap();
    running.await.unwrap().unwrap();
    taking.await.unwrap();
    assert_eq!(server.count("/p"), 0, "its turn had not come");

    let again = fetcher(server.config(), sources(FEED), &memory, &hands);
    let harvest = once_confirming(&again, |_| true).await;
    assert_eq!(harvest.captured(), ["page http://a.test/p"]);
    assert_eq!((server.count("/r/1"), server.count("/p")), (1, 1));

    corrected.store(true, Ordering::Relaxed);
    hands.forward(3_600);
    once_confirming(&again, |_| true).await;
    let asked: Vec<_> = server.asked().into_iter().filter(|asked| asked.path == "/p").collect();
    assert_eq!((server.count("/r/1"), asked.len()), (1, 2));
    assert_eq!(asked[1].headers.get("if-none-match").map(String::as_str), Some("\"1\""));
}

#[tokio::test]
async fn where_an_address_led_is_left_once_that_is_refused() {
    let moved = Arc::new(AtomicBool::new(false));
    let has_moved = Arc::clone(&moved);
    let server = Press::open(move |asked| {
        let now = has_moved.load(Ordering::Relaxed);
        match asked.path.as_str() {
            "/robots.txt" => Reply::status(404),
            "/rss" => announcing(now),
            "/r/1" if now => Reply::elsewhere("/q"),
            "/r/1" => Reply::elsewhere("/p"),
            // A link that was signed for an hour.
            "/p" if now => Reply::status(403),
            path => Reply::page(path),
        }
    })
    .await;
    let (memory, hands) = (Arc::default(), Hands::default());
    let fetcher = fetcher(server.config(), sources(FEED), &memory, &hands);
    let first = once_confirming(&fetcher, |_| true).await;
    assert_eq!(first.captured(), ["page http://a.test/p"]);
    moved.store(true, Ordering::Relaxed);
    hands.forward(3_600);
    let second = once_confirming(&fetcher, |_| true).await;
    assert_eq!(second.captured(), ["page http://a.test/q"]);
}

#[tokio::test]
async fn a_page_that_wants_the_cookie_of_the_way_is_asked_for_by_that_way_again() {
    let corrected = Arc::new(AtomicBool::new(false));
    let is_corrected = Arc::clone(&corrected);
    let server = Press::open(move |asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/rss" => announcing(is_corrected.load(Ordering::Relaxed)),
        "/r/1" => Reply::elsewhere("/p").with("Set-Cookie", "seen=1; Path=/"),
        "/p" if !asked.headers.contains_key("cookie") => Reply::page("a wall"),
        path => Reply::page(path),
    })
    .await;
    let (memory, hands) = (Arc::default(), Hands::default());
    let fetcher = fetcher(server.config(), sources(FEED), &memory, &hands);
    once_confirming(&fetcher, |_| true).await;
    corrected.store(true, Ordering::Relaxed);
    hands.forward(3_600);
    once_confirming(&fetcher, |_| true).await;
    let asked: Vec<_> = server.asked().into_iter().filter(|asked| asked.path == "/p").collect();
    assert_eq!((server.count("/r/1"), asked.len()), (2, 2));
    assert!(asked.iter().all(|asked| asked.headers.contains_key("cookie")));
}
