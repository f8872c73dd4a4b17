//! The shape of the workspace, read off its manifests and sources.
//!
//! Arrows point down the floors, an outside library has one home, the pure crates stay pure, and what a crate shows to
//! others only becomes less. A change that breaks one of these is either a mistake or a change of ARCHITECTURE.md.
#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// From the ground up. A crate uses crates of lower floors only: none of its own, none above.
const FLOORS: [&[&str]; 6] = [
    &["model"],
    &["text", "language"],
    &["cleaner", "query", "mentions", "stories", "fetcher", "archive", "sink", "pipeline"],
    &["classifier", "search"],
    &["web"],
    &["veille", "training"],
];

/// Measures and makes weights; nothing that is shipped knows it.
const NEVER_SHIPPED: &str = "training";

/// What tests share: servers, scratch folders, dice, articles. Of ours it knows the ground alone, so that each crate above may use it.
const OF_TESTS: &str = "tests";

/// What the tests' share is made of.
const GROUND: &[&str] = &["model", "text"];

/// The one crate that may see an outside library's types.
const HOMES: &[(&str, &str)] = &[
    ("anyhow", "veille"),
    ("any_ascii", "text"),
    ("argon2", "web"),
    ("askama", "web"),
    ("async-nats", "pipeline"),
    ("axum", "web"),
    ("bytes", "pipeline"),
    ("chardetng", "text"),
    ("chrono-tz", "veille"),
    ("clap", "veille"),
    ("clap_complete", "veille"),
    ("console", "veille"),
    ("csv", "web"),
    ("encoding_rs", "text"),
    ("fluent-bundle", "web"),
    ("getrandom", "web"),
    ("hmac", "web"),
    ("hyper", "web"),
    ("hyper-util", "web"),
    ("indicatif", "veille"),
    ("language-tags", "model"),
    ("mail-parser", "archive"),
    ("markup5ever", "text"),
    ("opentelemetry", "veille"),
    ("opentelemetry-otlp", "veille"),
    ("opentelemetry_sdk", "veille"),
    ("pdf-extract", "archive"),
    ("percent-encoding", "pipeline"),
    ("prometheus-client", "pipeline"),
    ("psl", "model"),
    ("quick-xml", "archive"),
    ("reqwest", "fetcher"),
    ("rmcp", "web"),
    ("rust_xlsxwriter", "web"),
    ("rustls", "fetcher"),
    ("schemars", "model"),
    ("scraper", "cleaner"),
    ("similar", "veille"),
    ("sqlx", "sink"),
    ("tantivy", "search"),
    ("tokio-util", "pipeline"),
    ("tracing-subscriber", "veille"),
    ("unic-langid", "web"),
    ("unicode-normalization", "text"),
    ("utoipa", "web"),
    ("utoipa-axum", "web"),
    ("whatlang", "language"),
    ("zip", "archive"),
];

/// Libraries without a home: tools that several crates use by themselves, and whose types none hands on to another,
/// `chrono`'s dates and `url`'s addresses apart, which are the model's words.
const TOOLS: &[&str] = &[
    "base64",
    "brotli-decompressor",
    "chrono",
    "flate2",
    "futures-util",
    "memchr",
    "rustc-hash",
    "serde",
    "serde_json",
    "sha2",
    "tempfile",
    "thiserror",
    "tokio",
    "toml",
    "tower",
    "tracing",
    "url",
    "zstd",
];

/// Functions of their arguments. Their lib.rs forbids what `clippy.toml` names.
const PURE: &[&str] = &["model", "text", "language", "cleaner", "query", "mentions", "stories", "classifier"];

/// What makes a crate pure, word for word: code that is compiled for tests alone may read files, and nothing can allow
/// itself what is forbidden.
const PURE_BY: &str = "#![cfg_attr(not(test), forbid(clippy::disallowed_methods, clippy::disallowed_types))]";

/// Tools that a pure crate has no use for.
const IMPURE_TOOLS: &[&str] = &["futures-util", "tokio", "tracing"];

/// What `clippy.toml` must name, one for each of clocks, environment, files, network and processes.
const FORBIDDEN: &[&str] = &[
    "std::time::Instant::now",
    "std::time::SystemTime",
    "chrono::Utc::now",
    "std::env::var",
    "std::fs::read_to_string",
    "std::fs::File",
    "std::net::TcpStream",
    "std::process::Command",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn crates() -> BTreeSet<String> {
    let entries = fs::read_dir(root().join("crates")).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

fn floor(name: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&name))
}

