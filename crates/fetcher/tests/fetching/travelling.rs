//! The entry travels with the page, and stands in where the page comes to nothing.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use veille_fetcher::{Fetcher, InMemory, Lacks};
use veille_model::{Capture, CaptureKind, FeedEntry, Reason};

use crate::press::{Hands, Harvest, Press, Reply, fetcher, once, once_confirming, rss, sources};

/// Somebody who reads pages: those that speak of a robot are none, and others lack what they say that they lack.
fn reader(page: &Capture) -> Result<Lacks, Reason> {
    let text = String::from_utf8_lossy(&page.body);
    if text.contains("robot") {
        return Err(Reason::new("blocked", "the site did not let us in"));
    }
    Ok(Lacks {
        text: text.contains("subscribe").then_some(10),
        date: text.contains("undated"),
        authors: text.contains("unsigned"),
        ..Lacks::default()
    })
}

async fn read(fetcher: &Fetcher<Arc<InMemory>>) -> Harvest {
    once_confirming(fetcher, |_| true).await
}

#[tokio::test]
async fn a_page_carries_what_its_feed_said() {
    let server = Press::open(|asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/rss" => rss(&[("Soixante pays signent", "/1")]),
        _ => Reply::page("Soixante pays"),
    })
    .await;
    let harvest = once(server.config(), &["http://a.test/rss"]).await;
    let [capture] = &harvest.captures[..] else { panic!("{:?}", harvest.captures) };
    let entry = capture.entry.as_ref().unwrap();
    assert_eq!(capture.kind, CaptureKind::Page);
    assert_eq!(entry.title.as_deref(), Some("Soixante pays signent"));
    assert_eq!(entry.summary.as_deref(), Some("Dit Soixante pays signent"));
    assert_eq!(capture.clone().announced_by((**entry).clone()).id, capture.id);
}

#[tokio::test]
async fn a_page_that_came_to_nothing_is_asked_for_again_until_it_is_there() {
    let visits = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&visits);
    let server = Press::open(move |asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/rss" => rss(&[("A", "/1")]).with("X", "1"),
        _ if counted.fetch_add(1, Ordering::Relaxed) < 2 => Reply::page("Are you a robot?"),
        _ => Reply::page("A"),
    })
    .await;
    let (memory, hands) = (Arc::default(), Hands::default());
    let look_again_secs = veille_fetcher::Config::default().look_again_secs;
    let config = veille_fetcher::Config { look_again_secs, ..server.config() };
    let fetcher = fetcher(config, sources(&["http://a.test/rss"]), &memory, &hands).read_by(reader);
    let first = read(&fetcher).await;
    assert_eq!(first.captures.len(), 1, "the capture goes on, with the entry that stands in");
    assert_eq!(first.reasons(), ["forwarded blocked"]);
    hands.forward(1_800);
    assert_eq!(read(&fetcher).await.captures.len(), 0, "not yet");
    hands.forward(3_600);
    let again = read(&fetcher).await;
    assert_eq!((again.captures.len(), again.reasons()), (0, vec!["discarded unchanged".to_owned()]));
    hands.forward(8 * 3_600);
    let last = read(&fetcher).await;
    assert_eq!((last.captures.len(), last.reasons()), (1, Vec::new()));
    hands.forward(200 * 3_600);
    assert_eq!(read(&fetcher).await.captures.len(), 0);
    assert_eq!(visits.load(Ordering::Relaxed), 4, "and then as any page");
}

#[tokio::test]
async fn the_same_page_under_a_corrected_title_is_captured_anew() {
    let readings = AtomicUsize::new(0);
    let server = Press::open(move |asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/rss" if readings.fetch_add(1, Ordering::Relaxed) == 0 => rss(&[("Sixty states sign", "/1")]),
        "/rss" => rss(&[("Sixty-five states sign", "/1")]),
        _ => Reply::page("A page"),
    })
    .await;
    let (memory, hands) = (Arc::default(), Hands::default());
    let fetcher = fetcher(server.config(), sources(&["http://a.test/rss"]), &memory, &hands);
    let first = read(&fetcher).await;
    hands.forward(20_000);
    let second = read(&fetcher).await;
    assert_eq!((first.captures.len(), second.captures.len()), (1, 1));
    assert_eq!(first.captures[0].body, second.captures[0].body);
    assert_ne!(first.captures[0].id, second.captures[0].id);
}

