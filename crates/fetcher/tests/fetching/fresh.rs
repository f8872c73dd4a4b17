//! How often a feed is read, and what it is believed.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use veille_fetcher::{FeedRecord, Frontier, InMemory};

use crate::press::{Hands, Press, Reply, fetcher, once_confirming, rss, sources};

const HOUR: i64 = 3_600;

async fn record(memory: &Arc<InMemory>, url: &str) -> FeedRecord {
    let held = memory.get(&[FeedRecord::key(url).unwrap()]).await.unwrap();
    FeedRecord::read(held[0].as_ref().unwrap()).unwrap()
}

#[tokio::test]
async fn a_feed_that_has_lost_its_entries_is_an_error_and_an_empty_news_sitemap_is_none() {
    let server = Press::open(|asked| match asked.path.as_str() {
        "/rss" => Reply::ok("application/rss+xml", "<rss><channel><title>F</title></channel></rss>"),
        "/news.xml" => Reply::ok("application/xml", "<?xml version='1.0'?><urlset></urlset>"),
        _ => Reply::status(404),
    })
    .await;
    let (memory, hands) = (Arc::default(), Hands::default());
    let config = veille_fetcher::Config { once_patience_secs: 0, ..server.config() };
    let fetcher = fetcher(config, sources(&["http://a.test/rss", "http://a.test/news.xml"]), &memory, &hands);
    let harvest = once_confirming(&fetcher, |_| true).await;
    assert_eq!(harvest.reasons(), ["retried empty_feed"]);
    assert_eq!((harvest.tally.feeds_read, harvest.tally.feeds_failed), (1, 1));
}

#[tokio::test]
async fn a_feed_that_announces_nothing_is_read_as_one_without_news_and_not_sent_whole_each_time() {
    let published = Arc::new(AtomicBool::new(false));
    let is_published = Arc::clone(&published);
    let server = Press::open(move |asked| {
        let tag = if is_published.load(Ordering::Relaxed) { "\"news\"" } else { "\"none\"" };
        let feed = match (asked.path.as_str(), is_published.load(Ordering::Relaxed)) {
            ("/rss", true) => rss(&[("A", "/a")]),
            ("/rss", false) => {
                Reply::ok("application/rss+xml", "<rss><channel><title>F</title></channel></rss>")
            }
            ("/page", true) => rss(&[("B", "/b")]),
            ("/page", false) => Reply::page("We are under repair"),
            ("/robots.txt", _) => return Reply::status(404),
            (path, _) => return Reply::page(path),
        };
        match asked.headers.get("if-none-match") {
            Some(held) if held == tag => Reply::status(304),
            _ => feed.with("ETag", tag),
        }
    })
    .await;
    let (memory, hands) = (Arc::default(), Hands::default());
    let feeds = ["http://a.test/rss", "http://a.test/page"];
    let config = || veille_fetcher::Config { once_patience_secs: 0, ..server.config() };
    let expected = ["retried empty_feed", "retried not_a_feed"];
    for run in 1..=4 {
        // Another process each time: what is known of them lies in the memory.
        let harvest = once_confirming(&fetcher(config(), sources(&feeds), &memory, &hands), |_| true).await;
        assert!(harvest.captures.is_empty());
        if run == 1 {
            assert_eq!(harvest.reasons(), expected);
        }
        hands.forward(HOUR);
    }
    let whole = |asked: &&crate::press::Asked| {
        asked.path != "/robots.txt" && !asked.headers.contains_key("if-none-match")
    };
    assert_eq!(server.asked().iter().filter(whole).count(), 2);
    // Whoever answers with an empty feed is not left alone for ever longer.
    assert_eq!(server.count("/rss"), 4);
    let empty = record(&memory, feeds[0]).await;
    assert_eq!((empty.failures, empty.refused.as_deref()), (4, Some("empty_feed")));
    published.store(true, Ordering::Relaxed);
    hands.forward(4 * HOUR);
    let harvest = once_confirming(&fetcher(config(), sources(&feeds), &memory, &hands), |_| true).await;
    assert_eq!(harvest.captured(), ["page http://a.test/a", "page http://a.test/b"]);
    assert_eq!(record(&memory, feeds[0]).await.refused, None);
}

