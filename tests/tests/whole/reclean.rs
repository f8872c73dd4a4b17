//! `veille reclean`: a store whose captures are cleaned anew is the one that a replay under the new rules would have made.
#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

use std::fs;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;
use veille_tests::{Finished, Veille};

fn run(folder: &Path, arguments: &[&str]) -> Finished {
    Veille::new(folder, arguments).finish()
}

fn rows(folder: &Path, store: &str) -> String {
    run(folder, &["export", "--revisions", "--store", store]).ok().stdout
}

/// Site rules, and the only topic.
fn rules(folder: &Path, sites: &str, query: &str) {
    fs::create_dir_all(folder.join("config/topics")).unwrap();
    fs::write(folder.join("config/veille.toml"), "").unwrap();
    fs::write(folder.join("config/sites.toml"), sites).unwrap();
    fs::write(folder.join("config/topics/a.toml"), format!("id = \"a\"\nquery = '''{query}'''\n")).unwrap();
}

const OLD: &str = "[\"journal-1.example\"]\nbody = \"div.teaser\"\n";
const NEW: &str = "[\"journal-2.example\"]\nbody = \"div.body\"\nremove = [\"p.boîte\"]\n[\"journal-3.example\"]\nbody = \"div.nothing\"\n";

/// Many pages of four sites; of each article of the first two a second and a third capture, the last with the first's words.
fn pages(folder: &Path) {
    let sentence = |number: usize, part: usize| {
        format!(
            "Les délégations {number} de soixante-douze pays ont signé la convention numéro {part} des Nations unies \
             contre la cybercriminalité, qui entrera en vigueur après quarante ratifications."
        )
    };
    let mut lines = Vec::new();
    for number in 0..240 {
        let site = number % 4;
        let page = |correction: &str| {
            format!(
                "<html><body><article><h1>Titre {number}{correction}</h1><div class=\"teaser\"><p>{}</p></div>\
                 <div class=\"body\"><p>{}</p><p>{}</p><p class=\"boîte\">Encadré : {}</p></div></article></body></html>",
                sentence(number, 1),
                sentence(number, 2),
                sentence(number, 3),
                sentence(number, 4),
            )
        };
        let mut capture = |day: usize, body: String| {
            lines.push(
                json!({
                    "url": format!("https://www.journal-{site}.example/{number}"), "media_type": "text/html",
                    "captured_at": format!("2025-10-{day:02}T08:{:02}:00Z", number % 60), "body": body,
                })
                .to_string(),
            );
        };
        capture(10, page(""));
        if site < 2 {
            capture(11, page(" corrigé"));
            // The same words in other bytes, as an advertisement makes them.
            capture(12, page("").replace("</body>", &format!("<script>var x = {number};</script></body>")));
        }
    }
    fs::write(folder.join("pages.jsonl"), lines.join("\n")).unwrap();
}

/// `old.db` by the old rules, `new.db` by the new ones, which stay.
fn stores() -> TempDir {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    pages(folder);
    rules(folder, OLD, "ratif*");
    run(folder, &["replay", "pages.jsonl", "--store", "old.db", "--quiet"]).ok();
    rules(folder, NEW, "\"numero 3\"");
    run(folder, &["replay", "pages.jsonl", "--store", "new.db", "--quiet"]).ok();
    scratch
}

#[test]
fn what_is_stored_becomes_what_a_replay_would_give_however_often_it_is_interrupted() {
    let scratch = stores();
    let folder = scratch.path();
    let expected = rows(folder, "new.db");
    assert!(rows(folder, "old.db") != expected);
    fs::copy(folder.join("old.db"), folder.join("killed.db")).unwrap();

    let diff = run(folder, &["diff", "old.db", "new.db", "--json"]).ok().json_lines();
    let summary = |lines: &[Value]| lines.last().unwrap()["summary"].clone();
    let dry = run(folder, &["reclean", "--store", "old.db", "--dry-run", "--json"]).ok();
    assert_eq!(summary(&dry.json_lines())["changed"], summary(&diff)["changed"], "{}", dry.stderr);
    assert!(rows(folder, "old.db") != expected, "nothing is written");

    let recleaned = run(folder, &["reclean", "--store", "old.db", "--json"]).ok();
    assert!(rows(folder, "old.db") == expected, "the rows are not those of a replay");
    let told = summary(&recleaned.json_lines());
    for key in ["gained", "lost", "changed", "topics"] {
        assert_eq!(told[key], summary(&diff)[key], "{key}: {}", recleaned.stderr);
    }
    assert!(recleaned.stderr.contains("480 captures of old.db cleaned anew"), "{}", recleaned.stderr);
    assert!(recleaned.stderr.contains(" an article)"), "{}", recleaned.stderr);
    assert_eq!(run(folder, &["diff", "--exit-code", "old.db", "new.db"]).code, Some(0));
    let check = run(folder, &["store", "check", "--store", "old.db"]).ok();
    assert!(check.stderr.contains("nothing contradicts"), "{}", check.stdout);

    for delay_ms in [60, 120, 200, 300, 450, 700] {
        let running =
            Veille::new(folder, ["reclean", "--store", "killed.db"]).start(&folder.join("reclean.log"));
        sleep(Duration::from_millis(delay_ms));
        running.kill();
    }
    run(folder, &["reclean", "--store", "killed.db"]).ok();
    assert!(rows(folder, "killed.db") == expected, "the rows of an interrupted one are others");
    let again = run(folder, &["reclean", "--store", "killed.db"]).ok();
    assert!(again.stderr.contains("0 gained, 0 lost, 0 changed"), "{}", again.stderr);
}

#[test]
fn what_is_refused_now_is_told_with_its_reason_and_why_knows_it() {
    let scratch = stores();
    let folder = scratch.path();
    let settings = "[cleaner]\ntext_letters_min = 100000\n";
    fs::write(folder.join("config/veille.toml"), settings).unwrap();
    let refused = run(folder, &["reclean", "--store", "new.db"]).ok();
    assert!(refused.stdout.contains("lost     "), "{}", refused.stdout);
    assert!(refused.stdout.contains("is refused now: only "), "{}", refused.stdout);
    assert!(refused.stderr.contains("captures that gave articles are refused now"), "{}", refused.stderr);
    assert_eq!(rows(folder, "new.db"), "");
    let why = run(folder, &["why", "https://www.journal-0.example/0", "--store", "new.db"]).ok().stdout;
    assert!(why.contains("now: not stored") && why.contains("too_short"), "{why}");

    fs::write(folder.join("config/veille.toml"), "").unwrap();
    run(folder, &["reclean", "--store", "new.db", "--quiet"]).ok();
    run(folder, &["replay", "pages.jsonl", "--store", "again.db", "--quiet"]).ok();
    assert!(rows(folder, "new.db") == rows(folder, "again.db"), "with the captures nothing was lost");
}
