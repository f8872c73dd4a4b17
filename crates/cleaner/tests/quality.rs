//! Body quality on annotated pages, and floors under it that only rise.
//!
//! The weights have learnt from these very pages, so the floors guard against breaking what works; how well it works on
//! pages never seen is what `examples/train_blocks.rs --cross` prints. The pages are not ours to ship: their place is read
//! from `VEILLE_SHARED`. Scored as `data/extraction/score.py` there does.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;

use flate2::read::GzDecoder;
use serde_json::Value;
use veille_cleaner::Cleaner;
use veille_model::{Article, Capture};

fn shared() -> Option<PathBuf> {
    let place = std::env::var_os("VEILLE_SHARED").map(PathBuf::from);
    if place.is_none() {
        eprintln!("left out: VEILLE_SHARED is not set, so the annotated pages cannot be found");
    }
    place
}

fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    for character in text.chars().filter(|c| !matches!(c, '\u{ad}' | '\u{200b}')) {
        let alone = matches!(character, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
            | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}');
        if character.is_alphanumeric() && !alone {
            word.extend(character.to_lowercase());
            continue;
        }
        if !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if alone {
            words.push(character.to_string());
        }
    }
    words.extend(Some(word).filter(|word| !word.is_empty()));
    words
}

fn rows(words: &[String]) -> HashMap<&[String], usize> {
    let mut rows = HashMap::new();
    for row in words.windows(words.len().clamp(1, 4)) {
        *rows.entry(row).or_default() += 1;
    }
    rows
}

#[derive(Default)]
struct Score {
    hit: usize,
    have: usize,
    want: usize,
    kept: usize,
    leaked: usize,
    passages: usize,
    pages: usize,
    poor: usize,
}

fn f1(hit: usize, have: usize, want: usize) -> f64 {
    2.0 * hit as f64 / (have + want).max(1) as f64
}

impl Score {
    fn add(&mut self, gold: &Value, text: &str) {
        let own = words(text);
        if let Some(body) = gold["articleBody"].as_str().filter(|body| !body.is_empty()) {
            let body = words(body);
            let (want, have) = (rows(&body), rows(&own));
            let hit = want
                .iter()
                .map(|(row, count)| (*count).min(have.get(row).copied().unwrap_or(0)))
                .sum::<usize>();
            let (want, have) = (want.values().sum::<usize>(), have.values().sum::<usize>());
            self.poor += usize::from(f1(hit, have, want) < 0.8);
            self.hit += hit;
            self.have += have;
            self.want += want;
        }
        let flat = own.join(" ");
        let count = |key: &str| {
            let passages = gold[key].as_array().map(Vec::as_slice).unwrap_or_default();
            let found = passages
                .iter()
                .filter(|it| flat.contains(&words(it.as_str().unwrap_or_default()).join(" ")))
                .count();
            (found, passages.len())
        };
        let (kept, passages) = count("with");
        self.kept += kept;
        self.passages += passages;
        self.leaked += count("without").0;
        self.pages += 1;
    }

    fn body(&self) -> f64 {
        f1(self.hit, self.have, self.want)
    }

    fn segments(&self) -> f64 {
        f1(self.kept, self.kept + self.leaked, self.passages)
    }

    fn poor(&self) -> f64 {
        self.poor as f64 / self.pages.max(1) as f64
    }
}

fn text(capture: &Capture) -> Option<Article> {
    Cleaner::default().clean(capture).ok()
}

fn score(set: &str) -> Option<Score> {
    let path = shared()?.join("data/extraction").join(format!("{set}.jsonl.gz"));
    let file =
        BufReader::new(GzDecoder::new(File::open(&path).unwrap_or_else(|error| panic!("{path:?}: {error}"))));
    let mut score = Score::default();
    for line in file.lines() {
        let page: Value = serde_json::from_str(&line.expect("a line")).expect("JSON");
        let article = text(&serde_json::from_value(page.clone()).expect("a capture"));
        score.add(&page["gold"], article.as_ref().map_or("", |article| &article.text));
    }
    eprintln!(
        "{set}: body F1 {:.4}, under 0.8 {:.3}, segments F1 {:.4}",
        score.body(),
        score.poor(),
        score.segments()
    );
    Some(score)
}

#[test]
fn news_pages_give_their_body() {
    let Some(score) = score("news") else { return };
    assert!(score.body() >= 0.985, "{}", score.body());
    assert!(score.poor() <= 0.01, "{}", score.poor());
}

#[test]
fn articles_of_every_kind_give_their_body() {
    let Some(score) = score("articles") else { return };
    assert!(score.body() >= 0.970, "{}", score.body());
    assert!(score.segments() >= 0.970, "{}", score.segments());
}

#[test]
fn wanted_passages_are_kept_and_unwanted_ones_avoided() {
    let Some(score) = score("segments") else { return };
    assert!(score.segments() >= 0.940, "{}", score.segments());
}

/// The lines of a seed that are its article, by the annotation.
fn gold_lines(gold: &Value, seed: &str, key: &str) -> Vec<usize> {
    let lines = gold["seeds"][seed]["lines"][key].as_array().map(Vec::as_slice).unwrap_or_default();
    lines.iter().filter_map(Value::as_u64).filter_map(|line| usize::try_from(line).ok()).collect()
}

#[test]
fn the_seeds_give_their_lines_and_no_other() {
    let Some(shared) = shared() else { return };
    let gold: Value =
        serde_json::from_str(&std::fs::read_to_string(shared.join("seeds/gold.json")).unwrap()).unwrap();
    for (seed, annotated) in gold["seeds"].as_object().unwrap() {
        let source =
            std::fs::read_to_string(shared.join("seeds").join(annotated["file"].as_str().unwrap())).unwrap();
        let line =
            |at: usize| source.lines().nth(at - 1).unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
        let wanted: Vec<String> =
            gold_lines(&gold, seed, "keep_as_article_text").into_iter().map(line).collect();
        let optional: Vec<String> = gold_lines(&gold, seed, "optional").into_iter().map(line).collect();
        let capture = Capture {
            media_type: Some("text/plain".to_owned()),
            ..Capture::page(None, source.clone().into_bytes())
        };
        let article = text(&capture).unwrap();
        let found: Vec<&str> =
            article.text.split("\n\n").filter(|it| !optional.contains(&(*it).to_owned())).collect();
        assert_eq!(found, wanted, "{seed}");
    }
}
