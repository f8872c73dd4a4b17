//! How we behave towards hosts: robots.txt, turns, patience.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::press::{
    Asked, Hands, Press, Reply, fetcher, http_date, once, once_confirming, rss, sources, take,
};
use chrono::{TimeDelta, Utc};
use tokio::sync::mpsc;
use veille_fetcher::Config;

fn press(asked: &Asked) -> Reply {
    match asked.path.as_str() {
        "/robots.txt" => Reply::ok("text/plain", "User-agent: *\nDisallow: /private/\n"),
        "/rss" => rss(&[("A", "/a"), ("B", "/private/b"), ("C", "/to-private"), ("D", "/d")]),
        "/to-private" => Reply::elsewhere("/private/c"),
        path => Reply::page(path),
    }
}

#[tokio::test]
async fn robots_txt_is_read_first_and_obeyed_at_every_hop() {
    let server = Press::open(press).await;
    let harvest = once(server.config(), &["http://a.test/rss"]).await;
    assert_eq!(server.paths()[..2], ["/robots.txt", "/rss"]);
    assert_eq!(server.count("/robots.txt"), 1);
    assert_eq!(harvest.captured(), ["page http://a.test/a", "page http://a.test/d"]);
    assert!(server.paths().iter().all(|path| !path.starts_with("/private")));
    assert_eq!(harvest.reasons(), ["discarded robots"]);
    let reason = harvest.outcomes.iter().find_map(|outcome| outcome.reason.clone()).unwrap();
    assert!(reason.detail.contains("robots.txt of a.test forbids /private/"), "{}", reason.detail);
}

#[tokio::test]
async fn every_request_says_who_we_are() {
    let server = Press::open(press).await;
    once(server.config(), &["http://a.test/rss"]).await;
    for asked in server.asked() {
        let agent = &asked.headers["user-agent"];
        assert!(agent.starts_with("veille/") && agent.ends_with("(+https://press.example.org)"), "{agent}");
    }
}

#[tokio::test]
async fn an_absent_robots_txt_allows_and_a_failing_one_forbids() {
    let check = async |status: u16, captured: usize| {
        let server = Press::open(move |asked| match asked.path.as_str() {
            "/robots.txt" => Reply::status(status),
            "/rss" => rss(&[("A", "/a")]),
            path => Reply::page(path),
        })
        .await;
        let config = veille_fetcher::Config { once_patience_secs: 0, ..server.config() };
        let harvest = once(config, &["http://a.test/rss"]).await;
        assert_eq!(harvest.captures.len(), captured, "{status}");
        assert_eq!(server.count("/rss"), captured, "{status}");
    };
    check(404, 1).await;
    check(403, 1).await;
    // Nobody asked whether it had changed.
    check(304, 1).await;
    check(500, 0).await;
    check(503, 0).await;
    check(429, 0).await;
}

#[tokio::test]
async fn a_robots_txt_elsewhere_is_followed() {
    let server = Press::open(|asked| match (asked.host.as_str(), asked.path.as_str()) {
        ("a.test", "/robots.txt") => Reply::elsewhere("http://b.test/robots.txt"),
        ("b.test", "/robots.txt") => Reply::ok("text/plain", "User-agent: veille\nDisallow: /a"),
        (_, "/rss") => rss(&[("A", "/a"), ("B", "/b")]),
        (_, path) => Reply::page(path),
    })
    .await;
    let harvest = once(server.config(), &["http://a.test/rss"]).await;
    assert_eq!(harvest.captured(), ["page http://a.test/b"]);
}

#[tokio::test]
async fn a_host_is_asked_one_thing_at_a_time_and_with_pauses() {
    let server = Press::open(|asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/rss" => rss(&[("A", "/a"), ("B", "/b"), ("C", "/c")]),
        "/atom" => rss(&[("D", "/d"), ("E", "/e")]),
        path => Reply::Late(Duration::from_millis(30), Box::new(Reply::page(path))),
    })
    .await;
    let config = veille_fetcher::Config { host_delay_ms: 100, ..server.config() };
    let harvest = once(config, &["http://a.test/rss", "http://a.test/atom"]).await;
    assert_eq!(harvest.captures.len(), 5);
    assert_eq!(server.at_once.load(Ordering::Relaxed), 1);
    let asked = server.asked();
    assert_eq!(asked.len(), 8);
    for pair in asked.windows(2) {
        let pause = pair[1].at - pair[0].until.unwrap();
        // The pause runs from when we have the answer, which is a little after it was sent.
        assert!(pause >= Duration::from_millis(95), "{} after {}: {pause:?}", pair[1].path, pair[0].path);
    }
}

