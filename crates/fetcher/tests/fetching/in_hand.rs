//! Memory stays flat and nobody is held up: bytes in hand, and hosts that answer in drops.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;
use veille_fetcher::{Config, Delivery};

use crate::press::{Asked, Hands, Press, Reply, fetcher, is_reading, rss, sources};

const FEED: &[&str] = &["http://a.test/rss"];
/// A page of half a megabyte.
const PAGE: usize = 500_000;

/// A feed of one page on each of these hosts.
fn feed_of(hosts: &[String]) -> Reply {
    let links: Vec<String> = hosts.iter().map(|host| format!("http://{host}.test/p")).collect();
    let entries: Vec<(&str, &str)> =
        hosts.iter().zip(&links).map(|(host, link)| (host.as_str(), link.as_str())).collect();
    rss(&entries)
}

fn named(name: &str, count: usize) -> Vec<String> {
    (0..count).map(|number| format!("{name}{number}")).collect()
}

fn press(hosts: Vec<String>, page: impl Fn(&Asked) -> Reply) -> impl Fn(&Asked) -> Reply {
    move |asked| match (asked.host.as_str(), asked.path.as_str()) {
        (_, "/robots.txt") => Reply::status(404),
        ("a.test", _) => feed_of(&hosts),
        _ => page(asked),
    }
}

fn config(server: &Press) -> Config {
    Config {
        page_bytes_max: PAGE as u64 + 1_000,
        feed_bytes_max: 100_000,
        in_hand_bytes_max: 6 * PAGE as u64,
        // Patient enough for a machine that is busy with other things.
        connect_timeout_secs: 30,
        read_timeout_secs: 30,
        total_timeout_secs: 60,
        once_patience_secs: 100,
        ..server.config()
    }
}

/// `page h3`, or the reason's code of what was not captured.
fn what(delivery: &Delivery) -> Option<String> {
    let outcome = delivery.fetched.outcomes.iter().find(|outcome| !is_reading(outcome))?;
    match (&outcome.reason, delivery.fetched.captures.is_empty()) {
        (_, false) => outcome.url.clone().map(|url| format!("page {url}")),
        (Some(reason), true) => Some(reason.code.clone()),
        (None, true) => None,
    }
}

fn say_safe(confirm: oneshot::Sender<()>) {
    confirm.send(()).expect("the fetcher waits for it");
}

#[tokio::test]
async fn what_waits_for_the_store_is_bounded_in_bytes() {
    let hosts = named("h", 40);
    let body = "x".repeat(PAGE);
    let page = move |asked: &Asked| Reply::ok("text/html", &format!("{}{body}", asked.host));
    let server = Press::open(press(hosts, page)).await;
    let fetcher = fetcher(config(&server), sources(FEED), &Arc::default(), &Hands::default());
    let (outlet, mut deliveries) = mpsc::channel(64);
    let running = tokio::spawn(async move { fetcher.once(outlet, std::future::pending()).await });
    let (mut pages, mut bytes, mut held) = (0, 0, Vec::new());
    let mut reasons = Vec::new();
    loop {
        match timeout(Duration::from_millis(250), deliveries.recv()).await {
            Ok(Some(Delivery { fetched, confirm })) => {
                pages += fetched.captures.len();
                reasons.extend(fetched.outcomes.iter().filter_map(|outcome| outcome.reason.clone()));
                bytes += fetched.captures.iter().map(|capture| capture.body.len()).sum::<usize>();
                // One body may go beyond the budget.
                assert!(bytes <= 7 * (PAGE + 1_000), "{bytes} bytes wait for their confirmation");
                match fetched.captures.is_empty() {
                    true => say_safe(confirm),
                    false => held.push(confirm),
                }
            }
            Ok(None) => break,
            // Nothing comes any more: the store takes what it has.
            Err(_) => {
                bytes = 0;
                held.drain(..).for_each(say_safe);
            }
        }
    }
    let tally = running.await.unwrap().unwrap();
    assert_eq!(pages, 40, "{tally:?} {reasons:?}");
}

/// Runs until so many pages have come; everything else that came before the last of them.
async fn until_pages(server: &Press, config: Config, count: usize) -> Vec<String> {
    let fetcher = fetcher(config, sources(FEED), &Arc::default(), &Hands::default());
    let (outlet, mut deliveries) = mpsc::channel(64);
    let running = tokio::spawn(async move { fetcher.run(outlet, std::future::pending()).await });
    let (mut pages, mut others) = (0, Vec::new());
    while pages < count {
        let delivery = deliveries.recv().await.unwrap();
        match what(&delivery) {
            Some(page) if page.starts_with("page ") => pages += 1,
            other => others.extend(other),
        }
        // It may have been told to stop.
        let _ = delivery.confirm.send(());
    }
    running.abort();
    assert!(server.asked().len() >= count);
    others
}

#[tokio::test]
async fn hosts_that_drip_do_not_hold_up_the_others() {
    let (slow, brisk) = (named("drip", 8), named("brisk", 4));
    let answer = |asked: &Asked| match asked.host.starts_with("drip") {
        true => Reply::Drip(Duration::from_millis(200)),
        false => Reply::page(&asked.host),
    };
    let server = Press::open(press([slow, brisk].concat(), answer)).await;
    let config = Config { concurrency: 4, ..config(&server) };
    let before = until_pages(&server, config, 4).await;
    assert!(before.is_empty(), "the others waited for the slow to be given up: {before:?}");
}