fn manifest(name: &str) -> toml::Table {
    fs::read_to_string(root().join("crates").join(name).join("Cargo.toml")).unwrap().parse().unwrap()
}

fn names(table: Option<&toml::Value>) -> impl Iterator<Item = String> {
    table.and_then(|it| it.as_table()).into_iter().flat_map(|table| table.keys().cloned())
}

/// What the library or program itself needs; tests may use more.
fn dependencies(name: &str) -> BTreeSet<String> {
    let manifest = manifest(name);
    let mut found: BTreeSet<String> = names(manifest.get("dependencies")).collect();
    found.extend(names(manifest.get("build-dependencies")));
    for (_, target) in manifest.get("target").and_then(|t| t.as_table()).into_iter().flatten() {
        found.extend(names(target.get("dependencies")));
    }
    found
}

fn ours(dependencies: impl IntoIterator<Item = String>) -> Vec<String> {
    dependencies.into_iter().filter_map(|it| it.strip_prefix("veille-").map(str::to_owned)).collect()
}

fn lib(name: &str) -> Option<String> {
    fs::read_to_string(root().join("crates").join(name).join("src/lib.rs")).ok()
}

#[test]
fn every_crate_has_its_floor() {
    for name in crates() {
        assert!(floor(&name).is_some(), "{name} stands on no floor");
    }
    for name in FLOORS.concat() {
        assert!(crates().contains(name), "there is no {name} any more");
    }
}

#[test]
fn folder_names_are_bare_and_package_names_prefixed() {
    for name in crates() {
        let expected = if name == "veille" { name.clone() } else { format!("veille-{name}") };
        assert_eq!(manifest(&name)["package"]["name"].as_str(), Some(expected.as_str()));
    }
}

#[test]
fn every_crate_says_what_it_is_for() {
    for name in crates() {
        let manifest = manifest(&name);
        let words = manifest["package"].get("description").and_then(|it| it.as_str()).unwrap_or_default();
        assert!(words.contains(' '), "{name} has no description");
    }
}

#[test]
fn arrows_point_down() {
    for name in crates() {
        for other in ours(dependencies(&name)) {
            assert!(floor(&other) < floor(&name), "{name} uses {other}, which is not below it");
            assert_ne!(other, NEVER_SHIPPED);
            assert_ne!(other, OF_TESTS, "{name} is shipped");
        }
        // A test may look sideways, and not up; what tests share lies below all.
        for other in ours(names(manifest(&name).get("dev-dependencies"))).iter().filter(|it| *it != OF_TESTS)
        {
            assert!(floor(other) <= floor(&name), "{name}'s tests use {other}, which is above it");
        }
    }
    let shared: toml::Table = fs::read_to_string(root().join("tests/Cargo.toml")).unwrap().parse().unwrap();
    assert_eq!(ours(names(shared.get("dependencies"))), GROUND, "what tests share knows the ground alone");
    for name in GROUND {
        let of_tests = ours(names(manifest(name).get("dev-dependencies")));
        assert!(!of_tests.iter().any(|it| it == OF_TESTS), "{name} would go in a circle");
    }
}

#[test]
fn an_outside_library_has_one_home() {
    for name in crates().iter().filter(|name| *name != NEVER_SHIPPED) {
        for library in dependencies(name).iter().filter(|it| !it.starts_with("veille-")) {
            match HOMES.iter().find(|(known, _)| known == library) {
                Some((_, home)) => assert_eq!(name, home, "{library} belongs to {home}"),
                None => assert!(
                    TOOLS.contains(&library.as_str()),
                    "{name} uses {library}: say where it is at home"
                ),
            }
        }
    }
    for (library, home) in HOMES {
        assert!(dependencies(home).contains(*library), "{home} is the home of {library} and does not use it");
    }
}

#[test]
fn every_crate_takes_the_workspace_lints() {
    for name in crates() {
        assert_eq!(manifest(&name)["lints"]["workspace"].as_bool(), Some(true), "{name}");
    }
}