#[tokio::test]
async fn hosts_of_one_domain_that_waited_for_room_are_not_all_asked_at_once() {
    let server = Press::open(|asked| match (asked.host.as_str(), asked.path.as_str()) {
        ("a.test", "/rss") => rss(&[
            ("1", "http://www.paper.test/p"),
            ("2", "http://sport.paper.test/p"),
            ("3", "http://news.paper.test/p"),
            ("4", "http://b.test/p"),
            ("5", "http://c.test/p"),
        ]),
        // They keep the one place that there is, for as long as turns would have come and gone.
        ("b.test" | "c.test", path) => Reply::Late(Duration::from_millis(1_200), Box::new(Reply::page(path))),
        (_, "/robots.txt") => Reply::status(404),
        (_, path) => Reply::page(path),
    })
    .await;
    let config = veille_fetcher::Config { concurrency: 1, domain_delay_ms: 400, ..server.config() };
    let harvest = once(config, &["http://a.test/rss"]).await;
    assert_eq!(harvest.captures.len(), 5, "{:?}", harvest.reasons());
    let asked: Vec<Asked> =
        server.asked().into_iter().filter(|asked| asked.host.ends_with("paper.test")).collect();
    assert_eq!(asked.len(), 6);
    for pair in asked.windows(2) {
        let pause = pair[1].at - pair[0].at;
        assert!(pause >= Duration::from_millis(200), "{} after {}: {pause:?}", pair[1].host, pair[0].host);
    }
}

#[tokio::test]
async fn hosts_of_one_domain_are_asked_one_after_the_other_however_slow_they_are() {
    let server = Press::open(|asked| match (asked.host.as_str(), asked.path.as_str()) {
        (_, "/robots.txt") => Reply::status(404),
        ("a.test", "/rss") => rss(&[
            ("1", "http://www.paper.test/p"),
            ("2", "http://sport.paper.test/p"),
            ("3", "http://b.test/p"),
        ]),
        (host, path) if host.ends_with("paper.test") => {
            Reply::Late(Duration::from_millis(900), Box::new(Reply::page(path)))
        }
        (_, path) => Reply::page(path),
    })
    .await;
    let config = Config { domain_delay_ms: 50, ..server.config() };
    let harvest = once(config, &["http://a.test/rss"]).await;
    assert_eq!(harvest.captures.len(), 3, "{:?}", harvest.reasons());
    let (house, others): (Vec<Asked>, Vec<Asked>) =
        server.asked().into_iter().partition(|asked| asked.host.ends_with("paper.test"));
    assert_eq!(house.len(), 4);
    for pair in house.windows(2) {
        assert!(
            pair[0].until.is_some_and(|until| pair[1].at >= until),
            "{} and {}",
            pair[0].host,
            pair[1].host
        );
    }
    assert!(
        others.iter().all(|asked| asked.at < house[3].at),
        "who is of another house waits for none of it"
    );
}

#[tokio::test]
async fn a_crawl_delay_is_kept() {
    let server = Press::open(|asked| match asked.path.as_str() {
        "/robots.txt" => Reply::ok("text/plain", "User-agent: *\nCrawl-delay: 0.3"),
        "/rss" => rss(&[("A", "/a")]),
        path => Reply::page(path),
    })
    .await;
    once(server.config(), &["http://a.test/rss"]).await;
    let asked = server.asked();
    assert!(asked[2].at - asked[1].at >= Duration::from_millis(290));
}

#[tokio::test]
async fn a_slow_host_does_not_hold_up_another() {
    let server = Press::open(|asked| match (asked.host.as_str(), asked.path.as_str()) {
        (_, "/robots.txt") => Reply::status(404),
        ("slow.test", _) => Reply::Late(Duration::from_secs(60), Box::new(Reply::Hangup)),
        (_, "/rss") => rss(&[("A", "/a"), ("B", "http://slow.test/b"), ("C", "http://c.test/c")]),
        (_, path) => Reply::page(path),
    })
    .await;
    let start = Instant::now();
    let config = veille_fetcher::Config { once_patience_secs: 0, ..server.config() };
    let harvest = once(config, &["http://slow.test/rss", "http://a.test/rss"]).await;
    assert_eq!(harvest.captured(), ["page http://a.test/a", "page http://c.test/c"]);
    assert!(harvest.reasons().contains(&"retried timeout".to_owned()), "{:?}", harvest.reasons());
    let fast: Vec<_> = server.asked().into_iter().filter(|asked| asked.host != "slow.test").collect();
    assert!(fast.iter().all(|asked| asked.at - start < Duration::from_millis(3_500)));
}

