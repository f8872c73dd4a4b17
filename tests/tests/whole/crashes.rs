//! kill -9 in the middle: after a restart the store is that of an undisturbed run, nothing lost, nothing twice.
#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use veille_tests::{NatsServer, Running, Veille, corpus};

const CAPTURES: usize = 2_000;

/// The services at one server, all storing into `nats.db`.
struct Services<'a> {
    folder: &'a Path,
    url: String,
}

impl Services<'_> {
    fn start(&self, stage: &str) -> Running {
        let mut arguments = vec![stage, "--nats", &self.url];
        if stage == "store" {
            arguments.extend(["--store", "nats.db"]);
        }
        Veille::new(self.folder, arguments).start(&self.folder.join(format!("{stage}.log")))
    }

    /// Articles stored so far.
    fn stored(&self) -> usize {
        let export = Veille::new(self.folder, ["export", "--store", "nats.db"]).finish();
        if export.code == Some(0) { export.stdout.lines().count() } else { 0 }
    }

    /// Waits until so many articles are stored, and gives how many there are.
    fn wait_for(&self, articles: usize) -> usize {
        let deadline = Instant::now() + Duration::from_secs(120);
        loop {
            let stored = self.stored();
            if stored >= articles {
                return stored;
            }
            assert!(Instant::now() < deadline, "{stored} of {articles} articles stored in two minutes");
            sleep(Duration::from_millis(20));
        }
    }
}

fn export(folder: &Path, what: &str, store: &str) -> String {
    Veille::new(folder, ["export", what, "--store", store]).finish().ok().stdout
}

/// Replays a corpus over NATS, disturbs the run in its middle, and compares with an undisturbed one. What `disturb`
/// gives back runs to the end.
fn check(disturb: impl FnOnce(&Services<'_>, &mut NatsServer, Running, Running) -> Vec<Running>) {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let documents = corpus::write(folder, CAPTURES);
    let documents = documents.to_str().unwrap();
    Veille::new(folder, ["replay", documents, "--store", "fused.db", "--quiet"]).finish().ok();

    let mut server = NatsServer::start(folder);
    let services = Services { folder, url: server.url() };
    let (clean, _classify, store) =
        (services.start("clean"), services.start("classify"), services.start("store"));
    let mut replay =
        Veille::new(folder, ["replay", documents, "--nats", &services.url]).start(&folder.join("replay.log"));
    let before = services.wait_for(20);
    assert!(before < CAPTURES * 4 / 5, "{before} articles were stored before anything was disturbed");
    let _running = disturb(&services, &mut server, clean, store);

    let deadline = Instant::now() + Duration::from_secs(240);
    let code = loop {
        if let Some(code) = replay.ended() {
            break code;
        }
        assert!(Instant::now() < deadline, "the replay has not ended in four minutes");
        sleep(Duration::from_millis(100));
    };
    let log = std::fs::read_to_string(folder.join("replay.log")).unwrap();
    assert_eq!(code, 0, "{log}");
    assert!(
        export(folder, "--revisions", "nats.db") == export(folder, "--revisions", "fused.db"),
        "the articles are not those of an undisturbed run"
    );
    let ledger = |store| export(folder, "--ledger", store);
    assert_eq!(ledger("nats.db").lines().count(), ledger("fused.db").lines().count(), "the ledgers differ");
    assert!(ledger("nats.db") == ledger("fused.db"), "the ledger is not that of an undisturbed run");
}

#[test]
fn killing_the_cleaner_in_the_middle_loses_nothing() {
    check(|services, _, clean, store| {
        clean.kill();
        sleep(Duration::from_millis(300));
        let second = services.start("clean");
        services.wait_for(200);
        second.kill();
        vec![services.start("clean"), store]
    });
}

#[test]
fn killing_the_store_in_the_middle_loses_nothing() {
    check(|services, _, clean, store| {
        store.kill();
        sleep(Duration::from_millis(300));
        let second = services.start("store");
        services.wait_for(400);
        second.kill();
        vec![services.start("store"), clean]
    });
}

#[test]
fn a_server_that_is_killed_and_comes_back_loses_nothing() {
    check(|services, server, clean, store| {
        server.restart();
        services.wait_for(400);
        server.restart();
        vec![clean, store]
    });
}

#[test]
fn a_poison_message_ends_as_a_dead_letter_while_the_others_go_on() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let server = NatsServer::start(folder);
    let services = Services { folder, url: server.url() };
    let _running = [services.start("clean"), services.start("classify"), services.start("store")];
    let documents = corpus::write(folder, 50);
    Veille::new(folder, ["replay", documents.to_str().unwrap(), "--nats", &services.url]).finish().ok();
    server.publish("veille.capture.poison", b"{\"body\": 7}");
    let more = corpus::write(folder, 60);
    Veille::new(folder, ["replay", more.to_str().unwrap(), "--nats", &services.url]).finish().ok();

    assert_eq!(services.stored(), 54, "a tenth of the sixty says too little to be an article");
    let arguments = ["tail", "veille.dead.>", "--from", "all", "--limit", "1", "--nats", &services.url];
    let dead = Veille::new(folder, arguments).finish().ok().stdout;
    assert!(dead.starts_with("veille.dead.clean"), "{dead}");
    assert!(dead.contains("expected") || dead.contains("invalid type"), "the cause is missing: {dead}");
    let why = Veille::new(folder, ["export", "--ledger", "--store", "nats.db"]).finish().ok().stdout;
    assert_eq!(why.matches("\"outcome\":\"quarantined\"").count(), 1, "the ledger knows of it once");
}
