//! What an operator sees: health, metrics, `veille status`, the dead, and the last word of a program that ends with an error.
#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;
use veille_tests::metrics::{get, place, sum};
use veille_tests::press::{Press, rss, wait_until};
use veille_tests::{NatsServer, Veille, corpus};

fn veille(folder: &Path, user: &str, arguments: &[&str]) -> Veille {
    Veille::new(folder, arguments)
        .env("VEILLE_NATS_USER", user)
        .env("VEILLE_NATS_PASSWORD", NatsServer::PASSWORD)
}

fn status(folder: &Path, arguments: &[&str]) -> Value {
    let arguments = [&["status", "--json"], arguments].concat();
    veille(folder, "operator", &arguments).finish().ok().json_lines().remove(0)
}

fn stage<'v>(status: &'v Value, name: &str) -> &'v Value {
    status["stages"].as_array().unwrap().iter().find(|it| it["stage"] == name).unwrap()
}

#[test]
fn services_say_how_they_are_and_what_died_is_looked_at_requeued_and_dropped() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let server = NatsServer::deployed(folder);
    let url = server.url();
    veille(folder, "operator", &["streams", "apply", "--nats", &url]).finish().ok();
    let start = |arguments: &[&str]| {
        let log = folder.join(format!("{}.log", arguments[0]));
        let more = ["--nats", url.as_str(), "--metrics", "127.0.0.1:0"];
        (veille(folder, arguments[0], &[arguments, &more].concat()).start(&log), place(&log))
    };
    let (clean, at_clean) = start(&["clean"]);
    let (_classify, at_classify) = start(&["classify"]);
    let (_store, at_store) = start(&["store", "--store", "nats.db"]);
    for address in [&at_clean, &at_classify, &at_store] {
        assert_eq!(get(address, "/healthz"), (200, "ok\n".to_owned()));
        wait_until("it is ready", || get(address, "/readyz").0 == 200);
    }
    let documents = corpus::write(folder, 40);
    veille(folder, "operator", &["replay", documents.to_str().unwrap(), "--nats", &url]).finish().ok();
    server.publish_as("operator", "veille.capture.x", b"no capture");

    let told = |address: &str| get(address, "/metrics").1;
    let settled = |text: &str| sum(text, "veille_outcomes_total", "stage=\"clean\"");
    wait_until("all are settled", || settled(&told(&at_clean)) >= 41.0);
    let metrics = told(&at_clean);
    assert_eq!(sum(&metrics, "veille_inputs_total", "clean"), settled(&metrics), "{metrics}");
    assert_eq!(sum(&metrics, "veille_outcomes_total", "outcome=\"discarded\""), 4.0, "{metrics}");
    assert_eq!(sum(&metrics, "veille_outcomes_total", "reason=\"unreadable\""), 1.0, "{metrics}");
    assert!(sum(&metrics, "veille_stage_duration_seconds_count", "clean") >= 40.0, "{metrics}");
    assert!(sum(&metrics, "process_resident_memory_bytes", "") > 1e6, "{metrics}");
    // The lag is asked for now and then.
    wait_until("the lag is told", || {
        let metrics = told(&at_store);
        ["TAGGED", "OUTCOMES", "CAPTURES"].iter().all(|stream| {
            let labels = format!("stage=\"store\",stream=\"{stream}\"");
            metrics.contains(&format!("veille_lag_messages{{{labels}}} 0"))
                && metrics.contains(&format!("veille_oldest_unsettled_seconds{{{labels}}} 0"))
        })
    });
    let stored = told(&at_store);
    assert_eq!(sum(&stored, "veille_outcomes_total", "stage=\"store\""), 36.0, "{stored}");
    assert!(sum(&stored, "veille_commits_total", "") >= 1.0, "{stored}");
    wait_until("it is told what streams hold", || {
        sum(&told(&at_store), "veille_stream_bytes", "CAPTURES") > 0.0
    });
    assert_eq!(told(&at_classify).matches("veille_queue_messages{queue=\"ARTICLES\"}").count(), 1);

    let standing = status(folder, &["--nats", &url, "--store", "nats.db"]);
    for (name, inputs) in [("clean", 41), ("classify", 36), ("store", 36)] {
        let it = stage(&standing, name);
        assert_eq!(
            (it["instances"].as_u64(), it["inputs"].as_u64()),
            (Some(1), Some(inputs)),
            "{standing:#}"
        );
        assert_eq!(it["waiting"].as_u64(), Some(0), "{standing:#}");
    }
    assert_eq!(stage(&standing, "clean")["dead"], 1, "{standing:#}");
    assert!(
        stage(&standing, "clean")["failure"]["said"].as_str().unwrap().contains("CAPTURES/"),
        "{standing:#}"
    );
    assert_eq!(
        (standing["store"]["articles"].as_u64(), standing["streams"].as_array().unwrap().len()),
        (Some(36), 7)
    );
    let text =
        veille(folder, "operator", &["status", "--nats", &url, "--store", "nats.db"]).finish().ok().stdout;
    for part in ["clean went wrong", "CAPTURES", "nats.db: 36 articles", "stories", "search"] {
        assert!(text.contains(part), "{part}: {text}");
    }

    // What died says of what, and what its stage would say today.
    let dead = |arguments: &[&str]| {
        veille(folder, "operator", &[&["dead"], arguments, &["--nats", &url]].concat()).finish()
    };
    let numbers = || -> Vec<u64> {
        let listed = dead(&["list", "--json"]).ok().json_lines();
        listed.iter().map(|letter| letter["number"].as_u64().unwrap()).collect()
    };
    assert_eq!(numbers(), [1]);
    let shown = dead(&["show", "1"]).ok().stdout;
    for part in ["died at      clean", "(unreadable)", "veille.capture.x", "no capture", "today        "] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert_eq!(dead(&["show", "99"]).code, Some(2));
    // Nothing was mended: it goes to its stage, and dies again.
    dead(&["requeue", "1"]).ok();
    wait_until("it has died again", || numbers() == [2]);
    let none = dead(&["drop", "--all", "--cause", "deadly"]);
    assert_eq!((none.code, none.stderr.contains("died of unreadable")), (Some(2), true), "{}", none.stderr);
    assert_eq!(numbers(), [2]);
    dead(&["drop", "--all", "--cause", "unreadable"]).ok();
    assert_eq!(numbers(), [0_u64; 0]);
    // A service may not.
    assert_eq!(veille(folder, "clean", &["dead", "list", "--nats", &url]).finish().code, Some(69));

    clean.end_with("TERM");
    let standing = status(folder, &["--nats", &url, "--store", "nats.db"]);
    assert_eq!(stage(&standing, "clean")["instances"], 0, "{standing:#}");
    let log = fs::read_to_string(folder.join("nats.log")).unwrap();
    let refused: Vec<&str> = log
        .lines()
        .filter(|line| line.contains("Permissions Violation") && !line.contains("DIRECT.GET.DEAD"))
        .collect();
    assert!(refused.is_empty(), "{refused:#?}");
}