/// A news sitemap with one page.
fn sitemap(title: &str, link: &str) -> Reply {
    let news =
        format!("<news:news><news:publication_date>2025-10-25</news:publication_date>{title}</news:news>");
    let spaces = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' \
                  xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'";
    Reply::ok("application/xml", &format!("<urlset {spaces}><url><loc>{link}</loc>{news}</url></urlset>"))
}

/// What comes of feeds that are read one after another, a minute between, and at the last once more: the captures, in their order.
async fn announced_by(server: &Press, feeds: &[&[&str]]) -> Vec<Capture> {
    let (memory, hands) = (Arc::default(), Hands::default());
    let mut captures = Vec::new();
    for feeds in feeds.iter().chain(feeds.last()) {
        hands.forward(3_000);
        let fetcher = fetcher(server.config(), sources(feeds), &memory, &hands).read_by(reader);
        captures.extend(read(&fetcher).await.captures);
    }
    captures.sort_by_key(|capture| capture.captured_at);
    captures
}

/// A house whose sitemap and feed announce one page, the feed by a link of its own.
async fn house(page: Reply, link: &'static str) -> Press {
    Press::open(move |asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/sitemap" => sitemap("<news:title>A</news:title>", "http://a.test/1"),
        "/rss" => rss(&[("A", link)]),
        "/r/1" => Reply::elsewhere("/1"),
        "/nothing" => Reply::status(500),
        _ => page.clone(),
    })
    .await
}

const SITEMAP: &str = "http://a.test/sitemap";
const RSS: &str = "http://a.test/rss";

#[tokio::test]
async fn what_another_feed_tells_of_a_page_that_came_to_nothing_stands_in_at_once_and_once() {
    let wall = || Reply::page("Are you a robot?").with("ETag", "\"1\"");
    let orders: [&[&[&str]]; 2] = [&[&[SITEMAP], &[RSS]], &[&[SITEMAP, RSS]]];
    for (order, link, refused) in [
        (orders[0], "/1", wall()),
        (orders[0], "/r/1", wall()),
        (orders[1], "/1", wall()),
        (orders[1], "/r/1", wall()),
        (orders[0], "/1", Reply::status(403)),
        (orders[1], "/1", Reply::status(403)),
    ] {
        let server = house(refused.clone(), link).await;
        let captures = announced_by(&server, order).await;
        let last = captures.last().unwrap();
        let entry: FeedEntry = match last.kind {
            CaptureKind::Entry => serde_json::from_slice(&last.body).unwrap(),
            _ => (**last.entry.as_ref().unwrap()).clone(),
        };
        assert_eq!(entry.summary.as_deref(), Some("Dit A"), "{order:?} {link} {captures:?}");
        assert!(entry.published_at.is_some() || captures.len() == 1, "what the sitemap told is not lost");
        assert_eq!(last.url.as_deref(), Some("http://a.test/1"), "the article that it was before");
        assert_eq!(server.count("/1"), 1, "the page rests: {order:?} {link} {refused:?}");
        assert!(captures.len() <= 2, "{captures:?}");
    }
    // In the other order the sitemap has nothing to add, but its date.
    let server = house(wall(), "/1").await;
    let captures = announced_by(&server, &[&[RSS], &[SITEMAP]]).await;
    let entry: FeedEntry = serde_json::from_slice(&captures.last().unwrap().body).unwrap();
    assert_eq!((entry.summary.as_deref(), captures.len()), (Some("Dit A"), 2));
    assert!(entry.published_at.is_some());
}

#[tokio::test]
async fn what_another_feed_tells_that_a_page_lacks_travels_with_it_whole() {
    let page = |says: &str| Reply::page(says).with("ETag", "\"1\"");
    for (says, first, second, expected) in [
        ("undated", RSS, SITEMAP, 2),
        ("dated", RSS, SITEMAP, 1),
        ("subscribe", SITEMAP, RSS, 1),
        ("unsigned", RSS, SITEMAP, 1),
    ] {
        let server = house(page(says), "/1").await;
        let captures = announced_by(&server, &[&[first], &[second]]).await;
        assert_eq!((captures.len(), server.count("/1")), (expected, expected), "{says}");
        let entry = captures.last().unwrap().entry.as_ref().unwrap();
        assert_eq!(entry.title.as_deref(), Some("A"), "{says}");
        assert_eq!(entry.published_at.is_some(), expected == 2 || first == SITEMAP, "{says}");
    }
    let long = rss(&[("A", "/1")]);
    let server = Press::open(move |asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/sitemap" => sitemap("<news:title>A</news:title>", "http://a.test/1"),
        "/rss" => match &long {
            Reply::Answer(status, headers, body) => {
                let body = String::from_utf8_lossy(body).replace("Dit A", "What the ministers said in full");
                Reply::Answer(*status, headers.clone(), body.into_bytes())
            }
            other => other.clone(),
        },
        _ => page("To read on, subscribe"),
    })
    .await;
    let captures = announced_by(&server, &[&[SITEMAP], &[RSS]]).await;
    assert_eq!((captures.len(), server.count("/1")), (2, 2), "more than the page shows");
    let entry = captures[1].entry.as_ref().unwrap();
    assert!(entry.summary.is_some() && entry.published_at.is_some(), "{entry:?}");
}

