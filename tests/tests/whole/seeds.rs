//! The project's own seeds and what they must give.
//!
//! `seeds/expected/` holds the tagged articles, one file a document; a person has read each. After a change that is
//! meant, `VEILLE_BLESS=1 cargo test -p veille-tests seeds::` writes them anew: read the difference.
#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use serde_json::Value;
use tempfile::TempDir;
use veille_tests::{Veille, root};

fn expected_folder() -> PathBuf {
    root().join("seeds/expected")
}

/// What a reader checks in a tagged article. The digests follow from it, and would only hide what changed.
fn essence(article: &Value) -> Value {
    let mut essence = article.as_object().unwrap().clone();
    for key in [
        "id",
        "revision",
        "capture",
        "blocks",
        "block_languages",
        "language_confidence",
        "language_runner_up",
    ] {
        essence.remove(key);
    }
    for tag in essence.get_mut("tags").and_then(Value::as_array_mut).into_iter().flatten() {
        let passages: Vec<Value> =
            tag["evidence"].as_array().unwrap().iter().map(|evidence| evidence["exact"].clone()).collect();
        *tag = serde_json::json!({ "topic": tag["topic"], "passages": passages });
    }
    for mention in essence.get_mut("mentions").and_then(Value::as_array_mut).into_iter().flatten() {
        let places = |field: &str| mention[field].as_array().map_or(0, Vec::len);
        let times = places("headline") + places("text");
        let text = |key: &str| mention[key].as_str().unwrap_or_default().to_owned();
        *mention = format!("{} {}: {times}", text("kind"), text("name")).into();
    }
    Value::Object(essence)
}

fn replayed() -> BTreeMap<String, Value> {
    let folder = TempDir::new().unwrap();
    let seeds = root().join("seeds");
    let replay =
        Veille::new(folder.path(), ["replay", seeds.to_str().unwrap(), "--json", "--quiet"]).finish().ok();
    let named = |article: &Value| {
        let (_, url) = article["url"].as_str().unwrap().split_once("://").unwrap();
        url.replace(['/', '?', '&', '='], "_").trim_end_matches('_').to_owned()
    };
    replay.json_lines().iter().map(|article| (named(article), essence(article))).collect()
}

#[test]
fn every_seed_gives_the_article_that_a_person_has_read() {
    let replayed = replayed();
    if std::env::var_os("VEILLE_BLESS").is_some() {
        let _ = fs::remove_dir_all(expected_folder());
        fs::create_dir_all(expected_folder()).unwrap();
        for (name, article) in &replayed {
            let text = serde_json::to_string_pretty(article).unwrap() + "\n";
            fs::write(expected_folder().join(format!("{name}.json")), text).unwrap();
        }
        return;
    }
    let mut expected = BTreeMap::new();
    for entry in fs::read_dir(expected_folder()).expect("seeds/expected is part of the checkout") {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        expected.insert(name, serde_json::from_str::<Value>(&fs::read_to_string(&path).unwrap()).unwrap());
    }
    assert_eq!(
        replayed.keys().collect::<Vec<_>>(),
        expected.keys().collect::<Vec<_>>(),
        "the articles are not those expected"
    );
    for (name, article) in &replayed {
        let expected = &expected[name];
        for key in article.as_object().unwrap().keys().chain(expected.as_object().unwrap().keys()) {
            assert_eq!(article.get(key), expected.get(key), "{name}: {key}");
        }
    }
}
