//! The program as scripts and people meet it: exit codes, streams, what a filter promises.
#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

use std::fs;

use serde_json::{Value, json};
use tempfile::TempDir;
use veille_tests::{Finished, Veille, root};

const TEXT: &str = "La Convention de Hanoï\n\nLes délégations de soixante-douze pays ont signé la Convention des \
    Nations unies contre la cybercriminalité, ouverte à la signature à Hanoï les 25 et 26 octobre 2025.\n\nLe texte \
    entrera en vigueur quand quarante États l'auront ratifié, a rappelé la présidente de séance.";

fn veille(arguments: &[&str]) -> Finished {
    Veille::new(TempDir::new().unwrap().path(), arguments).finish()
}

fn filter(stage: &str, input: &str) -> Finished {
    Veille::new(TempDir::new().unwrap().path(), [stage]).finish_with(input)
}

#[test]
fn exit_codes_say_whose_fault_it_was() {
    let check = |arguments: &[&str], code: i32, part: &str| {
        let finished = veille(arguments);
        assert_eq!(finished.code, Some(code), "{arguments:?}: {}", finished.stderr);
        assert!(finished.stderr.contains(part), "{arguments:?}: {}", finished.stderr);
    };
    check(&["--no-such-flag"], 2, "--no-such-flag");
    check(&["schema", "story"], 2, "tagged-article");
    check(&["topic", "test", "weather", "."], 2, "hanoi-convention");
    check(&["replay", "nowhere"], 1, "nowhere");
    check(&["clean", "--nats", "nats://127.0.0.1:1"], 69, "no NATS server answers");
    check(&["clean", "--nats", "not a url"], 2, "no address of a NATS server");
    check(&["--config", "nowhere", "check"], 78, "nowhere");
    check(&["tail", "other.>"], 2, "veille.topic");
    check(&["tail", "veille.>.x"], 2, "no subject of ours");
    check(&["check"], 0, "");
    assert_eq!(filter("clean", "no json\n").code, Some(1), "none of its lines could be processed");
}

#[test]
fn a_wrong_configuration_points_at_its_line() {
    let check = |file: &str, text: &str, line: &str, part: &str| {
        let folder = TempDir::new().unwrap();
        let file = folder.path().join(file);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, text).unwrap();
        let config = folder.path().to_str().unwrap();
        let finished = veille(&["check", "--config", config]);
        assert_eq!(finished.code, Some(78), "{}", finished.stderr);
        assert!(finished.stderr.contains(line), "{}", finished.stderr);
        assert!(finished.stderr.contains(part), "{}", finished.stderr);
    };
    check("veille.toml", "[store]\npath = \"a.db\"\n[fetcher]\nhost_delay = 3\n", "line 4", "host_delay");
    check(
        "sources.toml",
        "[[source]]\nid = \"a\"\nname = \"A\"\nfeeds = [\"ftp://a.example\"]\n",
        "line 4",
        "https URL",
    );
    check("topics/x.toml", "id = \"x\"\nquery = '''\n(hanoi OR\n'''\n", "x.toml:", "expected");
    check("sites.toml", "[\"a.example\"]\nbody = \"div[\"\n", "sites.toml", "selector");
}

#[test]
fn a_filter_asks_for_a_body_only_and_echoes_the_id() {
    let finished =
        filter("clean", &format!("{}\n", json!({ "id": "page-7", "body": TEXT, "unknown": [1, 2] }))).ok();
    let articles = finished.json_lines();
    assert_eq!(articles.len(), 1);
    assert_eq!(articles[0]["capture"], "page-7");
    assert_eq!(articles[0]["headline"], "La Convention de Hanoï");
    assert_eq!(articles[0].get("published_at"), None, "no date is made up");
}

