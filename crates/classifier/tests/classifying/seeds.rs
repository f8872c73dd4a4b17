//! The shipped topics against the annotated seeds, where they are at hand.

#![allow(clippy::unwrap_used)] // tests

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use veille_classifier::{Classifier, Topics};
use veille_model::{Article, QuotationKind};
use veille_query::Query;
use veille_text::{Document, Parts};

/// Agreement of topics and annotations, over all pairs of seed and topic. It only rises.
const AGREEMENT_MIN: f64 = 0.9;

pub fn topics() -> Topics {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config/topics");
    let mut files: Vec<(String, String)> = Vec::new();
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            files.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
    files.sort();
    Topics::parse(&files).unwrap_or_else(|error| panic!("{error}"))
}

/// The folder of the seeds; None, with a word about it, where there is none.
fn seeds() -> Option<PathBuf> {
    let Ok(shared) = std::env::var("VEILLE_SHARED") else {
        eprintln!("left out: VEILLE_SHARED is not set, so the annotated seeds are not at hand");
        return None;
    };
    Some(Path::new(&shared).join("seeds"))
}

struct Seed {
    id: String,
    headline: String,
    text: String,
    topics: BTreeSet<String>,
}

/// The annotated seeds, cut to the lines that are article text.
fn annotated(folder: &Path, gold: &serde_json::Value) -> Vec<Seed> {
    let lines_of = |seed: &serde_json::Value, key: &str| -> Vec<usize> {
        let lines = seed["lines"][key].as_array().unwrap();
        lines.iter().map(|line| line.as_u64().unwrap() as usize).collect()
    };
    let seeds = gold["seeds"].as_object().unwrap();
    seeds
        .iter()
        .map(|(id, seed)| {
            let raw = std::fs::read_to_string(folder.join(seed["file"].as_str().unwrap())).unwrap();
            let lines: Vec<&str> = raw.lines().collect();
            let cut =
                |key| lines_of(seed, key).iter().map(|line| lines[line - 1]).collect::<Vec<_>>().join("\n\n");
            let topics = seed["topics"].as_array().unwrap();
            Seed {
                id: id.clone(),
                headline: cut("title"),
                text: cut("keep_as_article_text"),
                topics: topics.iter().map(|topic| topic["topic"].as_str().unwrap().to_owned()).collect(),
            }
        })
        .collect()
}

fn document(seed: &Seed) -> Document {
    Document::of(&Parts { headline: &seed.headline, text: &seed.text, language: "fr", ..Parts::default() })
}

#[test]
fn the_shipped_topics_parse() {
    assert!(topics().len() >= 13);
}

#[test]
fn the_shipped_topics_agree_with_the_annotated_seeds() {
    let Some(folder) = seeds() else { return };
    let gold: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(folder.join("gold.json")).unwrap()).unwrap();
    let (mut right, mut all) = (0, 0);
    for seed in annotated(&folder, &gold) {
        let document = document(&seed);
        for topic in topics().iter().filter(|topic| topic.id.as_str() != "hanoi-convention") {
            let found = topic.queries.values().find_map(|query| query.matches(&document));
            let agrees = found.is_some() == seed.topics.contains(topic.id.as_str());
            if !agrees {
                let evidence = found.unwrap_or_default();
                let passages: Vec<_> = evidence.iter().map(|passage| &passage.exact).collect();
                eprintln!("{} {}: {passages:?}", seed.id, topic.id);
            }
            right += usize::from(agrees);
            all += 1;
        }
    }
    eprintln!("{right} of {all}");
    assert!(right as f64 >= AGREEMENT_MIN * all as f64, "{right} of {all}");
}

#[test]
fn the_example_queries_match_the_seeds_that_they_are_said_to() {
    let Some(folder) = seeds() else { return };
    let gold: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(folder.join("gold.json")).unwrap()).unwrap();
    for example in gold["example_queries"].as_array().unwrap() {
        let query = Query::parse(example["q"].as_str().unwrap()).unwrap();
        for seed in annotated(&folder, &gold) {
            let expected = example["match"].as_array().unwrap().iter().any(|id| *id == seed.id.as_str());
            assert_eq!(
                query.matches(&document(&seed)).is_some(),
                expected,
                "{} on {}",
                query.source(),
                seed.id
            );
        }
    }
}

#[test]
fn the_quotations_of_the_annotated_seeds_are_found_with_their_speakers() {
    let Some(folder) = seeds() else { return };
    let gold: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(folder.join("gold.json")).unwrap()).unwrap();
    let classifier = Classifier::new(Topics::default());
    for seed in annotated(&folder, &gold) {
        let article: Article = serde_json::from_value(serde_json::json!({
            "id": "a", "revision": "r", "capture": "c", "kind": "page", "source": "seed", "text": seed.text, "blocks": [],
        }))
        .unwrap();
        let mut found = classifier.classify(article).quotations;
        found.retain(|own| !matches!(own.kind, QuotationKind::Answer | QuotationKind::Indirect));
        let quotes = gold["seeds"][&seed.id]["quotes"].as_array().unwrap();
        let direct: Vec<_> = quotes.iter().filter(|quote| quote["kind"] == "direct").collect();
        for quote in &direct {
            let speaker =
                found.iter().find(|own| own.exact == quote["text"].as_str().unwrap()).map(|own| &own.speaker);
            assert_eq!(speaker.unwrap().as_deref(), quote["speaker"].as_str(), "{}", seed.id);
        }
        assert_eq!(found.len(), direct.len(), "{}: {found:?}", seed.id);
    }
}
