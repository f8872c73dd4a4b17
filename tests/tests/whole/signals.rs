//! Told to stop: unfinished work ends with 130 whatever the signal, finished work with 0.
#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

use std::fs::{self, File};
use std::io::Read;
use std::net::TcpListener;
use std::path::Path;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use veille_tests::{NatsServer, Running, Veille, corpus};

/// The signals that tell a process to stop; under nohup the last is to be ignored.
fn signals() -> &'static [&'static str] {
    let ignored = mask("self", "SigIgn:") & 1 == 1;
    if ignored { &["TERM", "INT"] } else { &["TERM", "INT", "HUP"] }
}

/// A mask of signals of a process, the first in the lowest bit.
fn mask(process: &str, name: &str) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix(name));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
}

/// Waits until a log says something.
fn wait_for(log: &Path, part: &str) {
    let deadline = Instant::now() + Duration::from_secs(60);
    while !fs::read_to_string(log).is_ok_and(|text| text.contains(part)) {
        assert!(Instant::now() < deadline, "{part:?} is not said in {}", log.display());
        sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_replay_that_is_stopped_says_so_and_the_next_one_goes_on() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let documents = corpus::write(folder, 9_000);
    let documents = documents.to_str().unwrap();
    for signal in signals() {
        let log = folder.join(format!("{signal}.log"));
        let store = format!("{signal}.db");
        let arguments = ["replay", documents, "--json", "--store", &store];
        // Nobody reads the results at first: the replay cannot come to its end before its signal.
        let (mut results, writer) = std::io::pipe().unwrap();
        let replay = Veille::new(folder, arguments).start_to(writer, &log);
        let mut first = [0];
        results.read_exact(&mut first).unwrap();
        let reader = std::thread::spawn(move || {
            wait_for(&log, "stopping");
            results.read_to_end(&mut Vec::new())
        });
        assert_eq!(replay.end_with(signal), Some(130), "{signal}");
        reader.join().unwrap().unwrap();
    }
    let arguments = ["replay", documents, "--resume", "--quiet", "--store", "TERM.db"];
    Veille::new(folder, arguments).finish().ok();
    let stored = Veille::new(folder, ["export", "--store", "TERM.db"]).finish().ok().stdout;
    assert_eq!(stored.lines().count(), 8_100);
}

#[test]
fn a_run_and_a_fetch_that_wait_for_a_page_are_unfinished() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    // It takes connections and says nothing.
    let silent = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = silent.local_addr().unwrap();
    fs::create_dir_all(folder.join("config/topics")).unwrap();
    let settings = format!("[fetcher]\ngrace_secs = 0\nallow_private_addresses = [\"{address}\"]\n");
    fs::write(folder.join("config/veille.toml"), settings).unwrap();
    let source = format!("[[source]]\nid = \"slow\"\nname = \"Slow\"\nfeeds = [\"http://{address}/rss\"]\n");
    fs::write(folder.join("config/sources.toml"), source).unwrap();
    let commands: [&[&str]; 4] = [&["run", "--once"], &["run"], &["fetch", "--once"], &["fetch"]];
    for arguments in commands {
        for signal in signals() {
            let running = Veille::new(folder, arguments).start(&folder.join("fetch.log"));
            let _asked = silent.accept().unwrap();
            wait_until_it_listens(&running);
            assert_eq!(running.end_with(signal), Some(130), "{arguments:?} {signal}");
        }
    }
}

#[test]
fn a_filter_that_waits_for_its_input_is_unfinished() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let log = folder.join("filter.log");
    for arguments in [&["clean"][..], &["store"], &["language"], &["match", "--queries", "q.tsv"]] {
        fs::write(folder.join("q.tsv"), "a\thanoi\n").unwrap();
        // A pipe into which nobody ever writes; both ends are ours, so that it does not end.
        let (input, _writer) = std::io::pipe().unwrap();
        let filter = Veille::new(folder, arguments).start_from(Stdio::from(input), &log);
        wait_until_it_listens(&filter);
        assert_eq!(filter.end_with("TERM"), Some(130), "{arguments:?}");
    }
}

/// SIGTERM has a handler: the mask of caught signals in /proc says so.
fn wait_until_it_listens(process: &Running) {
    let deadline = Instant::now() + Duration::from_secs(60);
    loop {
        if mask(&process.id().to_string(), "SigCgt:") & (1 << 14) != 0 {
            return;
        }
        assert!(Instant::now() < deadline, "it never listens");
        sleep(Duration::from_millis(10));
    }
}

#[test]
fn services_and_readers_end_with_130_and_a_reader_who_has_all_with_0() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let server = NatsServer::start(folder);
    let url = server.url();
    let start = |arguments: &[&str]| {
        let log = folder.join(format!("{}.log", arguments[0]));
        let arguments: Vec<&str> = arguments.iter().copied().chain(["--nats", &url]).collect();
        (Veille::new(folder, arguments).start(&log), log)
    };
    let services = [start(&["clean"]), start(&["classify"]), start(&["store", "--store", "nats.db"])];
    let documents = corpus::write(folder, 20);
    Veille::new(folder, ["replay", documents.to_str().unwrap(), "--nats", &url]).finish().ok();

    let arguments = ["tail", "veille.tagged.>", "--from", "all", "--limit", "18", "--nats", &url];
    Veille::new(folder, arguments).finish().ok();
    let shown = folder.join("tail.out");
    let arguments = ["tail", "veille.tagged.>", "--from", "all", "--nats", &url];
    let tail =
        Veille::new(folder, arguments).start_to(File::create(&shown).unwrap(), &folder.join("tail.log"));
    wait_for(&shown, "Le journal n° 18");
    assert_eq!(tail.end_with("TERM"), Some(130));
    for (service, log) in services {
        wait_for(&log, "serving");
        assert_eq!(service.end_with("TERM"), Some(130));
    }
}
