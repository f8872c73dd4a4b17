//! Nothing is lost and nothing comes twice: confirmations, memory, corrections, stops.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::press::{Asked, Hands, Harvest, Press, Reply, fetcher, once, once_confirming, rss, sources, take};
use tokio::sync::{mpsc, oneshot};
use veille_fetcher::{Config, Fetcher, Frontier, FrontierError, InMemory};
use veille_model::{FeedEntry, Mark, OutcomeKind};

const FEED: &[&str] = &["http://a.test/rss"];
const DAY: i64 = 86_400;

fn three_pages(asked: &Asked) -> Reply {
    match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/rss" if asked.headers.get("if-none-match").is_some_and(|etag| etag == "\"f1\"") => {
            Reply::status(304)
        }
        "/rss" => rss(&[("A", "/a"), ("B", "/b"), ("C", "/c")]).with("ETag", "\"f1\""),
        path => Reply::page(path),
    }
}

#[tokio::test]
async fn a_feed_that_did_not_change_costs_one_request_without_a_body() {
    let server = Press::open(three_pages).await;
    let (memory, hands) = (Arc::default(), Hands::default());
    let fetcher = fetcher(server.config(), sources(FEED), &memory, &hands);
    assert_eq!(once_confirming(&fetcher, |_| true).await.captures.len(), 3);
    let asked = server.asked().len();
    // It is not due yet.
    let tally = veille_fetcher::Tally { feeds_not_due: 1, ..Default::default() };
    assert_eq!(once_confirming(&fetcher, |_| true).await.tally, tally);
    assert_eq!(server.asked().len(), asked);
    hands.forward(3_600);
    let harvest = once_confirming(&fetcher, |_| true).await;
    assert_eq!((harvest.captures.len(), harvest.tally.feeds_unchanged), (0, 1));
    assert_eq!(server.asked().len(), asked + 1);
}

#[tokio::test]
async fn once_a_day_a_feed_is_asked_for_whole_because_some_lie() {
    let liar = Press::open(|asked| match asked.path.as_str() {
        "/rss" if asked.headers.contains_key("if-none-match") => Reply::status(304),
        _ => three_pages(asked),
    })
    .await;
    let (memory, hands) = (Arc::default(), Hands::default());
    let fetcher = fetcher(liar.config(), sources(FEED), &memory, &hands);
    for _ in 0..3 {
        once_confirming(&fetcher, |_| true).await;
        hands.forward(DAY / 2);
    }
    let asked = liar.asked();
    let blind: Vec<bool> = asked
        .iter()
        .filter(|asked| asked.path == "/rss")
        .map(|asked| !asked.headers.contains_key("if-none-match"))
        .collect();
    assert_eq!(blind, [true, false, true]);
}

#[tokio::test]
async fn not_changed_in_answer_to_a_question_that_nobody_asked_settles_nothing() {
    let times = Arc::new(Mutex::new(std::collections::HashMap::<String, usize>::new()));
    let server = Press::open(move |asked| {
        let mut times = times.lock().unwrap();
        let count = times.entry(asked.path.clone()).or_default();
        *count += 1;
        match (asked.path.as_str(), *count) {
            ("/robots.txt", _) => Reply::status(404),
            ("/rss" | "/a", 1) | ("/never", _) => Reply::status(304),
            ("/rss", _) => rss(&[("A", "/a"), ("B", "/never")]),
            (path, _) => Reply::page(path),
        }
    })
    .await;
    let config = Config { attempts_max: 2, ..server.config() };
    let harvest = once(config, FEED).await;
    assert_eq!(harvest.captured(), ["entry http://a.test/never", "page http://a.test/a"]);
    assert_eq!(harvest.reasons(), ["forwarded http_304", "retried http_304"]);
    assert_eq!((harvest.tally.feeds_failed, harvest.tally.feeds_read), (1, 1));
    let told = harvest.outcomes.iter().find_map(|outcome| outcome.reason.clone()).unwrap();
    assert!(told.detail.contains("a cache on the way"), "{}", told.detail);
}

