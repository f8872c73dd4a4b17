//! `veille changes`: every change of the store once and in order, wherever whoever follows them is killed.
#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, pipe};
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;
use veille_tests::{Veille, corpus};

fn run(folder: &Path, arguments: &[&str]) -> veille_tests::Finished {
    Veille::new(folder, arguments).finish().ok()
}

fn numbers(lines: &[Value]) -> Vec<u64> {
    lines.iter().map(|line| line["number"].as_u64().unwrap()).collect()
}

/// The whole lines of a file that a killed program may have left half a line in.
fn lines(file: &Path) -> Vec<Value> {
    let text = fs::read_to_string(file).unwrap();
    let whole = text.rfind('\n').map_or("", |end| &text[..end]);
    whole.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// No stories are joined: the changes are those of the articles alone.
fn without_stories(folder: &Path) {
    fs::create_dir_all(folder.join("config")).unwrap();
    fs::write(folder.join("config/veille.toml"), "[stories]\nkeep = false\n").unwrap();
}

#[test]
fn what_a_replay_stores_and_what_retag_changes_is_followed_once() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    without_stories(folder);
    let documents = corpus::write(folder, 100);
    run(folder, &["replay", documents.to_str().unwrap(), "--quiet"]);
    let follow = ["changes", "--follow", "desk", "--once", "--json"];
    let first = run(folder, &follow).json_lines();
    assert_eq!(first.len(), 90, "a tenth says too little to be an article");
    assert!(first.iter().all(|line| line["kind"] == "new" && line["now"]["text"].is_string()));
    assert!(run(folder, &follow).stdout.is_empty(), "what was printed comes again");

    // A topic that nobody watched before: every article is judged anew, those it finds change.
    fs::create_dir_all(folder.join("config/topics")).unwrap();
    fs::write(folder.join("config/topics/press.toml"), "id = \"press\"\nquery = '''dépêche'''\n").unwrap();
    run(folder, &["retag", "--quiet"]);
    let second = run(folder, &follow).json_lines();
    assert_eq!(second.len(), 90);
    assert!(second.iter().all(|line| line["kind"] == "judged" && line["now"]["tags"][0]["topic"] == "press"));
    let all = [numbers(&first), numbers(&second)].concat();
    assert!(all.is_sorted_by(|a, b| a < b), "{all:?}");

    // Another name begins anew; without a name the feed is a list.
    assert_eq!(run(folder, &["changes", "--follow", "other", "--once"]).stdout.lines().count(), 180);
    let listed = run(folder, &["changes", "--after", &all[169].to_string(), "--json"]).json_lines();
    assert_eq!(numbers(&listed), all[170..]);
    assert_eq!(run(folder, &["changes", "--limit", "3"]).stdout.lines().count(), 1 + 3);
    assert_eq!(Veille::new(folder, ["changes", "--follow", "A B"]).finish().code, Some(2));
}

#[test]
fn a_follower_that_is_killed_again_and_again_misses_nothing() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    without_stories(folder);
    let documents = corpus::write(folder, 3_000);
    let log = folder.join("log");
    let replay = Veille::new(folder, ["replay", documents.to_str().unwrap(), "--quiet"]).start(&log);
    let store = folder.join("veille.db");
    let deadline = Instant::now() + Duration::from_secs(60);
    while !store.exists() && Instant::now() < deadline {
        sleep(Duration::from_millis(10));
    }
    let mut seen = Vec::new();
    for life in 0..8 {
        let file = folder.join(format!("life-{life}.jsonl"));
        let follow = Veille::new(folder, ["changes", "--follow", "desk", "--json"]);
        let running = follow.start_to(File::create(&file).unwrap(), &log);
        sleep(Duration::from_millis(40 + 60 * life));
        running.kill();
        seen.extend(numbers(&lines(&file)));
    }
    drop(replay);
    run(folder, &["replay", documents.to_str().unwrap(), "--quiet"]);
    seen.extend(numbers(&run(folder, &["changes", "--follow", "desk", "--once", "--json"]).json_lines()));

    let expected = numbers(&run(folder, &["changes", "--json"]).json_lines());
    assert_eq!(expected.len(), 2_700);
    let mut once = seen.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once, expected, "a change was missed");
    // What comes twice are the lines of the lives that ended between writing and remembering.
    assert!(seen.len() < expected.len() * 2, "{} lines of {} changes", seen.len(), expected.len());
}

#[test]
fn one_follower_at_a_time_has_a_name_and_the_next_takes_over() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    without_stories(folder);
    let documents = corpus::write(folder, 50);
    let files = ["first", "second"].map(|name| folder.join(name));
    let start = |file: &Path| {
        let follow = Veille::new(folder, ["changes", "--follow", "desk", "--json"]);
        follow.start_to(File::create(file).unwrap(), &folder.join("log"))
    };
    let first = start(&files[0]);
    let place = folder.join("veille.db.follow-desk.lock");
    let deadline = Instant::now() + Duration::from_secs(60);
    while fs::read_to_string(&place).unwrap_or_default().is_empty() && Instant::now() < deadline {
        sleep(Duration::from_millis(10));
    }
    let second = start(&files[1]);
    run(folder, &["replay", documents.to_str().unwrap(), "--quiet"]);
    let until = |file: &Path, count: usize| {
        let deadline = Instant::now() + Duration::from_secs(60);
        while lines(file).len() < count && Instant::now() < deadline {
            sleep(Duration::from_millis(20));
        }
        lines(file).len()
    };
    assert_eq!(until(&files[0], 45), 45);
    assert!(lines(&files[1]).is_empty(), "two work under one name");
    first.kill();
    let more = corpus::write(&folder.join("."), 100);
    run(folder, &["replay", more.to_str().unwrap(), "--quiet"]);
    assert!(until(&files[1], 45) >= 45);
    let last = || lines(&files[1]).last().and_then(|line| line["number"].as_u64());
    let deadline = Instant::now() + Duration::from_secs(60);
    while last() != Some(90) && Instant::now() < deadline {
        sleep(Duration::from_millis(20));
    }
    assert_eq!(second.end_with("TERM"), Some(130));
    let (first, second) = (numbers(&lines(&files[0])), numbers(&lines(&files[1])));
    // Killed between writing and remembering, the first leaves its lines to be written again.
    let all: BTreeSet<u64> = first.iter().chain(&second).copied().collect();
    assert_eq!(all.len(), 90);
    assert!(first.is_sorted_by(|a, b| a < b) && second.is_sorted_by(|a, b| a < b), "{first:?} {second:?}");
}

#[test]
fn a_follower_whom_nobody_reads_any_more_ends_though_nothing_comes() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let documents = corpus::write(folder, 10);
    run(folder, &["replay", documents.to_str().unwrap(), "--quiet"]);
    let (reader, writer) = pipe().unwrap();
    let follow = Veille::new(folder, ["changes", "--follow", "desk"]);
    let mut running = follow.start_to(writer, &folder.join("log"));
    // As `head -1` does.
    let first = BufReader::new(reader).lines().next().unwrap().unwrap();
    assert!(first.contains("new"), "{first}");
    let deadline = Instant::now() + Duration::from_secs(60);
    let code = loop {
        if let Some(code) = running.ended() {
            break code;
        }
        assert!(Instant::now() < deadline, "it waits for the next change");
        sleep(Duration::from_millis(20));
    };
    assert_eq!(code, 0, "{}", fs::read_to_string(folder.join("log")).unwrap());
}
