//! kill -9 again and again, of what writes a store and of what follows it: in the end rows, index and stories are
//! those of an undisturbed run.
//!
//! `VEILLE_KILLS` says how often; a landing does it a few times, whoever changes the store or a follower 200 times.
#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;
use veille_tests::{Finished, PostgresServer, Running, Veille, corpus};

const CAPTURES: usize = 2_000;

/// Words, a phrase, NEAR, a prefix and a sentence, so that every kind of lookup is asked for.
const ASKED: [&str; 5] = [
    "convention",
    "\"preuves numériques\"",
    "juristes NEAR/6 souveraineté",
    "enquêt* AND NOT souveraineté",
    "SENT(police AND cyberespace)",
];

fn kills() -> usize {
    std::env::var("VEILLE_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(10)
}

/// A folder, and the store in it or on a server.
struct Office<'a> {
    folder: &'a Path,
    store: &'a str,
}

impl Office<'_> {
    fn veille(&self, arguments: &[&str]) -> Veille {
        let arguments = [arguments, &["--store", self.store]].concat();
        Veille::new(self.folder, arguments).env("PGPASSWORD", PostgresServer::PASSWORD)
    }

    fn run(&self, arguments: &[&str]) -> Finished {
        self.veille(arguments).finish().ok()
    }

    fn start(&self, arguments: &[&str], log: &str) -> Running {
        self.veille(arguments).start(&self.folder.join(log))
    }

    fn rows(&self) -> [String; 2] {
        ["--revisions", "--ledger"].map(|what| self.run(&["export", what]).stdout)
    }

    /// Which stories are told, by how many and when; and which articles are no copies.
    fn stories(&self) -> Vec<Value> {
        let mut told = self.run(&["story", "list", "--json", "--limit", "5000"]).json_lines();
        told.extend(
            self.run(&["export", "--originals"]).json_lines().into_iter().map(|one| one["id"].clone()),
        );
        told
    }

    /// Who is found, in which order, and the counts beside.
    fn answers(&self) -> Vec<(Vec<Value>, Value)> {
        let ask = |query: &&str| {
            let arguments = ["search", query, "--json", "--facets", "--limit", "5000"];
            let mut lines = self.run(&arguments).json_lines();
            let mut summary = lines.pop().unwrap()["summary"].take();
            (lines.iter().map(|line| line["id"].clone()).collect(), summary["facets"].take())
        };
        ASKED.iter().map(ask).collect()
    }
}

fn check(folder: &Path, store: &str) {
    let documents = corpus::write(folder, CAPTURES);
    let documents = documents.to_str().unwrap();
    let undisturbed = Office { folder, store: "undisturbed.db" };
    undisturbed.run(&["replay", documents, "--quiet"]);
    let disturbed = Office { folder, store };
    // From 15 ms on: into starting up, into the first commits, and behind the end of a replay.
    let pause = |kill: usize| sleep(Duration::from_millis(15 + (kill as u64 * 7919) % 900));
    let mut replay = disturbed.start(&["replay", documents, "--quiet"], "replay.log");
    let mut follower = disturbed.start(&["search", "--serve"], "search.log");
    let mut teller = disturbed.start(&["story", "follow"], "stories.log");
    for kill in 0..kills() {
        pause(kill);
        match kill % 3 {
            0 => {
                replay.kill();
                replay = disturbed.start(&["replay", documents, "--quiet", "--resume"], "replay.log");
            }
            1 => {
                follower.kill();
                follower = disturbed.start(&["search", "--serve"], "search.log");
            }
            _ => {
                teller.kill();
                teller = disturbed.start(&["story", "follow"], "stories.log");
            }
        }
    }
    replay.kill();
    disturbed.run(&["replay", documents, "--quiet", "--resume"]);
    follower.kill();
    teller.kill();
    assert!(disturbed.rows() == undisturbed.rows(), "the rows are not those of an undisturbed run");
    let (found, expected) = (disturbed.answers(), undisturbed.answers());
    assert!(expected.iter().all(|(ids, _)| ids.len() > 20), "the queries find too little to compare");
    assert_eq!(found, expected);
    let (told, expected) = (disturbed.stories(), undisturbed.stories());
    assert!(expected.len() > 20, "too few stories to compare: {}", expected.len());
    assert!(told == expected, "the stories are not those of an undisturbed run");
    disturbed.run(&["store", "check"]);
}

#[test]
fn a_file_and_its_index_survive() {
    let scratch = TempDir::new().unwrap();
    check(scratch.path(), "disturbed.db");
}

#[test]
fn a_database_and_its_index_survive() {
    let Some(server) = PostgresServer::shared() else { return };
    let scratch = TempDir::new().unwrap();
    check(scratch.path(), &server.store());
}