#[test]
fn pure_crates_forbid_what_the_world_is_reached_by() {
    let forbidden: toml::Table = fs::read_to_string(root().join("clippy.toml")).unwrap().parse().unwrap();
    let paths = |list: &str| -> Vec<String> {
        let entries = forbidden[list].as_array().unwrap().iter();
        entries
            .map(|entry| {
                assert!(entry["reason"].as_str().is_some_and(|reason| !reason.is_empty()), "{entry}");
                entry["path"].as_str().unwrap().to_owned()
            })
            .collect()
    };
    let all = [paths("disallowed-methods"), paths("disallowed-types")].concat();
    for path in FORBIDDEN {
        assert!(all.iter().any(|known| known == path), "clippy.toml does not name {path}");
    }
    for name in crates().iter().filter(|name| PURE.contains(&name.as_str())) {
        assert!(lib(name).unwrap().lines().any(|line| line == PURE_BY), "{name} lacks `{PURE_BY}`");
        // A nearer clippy.toml would take the place of the one that was just read.
        assert!(!root().join("crates").join(name).join("clippy.toml").exists(), "{name}");
        for tool in IMPURE_TOOLS {
            assert!(!dependencies(name).contains(*tool), "{name} is pure and uses {tool}");
        }
    }
}

/// Every Rust file that we wrote, by its path from the top.
fn written() -> Vec<(String, String)> {
    let mut waiting = vec![root().join("crates"), root().join("tests")];
    let mut found = Vec::new();
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                let name = path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
                found.push((name, fs::read_to_string(path).unwrap()));
            }
        }
    }
    found
}

/// The sources of our crates, tests that stand beside them left out: where from `crates/` on, and what.
fn sources() -> Vec<(String, String)> {
    let source = |(name, text): (String, String)| {
        let name = name
            .strip_prefix("crates/")
            .filter(|name| name.contains("/src/") && !name.ends_with("/tests.rs"))?;
        Some((name.to_owned(), text.split("\n#[cfg(test)]\nmod tests {").next().unwrap().to_owned()))
    };
    written().into_iter().filter_map(source).collect()
}

/// Lines that hold what belongs elsewhere, but for the files that may.
fn strayed(allowed: &[&str], is_foreign: impl Fn(&str) -> bool) -> Vec<String> {
    let sources = sources().into_iter().filter(|(name, _)| !allowed.contains(&name.as_str()));
    sources
        .flat_map(|(name, text)| {
            let lines: Vec<_> = text.lines().filter(|line| is_foreign(line)).map(str::trim).collect();
            lines.into_iter().map(|line| format!("{name}: {line}")).collect::<Vec<_>>()
        })
        .collect()
}

/// Crates that read what others wrote.
const READ_PAGES: &[&str] = &["cleaner/", "fetcher/", "archive/"];

/// The same in these crates alone.
fn strayed_of(crates: &[&str], allowed: &[&str], is_foreign: impl Fn(&str) -> bool) -> Vec<String> {
    let mut found = strayed(allowed, is_foreign);
    found.retain(|line| crates.iter().any(|name| line.starts_with(name)));
    found
}

#[test]
fn only_text_lists_the_marks_that_end_sentences() {
    let allowed = [
        "text/src/sentence.rs",
        // Classes of marks that trees were trained with.
        "cleaner/src/body/features.rs",
        // Where training texts may be cut: another answer is another training set.
        "training/src/edits.rs",
        "training/src/translations/texts.rs",
        // How a headline does not end, what a paragraph holds: with commas and colons, and measured so.
        "cleaner/src/metadata/flat_headline.rs",
        "cleaner/src/metadata/visible.rs",
    ];
    let count =
        |line: &str, marks: &[char]| marks.iter().filter(|mark| line.contains(&format!("'{mark}'"))).count();
    // A list for one script may ask something else; one for several is what `text` is for.
    let found = strayed(&allowed, |line| {
        let of_others = count(line, &['。', '！', '？', '؟', '۔', '।', '።']);
        of_others > 0 && of_others + count(line, &['.', '!', '?', '…']) > 2
    });
    assert!(found.is_empty(), "ask `veille_text::is_stop`, or one beside it: {found:#?}");
}

