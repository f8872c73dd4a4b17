//! What a publisher announces, found from one of its pages.

use std::sync::Arc;

use veille_fetcher::{Credentials, Section};
use veille_model::FeedEntry;

use crate::press::{Hands, Press, Reply, fetcher, rss, sources};

fn sitemap(inside: &str) -> Reply {
    Reply::ok("application/xml", inside)
}

async fn found(server: &Press, url: &str) -> Vec<String> {
    let fetcher = fetcher(server.config(), sources(&[]), &Arc::default(), &Hands::default());
    let found = fetcher.find(url).await.unwrap();
    found.feeds.iter().map(|feed| format!("{} {}", feed.how, feed.url)).collect()
}

#[tokio::test]
async fn a_page_leads_to_the_feeds_that_it_advertises_and_to_the_news_sitemap_of_its_host() {
    let server = Press::open(|asked| match asked.path.as_str() {
        "/robots.txt" => Reply::ok("text/plain", "User-agent: *\nSitemap: http://a.test/index.xml\n"),
        "/" => Reply::ok(
            "text/html",
            "<html><head><link rel=alternate type='application/rss+xml' href=/rss><link rel=alternate \
             type='application/rss+xml' href=/comments/feed/></head><body><a href=/world/feed/>World</a></body></html>",
        ),
        "/rss" => rss(&[("A", "/a")]),
        "/world/feed/" => rss(&[("B", "/b")]),
        "/index.xml" => sitemap(
            "<sitemapindex><sitemap><loc>http://a.test/all.xml</loc></sitemap><sitemap><loc>http://a.test/news.xml</loc>\
             </sitemap></sitemapindex>",
        ),
        "/news.xml" => sitemap(
            "<urlset><url><loc>http://a.test/c</loc><news:news><news:title>C</news:title></news:news></url></urlset>",
        ),
        _ => Reply::status(404),
    })
    .await;
    assert_eq!(
        found(&server, "http://a.test/").await,
        [
            "advertised http://a.test/rss",
            "advertised http://a.test/world/feed/",
            "sitemap http://a.test/news.xml"
        ]
    );
    for unasked in ["/all.xml", "/feed", "/comments/feed/"] {
        assert_eq!(server.count(unasked), 0, "{unasked}");
    }
}

#[tokio::test]
async fn where_nothing_is_advertised_common_paths_are_tried_and_a_feed_is_found_as_itself() {
    let server = Press::open(|asked| match asked.path.as_str() {
        "/robots.txt" => Reply::ok("text/plain", "User-agent: *\nDisallow: /rss.xml\n"),
        "/" => Reply::page("Le Fleuve"),
        "/rss.xml" | "/feed.xml" => rss(&[("A", "/a")]),
        _ => Reply::status(404),
    })
    .await;
    assert_eq!(found(&server, "http://a.test/").await, ["common path http://a.test/feed.xml"]);
    assert_eq!(server.count("/rss.xml"), 0, "robots.txt forbids it");
    assert_eq!(found(&server, "http://a.test/feed.xml").await, ["given http://a.test/feed.xml"]);
}

#[tokio::test]
async fn the_page_of_a_publisher_is_called_as_it_is_written_whatever_its_charset() {
    // *Река*, in windows-1251.
    let page =
        [b"<html><title>".as_slice(), &[0xd0, 0xe5, 0xea, 0xe0], b"</title><a href=/rss>RSS</a>"].concat();
    let server = Press::open(move |asked| match asked.path.as_str() {
        "/" => Reply::Answer(
            200,
            vec![("Content-Type".into(), "text/html; charset=windows-1251".into())],
            page.clone(),
        ),
        _ => Reply::status(404),
    })
    .await;
    let fetcher = fetcher(server.config(), sources(&[]), &Arc::default(), &Hands::default());
    assert_eq!(fetcher.find("http://a.test/").await.unwrap().title.as_deref(), Some("Река"));
}

#[tokio::test]
async fn of_sitemaps_that_are_called_alike_the_latest_are_looked_at_first() {
    let server = Press::open(|asked| match asked.path.as_str() {
        "/robots.txt" => Reply::ok("text/plain", "User-agent: *\nSitemap: http://a.test/index.xml\n"),
        "/" => Reply::page("Le Fleuve"),
        "/index.xml" => {
            let one = |number| {
                format!(
                    "<sitemap><loc>http://a.test/{number}.xml</loc><lastmod>2025-10-2{}</lastmod></sitemap>",
                    9 - number
                )
            };
            sitemap(&format!("<sitemapindex>{}</sitemapindex>", (1..=9).map(one).collect::<String>()))
        }
        path if path.ends_with(".xml") => sitemap("<urlset><url><loc>http://a.test/c</loc></url></urlset>"),
        _ => Reply::status(404),
    })
    .await;
    found(&server, "http://a.test/").await;
    let mut asked = server.paths();
    asked.retain(|path| path[1..].starts_with(|c: char| c.is_ascii_digit()));
    assert_eq!(asked, ["/1.xml", "/2.xml", "/3.xml", "/4.xml", "/5.xml"]);
}