#[tokio::test]
async fn a_feed_is_asked_no_sooner_than_it_says_and_validators_that_lied_are_not_used_again() {
    let version = Arc::new(AtomicUsize::new(0));
    let served = Arc::clone(&version);
    let server = Press::open(move |asked| match asked.path.as_str() {
        "/rss" => {
            let version = served.load(Ordering::Relaxed).to_string();
            let feed = rss(&[("A", "/a"), (&format!("B{version}"), &format!("/b{version}"))]);
            feed.with("ETag", "\"always\"").with("Cache-Control", "public, max-age=7200")
        }
        "/robots.txt" => Reply::status(404),
        path => Reply::page(path),
    })
    .await;
    let (memory, hands) = (Arc::default(), Hands::default());
    let fetcher = fetcher(server.config(), sources(&["http://a.test/rss"]), &memory, &hands);
    once_confirming(&fetcher, |_| true).await;
    hands.forward(HOUR);
    once_confirming(&fetcher, |_| true).await;
    assert_eq!(server.count("/rss"), 1);
    version.store(1, Ordering::Relaxed);
    hands.forward(HOUR + 60);
    let harvest = once_confirming(&fetcher, |_| true).await;
    // It was asked with what it had sent, and answered something else under the same name.
    assert_eq!(server.asked().last().map(|asked| asked.path.clone()).as_deref(), Some("/b1"));
    assert!(harvest.reasons().contains(&"discarded validators_lied".to_owned()), "{:?}", harvest.reasons());
    hands.forward(3 * HOUR);
    once_confirming(&fetcher, |_| true).await;
    let readings: Vec<bool> = server
        .asked()
        .iter()
        .filter(|asked| asked.path == "/rss")
        .map(|asked| asked.headers.contains_key("if-none-match"))
        .collect();
    assert_eq!(readings, [false, true, false]);
}

#[tokio::test]
async fn a_feed_that_moves_for_good_says_so_and_is_asked_there_after_a_week() {
    let server = Press::open(|asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/old" => Reply::status(301).with("Location", "/new"),
        "/detour" => Reply::elsewhere("/new"),
        "/new" => rss(&[("A", "/a")]),
        path => Reply::page(path),
    })
    .await;
    let (memory, hands) = (Arc::default(), Hands::default());
    let feeds = ["http://a.test/old", "http://a.test/detour"];
    let fetcher = fetcher(server.config(), sources(&feeds), &memory, &hands);
    let harvest = once_confirming(&fetcher, |_| true).await;
    assert_eq!(harvest.reasons(), ["discarded moved"]);
    assert_eq!(record(&memory, feeds[0]).await.moved_to.as_deref(), Some("http://a.test/new"));
    assert_eq!(record(&memory, feeds[1]).await.moved_to, None);
    for _ in 0..9 {
        hands.forward(24 * HOUR);
        once_confirming(&fetcher, |_| true).await;
    }
    assert_eq!((server.count("/old"), server.count("/detour")), (7, 10));
}

#[tokio::test]
async fn the_sitemaps_of_an_index_are_read_with_it_the_latest_first() {
    let server = Press::open(|asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/index.xml" => Reply::ok(
            "application/xml",
            "<sitemapindex><sitemap><loc>http://a.test/s1.xml</loc><lastmod>2020-01-01</lastmod></sitemap>\
             <sitemap><loc>http://a.test/s2.xml</loc><lastmod>2026-01-01</lastmod></sitemap></sitemapindex>",
        ),
        "/s1.xml" => Reply::ok("application/xml", "<urlset><url><loc>http://a.test/old</loc></url></urlset>"),
        "/s2.xml" => Reply::ok(
            "application/xml",
            "<urlset><url><loc>http://a.test/a</loc><news:news><news:title>A</news:title></news:news></url></urlset>",
        ),
        path => Reply::page(path),
    })
    .await;
    let (memory, hands) = (Arc::default(), Hands::default());
    let fetcher = fetcher(server.config(), sources(&["http://a.test/index.xml"]), &memory, &hands);
    let harvest = once_confirming(&fetcher, |_| true).await;
    assert_eq!(harvest.captured(), ["page http://a.test/a"]);
    assert_eq!(server.paths()[..3], ["/robots.txt", "/index.xml", "/s2.xml"]);
    hands.forward(24 * HOUR);
    assert_eq!(once_confirming(&fetcher, |_| true).await.captures.len(), 0);
    assert_eq!((server.count("/s2.xml"), server.count("/a")), (2, 1));
}