#[test]
fn only_a_table_says_what_languages_do() {
    let table = fs::read_to_string(root().join("crates/text/data/languages.txt")).unwrap();
    let lines = table.lines().filter(|line| !line.starts_with('#'));
    let codes: Vec<String> = lines.map(|line| format!("\"{}\"", line.split('\t').next().unwrap())).collect();
    let is_code = |text: &str| codes.iter().any(|code| text.contains(code.as_str()));
    let allowed = [
        // Which way a script runs is the page's to know.
        "web/src/text.rs",
        // How long training texts are: another answer is another training set.
        "training/src/translations/texts.rs",
    ];
    let found = strayed(&allowed, |line| line.split(" | ").filter(|part| is_code(part)).count() > 1);
    assert!(found.is_empty(), "give the languages a trait in crates/text/data/languages.txt: {found:#?}");
}

#[test]
fn digests_are_written_by_one_function() {
    let found = strayed(&[], |line| line.contains("\"{byte:02x}\""));
    assert!(found.is_empty(), "ask `veille_model::hexadecimal`: {found:#?}");
}

/// The names that a file exports: what it declares `pub` at its left margin, each name of a `pub use`, and what its
/// public modules export.
fn exported(file: &Path, folder: &Path) -> usize {
    let text = fs::read_to_string(file).unwrap();
    // The tests of a file are not in it for anyone else.
    let text = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap();
    let mut count = 0;
    for item in text.split("\npub ").skip(1) {
        let statement = item.split([';', '\n']).next().unwrap();
        if let Some(module) = statement.strip_prefix("mod ").filter(|_| !statement.ends_with('{')) {
            let flat = folder.join(format!("{module}.rs"));
            let deep = folder.join(module);
            let file = if flat.exists() { flat } else { deep.join("mod.rs") };
            count += 1 + exported(&file, &deep);
        } else if item.starts_with("use ") {
            let names = item.split(';').next().unwrap();
            let list = names.rsplit_once('{').map_or(names, |(_, list)| list);
            count += list.split(',').filter(|name| !name.trim_matches(['}', ' ', '\n']).is_empty()).count();
        } else {
            count += 1;
        }
    }
    count
}

/// Names that all crates together show to others, at most. Lowered where the list has become shorter, and never raised: who shows a
/// name more hides another.
const SHOWN_MAX: usize = 443;

#[test]
fn what_a_crate_shows_to_others_only_becomes_less() {
    let written = fs::read_to_string(root().join("tests/public-items.txt")).unwrap();
    let counts =
        written.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(' '));
    let shown: usize = counts.map(|(_, count)| count.parse::<usize>().unwrap()).sum();
    assert!(shown <= SHOWN_MAX, "the crates show {shown} names, and may show {SHOWN_MAX}");
    let mut wrong = Vec::new();
    for name in crates().iter().filter(|name| lib(name).is_some()) {
        let folder = root().join("crates").join(name).join("src");
        let found = exported(&folder.join("lib.rs"), &folder);
        let mut lines = written.lines().filter_map(|line| line.split_once(' '));
        let limit = lines.find(|(known, _)| known == name).and_then(|(_, count)| count.parse::<usize>().ok());
        match limit {
            Some(limit) if found == limit => {}
            Some(limit) if found < limit => {
                wrong.push(format!("write it down: `{name} {found}`, not {limit}"))
            }
            Some(limit) => wrong.push(format!("{name} shows {found} names, and showed {limit}")),
            None => wrong.push(format!("write it down: `{name} {found}`")),
        }
    }
    assert!(wrong.is_empty(), "tests/public-items.txt: {wrong:#?}");
}

/// A rule that the text of files shows: `is_against` of a line that breaks it, except in these files.
fn check(is_against: impl Fn(&str) -> bool, allowed: &[&str], rule: &str) {
    let itself = "tests/tests/whole/architecture.rs";
    for (name, text) in
        written().iter().filter(|(name, _)| name != itself && !allowed.contains(&name.as_str()))
    {
        let wrong = text.lines().zip(1..).find(|(line, _)| is_against(line.trim_start()));
        assert!(wrong.is_none(), "{name}, {wrong:?}: {rule}");
    }
    for file in allowed {
        let text = fs::read_to_string(root().join(file)).unwrap();
        assert!(text.lines().any(|line| is_against(line.trim_start())), "{file} needs no exception any more");
    }
}

/// Whether a line declares a type of this name.
fn declares(line: &str, name: &str) -> bool {
    let words: Vec<&str> = line.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    words.windows(2).any(|pair| matches!(pair[0], "struct" | "enum" | "trait" | "type") && pair[1] == name)
        && !line.starts_with("//")
}

