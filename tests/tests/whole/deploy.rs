//! The server as `deploy/nats.conf` describes it: each service can do its work, a reader can read and do nothing else; its unit
//! files are what systemd takes.
#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;
use veille_tests::{NatsServer, Veille, corpus, root};

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
    assert_eq!(streams.stdout.lines().count(), 1 + 7 + 1, "{}", streams.stdout);
    // The fetcher's memory alone, which nobody has made yet.
    assert_eq!(streams.stdout.matches("as configured").count(), 7, "{}", streams.stdout);

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
fn whoever_the_address_names_is_who_we_are_and_its_password_is_shown_nowhere() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let server = NatsServer::deployed(folder);
    let url_of = |user: &str| server.url().replace("://", &format!("://{user}:{}@", NatsServer::PASSWORD));
    let run = |user: &str, arguments: &[&str]| {
        let done = Veille::new(folder, arguments.iter().copied()).env("VEILLE_NATS", &url_of(user)).finish();
        let shown = format!("{}{}", done.stdout, done.stderr);
        assert!(!shown.contains(NatsServer::PASSWORD), "{arguments:?}: {shown}");
        (done.code, shown)
    };
    let (_, shown) = run("operator", &["streams"]);
    assert!(shown.contains("veille streams apply --nats 'nats://operator:***@127.0.0.1:"), "{shown}");
    assert_eq!(run("operator", &["streams", "apply"]).0, Some(0));
    // The place belongs to the user of the address: `reader` may not have one of this name.
    let (code, shown) = run("reader", &["tail", "--durable", "elsewhere", "--limit", "1"]);
    assert!(code != Some(0) && shown.contains("reader-reader-elsewhere"), "{shown}");
    let (code, shown) = run("nobody", &["tail", "--limit", "1"]);
    assert!(code != Some(0) && shown.contains("nats://nobody:***@127.0.0.1:"), "{shown}");
    run("operator", &["tail", "--help"]);
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
    assert_eq!(none.stdout.matches("missing").count(), 7 + 1, "{}", none.stdout);
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

/// `systemd-analyze verify` says nothing of the units; left out where there is no systemd.
#[test]
fn systemd_has_nothing_against_the_units() {
    let scratch = TempDir::new().unwrap();
    let units = copy_of_units(scratch.path());
    let mut analyze = Command::new("systemd-analyze");
    analyze.args(["verify", "--man=no"]).env("SYSTEMD_UNIT_PATH", format!("{}:", scratch.path().display()));
    let Ok(said) = analyze.args(units).output() else {
        eprintln!("left out: there is no systemd-analyze");
        return;
    };
    let said = [said.stdout, said.stderr].map(|text| String::from_utf8(text).unwrap()).concat();
    assert_eq!(said, "", "systemd-analyze verify is not content");
}

/// The units with programs that exist on this machine, and without the folders of drop-ins: those are found by name.
fn copy_of_units(folder: &Path) -> Vec<PathBuf> {
    let mut units = Vec::new();
    for entry in std::fs::read_dir(root().join("deploy/systemd")).unwrap() {
        let from = entry.unwrap().path();
        let to = folder.join(from.file_name().unwrap());
        if from.is_dir() {
            std::fs::create_dir(&to).unwrap();
            for drop_in in std::fs::read_dir(from).unwrap() {
                let drop_in = drop_in.unwrap().path();
                std::fs::copy(&drop_in, to.join(drop_in.file_name().unwrap())).unwrap();
            }
            continue;
        }
        let unit = std::fs::read_to_string(from).unwrap();
        let unit = unit.replace("/usr/bin/veille", "/bin/true").replace("/usr/bin/nats-server", "/bin/true");
        std::fs::write(&to, unit).unwrap();
        units.push(to);
    }
    assert!(units.len() > 5, "no units: {units:?}");
    units
}

/// The names of what a program counts, by the one place that registers them; counters as they are written.
fn metrics() -> Vec<String> {
    let source =
        |name: &str| std::fs::read_to_string(root().join("crates/pipeline/src/metrics").join(name)).unwrap();
    let mut names: Vec<String> = Vec::new();
    for text in [source("mod.rs"), source("process.rs")] {
        let quoted = text.split('"').skip(1).step_by(2);
        names.extend(
            quoted.filter(|it| it.starts_with("veille_") || it.starts_with("process_")).map(str::to_owned),
        );
    }
    assert!(names.len() > 20, "{names:?}");
    names
}

#[test]
fn alerts_and_dashboard_ask_for_what_is_counted_and_each_alert_has_its_page_of_the_runbook() {
    let folder = root().join("deploy/observe");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let (alerts, runbook) = (read("alerts.yaml"), read("RUNBOOK.md"));
    let dashboard: serde_json::Value = serde_json::from_str(&read("dashboard.json")).unwrap();
    let panels = dashboard["panels"].as_array().unwrap();
    let asked = panels.iter().flat_map(|panel| panel["targets"].as_array().unwrap());
    let mut asked: Vec<String> = asked.map(|target| target["expr"].as_str().unwrap().to_owned()).collect();
    asked.extend(alerts.lines().filter(|line| !line.trim_start().starts_with('#')).map(str::to_owned));
    let names = metrics();
    let mut told = std::collections::BTreeSet::new();
    for word in asked.iter().flat_map(|it| it.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')) {
        if !(word.starts_with("veille_") || word.starts_with("process_")) {
            continue;
        }
        let base = ["_total", "_bucket", "_count", "_sum"]
            .iter()
            .find_map(|end| word.strip_suffix(end))
            .unwrap_or(word);
        assert!(names.iter().any(|name| name == word || name == base), "{word} is counted by nobody");
        told.insert(base.to_owned());
    }
    for name in names.iter().filter(|name| name.starts_with("veille_")) {
        assert!(told.contains(name), "{name} is counted and shown nowhere");
    }
    let alerts: Vec<&str> = alerts.lines().filter_map(|line| line.trim().strip_prefix("- alert: ")).collect();
    let pages: Vec<&str> = runbook.lines().filter_map(|line| line.strip_prefix("## Veille")).collect();
    assert_eq!(alerts.len(), 11);
    assert_eq!(alerts, pages.iter().map(|page| format!("Veille{page}")).collect::<Vec<_>>());
}

