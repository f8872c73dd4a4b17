//! Instances that share a store judge by one set of topics, whoever changes it, and each says which it runs.
#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;
use veille_tests::press::wait_until;
use veille_tests::{PostgresServer, Running, Veille, root};

use super::looking::{address, get};
use super::sent::{form, post};

fn seed(name: &str) -> String {
    root().join("seeds").join(name).to_str().unwrap().to_owned()
}

/// A machine with a configuration of its own, over the store at this place.
struct Machine {
    folder: TempDir,
    store: String,
}

impl Machine {
    fn new(store: &str, topics: &[(&str, &str)]) -> Self {
        let folder = TempDir::new().unwrap();
        fs::create_dir_all(folder.path().join("config/topics")).unwrap();
        let settings = "[web]\nlisten = \"127.0.0.1:0\"\n[topics]\nin_store = true\n";
        fs::write(folder.path().join("config/veille.toml"), settings).unwrap();
        let machine = Self { folder, store: store.to_owned() };
        topics.iter().for_each(|(id, query)| machine.write(id, query));
        machine
    }

    fn write(&self, id: &str, query: &str) {
        let text = format!("id = \"{id}\"\nquery = '{query}'\n[labels]\nen = \"{id}\"\n");
        fs::write(self.path().join(format!("config/topics/{id}.toml")), text).unwrap();
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn veille(&self, arguments: &[&str]) -> Veille {
        let veille = Veille::new(self.path(), arguments).env("VEILLE_STORE_URL", &self.store);
        veille.env("PGPASSWORD", PostgresServer::PASSWORD)
    }

    fn serve(&self) -> (Running, String) {
        let log = self.path().join("serve.log");
        let mut serve = self.veille(&["serve"]).start(&log);
        let served = address(&mut serve, &log);
        (serve, served)
    }

    /// The revision of the topics that each instance at work says that it runs.
    fn revisions(&self) -> Vec<String> {
        let status: Value =
            serde_json::from_str(&self.veille(&["status", "--json"]).finish().ok().stdout).unwrap();
        let said = status["processes"].as_array().unwrap().iter();
        said.map(|it| it["topics"].as_str().unwrap_or_default().to_owned()).collect()
    }
}

fn one_set(store: &str) {
    let one = Machine::new(store, &[("ratification", "ratif*"), ("convention", "convention")]);
    // Who comes second finds a set there, whatever its folder holds.
    let other = Machine::new(store, &[("elsewhere", "zanzibar")]);
    one.veille(&["replay", &seed(""), "--quiet"]).finish().ok();
    let ((here, at_one), (there, at_other)) = (one.serve(), other.serve());
    for at in [&at_one, &at_other] {
        let topics = get(at, "/topics.csv");
        assert!(topics.contains("ratification") && !topics.contains("elsewhere"), "{topics}");
    }
    wait_until("both say which topics they run", || {
        let said = one.revisions();
        said.len() == 2 && said[0] == said[1] && said[0].len() > 8
    });
    let before = one.revisions().remove(0);

    // What is kept on the pages of one is watched by the other too, and lies in nobody's folder.
    let page = get(&at_one, "/topics/draft?q=signature&language=fr");
    let form = form(&page);
    let fields = [
        ("form", &*form),
        ("id", "signing"),
        ("language", "fr"),
        ("q", "signature"),
        ("label", "Signing"),
        ("was", ""),
    ];
    let kept = post(&at_one, "/topics/keep", &fields);
    assert!(kept.starts_with("HTTP/1.1 303"), "{kept}");
    wait_until("the other watches it too", || get(&at_other, "/topics.csv").contains("signing"));
    assert!(!one.path().join("config/topics/signing.toml").exists());
    wait_until("both run the other set", || {
        let said = one.revisions();
        said.len() == 2 && said[0] == said[1] && said[0] != before
    });
    assert!(get(&at_other, "/topic/signing").contains("signature"), "its history is there too");

    // A command judges by the same topics.
    let tested = other.veille(&["topic", "list", "--json"]).finish().ok().stdout;
    assert!(tested.contains("signing") && !tested.contains("elsewhere"), "{tested}");

    // Out of the store, changed by hand, and in again.
    let folder = one.path().join("exported");
    one.veille(&["topic", "export", "exported"]).finish().ok();
    let mut names: Vec<String> =
        fs::read_dir(&folder).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    names.sort_unstable();
    assert_eq!(names, ["convention.toml", "ratification.toml", "signing.toml"]);
    for name in &names {
        fs::copy(folder.join(name), other.path().join("config/topics").join(name)).unwrap();
    }
    fs::remove_file(other.path().join("config/topics/ratification.toml")).unwrap();
    let trial = other.veille(&["topic", "publish", "--dry-run"]).finish().ok().stdout;
    assert_eq!(trial, "added    elsewhere.toml\nremoved  ratification.toml\n");
    assert!(get(&at_one, "/topics.csv").contains("ratification"), "a trial changes nothing");
    assert_eq!(other.veille(&["topic", "publish"]).finish().ok().stdout, trial);
    wait_until("all have the published set", || {
        [&at_one, &at_other].iter().all(|at| {
            let topics = get(at, "/topics.csv");
            topics.contains("elsewhere") && !topics.contains("ratification")
        })
    });
    // A set with a mistake is not published.
    other.write("elsewhere", "(");
    assert_eq!(other.veille(&["topic", "publish"]).finish().code, Some(78));
    let trail = one.veille(&["audit", "--json"]).finish().ok().stdout;
    assert!(trail.contains("topics-published") && trail.contains("topic-set-changed"), "{trail}");
    assert_eq!((here.end_with("TERM"), there.end_with("TERM")), (Some(130), Some(130)));
}

#[test]
fn instances_that_share_a_file_have_one_set_of_topics() {
    let scratch = TempDir::new().unwrap();
    one_set(scratch.path().join("shared.db").to_str().unwrap());
}

#[test]
fn instances_that_share_a_database_have_one_set_of_topics() {
    let Some(server) = PostgresServer::shared() else { return };
    one_set(&server.store());
}