#[tokio::test]
async fn a_host_that_asks_for_patience_gets_it_for_all_its_pages() {
    let served = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&served);
    let server = Press::open(move |asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/rss" => rss(&[("A", "/a"), ("B", "/b"), ("C", "/c")]),
        _ if count.fetch_add(1, Ordering::Relaxed) == 0 => Reply::status(429).with("Retry-After", "2"),
        path => Reply::page(path),
    })
    .await;
    let harvest = once(server.config(), &["http://a.test/rss"]).await;
    assert_eq!(harvest.captures.len(), 3);
    assert_eq!(harvest.reasons(), ["retried http_429"]);
    let asked = server.asked();
    let refused = asked[2].until.unwrap();
    assert!(asked[3].at - refused >= Duration::from_millis(1_990), "{:?}", asked[3].at - refused);
    assert_eq!(asked.len(), 6);
}

#[tokio::test]
async fn patience_until_a_date_is_understood_and_the_page_is_left_to_the_next_run() {
    let server = Press::open(|asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/rss" => rss(&[("A", "/a"), ("B", "/b"), ("C", "/c")]),
        _ => Reply::status(503).with("Retry-After", &http_date(Utc::now() + TimeDelta::hours(2))),
    })
    .await;
    let (memory, hands) = (Arc::default(), Hands::default());
    let fetcher = fetcher(server.config(), sources(&["http://a.test/rss"]), &memory, &hands);
    let harvest = once_confirming(&fetcher, |_| true).await;
    assert_eq!((harvest.captures.len(), harvest.tally.left_open), (0, 3));
    // One page may have a trouble of its own, two are the host's: the third was not even asked for.
    assert_eq!(
        (&server.paths()[..2], server.paths().len()),
        (&["/robots.txt".to_owned(), "/rss".to_owned()][..], 4)
    );
    // Whoever comes after us leaves the host alone as long, and has the three pages in mind.
    let config = Config { once_patience_secs: 1, ..server.config() };
    let after = crate::press::fetcher(config, sources(&["http://a.test/rss"]), &memory, &hands);
    let again = once_confirming(&after, |_| true).await;
    assert_eq!((again.tally.left_open, server.paths().len()), (3, 4));
}

#[tokio::test]
async fn the_pause_of_a_host_and_its_robots_txt_outlast_a_kill_between_two_requests() {
    let server = Press::open(|asked| match asked.path.as_str() {
        "/robots.txt" => Reply::ok("text/plain", "User-agent: *\nCrawl-delay: 0.7\nDisallow: /b"),
        "/rss" => rss(&[("A", "/a"), ("B", "/b"), ("C", "/c"), ("D", "/d")]),
        path => Reply::page(path),
    })
    .await;
    let (memory, hands) = (Arc::default(), Hands::default());
    let feeds = &["http://a.test/rss"];
    for killed_after in [2, 3, 4] {
        let fetcher = fetcher(server.config(), sources(feeds), &memory, &hands);
        let (outlet, deliveries) = mpsc::channel(8);
        let taking = tokio::spawn(take(deliveries, |_| true));
        let running = tokio::spawn(async move { fetcher.run(outlet, std::future::pending()).await });
        while server.paths().len() < killed_after {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        // Answered, and a moment later nobody is there any more.
        tokio::time::sleep(Duration::from_millis(100)).await;
        running.abort();
        let _ = running.await;
        taking.await.unwrap();
    }
    once_confirming(&fetcher(server.config(), sources(feeds), &memory, &hands), |_| true).await;
    let asked = server.asked();
    let mut paths = server.paths();
    paths.sort();
    assert_eq!(paths, ["/a", "/c", "/d", "/robots.txt", "/rss"]);
    for pair in asked[1..].windows(2) {
        let pause = pair[1].at - pair[0].until.unwrap();
        assert!(pause >= Duration::from_millis(690), "{} after {}: {pause:?}", pair[1].path, pair[0].path);
    }
}