fn read_all(folder: &str, ending: &str) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(root().join(folder)).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name.ends_with(ending) {
            files.push((name, std::fs::read_to_string(path).unwrap()));
        }
    }
    assert!(!files.is_empty(), "nothing in {folder} ends with {ending}");
    files
}

#[test]
fn alerts_and_dashboard_ask_for_the_job_that_every_collector_names() {
    let collectors: Vec<_> = read_all("deploy/observe", ".yaml")
        .into_iter()
        .filter(|it| it.1.contains("scrape_configs:"))
        .collect();
    assert_eq!(collectors.len(), 2, "one for machines, one for Kubernetes");
    for (name, text) in &collectors {
        let jobs: Vec<&str> =
            text.lines().filter_map(|line| line.split_once("job_name: ")).map(|it| it.1).collect();
        assert_eq!(jobs, ["veille"], "{name}");
    }
    let asked =
        [read_all("deploy/observe", "alerts.yaml"), read_all("deploy/observe", "dashboard.json")].concat();
    for (name, text) in asked {
        let text = text.replace("\\\"", "\"");
        let jobs: Vec<&str> =
            text.split("job=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        assert!(!jobs.is_empty() && jobs.iter().all(|job| *job == "veille"), "{name}: {jobs:?}");
    }
}

#[test]
fn the_runbook_names_codes_of_the_dead_that_there_are() {
    let (_, runbook) = read_all("deploy/observe", "RUNBOOK.md").remove(0);
    let section = runbook.split("\n## ").find(|it| it.starts_with("VeilleDead")).unwrap();
    let is_code = |word: &str| word.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    let codes: Vec<&str> = section.split('`').skip(1).step_by(2).filter(|word| is_code(word)).collect();
    assert!(codes.len() >= 4, "{codes:?}");
    let mut sources = String::new();
    for folder in ["crates/pipeline/src", "crates/pipeline/src/bus", "crates/pipeline/src/fused"] {
        read_all(folder, ".rs").into_iter().for_each(|(_, text)| sources.push_str(&text));
    }
    let squeezed: String = sources.split_whitespace().collect();
    for code in codes {
        assert!(squeezed.contains(&format!("Reason::new(\"{code}\"")), "nothing dies of {code}");
    }
}

#[test]
fn who_opens_a_store_has_the_time_to_bring_it_up_to_date() {
    for (name, unit) in read_all("deploy/systemd", ".service") {
        if unit.contains("--store") {
            assert!(unit.contains("\nTimeoutStartSec=infinity\n"), "{name}");
        }
    }
    for (name, text) in read_all("deploy/kubernetes", ".yaml") {
        for part in text.split("\n---\n").filter(|part| part.contains("VEILLE_STORE_URL, valueFrom")) {
            let probe = part.lines().find(|line| line.contains("startupProbe")).unwrap();
            assert!(probe.contains("/healthz"), "{name}: {probe}");
        }
    }
}

#[test]
fn what_is_asked_inside_a_container_finds_the_database_of_its_service() {
    for (name, text) in read_all("deploy", ".yaml") {
        for line in text.lines().filter(|line| line.trim_start().starts_with("command:")) {
            assert!(
                !line.contains("postgres://"),
                "{name} names its database where nobody else reads it: {line}"
            );
        }
    }
}

#[test]
fn a_unit_that_says_when_it_is_ready_is_watched() {
    for entry in std::fs::read_dir(root().join("deploy/systemd")).unwrap() {
        let path = entry.unwrap().path();
        let Ok(unit) = std::fs::read_to_string(&path) else { continue };
        let is_ours = unit.contains("ExecStart=/usr/bin/veille ");
        assert_eq!(is_ours, unit.contains("\nWatchdogSec="), "{}", path.display());
        assert_eq!(is_ours, unit.contains("\nType=notify"), "{}", path.display());
    }
}

#[test]
fn each_server_that_is_described_here_writes_through_every_second() {
    let mut found = 0;
    for (name, text) in [read_all("deploy", ".conf"), read_all("deploy/kubernetes/tls", ".conf")].concat() {
        let own = text.lines().any(|line| line.trim() == "sync_interval: 1s");
        let anothers = text.lines().any(|line| line.starts_with("include \"nats"));
        // What is said once more counts alone: a section of streams without it would wait for two minutes.
        assert!(
            own != anothers,
            "{name} neither says how often it writes through, nor takes it from another alone"
        );
        assert_eq!(own, text.contains("\njetstream {"), "{name}");
        found += 1;
    }
    assert!(found >= 4, "{found}");
}
