//! `veille tail` as readers use it: through the death of their server and their own absence, each article once.
#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;
use veille_tests::{NatsServer, Running, Veille, corpus};

/// A server with all services, and corpora that pass through them.
struct Press {
    scratch: TempDir,
    server: NatsServer,
    _services: Vec<Running>,
}

impl Press {
    fn start() -> Self {
        let scratch = TempDir::new().unwrap();
        let server = NatsServer::start(scratch.path());
        let mut press = Self { scratch, server, _services: Vec::new() };
        for arguments in [&["clean"][..], &["classify"], &["store", "--store", "nats.db"]] {
            press
                ._services
                .push(press.veille(arguments).start(&press.folder().join(format!("{}.log", arguments[0]))));
        }
        press
    }

    fn folder(&self) -> &Path {
        self.scratch.path()
    }

    fn veille(&self, arguments: &[&str]) -> Veille {
        let url = self.server.url();
        Veille::new(self.folder(), arguments.iter().copied().chain(["--nats", &url]))
    }

    /// Documents numbered from `from` to `to` pass through all stages.
    fn print(&self, from: usize, to: usize) {
        let all = fs::read_to_string(corpus::write(self.folder(), to)).unwrap();
        let some: Vec<&str> = all.lines().skip(from).collect();
        fs::write(self.folder().join("issue.jsonl"), some.join("\n")).unwrap();
        self.veille(&["replay", "issue.jsonl", "--quiet"]).finish().ok();
    }

    /// What a reader is shown, to the end of its limit.
    fn read(&self, arguments: &[&str]) -> Vec<Value> {
        self.veille(&[&["tail", "--json"], arguments].concat()).finish().ok().json_lines()
    }

    fn follow(&self, name: &str, arguments: &[&str]) -> (Running, PathBuf) {
        let shown = self.folder().join(format!("{name}.out"));
        let tail = self.veille(&[&["tail", "--json"], arguments].concat());
        let log = self.folder().join(format!("{name}.log"));
        (tail.start_to(File::create(&shown).unwrap(), &log), shown)
    }
}

fn urls(lines: &[Value]) -> BTreeSet<String> {
    lines.iter().map(|line| line["url"].as_str().unwrap().to_owned()).collect()
}