#[tokio::test]
async fn a_page_announced_under_several_addresses_is_captured_once() {
    let server = Press::open(|asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/rss" => rss(&[
            ("A", "/a?utm_source=rss&amp;utm_medium=feed"),
            ("A", "/a#comments"),
            ("A", "/r/1"),
            ("A", "/r/2"),
        ]),
        "/atom" => rss(&[("A", "/a"), ("A", "/r/1")]),
        path if path.starts_with("/r/") => Reply::elsewhere("/a?fbclid=1"),
        _ => Reply::page("A"),
    })
    .await;
    let harvest = once(server.config(), &["http://a.test/rss", "http://a.test/atom"]).await;
    assert_eq!(harvest.captures.len(), 1, "{:?}", harvest.captured());
    let duplicates =
        harvest.outcomes.iter().filter(|outcome| outcome.outcome == OutcomeKind::Discarded).count();
    assert_eq!(duplicates, 2);
}

#[tokio::test]
async fn redirectors_to_a_page_that_has_the_words_of_their_titles_bring_it_once() {
    let server = Press::open(|asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/rss" => rss(&[("Harbour council adopts the bridge", "/a")]),
        "/corrected" => rss(&[("Harbour council adopts the bridge [+]", "/r/2")]),
        "/sitemap" => Reply::ok(
            "text/xml",
            "<urlset><url><loc>http://a.test/r/1</loc><lastmod>2026-11-01</lastmod></url></urlset>",
        ),
        path if path.starts_with("/r/") => Reply::elsewhere("/a"),
        _ => Reply::page("Harbour council adopts the bridge"),
    })
    .await;
    let feeds = ["http://a.test/rss", "http://a.test/corrected", "http://a.test/sitemap"];
    let harvest = once(server.config(), &feeds).await;
    assert_eq!(harvest.captured(), ["page http://a.test/a"]);
    assert_eq!(harvest.reasons(), ["discarded duplicate"]);
    // For the words of the other title alone.
    assert!(server.count("/a") <= 2, "{:?}", server.paths());
}

#[tokio::test]
async fn an_article_that_feeds_name_by_other_routes_is_asked_for_once() {
    let server = Press::open(|asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/rss" => rss(&[("A", "http://www.a.test/news/a?ref=rss")]),
        "/atom" => rss(&[("A", "http://a.test/news/a/index.html"), ("A", "http://m.a.test//news/a/amp/")]),
        path => Reply::page(path),
    })
    .await;
    let harvest = once(server.config(), &["http://a.test/rss", "http://a.test/atom"]).await;
    assert_eq!(harvest.captures.len(), 1, "{:?}", harvest.captured());
    assert_eq!(server.paths().iter().filter(|path| path.contains("/news/a")).count(), 1);
}

#[tokio::test]
async fn entries_that_all_lead_to_a_consent_form_are_not_lost() {
    let server = Press::open(|asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/rss" => rss(&[("A", "/a"), ("B", "/b"), ("C", "/c")]),
        "/consent" => Reply::page("Cookies?"),
        _ => Reply::elsewhere("/consent"),
    })
    .await;
    let harvest = once(server.config(), FEED).await;
    let entries = harvest.captured().into_iter().filter(|line| line.starts_with("entry ")).count();
    assert_eq!((harvest.captures.len(), entries), (3, 2), "{:?}", harvest.captured());
    assert_eq!(harvest.reasons(), ["forwarded shared_target"]);
}

