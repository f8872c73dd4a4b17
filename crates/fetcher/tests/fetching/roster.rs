//! Sources that change while they are watched.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::mpsc;
use veille_fetcher::{Config, Delivery, Sources};
use veille_model::{FeedEntry, OutcomeKind};

use crate::press::{Hands, Press, Reply, fetcher, rss, sources};

fn impatient(server: &Press) -> Config {
    Config { interval_min_secs: 1, interval_max_secs: 1, ..server.config() }
}

fn readings(server: &Press, host: &str) -> usize {
    server.asked().iter().filter(|asked| asked.host == host && asked.path == "/rss").count()
}

async fn until(condition: impl Fn() -> bool) {
    while !condition() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn sources_that_are_added_start_removed_ones_stop_and_renamed_ones_go_on_under_their_name() {
    let served = AtomicUsize::new(0);
    let server = Press::open(move |asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/rss" => {
            let number = served.fetch_add(1, Ordering::Relaxed).to_string();
            rss(&[(&number, &format!("/{number}"))])
        }
        path => Reply::page(path),
    })
    .await;
    let fetcher = fetcher(
        impatient(&server),
        sources(&["http://gone.test/rss", "http://stays.test/rss"]),
        &Arc::default(),
        &Hands::default(),
    );
    let roster = fetcher.roster();
    let (outlet, mut deliveries) = mpsc::channel(64);
    let running = tokio::spawn(async move { fetcher.run(outlet, std::future::pending()).await });
    let names = Arc::new(std::sync::Mutex::new(HashSet::new()));
    let heard = Arc::clone(&names);
    tokio::spawn(async move {
        while let Some(Delivery { fetched, confirm }) = deliveries.recv().await {
            for capture in &fetched.captures {
                let host = capture.url.as_deref().unwrap().split('/').nth(2).unwrap().to_owned();
                heard.lock().unwrap().insert(format!("{} of {host}", capture.source));
            }
            let _ = confirm.send(());
        }
    });
    let has = |name: &str| names.lock().unwrap().contains(name);
    until(|| has("s0 of gone.test") && has("s1 of stays.test")).await;

    let list = "[[source]]\nid = \"renamed\"\nname = \"S\"\nfeeds = [\"http://stays.test/rss\", \"http://new.test/rss\"]";
    roster.replace(Sources::parse(list).unwrap());
    until(|| has("renamed of stays.test") && has("renamed of new.test")).await;
    let (gone, new) = (readings(&server, "gone.test"), readings(&server, "new.test"));
    until(|| readings(&server, "new.test") >= new + 3).await;
    let later = readings(&server, "gone.test");
    assert!(later <= gone + 1, "a feed that is gone was read {} times more", later - gone);

    // Nothing to watch is no end, and what comes back is read again.
    roster.replace(Sources::default());
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(!running.is_finished());
    roster.replace(sources(&["http://gone.test/rss"]));
    until(|| readings(&server, "gone.test") > later + 1).await;
    running.abort();
}

#[tokio::test]
async fn a_page_that_two_feeds_announce_is_not_lost_with_one_of_them() {
    let down = Arc::new(AtomicUsize::new(1));
    let broken = Arc::clone(&down);
    let server = Press::open(move |asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/rss" if asked.headers.contains_key("if-none-match") => Reply::status(304),
        "/rss" => rss(&[("P", "http://p.test/x")]).with("ETag", "\"1\""),
        _ if broken.load(Ordering::Relaxed) == 1 => Reply::status(503).with("Retry-After", "1"),
        path => Reply::page(path),
    })
    .await;
    let feeds = ["http://a.test/rss", "http://b.test/rss"];
    let config = Config { attempts_max: 1_000, ..impatient(&server) };
    let fetcher = fetcher(config, sources(&feeds), &Arc::default(), &Hands::default());
    let roster = fetcher.roster();
    let (outlet, mut deliveries) = mpsc::channel(64);
    let running = tokio::spawn(async move { fetcher.run(outlet, std::future::pending()).await });
    let mut owner = None;
    let captured = loop {
        let Delivery { fetched, confirm } = deliveries.recv().await.unwrap();
        confirm.send(()).unwrap();
        if let Some(capture) = fetched.captures.first() {
            break capture.source.to_string();
        }
        let put_off = fetched.outcomes.iter().find(|outcome| outcome.outcome == OutcomeKind::Retried);
        if let (Some(outcome), None) = (put_off, &owner) {
            // Let the other feed be read, too, before the one that has the page goes.
            until(|| readings(&server, "a.test") > 0 && readings(&server, "b.test") > 0).await;
            tokio::time::sleep(Duration::from_millis(300)).await;
            let (kept, feed) =
                if outcome.source.as_str() == "s0" { ("s1", feeds[1]) } else { ("s0", feeds[0]) };
            owner = Some(outcome.source.to_string());
            let list = format!("[[source]]\nid = \"{kept}\"\nname = \"S\"\nfeeds = [\"{feed}\"]");
            roster.replace(Sources::parse(&list).unwrap());
            down.store(0, Ordering::Relaxed);
        }
    };
    assert_ne!(Some(captured), owner, "the feed that is left has the page");
    running.abort();
}

#[tokio::test]
async fn a_mended_rule_of_a_section_is_tried_on_the_page_that_is_as_it_was() {
    let server = Press::open(|asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/" if asked.headers.contains_key("if-none-match") => Reply::status(304),
        "/" => Reply::page("The section").with("ETag", "\"1\""),
        path => Reply::page(path),
    })
    .await;
    let of = |links: &str| {
        let list = format!(
            "[[source]]\nid = \"s\"\nname = \"S\"\nsections = [{{ url = \"http://a.test/\", links = \"{links}\" }}]"
        );
        Sources::parse(&list).unwrap()
    };
    let fetcher = fetcher(impatient(&server), of("/first*"), &Arc::default(), &Hands::default());
    let fetcher = fetcher.listed_by(Arc::new(|page, section| {
        let path = section.links.as_deref().unwrap_or_default().trim_end_matches('*');
        let url = format!("{}{}", page.url.as_deref().unwrap_or_default(), &path[1..]);
        vec![FeedEntry { url: Some(url), title: Some("T".into()), ..FeedEntry::default() }]
    }));
    let roster = fetcher.roster();
    let (outlet, mut deliveries) = mpsc::channel(64);
    let running = tokio::spawn(async move { fetcher.run(outlet, std::future::pending()).await });
    tokio::spawn(async move {
        while let Some(Delivery { confirm, .. }) = deliveries.recv().await {
            let _ = confirm.send(());
        }
    });
    until(|| server.count("/first") == 1 && server.count("/") >= 2).await;
    roster.replace(of("/second*"));
    tokio::time::timeout(Duration::from_secs(30), until(|| server.count("/second") == 1)).await.unwrap();
    running.abort();
}
