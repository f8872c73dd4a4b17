//! What is old goes: followers carry it out, the ledger says so, changes that nobody needs go too, and a backup that was made
//! before is a store as good as the one it was made of.
#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

use std::path::Path;

use tempfile::TempDir;
use veille_tests::press::{Press, rss, wait_until};
use veille_tests::{PostgresServer, Veille, corpus};

fn out(folder: &Path, arguments: &[&str]) -> String {
    Veille::new(folder, arguments).finish().ok().stdout
}

fn articles(folder: &Path, store: &str) -> usize {
    out(folder, &["export", "--store", store]).lines().count()
}

fn changes(folder: &Path, after: &str) -> Vec<serde_json::Value> {
    Veille::new(folder, ["changes", "--json", "--after", after]).finish().ok().json_lines()
}

#[test]
fn what_is_old_goes_and_whoever_follows_carries_it_out() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    // Captured on the first to the 28th of October.
    let documents = corpus::write(folder, 120);
    out(folder, &["replay", documents.to_str().unwrap(), "--quiet"]);
    let before = articles(folder, "veille.db");
    let found =
        |folder: &Path| out(folder, &["search", "convention OR calendrier OR accord OR projet", "--json"]);
    let total = |text: &str| {
        let last: serde_json::Value = serde_json::from_str(text.lines().last().unwrap()).unwrap();
        last["summary"]["articles"].as_u64().unwrap()
    };
    let found_before = total(&found(folder));
    out(folder, &["store", "backup", "copy.db"]);
    // A reader with a name that has seen everything, and is away from now on.
    out(folder, &["changes", "--follow", "archive", "--once"]);

    let prune = |more: &[&str]| {
        let arguments = [&["store", "prune", "--older-than", "2025-10-15", "--json"], more].concat();
        Veille::new(folder, arguments).finish()
    };
    let counted = prune(&["--dry-run"]).ok().json_lines()[0]["articles"].as_u64().unwrap() as usize;
    assert!(counted > 20 && counted < before, "{counted} of {before}");
    assert_eq!(prune(&[]).code, Some(2), "without a terminal nobody can be asked");
    assert_eq!(articles(folder, "veille.db"), before);
    let pruned = prune(&["--yes"]).ok().json_lines().remove(0);
    assert_eq!(pruned["articles"].as_u64().unwrap() as usize, counted, "{pruned}");
    assert_eq!(articles(folder, "veille.db"), before - counted);
    let trail = out(folder, &["audit"]);
    assert!(trail.contains("store-pruned"), "{trail}");
    // What everybody has seen of them goes at once: that they came.
    assert!(pruned["changes"].as_u64().unwrap() >= counted as u64, "{pruned}");

    // Followers take it out: the index here, by the change that says so.
    let found_now = total(&found(folder));
    assert!(found_now < found_before, "{found_now} of {found_before}");
    let gone = changes(folder, "0");
    assert!(gone.iter().filter(|change| change["kind"] == "forgotten").count() >= counted);
    // The ledger says of each what became of it, under its address.
    let kept: Vec<serde_json::Value> =
        Veille::new(folder, ["export", "--store", "copy.db"]).finish().ok().json_lines();
    let left = out(folder, &["export"]);
    let pruned_one = kept.iter().find(|it| !left.contains(it["id"].as_str().unwrap())).unwrap();
    let why = out(folder, &["why", pruned_one["url"].as_str().unwrap()]);
    assert!(why.contains("kept for as long as it was to be"), "{why}");
    assert!(out(folder, &["store", "check"]).contains(&format!("{} articles", before - counted)));

    // `archive` has not seen them go: what it needs stays. Once it has, they go.
    assert_eq!(changes(folder, "0").iter().filter(|it| it["kind"] == "forgotten").count(), counted);
    let seen = Veille::new(folder, ["changes", "--follow", "archive", "--once", "--json"])
        .finish()
        .ok()
        .json_lines();
    assert_eq!(seen.iter().filter(|it| it["kind"] == "forgotten").count(), counted);
    out(folder, &["story", "follow", "--once"]);
    let pruned = prune(&["--yes"]).ok().json_lines().remove(0);
    // That of the last change stays, so that its number is known.
    assert!(pruned["changes"].as_u64().unwrap() >= counted as u64 - 1, "{pruned}");
    // Whoever begins sees all that is there; whoever comes back from before is told to.
    let left: Vec<_> = changes(folder, "0");
    let alive: std::collections::BTreeSet<_> =
        left.iter().filter(|it| !it["now"].is_null()).map(|it| it["article"].to_string()).collect();
    assert_eq!(alive.len(), before - counted);
    let late = Veille::new(folder, ["changes", "--after", "3"]).finish();
    assert_eq!(late.code, Some(1), "{}", late.stdout);
    assert!(late.stderr.contains("begin anew"), "{}", late.stderr);
    // What comes again is stored again: nobody asked for it to be forgotten.
    out(folder, &["replay", documents.to_str().unwrap(), "--quiet"]);
    assert_eq!(articles(folder, "veille.db"), before);
}