#[tokio::test]
async fn an_entry_stands_in_for_a_page_that_cannot_be_had() {
    let server = Press::open(|asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/rss" => rss(&[("A", "/403"), ("B", "/404"), ("C", "/410"), ("D", "/d")]),
        "/403" => Reply::status(403),
        "/404" => Reply::status(404),
        "/410" => Reply::status(410),
        path => Reply::page(path),
    })
    .await;
    let harvest = once(server.config(), FEED).await;
    assert_eq!(
        harvest.captured(),
        ["entry http://a.test/403", "entry http://a.test/404", "page http://a.test/d"]
    );
    assert_eq!(harvest.reasons(), ["discarded http_410", "forwarded http_403", "forwarded http_404"]);
    let entry: FeedEntry = serde_json::from_slice(
        &harvest.captures.iter().find(|c| c.url.as_deref() == Some("http://a.test/403")).unwrap().body,
    )
    .unwrap();
    assert_eq!((entry.title.as_deref(), entry.summary.as_deref()), (Some("A"), Some("Dit A")));
}

#[tokio::test]
async fn a_page_that_was_not_there_is_asked_for_again_while_its_feed_lists_it() {
    let there = Arc::new(AtomicUsize::new(0));
    let served = Arc::clone(&there);
    let server = Press::open(move |asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/rss" => {
            let count = served.fetch_add(1, Ordering::Relaxed).to_string();
            rss(&[("A", "/a"), (count.as_str(), "/other")])
        }
        "/a" if served.load(Ordering::Relaxed) < 3 => Reply::status(404),
        path => Reply::page(path),
    })
    .await;
    let (memory, hands) = (Arc::default(), Hands::default());
    let fetcher = fetcher(server.config(), sources(FEED), &memory, &hands);
    let mut captured = Vec::new();
    for pause in [60, 3_700, 15_000, DAY] {
        let harvest = once_confirming(&fetcher, |_| true).await;
        captured.extend(harvest.captured().into_iter().filter(|line| line.ends_with("/a")));
        hands.forward(pause.max(600));
    }
    // At first; too soon; there at last; known.
    assert_eq!(captured, ["entry http://a.test/a", "page http://a.test/a"]);
}

#[tokio::test]
async fn a_corrected_title_is_always_fetched_again_with_validators() {
    let version = Arc::new(AtomicUsize::new(0));
    let served = Arc::clone(&version);
    let server = Press::open(move |asked| {
        let version = served.load(Ordering::Relaxed);
        let title = format!("A{version}");
        let etag = format!("\"{version}\"");
        match asked.path.as_str() {
            "/robots.txt" => Reply::status(404),
            "/rss" => rss(&[(&title, "/a"), ("B", "/b")]),
            "/a" if asked.headers.get("if-none-match") == Some(&etag) => Reply::status(304),
            "/a" => Reply::page(&title).with("ETag", &etag),
            path => Reply::page(path),
        }
    })
    .await;
    let (memory, hands) = (Arc::default(), Hands::default());
    let config = Config { revisits_max: 2, ..server.config() };
    let fetcher = fetcher(config, sources(FEED), &memory, &hands);
    let mut captured = Vec::new();
    for _ in 0..5 {
        captured.push(once_confirming(&fetcher, |_| true).await.captures.len());
        version.fetch_add(1, Ordering::Relaxed);
        hands.forward(3_600);
    }
    assert_eq!(captured, [2, 1, 1, 1, 1]);
    let conditions: Vec<bool> = server
        .asked()
        .iter()
        .filter(|a| a.path == "/a")
        .map(|a| a.headers.contains_key("if-none-match"))
        .collect();
    assert_eq!(conditions, [false, true, true, true, true]);
}

