//! A hub of our own: subscriptions are asked for, granted, renewed and heard (WebSub).

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use url::form_urlencoded;
use veille_fetcher::{Config, Subscriptions};

use crate::press::{Hands, Press, Reply, fetcher, rss, sources, take};

const FEED: &[&str] = &["http://a.test/rss"];
const DAY: i64 = 86_400;

/// What a hub was asked, as its form says.
fn said(form: &str, name: &str) -> String {
    let found = form_urlencoded::parse(form.as_bytes()).find(|(known, _)| known == name);
    found.map(|(_, value)| value.into_owned()).unwrap_or_default()
}

async fn until(done: impl Fn() -> bool) {
    for _ in 0..800 {
        if done() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("it did not happen");
}

#[tokio::test]
async fn a_feed_with_a_hub_is_read_rarely_and_its_news_come_by_the_hub() {
    let asked: Arc<Mutex<Vec<String>>> = Arc::default();
    let hub = Arc::clone(&asked);
    let server = Press::open(move |asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/hub" => {
            hub.lock().unwrap().push(asked.body.clone());
            Reply::status(202)
        }
        "/rss" => rss(&[("A", "/a")]).with("Link", "</hub>; rel=hub, </rss>; rel=self"),
        path => Reply::page(path),
    })
    .await;
    let callback = "https://press.example/veille".to_owned();
    let config = Config { callback, interval_min_secs: 60, interval_max_secs: 14_400, ..server.config() };
    let (hands, subscriptions) = (Hands::default(), Subscriptions::default());
    let fetcher =
        fetcher(config, sources(FEED), &Arc::default(), &hands).told_by_hubs(&subscriptions).unwrap();
    let (outlet, deliveries) = mpsc::channel(8);
    let taking = tokio::spawn(take(deliveries, |_| true));
    let (stop, stopped) = oneshot::channel::<()>();
    let running = tokio::spawn(async move { fetcher.run(outlet, async { drop(stopped.await) }).await });

    until(|| !asked.lock().unwrap().is_empty()).await;
    let form = asked.lock().unwrap()[0].clone();
    assert_eq!((said(&form, "hub.mode"), said(&form, "hub.topic")), ("subscribe".into(), FEED[0].into()));
    let callback = said(&form, "hub.callback");
    let key = callback.strip_prefix("https://press.example/veille/websub/").unwrap().to_owned();
    assert_eq!(subscriptions.secret(&key), Some(said(&form, "hub.secret")));
    assert!(!subscriptions.agrees(&key, "subscribe", "http://a.test/other", 600), "we did not ask for that");
    assert!(!subscriptions.agrees(&key, "unsubscribe", FEED[0], 600));
    assert!(subscriptions.agrees(&key, "subscribe", FEED[0], 4 * 86_400));

    let Reply::Answer(_, _, news) = rss(&[("B", "/b"), ("A", "/a")]) else { unreachable!() };
    assert!(subscriptions.changed(&key, Some((Some("application/rss+xml".into()), news))));
    until(|| server.count("/b") == 1).await;
    assert_eq!((server.count("/rss"), server.count("/a")), (1, 1), "nobody asked the publisher's feed");
    // An hour later it is not due, though it had news; on the last day the hub is asked again.
    hands.forward(3_600);
    assert!(subscriptions.changed(&key, None));
    until(|| server.count("/rss") == 2).await;
    hands.forward(3 * DAY);
    until(|| {
        hands.forward(60);
        subscriptions.changed(&key, None);
        asked.lock().unwrap().len() == 2
    })
    .await;
    assert_eq!(said(&asked.lock().unwrap()[1], "hub.secret"), said(&form, "hub.secret"));
    stop.send(()).unwrap();
    running.await.unwrap().unwrap();
    assert_eq!(taking.await.unwrap().captured(), ["page http://a.test/a", "page http://a.test/b"]);
}