fn lines(shown: &Path) -> Vec<Value> {
    let text = fs::read_to_string(shown).unwrap();
    text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

/// Waits until a reader has been shown so many lines.
fn wait_for(shown: &Path, count: usize) -> Vec<Value> {
    let deadline = Instant::now() + Duration::from_secs(60);
    loop {
        let lines = lines(shown);
        if lines.len() >= count {
            return lines;
        }
        assert!(Instant::now() < deadline, "{} of {count} lines after a minute", lines.len());
        sleep(Duration::from_millis(50));
    }
}

#[test]
fn an_article_is_shown_once_with_its_topics_and_the_id_of_its_message() {
    let press = Press::start();
    press.print(0, 20);
    let tagged = press.read(&["veille.tagged.>", "--from", "all", "--limit", "18"]);
    assert_eq!(urls(&tagged).len(), 18);
    let with_topics: Vec<&Value> =
        tagged.iter().filter(|line| !line["tags"].as_array().unwrap().is_empty()).collect();
    assert!(
        with_topics.iter().any(|line| line["tags"].as_array().unwrap().len() > 1),
        "no test for one line each"
    );

    // The last of another issue is how we know that nothing more is to come.
    let (tail, shown) = press.follow("topics", &["veille.topic.>", "--from", "all"]);
    wait_for(&shown, with_topics.len());
    press.print(0, 20);
    press.print(20, 21);
    let all = wait_for(&shown, 2 * with_topics.len() + 1);
    assert_eq!(all.len(), 2 * with_topics.len() + 1, "an article came twice in one replay");
    let ids: BTreeSet<&str> = all.iter().map(|line| line["message_id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), all.len());
    assert!(all[0]["message_id"].as_str().unwrap().contains("/veille.topic."), "{}", all[0]["message_id"]);
    drop(tail);
}

#[test]
fn a_server_that_dies_is_waited_for_and_nothing_is_missed() {
    let mut press = Press::start();
    press.print(0, 10);
    let readers = [
        press.follow("all", &["veille.tagged.>", "--from", "all"]),
        press.follow("named", &["veille.tagged.>", "--from", "all", "--durable", "desk"]),
    ];
    readers.iter().for_each(|(_, shown)| drop(wait_for(shown, 9)));
    for to in [20, 30] {
        press.server.restart();
        press.print(to - 10, to);
        for (_, shown) in &readers {
            let lines = wait_for(shown, to * 9 / 10);
            assert_eq!((lines.len(), urls(&lines).len()), (to * 9 / 10, to * 9 / 10));
        }
    }
    for (tail, _) in readers {
        assert_eq!(tail.end_with("TERM"), Some(130));
    }
    let log = fs::read_to_string(press.folder().join("all.log")).unwrap();
    assert_eq!(log.matches("lost the NATS server").count(), 2, "{log}");
    assert!(log.lines().count() < 20, "{log}");
}

#[test]
fn a_reader_with_a_name_goes_on_where_it_left_off() {
    let press = Press::start();
    press.print(0, 10);
    let read =
        |limit| press.read(&["veille.tagged.>", "--from", "all", "--durable", "desk", "--limit", limit]);
    let mut seen = urls(&read("4"));
    press.print(10, 20);
    let then = urls(&read("14"));
    assert!(seen.is_disjoint(&then), "{seen:?} {then:?}");
    seen.extend(then);
    assert_eq!(seen.len(), 18);
    // Nobody else's place is moved by it, and the name belongs to one filter.
    assert_eq!(
        press.read(&["veille.tagged.>", "--from", "all", "--durable", "other", "--limit", "18"]).len(),
        18
    );
    let refused = press.veille(&["tail", "veille.tagged.fr.>", "--durable", "desk"]).finish();
    assert_eq!(refused.code, Some(1), "{}", refused.stderr);
    assert!(refused.stderr.contains("reader-anyone-desk follows veille.tagged.>"), "{}", refused.stderr);
}

#[test]
fn since_begins_with_what_was_published_then() {
    let press = Press::start();
    press.print(0, 10);
    sleep(Duration::from_millis(1100));
    let between = String::from_utf8(
        std::process::Command::new("date").args(["-u", "+%Y-%m-%dT%H:%M:%S.%NZ"]).output().unwrap().stdout,
    )
    .unwrap();
    press.print(10, 20);
    let second = press.read(&["veille.tagged.>", "--since", between.trim(), "--limit", "9"]);
    let all = press.read(&["veille.tagged.>", "--since", "2h", "--limit", "18"]);
    let first: BTreeSet<String> = urls(&all).difference(&urls(&second)).cloned().collect();
    assert_eq!((first.len(), urls(&second).len()), (9, 9));
    let named =
        press.read(&["veille.tagged.>", "--since", between.trim(), "--durable", "desk", "--limit", "9"]);
    assert_eq!(urls(&named), urls(&second));
    for wrong in ["soon", "2y", "-1h"] {
        let refused = press.veille(&["tail", &format!("--since={wrong}")]).finish();
        assert_eq!(refused.code, Some(2), "{}", refused.stderr);
    }
}

#[test]
fn a_message_that_is_no_article_is_left_out_and_named() {
    let press = Press::start();
    press.print(0, 1);
    press.server.publish("veille.tagged.fr.x", b"no json");
    press.server.publish("veille.tagged.fr.x", b"{}");
    press.server.publish("veille.tagged.fr.x", b"\xff\xfe");
    press.print(1, 2);
    let people = press.veille(&["tail", "veille.tagged.>", "--from", "all", "--limit", "2"]).finish().ok();
    assert_eq!(people.stdout.lines().count(), 2, "{}", people.stdout);
    assert_eq!(people.stderr.matches("left out a message").count(), 3, "{}", people.stderr);
    assert!(people.stderr.contains("veille.tagged.fr.x"), "{}", people.stderr);
    let programs = press.read(&["veille.tagged.>", "--from", "all", "--limit", "3"]);
    assert_eq!(programs[1], serde_json::json!({}));
}