#[tokio::test]
async fn of_a_page_that_a_feed_lists_twice_both_entries_tell() {
    let items = "<item><title>A</title><link>/1</link></item>\
                 <item><link>/1</link><description>Dit A</description><pubDate>25 Oct 2025 09:00 GMT</pubDate></item>";
    let feed = format!("<rss><channel><title>F</title>{items}</channel></rss>");
    let server = Press::open(move |asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/rss" => Reply::ok("application/rss+xml", &feed),
        path => Reply::page(path),
    })
    .await;
    let harvest = once(server.config(), &[RSS]).await;
    let [capture] = &harvest.captures[..] else { panic!("{:?}", harvest.captures) };
    let entry = capture.entry.as_ref().unwrap();
    assert_eq!((entry.title.as_deref(), entry.summary.as_deref()), (Some("A"), Some("Dit A")));
    assert!(entry.published_at.is_some());
}

#[tokio::test]
async fn where_robots_txt_forbids_a_page_no_feed_speaks_for_it() {
    let server = Press::open(|asked| match asked.path.as_str() {
        "/robots.txt" => Reply::ok("text/plain", "User-agent: *\nDisallow: /1"),
        "/sitemap" => sitemap("<news:title>A</news:title>", "http://a.test/1"),
        _ => rss(&[("A", "/1")]),
    })
    .await;
    assert_eq!(announced_by(&server, &[&[SITEMAP], &[RSS]]).await, []);
}

/// A page whose feed corrects its title at the second reading, read in these hours: the titles that came with it.
async fn corrected(
    page: impl Fn(usize) -> Reply + Send + Sync + 'static,
    looks: &[u64],
    hours: &[i64],
) -> Vec<String> {
    let (readings, visits) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let server = Press::open(move |asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/rss" => {
            let reading = readings.fetch_add(1, Ordering::Relaxed);
            let states = if reading == 0 { "Sixty" } else { "Sixty-five" };
            // Others come meanwhile.
            let other = format!("/other/{reading}");
            rss(&[(&format!("{states} states sign"), "/1"), ("Other", &other)])
        }
        path if path.starts_with("/other") => Reply::page(path),
        _ if asked.headers.contains_key("if-none-match") => Reply::status(304),
        _ => page(visits.fetch_add(1, Ordering::Relaxed)),
    })
    .await;
    let (memory, hands) = (Arc::default(), Hands::default());
    let config = veille_fetcher::Config { look_again_secs: looks.to_vec(), ..server.config() };
    let fetcher = fetcher(config, sources(&[RSS]), &memory, &hands);
    let mut titles = Vec::new();
    for hours in hours {
        hands.forward(hours * 3_600);
        let captures = read(&fetcher).await.captures;
        let page = captures.into_iter().filter(|capture| capture.url.as_deref() == Some("http://a.test/1"));
        titles.extend(page.map(|capture| match capture.kind {
            CaptureKind::Page => capture.entry.unwrap().title.unwrap_or_default(),
            _ => "its entry alone".to_owned(),
        }));
    }
    titles
}

#[tokio::test]
async fn a_page_that_cannot_be_had_is_not_replaced_by_its_corrected_entry_which_is_taken_in_later() {
    let page = |visit: usize| match visit {
        1 => Reply::status(403),
        _ => Reply::page("A page"),
    };
    assert_eq!(corrected(page, &[], &[0, 6, 6, 6]).await, ["Sixty states sign", "Sixty-five states sign"]);
}

#[tokio::test]
async fn a_look_at_a_page_does_not_bring_back_the_title_that_it_had() {
    // It is another at each visit, as counters and related links make it.
    let page = |visit: usize| Reply::page(&format!("A page, {visit}"));
    let titles = corrected(page, &[36_000, 72_000], &[0, 6, 6, 12, 12]).await;
    assert_eq!(titles, ["Sixty states sign", "Sixty-five states sign", "", ""]);
}

