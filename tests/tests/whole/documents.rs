//! What documents and comments name is there: every path in backquotes, one version of NATS, one version of Rust.
#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use veille_tests::root;

/// Files of other houses that comments speak of: on web servers, and beside the annotated sets in `VEILLE_SHARED`.
const ELSEWHERE: &[&str] = &["robots.txt", "score.py", "data/extraction/score.py"];
/// Grown, not written: nothing to look for in them, and nothing that a document names.
const SKIPPED: &[&str] = &["target", ".tools", ".git", "corpus", "expected"];
const EXTENSIONS: &[&str] = &["conf", "md", "py", "rs", "sh", "sql", "toml", "txt", "yaml"];
/// Folders that a path without an extension begins with; anything else with a stroke in it, `text/html`, is no path.
const FOLDERS: &[&str] =
    &["benches", "config", "crates", "data", "deploy", "examples", "seeds", "src", "systemd", "tests"];

/// Every file and folder below, as written from the top of the checkout.
fn walk(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        if SKIPPED.iter().any(|name| entry.file_name() == *name) {
            continue;
        }
        let path = entry.path();
        let from_top = path.strip_prefix(root()).unwrap();
        found.push(from_top.to_str().unwrap().to_owned());
        if entry.file_type().unwrap().is_dir() {
            walk(&path, found);
        }
    }
}

fn checkout() -> Vec<String> {
    let mut found = Vec::new();
    walk(&root(), &mut found);
    // Named by documents, though nothing in them is read.
    found.extend([".tools", "seeds/expected", "crates/cleaner/fuzz/corpus/clean"].map(str::to_owned));
    found
}

/// The part of a file that speaks to a reader: a document whole, of code the comments.
fn prose(path: &Path) -> Option<String> {
    let comment = match path.extension()?.to_str()? {
        "md" => return fs::read_to_string(path).ok(),
        "rs" => "//",
        "toml" | "sh" | "yaml" | "conf" => "#",
        _ => return None,
    };
    let text = fs::read_to_string(path).ok()?;
    let comments = text.lines().filter_map(|line| line.split_once(comment)).map(|(_, comment)| comment);
    Some(comments.collect::<Vec<_>>().join("\n"))
}

/// Paths between backquotes, one line at a time: a fence of three holds what a user types.
fn named(prose: &str) -> BTreeSet<&str> {
    let quoted = prose
        .lines()
        .filter(|line| !line.starts_with("```"))
        .flat_map(|line| line.split('`').skip(1).step_by(2));
    quoted.filter(|name| is_path(name)).collect()
}

fn is_path(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-/@".contains(c);
    if !name.chars().all(plain) || name.starts_with(['/', '.']) || ELSEWHERE.contains(&name) {
        return false;
    }
    // `CONFIG.toml` is what a user puts there; documents of ours in capitals end in `.md`.
    let placeholder = !name.ends_with(".md") && name.starts_with(|c: char| c.is_ascii_uppercase());
    if placeholder && name != "Cargo.toml" && name != "Cargo.lock" {
        return false;
    }
    let extension = Path::new(name).extension().and_then(|extension| extension.to_str());
    let first = name.split('/').next().filter(|first| first.len() < name.len());
    extension.is_some_and(|extension| EXTENSIONS.contains(&extension))
        || first.is_some_and(|first| FOLDERS.contains(&first))
}

/// A path is written from the top, from the crate, or from where the reader is: some file or folder ends with it.
fn exists(name: &str, checkout: &[String]) -> bool {
    let name = name.trim_end_matches('/');
    checkout
        .iter()
        .any(|path| path.strip_suffix(name).is_some_and(|before| before.is_empty() || before.ends_with('/')))
}

#[test]
fn every_path_that_is_named_is_there() {
    let checkout = checkout();
    let mut gone = Vec::new();
    let mut seen = 0;
    for file in &checkout {
        for name in prose(&root().join(file)).iter().flat_map(|prose| named(prose)) {
            seen += 1;
            if !exists(name, &checkout) {
                gone.push(format!("{file} names `{name}`"));
            }
        }
    }
    assert!(seen > 50, "only {seen} paths were found: the search is broken");
    assert!(gone.is_empty(), "named and not there:\n{}", gone.join("\n"));
}

#[test]
fn every_crate_says_what_it_is() {
    for file in checkout().iter().filter(|file| file.ends_with("Cargo.toml")) {
        let manifest: toml::Table = fs::read_to_string(root().join(file)).unwrap().parse().unwrap();
        let Some(package) = manifest.get("package") else { continue };
        let description = package.get("description").and_then(|text| text.as_str()).unwrap_or_default();
        assert!(description.len() > 20, "{file}: description = {description:?}");
    }
}

/// What stands between the two in the file.
fn between(file: &str, before: &str, after: &str) -> String {
    let text = fs::read_to_string(root().join(file)).unwrap();
    let (_, rest) = text.split_once(before).unwrap_or_else(|| panic!("{file} has no {before:?}"));
    rest.split_once(after).unwrap().0.to_owned()
}

fn version(text: &str) -> Option<(u32, u32)> {
    let mut numbers =
        text.split('.').map(|number| number.chars().take_while(char::is_ascii_digit).collect::<String>());
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

#[test]
fn one_version_of_nats_is_named() {
    let ours = version(&between("tests/needs.sh", "\nnats_version=", "\n")).unwrap();
    // Code says since which version, or in which ones, the server does what it does.
    let is_code = |file: &Path| file.extension().is_some_and(|extension| extension == "rs");
    let files = checkout();
    let speaking: Vec<PathBuf> =
        files.iter().map(|file| root().join(file)).filter(|file| !is_code(file)).collect();
    let mut named = 0;
    for file in speaking {
        let Ok(text) = fs::read_to_string(&file) else { continue };
        for said in text.split("nats-server ").skip(1).chain(text.split("image: nats:").skip(1)) {
            if let Some(theirs) = version(said.trim_start_matches(['`', ' '])) {
                named += 1;
                assert_eq!(theirs, ours, "{} names another nats-server", file.display());
            }
        }
    }
    assert!(named >= 3, "README, deploy/README.md and compose.yaml name it; {named} did");
}

#[test]
fn one_version_of_rust_is_named() {
    let least = version(&between("Cargo.toml", "\nrust-version = \"", "\"")).unwrap();
    assert_eq!(version(&between("README.md", "Rust ", " ")).unwrap(), least, "README.md and Cargo.toml");
    let image = version(&between("deploy/Dockerfile", "FROM rust:", "-")).unwrap();
    assert_eq!(
        version(&between("tests/run.sh", "\nlints_rust=", "\n")).unwrap(),
        image,
        "tests/run.sh and the image"
    );
    assert!(image >= least, "the image builds with {image:?}, Cargo.toml asks for {least:?}");
}