#[tokio::test]
async fn an_entry_that_is_dated_at_each_request_costs_so_many_visits_a_day_and_it_is_said() {
    let version = Arc::new(AtomicUsize::new(0));
    let served = Arc::clone(&version);
    let server = Press::open(move |asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/rss" => {
            let minute = served.fetch_add(1, Ordering::Relaxed);
            let item = format!(
                "<item><title>A</title><link>/a</link><pubDate>7 Oct 2025 09:{minute:02} GMT</pubDate></item>"
            );
            Reply::ok("application/rss+xml", &format!("<rss><channel>{item}</channel></rss>"))
        }
        _ => Reply::page("A"),
    })
    .await;
    let (memory, hands) = (Arc::default(), Hands::default());
    // To the beginning of a day, so that all readings of one are on it.
    hands.forward(DAY - chrono::Utc::now().timestamp() % DAY);
    let fetcher = fetcher(Config { revisits_max: 2, ..server.config() }, sources(FEED), &memory, &hands);
    let mut said = Vec::new();
    for pause in [3_600, 3_600, 3_600, 3_600, DAY, 3_600] {
        let harvest = once_confirming(&fetcher, |_| true).await;
        said.push(harvest.reasons().join(", ").replace("discarded ", ""));
        hands.forward(pause);
    }
    assert_eq!(said, ["", "unchanged", "unchanged", "revisits_max", "", "unchanged"]);
    assert_eq!(server.count("/a"), 4);
}

#[tokio::test]
async fn an_entry_that_was_dated_anew_over_an_unchanged_page_is_no_revision() {
    let version = Arc::new(AtomicUsize::new(0));
    let served = Arc::clone(&version);
    let server = Press::open(move |asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/rss" => {
            let day = 7 + served.load(Ordering::Relaxed);
            let item = format!(
                "<item><title>A</title><link>/a</link><pubDate>{day} Oct 2025 09:00 GMT</pubDate></item>"
            );
            Reply::ok("application/rss+xml", &format!("<rss><channel>{item}</channel></rss>"))
        }
        _ => Reply::page("A"),
    })
    .await;
    let (memory, hands) = (Arc::default(), Hands::default());
    let fetcher = fetcher(server.config(), sources(FEED), &memory, &hands);
    assert_eq!(once_confirming(&fetcher, |_| true).await.captures.len(), 1);
    version.store(1, Ordering::Relaxed);
    hands.forward(DAY);
    let harvest = once_confirming(&fetcher, |_| true).await;
    assert_eq!((harvest.captures.len(), harvest.reasons()), (0, vec!["discarded unchanged".to_owned()]));
}

#[tokio::test]
async fn a_server_that_hangs_up_now_and_then_loses_nothing() {
    let count = Arc::new(AtomicUsize::new(0));
    let server = Press::open(move |asked| match asked.path.as_str() {
        // Every fourth request is hung up on or refused.
        _ if count.fetch_add(1, Ordering::Relaxed) % 8 == 3 => Reply::Hangup,
        path if path != "/robots.txt" && count.load(Ordering::Relaxed) % 8 == 7 => {
            Reply::status(503).with("Retry-After", "1")
        }
        "/robots.txt" => Reply::status(404),
        "/rss" => rss(&[("A", "/a"), ("B", "/b"), ("C", "/c"), ("D", "/d"), ("E", "/e"), ("F", "/f")]),
        path => Reply::page(path),
    })
    .await;
    let harvest = once(server.config(), FEED).await;
    let expected: Vec<String> =
        ["a", "b", "c", "d", "e", "f"].iter().map(|p| format!("page http://a.test/{p}")).collect();
    assert_eq!(harvest.captured(), expected);
    assert!(harvest.reasons().iter().all(|reason| reason.starts_with("retried ")));
    assert!(!harvest.reasons().is_empty());
}

#[tokio::test]
async fn what_downstream_did_not_confirm_is_handed_on_again_and_nobody_asked_for_it() {
    let server = Press::open(three_pages).await;
    let refused = Arc::new(Mutex::new(0));
    let (memory, hands) = (Arc::default(), Hands::default());
    let fetcher = fetcher(server.config(), sources(FEED), &memory, &hands);
    let counting = Arc::clone(&refused);
    let harvest = once_confirming(&fetcher, move |fetched| {
        let is_b = fetched.captures.iter().any(|capture| capture.url.as_deref() == Some("http://a.test/b"));
        let mut refused = counting.lock().unwrap();
        *refused += u32::from(is_b);
        !(is_b && *refused == 1)
    })
    .await;
    assert_eq!(*refused.lock().unwrap(), 2);
    assert_eq!((harvest.captures.len(), server.count("/b")), (3, 1));
}

