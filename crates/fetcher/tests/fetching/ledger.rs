//! What the ledger is told of readings: each that brought something, and once a day those that did not.

use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};

use veille_fetcher::Config;
use veille_model::Outcome;

use crate::press::{Hands, Press, Reply, fetcher, once_confirming, rss, sources};

const FEED: &[&str] = &["http://a.test/rss"];
const DAY: i64 = 86_400;

fn codes(outcomes: &[Outcome]) -> Vec<String> {
    outcomes.iter().filter_map(|outcome| Some(outcome.reason.as_ref()?.code.clone())).collect()
}

#[tokio::test]
async fn a_reading_that_changes_nothing_is_told_once_a_day_and_news_each_time() {
    let number = Arc::new(AtomicU16::new(1));
    let served = Arc::clone(&number);
    let server = Press::open(move |asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/rss" => rss(&[("A", &format!("/{}", served.load(Ordering::Relaxed)))]),
        path => Reply::page(path),
    })
    .await;
    let config = Config { interval_min_secs: 60, interval_max_secs: 60, ..server.config() };
    let (memory, hands) = (Arc::default(), Hands::default());
    let fetcher = fetcher(config, sources(FEED), &memory, &hands);
    // Near midnight the readings would lie on two days.
    let since_midnight = chrono::Utc::now().timestamp() % DAY;
    hands.forward(DAY - since_midnight + 3_600);
    let mut told = Vec::new();
    for news in [true, false, false, true, false, false] {
        number.fetch_add(u16::from(news), Ordering::Relaxed);
        let harvest = once_confirming(&fetcher, |_| true).await;
        assert_eq!(
            (harvest.tally.feeds_read + harvest.tally.feeds_unchanged, harvest.tally.feeds_not_due),
            (1, 0)
        );
        // Pages are counted, and readings are not counted among them.
        assert_eq!(harvest.tally.forwarded, u64::from(news));
        told.push(codes(&harvest.readings).join(" "));
        hands.forward(120);
    }
    assert_eq!(told, ["read", "unchanged", "", "read", "", ""]);
    hands.forward(DAY);
    let harvest = once_confirming(&fetcher, |_| true).await;
    let reason = harvest.readings[0].reason.clone().unwrap();
    assert!(reason.code == "unchanged" && reason.detail.contains("; 4 times so on "), "{reason}");
    let early = once_confirming(&fetcher, |_| true).await;
    assert_eq!((early.tally.feeds_not_due, early.readings.len()), (1, 0), "nobody was asked");
}

#[tokio::test]
async fn a_feed_that_rests_is_told_of_and_counted() {
    let server = Press::open(|asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        _ => Reply::status(404),
    })
    .await;
    let (memory, hands) = (Arc::default(), Hands::default());
    let fetcher = fetcher(server.config(), sources(FEED), &memory, &hands);
    let first = once_confirming(&fetcher, |_| true).await;
    assert_eq!((first.tally.feeds_failed, first.tally.feeds_resting), (1, 0));
    hands.forward(60);
    let second = once_confirming(&fetcher, |_| true).await;
    assert_eq!((second.tally.feeds_failed, second.tally.feeds_resting), (0, 1));
    let reason = second.outcomes[0].reason.clone().unwrap();
    assert!(reason.code == "resting" && reason.detail.contains("in a row (http_404)"), "{reason}");
    let third = once_confirming(&fetcher, |_| true).await;
    assert_eq!((third.tally.feeds_resting, third.outcomes.len()), (1, 0), "once a day");
}
