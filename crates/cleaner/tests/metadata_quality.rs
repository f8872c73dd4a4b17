//! Headlines, bylines and dates on annotated pages, and floors under them that only rise.
//!
//! The pages are not ours to ship: their place is read from `VEILLE_SHARED`. Scored as `data/extraction/score.py` there does.

use std::collections::HashSet;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;

use flate2::read::GzDecoder;
use serde_json::Value;
use veille_cleaner::Cleaner;
use veille_model::{Article, Capture};

/// Counts over one set of pages.
#[derive(Debug, Default)]
struct Score {
    headlines: (usize, usize),
    days: (usize, usize),
    names_hit: usize,
    names_said: usize,
    names_wanted: usize,
}

impl Score {
    fn headline(&self) -> f64 {
        share(self.headlines)
    }

    fn day(&self) -> f64 {
        share(self.days)
    }

    fn byline(&self) -> f64 {
        2.0 * share((self.names_hit, (self.names_said + self.names_wanted).max(1)))
    }
}

fn share((hit, all): (usize, usize)) -> f64 {
    hit as f64 / all.max(1) as f64
}

fn shared() -> Option<PathBuf> {
    let place = std::env::var_os("VEILLE_SHARED").map(PathBuf::from);
    if place.is_none() {
        eprintln!("left out: VEILLE_SHARED is not set, so the annotated pages cannot be found");
    }
    place
}

/// Words of a text, folded for comparison.
fn fold(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

fn score(set: &str) -> Option<Score> {
    let path = shared()?.join("data/extraction").join(format!("{set}.jsonl.gz"));
    let file =
        BufReader::new(GzDecoder::new(File::open(&path).unwrap_or_else(|error| panic!("{path:?}: {error}"))));
    let cleaner = Cleaner::default();
    let mut score = Score::default();
    for line in file.lines() {
        let line = line.expect("the file is text");
        let gold = serde_json::from_str::<Value>(&line).expect("a page a line")["gold"].take();
        let capture: Capture = serde_json::from_str(&line).expect("a page is a capture");
        count(&gold, cleaner.clean(&capture).ok().as_ref(), &mut score);
    }
    eprintln!(
        "{set}: headline {:.4} of {}, byline F1 {:.4}, day {:.4} of {}",
        score.headline(),
        score.headlines.1,
        score.byline(),
        score.day(),
        score.days.1
    );
    Some(score)
}

fn count(gold: &Value, article: Option<&Article>, score: &mut Score) {
    if let Some(title) = gold["title"].as_str().filter(|title| !title.is_empty()) {
        score.headlines.1 += 1;
        let found = article.and_then(|article| article.headline.as_deref()).unwrap_or_default();
        score.headlines.0 += usize::from(fold(found) == fold(title));
    }
    let published =
        gold["published"].as_str().or_else(|| gold["date"].as_str()).and_then(|date| date.get(..10));
    if let Some(day) = published {
        score.days.1 += 1;
        let found = article.and_then(|article| article.published_at).map(|moment| moment.day().to_string());
        score.days.0 += usize::from(found.as_deref() == Some(day));
    }
    let names = |names: &[String]| names.iter().map(|name| fold(name)).filter(|it| !it.is_empty()).collect();
    let wanted: Vec<String> = gold["authors"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|name| name.as_str().map(str::to_owned))
        .collect();
    let wanted: HashSet<String> = names(&wanted);
    if !wanted.is_empty() {
        let said: HashSet<String> = names(article.map_or(&[][..], |article| &article.byline));
        score.names_hit += wanted.intersection(&said).count();
        score.names_said += said.len();
        score.names_wanted += wanted.len();
    }
}

#[test]
fn news_pages_give_headline_byline_and_day() {
    let Some(score) = score("news") else { return };
    assert!(score.headline() >= 0.92, "{score:?}");
    assert!(score.byline() >= 0.90, "{score:?}");
    assert!(score.day() >= 0.985, "{score:?}");
}

#[test]
fn pages_of_every_kind_give_their_day() {
    let Some(score) = score("dates") else { return };
    assert!(score.day() >= 0.94, "{score:?}");
}

#[test]
fn the_seeds_give_what_their_lines_say() {
    let Some(shared) = shared() else { return };
    let check = |file: &str,
                 headline: Option<&str>,
                 byline: &[&str],
                 day: Option<&str>,
                 original: Option<&str>| {
        let body = std::fs::read(shared.join("seeds").join(file)).unwrap();
        let article = Cleaner::default().clean(&Capture::page(None, body)).unwrap();
        let opens =
            article.headline.as_deref().map(|found| found.split(' ').take(4).collect::<Vec<_>>().join(" "));
        assert_eq!(opens.as_deref(), headline, "{file}");
        assert_eq!(article.byline, byline, "{file}");
        assert_eq!(article.published_at.map(|moment| moment.to_string()).as_deref(), day, "{file}");
        let found =
            article.provenance.iter().find_map(|credit| credit.url.as_deref()).and_then(veille_model::host);
        assert_eq!(found.as_deref(), original, "{file}");
    };
    check(
        "000_f3e0cf35bd431295.txt",
        Some("Garantir une sécurité absolue"),
        &[],
        Some("2025-10-07"),
        Some("baochinhphu.vn"),
    );
    check("001_f476c9c9c21bd325.txt", None, &[], None, Some("vietnamnet.vn"));
    check("002_42c8d7f61be4680c.txt", None, &[], None, None);
    check(
        "003_581da9367ebe28dd.txt",
        Some("Partage des responsabilités pour"),
        &[],
        Some("2025-10-11"),
        Some("nhandan.vn"),
    );
    check("004_c96011937c91e991.txt", Some("La Convention de Hanoï"), &["Hoàng Văn Minh"], None, None);
}