#[tokio::test]
async fn after_a_crash_before_the_confirmation_everything_is_found_again() {
    let server = Press::open(three_pages).await;
    let (memory, hands): (Arc<InMemory>, Hands) = (Arc::default(), Hands::default());
    // The first program takes all pages, confirms one and dies.
    let (outlet, mut deliveries) = mpsc::channel(8);
    let config = || Config { look_again_secs: vec![3_600], ..server.config() };
    let first = fetcher(config(), sources(FEED), &memory, &hands);
    let running = tokio::spawn(async move { first.run(outlet, std::future::pending()).await });
    let mut held = Vec::new();
    let mut safe = Vec::new();
    while held.len() + safe.len() < 3 {
        let delivery = deliveries.recv().await.unwrap();
        if delivery.fetched.captures.is_empty() {
            delivery.confirm.send(()).unwrap();
        } else if safe.is_empty() {
            safe.extend(delivery.fetched.captures);
            delivery.confirm.send(()).unwrap();
        } else {
            held.push(delivery);
        }
    }
    tokio::time::sleep(Duration::from_millis(50)).await;
    running.abort();
    drop(held);
    assert_eq!(safe.len(), 1);
    // The second brings the other two, and asks nobody for anything.
    let harvest = once_confirming(&fetcher(config(), sources(FEED), &memory, &hands), |_| true).await;
    assert_eq!(harvest.captures.len(), 2);
    let both: std::collections::BTreeSet<_> =
        safe.iter().chain(&harvest.captures).map(|capture| capture.url.clone()).collect();
    assert_eq!(both.len(), 3);
    assert_eq!((server.count("/rss"), server.count("/robots.txt")), (1, 1));
    // All of them are looked at again, also the one that was safe when the first died.
    hands.forward(7_300);
    once_confirming(&fetcher(config(), sources(FEED), &memory, &hands), |_| true).await;
    assert_eq!(["/a", "/b", "/c"].map(|path| server.count(path)).iter().sum::<usize>(), 3 + 3);
}

#[tokio::test]
async fn when_told_to_stop_what_is_in_flight_is_settled_and_the_rest_is_left() {
    let server = Press::open(|asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/rss" => rss(&[("A", "/a"), ("B", "/b"), ("C", "/c")]),
        path => Reply::Late(Duration::from_millis(400), Box::new(Reply::page(path))),
    })
    .await;
    let (memory, hands): (Arc<InMemory>, Hands) = (Arc::default(), Hands::default());
    let fetcher = fetcher(server.config(), sources(FEED), &memory, &hands);
    let (outlet, deliveries) = mpsc::channel(8);
    let taking = tokio::spawn(take(deliveries, |_| true));
    let (stop, stopped) = oneshot::channel::<()>();
    let running = tokio::spawn(async move { fetcher.run(outlet, async { drop(stopped.await) }).await });
    while server.paths().len() < 3 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    stop.send(()).unwrap();
    let tally = running.await.unwrap().unwrap();
    assert_eq!((tally.forwarded, tally.left_open), (1, 2));
    assert_eq!(taking.await.unwrap().captures.len(), 1);
    assert_eq!(server.paths().len(), 3);
    // What was left is known, and goes on without the feed.
    let second = fetcher_again(&server, &memory, &hands).await;
    assert_eq!((second.captures.len(), server.paths().len()), (2, 5));
}

async fn fetcher_again(server: &Press, memory: &Arc<InMemory>, hands: &Hands) -> Harvest {
    once_confirming(&fetcher(server.config(), sources(FEED), memory, hands), |_| true).await
}