#[test]
fn what_gives_no_line_on_stdout_gives_one_on_stderr_and_in_the_outcomes() {
    let folder = TempDir::new().unwrap();
    let good = json!({ "id": "good", "body": TEXT });
    let short = json!({ "id": "short", "body": "Suite en page 2" });
    let input = format!("{short}\nno json\n{good}\n");
    let finished =
        Veille::new(folder.path(), ["clean", "--outcomes", "outcomes.jsonl"]).finish_with(&input).ok();
    assert_eq!(finished.stdout.lines().count(), 1);
    assert!(finished.stderr.contains("discarded short"), "{}", finished.stderr);
    assert!(finished.stderr.contains("line 2"), "{}", finished.stderr);
    let outcomes = fs::read_to_string(folder.path().join("outcomes.jsonl")).unwrap();
    let outcomes: Vec<Value> = outcomes.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let kinds: Vec<_> = outcomes.iter().map(|outcome| outcome["outcome"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["discarded", "quarantined", "forwarded"]);
}

#[test]
fn a_few_words_of_many_languages_are_said_to_be_anyones_guess() {
    let lines =
        "Radio\nHanoi Convention\nLa signature a eu lieu samedi à Hanoï\nこんにちは\nMême catégorie\n";
    let folder = TempDir::new().unwrap();
    let tags = Veille::new(folder.path(), ["language"]).finish_with(lines).ok().stdout;
    assert_eq!(tags.lines().collect::<Vec<_>>(), ["und", "und", "fr", "ja", "fr"]);
    let guesses = Veille::new(folder.path(), ["language", "--json"]).finish_with(lines).ok().json_lines();
    assert_ne!(guesses[0]["tag"], "und", "the guess is there for whoever asks");
    assert!(guesses[0]["confidence"].as_f64().unwrap() < 0.4);
}

#[test]
fn a_filter_keeps_the_order_of_its_lines() {
    let lines: Vec<String> =
        (0..200).map(|number| json!({ "id": number.to_string(), "body": TEXT }).to_string()).collect();
    let articles = filter("clean", &lines.join("\n")).ok().json_lines();
    let ids: Vec<_> =
        articles.iter().map(|article| article["capture"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids, (0..200).map(|number| number.to_string()).collect::<Vec<_>>());
}

#[test]
fn the_first_line_may_carry_a_byte_order_mark() {
    let capture = json!({ "url": "https://a.example/1", "body": TEXT }).to_string();
    let marked = filter("clean", &format!("\u{feff}{capture}\n")).ok().stdout;
    assert_eq!(marked, filter("clean", &format!("{capture}\n")).ok().stdout);
    assert!(marked.contains("soixante-douze"));
}

#[test]
fn an_export_that_finds_nothing_says_why() {
    let scratch = TempDir::new().unwrap();
    let seeds = root().join("seeds");
    Veille::new(scratch.path(), ["replay", seeds.to_str().unwrap(), "--quiet"]).finish().ok();
    let none = Veille::new(scratch.path(), ["export", "--topic", "weather"]).finish().ok();
    assert_eq!(none.stdout, "");
    assert!(none.stderr.contains("weather") && none.stderr.contains("hanoi-convention"), "{}", none.stderr);
}

#[test]
fn a_run_whose_only_feed_is_dead_fails() {
    let folder = TempDir::new().unwrap();
    let config = folder.path().join("config");
    fs::create_dir_all(config.join("topics")).unwrap();
    fs::write(
        config.join("veille.toml"),
        "[fetcher]\nonce_patience_secs = 0\nallow_private_addresses = [\"127.0.0.1:1\"]\n",
    )
    .unwrap();
    let source = "[[source]]\nid = \"dead\"\nname = \"Dead\"\nfeeds = [\"http://127.0.0.1:1/rss\"]\n";
    fs::write(config.join("sources.toml"), source).unwrap();
    for command in ["run", "fetch"] {
        let finished = Veille::new(folder.path(), [command, "--once"]).finish();
        assert_eq!(finished.code, Some(1), "{}", finished.stderr);
        assert!(finished.stderr.contains("no feed could be read"), "{}", finished.stderr);
    }
}

#[test]
fn evidence_can_be_cut_out_of_the_text_by_code_points() {
    let articles = filter("clean", &json!({ "body": TEXT }).to_string()).ok().stdout;
    let tagged = &filter("classify", &articles).ok().json_lines()[0];
    assert_eq!(tagged["language"], "fr");
    let tags = tagged["tags"].as_array().unwrap();
    assert!(tags.iter().any(|tag| tag["topic"] == "hanoi-convention"), "{tags:?}");
    for evidence in tags.iter().flat_map(|tag| tag["evidence"].as_array().unwrap()) {
        let whole = tagged[evidence["field"].as_str().unwrap()].as_str().unwrap();
        let at = |key: &str| usize::try_from(evidence[key].as_u64().unwrap()).unwrap();
        let cut: String = whole.chars().skip(at("start")).take(at("end") - at("start")).collect();
        assert_eq!(evidence["exact"], cut.as_str());
    }
}

#[test]
fn captures_survive_a_warc() {
    let folder = TempDir::new().unwrap();
    let seeds = root().join("seeds");
    let capture = |path: &str| Veille::new(folder.path(), ["capture", path]).finish().ok().stdout;
    let seeds = seeds.to_str().unwrap();
    Veille::new(folder.path(), ["capture", seeds, "--warc", "seeds.warc.gz"]).finish().ok();
    assert_eq!(capture("seeds.warc.gz"), capture(seeds));
}

#[test]
fn every_schema_is_printed() {
    for name in ["capture", "article", "tag", "evidence", "tagged-article", "outcome"] {
        let schema: Value = serde_json::from_str(&veille(&["schema", name]).ok().stdout).unwrap();
        assert!(schema["properties"].is_object(), "{name}");
    }
}

#[test]
fn why_always_answers() {
    let folder = TempDir::new().unwrap();
    let seeds = root().join("seeds");
    Veille::new(folder.path(), ["replay", seeds.to_str().unwrap(), "--quiet"]).finish().ok();
    let unknown = Veille::new(folder.path(), ["why", "https://never.example/"]).finish().ok();
    assert!(unknown.stderr.contains("never discovered"), "{}", unknown.stderr);
    let export = Veille::new(folder.path(), ["export"]).finish().ok().json_lines();
    let url = export.iter().find_map(|article| article["url"].as_str()).unwrap();
    let known = Veille::new(folder.path(), ["why", url]).finish().ok();
    for stage in ["clean", "classify", "store"] {
        assert!(known.stdout.contains(&format!("{stage}: forwarded")), "{}", known.stdout);
    }
}