#[test]
fn a_source_is_a_publisher_and_an_origin_says_whose_text_it_is() {
    let sources = [
        "crates/fetcher/src/sources/source.rs",
        "crates/veille/src/arguments/feeds.rs",
        "crates/web/src/asking/sources.rs",
    ];
    check(|line| declares(line, "Source"), &sources, "a source is a publisher, nothing else");
    let origins = ["crates/model/src/tagged.rs", "crates/web/src/pages/article.rs"];
    check(|line| declares(line, "Origin"), &origins, "an origin is whose text an article is");
}

#[test]
fn a_file_is_part_of_one_crate() {
    check(
        |line| line.starts_with("#[path"),
        &[],
        "what tests share lies in tests/src, or beside the tests of its crate",
    );
}

#[test]
fn character_references_are_read_and_written_in_one_place() {
    let by_hand = |line: &str| {
        line.contains("replace('&', \"&amp;\")")
            || line.contains("\"&amp;\" =>")
            || line.contains("replace(\"&amp;\"")
            || line.contains("'&' =>") && line.contains("\"&amp;\"")
    };
    // What attacks the pages does not trust what it tries.
    let homes = ["crates/text/src/reference.rs", "tests/tests/whole/browsing/hostile.rs"];
    check(by_hand, &homes, "`veille_text::reference` decodes and encodes");
}

#[test]
fn the_configuration_of_the_fetcher_stands_under_what_is_configured() {
    let folder = root().join("crates/fetcher/src");
    let config = fs::read_to_string(folder.join("config.rs")).unwrap();
    for line in config.lines().filter_map(|line| line.strip_prefix("use crate::")) {
        let path: Vec<&str> = line.trim_end_matches(';').split("::").collect();
        let (_, modules) = path.split_last().unwrap();
        let file = folder.join(modules.join("/")).with_extension("rs");
        let text = fs::read_to_string(&file).unwrap();
        assert!(!text.contains("use crate::"), "config.rs uses {}, which is no leaf", file.display());
    }
}

#[test]
fn pauses_after_failures_grow_in_one_place_of_a_crate() {
    let homes = ["crates/fetcher/src/backoff.rs", "crates/pipeline/src/backoff.rs"];
    let is_grown =
        |line: &str| ["2_", "4_", "growth."].iter().any(|base| line.contains(base)) && line.contains("pow(");
    check(is_grown, &homes, "ask `backoff`");
}

#[test]
fn what_machines_wrote_as_a_date_is_read_in_one_place() {
    let homes = [
        // A header of HTTP has one form, and so have the instants of a WARC and of TOML.
        "fetcher/src/web/client.rs",
        "archive/src/warc/captured.rs",
        "archive/src/manifest.rs",
    ];
    let found = strayed_of(READ_PAGES, &homes, |line| line.contains("::parse_from_"));
    assert!(found.is_empty(), "`veille_text::dates` reads what machines write: {found:#?}");
}

#[test]
fn what_came_is_decoded_in_one_place() {
    let homes = [
        // Headers, and what a hub answers, for a log.
        "fetcher/src/web/client.rs",
        "fetcher/src/web/post.rs",
        // A robots.txt is UTF-8 (RFC 9309, 2.3).
        "fetcher/src/web/mod.rs",
        // Twenty bytes around a place where two texts differ.
        "cleaner/src/page/standard.rs",
    ];
    let found = strayed_of(READ_PAGES, &homes, |line| line.contains("from_utf8_lossy"));
    assert!(found.is_empty(), "`veille_text::charset` decodes: {found:#?}");
}

