//! `veille retag`: a store judged anew is the one that a replay under the new topics would have made.
#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

use std::fs;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use tempfile::TempDir;
use veille_tests::{Veille, corpus};

/// Topics `a` and `b` with these queries.
fn topics(folder: &Path, a: &str, b: Option<&str>) {
    let folder = folder.join("config/topics");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("../veille.toml"), "").unwrap();
    for (id, query) in [("a", Some(a)), ("b", b)] {
        if let Some(query) = query {
            fs::write(folder.join(format!("{id}.toml")), format!("id = \"{id}\"\nquery = '''{query}'''\n"))
                .unwrap();
        }
    }
}

fn run(folder: &Path, arguments: &[&str]) -> veille_tests::Finished {
    Veille::new(folder, arguments).finish().ok()
}

fn rows(folder: &Path, store: &str) -> String {
    run(folder, &["export", "--revisions", "--store", store]).stdout
}

#[test]
fn what_is_stored_becomes_what_a_replay_would_give_however_often_it_is_interrupted() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let documents = corpus::write(folder, 1_200);
    let documents = documents.to_str().unwrap();
    topics(folder, "ratifier", Some("souverainete"));
    run(folder, &["replay", documents, "--store", "old.db", "--quiet"]);
    let before = rows(folder, "old.db");

    topics(folder, "ratifier OR calendrier", None);
    run(folder, &["replay", documents, "--store", "new.db", "--quiet"]);
    let expected = rows(folder, "new.db");
    assert_ne!(before, expected);
    fs::copy(folder.join("old.db"), folder.join("killed.db")).unwrap();

    let retag = run(folder, &["retag", "--store", "old.db", "--json"]);
    assert!(rows(folder, "old.db") == expected, "the rows are not those of a replay");
    let difference = retag.json_lines();
    let of = |topic: &str, key: &str| {
        difference.iter().find(|line| line["topic"] == topic).unwrap()[key].as_u64().unwrap()
    };
    let count = |rows: &str, topic: &str| rows.matches(&format!("\"topic\":\"{topic}\"")).count() as u64;
    assert_eq!(of("a", "gained"), count(&expected, "a") - count(&before, "a"));
    assert_eq!((of("b", "lost"), of("b", "gained")), (count(&before, "b"), 0));

    for delay_ms in [30, 60, 90, 150, 250, 400] {
        let running = Veille::new(folder, ["retag", "--store", "killed.db"]).start(&folder.join("retag.log"));
        sleep(Duration::from_millis(delay_ms));
        running.kill();
    }
    run(folder, &["retag", "--store", "killed.db"]);
    assert!(rows(folder, "killed.db") == expected, "the rows of an interrupted one are others");
    assert!(run(folder, &["retag", "--store", "killed.db"]).stderr.contains("no article has gained or lost"));
}