const TEXT: &str = "<p>Les délégations de soixante-douze pays ont signé la Convention des Nations unies contre la \
    cybercriminalité, ouverte à la signature à Hanoï les 25 et 26 octobre 2025, a rappelé la présidente de séance.</p>";

#[test]
fn a_run_counts_what_it_asks_for_and_leaves_word_in_its_store() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let press = Press::open(|path| match path {
        "/rss" => Some(rss(&["/one", "/gone"])),
        "/one" => {
            Some(format!("<html><body><article><h1>La Convention signée</h1>{TEXT}</article></body></html>"))
        }
        _ => None,
    });
    press.configure(folder);
    press.sources(folder, &[("a", "/rss")]);
    let log = folder.join("run.log");
    let running = Veille::new(folder, ["run", "--metrics", "127.0.0.1:0"]).start(&log);
    let address = place(&log);
    let metrics = || get(&address, "/metrics").1;
    wait_until("it is fetched and stored", || {
        sum(&metrics(), "veille_outcomes_total", "stage=\"store\"") >= 1.0
    });
    assert_eq!(get(&address, "/readyz"), (200, "ready\n".to_owned()));
    wait_until("the page that is gone was asked for", || press.count("/gone") > 0);
    wait_until("it is counted", || {
        metrics().contains("veille_fetches_total{kind=\"page\",status=\"http_404\",host=\"brisk\"} 1")
    });
    let counted = metrics();
    assert!(sum(&counted, "veille_fetches_total", "kind=\"feed\",status=\"200\"") >= 1.0, "{counted}");
    assert!(sum(&counted, "veille_fetches_total", "kind=\"robots\"") >= 1.0, "{counted}");
    assert!(sum(&counted, "veille_fetch_duration_seconds_count", "kind=\"page\"") >= 2.0, "{counted}");
    assert!(sum(&counted, "veille_store_bytes", "") > 0.0, "{counted}");

    let at_work = || status(folder, &[])["processes"].as_array().unwrap().clone();
    let at_work_now = at_work();
    assert_eq!((at_work_now.len(), at_work_now[0]["command"].as_str()), (1, Some("run")), "{at_work_now:#?}");
    assert_eq!(
        at_work_now[0]["instance"].as_str().unwrap().rsplit(':').next().unwrap(),
        running.id().to_string()
    );
    running.end_with("TERM");
    assert!(at_work().is_empty());
}

