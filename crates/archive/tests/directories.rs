//! Directories of captures, as a newsroom keeps them.
#![allow(clippy::unwrap_used, reason = "the whole file is a test")]

use std::fs;
use std::io::Write;
use std::path::Path;

use tempfile::TempDir;
use veille_archive::{ArchiveError, Found, Limits, open, open_within};
use veille_model::CaptureKind;

fn directory(files: &[(&str, &[u8])]) -> TempDir {
    let directory = TempDir::new().unwrap();
    for (name, bytes) in files {
        let path = directory.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    directory
}

fn items(root: &Path) -> Vec<Result<Found, ArchiveError>> {
    open(root).unwrap().collect()
}

/// An item a line, paths from the root: `a.txt text/plain`, or the error.
fn lines(root: &Path) -> Vec<String> {
    let prefix = format!("{}/", root.display());
    let line = |item: Result<Found, ArchiveError>| match item {
        Ok(found) => format!("{} {}", found.place, found.capture.media_type.unwrap_or_default()),
        Err(error) => error.to_string(),
    };
    items(root).into_iter().map(|item| line(item).replace(&prefix, "")).collect()
}

#[test]
fn a_directory_is_read_in_the_order_of_its_names() {
    let root = directory(&[
        ("b/2.html", b"<p>"),
        ("b/1.TXT", b"x"),
        ("a.txt", b"x"),
        ("c.jsonl", b"{\"body\":\"x\",\"media_type\":\"text/x\"}\n"),
        (".hidden.txt", b"x"),
        (".git/x.txt", b"x"),
        ("README.md", b"x"),
        ("d.rss", b"<rss/>"),
        ("e.xml", b"<feed/>"),
        ("f.xml", b"<urlset/>"),
        ("g.json", b"{\"version\":\"https://jsonfeed.org/version/1.1\"}"),
        ("h.json", b"{}"),
        ("i.json", b"[{\"body\":\"x\",\"media_type\":\"text/x\"}, {\"body\":\"y\"}]"),
        ("j.eml", b"Subject: x\r\n\r\ny\r\n"),
        ("empty.txt", b""),
    ]);
    let expected = [
        "README.md: passed over: no file of captures by its name",
        "a.txt text/plain",
        "b/1.TXT text/plain",
        "b/2.html text/html",
        "c.jsonl#1 text/x",
        "d.rss application/rss+xml",
        "e.xml application/atom+xml",
        "empty.txt text/plain",
        "f.xml: passed over: XML, but neither RSS nor Atom",
        "g.json application/feed+json",
        "h.json: passed over: JSON, but neither a JSON Feed nor captures",
        "i.json#1 text/x",
        "i.json#2 ",
        "j.eml text/plain",
    ];
    assert_eq!(lines(root.path()), expected);
    let kinds: Vec<_> = items(root.path()).into_iter().flatten().map(|found| found.capture.kind).collect();
    assert_eq!(kinds.iter().filter(|kind| **kind == CaptureKind::Feed).count(), 3);
}

#[test]
fn a_manifest_tells_what_the_bytes_do_not() {
    let manifest = br#"
ignore = ["README.md", "expected"]
[defaults]
captured_at = 2025-10-27T08:00:00Z
[files."a.txt"]
url = "https://example.org/a"
source = "Agency"
media_type = "text/plain; charset=utf-8"
"#;
    let root = directory(&[
        ("seeds.toml", manifest),
        ("a.txt", b"x"),
        ("b.txt", b"x"),
        ("README.md", b"x"),
        ("expected/a.txt", b"x"),
    ]);
    assert_eq!(lines(root.path()), ["a.txt text/plain; charset=utf-8", "b.txt text/plain"]);
    for path in [root.path().to_owned(), root.path().join("a.txt")] {
        let capture = open(&path).unwrap().next().unwrap().unwrap().capture;
        assert_eq!(capture.url.as_deref(), Some("https://example.org/a"));
        assert_eq!(capture.source.as_str(), "agency");
        assert_eq!(capture.captured_at.unwrap().timestamp(), 1_761_552_000);
    }
    let second = items(root.path()).remove(1).unwrap().capture;
    assert_eq!((second.url, second.source.as_str()), (None, "unknown"));
}

#[test]
fn a_manifest_speaks_for_its_own_directory_only() {
    let root =
        directory(&[("seeds.toml", b"[defaults]\nsource = \"a\"\n"), ("b/x.txt", b"x"), ("y.txt", b"x")]);
    let sources: Vec<_> =
        items(root.path()).into_iter().flatten().map(|f| f.capture.source.to_string()).collect();
    assert_eq!(sources, ["unknown", "a"]);
}

#[test]
fn a_file_that_a_manifest_names_and_that_is_missing_is_an_error() {
    let root = directory(&[
        ("seeds.toml", b"# x\n[files.\"a.txt\"]\nurl = \"https://example.org/\"\n"),
        ("b.txt", b"x"),
    ]);
    assert_eq!(
        lines(root.path()),
        ["seeds.toml:2:8: no such file beside seeds.toml: a.txt", "b.txt text/plain"]
    );
}

#[test]
fn a_broken_manifest_leaves_its_seed_files_out() {
    let root = directory(&[("seeds.toml", b"[defaults]\nurk = 1\n"), ("a.txt", b"x"), ("b/c.txt", b"x")]);
    let lines = lines(root.path());
    assert!(lines[0].starts_with("seeds.toml:2:1: there is no key `urk` here"), "{lines:?}");
    assert_eq!(lines[1..], ["b/c.txt text/plain"]);
}

#[test]
fn json_lines_are_read_packed_and_broken() {
    let text = b"{\"body\":\"x\"}\nnonsense\n{\"body_base64\":\"//4=\"}\n";
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(text).unwrap();
    let (gzip, zstd) = (gzip.finish().unwrap(), zstd::encode_all(text.as_slice(), 1).unwrap());
    let cut = &zstd[..zstd.len() - 3];
    let root =
        directory(&[("a.jsonl", text), ("b.ndjson.gz", &gzip), ("c.jsonl.zst", &zstd), ("d.jsonl.zst", cut)]);
    let lines = lines(root.path());
    for (at, name) in ["a.jsonl", "b.ndjson.gz", "c.jsonl.zst"].iter().enumerate() {
        let [first, second, third] = &lines[at * 3..at * 3 + 3] else { panic!("{lines:?}") };
        assert_eq!((first, third), (&format!("{name}#1 "), &format!("{name}#3 ")));
        assert!(second.starts_with(&format!("{name}#2: this is no JSON")), "{second}");
    }
    assert!(lines[9..].iter().any(|line| line.starts_with("d.jsonl.zst#")), "{lines:?}");
}

#[test]
fn a_file_over_the_limit_is_refused_by_name() {
    let root = directory(&[("a.txt", b"12345678901"), ("b.txt", b"1234567890")]);
    let limits = Limits { capture_bytes_max: 10, ..Limits::default() };
    let items: Vec<_> = open_within(root.path(), limits).unwrap().collect();
    let error = items[0].as_ref().unwrap_err().to_string();
    assert!(error.ends_with("a.txt: file larger than the limit of 10 bytes: 11 bytes"), "{error}");
    assert!(items[1].is_ok());
}

#[test]
fn what_is_not_there_cannot_be_opened() {
    assert!(matches!(open(Path::new("no/such/place")), Err(ArchiveError::Io { .. })));
}

#[cfg(unix)]
#[test]
fn links_in_a_circle_and_sockets_are_passed_over() {
    let root = directory(&[("a/x.txt", b"x")]);
    std::os::unix::fs::symlink(root.path(), root.path().join("a/round.txt")).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(root.path().join("s.txt")).unwrap();
    let expected = [
        "a/round.txt: passed over: a symbolic link to a directory",
        "a/x.txt text/plain",
        "s.txt: passed over: neither a file nor a directory",
    ];
    assert_eq!(lines(root.path()), expected);
}

#[test]
fn the_five_seeds_are_read() {
    let Some(shared) = std::env::var_os("VEILLE_SHARED") else {
        eprintln!("left out: VEILLE_SHARED is not set");
        return;
    };
    let items = items(&Path::new(&shared).join("seeds"));
    assert_eq!(items.iter().flatten().count(), 5);
    assert!(items.iter().all(|item| item.as_ref().err().is_none_or(ArchiveError::is_skip)));
}

#[test]
fn every_seed_of_the_project_is_described() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../seeds");
    let found: Vec<Found> = open(&seeds).unwrap().map(Result::unwrap).collect();
    assert!(found.len() >= 12, "{}", found.len());
    for Found { capture, place } in &found {
        assert!(capture.url.is_some() && capture.captured_at.is_some(), "{place}");
        assert!(capture.url.iter().all(|url| url.contains(".example/")), "{place}");
    }
    assert_eq!(found.iter().filter(|found| found.capture.kind == CaptureKind::Feed).count(), 1);
}