#[tokio::test]
async fn however_many_hosts_drip_they_are_past_in_a_moment() {
    let (slow, brisk) = (named("drip", 16), named("brisk", 4));
    let answer = |asked: &Asked| match asked.host.starts_with("drip") {
        true => Reply::Drip(Duration::from_millis(200)),
        false => Reply::page(&asked.host),
    };
    let server = Press::open(press([slow, brisk].concat(), answer)).await;
    let begun = std::time::Instant::now();
    until_pages(&server, Config { concurrency: 4, ..config(&server) }, 4).await;
    // Four rounds of those that drip: of three seconds each, where nobody waits.
    assert!(begun.elapsed() < Duration::from_secs(6), "{:?}", begun.elapsed());
}

/// How long it takes until forty feeds are read and the page of each is there, beside so many feeds of hosts that send a byte a second.
async fn forty_beside(dripping: usize) -> Duration {
    let listed: Vec<String> = [named("drip", dripping), named("brisk", 40)].concat();
    let listed: Vec<String> = listed.iter().map(|host| format!("http://{host}.test/rss")).collect();
    let server = Press::open(|asked| match (asked.host.starts_with("drip"), asked.path.as_str()) {
        (_, "/robots.txt") => Reply::status(404),
        (true, _) => Reply::Drip(Duration::from_secs(1)),
        (false, "/rss") => rss(&[("P", "/p")]),
        (false, path) => Reply::page(path),
    })
    .await;
    let listed: Vec<&str> = listed.iter().map(String::as_str).collect();
    let watched = fetcher(config(&server), sources(&listed), &Arc::default(), &Hands::default());
    let (outlet, mut deliveries) = mpsc::channel(64);
    let begun = std::time::Instant::now();
    let running = tokio::spawn(async move { watched.run(outlet, std::future::pending()).await });
    let mut pages = 0;
    while pages < 40 {
        let Delivery { fetched, confirm } = deliveries.recv().await.unwrap();
        pages += fetched.captures.len();
        let _ = confirm.send(());
    }
    running.abort();
    begun.elapsed()
}

#[tokio::test]
async fn two_hundred_hosts_that_drip_delay_the_others_by_less_than_two_seconds() {
    let (alone, beside) = (forty_beside(0).await, forty_beside(200).await);
    assert!(beside < alone + Duration::from_secs(2), "{beside:?}, and {alone:?} alone");
}

#[tokio::test]
async fn hosts_that_send_much_and_then_drip_do_not_keep_the_room_of_the_others() {
    let (slow, brisk) = (named("drip", 12), named("brisk", 6));
    let body = "x".repeat(PAGE);
    let answer = move |asked: &Asked| match asked.host.starts_with("drip") {
        true => Reply::Dwindle(PAGE - 1_000, Duration::from_millis(200)),
        false => Reply::ok("text/html", &format!("{}{body}", asked.host)),
    };
    let server = Press::open(press([slow, brisk].concat(), answer)).await;
    let config = Config { concurrency: 16, ..config(&server) };
    let before = until_pages(&server, config, 6).await;
    assert!(!before.contains(&"timeout".to_owned()), "{before:?}");
}

#[tokio::test]
async fn a_body_that_unfolds_is_counted_unfolded() {
    use base64::Engine as _;
    // 400,000 times the letter `x`, as gzip.
    let packed = base64::engine::general_purpose::STANDARD.decode(GZIP).unwrap();
    let hosts = named("h", 20);
    let page = move |_: &Asked| {
        let headers =
            vec![("Content-Type".into(), "text/html".into()), ("Content-Encoding".into(), "gzip".into())];
        Reply::Answer(200, headers, packed.clone())
    };
    let server = Press::open(press(hosts, page)).await;
    let config = Config { unfold_ratio_max: 10_000, ..config(&server) };
    let fetcher = fetcher(config, sources(FEED), &Arc::default(), &Hands::default());
    let (outlet, mut deliveries) = mpsc::channel(64);
    let running = tokio::spawn(async move { fetcher.once(outlet, std::future::pending()).await });
    let (mut pages, mut held) = (0, Vec::new());
    loop {
        match timeout(Duration::from_millis(250), deliveries.recv()).await {
            Ok(Some(Delivery { fetched, confirm })) if fetched.captures.is_empty() => say_safe(confirm),
            Ok(Some(Delivery { fetched, confirm })) => {
                pages += 1;
                assert_eq!(fetched.captures[0].body.len(), 400_000);
                held.push(confirm);
                assert!(held.len() <= 9, "{} pages wait for their confirmation", held.len());
            }
            Ok(None) => break,
            Err(_) => held.drain(..).for_each(say_safe),
        }
    }
    running.await.unwrap().unwrap();
    assert_eq!(pages, 20);
}

const GZIP: &str = "H4sIAAAAAAACA+3BMQEAAADCoNqLbwo/oAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAOBvDDXEcYAaBgA=";
