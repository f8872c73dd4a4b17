//! What a feed said travels with its page: through every runner, in any order, and through a WARC.
#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;
use veille_tests::Veille;

use crate::three_runners::{over_nats, rows, run};

const ADDRESS: &str = "https://courier.example/2025/10/signing";
const TEXT: &str = "<p>The delegations met for a third morning in the harbour hall, and the chair asked for short statements \
                    so that the list of speakers could be closed before noon.</p><p>Several ministers said that the text \
                    would help prosecutors to obtain electronic evidence, while two associations of journalists repeated \
                    that safeguards had to be written into national law.</p>";

/// The page, as a feed announced it under this title.
fn page(title: &str, at: &str) -> Value {
    json!({
        "url": ADDRESS, "captured_at": at, "media_type": "text/html; charset=utf-8", "source": "courier",
        "body": format!("<html><title>Sixty states sign the convention</title><h1>Sixty states sign the convention</h1>{TEXT}"),
        "entry": { "title": title, "url": ADDRESS, "published_at": "2025-10-25T09:00:00+07:00", "authors": ["Anne Martin"] },
    })
}

fn write(folder: &Path, name: &str, captures: &[&Value]) {
    let lines: String = captures.iter().map(|capture| format!("{capture}\n")).collect();
    std::fs::write(folder.join(name), lines).unwrap();
}

#[test]
fn the_same_page_under_a_corrected_title_is_a_new_wording_in_any_order_and_on_every_way() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let first = page("Sixty states sign the convention", "2025-10-25T03:00:00Z");
    let second = page("Sixty-five states sign the convention", "2025-10-25T05:00:00Z");
    write(folder, "one.jsonl", &[&first, &second]);
    write(folder, "other.jsonl", &[&second, &first]);
    run(folder, &["replay", "one.jsonl", "--store", "one.db"]);
    run(folder, &["replay", "other.jsonl", "--store", "other.db"]);
    let stored = rows(folder, "one.db");
    assert_eq!(stored.lines().count(), 2, "{stored}");
    assert_eq!(rows(folder, "other.db"), stored);
    assert_eq!(over_nats(folder, "one.jsonl"), stored);
    // The entry is kept: what is cleaned anew from the store is what was stored.
    run(folder, &["reclean", "--store", "one.db"]);
    assert_eq!(rows(folder, "one.db"), stored);
    let current: Value = serde_json::from_str(run(folder, &["export", "--store", "one.db"]).trim()).unwrap();
    assert_eq!(current["headline"], "Sixty-five states sign the convention");
    assert_eq!(current["published_at"], "2025-10-25T09:00:00+07:00");
    assert!(current["flags"].as_array().unwrap().contains(&json!("date_from_feed")), "{current}");
}

#[test]
fn a_warc_gives_the_entry_back() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    write(folder, "one.jsonl", &[&page("Sixty-five states sign the convention", "2025-10-25T05:00:00Z")]);
    run(folder, &["capture", "one.jsonl", "--warc", "one.warc.gz"]);
    let (lines, warc) = (run(folder, &["capture", "one.jsonl"]), run(folder, &["capture", "one.warc.gz"]));
    assert_eq!(lines, warc);
    assert!(warc.contains("Sixty-five states"), "{warc}");
}

#[test]
fn what_a_feed_says_is_printed_and_a_page_names_its_feeds() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let feed = "<rss version='2.0'><channel><title>Courier</title><link>https://courier.example/</link><item><title>&lt;URGENT&gt; \
                Sixty sign</title><link>/1</link><pubDate>mar, 28 oct 2025 15:15 +0100</pubDate></item><item><description>A \
                &lt;b&gt;flash&lt;/b&gt;</description></item></channel></rss>";
    std::fs::write(folder.join("feed.xml"), feed).unwrap();
    let printed = run(folder, &["feed", "feed.xml", "--base", "https://courier.example/rss"]);
    let said: Value = serde_json::from_str(printed.trim()).unwrap();
    assert_eq!((&said["title"], &said["link"]), (&json!("Courier"), &json!("https://courier.example/")));
    let entry = &said["entries"][0];
    assert_eq!(entry["title"], "<URGENT> Sixty sign");
    assert_eq!(entry["link"], "https://courier.example/1");
    assert_eq!(entry["published_at"], "2025-10-28T15:15:00+01:00");
    assert_eq!(said["entries"][1]["title"], "A flash");
    std::fs::write(
        folder.join("page.html"),
        "<html><head><link rel=alternate type='application/rss+xml' href='/rss'>",
    )
    .unwrap();
    let refused = Veille::new(folder, ["feed", "page.html", "--base", "https://courier.example/"]).finish();
    assert!(refused.stderr.contains("it advertises https://courier.example/rss"), "{}", refused.stderr);
}

#[test]
fn sources_are_paused_imported_and_exported_and_what_people_wrote_stays() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    std::fs::create_dir_all(folder.join("config/topics")).unwrap();
    std::fs::write(folder.join("config/veille.toml"), "").unwrap();
    let list = "# Ours.\n[[source]]\nid = \"a\"\nname = \"A\"\nfeeds = [\"https://a.example/rss\"]\n";
    std::fs::write(folder.join("config/sources.toml"), list).unwrap();
    let held = || std::fs::read_to_string(folder.join("config/sources.toml")).unwrap();
    run(folder, &["source", "pause", "a"]);
    assert!(held().contains("paused = true") && held().starts_with("# Ours."));
    run(folder, &["source", "resume", "a"]);
    assert_eq!(held(), list);
    let opml = "<opml version='2.0'><body><outline text='B' xmlUrl='https://b.example/rss'/><outline text='A again' \
                xmlUrl='https://a.example/rss'/></body></opml>";
    let latin = [
        b"<?xml version='1.0' encoding='ISO-8859-1'?>".as_slice(),
        &opml.replace("'B'", "'L`'").into_bytes(),
    ]
    .concat();
    // *Lé*, in a byte.
    let latin: Vec<u8> = latin.into_iter().map(|byte| if byte == b'`' { 0xe9 } else { byte }).collect();
    std::fs::write(folder.join("feeds.opml"), latin).unwrap();
    run(folder, &["source", "import", "feeds.opml"]);
    let listed = Veille::new(folder, ["source", "list", "--json"]).finish().ok().json_lines();
    let named: Vec<[&Value; 2]> = listed.iter().map(|source| [&source["id"], &source["name"]]).collect();
    assert_eq!(named, [["a", "A"], ["b-example", "Lé"]]);
    std::fs::write(folder.join("ours.opml"), run(folder, &["source", "export"])).unwrap();
    std::fs::write(folder.join("config/sources.toml"), "").unwrap();
    run(folder, &["source", "import", "ours.opml"]);
    assert_eq!(Veille::new(folder, ["source", "list", "--json"]).finish().ok().json_lines(), listed);
}
