//! What feeds say in the states in which offices and papers publish them, entry by entry.
#![allow(clippy::unwrap_used)]

use veille_fetcher::{Feed, FeedError, feed};

const BASE: &str = "https://harbour.example/feed";

fn read(text: &str) -> Feed {
    feed(text.as_bytes(), None, Some(BASE)).unwrap()
}

/// `title|url|published|authors`, an entry a line.
fn check(text: &str, expected: &[&str]) {
    let found: Vec<String> = read(text)
        .entries
        .iter()
        .map(|entry| {
            let part = |text: &Option<String>| text.clone().unwrap_or_default();
            let date = entry.published_at.map(|moment| moment.to_string()).unwrap_or_default();
            format!("{}|{}|{date}|{}", part(&entry.title), part(&entry.url), entry.authors.join(", "))
        })
        .collect();
    assert_eq!(found, expected, "{text}");
}

fn rss(items: &str) -> String {
    format!("<rss version='2.0'><channel><title>Courier</title>{items}</channel></rss>")
}

#[test]
fn base64_and_xhtml_titles_are_whole() {
    check(
        "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry><title mode='base64'>RXhhbXBsZSA8Yj5BdG9tPC9iPg==\
         </title></entry><entry><title type='application/xhtml+xml'><div>History of the &lt;blink&gt; <b>tag</b></div>\
         </title></entry></feed>",
        &["Example Atom|||", "History of the <blink> tag|||"],
    );
}

#[test]
fn who_signs_for_the_feed_signs_for_its_entries() {
    check(
        "<feed xmlns='http://www.w3.org/2005/Atom'><author><name>Desk</name><email>d@a.example</email></author>\
         <entry><title>A</title></entry><entry><title>B</title><author><name>Anne</name></author></entry></feed>",
        &["A|||Desk", "B|||Anne"],
    );
    check(
        r#"{"authors":{"name":"Desk"},"items":[{"id":1,"title":"A"},{"id":"2","title":"B","author":"Anne"}]}"#,
        &["A|||Desk", "B|||Anne"],
    );
}

#[test]
fn of_several_links_the_page_is_the_one_to_read() {
    check(
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='fr'><entry><title>A</title><link rel='self' href='/s'/>\
         <link type='application/json' href='/a.json'/><link hreflang='en' href='/en/a'/><link hreflang='fr' href='/fr/a'/>\
         <link rel='enclosure' href='/a.mp3'/></entry><entry><title>B</title><link rel='enclosure' href='/b.mp3'/></entry>\
         <entry><title>C</title><id>https://harbour.example/c</id></entry></feed>",
        &[
            "A|https://harbour.example/fr/a||",
            "B|https://harbour.example/b.mp3||",
            "C|https://harbour.example/c||",
        ],
    );
    check(
        &rss(
            "<item><title>A</title><link>https://proxy.example/~r/1</link><feedburner:origLink>/a</feedburner:origLink>\
              </item><item><title>B</title><guid isPermaLink='false'>https://harbour.example/b</guid></item>\
              <item><title>C</title><guid>https://harbour.example/c</guid></item>\
              <item><title>D</title><link>/n?s=3&amp;amp;id=1</link></item>",
        ),
        &[
            "A|https://harbour.example/a||",
            "B|||",
            "C|https://harbour.example/c||",
            "D|https://harbour.example/n?s=3&id=1||",
        ],
    );
}

#[test]
fn dates_are_read_as_offices_write_them() {
    let item = |date: &str| format!("<item><pubDate>{date}</pubDate></item>");
    check(
        &rss(&[
            item("Sat, 25 Oct 2025 03:15 PM"),
            item("mar, 28 oct 2025 15:15:00 +0100"),
            item("07/10/2025"),
        ]
        .concat()),
        &["||2025-10-25T15:15:00Z|", "||2025-10-28T15:15:00+01:00|", "|||"],
    );
    check(&rss(&["<language>vi-VN</language>", &item("07/10/2025")].concat()), &["||2025-10-07|"]);
}

#[test]
fn words_of_strangers_are_not_the_feeds() {
    check(
        "<rss version='2.0' xmlns:x='http://stranger.example/' xmlns:media='http://search.yahoo.com/mrss/'><channel>\
         <item><x:title>no</x:title><media:title>caption</media:title><title>A</title><x:link>http://no.example/</x:link>\
         </item><item><media:title>caption</media:title></item></channel></rss>",
        &["A|||", "caption|||"],
    );
}

#[test]
fn names_that_a_document_declares_stand_for_their_text_and_grow_nothing() {
    check(
        "<!DOCTYPE rss [<!ENTITY paper 'Le Fleuve'><!ENTITY a '&paper;&paper;'><!ENTITY f SYSTEM 'file:///etc/hostname'>]>\
         <rss><channel><item><title>&paper;: &a; &f;</title></item></channel></rss>",
        &["Le Fleuve: &a; &f;|||"],
    );
}

#[test]
fn what_is_no_feed_says_what_it_is_and_which_feeds_it_names() {
    let said = |text: &[u8]| feed(text, Some("application/rss+xml"), Some(BASE)).unwrap_err();
    let page = said(
        b"<!doctype html><html><head><link rel=alternate type='application/rss+xml' title=All href=/rss></head></html>",
    );
    assert!(
        matches!(&page, FeedError::Page(feeds) if feeds[0].url == "https://harbour.example/rss"),
        "{page}"
    );
    assert!(page.to_string().contains("it advertises https://harbour.example/rss"), "{page}");
    for (bytes, kind) in
        [(&b"%PDF-1.7"[..], "a PDF"), (b"", "empty"), (b"{\"a\":1}", "JSON"), (b"not found", "plain")]
    {
        assert!(said(bytes).to_string().contains(kind), "{kind}");
    }
}

#[test]
fn an_index_lists_its_sitemaps_and_a_packed_one_is_unpacked() {
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;
    let index = "<?xml version='1.0'?><sitemapindex><sitemap><loc>https://harbour.example/news.xml.gz</loc></sitemap>\
                 </sitemapindex>";
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(index.as_bytes()).unwrap();
    let found = feed(&packed.finish().unwrap(), Some("application/x-gzip"), None).unwrap();
    assert_eq!(found.sitemaps, ["https://harbour.example/news.xml.gz"]);
    assert!(found.entries.is_empty());
}

#[test]
fn a_feed_says_how_often_it_is_read_and_who_announces_it() {
    let found = read(&rss("<ttl>15</ttl><atom:link rel='hub' href='https://hub.example/'/>\
                           <atom:link rel='self' href='https://harbour.example/rss'/>"));
    assert_eq!(found.interval_secs, Some(900));
    assert_eq!(found.hubs, ["https://hub.example/"]);
    assert_eq!(found.own_address.as_deref(), Some("https://harbour.example/rss"));
    let found = read(
        "<rdf:RDF><channel><sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>\
                      </channel></rdf:RDF>",
    );
    assert_eq!(found.interval_secs, Some(21_600));
}
