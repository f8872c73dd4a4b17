//! `veille diff`: two stores or two replays, article by article.
#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;
use veille_tests::{Finished, Veille, edited, root};

fn run(folder: &Path, arguments: &[&str]) -> Finished {
    Veille::new(folder, arguments).finish()
}

/// The only topics, with these queries.
fn topics(folder: &Path, queries: &[(&str, &str)]) {
    let folder = folder.join("config/topics");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("../veille.toml"), "").unwrap();
    for (id, query) in queries {
        fs::write(folder.join(format!("{id}.toml")), format!("id = \"{id}\"\nquery = '''{query}'''\n"))
            .unwrap();
    }
}

/// `old.db` and `new.db`: the seeds, of which one is in the old store alone and one in the new; an article corrected in
/// between; other topics.
fn two_stores() -> TempDir {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let seed = |name: &str| root().join("seeds").join(name).to_str().unwrap().to_owned();
    let [first, second] = edited::wordings();
    edited::write(folder, "first.jsonl", &[&first]);
    edited::write(folder, "both.jsonl", &[&first, &second]);
    let common = [seed("07_vietnamese.txt"), seed("02_photo_credits.txt")];
    topics(folder, &[("ratification", "ratif*"), ("signature", "signature OR signatures")]);
    let replay = |store: &str, own: [&str; 2]| {
        let paths = common.iter().map(String::as_str).chain(own);
        let arguments: Vec<&str> = ["replay", "--quiet", "--store", store].into_iter().chain(paths).collect();
        run(folder, &arguments).ok();
    };
    replay("old.db", ["first.jsonl", &seed("01_watch_the_video.txt")]);
    topics(folder, &[("judges", "judges"), ("signature", "signatures")]);
    replay("new.db", ["both.jsonl", &seed("12_english_page.html")]);
    scratch
}

fn find<'l>(lines: &'l [Value], change: &str) -> Vec<&'l Value> {
    lines.iter().filter(|line| line["change"] == change).collect()
}

#[test]
fn what_was_gained_lost_and_changed_is_told_with_its_words_and_passages() {
    let scratch = two_stores();
    let folder = scratch.path();
    let shown = run(folder, &["diff", "old.db", "new.db"]).ok();
    let (gained, lost) = ("12_english_page", "01_watch_the_video");
    let url = |seed: &str| {
        let toml: toml::Table = fs::read_to_string(root().join("seeds/seeds.toml")).unwrap().parse().unwrap();
        let files = toml["files"].as_table().unwrap();
        let (_, file) = files.iter().find(|(name, _)| name.starts_with(seed)).unwrap();
        file["url"].as_str().unwrap().to_owned()
    };
    for part in [
        &url(gained),
        &url(lost),
        "gained   ",
        "lost     ",
        "draws [-72-]{+71+} signatures",
        "Seventy-[-two-]{+one+} countries",
        "lost ratification",
        "+ paragraph",
        "- Adaeze Sample",
        "+ Amina Modelo",
    ] {
        assert!(shown.stdout.contains(part), "{part}: {}", shown.stdout);
    }
    assert!(shown.stderr.contains("1 gained, 1 lost, "), "{}", shown.stderr);

    let lines = run(folder, &["diff", "old.db", "new.db", "--json"]).ok().json_lines();
    assert_eq!(find(&lines, "gained")[0]["article"]["url"], url(gained).as_str());
    assert_eq!(find(&lines, "lost")[0]["article"]["url"], url(lost).as_str());
    let changed = find(&lines, "changed");
    let corrected = changed.iter().find(|line| line["url"] == edited::ADDRESS).unwrap();
    let parts: Vec<&str> =
        corrected["parts"].as_array().unwrap().iter().map(|part| part.as_str().unwrap()).collect();
    assert_eq!(parts, ["headline", "text", "topics", "quotations", "mentions"]);
    let text = corrected["difference"]["text"].as_array().unwrap();
    assert!(
        text.iter().any(|stretch| stretch["deleted"] == "two" && stretch["inserted"] == "one"),
        "{text:?}"
    );
    let summary = &lines.last().unwrap()["summary"];
    assert_eq!((&summary["gained"], &summary["lost"]), (&1.into(), &1.into()));
    assert_eq!(summary["changed"].as_u64().unwrap() as usize, changed.len());
    assert_eq!(summary["topics"]["ratification"]["gained"], 0);
    assert!(summary["topics"]["ratification"]["lost"].as_u64().unwrap() >= 2);
}

#[test]
fn lines_that_export_printed_are_compared_as_their_store_is_whatever_their_order() {
    let scratch = two_stores();
    let folder = scratch.path();
    let expected = run(folder, &["diff", "old.db", "new.db", "--json"]).ok().stdout;
    for store in ["old", "new"] {
        let database = format!("{store}.db");
        let lines = run(folder, &["export", "--revisions", "--store", &database]).ok().stdout;
        fs::write(folder.join(format!("{store}.jsonl")), &lines).unwrap();
        let mut turned: Vec<&str> = lines.lines().collect();
        turned.reverse();
        fs::write(folder.join(format!("{store}-turned.jsonl")), turned.join("\n\n")).unwrap();
    }
    for (old, new) in
        [("old.jsonl", "new.jsonl"), ("old-turned.jsonl", "new.db"), ("old.db", "new-turned.jsonl")]
    {
        assert!(run(folder, &["diff", old, new, "--json"]).ok().stdout == expected, "{old} {new}");
    }
}

#[test]
fn the_exit_code_says_whether_they_differ_where_it_is_asked_to() {
    let scratch = two_stores();
    let folder = scratch.path();
    let code = |old: &str, new: &str| run(folder, &["diff", "--exit-code", "--quiet", old, new]);
    let same = code("old.db", "old.db");
    assert_eq!((same.code, same.stdout.as_str(), same.stderr.as_str()), (Some(0), "", ""));
    let other = code("old.db", "new.db");
    assert_eq!((other.code, other.stderr.as_str()), (Some(3), ""));
    assert_eq!(code("old.db", "none.db").code, Some(1));
    fs::write(folder.join("notes.txt"), "Une note\n").unwrap();
    let notes = code("old.db", "notes.txt");
    assert_eq!(notes.code, Some(1));
    assert!(
        notes.stderr.contains("notes.txt:1: no tagged article") && notes.stderr.contains("veille export")
    );
    let captures = code("old.db", "both.jsonl");
    assert!(captures.stderr.contains("both.jsonl:1: no tagged article"), "{}", captures.stderr);
}