#[tokio::test]
async fn what_a_page_lists_is_read_by_no_thread_that_others_wait_for() {
    let server = Press::open(|asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/" => {
            Reply::page("Le Fleuve</title><link rel=alternate type='application/rss+xml' href=/rss><title>")
        }
        "/rss" => rss(&[("A", "/a")]),
        _ => Reply::status(404),
    })
    .await;
    let fetcher = fetcher(server.config(), sources(&[]), &Arc::default(), &Hands::default());
    let ours = std::thread::current().id();
    let fetcher = fetcher.listed_by(Arc::new(move |_, section: &Section| {
        assert_ne!(std::thread::current().id(), ours);
        let entry =
            |number| FeedEntry { url: Some(format!("{}{number}", section.url)), ..FeedEntry::default() };
        (0..4).map(entry).collect()
    }));
    let section = Section { url: "http://a.test/".parse().unwrap(), links: None, selector: None };
    assert_eq!(fetcher.section(&section).await.unwrap().len(), 4);
    let found = fetcher.find("http://a.test/").await.unwrap();
    let found: Vec<_> = found.feeds.iter().map(|feed| (feed.how, feed.feed.title.as_deref())).collect();
    assert_eq!(found, [("advertised", Some("F")), ("section", Some("Le Fleuve"))]);
}

#[tokio::test]
async fn feeds_are_found_behind_a_page_that_sends_on_in_a_header_and_on_a_list_of_feeds() {
    let server = Press::open(|asked| match (asked.host.as_str(), asked.path.as_str()) {
        ("a.test", "/") => {
            Reply::ok("text/html", "<html><meta http-equiv=refresh content='0; url=/en/'></html>")
        }
        ("a.test", "/en/") => {
            Reply::page("A</title><link rel=alternate type=application/rss+xml href=/en/f><title>")
        }
        ("b.test", "/") => {
            Reply::page("B").with("Link", "</f>; rel=\"alternate\"; type=\"application/rss+xml\"")
        }
        ("c.test", "/") => Reply::page("C</title></head><a href=/rss>All feeds</a><title>"),
        ("c.test", "/rss") => {
            Reply::page("D</title></head><a href=/rss/news.xml>News</a><a href=/rss/more/>More</a><title>")
        }
        ("c.test", "/rss/more/") => Reply::page("E</title></head><a href=/rss/deeper.xml>Deeper</a><title>"),
        (_, "/en/f" | "/f" | "/rss/news.xml") => rss(&[("A", "/a")]),
        _ => Reply::status(404),
    })
    .await;
    assert_eq!(found(&server, "http://a.test/").await, ["advertised http://a.test/en/f"]);
    assert_eq!(found(&server, "http://b.test/").await, ["advertised http://b.test/f"]);
    assert_eq!(found(&server, "http://c.test/").await, ["advertised http://c.test/rss/news.xml"]);
    assert_eq!(server.count("/rss/deeper.xml"), 0, "a list of feeds is one level");
}

#[tokio::test]
async fn where_every_path_leads_to_a_login_one_is_asked_and_that_is_told() {
    let server = Press::open(|asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        path if path.starts_with("/login") => Reply::page("Log in"),
        path => Reply::elsewhere(&format!("/login?next={path}")),
    })
    .await;
    let fetcher = fetcher(server.config(), sources(&[]), &Arc::default(), &Hands::default());
    let found = fetcher.find("http://a.test/").await.unwrap();
    assert!(found.is_gate && found.feeds.is_empty() && found.page.is_some());
    assert_eq!((server.count("/rss"), server.count("/feed")), (1, 0));
}

#[tokio::test]
async fn how_many_feeds_were_not_looked_at_is_told_and_what_the_page_is_in() {
    let server = Press::open(|asked| match asked.path.as_str() {
        "/" => {
            let one = |number| format!("<a href=/{number}.rss>{number}</a>");
            let links: String = (0..40).map(one).collect();
            Reply::ok("text/html", &format!("<html class=x lang=\"fr-CA\"><body>{links}</body></html>"))
        }
        path if path.ends_with(".rss") => rss(&[(path, path)]),
        _ => Reply::status(404),
    })
    .await;
    let fetcher = fetcher(server.config(), sources(&[]), &Arc::default(), &Hands::default());
    let found = fetcher.find("http://a.test/").await.unwrap();
    assert_eq!((found.feeds.len(), found.left_out, found.language.as_deref()), (8, 32, Some("fr-ca")));
}

#[tokio::test]
async fn the_feeds_of_a_page_that_wants_a_password_are_asked_for_with_it() {
    let server =
        Press::open(|asked| match (asked.path.as_str(), asked.headers.contains_key("authorization")) {
            (_, false) => Reply::status(401),
            ("/", true) => {
                Reply::page("A</title><link rel=alternate type=application/rss+xml href=/f><title>")
            }
            ("/f", true) => rss(&[("A", "/a")]),
            _ => Reply::status(404),
        })
        .await;
    assert_eq!(found(&server, "http://desk:s3cret@a.test/").await, ["advertised http://a.test/f"]);
    let url = "http://a.test/f".parse().unwrap();
    let credentials = Credentials::of("http://desk:s3cret@a.test/").0.with_those_of_server([&url]);
    assert!(!credentials.is_empty());
    let other = "http://b.test/f".parse().unwrap();
    assert_eq!(credentials.clone().with_those_of_server([&other]), credentials);
}
