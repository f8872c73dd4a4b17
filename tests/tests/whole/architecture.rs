//! The shape of the workspace, read off its manifests and sources.
//!
//! The arrows point one way, an outside library has one home, and the pure crates stay pure. A change that breaks one
//! of these is either a mistake or a change of ARCHITECTURE.md.
#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Which of our crates a crate may use.
const ARROWS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("archive", &["model"]),
    ("fetcher", &["model"]),
    ("cleaner", &["model"]),
    ("classifier", &["model"]),
    ("sink", &["model"]),
    ("pipeline", &["model"]),
    ("training", &["classifier", "cleaner", "model"]),
    ("veille", &["archive", "classifier", "cleaner", "fetcher", "model", "pipeline", "sink"]),
];

/// The one crate that may see an outside library's types.
const HOMES: &[(&str, &str)] = &[
    ("async-nats", "pipeline"),
    ("feed-rs", "fetcher"),
    ("html5ever", "cleaner"),
    ("language-tags", "model"),
    ("reqwest", "fetcher"),
    ("scraper", "cleaner"),
    ("sqlx", "sink"),
    ("whatlang", "classifier"),
];

/// Functions of their arguments: nothing in them may reach for these.
const PURE: &[&str] = &["model", "cleaner", "classifier"];
const IMPURE_WORDS: &[&str] = &[
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "SystemTime",
    "Instant::now",
    "Utc::now",
    "Local::now",
    "tokio",
    "thread_rng",
    "rand::rng",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn crates() -> BTreeSet<String> {
    let entries = fs::read_dir(root().join("crates")).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

fn manifest(name: &str) -> toml::Table {
    fs::read_to_string(root().join("crates").join(name).join("Cargo.toml")).unwrap().parse().unwrap()
}

/// What the library or program itself needs; tests may use more.
fn dependencies(name: &str) -> BTreeSet<String> {
    let manifest = manifest(name);
    let mut found = BTreeSet::new();
    let mut take = |table: Option<&toml::Value>| {
        found.extend(table.and_then(|t| t.as_table()).into_iter().flat_map(|table| table.keys().cloned()));
    };
    take(manifest.get("dependencies"));
    take(manifest.get("build-dependencies"));
    for (_, target) in manifest.get("target").and_then(|t| t.as_table()).into_iter().flatten() {
        take(target.get("dependencies"));
    }
    found
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Whether a module is compiled for tests only: its parent says so right above its name.
fn is_for_tests(file: &Path) -> bool {
    let name = file.file_stem().unwrap().to_string_lossy();
    let declared = format!("#[cfg(test)]\nmod {name};");
    let folder = file.parent().unwrap();
    let parents = [folder.join("mod.rs"), folder.join("lib.rs"), folder.with_extension("rs")];
    parents.iter().any(|parent| fs::read_to_string(parent).is_ok_and(|text| text.contains(&declared)))
}

#[test]
fn every_crate_is_part_of_the_design() {
    let designed: BTreeSet<String> = ARROWS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(crates(), designed);
}

#[test]
fn folder_names_are_bare_and_package_names_prefixed() {
    for name in crates() {
        let expected = if name == "veille" { name.clone() } else { format!("veille-{name}") };
        assert_eq!(manifest(&name)["package"]["name"].as_str(), Some(expected.as_str()));
    }
}

#[test]
fn arrows_point_one_way() {
    let allowed: BTreeMap<_, _> = ARROWS.iter().copied().collect();
    for name in crates() {
        let ours: BTreeSet<String> =
            dependencies(&name).iter().filter_map(|d| d.strip_prefix("veille-").map(str::to_owned)).collect();
        let allowed: BTreeSet<String> = allowed[name.as_str()].iter().map(|d| (*d).to_owned()).collect();
        assert!(ours.is_subset(&allowed), "{name} uses {:?}", ours.difference(&allowed).collect::<Vec<_>>());
    }
}

#[test]
fn an_outside_library_has_one_home() {
    for name in crates() {
        let used = dependencies(&name);
        for (library, home) in HOMES {
            assert!(!used.contains(*library) || name == *home, "{library} belongs to {home}, {name} uses it");
        }
    }
    for (library, home) in HOMES.iter().filter(|(library, _)| *library != "html5ever") {
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
fn pure_crates_reach_for_nothing() {
    for name in PURE {
        let mut files = Vec::new();
        sources(&root().join("crates").join(name).join("src"), &mut files);
        assert!(!files.is_empty(), "{name} has no sources");
        for file in files.iter().filter(|file| !is_for_tests(file)) {
            let text = fs::read_to_string(file).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            let lines = code.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"));
            for (number, line) in lines {
                for word in IMPURE_WORDS {
                    assert!(
                        !line.contains(word),
                        "{}:{}: {word} in a pure crate",
                        file.display(),
                        number + 1
                    );
                }
            }
        }
    }
}