#[tokio::test]
async fn a_page_that_sends_on_is_followed_once_and_else_its_entry_stands_in() {
    let server = Press::open(|asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/rss" => rss(&[("A", "/1"), ("B", "/2"), ("C", "/3")]),
        "/1" => Reply::ok("text/html", "<meta http-equiv=refresh content='0; url=/story'>"),
        "/story" => Reply::page("The story"),
        "/2" => Reply::ok("text/html", "<script>location.replace('http://169.254.169.254/latest')</script>"),
        _ => Reply::ok("text/html", "<meta http-equiv=refresh content='0; url=/gone'>"),
    })
    .await;
    let harvest =
        once(veille_fetcher::Config { attempts_max: 1, ..server.config() }, &["http://a.test/rss"]).await;
    assert_eq!(harvest.captured(), ["page http://a.test/gone", "page http://a.test/story"]);
    assert_eq!(server.count("/story"), 1);
    assert!(!server.asked().iter().any(|asked| asked.host.starts_with("169.")), "the guard holds here too");
    assert!(harvest.reasons().contains(&"discarded private_address".to_owned()), "{:?}", harvest.reasons());
}

#[tokio::test]
async fn items_of_a_live_page_are_each_captured() {
    let server = Press::open(|asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/rss" => rss(&[("A", "/live#1"), ("B", "/live#2"), ("C", "/3")]),
        _ => Reply::page("C"),
    })
    .await;
    let harvest = once(server.config(), &["http://a.test/rss"]).await;
    assert_eq!(
        harvest.captured(),
        ["entry http://a.test/live#1", "entry http://a.test/live#2", "page http://a.test/3"]
    );
}

#[tokio::test]
async fn of_a_feed_that_begins_with_the_oldest_the_newest_are_read() {
    let item = |day: u32| {
        format!(
            "<item><title>{day}</title><link>/{day}</link><pubDate>{day:02} Oct 2025 09:00:00 GMT</pubDate></item>"
        )
    };
    let items: String = (1..=20).map(item).collect();
    let feed = format!("<rss><channel><title>F</title>{items}</channel></rss>");
    let server = Press::open(move |asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/rss" => Reply::ok("application/rss+xml", &feed),
        path => Reply::page(path),
    })
    .await;
    let config = veille_fetcher::Config { entries_max: 3, ..server.config() };
    let harvest = once(config, &["http://a.test/rss"]).await;
    assert_eq!(
        harvest.captured(),
        ["page http://a.test/18", "page http://a.test/19", "page http://a.test/20"]
    );
}

/// A page at `/1` whose answers follow one another, looked at when the clock says so.
async fn looked_at(answers: Vec<Reply>, hours: &[i64]) -> (Vec<Vec<String>>, Press) {
    let visits = AtomicUsize::new(0);
    let server = Press::open(move |asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/rss" => rss(&[("A", "/1")]).with("ETag", "\"1\""),
        _ => answers[visits.fetch_add(1, Ordering::Relaxed).min(answers.len() - 1)].clone(),
    })
    .await;
    let (memory, hands) = (Arc::default(), Hands::default());
    let config = veille_fetcher::Config { look_again_secs: vec![3_600, 21_600], ..server.config() };
    let fetcher = fetcher(config, sources(&["http://a.test/rss"]), &memory, &hands);
    let mut seen = Vec::new();
    for hours in [&[0], hours].concat() {
        hands.forward(hours * 3_600);
        let harvest = read(&fetcher).await;
        seen.push([harvest.captured(), harvest.reasons()].concat());
    }
    (seen, server)
}

#[tokio::test]
async fn a_page_is_looked_at_again_and_an_edit_that_nobody_announced_is_seen() {
    let page = |text: &str| Reply::page(text).with("ETag", &format!("\"{text}\""));
    let (seen, server) =
        looked_at(vec![page("A"), Reply::status(304), page("A, corrected")], &[1, 2, 5, 3, 100]).await;
    let page = "page http://a.test/1".to_owned();
    assert_eq!(seen[0], ["page http://a.test/1"]);
    assert_eq!([&seen[1][..], &seen[2][..]].concat(), ["discarded unchanged"]);
    assert_eq!([&seen[3][..], &seen[4][..]].concat(), [page]);
    assert_eq!(seen[5], Vec::<String>::new(), "the last look is the last");
    let conditions: Vec<bool> = server
        .asked()
        .iter()
        .filter(|asked| asked.path == "/1")
        .map(|asked| asked.headers.contains_key("if-none-match"))
        .collect();
    assert_eq!(conditions, [false, true, true]);
}