#[test]
fn two_processes_at_one_address_are_told_apart_and_the_last_word_is_a_line_of_the_log() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    Veille::new(folder, ["replay", veille_tests::root().join("seeds").to_str().unwrap(), "--quiet"])
        .finish()
        .ok();
    let refused =
        Veille::new(folder, ["serve", "--listen", "127.0.0.1:0"]).env("VEILLE_METRICS", &address).finish();
    assert_eq!(refused.code, Some(69), "{}", refused.stderr);
    assert!(refused.stderr.contains("each process needs an address of its own"), "{}", refused.stderr);

    fs::create_dir(folder.join("config")).unwrap();
    fs::write(folder.join("config/veille.toml"), "[log]\nformat = \"json\"\n").unwrap();
    let refused = Veille::new(folder, ["serve", "--config", "config", "--metrics", &address]).finish();
    let last: Value = serde_json::from_str(refused.stderr.lines().last().unwrap()).unwrap();
    assert_eq!((last["level"].as_str(), last["exit_code"].as_u64()), (Some("ERROR"), Some(69)), "{last}");
    assert!(last["error"].as_str().unwrap().contains("/metrics"), "{last}");

    let wrong = Veille::new(folder, ["serve"]).env("VEILLE_METRICS", "9464").finish();
    assert_eq!(wrong.code, Some(78), "{}", wrong.stderr);
}

#[test]
fn a_cleaner_takes_over_site_rules_that_change() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let server = NatsServer::start(folder);
    fs::create_dir(folder.join("config")).unwrap();
    fs::write(folder.join("config/veille.toml"), "").unwrap();
    let rules = folder.join("config/sites.toml");
    fs::write(&rules, "[\"a.example\"]\nbody = \"div.one\"\n").unwrap();
    let log = folder.join("clean.log");
    let _clean = Veille::new(folder, ["clean", "--nats", &server.url()]).start(&log);
    let said = |part: &str| fs::read_to_string(&log).unwrap().contains(part);
    wait_until("it serves", || said("serving"));
    fs::write(&rules, "[\"a.example\"]\nbody = \"div[\"\n").unwrap();
    wait_until("wrong rules are refused", || said("the old one stays"));
    fs::write(&rules, "[\"a.example\"]\nbody = \"div.two\"\n").unwrap();
    wait_until("the others are taken over", || said("the changed configuration holds from now on"));
}

