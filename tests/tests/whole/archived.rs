//! `veille fetch URL…`, and what is fetched kept as WARC: replayed, it gives the same articles without a network.
#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tempfile::TempDir;
use veille_tests::Veille;
use veille_tests::press::{Press, rss};

const TEXT: &str = "<p>Les délégations de soixante-douze pays ont signé la Convention des Nations unies contre la \
    cybercriminalité, ouverte à la signature à Hanoï les 25 et 26 octobre 2025.</p><p>Le texte entrera en vigueur quand \
    quarante États l'auront ratifié, a rappelé la présidente de séance.</p>";

fn page(path: &str) -> Option<String> {
    let number = path.strip_prefix("/a/")?;
    Some(format!(
        "<html><head><title>La Convention numéro {number}</title></head><body><article><h1>La Convention numéro {number}</h1>\
         {TEXT}<p>Page {number}.</p></article></body></html>"
    ))
}

fn veille(folder: &Path, arguments: &[&str]) -> Veille {
    Veille::new(folder, arguments)
}

#[test]
fn addresses_are_fetched_once_and_each_has_its_outcome() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let press = Press::open(|path| match path {
        "/robots.txt" => Some("User-agent: *\nDisallow: /secret\n".to_owned()),
        "/rss" => Some(rss(&["http://x.example/1", "http://x.example/2"])),
        path => page(path),
    });
    press.configure(folder);
    let urls = ["/a/1", "/gone", "/secret", "/rss"].map(|path| press.url(path));
    let mut arguments = vec!["fetch"];
    arguments.extend(urls.iter().map(String::as_str));
    let fetched = veille(folder, &arguments).finish();
    assert_eq!(fetched.code, Some(1), "{}", fetched.stderr);
    let kinds: Vec<String> =
        fetched.json_lines().iter().map(|capture| capture["kind"].as_str().unwrap().to_owned()).collect();
    assert_eq!(kinds, ["page", "entry", "entry"]);
    for part in ["a/1: captured", "a feed of 2 entries", "(http_404)", "(robots)", "2 of 4 not fetched"] {
        assert!(fetched.stderr.contains(part), "{part}: {}", fetched.stderr);
    }
    assert_eq!((press.count("/robots.txt"), press.count("/a/1"), press.count("/secret")), (1, 1, 0));

    let kept = veille(folder, &["fetch", &urls[0], "-o", "kept.warc.gz"]).finish().ok();
    assert_eq!(kept.stdout, "");
    veille(folder, &["fetch", &urls[0], "--output", "kept.jsonl"]).finish().ok();
    for file in ["kept.warc.gz", "kept.jsonl"] {
        let cleaned =
            veille(folder, &["replay", file, "--store", &format!("{file}.db"), "--json"]).finish().ok();
        assert!(cleaned.stdout.contains("La Convention numéro 1"), "{file}: {}", cleaned.stderr);
    }
}

#[test]
fn what_is_fetched_is_kept_and_replayed_gives_the_same_articles() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let press = Press::open(|path| match path {
        "/rss" => Some(rss(&["/a/1", "/a/2", "/a/3", "/gone"])),
        path => page(path),
    });
    press.configure(folder);
    press.sources(folder, &[("fleuve", "/rss")]);
    let settings = folder.join("config/veille.toml");
    let written = fs::read_to_string(&settings).unwrap();
    fs::write(&settings, format!("{written}attempts_max = 1\n[archive]\nfolder = \"archive\"\n")).unwrap();
    veille(folder, &["run", "--once"]).finish().ok();
    // A second start goes on with the file of the hour, or begins the next.
    veille(folder, &["fetch", &press.url("/a/4")]).finish().ok();
    drop(press);

    let export = |store: &str| {
        let mut lines: Vec<String> = veille(folder, &["export", "--store", store])
            .finish()
            .ok()
            .stdout
            .lines()
            .map(str::to_owned)
            .collect();
        lines.sort();
        lines
    };
    veille(folder, &["replay", "archive", "--store", "again.db"]).finish().ok();
    let (stored, mut again) = (export("veille.db"), export("again.db"));
    // Three pages, and the entry that stands in for the one that is gone; the page that was fetched alone is not in the store.
    assert_eq!((stored.len(), again.len()), (4, 5));
    again.retain(|line| !line.contains("/a/4"));
    assert_eq!(stored, again);

    // A place that cannot be written to is told before anybody is asked.
    fs::write(&settings, format!("{written}[archive]\nfolder = \"veille.db\"\n")).unwrap();
    let refused = veille(folder, &["run", "--once"]).finish();
    assert_eq!(refused.code, Some(1), "{}", refused.stderr);
    assert!(refused.stderr.contains("archive.folder"), "{}", refused.stderr);
}