#[tokio::test]
async fn a_request_that_never_settles_is_given_up_after_the_grace_period() {
    let server = Press::open(|asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        _ => Reply::Late(Duration::from_secs(60), Box::new(Reply::Hangup)),
    })
    .await;
    let config = Config { grace_secs: 1, total_timeout_secs: 60, read_timeout_secs: 60, ..server.config() };
    let fetcher = fetcher(config, sources(FEED), &Arc::default(), &Hands::default());
    let (outlet, _deliveries) = mpsc::channel(8);
    let start = Instant::now();
    fetcher.run(outlet, tokio::time::sleep(Duration::from_millis(300))).await.unwrap();
    assert!((1..30).contains(&start.elapsed().as_secs()), "{:?}", start.elapsed());
}

#[tokio::test]
async fn a_run_ends_with_an_error_when_downstream_is_gone() {
    let server = Press::open(three_pages).await;
    let fetcher = fetcher(server.config(), sources(FEED), &Arc::default(), &Hands::default());
    let (outlet, deliveries) = mpsc::channel(8);
    drop(deliveries);
    let error = fetcher.run(outlet, std::future::pending()).await.unwrap_err();
    assert_eq!(error.to_string(), "downstream is gone, so nothing can be handed on");
}

#[tokio::test]
async fn a_failing_feed_is_named_and_does_not_stop_the_others() {
    let server = Press::open(|asked| match (asked.host.as_str(), asked.path.as_str()) {
        (_, "/robots.txt") => Reply::status(404),
        ("bad.test", _) => Reply::ok("text/html", "<html><p>Access denied</p></html>"),
        ("gone.test", _) => Reply::status(410),
        (_, "/rss") => rss(&[("A", "/a")]),
        (_, path) => Reply::page(path),
    })
    .await;
    let harvest =
        once(server.config(), &["http://bad.test/rss", "http://gone.test/rss", "http://a.test/rss"]).await;
    assert_eq!(harvest.captures.len(), 1);
    assert_eq!(harvest.reasons(), ["retried http_410", "retried not_a_feed"]);
    assert_eq!((harvest.tally.feeds_failed, harvest.tally.feeds_read), (2, 1));
}

#[tokio::test]
async fn entries_that_share_one_useless_link_are_captured_each_by_its_title() {
    let server = Press::open(|asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/rss" => rss(&[("A", "/"), ("B", "/"), ("C", "/")]),
        path => Reply::page(path),
    })
    .await;
    let (memory, hands) = (Arc::default(), Hands::default());
    let fetcher = fetcher(server.config(), sources(FEED), &memory, &hands);
    let harvest = once_confirming(&fetcher, |_| true).await;
    assert_eq!(harvest.captured(), ["entry http://a.test/"; 3]);
    hands.forward(DAY);
    assert_eq!(once_confirming(&fetcher, |_| true).await.captures.len(), 0);
    assert_eq!(server.count("/"), 0);
}

struct Forgetful(AtomicUsize);

impl Frontier for Forgetful {
    async fn get(&self, keys: &[String]) -> Result<Vec<Option<String>>, FrontierError> {
        match self.0.fetch_add(1, Ordering::Relaxed) % 2 {
            0 => Err(FrontierError { doing: "read", cause: "restarting".into() }),
            _ => Ok(vec![None; keys.len()]),
        }
    }

    async fn advance(&self, _: &[Mark]) -> Result<(), FrontierError> {
        Ok(())
    }
}

#[tokio::test]
async fn a_memory_that_restarts_ends_no_run() {
    let server = Press::open(three_pages).await;
    let fetcher = Fetcher::new(server.config(), sources(FEED), Forgetful(AtomicUsize::new(0))).unwrap();
    let (outlet, deliveries) = mpsc::channel(8);
    let taking = tokio::spawn(take(deliveries, |_| true));
    fetcher.once(outlet, std::future::pending()).await.unwrap();
    assert_eq!(taking.await.unwrap().captures.len(), 3);
}
