//! A standard error that cannot be written to, on a full disk or into a pipe that nobody reads: what would have been said
//! is dropped, and the work and its exit code are those of any other day.
#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

use std::fs::{self, File};
use std::path::Path;
use std::process::Stdio;

use serde_json::json;
use tempfile::TempDir;
use veille_tests::{NatsServer, Veille, corpus, root};

/// A disk without room, and a pipe whose reader has gone.
fn unwritable() -> [Stdio; 2] {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    [File::create("/dev/full").unwrap().into(), writer.into()]
}

/// Runs a command that has something to say, and then without anyone to hear it.
fn check(folder: &Path, arguments: &[&str], input: &str) {
    let heard = Veille::new(folder, arguments).finish_with(input);
    assert!(!heard.stderr.is_empty(), "{arguments:?} says nothing, so it shows nothing");
    for stderr in unwritable() {
        // Everything is logged: more to trip over.
        let (code, stdout) =
            Veille::new(folder, arguments).env("VEILLE_LOG", "debug").finish_past(input, stderr);
        assert_eq!((code, stdout.as_str()), (heard.code, heard.stdout.as_str()), "{arguments:?}");
    }
}

#[test]
fn results_that_cannot_be_written_are_said_to_be_that() {
    let scratch = TempDir::new().unwrap();
    let log = scratch.path().join("told");
    for arguments in [&["check"][..], &["schema", "article"], &["topic", "list"], &["completions", "bash"]] {
        let full = File::create("/dev/full").unwrap();
        let mut running = Veille::new(scratch.path(), arguments).start_to(full, &log);
        let code = loop {
            match running.ended() {
                Some(code) => break code,
                None => std::thread::sleep(std::time::Duration::from_millis(20)),
            }
        };
        let told = fs::read_to_string(&log).unwrap();
        assert_eq!(code, 1, "{told}");
        assert!(told.contains("could not be written to standard output"), "{arguments:?}: {told}");
    }
}

#[test]
fn every_command_does_its_work_unheard() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let seeds = root().join("seeds");
    let seeds = seeds.to_str().unwrap();
    let seed = format!("{seeds}/04_without_accents.txt");
    let body = "La Convention de Hanoï\n\nLes délégations de soixante-douze pays ont signé à Hanoï la convention des \
        Nations unies contre la cybercriminalité, qui entrera en vigueur après quarante ratifications.";
    let captures =
        format!("no json\n{}\n{}\n", json!({ "body": "short" }), json!({ "id": "a", "body": body }));
    fs::write(folder.join("queries.tsv"), "one\thanoi\ntwo\t(\nno tab\n").unwrap();

    check(folder, &["replay", seeds], "");
    check(folder, &["clean"], &captures);
    check(folder, &["classify"], "no json\n");
    check(folder, &["store"], "no json\n");
    check(folder, &["topic", "test", "hanoi-convention", seeds], "");
    check(folder, &["topic", "diff", "hanoi-convention", "negotiations", &seed], "");
    check(folder, &["topic", "import", "--from", "meltwater"], "hanoi near/5 (\n");
    check(
        folder,
        &["match", "--queries", "queries.tsv", "--stats"],
        "no json\n{\"id\":1,\"text\":\"Hanoi\"}\n",
    );
    check(folder, &["export", "--topic", "weather"], "");
    check(folder, &["why", "https://never.example/"], "");
    check(folder, &["explain", "nowhere.txt"], "");
    check(folder, &["replay", "nowhere"], "");
    check(folder, &["no-such-command"], "");
    check(folder, &["--config", "nowhere", "check"], "");
    check(folder, &["tail", "--nats", "nats://127.0.0.1:1"], "");
}

#[test]
fn services_go_on_when_their_log_is_full() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let server = NatsServer::start(folder);
    let url = server.url();
    let start = |arguments: &[&str]| {
        let arguments: Vec<&str> = arguments.iter().copied().chain(["--nats", &url]).collect();
        Veille::new(folder, arguments).env("VEILLE_LOG", "debug").start(Path::new("/dev/full"))
    };
    let mut services = [start(&["clean"]), start(&["classify"]), start(&["store", "--store", "nats.db"])];
    let documents = corpus::write(folder, 40);
    Veille::new(folder, ["replay", documents.to_str().unwrap(), "--nats", &url]).finish().ok();
    let stored = Veille::new(folder, ["export", "--store", "nats.db"]).finish().ok().stdout;
    assert_eq!(stored.lines().count(), 36, "a tenth says too little to be an article");
    for service in &mut services {
        assert_eq!(service.ended(), None, "a service has ended");
    }
}