#[tokio::test]
async fn a_page_that_is_gone_is_told_by_its_own_address_and_not_by_one_that_led_there() {
    for cookie in [None, Some("seen=1; Path=/")] {
        let gone = Arc::new(AtomicBool::new(false));
        let is_gone = Arc::clone(&gone);
        let server = Press::open(move |asked| match asked.path.as_str() {
            "/robots.txt" => Reply::status(404),
            "/rss" => rss(&[("A", "/r/1")]).with("ETag", "\"1\""),
            "/r/1" => match cookie {
                Some(cookie) => Reply::elsewhere("/1").with("Set-Cookie", cookie),
                None => Reply::elsewhere("/1"),
            },
            _ if is_gone.load(Ordering::Relaxed) => Reply::status(410),
            path => Reply::page(path),
        })
        .await;
        let (memory, hands) = (Arc::default(), Hands::default());
        let config = veille_fetcher::Config { look_again_secs: vec![3_600], ..server.config() };
        let fetcher = fetcher(config, sources(&["http://a.test/rss"]), &memory, &hands);
        assert_eq!(read(&fetcher).await.captured(), ["page http://a.test/1"]);
        gone.store(true, Ordering::Relaxed);
        let mut told = Vec::new();
        for _ in 0..2 {
            hands.forward(7_200);
            let outcomes = read(&fetcher).await.outcomes;
            told.extend(outcomes.into_iter().map(|outcome| (outcome.input, outcome.url)));
        }
        let gone = ("http://a.test/r/1".to_owned(), Some("http://a.test/1".to_owned()));
        assert_eq!(told, [gone.clone(), gone]);
    }
}

#[tokio::test]
async fn a_page_is_not_looked_at_while_its_publisher_says_that_it_stays_as_it_is() {
    let page = Reply::page("A").with("ETag", "\"1\"").with("Cache-Control", "max-age=28800");
    let (seen, server) = looked_at(vec![page, Reply::status(304)], &[2, 3, 5, 7, 4]).await;
    // After eight hours, rounded up, which the looks after an hour and six are made up for by.
    let looked: Vec<usize> = seen.iter().map(Vec::len).collect();
    assert_eq!(looked, [1, 0, 0, 1, 0, 0], "{seen:?}");
    assert_eq!(server.count("/1"), 2);
    // For as long again: an answer that it has not changed says so of the same time.
    let page = Reply::page("A").with("ETag", "\"1\"").with("Cache-Control", "max-age=10800");
    let (seen, _) = looked_at(vec![page, Reply::status(304)], &[4, 2, 2]).await;
    let looked: Vec<usize> = seen.iter().map(Vec::len).collect();
    assert_eq!(looked, [1, 1, 0, 1], "after three hours and a bit, and at seven: {seen:?}");
    // For a day and no longer.
    let for_ever = Reply::page("A").with("Cache-Control", "public, max-age=31536000, immutable");
    let (seen, _) = looked_at(vec![for_ever, Reply::status(410)], &[23, 6]).await;
    assert_eq!(seen[1..], [vec![], vec!["discarded http_410".to_owned()]]);
    // Who says nothing, or that it may change at any time, is looked at as ever.
    for said in ["no-cache, max-age=28800", "public"] {
        let (seen, _) = looked_at(vec![Reply::page("A").with("Cache-Control", said)], &[2]).await;
        assert_eq!(seen[1], ["discarded unchanged"], "{said}");
    }
}

#[tokio::test]
async fn a_page_that_is_gone_twice_is_told_as_such_and_its_entry_does_not_replace_it() {
    for status in [404, 410] {
        let (seen, server) = looked_at(vec![Reply::page("A"), Reply::status(status)], &[2, 2, 2, 50]).await;
        let told: Vec<String> = seen[1..].concat();
        assert_eq!(told, vec![format!("discarded http_{status}"); 2], "{status}");
        assert_eq!(server.count("/1"), 3);
    }
}

