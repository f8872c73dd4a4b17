//! What a person gets wrong, in configuration and on the command line, and what she is told: every mistake at once, with its
//! file and line, in words that are not the parser's.
#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;
use veille_tests::{Finished, Veille, root, shared};

/// A folder with a configuration of these files in `config/`.
fn configured(files: &[(&str, &[u8])]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, content) in files {
        let path = folder.path().join("config").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

fn check(folder: &Path) -> Finished {
    Veille::new(folder, ["check", "--config", "config"]).finish()
}

/// What one file is told.
#[track_caller]
fn told(file: &str, content: &str, code: i32, parts: &[&str]) {
    told_bytes(file, content.as_bytes(), code, parts);
}

#[track_caller]
fn told_bytes(file: &str, content: &[u8], code: i32, parts: &[&str]) {
    let folder = configured(&[(file, content)]);
    let finished = check(folder.path());
    let shown = String::from_utf8_lossy(content).into_owned();
    assert_eq!(finished.code, Some(code), "{shown}\n{}", finished.stderr);
    for part in parts {
        assert!(finished.stderr.contains(part), "{part:?} is not said of {shown}:\n{}", finished.stderr);
    }
    if code != 0 {
        assert!(finished.stderr.contains(&format!("config/{file}:")), "{}", finished.stderr);
    }
    in_plain_words(&finished.stderr);
}

/// No parser speaks, and nothing is said twice.
#[track_caller]
fn in_plain_words(told: &str) {
    let jargon = [
        "expected ident",
        "usize",
        "u64",
        "u32",
        "invalid type",
        "invalid value",
        "struct ",
        "EOF while",
        "at line 1",
        "TOML parse error",
        "unknown field",
        "missing field",
        "sequence",
        "literal string",
        "basic string",
        "TomlError",
        "stream did not contain",
    ];
    for word in jargon {
        assert!(!told.contains(word), "{word:?} is a parser's word:\n{told}");
    }
    let mut lines: Vec<&str> = told.lines().filter(|line| !line.trim().is_empty()).collect();
    let count = lines.len();
    lines.sort_unstable();
    lines.dedup();
    assert_eq!(lines.len(), count, "something is said twice:\n{told}");
}

const SOURCE: &str = "[[source]]\nid = \"courier\"\nname = \"C\"\n";

#[test]
fn all_mistakes_of_all_files_are_told_at_once() {
    let files: [(&str, &[u8]); 5] = [
        ("veille.toml", b"[fetcher]\ncontact = \"me\"\nhost_delay = 3\n"),
        ("sources.toml", b"[[source]]\nid = \"A\"\nlanguage = \"french\"\nfeeds = [\"x\"]\n"),
        ("outlets.toml", b"[[outlet]]\nname = \"A\"\ndomain = \"a.example\"\ncountry = \"France\"\n"),
        ("topics/a.toml", b"id = 'a'\n[labels]\nen = 'A'\nquery = 'hanoi'\n"),
        ("topics/b.toml", b"id = 'b'\nquery = \"\"a\" AND b\"\n"),
    ];
    let folder = configured(&files);
    let expected = [
        "config/veille.toml:2:11",
        "config/veille.toml:3:1",
        "config/sources.toml:1:1",
        "config/sources.toml:2:6",
        "config/sources.toml:3:12",
        "config/sources.toml:4:10",
        "config/outlets.toml:4:11",
        "config/topics/a.toml:4:1",
        "config/topics/b.toml:2:",
    ];
    let finished = check(folder.path());
    assert_eq!(finished.code, Some(78));
    for place in expected {
        assert!(finished.stderr.contains(place), "{place}\n{}", finished.stderr);
    }
    assert!(finished.stderr.contains("9 mistakes"), "{}", finished.stderr);
    in_plain_words(&finished.stderr);

    let json = Veille::new(folder.path(), ["check", "--json"]).finish();
    assert_eq!(json.code, Some(78));
    let faults = json.json_lines()[0]["faults"].as_array().unwrap().clone();
    assert_eq!(faults.len(), expected.len(), "{faults:#?}");
    for (fault, place) in faults.iter().zip(expected) {
        let found = format!("{}:{}:{}", fault["file"].as_str().unwrap(), fault["line"], fault["column"]);
        assert!(found.starts_with(place), "{found} is not {place}");
        assert_eq!(fault["severity"], "error");
    }
    let replay = Veille::new(folder.path(), ["replay", "config"]).finish();
    assert_eq!(replay.code, Some(78), "nothing runs with it");
    assert!(replay.stderr.contains("config/topics/b.toml:2:"), "{}", replay.stderr);
}

#[test]
fn mistakes_in_topics_are_answered_with_what_to_do() {
    let topic = |content: &str, parts: &[&str]| told("topics/x.toml", content, 78, parts);
    topic("id = 'x'\n[labels]\nquery = 'hanoi'\n", &["x.toml:3:1", "`query` stands below [labels]"]);
    topic("id = 'x'\n[query]\nfr = 'hanoi'\nnote = 'a'\n", &["x.toml:4:1", "`note` stands below [query]"]);
    topic("id = 'x'\n[query]\nfrench = 'hanoi'\n", &["x.toml:3:1", "expected `fr`"]);
    topic("id = 'x'\nquery = \"\"a\" AND b\"\n", &["x.toml:2:", "query = '''\"a\" AND b'''"]);
    topic("id = 'x'\nquery = 'l'enfant'\n", &["x.toml:2:", "query = '''l'enfant'''"]);
    topic("id = 'x'\nquery = \"hanoi AND\nsignature\"\n", &["x.toml:2:", "'''"]);
    topic("id = 'x'\nquery = '''hanoi\n", &["line 2", "never closed"]);
    topic("id = 'x'\nquery = hanoi\n", &["x.toml:2:", "query = 'hanoi'"]);
    topic("id = 'x'\nquery = 'hanoi AND'\n", &["x.toml:2:"]);
    topic("id = 'x'\nquery = 'hanoi and signature'\n", &["x.toml:2:", "capitals"]);
    topic("id = 'x'\nquery = ''\n", &["x.toml:2:", "empty"]);
    topic("id = 'x'\nquery = 7\n", &["x.toml:2:"]);
    topic("id = 7\nquery = 'a'\n", &["x.toml:1:6", "text in quotes"]);
    topic("id = 'Hà Nội'\nquery = 'a'\n", &["x.toml:1:6"]);
    topic("id = 'x'\nquerry = 'a'\n", &["x.toml:2:1", "querry"]);
    topic("id = 'x'\n", &["no `query`"]);
    topic("", &["no `id`", "no `query`"]);
    topic("id = 'x'\nquery = 'a'\nmedia_topics = ['cyber']\n", &["x.toml:3:17", "medtop:"]);
    topic("id = 'x'\nid = 'y'\nquery = 'a'\n", &["x.toml:2:", "twice"]);
    topic("id: x\nquery: hanoi\n", &["x.toml:1:"]);
    topic("{ \"id\": \"x\" }\n", &["x.toml:1:"]);
}

#[test]
fn mistakes_in_sources_are_answered_with_what_to_do() {
    let source =
        |rest: &str, code: i32, parts: &[&str]| told("sources.toml", &format!("{SOURCE}{rest}"), code, parts);
    source(
        "feeds = ['https://h.example/rss']\nlanguage = 'french'\n",
        78,
        &["sources.toml:5:12", "expected `fr`"],
    );
    source(
        "feeds = ['https://h.example/rss']\ncountry = 'UK'\n",
        78,
        &["sources.toml:5:11", "expected `GB`"],
    );
    source("feeds = 'https://h.example/rss'\n", 78, &["sources.toml:4:9", "a list"]);
    source("feeds = ['h.example/rss']\n", 78, &["sources.toml:4:10", "https://h.example/rss"]);
    source("feeds = []\n", 78, &["sources.toml:4:9", "at least one feed"]);
    source("feed = ['https://h.example/rss']\n", 78, &["sources.toml:4:1", "`feeds`"]);
    source(
        "feeds = ['http://localhost/rss']\n",
        0,
        &["sources.toml:4:10", "warning", "allow_private_addresses"],
    );
    source("feeds = ['http://192.168.1.4/rss']\n", 0, &["sources.toml:4:10", "warning"]);
    source("feeds = ['https://h.example/rss'\n", 78, &["sources.toml:"]);
    source("feeds = ['https://h.example/rss' 'https://h.example/atom']\n", 78, &["sources.toml:4:"]);
}

#[test]
fn mistakes_in_settings_are_answered_with_what_to_do() {
    let settings = |content: &str, code: i32, parts: &[&str]| told("veille.toml", content, code, parts);
    settings("[fetcher]\ncontact = ''\n", 0, &["veille.toml:2:11", "warning", "contact"]);
    settings("", 0, &["warning", "fetcher.contact"]);
    settings("[fetcher]\ncontact = 'desk'\n", 78, &["veille.toml:2:11", "reaches nobody"]);
    settings("[fetcher]\nconcurrency = 'many'\n", 78, &["veille.toml:2:15", "a whole number"]);
    settings("[fetcher]\nconcurrency = -1\n", 78, &["veille.toml:2:15", "from 0 on"]);
    settings("[fetcher]\nconcurrency = 0\n", 78, &["veille.toml:2:15", "from 1 on"]);
    settings("[fetcher]\nproxy = 'p'\n", 78, &["veille.toml:2:9", "HTTP proxy"]);
    settings("[log]\nformat = 'xml'\n", 78, &["veille.toml:2:10", "`json`"]);
    settings("[log]\nfilter = 'veille=loud'\n", 78, &["veille.toml:2:10", "no filter"]);
    settings("[fetch]\n", 78, &["veille.toml:1:2", "`fetcher`"]);
    settings("fetcher = 3\n", 78, &["veille.toml:1:11", "a table"]);
}

#[test]
fn what_windows_makes_of_a_file_is_read_or_named() {
    let feeds = |feeds: &str| format!("{SOURCE}feeds = {feeds}\n");
    let sound = feeds("[\"https://h.example/rss\"]");
    let marked = format!("\u{feff}{}", sound.replace('\n', "\r\n"));
    told("sources.toml", &marked, 0, &["warning: fetcher.contact"]);
    told("veille.toml", "\u{feff}[fetcher]\r\ncontact = \"desk@h.example\"\r\n", 0, &[]);
    let utf16: Vec<u8> = format!("\u{feff}{sound}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    told_bytes("sources.toml", &utf16, 78, &["sources.toml:1:1", "UTF-16", "UTF-8"]);
    told_bytes("topics/x.toml", b"id = 'x'\nquery = 'Hano\xef'\n", 78, &["x.toml:2:", "UTF-8"]);
    told("sources.toml", &sound.replace("\"courier\"", "“courier”"), 78, &["sources.toml:2:", "typographic"]);
    told(
        "sources.toml",
        &feeds("[\"feed://h.example/rss\"]"),
        78,
        &["sources.toml:4:", "https://h.example/rss"],
    );
    told("sources.toml", &feeds("[\" https://h.example/rss \"]"), 0, &[]);
    told("sources.toml", &feeds("[\"https://báo-mạng.example/tin-tức/rss\"]"), 0, &[]);
    let twice = feeds("[\"https://h.example/rss\", \"https://h.example:443/rss\", \"http://h.example/rss\"]");
    told("sources.toml", &twice, 78, &["sources.toml:4:35", "stands twice", "warning"]);
}

#[test]
fn the_shared_files_from_windows_are_read_or_named() {
    let Some(cases) = shared().map(|folder| folder.join("cases/feeds/39-configuration-from-windows")) else {
        return;
    };
    let expected: [(&str, i32, &[&str]); 8] = [
        ("sources-bom", 0, &[]),
        ("sources-blank", 0, &[]),
        ("sources-idn", 0, &[]),
        ("sources-utf16", 78, &["UTF-16"]),
        ("sources-curly", 78, &[":2:", "typographic"]),
        ("sources-feedscheme", 78, &[":4:", "https://"]),
        ("sources-twice", 78, &[":4:", "stands twice"]),
        ("veille-bom", 0, &[]),
    ];
    for (name, code, parts) in expected {
        let content = fs::read(cases.join(format!("{name}.toml"))).unwrap();
        told_bytes(&format!("{}.toml", name.split('-').next().unwrap()), &content, code, parts);
    }
}

#[test]
fn files_that_will_never_be_read_are_named() {
    let files: [(&str, &[u8]); 4] = [
        ("veille.toml", b""),
        ("source.toml", b""),
        ("topics/hanoi.toml.txt", b"id = 'x'\n"),
        ("topics/README.md", b"notes"),
    ];
    let folder = configured(&files);
    let finished = check(folder.path()).ok();
    assert!(
        finished.stderr.contains("source.toml:1:1: warning: not read; did you mean sources.toml?"),
        "{}",
        finished.stderr
    );
    assert!(finished.stderr.contains("hanoi.toml.txt"), "{}", finished.stderr);
    assert!(!finished.stderr.contains("README"), "{}", finished.stderr);
}

#[test]
fn a_config_folder_that_is_passed_over_is_named_with_what_is_used_instead() {
    let folder = configured(&[("topics/x.toml", b"id = 'x'\nquery = 'hanoi'\n")]);
    for command in [&["check"][..], &["topic", "list"]] {
        let finished = Veille::new(folder.path(), command).finish().ok();
        for part in
            ["./config holds topics/", "no veille.toml", "built-in configuration is used", "--config config"]
        {
            assert!(finished.stderr.contains(part), "{}", finished.stderr);
        }
    }
    let listed = Veille::new(folder.path(), ["topic", "list", "--config", "config"]).finish().ok();
    assert!(listed.stdout.starts_with("topic\tname\tlanguages\tmedia topics\nx\t"), "{}", listed.stdout);
    assert!(!listed.stderr.contains("passed over"), "{}", listed.stderr);
    let other = TempDir::new().unwrap();
    fs::create_dir(other.path().join("config")).unwrap();
    fs::write(other.path().join("config/nginx.conf"), "").unwrap();
    // Named, it is a mistake: nobody would be read, and nothing said.
    let named = Veille::new(other.path(), ["topic", "list", "--config", "config"]).finish();
    assert_eq!(named.code, Some(78), "{}", named.stderr);
    assert!(named.stderr.contains("config: no veille.toml there"), "{}", named.stderr);
    let above = Veille::new(folder.path(), ["check", "--config", "."]).finish();
    assert_eq!(above.code, Some(78), "one level too high: {}", above.stderr);
    fs::write(folder.path().join("config/veille.toml"), "").unwrap();
    let above = Veille::new(folder.path(), ["check", "--config", "."]).finish();
    assert!(above.code == Some(78) && above.stderr.contains("there is one in ./config"), "{}", above.stderr);
    fs::remove_file(folder.path().join("config/veille.toml")).unwrap();
    assert_eq!(Veille::new(other.path(), ["topic", "list"]).finish().ok().stderr, "", "not ours, not named");
}

#[test]
fn check_names_where_each_part_comes_from() {
    let folder = configured(&[("veille.toml", b""), ("topics/x.toml", b"id = 'x'\nquery = 'hanoi'\n")]);
    let shown = Veille::new(folder.path(), ["check"]).finish().ok().stdout;
    for part in ["./config", "config/veille.toml", "1: config/topics/", "there is no config/sources.toml"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    let built_in = Veille::new(TempDir::new().unwrap().path(), ["check"]).finish().ok().stdout;
    assert!(built_in.contains("built in") && built_in.contains("(built in) sources.toml"), "{built_in}");
    let named = Veille::new(Path::new("/"), ["check"])
        .env("VEILLE_CONFIG", folder.path().join("config").to_str().unwrap());
    assert!(named.finish().ok().stdout.contains("VEILLE_CONFIG"));
}

#[test]
fn a_sign_that_says_nothing_is_noted_and_refuses_nothing() {
    let folder = configured(&[
        ("veille.toml", b""),
        ("topics/x.toml", b"id = 'x'\nquery = '.NET OR \"Yahoo!\" OR C#'\n"),
    ]);
    fs::write(
        folder.path().join("page.txt"),
        "A title\n\nYahoo sold its net to somebody who paid for all of it, and the harbour has been quiet since Monday \
            because nobody mends nets there any more.",
    )
    .unwrap();
    for command in [&["check"][..], &["topic", "test", "x", "page.txt"]] {
        let told = Veille::new(folder.path(), command).finish().ok().stderr;
        assert!(
            told.contains(".NET: `.` says nothing") && told.contains("\"Yahoo!\": `!` says nothing"),
            "{told}"
        );
        assert!(!told.contains("C#: "), "{told}");
    }
}

#[test]
fn a_torn_archive_is_read_as_far_as_it_goes_and_ends_with_a_failure() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let seeds = root().join("seeds");
    let seeds = seeds.to_str().unwrap();
    for name in ["whole.warc", "whole.warc.gz"] {
        Veille::new(folder, ["capture", seeds, "--warc", name, "--quiet"]).finish().ok();
    }
    let lines = Veille::new(folder, ["capture", seeds, "--quiet"]).finish().ok().stdout;
    fs::write(folder.join("whole.jsonl"), &lines).unwrap();
    for whole in ["whole.warc", "whole.warc.gz", "whole.jsonl"] {
        let bytes = fs::read(folder.join(whole)).unwrap();
        let torn = whole.replace("whole", "torn");
        fs::write(folder.join(&torn), &bytes[..bytes.len() - 40]).unwrap();
        Veille::new(folder, ["replay", whole, "--store", "whole.db"]).finish().ok();
        for command in [
            &["replay", "--store", "torn.db"][..],
            &["capture"],
            &["explain"],
            &["topic", "test", "hanoi-convention"],
        ] {
            let finished = Veille::new(folder, command.iter().copied().chain([torn.as_str()])).finish();
            assert_eq!(finished.code, Some(1), "{command:?} {torn}: {}", finished.stderr);
            assert!(
                finished.stderr.contains("torn") && finished.stderr.contains(&torn),
                "{}",
                finished.stderr
            );
            assert!(!finished.stdout.is_empty(), "{command:?} {torn}: what is there is read");
            in_plain_words(&finished.stderr);
        }
    }
    let finished = Veille::new(folder, ["clean"]).finish_with(&lines[..lines.len() - 40]);
    assert_eq!(finished.code, Some(1), "{}", finished.stderr);
    assert!(!finished.stdout.is_empty());
    in_plain_words(&finished.stderr);
}

#[test]
fn match_passes_over_blank_lines_and_names_bad_ones() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    fs::write(folder.join("queries.tsv"), "hanoi\thanoi\n").unwrap();
    let articles = "\n{\"id\": 1, \"text\": \"Hanoi\"}\n\n  \r\nno json\n{\"id\": 2, \"text\": 7}\n";
    fs::write(folder.join("articles.jsonl"), articles).unwrap();
    let finished = Veille::new(folder, ["match", "--queries", "queries.tsv", "articles.jsonl"]).finish();
    assert_eq!(finished.code, Some(1), "what was left out is in the exit code too: {}", finished.stderr);
    let ids: Vec<Value> = finished.json_lines().iter().map(|line| line["id"].clone()).collect();
    assert_eq!(ids, [1]);
    let told: Vec<&str> = finished.stderr.lines().collect();
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(
        told[0].starts_with("articles.jsonl:5: ") && told[1].starts_with("articles.jsonl:6: "),
        "{told:?}"
    );
    assert_eq!(told[2], "veille: articles.jsonl: 2 of 3 lines left out, that are no article");
    in_plain_words(&finished.stderr);
    fs::write(folder.join("broken.tsv"), "hanoi\thanoi\nopen\t(a OR\nno tab\n").unwrap();
    let broken =
        Veille::new(folder, ["match", "--queries", "broken.tsv"]).finish_with("{\"text\": \"Hanoi\"}\n");
    assert_eq!((broken.code, broken.stdout.contains("hanoi")), (Some(2), true), "{broken:?}");
    assert!(
        broken.stderr.contains("2 of 3 queries cannot be read and were not asked: open, line 3"),
        "{}",
        broken.stderr
    );
    fs::write(folder.join("latin.tsv"), b"a\tann\xe9e\n").unwrap();
    let latin = Veille::new(folder, ["match", "--queries", "latin.tsv"]).finish_with("");
    assert!(latin.code == Some(2) && latin.stderr.contains("UTF-8"), "{latin:?}");
    let none = Veille::new(folder, ["match", "--queries", "queries.tsv"]).finish_with("no json\n");
    assert_eq!(none.code, Some(1), "{}", none.stderr);
    let torn =
        Veille::new(folder, ["match", "--queries", "queries.tsv"]).finish_with("{\"id\": 1}\n{\"id\": ");
    assert_eq!(torn.code, Some(1), "{}", torn.stderr);
}

#[test]
fn lines_that_are_no_captures_are_told_in_plain_words() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let sound = "{\"body\": \"Les délégations de soixante-douze pays ont signé la Convention contre la cybercriminalité, \
                 ouverte à la signature à Hanoï les 25 et 26 octobre 2025.\"}";
    let lines = format!("no json\n{{\"body\": 7}}\n{{\"url\": 3}}\n{{\"body\n{sound}\n");
    fs::write(folder.join("a.jsonl"), &lines).unwrap();
    let replay = Veille::new(folder, ["replay", "a.jsonl"]).finish().ok();
    assert!(replay.stderr.contains("a.jsonl#1"), "{}", replay.stderr);
    in_plain_words(&replay.stderr);
    for stage in ["clean", "classify", "store"] {
        in_plain_words(&Veille::new(folder, [stage]).finish_with(&lines).stderr);
    }
}

#[test]
fn a_command_that_is_mistyped_says_what_is_expected() {
    let folder = TempDir::new().unwrap();
    let check = |arguments: &[&str], code: i32, said: &str, unsaid: &str| {
        let done = Veille::new(folder.path(), arguments).finish();
        assert_eq!(done.code, Some(code), "{arguments:?}: {}", done.stderr);
        assert!(
            done.stderr.contains(said) && !done.stderr.contains(unsaid),
            "{arguments:?}: {}",
            done.stderr
        );
    };
    check(&["quotes", "--limit", "-1"], 2, "-1", "use '-- -1'");
    check(&["feed", "ftp://paper.example/rss"], 2, "an http or https address", "No such file");
    check(&["search", "a NEAR/0 b"], 2, "NEAR needs a whole number", "\"NEAR\" AND 0");
}
