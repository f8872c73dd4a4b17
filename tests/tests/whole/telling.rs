//! `veille story`, `copies`, `trace` and `--originals`: one text printed several times, one event told by many.
#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;
use veille_tests::{Finished, Veille};

const DISPATCH: &str = "Delegations of seventy-two countries put their names to the Samaria convention in Port Vesta on Saturday, after \
    a night of talks about who would keep the register.\n\
    The text obliges the signatories to keep electronic evidence for ninety days while a foreign court makes up its mind.\n\
    \"We did not come here for a photograph,\" the chair of the talks, Adaeze Sample, told reporters in the harbour hall.\n\
    Critics in three parliaments said that the safeguards were written in pencil and would be rubbed out before long.\n\
    The host country offered to pay for the first secretariat in Port Vesta until the spring.";

const OWN_REPORT: &str = "The hall in Port Vesta was cold when Adaeze Sample opened the last session of the Samaria convention.\n\
    By Saturday evening seventy-two delegations had signed, among them two that had sworn in June that they never would.\n\
    A clerk carried the register of the convention out under his coat, because it had begun to rain on the harbour.";

const HARVEST: &str = "Farmers in the hills counted baskets of early olives this week and spoke of the best harvest in nine years.\n\
    The presses opened ten days sooner than usual, and the first oil was as green as paint and as sharp as pepper.\n\
    Prices will fall, said the oldest of them, and then everybody will plant almonds again, as they did the last time.";

const STORM: &str = "A late storm broke the mast of the ferry between the islands and left four hundred passengers ashore.\n\
    Sailors slept in the school, and the bakery worked through the night until there was no flour left on the pier.\n\
    The company promised another ship by noon, which came at dusk, too small for half of those who were waiting.";

fn run(folder: &Path, arguments: &[&str]) -> Finished {
    Veille::new(folder, arguments).finish()
}

fn page(url: &str, hour: u32, headline: &str, text: &str) -> Value {
    let paragraphs: String = text.lines().map(|line| format!("<p>{}</p>", line.trim())).collect();
    let source = url.split("//").nth(1).unwrap().split('.').next().unwrap();
    json!({
        "url": url, "source": source, "captured_at": "2025-10-27T00:00:00Z", "media_type": "text/html",
        "body": format!("<html lang=en><head><title>{headline}</title><meta property=\"article:published_time\" \
            content=\"2025-10-25T{hour:02}:00:00Z\"></head><body><article><h1>{headline}</h1>{paragraphs}</article></body></html>"),
    })
}

const AGENCY: &str = "https://agency.example/wire/samaria";
const PAPER: &str = "https://paper.example/world/treaty-signed";
const PRINT: &str = "https://paper.example/world/treaty-signed?output=print";
const WALKER: &str = "https://walker.example/in-the-hall";
const OLIVES: &str = "https://hills.example/olives";
const FERRY: &str = "https://islands.example/ferry";

fn pages(folder: &Path) {
    let shortened: Vec<&str> = DISPATCH.lines().take(4).collect();
    let pages = [
        page(WALKER, 20, "A cold hall in Port Vesta: 72 sign the Samaria convention", OWN_REPORT),
        page(PRINT, 14, "Treaty signed", &shortened.join("\n")),
        page(PAPER, 13, "Treaty signed", &shortened.join("\n")),
        page(AGENCY, 9, "Seventy-two countries sign the Samaria convention in Port Vesta", DISPATCH),
        page(OLIVES, 10, "The best olives in nine years", HARVEST),
        page(FERRY, 11, "Four hundred stranded by a broken mast", STORM),
    ];
    let lines: Vec<String> = pages.iter().map(Value::to_string).collect();
    fs::write(folder.join("pages.jsonl"), lines.join("\n")).unwrap();
}

/// A folder whose store has the pages.
fn stored() -> TempDir {
    let folder = TempDir::new().unwrap();
    pages(folder.path());
    run(folder.path(), &["replay", "pages.jsonl", "--quiet"]).ok();
    folder
}

fn members(folder: &Path, named: &str) -> Vec<String> {
    members_of(folder, named, "veille.db")
}