#[test]
fn a_store_that_is_not_open_yet_is_alive_and_not_ready() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    // A database that lets in and answers nobody: as long as a large store that is brought up to date.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("postgres://veille@{}/press", silent.local_addr().unwrap());
    let log = folder.join("store.log");
    let store = Veille::new(folder, ["store", "--nats", "nats://127.0.0.1:9", "--metrics", "127.0.0.1:0"]);
    let store = store.env("VEILLE_STORE_URL", &url).start(&log);
    let address = place(&log);
    assert_eq!(get(&address, "/healthz"), (200, "ok\n".to_owned()));
    let (code, said) = get(&address, "/readyz");
    assert_eq!((code, said.contains("starting")), (503, true), "{said}");
    assert_eq!(store.end_with("TERM"), Some(130));
}

#[test]
fn a_store_that_refuses_is_offered_again_for_as_long_as_its_service_runs() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let server = NatsServer::start(folder);
    let url = server.url();
    fs::create_dir(folder.join("config")).unwrap();
    fs::write(folder.join("config/veille.toml"), "[pipeline]\ntries = 1\n").unwrap();
    let start = |stage: &str| {
        let log = folder.join(format!("{stage}.log"));
        let service = Veille::new(folder, [stage, "--nats", &url, "--metrics", "127.0.0.1:0"]);
        (service.start(&log), log)
    };
    let (mut store, log) = start("store");
    let address = place(&log);
    wait_until("it is ready", || get(&address, "/readyz").0 == 200);
    // As a disk that is full refuses: everything, for a while.
    let sql = |statement: &str| {
        let program = format!(
            "import sqlite3; store = sqlite3.connect('veille.db', timeout=60); store.executescript(\"\"\"{statement}\"\"\")"
        );
        let done = Command::new("python3").args(["-c", &program]).current_dir(folder).status();
        assert!(done.unwrap().success(), "{statement}");
    };
    sql("CREATE TRIGGER no_room BEFORE INSERT ON revisions BEGIN SELECT RAISE(ABORT, 'no room'); END");
    let _others = [start("clean"), start("classify")];
    let documents = corpus::write(folder, 10);
    Veille::new(folder, ["capture", documents.to_str().unwrap(), "--nats", &url]).finish().ok();
    let refusals = || sum(&get(&address, "/metrics").1, "veille_commit_refusals_total", "");
    // More often than a message is tried, or a replay offers its batch.
    wait_until("it was refused again and again", || refusals() >= 10.0);
    assert_eq!(get(&address, "/readyz").0, 503);
    assert_eq!(store.ended(), None);
    sql("DROP TRIGGER no_room");
    wait_until("it stores", || get(&address, "/readyz").0 == 200);
    assert!(Veille::new(folder, ["export"]).finish().ok().stdout.lines().count() > 5);
}

#[test]
fn those_who_follow_a_store_by_themselves_say_how_they_are_too() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let documents = corpus::write(folder, 10);
    Veille::new(folder, ["replay", documents.to_str().unwrap(), "--quiet"]).finish().ok();
    for (number, arguments) in [&["search", "--serve"][..], &["story", "follow"]].into_iter().enumerate() {
        let log = folder.join(format!("{number}.log"));
        let arguments = [arguments, &["--metrics", "127.0.0.1:0"]].concat();
        let _following = Veille::new(folder, arguments).start(&log);
        let address = place(&log);
        assert_eq!(get(&address, "/healthz"), (200, "ok\n".to_owned()));
        wait_until("it is ready", || get(&address, "/readyz").0 == 200);
        assert!(sum(&get(&address, "/metrics").1, "process_resident_memory_bytes", "") > 1e6);
    }
}