/// A source without what only tests see, and without comments.
fn code(file: &Path) -> String {
    let text = fs::read_to_string(file).unwrap();
    let text = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// All code below a file or folder, without files of tests.
fn code_of(path: &Path) -> String {
    if path.is_file() {
        return code(path);
    }
    let Ok(entries) = fs::read_dir(path) else { return String::new() };
    let entries = entries.map(|entry| entry.unwrap().path());
    let entries = entries.filter(|path| path.file_stem().is_none_or(|stem| stem != "tests"));
    entries.map(|path| code_of(&path)).collect::<Vec<_>>().join("\n")
}

/// The names that stand right after `crate::`.
fn named_of_crate(code: &str) -> BTreeSet<String> {
    let is_other = |c: char| !c.is_alphanumeric() && c != '_';
    let named = |rest: &str| -> Vec<String> {
        let listed = rest.strip_prefix('{').and_then(|list| list.split('}').next());
        let names = listed.unwrap_or_else(|| rest.split(is_other).next().unwrap()).split(',');
        names.map(|name| name.trim().split(is_other).next().unwrap().to_owned()).collect()
    };
    code.split("crate::").skip(1).flat_map(named).collect()
}

/// The rooms of a crate that each room uses, by the names that it writes after `crate::`; what lib.rs exports counts as of the
/// room that it comes from. A room is a file beside lib.rs (or main.rs), a folder, or both.
fn rooms(name: &str) -> BTreeMap<String, BTreeSet<String>> {
    let folder = root().join("crates").join(name).join("src");
    let top = ["lib.rs", "main.rs"].map(|top| folder.join(top)).into_iter().find(|top| top.exists());
    let lib = code(&top.unwrap());
    let modules = lib.lines().filter_map(|line| line.split_once("mod ")?.1.strip_suffix(';'));
    let rooms: Vec<&str> = modules.filter(|room| *room != "tests").collect();
    let mut home: BTreeMap<&str, &str> = rooms.iter().map(|room| (*room, *room)).collect();
    for exported in lib.split("pub use ").skip(1) {
        let Some((room, names)) = exported.split(';').next().unwrap().split_once("::") else { continue };
        // What comes from another crate is no room of this one.
        if !rooms.contains(&room) {
            continue;
        }
        home.extend(names.split(|c: char| !c.is_alphanumeric()).map(|name| (name, room)));
    }
    let used = |room: &&str| {
        // A file beside lib.rs calls the crate `super` as well, and may have a folder of its name.
        let file = folder.join(format!("{room}.rs"));
        let beside = if file.exists() { code(&file).replace("super::", "crate::") } else { String::new() };
        let named = named_of_crate(&(beside + "\n" + &code_of(&folder.join(room))));
        let used = named.iter().filter_map(|name| home.get(name.as_str())).filter(|other| *other != room);
        ((*room).to_owned(), used.map(|it| (*it).to_owned()).collect())
    };
    rooms.iter().map(used).collect()
}

#[test]
fn no_room_of_a_crate_uses_one_that_uses_it() {
    for name in crates() {
        let circles = in_circles(rooms(&name));
        assert!(circles.is_empty(), "in {name}, among these is a circle: {circles:#?}");
    }
}

/// What stands in a circle, or between two, of all that uses each other.
fn in_circles(mut uses: BTreeMap<String, BTreeSet<String>>) -> BTreeMap<String, BTreeSet<String>> {
    // Those that use nothing any more are taken away, and those that nothing uses; who is in a circle stays.
    loop {
        let used: BTreeSet<String> = uses.values().flatten().cloned().collect();
        let before = uses.len();
        uses.retain(|name, others| !others.is_empty() && used.contains(name));
        let left: BTreeSet<String> = uses.keys().cloned().collect();
        uses.values_mut().for_each(|others| others.retain(|other| left.contains(other)));
        if uses.len() == before && uses.values().all(|others| !others.is_empty()) {
            return uses;
        }
    }
}

/// Files that are in a circle still, and why. What is no circle any more is taken off this list, and nothing is added.
const CIRCLES: &[(&str, &[&str], &str)] = &[
    (
        "cleaner",
        &["body/records", "body/survey"],
        "rows of like elements are made of what is surveyed, and kept with it since several columns ask for them",
    ),
    (
        "web",
        &["catalogue/asked", "catalogue/shelf"],
        "the shelf is asked by selections that are put into its own numbers",
    ),
    (
        "web",
        &["pages/article", "pages/sharing"],
        "an article's page lists to whom it is shared, and is what they see",
    ),
];

/// The files of a crate that each file uses, by paths that begin with `crate`, `super` or `self`. What a file says of those around it
/// (`super::Store` of a type that they declare) is no circle: a room may know whose it is.
fn files(name: &str) -> BTreeMap<String, BTreeSet<String>> {
    let folder = format!("{name}/src/");
    let own = sources().into_iter().filter_map(|(file, text)| {
        let module = match file.strip_prefix(&folder)?.strip_suffix(".rs")? {
            "lib" | "main" => "",
            module => module.strip_suffix("/mod").unwrap_or(module),
        };
        let module = module.to_owned();
        let lines = text.lines().map(|line| line.split("//").next().unwrap_or_default());
        Some((module, lines.collect::<Vec<_>>().join("\n")))
    });
    let own: BTreeMap<String, String> = own.filter(|(module, _)| !module.starts_with("bin/")).collect();
    let used = |module: &String, code: &String| -> BTreeSet<String> {
        let here: Vec<&str> = module.split('/').filter(|part| !part.is_empty()).collect();
        let reached = paths(code).into_iter().filter_map(|path| {
            let up = path.iter().take_while(|part| matches!(part.as_str(), "super" | "self")).count();
            let supers = path[..up].iter().filter(|part| *part == "super").count();
            let (base, rest) = match path[0] == "crate" {
                true => (&here[..0], &path[1..]),
                false => (&here[..here.len().checked_sub(supers)?], &path[up..]),
            };
            let whole: Vec<&str> = base.iter().copied().chain(rest.iter().map(String::as_str)).collect();
            (0..=whole.len())
                .rev()
                .map(|length| whole[..length].join("/"))
                .find(|file| own.contains_key(file))
        });
        let is_around =
            |file: &String| file.is_empty() || file == module || module.starts_with(&format!("{file}/"));
        reached.filter(|file| !is_around(file)).collect()
    };
    own.iter().map(|(module, code)| (module.clone(), used(module, code))).collect()
}

/// All paths in a code that begin with `crate`, `super` or `self`, lists in braces told apart.
fn paths(code: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for start in ["crate", "super", "self"] {
        for (at, _) in code.match_indices(&format!("{start}::")) {
            // Not `super::super`'s second, nor `veille_crate::`.
            if code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':') {
                continue;
            }
            tree(&code[at..], &mut Vec::new(), &mut found);
        }
    }
    found
}