#[test]
fn a_section_page_and_a_single_page_are_sources() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let version = Arc::new(AtomicUsize::new(0));
    let served = Arc::clone(&version);
    let press = Press::open(move |path| {
        match path {
        "/monde/" => Some(
            (1..=5)
                .map(|n| format!("<article><h2><a href='/a/{n}000'>La Convention numéro {n}000 est signée</a></h2></article>"))
                .fold("<html><body><nav><a href='/monde/sport'>Sport</a></nav>".to_owned(), |page, card| page + &card),
        ),
        "/avis" => page(&format!("/a/9{}", served.load(Ordering::Relaxed))),
        path => page(path),
    }
    });
    press.configure(folder);
    press.sources(folder, &[]);
    let section = press.url("/monde/");
    let shown =
        veille(folder, &["source", "add", &section, "--id", "fleuve", "--dry-run", "--json"]).finish();
    let [found, added] = &shown.ok().json_lines()[..] else {
        panic!("what was found, and what would be added")
    };
    assert_eq!(
        (&found["how"], &found["entries"], &added["source"]["id"]),
        (&"section".into(), &5.into(), &"fleuve".into())
    );
    let newest = &found["newest"][0];
    assert!(newest["title"].as_str().is_some_and(|title| title.contains("La Convention")), "{found}");
    assert_eq!((&newest["language"], &found["crawl_delay_secs"]), (&"fr".into(), &serde_json::Value::Null));
    let added = veille(folder, &["source", "add", &section, "--id", "fleuve"]).finish().ok();
    for part in ["(section)", "5 entries", "La Convention numéro 1000"] {
        assert!(added.stdout.contains(part), "{part}: {}", added.stdout);
    }
    let list = folder.join("config/sources.toml");
    let written = fs::read_to_string(&list).unwrap();
    assert!(written.contains("sections = [") && !written.contains("feeds"), "{written}");
    fs::write(&list, format!("{written}pages = [\"{}\"]\n", press.url("/avis"))).unwrap();

    let tested = veille(folder, &["source", "test"]).finish().ok();
    assert!(
        tested.stdout.contains("5 entries") && tested.stderr.contains("2 feeds can be read"),
        "{tested:?}"
    );
    veille(folder, &["run", "--once"]).finish().ok();
    let export = || veille(folder, &["export"]).finish().ok().stdout;
    let stored = export();
    assert_eq!(stored.lines().count(), 6, "{stored}");
    assert!(stored.contains("La Convention numéro 90") && stored.contains("La Convention numéro 5000"));
    assert_eq!(press.count("/monde/sport"), 0);

    version.store(1, Ordering::Relaxed);
    std::thread::sleep(std::time::Duration::from_millis(2_100));
    veille(folder, &["run", "--once"]).finish().ok();
    let stored = export();
    assert_eq!(stored.lines().count(), 6, "{stored}");
    assert!(stored.contains("La Convention numéro 91") && !stored.contains("La Convention numéro 90"));
    assert_eq!(press.count("/a/1000"), 1);
    let health = veille(folder, &["source", "health"]).finish().ok().stdout;
    assert_eq!(health.lines().filter(|line| line.starts_with("well")).count(), 2, "{health}");

    fs::write(&list, written.replace("\" }", "\", selector = \"a >> \" }")).unwrap();
    let checked = veille(folder, &["check"]).finish();
    assert_eq!(checked.code, Some(78), "{}", checked.stderr);
    assert!(format!("{}{}", checked.stdout, checked.stderr).contains("no CSS selector"), "{checked:?}");
}