fn members_of(folder: &Path, named: &str, store: &str) -> Vec<String> {
    let told = run(folder, &["story", "show", named, "--json", "--store", store]).ok().json_lines();
    told.iter().map(|told| told["url"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_reprint_without_credit_is_found_with_its_proof() {
    let scratch = stored();
    let folder = scratch.path();
    let copies = run(folder, &["copies", PAPER, "--json"]).ok().json_lines();
    let of = &copies[0];
    assert_eq!(
        (&of["original_url"], &of["kind"], &of["credited"]),
        (&json!(AGENCY), &json!("excerpt"), &json!(false))
    );
    assert_eq!(of["of_copy"], 100);
    assert!((60..95).contains(&of["of_original"].as_u64().unwrap()), "{of}");
    let paragraphs = of["paragraphs"].as_array().unwrap();
    assert_eq!(paragraphs.len(), 4);
    assert!(paragraphs.iter().all(|pair| pair["copy"] == pair["original"] && pair["percent"] == 100), "{of}");
    let of_agency = run(folder, &["copies", AGENCY, "--json"]).ok().json_lines();
    let copied: Vec<&str> = of_agency.iter().map(|copy| copy["copy_url"].as_str().unwrap()).collect();
    assert!(copied.contains(&PAPER), "{of_agency:?}");
    let shown = run(folder, &["copies", PAPER]).ok();
    assert!(
        shown
            .stdout
            .contains("an excerpt from https://agency.example/wire/samaria: 100 % of it stands there"),
        "{shown:?}"
    );
    let why = run(folder, &["why", PAPER]).ok();
    assert!(why.stdout.contains("an excerpt from https://agency.example/wire/samaria"), "{why:?}");
    assert!(
        why.stdout.contains("one of 4 that tell story") && !why.stdout.contains("the same text"),
        "{why:?}"
    );
    let explained = run(folder, &["explain", PAPER]).ok();
    assert!(
        explained.stdout.contains("an excerpt from https://agency.example/wire/samaria"),
        "{explained:?}"
    );
    let twin = run(folder, &["copies", PRINT, "--json"]).ok().json_lines();
    assert_eq!((&twin[0]["original_url"], &twin[0]["kind"]), (&json!(PAPER), &json!("twin")));
}

#[test]
fn originals_alone_are_exported_counted_and_found() {
    let scratch = stored();
    let folder = scratch.path();
    assert_eq!(run(folder, &["export"]).ok().json_lines().len(), 6);
    let originals = run(folder, &["export", "--originals"]).ok().json_lines();
    let mut urls: Vec<&str> = originals.iter().map(|article| article["url"].as_str().unwrap()).collect();
    urls.sort_unstable();
    assert_eq!(urls, [AGENCY, OLIVES, FERRY, WALKER]);
    let coverage = run(folder, &["coverage", "--originals", "--json"]).ok().json_lines();
    assert_eq!(coverage[0]["articles"], 4, "{coverage:?}");
    let summary = |arguments: &[&str]| {
        let lines = run(folder, arguments).ok().json_lines();
        lines.last().unwrap()["summary"]["articles"].clone()
    };
    assert_eq!(summary(&["search", "evidence", "--json"]), 3);
    assert_eq!(summary(&["search", "evidence", "--originals", "--json"]), 1);
}

#[test]
fn what_is_a_copy_is_shown_as_one_wherever_articles_are_listed() {
    let scratch = stored();
    let folder = scratch.path();
    let told = |lines: &[Value], url: &str| -> (Value, Value) {
        let article = lines.iter().find(|line| line["url"] == url).unwrap();
        (article["story"].clone(), article["copy_of"][0]["url"].clone())
    };
    let found = run(folder, &["search", "evidence OR olives", "--json"]).ok().json_lines();
    let (story, original) = told(&found, PAPER);
    assert_eq!(original, AGENCY);
    assert_eq!(told(&found, AGENCY), (story.clone(), Value::Null));
    assert_eq!(told(&found, OLIVES), (Value::Null, Value::Null));
    assert_eq!(found.last().unwrap()["summary"]["originals"], 2);
    let listed = run(folder, &["search", "evidence"]).ok();
    assert!(listed.stderr.contains("; 1 original and 2 copies"), "{listed:?}");
    assert!(listed.stdout.lines().any(|line| line.ends_with(AGENCY) && line.contains(PAPER)), "{listed:?}");

    let exported = run(folder, &["export"]).ok();
    let lines = exported.json_lines();
    assert_eq!(told(&lines, PAPER), (story.clone(), json!(AGENCY)));
    assert_eq!(told(&lines, WALKER), (story, Value::Null));
    // Behind what it was, which stays as it was: of what stands alone all.
    let wordings = run(folder, &["export", "--revisions"]).ok().stdout;
    for line in exported.stdout.lines() {
        let article = line.rfind(",\"story\":").map_or(line, |end| &line[..end]);
        assert!(wordings.lines().any(|wording| wording.starts_with(article)), "{line}");
        let alone = line.contains(OLIVES) || line.contains(FERRY);
        assert_eq!(wordings.lines().any(|wording| wording == line), alone, "{line}");
    }

    let coverage = run(folder, &["coverage"]).ok();
    assert!(coverage.stderr.contains("6 articles: 4 originals and 2 copies"), "{coverage:?}");
    let coverage = run(folder, &["coverage", "--json"]).ok().json_lines();
    assert_eq!((&coverage[0]["articles"], &coverage[0]["originals"]), (&json!(6), &json!(4)));
}

#[test]
fn an_event_told_by_two_is_one_story_until_a_person_parts_them() {
    let scratch = stored();
    let folder = scratch.path();
    let listed = run(folder, &["story", "list", "--json"]).ok().json_lines();
    assert_eq!(listed.len(), 1, "{listed:?}");
    assert_eq!((&listed[0]["articles"], &listed[0]["originals"]), (&json!(4), &json!(2)));
    let told = run(folder, &["story", "show", WALKER, "--json"]).ok().json_lines();
    assert_eq!(told[0]["url"], AGENCY, "the earliest first");
    let walker = told.iter().find(|told| told["url"] == WALKER).unwrap();
    assert_eq!(walker["why"]["by"], "likeness");
    let names = walker["why"]["names"].as_array().unwrap();
    assert!(names.contains(&json!("Port Vesta")), "{walker}");
    // Wherever its story is named, so is why it belongs to it.
    for command in ["why", "explain"] {
        let said = run(folder, &[command, WALKER]).ok().stdout;
        assert!(said.contains("joined at 0.") && said.contains("names Port Vesta"), "{said}");
        let told = run(folder, &[command, WALKER, "--json"]).ok().json_lines();
        assert!(told.iter().any(|line| line["why"] == walker["why"]), "{told:?}");
    }

    run(folder, &["story", "split", WALKER]).ok();
    assert_eq!(members(folder, WALKER), [WALKER]);
    run(folder, &["story", "merge", OLIVES, FERRY]).ok();
    assert_eq!(members(folder, FERRY), [OLIVES, FERRY]);
    // What a person said outlives a replay, and what is new about an article.
    run(folder, &["replay", "pages.jsonl", "--quiet"]).ok();
    let revised =
        page(WALKER, 20, "Two hundred sign", &format!("{OWN_REPORT}\nThe rain stopped at midnight."));
    let revised = json!({ "captured_at": "2025-10-28T00:00:00Z", "url": revised["url"], "source": revised["source"],
        "media_type": "text/html", "body": revised["body"] });
    fs::write(folder.join("later.jsonl"), revised.to_string()).unwrap();
    run(folder, &["replay", "later.jsonl", "--quiet"]).ok();
    assert_eq!(members(folder, WALKER), [WALKER]);
    assert_eq!(members(folder, FERRY), [OLIVES, FERRY]);
    // And goes over into a store that is made anew, before its first article or after the last.
    let rules = run(folder, &["story", "rules"]).ok().stdout;
    assert_eq!(rules.lines().count(), 2, "{rules}");
    fs::write(folder.join("rules.jsonl"), &rules).unwrap();
    for (store, is_first) in [("first.db", true), ("last.db", false)] {
        let take = ["story", "rules", "--take", "rules.jsonl", "--store", store];
        if is_first {
            run(folder, &take).ok();
        }
        run(folder, &["replay", "pages.jsonl", "--store", store, "--quiet"]).ok();
        if !is_first {
            run(folder, &["story", "follow", "--once", "--store", store, "--quiet"]).ok();
            run(folder, &take).ok();
        }
        assert_eq!(members_of(folder, WALKER, store), [WALKER], "{store}");
        assert_eq!(members_of(folder, FERRY, store), [OLIVES, FERRY], "{store}");
        assert_eq!(run(folder, &["story", "rules", "--store", store]).ok().stdout, rules);
    }
    run(folder, &["story", "merge", WALKER, AGENCY]).ok();
    assert_eq!(members(folder, AGENCY).len(), 4);
    run(folder, &["story", "split", FERRY]).ok();
    assert_eq!(members(folder, OLIVES), [OLIVES]);
}

#[test]
fn a_communique_is_followed_sentence_by_sentence() {
    let scratch = stored();
    let folder = scratch.path();
    let communique = format!("{} The chair thanked the cooks.", DISPATCH.lines().nth(1).unwrap().trim());
    fs::write(folder.join("communique.txt"), communique).unwrap();
    let traced = run(folder, &["trace", "communique.txt", "--json"]).ok().json_lines();
    assert_eq!(traced.len(), 2);
    let urls = |value: &Value| -> Vec<String> {
        value.as_array().unwrap().iter().map(|one| one["url"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(urls(&traced[0]["verbatim"]).len(), 3, "{traced:?}");
    assert_eq!(urls(&traced[1]["left_out"]).len(), 3);
}

/// A PDF of one page with a paragraph for each line.
fn pdf(text: &str) -> Vec<u8> {
    let line = |(at, line): (usize, &str)| {
        format!("BT /F1 11 Tf 1 0 0 1 50 {} Tm ({}) Tj ET\n", 780 - 40 * at, line.trim())
    };
    let drawn: String = text.lines().enumerate().map(line).collect();
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{drawn}\nendstream", drawn.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    let (mut pdf, mut places) = (String::from("%PDF-1.4\n"), String::new());
    for (object, number) in objects.iter().zip(1..) {
        places.push_str(&format!("{:010} 00000 n \n", pdf.len()));
        pdf.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let table = pdf.len();
    let end = format!("trailer << /Size 6 /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
    format!("{pdf}xref\n0 6\n0000000000 65535 f \n{places}{end}").into_bytes()
}

#[test]
fn a_communique_is_a_document_or_a_text_in_any_charset() {
    let scratch = stored();
    let folder = scratch.path();
    let paragraphs: String = DISPATCH.lines().map(|line| format!("<p>{}</p>", line.trim())).collect();
    let html = format!("<!doctype html><title>Treaty</title><article><h1>Treaty</h1>{paragraphs}</article>");
    let latin: Vec<u8> = format!("{DISPATCH}\nThe chair thanked the cooks of the caf\u{e9}.")
        .chars()
        .map(|it| it as u8)
        .collect();
    for (name, bytes) in
        [("communique.pdf", pdf(DISPATCH)), ("communique.html", html.into_bytes()), ("latin.txt", latin)]
    {
        fs::write(folder.join(name), bytes).unwrap();
        let traced = run(folder, &["trace", name, "--json"]).ok().json_lines();
        let kept = traced.iter().filter(|line| line["verbatim"].as_array().unwrap().len() == 3).count();
        assert!(kept >= 4, "{name}: {traced:?}");
        assert!(
            traced.iter().all(|line| !line["sentence"].as_str().unwrap().contains(['<', '\u{fffd}'])),
            "{name}"
        );
    }
    fs::write(folder.join("scan.pdf"), pdf("")).unwrap();
    let scan = run(folder, &["trace", "scan.pdf"]);
    assert_eq!(scan.code, Some(1));
    assert!(scan.stderr.contains("scan.pdf") && scan.stderr.contains("there is no text in it"), "{scan:?}");
}

#[test]
fn whatever_follows_the_store_by_itself_finds_the_same() {
    let scratch = stored();
    let folder = scratch.path();
    let expected = run(folder, &["story", "list", "--json"]).ok().stdout;
    // A replay leaves stories, so that a program that only reads the store has them; the same in whatever order pages come.
    let pages = fs::read_to_string(folder.join("pages.jsonl")).unwrap();
    let backwards: Vec<&str> = pages.lines().rev().collect();
    fs::write(folder.join("backwards.jsonl"), backwards.join("\n")).unwrap();
    for pages in ["pages.jsonl", "backwards.jsonl"] {
        run(folder, &["replay", pages, "--store", "other.db", "--quiet"]).ok();
        let changes = run(folder, &["changes", "--store", "other.db"]).ok();
        assert!(changes.stdout.contains("told"), "{changes:?}");
        assert_eq!(
            run(folder, &["story", "list", "--json", "--store", "other.db"]).ok().stdout,
            expected,
            "{pages}"
        );
        fs::remove_file(folder.join("other.db")).unwrap();
    }

    // Unless it is told not to.
    fs::create_dir_all(folder.join("config")).unwrap();
    fs::write(folder.join("config/veille.toml"), "[stories]\nkeep = false\n").unwrap();
    run(folder, &["replay", "pages.jsonl", "--store", "other.db", "--quiet"]).ok();
    let changes = run(folder, &["changes", "--store", "other.db"]).ok();
    assert!(!changes.stdout.contains("told"), "{changes:?}");
    run(folder, &["story", "follow", "--once", "--store", "other.db", "--quiet"]).ok();
    let changes = run(folder, &["changes", "--store", "other.db"]).ok();
    assert!(changes.stdout.contains("told"), "{changes:?}");
    assert_eq!(run(folder, &["story", "list", "--json", "--store", "other.db"]).ok().stdout, expected);
}
