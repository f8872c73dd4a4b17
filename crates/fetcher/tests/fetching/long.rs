//! Lists that are longer than what is read of one at one time: nothing new is lost at either of their ends.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use veille_fetcher::{Config, FeedRecord, Frontier, InMemory};

use crate::press::{Hands, Harvest, Press, Reply, fetcher, once_confirming, sources};

const LIST: &str = "http://a.test/list.xml";

/// A sitemap of so many numbered pages, the oldest first, with `lastmod` of each.
fn urls(count: usize, lastmod: &str) -> Reply {
    let url = |number| format!("<url><loc>http://a.test/{number}</loc>{lastmod}</url>");
    Reply::ok("application/xml", &format!("<urlset>{}</urlset>", (1..=count).map(url).collect::<String>()))
}

/// What is captured of a list that has so many entries at each reading, where four are read at one time; and what is left out.
async fn read(lastmod: &'static str, counts: &[usize]) -> Vec<(Vec<usize>, usize)> {
    let count = Arc::new(AtomicUsize::new(0));
    let now = Arc::clone(&count);
    let server = Press::open(move |asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/list.xml" => urls(now.load(Ordering::Relaxed), lastmod),
        path => Reply::page(path),
    })
    .await;
    let (memory, hands) = (Arc::default(), Hands::default());
    let config = Config { entries_max: 4, ..server.config() };
    let fetcher = fetcher(config, sources(&[LIST]), &memory, &hands);
    let mut seen = Vec::new();
    for number in counts {
        count.store(*number, Ordering::Relaxed);
        let harvest = once_confirming(&fetcher, |_| true).await;
        let said = harvest.reasons().contains(&"discarded entries_max".to_owned());
        let left_out = record(&memory).await.left_out;
        assert_eq!(said, left_out > 0, "{:?}", harvest.reasons());
        seen.push((numbers(&harvest), left_out));
        hands.forward(24 * 3_600);
    }
    seen
}

fn numbers(harvest: &Harvest) -> Vec<usize> {
    let url = |capture: &veille_model::Capture| capture.url.as_ref()?.rsplit('/').next()?.parse().ok();
    let mut numbers: Vec<usize> = harvest.captures.iter().filter_map(url).collect();
    numbers.sort();
    numbers
}

async fn record(memory: &Arc<InMemory>) -> FeedRecord {
    let held = memory.get(&[FeedRecord::key(LIST).unwrap()]).await.unwrap();
    FeedRecord::read(held[0].as_ref().unwrap()).unwrap()
}

#[tokio::test]
async fn of_a_list_without_dates_or_with_one_date_what_is_added_at_its_end_is_read() {
    for lastmod in ["", "<lastmod>2025-10-25</lastmod>"] {
        let seen = read(lastmod, &[12, 13, 14, 14]).await;
        let expected = [(vec![1, 2, 11, 12], 8), (vec![13], 0), (vec![14], 0), (vec![], 0)];
        assert_eq!(seen, expected, "{lastmod}");
    }
}

#[tokio::test]
async fn what_is_known_takes_no_room_of_what_is_new() {
    let seen = read("", &[12, 15]).await;
    assert_eq!(seen[0].0, [1, 2, 11, 12]);
    assert!([13, 14, 15].iter().all(|new| seen[1].0.contains(new)) && seen[1].0.len() == 4, "{seen:?}");
}

#[tokio::test]
async fn of_an_index_without_dates_the_sitemaps_at_both_ends_are_read_and_that_others_are_not_is_said_once() {
    let server = Press::open(|asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/list.xml" => {
            let one = |number| format!("<sitemap><loc>http://a.test/s{number}.xml</loc></sitemap>");
            let listed: String = (1..=9).map(one).collect();
            Reply::ok("application/xml", &format!("<sitemapindex>{listed}</sitemapindex>"))
        }
        path if path.ends_with(".xml") => {
            let number = &path[2..3];
            let news = format!("<news:news><news:title>{number}</news:title></news:news>");
            Reply::ok("application/xml", &format!("<urlset><url><loc>/{number}</loc>{news}</url></urlset>"))
        }
        path => Reply::page(path),
    })
    .await;
    let (memory, hands) = (Arc::default(), Hands::default());
    let fetcher = fetcher(server.config(), sources(&[LIST]), &memory, &hands);
    let harvest = once_confirming(&fetcher, |_| true).await;
    assert_eq!(numbers(&harvest), [1, 2, 8, 9]);
    assert_eq!(harvest.reasons(), ["discarded entries_max"]);
    assert_eq!(record(&memory).await.sitemaps_left_out, 5);
    hands.forward(24 * 3_600);
    assert_eq!(once_confirming(&fetcher, |_| true).await.reasons(), [""; 0]);
}
