//! The server as `deploy/nats.conf` describes it: each service can do its work, a reader can read and do nothing else.
#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

use std::path::Path;

use tempfile::TempDir;
use veille_tests::{NatsServer, Veille, corpus};

fn veille(folder: &Path, user: &str, arguments: &[&str]) -> Veille {
    Veille::new(folder, arguments)
        .env("VEILLE_NATS_USER", user)
        .env("VEILLE_NATS_PASSWORD", NatsServer::PASSWORD)
}

#[test]
fn each_service_works_with_the_rights_it_has() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let server = NatsServer::deployed(folder);
    let url = server.url();
    let start = |arguments: &[&str]| {
        let stage = arguments[0];
        let arguments: Vec<&str> = arguments.iter().copied().chain(["--nats", &url]).collect();
        veille(folder, stage, &arguments).start(&folder.join(format!("{stage}.log")))
    };
    let _services = [start(&["clean"]), start(&["classify"]), start(&["store", "--store", "nats.db"])];
    let documents = corpus::write(folder, 40);
    veille(folder, "operator", &["replay", documents.to_str().unwrap(), "--nats", &url]).finish().ok();
    let stored = Veille::new(folder, ["export", "--store", "nats.db"]).finish().ok().stdout;
    assert_eq!(stored.lines().count(), 36, "a tenth says too little to be an article");

    let arguments = ["tail", "veille.topic.*.fr.>", "--from", "all", "--limit", "3", "--nats", &url];
    let read = veille(folder, "reader", &arguments).finish().ok().stdout;
    assert_eq!(read.lines().count(), 3, "{read}");

    let log = std::fs::read_to_string(folder.join("nats.log")).unwrap();
    let refused: Vec<&str> = log.lines().filter(|line| line.contains("Permissions Violation")).collect();
    assert!(refused.is_empty(), "{refused:#?}");
}

#[test]
fn a_reader_takes_each_article_once_and_has_a_place_that_is_its_own() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let server = NatsServer::deployed(folder);
    let url = server.url();
    // Whoever makes the streams and publishes into them: the stages themselves are not the matter here.
    let documents = corpus::write(folder, 10);
    let _services = ["clean", "classify"].map(|stage| {
        veille(folder, "operator", &[stage, "--nats", &url]).start(&folder.join(format!("{stage}.log")))
    });
    let _store = veille(folder, "operator", &["store", "--store", "nats.db", "--nats", &url])
        .start(&folder.join("store.log"));
    veille(folder, "operator", &["replay", documents.to_str().unwrap(), "--nats", &url]).finish().ok();

    let read = |more: &[&str]| {
        let arguments = ["tail", "veille.tagged.>", "--from", "all", "--nats", &url];
        veille(folder, "reader", &[&arguments[..], more].concat()).finish()
    };
    assert_eq!(read(&["--limit", "9"]).ok().stdout.lines().count(), 9);
    let first = read(&["--durable", "main", "--limit", "4"]).ok().stdout;
    let second = read(&["--durable", "main", "--limit", "5"]).ok().stdout;
    assert!(first.lines().all(|line| !second.contains(line)), "{first}\n{second}");

    // Names that are not its own: another reader's, a stage's.
    for (stream, consumer) in [("TAGGED", "reader-marie-main"), ("TAGGED", "store"), ("TOPICS", "anything")] {
        for request in ["CREATE", "DELETE", "MSG.NEXT", "INFO"] {
            let subject = format!("$JS.API.CONSUMER.{request}.{stream}.{consumer}");
            let refused = server.publish_as("reader", &subject, b"{}").unwrap_or_default();
            assert!(refused.contains("Permissions Violation"), "{subject}: {refused:?}");
        }
    }
    let refused = read(&["--durable", "elsewhere", "--limit", "1"]);
    assert_ne!(refused.code, Some(0), "{}", refused.stderr);
    assert!(refused.stderr.contains("reader-reader-elsewhere"), "{}", refused.stderr);
}

#[test]
fn a_reader_cannot_write() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let server = NatsServer::deployed(folder);
    for subject in
        ["veille.capture.x", "veille.topic.x.fr.y", "veille.outcome.clean.forwarded", "veille.dead.clean"]
    {
        let refused = server.publish_as("reader", subject, b"{}").unwrap_or_default();
        assert!(refused.contains("Permissions Violation"), "{subject}: {refused:?}");
    }
    assert_eq!(server.publish_as("operator", "veille.capture.x", b"{}"), None);
    let documents = corpus::write(folder, 1);
    let written =
        veille(folder, "reader", &["capture", documents.to_str().unwrap(), "--nats", &server.url()]).finish();
    assert_ne!(written.code, Some(0), "{}", written.stderr);
}

#[test]
fn a_service_that_was_told_to_stop_has_not_failed() {
    let units = veille_tests::root().join("deploy/systemd/veille-.service.d/10-all.conf");
    let units = std::fs::read_to_string(units).unwrap();
    assert!(units.lines().any(|line| line == "SuccessExitStatus=130"), "{units}");
}

#[test]
fn a_stranger_is_refused_by_name() {
    let scratch = TempDir::new().unwrap();
    let server = NatsServer::deployed(scratch.path());
    let refused = Veille::new(scratch.path(), ["clean", "--nats", &server.url()]).finish();
    assert_eq!(refused.code, Some(69), "{}", refused.stderr);
    assert!(refused.stderr.contains("refused us"), "{}", refused.stderr);
}
