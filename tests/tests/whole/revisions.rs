//! `veille revisions`: an article that was corrected keeps both wordings, and what changed is shown word by word.
#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;
use veille_tests::{Finished, Veille, edited};

fn run(folder: &Path, arguments: &[&str]) -> Finished {
    Veille::new(folder, arguments).finish()
}

/// A store with the article, its correction, and the correction seen once more.
fn corrected() -> TempDir {
    let folder = TempDir::new().unwrap();
    let [first, second] = edited::wordings();
    edited::write(folder.path(), "pages.jsonl", &[&first, &second, &second]);
    run(folder.path(), &["replay", "pages.jsonl", "--quiet"]).ok();
    folder
}

#[test]
fn a_corrected_article_shows_both_wordings_and_the_words_that_changed() {
    let folder = corrected();
    let shown = run(folder.path(), &["revisions", edited::ADDRESS]).ok().stdout;
    for part in [
        "UN cybercrime pact draws 71 signatures in Hanoi",
        "2 wordings",
        "1   captured on 2025-10-27 11:30:00\n",
        "2   captured first on 2025-10-29 09:00:00, last on 2025-10-30 09:00:00; the current one",
        "headline  UN cybercrime pact draws [-72-]{+71+} signatures",
        "Seventy-[-two-]{+one+} countries have signed",
        "said [-Adaeze Sample-]{+Amina Modelo+}, who {+no longer+} teaches",
        "[-Critics, among them",
        "[-Critics",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert!(!shown.contains("Sixty-four of the signatures"), "what stayed is shortened: {shown}");
    let by_id = run(folder.path(), &["export"]).ok().json_lines()[0]["id"].as_str().unwrap().to_owned();
    assert_eq!(run(folder.path(), &["revisions", &by_id]).ok().stdout, shown);
    let tracked = format!("{}?utm_source=mail", edited::ADDRESS);
    assert_eq!(run(folder.path(), &["revisions", &tracked]).ok().stdout, shown);
}

#[test]
fn a_program_cuts_the_changes_out_by_code_points() {
    let folder = corrected();
    let wordings = run(folder.path(), &["revisions", edited::ADDRESS, "--json"]).ok().json_lines();
    assert_eq!(wordings.len(), 2);
    let current: Vec<bool> = wordings.iter().map(|wording| wording["current"] == true).collect();
    assert_eq!(current, [false, true]);
    assert!(wordings[0]["changes"].is_null());
    for field in ["headline", "text"] {
        let whole = |wording: &Value| wording["article"][field].as_str().unwrap().to_owned();
        let (old, new) = (whole(&wordings[0]), whole(&wordings[1]));
        let (mut deleted, mut inserted, mut rebuilt) = (0, 0, String::new());
        for stretch in wordings[1]["changes"][field].as_array().unwrap() {
            let cut = |whole: &str, side: &str| -> String {
                let at = |key: &str| usize::try_from(stretch[side][key].as_u64().unwrap()).unwrap();
                whole.chars().skip(at("start")).take(at("end") - at("start")).collect()
            };
            if stretch["operation"] == "equal" {
                assert_eq!(cut(&old, "old"), cut(&new, "new"));
                rebuilt.push_str(&cut(&old, "old"));
                continue;
            }
            let of = |key: &str| stretch[key].as_str().unwrap_or_default();
            assert_eq!(
                (cut(&old, "old").as_str(), cut(&new, "new").as_str()),
                (of("deleted"), of("inserted"))
            );
            (deleted, inserted) = (deleted + of("deleted").len(), inserted + of("inserted").len());
            rebuilt.push_str(of("inserted"));
        }
        assert_eq!(rebuilt, new);
        assert!(deleted > 0 && inserted > 0);
    }
}

#[test]
fn what_is_not_stored_has_no_wordings_and_is_told_where_to_ask() {
    let folder = corrected();
    let unknown = run(folder.path(), &["revisions", "https://never.example/"]);
    assert_eq!((unknown.code, unknown.stdout.as_str()), (Some(1), ""));
    assert!(unknown.stderr.contains("`veille why https://never.example/`"), "{}", unknown.stderr);
    let nowhere = run(folder.path(), &["revisions", "x", "--store", "none.db"]);
    assert!(nowhere.stderr.contains("there is no store yet"), "{}", nowhere.stderr);
}