/// A feed of one page at `/1`, looked at twice with these answers: what came of it, as `capture` and `outcome code address`.
async fn looked_at_twice(answer: impl Fn(&str, bool, bool) -> Reply + Send + Sync + 'static) -> Vec<String> {
    let later = Arc::new(AtomicBool::new(false));
    let is_later = Arc::clone(&later);
    let server = Press::open(move |asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/rss" => rss(&[("A", "/1")]).with("ETag", "\"feed\""),
        path => {
            let conditions = ["if-none-match", "if-modified-since"];
            let is_conditional = conditions.iter().any(|name| asked.headers.contains_key(*name));
            answer(path, is_conditional, is_later.load(Ordering::Relaxed))
        }
    })
    .await;
    let (memory, hands) = (Arc::default(), Hands::default());
    let config = veille_fetcher::Config { look_again_secs: vec![3_600, 10_800], ..server.config() };
    let fetcher = fetcher(config, sources(&["http://a.test/rss"]), &memory, &hands);
    let mut seen = Vec::new();
    for _ in 0..3 {
        let harvest = read(&fetcher).await;
        seen.extend(harvest.captured());
        let told = harvest.outcomes.into_iter().filter_map(|outcome| {
            Some(format!("{} {}", outcome.reason?.code, outcome.url.unwrap_or_default()))
        });
        seen.extend(told);
        later.store(true, Ordering::Relaxed);
        hands.forward(7_200);
    }
    seen
}

#[tokio::test]
async fn a_page_that_is_gone_behind_an_error_page_is_told_by_its_own_address() {
    let seen = looked_at_twice(|path, _, is_later| match (path, is_later) {
        ("/1", true) => Reply::elsewhere("/404"),
        ("/404", _) => Reply::status(404),
        _ => Reply::page("A"),
    });
    let gone = "http_404 http://a.test/1";
    assert_eq!(seen.await, ["page http://a.test/1", gone, gone]);
}

#[tokio::test]
async fn nobody_is_asked_with_the_validators_of_another_address() {
    let story = |text: &str| Reply::page(text).with("ETag", &format!("\"{text}\""));
    // A stub is as it was, and says nothing of the story that it leads to.
    let seen = looked_at_twice(move |path, is_conditional, is_later| match (path, is_later) {
        ("/1", _) if is_conditional => Reply::status(304),
        ("/1", _) => Reply::ok("text/html", "<meta http-equiv=refresh content='0; url=/story'>"),
        (_, false) => story("A"),
        (_, true) => story("A, corrected"),
    });
    let page = "page http://a.test/story";
    assert_eq!(seen.await, [page, page, "unchanged http://a.test/story"]);
    // So is the page for what was removed.
    let seen = looked_at_twice(|path, is_conditional, is_later| match (path, is_later) {
        ("/removed", _) if is_conditional => Reply::status(304),
        ("/removed", _) => Reply::page("It was removed").with("ETag", "\"removed\""),
        (_, true) => Reply::elsewhere("/removed"),
        _ => Reply::page("A").with("Last-Modified", "Sat, 25 Oct 2025 10:00:00 GMT"),
    });
    // Where it stands by now it is asked for with what it gave there.
    let expected = ["page http://a.test/1", "page http://a.test/removed", "unchanged http://a.test/removed"];
    assert_eq!(seen.await, expected);
}

#[tokio::test]
async fn entries_that_have_a_description_alone_are_each_captured_and_once() {
    let items = ["Sixty", "Sixty-five", "Seventy"]
        .map(|states| format!("<item><description>{states} sign</description></item>"));
    let feed = format!("<rss><channel><title>F</title>{}</channel></rss>", items.concat());
    let server = Press::open(move |asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        _ => Reply::ok("application/rss+xml", &feed),
    })
    .await;
    let (memory, hands) = (Arc::default(), Hands::default());
    let fetcher = fetcher(server.config(), sources(&[RSS]), &memory, &hands);
    assert_eq!(read(&fetcher).await.captured(), ["entry "; 3]);
    hands.forward(90_000);
    assert_eq!(read(&fetcher).await.captured(), [""; 0]);
}

#[tokio::test]
async fn a_page_at_which_its_reader_breaks_off_is_handed_on_and_not_read_for_ever() {
    let server = Press::open(|asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/rss" => rss(&[("A", "/1")]),
        path => Reply::page(path),
    })
    .await;
    let (memory, hands) = (Arc::default(), Hands::default());
    let config = veille_fetcher::Config { attempts_max: 2, ..server.config() };
    let fetcher = fetcher(config, sources(&[RSS]), &memory, &hands);
    let fetcher = fetcher.read_by(|page: &Capture| panic!("{} is beyond us", page.id));
    let harvest = read(&fetcher).await;
    assert_eq!((harvest.captured(), harvest.tally.forwarded), (vec!["page http://a.test/1".to_owned()], 1));
    assert_eq!(server.count("/1"), 1);
}
