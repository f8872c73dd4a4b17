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

    let streams = veille(folder, "operator", &["streams", "--nats", &url]).finish().ok();
    assert_eq!(streams.stdout.lines().count(), 7, "{}", streams.stdout);
    assert!(!streams.stderr.contains("veille streams apply"), "{}", streams.stdout);

    let arguments = ["tail", "veille.topic.*.fr.>", "--from", "all", "--limit", "3", "--nats", &url];
    let read = veille(folder, "reader", &arguments).finish().ok().stdout;
    assert_eq!(read.lines().count(), 3, "{read}");

    let log = std::fs::read_to_string(folder.join("nats.log")).unwrap();
    let refused: Vec<&str> = log.lines().filter(|line| line.contains("Permissions Violation")).collect();
    assert!(refused.is_empty(), "{refused:#?}");
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
fn the_streams_are_out_of_the_services_reach() {
    let scratch = TempDir::new().unwrap();
    let server = NatsServer::deployed(scratch.path());
    let check = |user: &str, subject: &str, allowed: bool| {
        let refused = server.publish_as(user, subject, b"{}");
        assert_eq!(refused.is_none(), allowed, "{user} {subject}: {refused:?}");
    };
    for user in ["fetch", "clean", "classify", "store", "reader"] {
        for verb in ["CREATE", "UPDATE", "PURGE", "DELETE", "MSG.DELETE", "RESTORE"] {
            for stream in ["CAPTURES", "TAGGED", "TOPICS", "DEAD"] {
                check(user, &format!("$JS.API.STREAM.{verb}.{stream}"), false);
            }
        }
    }
    check("operator", "$JS.API.STREAM.PURGE.TOPICS", true);
    // A reader has the consumers that are named for it.
    check("reader", "$JS.API.CONSUMER.CREATE.TOPICS.reader-reader-main", true);
    check("reader", "$JS.API.DIRECT.GET.TOPICS", true);
    for subject in [
        "$JS.API.CONSUMER.CREATE.TOPICS",
        "$JS.API.CONSUMER.CREATE.TOPICS.c1",
        "$JS.API.CONSUMER.CREATE.TAGGED.store",
        "$JS.API.CONSUMER.DELETE.TOPICS.reader-other-main",
        "$JS.API.CONSUMER.DELETE.TAGGED.store",
        "$JS.API.CONSUMER.MSG.NEXT.TAGGED.store",
        "$JS.ACK.TAGGED.store.1.1.1.1.1",
    ] {
        check("reader", subject, false);
    }
}

#[test]
fn a_service_without_its_rights_names_them_and_never_says_that_it_serves() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let server = NatsServer::deployed(folder);
    let url = server.url();
    let none = veille(folder, "operator", &["streams", "--nats", &url]).finish().ok();
    assert_eq!(none.stdout.matches("missing").count(), 7, "{}", none.stdout);
    veille(folder, "operator", &["streams", "apply", "--nats", &url]).finish().ok();
    let wrong = veille(folder, "clean", &["classify", "--nats", &url]).finish();
    assert_eq!(wrong.code, Some(69), "{}", wrong.stderr);
    let names = ["\"clean\"", "veille.tagged.*.*", "$JS.API.CONSUMER.CREATE.ARTICLES.classify"];
    assert!(names.iter().all(|name| wrong.stderr.contains(name)), "{}", wrong.stderr);
    assert!(!wrong.stderr.contains("serving"), "{}", wrong.stderr);
    let applied = veille(folder, "clean", &["streams", "apply", "--nats", &url]).finish();
    assert_eq!(applied.code, Some(69), "{}", applied.stderr);
}

#[test]
fn a_stranger_is_refused_by_name() {
    let scratch = TempDir::new().unwrap();
    let server = NatsServer::deployed(scratch.path());
    let refused = Veille::new(scratch.path(), ["clean", "--nats", &server.url()]).finish();
    assert_eq!(refused.code, Some(69), "{}", refused.stderr);
    assert!(refused.stderr.contains("refused us"), "{}", refused.stderr);
}
