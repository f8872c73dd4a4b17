//! The same documents through one process, through pipes and over NATS give the same rows, byte for byte.
#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::TempDir;
use veille_tests::{NatsServer, Running, Veille, root, shared};

pub fn run(folder: &Path, arguments: &[&str]) -> String {
    Veille::new(folder, arguments).finish().ok().stdout
}

/// Every revision of every article in canonical order.
pub fn rows(folder: &Path, store: &str) -> String {
    run(folder, &["export", "--revisions", "--store", store])
}

fn fused(folder: &Path, documents: &str) -> String {
    run(folder, &["replay", documents, "--store", "fused.db"]);
    rows(folder, "fused.db")
}

fn piped(folder: &Path, documents: &str) -> String {
    let captures = run(folder, &["capture", documents]);
    let articles = Veille::new(folder, ["clean"]).finish_with(&captures).ok().stdout;
    let tagged = Veille::new(folder, ["classify"]).finish_with(&articles).ok().stdout;
    Veille::new(folder, ["store", "--store", "piped.db"]).finish_with(&tagged).ok();
    rows(folder, "piped.db")
}

pub fn over_nats(folder: &Path, documents: &str) -> String {
    let server = NatsServer::start(folder);
    let url = server.url();
    let start = |arguments: &[&str]| -> Running {
        let log = folder.join(format!("{}.log", arguments[0]));
        Veille::new(folder, arguments.iter().chain(&["--nats", &url])).start(&log)
    };
    let _services = [start(&["clean"]), start(&["classify"]), start(&["store", "--store", "nats.db"])];
    run(folder, &["replay", documents, "--nats", &url]);
    rows(folder, "nats.db")
}

fn check(documents: PathBuf, articles_min: usize) {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let documents = documents.to_str().unwrap();
    let fused = fused(folder, documents);
    assert!(fused.lines().count() >= articles_min, "{} articles only", fused.lines().count());
    assert!(piped(folder, documents) == fused, "through pipes the rows are not those of one process");
    assert!(over_nats(folder, documents) == fused, "over NATS the rows are not those of one process");
}

#[test]
fn our_own_seeds_give_the_same_rows_on_all_three_ways() {
    check(root().join("seeds"), 18);
}

#[test]
fn the_original_seeds_give_the_same_rows_on_all_three_ways() {
    if let Some(shared) = shared() {
        check(shared.join("seeds"), 5);
    }
}

#[test]
fn a_replay_stored_twice_is_stored_once() {
    let scratch = TempDir::new().unwrap();
    let documents = root().join("seeds");
    let once = fused(scratch.path(), documents.to_str().unwrap());
    std::thread::sleep(Duration::from_millis(10));
    assert_eq!(fused(scratch.path(), documents.to_str().unwrap()), once);
}