#[tokio::test]
async fn a_feed_that_a_page_took_the_place_of_has_moved_to_the_only_one_that_the_page_advertises() {
    let advertised = |path: &str| format!("<link rel=alternate type='application/rss+xml' href={path}>");
    let page = |feeds: &[&str]| {
        let feeds: String = feeds.iter().map(|path| advertised(path)).collect();
        Reply::ok(
            "text/html",
            &format!("<!doctype html><html><head><title>T</title>{feeds}</head><p>Hello</html>"),
        )
    };
    let (one, two) = (page(&["/new", "/comments/feed/"]), page(&["/sport", "/world"]));
    let server = Press::open(move |asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/old" => Reply::status(301).with("Location", "/"),
        "/" => one.clone(),
        "/section" => two.clone(),
        "/new" => rss(&[("A", "/a")]),
        path => Reply::page(path),
    })
    .await;
    let (memory, hands) = (Arc::default(), Hands::default());
    let feeds = ["http://a.test/old", "http://a.test/section"];
    let config = veille_fetcher::Config { once_patience_secs: 0, ..server.config() };
    let fetcher = fetcher(config, sources(&feeds), &memory, &hands);
    let harvest = once_confirming(&fetcher, |_| true).await;
    assert_eq!(harvest.reasons(), ["discarded moved", "retried not_a_feed"]);
    assert_eq!(record(&memory, feeds[0]).await.moved_to.as_deref(), Some("http://a.test/new"));
    assert_eq!(record(&memory, feeds[1]).await.moved_to, None, "nobody knows which of two");
    for _ in 0..9 {
        hands.forward(24 * HOUR);
        let again = once_confirming(&fetcher, |_| true).await;
        assert!(!again.reasons().contains(&"discarded moved".to_owned()), "it is said once");
    }
    assert_eq!(server.count("/a"), 1, "after a week it is read there");
}

#[tokio::test]
async fn the_password_of_a_feed_goes_to_that_feed_alone_and_stands_nowhere() {
    let server = Press::open(|asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/rss"
            if asked.headers.get("authorization").map(String::as_str) == Some("Basic ZGVzazpzM2NyZXQ=") =>
        {
            rss(&[("A", "/a")])
        }
        "/gone" => Reply::status(404),
        "/rss" => Reply::status(401),
        path => Reply::page(path),
    })
    .await;
    let (memory, hands) = (Arc::default(), Hands::default());
    let feeds = ["http://desk:s3cret@a.test/rss", "http://desk:s3cret@a.test/gone"];
    let fetcher = fetcher(server.config(), sources(&feeds), &memory, &hands);
    let harvest = once_confirming(&fetcher, |_| true).await;
    assert_eq!(harvest.captured(), ["page http://a.test/a"]);
    let said = format!("{harvest:?}{}", serde_json::to_string(&harvest.outcomes).unwrap());
    assert!(!said.contains("s3cret"), "{said}");
    let with: Vec<_> =
        server.asked().into_iter().filter(|it| it.headers.contains_key("authorization")).collect();
    assert!(with.iter().all(|asked| ["/rss", "/gone"].contains(&asked.path.as_str())), "{with:?}");
    assert!(record(&memory, "http://a.test/rss").await.refused.is_none());
}

#[tokio::test]
async fn a_feed_that_another_address_leads_to_is_asked_with_what_it_gave_itself() {
    let leads_to = Arc::new(AtomicUsize::new(0));
    let now = Arc::clone(&leads_to);
    let server = Press::open(move |asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/rss" => Reply::elsewhere(["/feed.xml", "/other.xml"][now.load(Ordering::Relaxed)]),
        _ if asked.headers.contains_key("if-none-match") => Reply::status(304),
        "/feed.xml" => rss(&[("A", "/a")]).with("ETag", "\"feed\""),
        "/other.xml" => rss(&[("B", "/b")]).with("ETag", "\"other\""),
        path => Reply::page(path),
    })
    .await;
    let (memory, hands) = (Arc::default(), Hands::default());
    let fetcher = fetcher(server.config(), sources(&["http://a.test/rss"]), &memory, &hands);
    let mut seen = Vec::new();
    for target in [0, 0, 1, 1] {
        leads_to.store(target, Ordering::Relaxed);
        seen.extend(once_confirming(&fetcher, |_| true).await.captured());
        hands.forward(2 * HOUR);
    }
    assert_eq!(seen, ["page http://a.test/a", "page http://a.test/b"]);
    let feeds =
        server.asked().into_iter().filter(|asked| asked.path.ends_with(".xml") || asked.path == "/rss");
    let with = feeds.map(|asked| asked.headers.get("if-none-match").cloned().unwrap_or_default());
    let with: Vec<String> = with.collect();
    assert_eq!(with, ["", "", "", "\"feed\"", "", "", "", "\"other\""]);
}

