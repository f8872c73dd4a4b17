//! How fast whole replays are: 20,000 small flattened articles into SQLite, in one process and over NATS.
//!
//!     cargo bench -p veille-tests --bench replay            # both
//!     cargo bench -p veille-tests --bench replay -- fused   # one
//!
//! Prints articles a second by the wall clock, CPU seconds of our own processes, and the highest resident memory of
//! each. A bench of whole processes, so without a harness: what matters is what a user waits for.
#![allow(clippy::print_stdout)] // a program for the command line

use std::fs;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use veille_tests::{NatsServer, Running, Veille, corpus};

const ARTICLES: usize = 20_000;

fn main() {
    let wanted: Vec<String> =
        std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|want| name.contains(want.as_str()));
    let scratch = TempDir::new().expect("a scratch folder");
    let documents = corpus::write(scratch.path(), ARTICLES);
    let documents = documents.to_str().expect("a UTF-8 path");
    if is_wanted("fused") {
        fused(scratch.path(), documents);
    }
    if is_wanted("nats") {
        over_nats(scratch.path(), documents);
    }
}

fn fused(folder: &Path, documents: &str) {
    let started = Instant::now();
    let replay = Veille::new(folder, ["replay", documents, "--store", "fused.db", "--quiet", "--json"])
        .start(&folder.join("fused.log"));
    let usage = wait(replay, &folder.join("fused.log"));
    report("fused", started.elapsed(), &[("veille replay", usage)]);
}

fn over_nats(folder: &Path, documents: &str) {
    let server = NatsServer::start(folder);
    let url = server.url();
    let start = |arguments: &[&str]| {
        let log = folder.join(format!("{}.log", arguments[0]));
        Veille::new(folder, arguments.iter().chain(&["--nats", &url])).start(&log)
    };
    let services = [start(&["clean"]), start(&["classify"]), start(&["store", "--store", "nats.db"])];
    // Services need a moment to connect; what is measured is the replay.
    sleep(Duration::from_secs(2));
    let started = Instant::now();
    let replay = wait(start(&["replay", documents]), &folder.join("replay.log"));
    let elapsed = started.elapsed();
    let names = ["veille clean", "veille classify", "veille store"];
    let mut usages: Vec<(&str, Usage)> = names
        .into_iter()
        .zip(services.iter().map(|service| Usage::of(service).unwrap_or_default()))
        .collect();
    usages.push(("veille replay", replay));
    report("nats", elapsed, &usages);
}

fn report(name: &str, elapsed: Duration, usages: &[(&str, Usage)]) {
    let seconds = elapsed.as_secs_f64();
    println!("{name:<6} {:>8.0} articles/s  ({ARTICLES} in {seconds:.1} s)", ARTICLES as f64 / seconds);
    for (program, usage) in usages {
        println!("       {program:<16} {:>6.1} CPU-s  {:>5} MB at most", usage.cpu_seconds, usage.peak_mb);
    }
}

/// What a process has used up to now.
#[derive(Clone, Copy, Default)]
struct Usage {
    cpu_seconds: f64,
    peak_mb: u64,
}

impl Usage {
    /// From Linux's /proc; None once the process has ended.
    fn of(process: &Running) -> Option<Self> {
        let folder = Path::new("/proc").join(process.id().to_string());
        let status = fs::read_to_string(folder.join("status")).ok()?;
        let peak_kb: u64 = status
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:"))?
            .split_whitespace()
            .next()?
            .parse()
            .ok()?;
        // Fields 14 and 15 of stat, counted after the name in brackets, are user and system time in clock ticks,
        // of which Linux has a hundred a second (proc_pid_stat(5)).
        let stat = fs::read_to_string(folder.join("stat")).ok()?;
        let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
        let ticks: u64 = fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?;
        Some(Self { cpu_seconds: ticks as f64 / 100.0, peak_mb: peak_kb / 1024 })
    }
}

/// Waits for a process to end well; its usage as last seen.
fn wait(mut process: Running, log: &Path) -> Usage {
    let mut usage = Usage::default();
    loop {
        usage = Usage::of(&process).unwrap_or(usage);
        if let Some(code) = process.ended() {
            assert_eq!(code, 0, "{}", fs::read_to_string(log).unwrap_or_default());
            return usage;
        }
        sleep(Duration::from_millis(20));
    }
}
