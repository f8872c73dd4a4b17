//! The feed reader against 1,105 feeds that were collected to break feed readers. They are not part of the project:
//! where `VEILLE_SHARED` does not say where they lie, this is left out.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::collections::BTreeMap;
use std::io::Read;
use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::read::GzDecoder;
use serde::Deserialize;
use veille_fetcher::{Feed, feed as read_feed};
use veille_model::{FeedEntry, Moment};
use veille_text::reference::decode;

/// Floors, of all in each group: they rise with the reader and never sink. What is missed are links
/// relative to an address, and a language in a header, that the collection leaves out.
const OPENED: &[(&str, usize)] = &[("encoding", 82), ("illformed", 19), ("wellformed", 1004)];
const MET: &[(&str, usize)] = &[
    ("author", 31),
    ("content", 108),
    ("date", 23),
    ("description", 39),
    ("id", 20),
    ("language", 9),
    ("link", 37),
    ("title", 169),
];

#[derive(Deserialize)]
struct Wild {
    name: String,
    content_type: Option<String>,
    base: Option<String>,
    body_base64: String,
    expect: Vec<Expectation>,
}

#[derive(Deserialize)]
struct Expectation {
    of: String,
    index: usize,
    field: String,
    value: serde_json::Value,
}

fn wild_feeds() -> Option<Vec<Wild>> {
    let Some(shared) = std::env::var_os("VEILLE_SHARED") else {
        println!("left out: VEILLE_SHARED does not say where the feeds lie");
        return None;
    };
    let file = std::fs::File::open(PathBuf::from(shared).join("data/feeds/feeds.jsonl.gz")).unwrap();
    let mut text = String::new();
    GzDecoder::new(file).read_to_string(&mut text).unwrap();
    Some(text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

fn read(feed: &Wild) -> Option<Feed> {
    let body = STANDARD.decode(&feed.body_base64).unwrap();
    read_feed(&body, feed.content_type.as_deref(), feed.base.as_deref()).ok()
}

/// What is said of the feed, in the words of an entry.
fn of_feed(feed: &Feed) -> FeedEntry {
    FeedEntry {
        id: feed.id.clone(),
        url: feed.link.clone(),
        title: feed.title.clone(),
        authors: feed.authors.clone(),
        updated_at: feed.updated_at,
        language: feed.language.clone(),
        summary: Some(feed.description.clone().unwrap_or_default()),
        ..FeedEntry::default()
    }
}

#[test]
fn most_wild_feeds_are_opened() {
    let Some(feeds) = wild_feeds() else { return };
    let mut opened = BTreeMap::<&str, (usize, usize)>::new();
    for feed in &feeds {
        let entry = opened.entry(feed.name.split('/').next().unwrap()).or_default();
        entry.1 += 1;
        match read(feed) {
            Some(_) => entry.0 += 1,
            None => println!("not opened: {}", feed.name),
        }
    }
    println!("{opened:?}");
    for (kind, floor) in OPENED {
        let (opened, all) = opened[kind];
        assert!(opened >= *floor, "{kind}: {opened} of {all}, floor {floor}");
    }
}

#[test]
fn most_of_what_wild_feeds_say_is_understood() {
    let Some(feeds) = wild_feeds() else { return };
    let mut met = BTreeMap::<&str, (usize, usize)>::new();
    for feed in &feeds {
        let found = read(feed).unwrap_or_default();
        let whole = of_feed(&found);
        for expected in &feed.expect {
            let count = met.entry(&expected.field).or_default();
            count.1 += 1;
            let entry = match expected.of.as_str() {
                "feed" => Some(&whole),
                _ => found.entries.get(expected.index),
            };
            if entry.is_some_and(|entry| is_met(entry, expected)) {
                count.0 += 1;
            } else {
                println!("{} {}: expected {}, found {entry:?}", feed.name, expected.field, expected.value);
            }
        }
    }
    println!("{met:?}");
    for (field, floor) in MET {
        let (met, all) = met[field];
        assert!(met >= *floor, "{field}: {met} of {all}, floor {floor}");
    }
}

fn is_met(entry: &FeedEntry, expected: &Expectation) -> bool {
    let text = |found: Option<&String>| {
        found.is_some_and(|found| plain(found) == plain(expected.value.as_str().unwrap_or_default()))
    };
    match expected.field.as_str() {
        "title" => text(entry.title.as_ref()),
        "content" | "description" => text(entry.content.as_ref()) || text(entry.summary.as_ref()),
        // Host names have no case (RFC 3986, 6.2.2.1).
        "link" => entry
            .url
            .as_ref()
            .is_some_and(|url| expected.value.as_str().is_some_and(|value| url.eq_ignore_ascii_case(value))),
        "id" => text(entry.id.as_ref()),
        "language" => text(entry.language.as_ref()),
        "author" => entry.authors.iter().any(|author| {
            text(Some(author))
                || expected.value.as_str().is_some_and(|value| value.starts_with(author.as_str()))
        }),
        "date" => [entry.published_at, entry.updated_at]
            .iter()
            .flatten()
            .any(|moment| instant(*moment) == expected.value),
        other => panic!("unknown field {other}"),
    }
}

fn instant(moment: Moment) -> serde_json::Value {
    use chrono::{Datelike, Timelike};
    let at = match moment {
        Moment::Instant(instant) => instant.to_utc().naive_utc(),
        Moment::Day(day) => day.and_hms_opt(0, 0, 0).unwrap(),
    };
    serde_json::json!([at.year(), at.month(), at.day(), at.hour(), at.minute(), at.second()])
}

/// The letters of a text after character references, however often they were escaped, and tags: how it is written is not
/// asked.
fn plain(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..3 {
        text = decode(&text).into_owned();
    }
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some((before, tag)) = rest.split_once('<') {
        out.push_str(before);
        match tag.split_once('>') {
            Some((_, after)) => rest = after,
            None => rest = tag,
        }
    }
    out.push_str(rest);
    out.split_whitespace().collect()
}