#[tokio::test]
async fn an_index_of_which_no_sitemap_can_be_read_is_not_read_itself() {
    let server = Press::open(|asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/index.xml" => Reply::ok(
            "application/xml",
            "<sitemapindex><sitemap><loc>http://b.test/s1.xml</loc></sitemap></sitemapindex>",
        ),
        _ => Reply::status(503),
    })
    .await;
    let (memory, hands) = (Arc::default(), Hands::default());
    let url = "http://a.test/index.xml";
    let config = veille_fetcher::Config { once_patience_secs: 0, ..server.config() };
    let fetcher = fetcher(config, sources(&[url]), &memory, &hands);
    let harvest = once_confirming(&fetcher, |_| true).await;
    assert_eq!(harvest.reasons(), ["retried http_503"]);
    let record = record(&memory, url).await;
    assert_eq!((record.failures, record.refused.as_deref()), (1, Some("http_503")));
}

#[tokio::test]
async fn a_sitemap_served_as_a_file_is_unfolded_within_the_limits_of_a_feed() {
    let packed = |text: &str, bytes: usize| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        std::io::Write::write_all(&mut encoder, text.as_bytes()).unwrap();
        let file = encoder.finish().unwrap();
        Reply::Answer(
            200,
            vec![("Content-Type".into(), "application/gzip".into())],
            file[..file.len() - bytes].to_vec(),
        )
    };
    let url = |path: &str| {
        format!("<url><loc>http://a.test/{path}</loc><news:news><news:title>T</news:title></news:news></url>")
    };
    let long = format!("<urlset>{}{}{}</urlset>", url("a"), " ".repeat(2_000_000), url("b"));
    let captured = vec!["page http://a.test/a".to_owned()];
    for (text, left_out, expected) in [
        (long, 0, (vec![], vec!["retried unfolds".to_owned()])),
        (format!("<urlset>{}</urlset>", url("a")), 8, (captured.clone(), vec![])),
        (format!("<urlset>{}</urlset>", url("a")), 0, (captured, vec![])),
    ] {
        let sitemap = packed(&text, left_out);
        let server = Press::open(move |asked| match asked.path.as_str() {
            "/robots.txt" => Reply::status(404),
            "/news.xml.gz" => sitemap.clone(),
            path => Reply::page(path),
        })
        .await;
        let config = veille_fetcher::Config { feed_bytes_max: 1_000_000, ..server.config() };
        let (memory, hands) = (Arc::default(), Hands::default());
        let fetcher = fetcher(config, sources(&["http://a.test/news.xml.gz"]), &memory, &hands);
        let harvest = once_confirming(&fetcher, |_| true).await;
        assert_eq!((harvest.captured(), harvest.reasons()), expected);
    }
}

#[tokio::test]
async fn a_sitemap_of_an_index_that_has_not_changed_is_not_sent_again() {
    let edition = Arc::new(AtomicUsize::new(0));
    let now = Arc::clone(&edition);
    let server = Press::open(move |asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/index.xml" => Reply::ok(
            "application/xml",
            "<sitemapindex><sitemap><loc>http://a.test/news.xml</loc></sitemap></sitemapindex>",
        ),
        "/news.xml" => {
            let edition = now.load(Ordering::Relaxed);
            let tag = format!("\"{edition}\"");
            if asked.headers.get("if-none-match") == Some(&tag) {
                return Reply::status(304);
            }
            let url = |number| {
                format!("<url><loc>http://a.test/{number}</loc><news:news><news:title>{number}</news:title></news:news></url>")
            };
            let urls: String = (0..=edition).map(url).collect();
            Reply::ok("application/xml", &format!("<urlset>{urls}</urlset>")).with("ETag", &tag)
        }
        path => Reply::page(path),
    })
    .await;
    let (memory, hands) = (Arc::default(), Hands::default());
    let url = "http://a.test/index.xml";
    let fetcher = fetcher(server.config(), sources(&[url]), &memory, &hands);
    let mut seen = Vec::new();
    for (number, entries) in [(0, 1), (0, 1), (1, 2)] {
        edition.store(number, Ordering::Relaxed);
        let harvest = once_confirming(&fetcher, |_| true).await;
        seen.push(harvest.captured());
        assert_eq!(record(&memory, url).await.entries, Some(entries));
        hands.forward(HOUR);
    }
    assert_eq!(seen, [vec!["page http://a.test/0"], vec![], vec!["page http://a.test/1"]]);
    let asked = server.asked().into_iter().filter(|asked| asked.path == "/news.xml");
    let with: Vec<_> = asked.map(|asked| asked.headers.get("if-none-match").cloned()).collect();
    assert_eq!(with, [None, Some("\"0\"".to_owned()), Some("\"0\"".to_owned())]);
}
