//! What is asked of the store: `veille quotes`, `veille people` and `veille coverage`.
#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;
use veille_tests::{Finished, Veille, root};

fn run(folder: &Path, arguments: &[&str]) -> Finished {
    Veille::new(folder, arguments).finish()
}

/// A store of the seeds.
fn seeds() -> TempDir {
    let folder = TempDir::new().unwrap();
    let seeds = root().join("seeds");
    run(folder.path(), &["replay", seeds.to_str().unwrap(), "--quiet"]).ok();
    folder
}

#[test]
fn people_are_found_by_their_last_name_whatever_its_accents_and_the_newest_comes_first() {
    let folder = seeds();
    let quotes = |arguments: &[&str]| run(folder.path(), &[&["quotes"], arguments].concat()).ok();
    let all = quotes(&["--json"]).json_lines();
    let dates: Vec<&str> = all.iter().map(|quoted| quoted["dated_at"].as_str().unwrap()).collect();
    assert!(dates.len() > 20 && dates.is_sorted_by(|a, b| a >= b), "{dates:?}");
    let by = |name: &str| -> Vec<String> {
        let found = quotes(&["--json", "--by", name]).json_lines();
        found.iter().map(|quoted| quoted["quotation"]["speaker"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(by("mau"), ["Hồng Mẫu", "Trần Thị Mẫu"]);
    assert_eq!(by("TRAN THI MẪU"), ["Trần Thị Mẫu"]);
    assert_eq!(by("solene kouyate test").len(), 5);
    assert_eq!(by("Kouy").len(), 0, "a part of a word is no name");
    let nobody = quotes(&["--by", "Kouy"]);
    assert_eq!(
        (nobody.stdout.as_str(), nobody.stderr.as_str()),
        ("", "no quotation of \"Kouy\" is stored\n")
    );

    let table = quotes(&["--by", "mau"]).stdout;
    let rows: Vec<Vec<&str>> = table.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!(rows[0][..3], ["date", "speaker", "role"]);
    assert!(rows.len() == 3 && rows.iter().all(|row| row.len() == rows[0].len()), "{table}");
    assert_eq!(rows[2][..2], ["2025-10-26", "Trần Thị Mẫu"]);
    assert!(rows[2][4].starts_with("Chứng cứ điện tử"), "{table}");
}

#[test]
fn quotations_are_of_a_topic_a_language_a_source_and_a_period() {
    let folder = seeds();
    let quotes = |arguments: &[&str]| {
        run(folder.path(), &[&["quotes", "--json"], arguments].concat()).ok().json_lines()
    };
    let english = quotes(&["--language", "en"]);
    assert!(!english.is_empty() && english.iter().all(|quoted| quoted["language"] == "en"));
    let source = quotes(&["--source", "harbour-gazette"]);
    assert!(!source.is_empty() && source.iter().all(|quoted| quoted["source"] == "harbour-gazette"));
    assert!(quotes(&["--topic", "sovereignty"]).len() < quotes(&["--topic", "hanoi-convention"]).len());
    let day = quotes(&["--since", "2025-10-26", "--until", "2025-10-26"]);
    assert!(!day.is_empty(), "the day is in it whole");
    assert!(day.iter().all(|quoted| quoted["dated_at"].as_str().unwrap().starts_with("2025-10-26")));
    let both = quotes(&["--until", "2025-10-26", "--limit", "2"]);
    assert_eq!(both, day[..2]);
    let told = run(folder.path(), &["quotes", "--limit", "2"]).ok();
    assert!(told.stderr.contains("newest 2 quotations; --limit"), "{}", told.stderr);
    let wrong = run(folder.path(), &["quotes", "--topic", "weather"]);
    assert_eq!(wrong.code, Some(2));
    assert!(wrong.stderr.contains("hanoi-convention"), "{}", wrong.stderr);
}

#[test]
fn coverage_counts_what_is_stored_by_time_topic_language_and_source() {
    let folder = seeds();
    let exported = run(folder.path(), &["export"]).ok().json_lines();
    let counted = |by: &str, of: &dyn Fn(&Value) -> Vec<String>| {
        let mut expected: BTreeMap<String, u64> = BTreeMap::new();
        for name in exported.iter().flat_map(of) {
            *expected.entry(name).or_default() += 1;
        }
        let lines = run(folder.path(), &["coverage", "--by", by, "--json"]).ok().json_lines();
        let found: BTreeMap<String, u64> = lines
            .iter()
            .map(|line| {
                (line[by].as_str().unwrap_or_default().to_owned(), line["articles"].as_u64().unwrap())
            })
            .filter(|(_, articles)| *articles > 0)
            .collect();
        assert_eq!(found, expected, "{by}");
        lines.len()
    };
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    counted("language", &|article| vec![text(&article["language"]).to_lowercase()]);
    counted("source", &|article| vec![text(&article["source"])]);
    counted("topic", &|article| {
        article["tags"].as_array().unwrap().iter().map(|tag| text(&tag["topic"])).collect()
    });
    // Also under topics that are watched no more.
    let bare = folder.path().join("bare");
    std::fs::create_dir(&bare).unwrap();
    std::fs::write(bare.join("veille.toml"), "").unwrap();
    let by_topic = |more: &[&str]| {
        run(folder.path(), &[&["coverage", "--by", "topic", "--json"], more].concat()).ok().stdout
    };
    assert_eq!(by_topic(&["--config", "bare"]), by_topic(&[]));
    // What no page dates is of no month.
    let month =
        |article: &Value| vec![text(&article["published_at"]).get(..7).unwrap_or_default().to_owned()];
    counted("month", &month);
    let days = run(folder.path(), &["coverage"]).ok();
    assert!(days.stdout.starts_with("day\tarticles\n") && days.stdout.contains("\t0\n"), "{}", days.stdout);
    assert!(days.stderr.contains("20 articles") && days.stderr.contains("; days in UTC"), "{}", days.stderr);
    let undated = exported.iter().filter(|article| article["published_at"].is_null()).count();
    assert!(days.stdout.contains(&format!("no date\t{undated}\n")), "{}", days.stdout);
    assert!(days.stderr.contains(&format!("; no page gives a date to {undated};")), "{}", days.stderr);
    let some = run(folder.path(), &["coverage", "--topic", "hanoi-convention", "--language", "en"]).ok();
    assert!(some.stderr.starts_with("2 articles"), "{}", some.stderr);
}

#[test]
fn a_day_is_the_offices_and_a_date_that_is_only_a_day_stays_that_day() {
    let folder = TempDir::new().unwrap();
    let text = "Les délégations de soixante-douze pays ont signé la Convention des Nations unies contre la \
        cybercriminalité, ouverte à la signature à Hanoï les 25 et 26 octobre 2025.";
    let pages: Vec<String> =
        ["2025-10-24T18:30:00Z", "2025-10-25", "2025-10-25T16:59:00Z", "2025-10-25T20:00:00Z"]
            .iter()
            .enumerate()
            .map(|(number, published)| {
                let meta = format!("<meta property=\"article:published_time\" content=\"{published}\">");
                json!({
            "url": format!("https://a.example/{number}"), "captured_at": "2025-11-01T00:00:00Z",
            "media_type": "text/html",
            "body": format!("<html><head>{meta}</head><body><h1>{number}</h1><p>{text}</p></body></html>"),
        })
        .to_string()
            })
            .collect();
    fs::write(folder.path().join("pages.jsonl"), pages.join("\n")).unwrap();
    run(folder.path(), &["replay", "pages.jsonl", "--quiet"]).ok();
    fs::create_dir_all(folder.path().join("config/topics")).unwrap();
    let coverage = |zone: &str, arguments: &[&str]| {
        let settings = format!("[office]\ntime_zone = \"{zone}\"\n");
        fs::write(folder.path().join("config/veille.toml"), settings).unwrap();
        let lines = run(folder.path(), &[&["coverage", "--json"], arguments].concat()).ok().json_lines();
        lines
            .iter()
            .map(|line| format!("{}={}", line["day"].as_str().unwrap(), line["articles"]))
            .collect::<Vec<_>>()
    };
    assert_eq!(coverage("UTC", &[]), ["2025-10-24=1", "2025-10-25=3"]);
    assert_eq!(coverage("Asia/Ho_Chi_Minh", &[]), ["2025-10-25=3", "2025-10-26=1"]);
    assert_eq!(coverage("America/New_York", &[]), ["2025-10-24=1", "2025-10-25=3"]);
    assert_eq!(coverage("Asia/Ho_Chi_Minh", &["--until", "2025-10-25"]), ["2025-10-25=3"]);
    // As the pages and the API call it.
    assert_eq!(coverage("Asia/Ho_Chi_Minh", &["--to", "2025-10-25"]), ["2025-10-25=3"]);
    assert_eq!(coverage("Asia/Ho_Chi_Minh", &["--from", "2025-10-26"]), ["2025-10-26=1"]);
    assert_eq!(coverage("Asia/Ho_Chi_Minh", &["--since", "2025-10-26"]), ["2025-10-26=1"]);
    assert_eq!(coverage("America/New_York", &["--since", "2025-10-25"]), ["2025-10-25=3"]);
}

#[test]
fn a_day_that_had_begun_somewhere_is_that_day_for_commands_as_for_pages() {
    let folder = TempDir::new().unwrap();
    let text = "Les délégations de soixante-douze pays ont signé la Convention des Nations unies contre la \
        cybercriminalité, ouverte à la signature à Hanoï les 25 et 26 octobre 2025.";
    let meta = "<meta property=\"article:published_time\" content=\"2025-11-10\">";
    let body = format!(
        "<html><head>{meta}</head><body><h1>Un titre</h1><p>{text}</p><p>« Oui », a dit Mira Solberg.</p></body></html>"
    );
    let page = json!({
        "url": "https://a.example/1", "captured_at": "2025-11-09T20:13:00Z", "media_type": "text/html", "body": body,
    });
    fs::write(folder.path().join("pages.jsonl"), page.to_string()).unwrap();
    run(folder.path(), &["replay", "pages.jsonl", "--quiet"]).ok();
    let found = |arguments: &[&str]| run(folder.path(), arguments).ok().stdout;
    assert_eq!(found(&["coverage"]), "day\tarticles\n2025-11-10\t1\n");
    let of_day = ["--since", "2025-11-10", "--until", "2025-11-10"];
    let day_before = ["--since", "2025-11-09", "--until", "2025-11-09"];
    for command in ["coverage", "export", "people"] {
        assert_ne!(found(&[&[command, "--json"][..], &of_day].concat()), "", "{command}");
        assert_eq!(found(&[&[command, "--json"][..], &day_before].concat()), "", "{command}");
    }
}

#[test]
fn what_the_office_called_not_relevant_is_left_out_by_commands_as_by_pages() {
    let folder = seeds();
    let log = folder.path().join("serve.log");
    let mut serve = Veille::new(folder.path(), ["serve", "--listen", "127.0.0.1:0"]).start(&log);
    let served = crate::looking::address(&mut serve, &log);
    let quoted = run(folder.path(), &["quotes", "--json"]).ok().json_lines().remove(0);
    let article = quoted["article"].as_str().unwrap();
    let form = crate::sent::form(&crate::looking::get(&served, "/?each=1"));
    let fields = [("form", &*form), ("article", article), ("back", "/"), ("do", "irrelevant")];
    assert!(crate::sent::post(&served, "/triage", &fields).starts_with("HTTP/1.1 303"));
    assert_eq!(serve.end_with("TERM"), Some(130));
    for command in ["export", "quotes", "people", "coverage"] {
        let counted = |more: &[&str]| -> (usize, String) {
            let limit: &[&str] =
                if ["quotes", "people"].contains(&command) { &["--limit", "9999"] } else { &[] };
            let found = run(folder.path(), &[&[command, "--json"], limit, more].concat()).ok();
            let of = |line: &Value| {
                if command == "coverage" { line["articles"].as_u64().unwrap() as usize } else { 1 }
            };
            (found.json_lines().iter().map(of).sum(), found.stderr)
        };
        let ((some, said), (all, _)) = (counted(&[]), counted(&["--not-relevant"]));
        assert!(some < all, "{command}: {some} of {all}");
        assert!(said.contains("1 article is left out as not relevant"), "{command}: {said}");
        assert!(!["export", "coverage"].contains(&command) || some + 1 == all, "{command}: {some} of {all}");
    }
}

#[test]
fn who_and_what_is_named_is_counted_over_articles() {
    let folder = seeds();
    let people = |arguments: &[&str]| {
        run(folder.path(), &[&["people", "--json"], arguments].concat()).ok().json_lines()
    };
    let places = people(&["--kind", "place"]);
    assert_eq!(places[0]["key"], "hanoi", "{}", places[0]);
    let spellings: Vec<&str> =
        places[0]["spellings"].as_array().unwrap().iter().map(|it| it["text"].as_str().unwrap()).collect();
    assert!(
        ["Hanoi", "Hanoï", "Hà Nội"].iter().all(|spelling| spellings.contains(spelling)),
        "{spellings:?}"
    );
    let counts: Vec<u64> = places.iter().map(|place| place["articles"].as_u64().unwrap()).collect();
    assert!(counts.is_sorted_by(|a, b| a >= b), "{counts:?}");
    let kouyate = people(&["--named", "kouyaté"]);
    assert!(kouyate.iter().all(|person| person["kind"] == "person"), "{kouyate:?}");
    assert!(kouyate.iter().any(|person| !person["roles"].as_array().unwrap().is_empty()), "{kouyate:?}");
    assert!(people(&["--topic", "sovereignty"]).len() < people(&["--limit", "1000"]).len());
    let nobody = run(folder.path(), &["people", "--named", "Kouy"]).ok();
    assert_eq!((nobody.stdout.as_str(), nobody.stderr.as_str()), ("", "no name of \"Kouy\" is stored\n"));
}