/// Reads a path, or a list of them, behind what stands before it; what is left.
fn tree<'c>(code: &'c str, before: &mut Vec<String>, found: &mut Vec<Vec<String>>) -> &'c str {
    let code = code.trim_start();
    if let Some(mut list) = code.strip_prefix('{') {
        loop {
            list = tree(list, before, found).trim_start();
            match list.strip_prefix(',') {
                Some(rest) => list = rest,
                None => return list.strip_prefix('}').unwrap_or(list),
            }
        }
    }
    let length = code.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(code.len());
    if length == 0 {
        found.push(before.clone());
        return code;
    }
    before.push(code[..length].to_owned());
    let rest = match code[length..].strip_prefix("::") {
        Some(rest) => tree(rest, before, found),
        None => {
            found.push(before.clone());
            // `Word as Other`
            code[length..].find([',', '}', ';']).map_or("", |at| &code[length + at..])
        }
    };
    before.pop();
    rest
}

#[test]
fn no_file_of_a_crate_uses_one_that_uses_it() {
    for name in crates() {
        let mut uses = files(&name);
        for (_, circle, why) in CIRCLES.iter().filter(|(of, ..)| *of == name) {
            let is_of_it = |file: &str| circle.contains(&file);
            let within = uses.iter().filter(|(file, _)| is_of_it(file)).map(|(file, used)| {
                (file.clone(), used.iter().filter(|other| is_of_it(other)).cloned().collect())
            });
            let left = in_circles(within.collect());
            assert_eq!(left.len(), circle.len(), "{name}, {circle:?}: is no such circle any more ({why})");
            for (_, used) in uses.iter_mut().filter(|(file, _)| is_of_it(file)) {
                used.retain(|other| !is_of_it(other));
            }
        }
        let circles = in_circles(uses);
        assert!(circles.is_empty(), "in {name}, among these is a circle: {circles:#?}");
    }
}

#[test]
fn pages_and_api_stand_beside_each_other() {
    let rooms = rooms("web");
    let uses = |room: &str, other: &str| rooms[room].contains(other);
    assert!(uses("pages", "asking") && uses("api", "asking") && uses("routes", "pages"), "{rooms:#?}");
    assert!(!uses("pages", "api") && !uses("api", "pages"));
    assert!(!uses("asking", "formats"), "how an answer is written is its asker's");
}