/// Whoever keeps a store in which `store.keep_days` is set takes out what is older, once a day.
fn what_is_kept_for_long_enough_goes(store: &str) {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let veille = |arguments: &[&str]| {
        let arguments = [arguments, &["--store", store]].concat();
        Veille::new(folder, arguments).env("PGPASSWORD", PostgresServer::PASSWORD)
    };
    let documents = corpus::write(folder, 120);
    veille(&["replay", documents.to_str().unwrap(), "--quiet"]).finish().ok();
    let articles = || veille(&["export"]).finish().ok().stdout.lines().count();
    let before = articles();
    let middle = "2025-10-15T00:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    let days = (chrono::Utc::now() - middle).num_days();
    let older = format!("{days}d");
    let dry = veille(&["store", "prune", "--older-than", &older, "--dry-run", "--json"]).finish().ok();
    let old = dry.json_lines()[0]["articles"].as_u64().unwrap() as usize;
    assert!(old > 20 && old < before, "{old} of {before}");

    let press = Press::open(|path| (path == "/rss").then(|| rss(&[])));
    press.configure(folder);
    press.sources(folder, &[("a", "/rss")]);
    let settings = folder.join("config/veille.toml");
    let mut text = std::fs::read_to_string(&settings).unwrap();
    text.push_str(&format!("[store]\nkeep_days = {days}\n"));
    std::fs::write(&settings, text).unwrap();
    let running = veille(&["run"]).start(&folder.join("run.log"));
    wait_until("what is old is gone", || articles() <= before - old);
    assert_eq!(articles(), before - old);
    // It is told once all is done.
    let told = || veille(&["audit"]).finish().ok().stdout;
    wait_until("the trail says so", || told().contains("store-pruned"));
    drop(running);
    assert!(told().contains("store.keep_days"), "{}", told());
    // Once a day: what comes a minute later stays until tomorrow.
    veille(&["replay", documents.to_str().unwrap(), "--quiet"]).finish().ok();
    let read = press.count("/rss");
    let _running = veille(&["run"]).start(&folder.join("run.log"));
    wait_until("it runs", || press.count("/rss") > read + 1);
    assert_eq!(articles(), before);
}

#[test]
fn what_a_file_has_kept_for_long_enough_goes_once_a_day() {
    what_is_kept_for_long_enough_goes("./veille.db");
}

#[test]
fn and_so_does_what_a_database_has() {
    let Some(server) = PostgresServer::shared() else { return };
    what_is_kept_for_long_enough_goes(&server.store());
}

#[test]
fn a_backup_that_is_put_back_is_the_store_as_it_was() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let documents = corpus::write(folder, 60);
    out(folder, &["replay", documents.to_str().unwrap(), "--quiet"]);
    let search = |folder: &Path| out(folder, &["search", "cybercriminalité", "--json"]);
    let (as_it_was, found) = (out(folder, &["export"]), search(folder));
    out(folder, &["store", "backup", "backup.db"]);
    out(folder, &["store", "prune", "--older-than", "2025-10-20", "--yes"]);
    assert_ne!(out(folder, &["export"]), as_it_was);
    assert_ne!(search(folder), found);

    // As the README says: the file in the place of the store, without the log of the one that was there.
    for log in ["veille.db-wal", "veille.db-shm"] {
        let _ = std::fs::remove_file(folder.join(log));
    }
    std::fs::copy(folder.join("backup.db"), folder.join("veille.db")).unwrap();
    assert_eq!(out(folder, &["export"]), as_it_was);
    assert!(out(folder, &["store", "check"]).contains("54 articles"));
    // The index knows changes that are not there any more: it is built anew, unattended.
    assert_eq!(search(folder), found);
    out(folder, &["replay", documents.to_str().unwrap(), "--quiet"]);
    assert_eq!(out(folder, &["export"]), as_it_was);
}
