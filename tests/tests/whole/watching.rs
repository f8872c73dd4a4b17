//! `veille run` as an operator meets it: alone on its store, with sources that change; and what `why` says afterwards.
#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::sleep;
use std::time::Duration;

use tempfile::TempDir;
use veille_tests::press::{Press, rss, wait_until};
use veille_tests::{NatsServer, PostgresServer, Veille, root};

const TEXT: &str = "<p>Les délégations de soixante-douze pays ont signé la Convention des Nations unies contre la \
    cybercriminalité, ouverte à la signature à Hanoï les 25 et 26 octobre 2025.</p><p>Le texte entrera en vigueur quand \
    quarante États l'auront ratifié, a rappelé la présidente de séance.</p>";

fn page(path: &str) -> String {
    format!(
        "<html><head><title>La Convention {path}</title></head><body><article><h1>La Convention {path}</h1>{TEXT}</article></body></html>"
    )
}

fn veille(folder: &Path, arguments: &[&str]) -> Veille {
    Veille::new(folder, arguments)
}

#[test]
fn one_program_at_a_time_fetches_into_a_store_and_a_killed_one_leaves_it_free() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let press = Press::open(|path| (path == "/rss").then(|| rss(&["/1"])));
    press.configure(folder);
    press.sources(folder, &[("a", "/rss")]);
    let first = veille(folder, &["run"]).start(&folder.join("run.log"));
    wait_until("the first one fetches", || press.count("/rss") > 0);
    for arguments in [&["run", "--once"][..], &["fetch", "--once", "--store", "./veille.db"]] {
        let second = veille(folder, arguments).finish();
        assert_eq!(second.code, Some(69), "{}", second.stderr);
        let holder = format!("`veille run`, process {}", first.id());
        assert!(second.stderr.contains(&holder), "{}", second.stderr);
        assert!(second.stderr.contains("--store"), "{}", second.stderr);
    }
    let seeds = root().join("seeds");
    veille(folder, &["replay", seeds.to_str().unwrap(), "--quiet"]).finish().ok();
    assert!(veille(folder, &["export"]).finish().ok().stdout.lines().count() > 10);
    veille(folder, &["why", "https://never.example/"]).finish().ok();

    first.kill();
    veille(folder, &["run", "--once"]).finish().ok();
}

/// Pages of the press that is killed upon.
const PAGES: [&str; 5] = ["/1", "/2", "/3", "/4", "/5"];

/// Kills whoever fetches right after each page was answered, when it is received and hardly anything came of it yet.
fn kill_after_each_page(folder: &Path, arguments: &[&str]) {
    let press = Press::open(|path| if path == "/rss" { Some(rss(&PAGES)) } else { Some(page(path)) });
    press.configure(folder);
    let settings = folder.join("config/veille.toml");
    let slowly =
        fs::read_to_string(&settings).unwrap().replace("host_delay_ms = 10\n", "host_delay_ms = 500\n");
    fs::write(&settings, slowly).unwrap();
    press.sources(folder, &[("a", "/rss")]);
    let asked = || PAGES.iter().map(|path| press.count(path)).sum::<usize>();
    for pages in 1..=PAGES.len() {
        let running = veille(folder, arguments)
            .env("PGPASSWORD", PostgresServer::PASSWORD)
            .start(&folder.join("run.log"));
        wait_until("the next page is asked for", || asked() >= pages);
        sleep(Duration::from_millis(60));
        running.kill();
    }
    let _running =
        veille(folder, arguments).env("PGPASSWORD", PostgresServer::PASSWORD).start(&folder.join("run.log"));
    let read = press.count("/rss");
    wait_until("the feed is read once more", || press.count("/rss") > read + 1);
    let counts = PAGES.map(|path| press.count(path));
    assert_eq!(
        counts,
        [1; PAGES.len()],
        "{arguments:?}: {}",
        fs::read_to_string(folder.join("run.log")).unwrap()
    );
}

#[test]
fn whoever_fetches_after_a_kill_asks_for_no_page_again_that_was_answered() {
    let scratch = TempDir::new().unwrap();
    kill_after_each_page(scratch.path(), &["run"]);
}

#[test]
fn what_was_answered_lies_in_the_working_folder_of_whoever_fetches_into_a_database() {
    let Some(server) = PostgresServer::shared() else { return };
    let scratch = TempDir::new().unwrap();
    kill_after_each_page(scratch.path(), &["run", "--store", &server.store()]);
}

#[test]
fn what_was_answered_lies_at_the_nats_server_for_whoever_fetches_next() {
    let scratch = TempDir::new().unwrap();
    let server = NatsServer::start(scratch.path());
    kill_after_each_page(scratch.path(), &["fetch", "--nats", &server.url()]);
}

#[test]
fn whoever_fetches_once_for_a_nats_server_is_alone_with_it() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let server = NatsServer::start(folder);
    let press = Press::open(|path| (path == "/rss").then(|| rss(&["/1"])));
    press.configure(folder);
    press.sources(folder, &[("a", "/rss")]);
    let url = server.url();
    let first = veille(folder, &["fetch", "--nats", &url]).start(&folder.join("fetch.log"));
    wait_until("the first one fetches", || press.count("/rss") > 0);
    let second = veille(folder, &["fetch", "--once", "--nats", &url]).finish();
    assert_eq!(second.code, Some(69), "{}", second.stderr);
    let holder = format!("`veille fetch`, process {}", first.id());
    assert!(second.stderr.contains(&holder), "{}", second.stderr);
}

/// Papers that are read through a proxy, so that each has a domain of its own.
const PAPERS: usize = 12;

fn paper(number: usize) -> String {
    format!("http://paper-{}.example", number % PAPERS)
}

/// What each paper's feed announces: pages of its own, and of the next paper, which announces them too.
fn announced(number: usize, editions: usize) -> Vec<String> {
    let of = |paper: String| (0..editions).map(move |edition| format!("{paper}/{edition}"));
    of(paper(number)).chain(of(paper(number + 1))).collect()
}

#[test]
fn fetchers_of_a_nats_server_share_the_press_and_take_over_what_a_killed_one_had() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    // With the rights that fetchers have: they ask and answer each other.
    let server = NatsServer::deployed(folder);
    let editions = Arc::new(AtomicUsize::new(3));
    let asked_at_once = Arc::new(Mutex::new(HashMap::<String, usize>::new()));
    let collisions = Arc::new(AtomicUsize::new(0));
    let press = {
        let (editions, at_once, collisions) =
            (Arc::clone(&editions), Arc::clone(&asked_at_once), Arc::clone(&collisions));
        Press::open(move |address| {
            let domain = address.split('/').nth(2)?.to_owned();
            let busy = {
                let mut at_once = at_once.lock().unwrap();
                let busy = at_once.entry(domain.clone()).or_default();
                *busy += 1;
                *busy
            };
            collisions.fetch_add(usize::from(busy > 1), Ordering::Relaxed);
            sleep(Duration::from_millis(60));
            *at_once.lock().unwrap().get_mut(&domain).unwrap() -= 1;
            let path = address.splitn(4, '/').nth(3)?;
            let number = domain.strip_prefix("paper-")?.strip_suffix(".example")?.parse().ok()?;
            match path {
                "rss" => {
                    let links = announced(number, editions.load(Ordering::Relaxed));
                    Some(rss(&links.iter().map(String::as_str).collect::<Vec<_>>()))
                }
                "robots.txt" => None,
                _ => Some(page(address)),
            }
        })
    };
    press.configure(folder);
    let settings = folder.join("config/veille.toml");
    let with_proxy = fs::read_to_string(&settings)
        .unwrap()
        .replace("[fetcher]\n", &format!("[fetcher]\nproxy = \"{}\"\n", press.url("")));
    fs::write(&settings, with_proxy).unwrap();
    let list: String = (0..PAPERS)
        .map(|number| {
            format!("[[source]]\nid = \"p{number}\"\nname = \"P\"\nfeeds = [\"{}/rss\"]\n", paper(number))
        })
        .collect();
    fs::write(folder.join("config/sources.toml"), list).unwrap();
    let url = server.url();
    let of = |user: &str, arguments: &[&str]| {
        let of = veille(folder, arguments).env("VEILLE_NATS_USER", user);
        of.env("VEILLE_NATS_PASSWORD", NatsServer::PASSWORD)
    };
    of("operator", &["streams", "apply", "--nats", &url]).finish().ok();
    let start = |name: &str| of("fetch", &["fetch", "--nats", &url]).start(&folder.join(name));
    let logs = || ["one.log", "two.log"].map(|log| fs::read_to_string(folder.join(log)).unwrap());
    let pages = |editions: std::ops::Range<usize>| -> Vec<String> {
        (0..PAPERS)
            .flat_map(|number| editions.clone().map(move |edition| format!("{}/{edition}", paper(number))))
            .collect()
    };
    let readings =
        || (0..PAPERS).map(|number| press.count(&format!("{}/rss", paper(number)))).collect::<Vec<_>>();
    let is_read_again =
        |before: &[usize]| readings().iter().zip(before).all(|(now, before)| *now > before + 1);

    let (one, _two) = (start("one.log"), start("two.log"));
    wait_until("the first editions are had", || pages(0..3).iter().all(|page| press.count(page) > 0));
    // The one who came first gives up its half.
    sleep(Duration::from_secs(6));
    editions.store(6, Ordering::Relaxed);
    wait_until("the second editions are had", || pages(3..6).iter().all(|page| press.count(page) > 0));
    let before = readings();
    wait_until("all feeds are read again", || is_read_again(&before));
    let counts: Vec<usize> = pages(0..6).iter().map(|page| press.count(page)).collect();
    assert_eq!(counts, vec![1; counts.len()], "{:#?}", logs());

    editions.store(9, Ordering::Relaxed);
    wait_until("the third editions are asked for", || {
        pages(6..9).iter().filter(|page| press.count(page) > 0).count() > PAPERS / 2
    });
    one.kill();
    wait_until("the third editions are had", || pages(6..9).iter().all(|page| press.count(page) > 0));
    let before = readings();
    wait_until("all feeds are read again, by the other one", || is_read_again(&before));
    for number in 0..PAPERS {
        let counts: Vec<usize> =
            (0..9).map(|edition| press.count(&format!("{}/{edition}", paper(number)))).collect();
        // One of each paper was under way at most when its fetcher was killed.
        assert!(counts.iter().sum::<usize>() <= 10, "{counts:?}: {:#?}", logs());
    }
    assert_eq!(collisions.load(Ordering::Relaxed), 0, "two asked one paper at once: {:#?}", logs());
    let log = fs::read_to_string(folder.join("nats.log")).unwrap();
    assert!(!log.contains("Permissions Violation"), "{log}");
}

/// A fetcher of its server, told to stop once this is done to the server.
fn fetch_and_stop(prepare: impl FnOnce(&NatsServer)) {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let server = NatsServer::start(folder);
    let held = Arc::new(AtomicBool::new(true));
    let waits = Arc::clone(&held);
    let press = Press::open(move |path| match path {
        "/rss" => Some(rss(&["/one"])),
        "/one" => {
            while waits.load(Ordering::Relaxed) {
                sleep(Duration::from_millis(20));
            }
            Some(page(path))
        }
        _ => None,
    });
    press.configure(folder);
    press.sources(folder, &[("a", "/rss")]);
    let log = folder.join("fetch.log");
    let mut fetching = veille(folder, &["fetch", "--nats", &server.url()]).start(&log);
    wait_until("the page is asked for", || press.count("/one") > 0);
    prepare(&server);
    held.store(false, Ordering::Relaxed);
    sleep(Duration::from_secs(1));
    fetching.signal("TERM");
    let told = std::time::Instant::now();
    let code = loop {
        if let Some(code) = fetching.ended() {
            break code;
        }
        assert!(told.elapsed() < Duration::from_secs(90), "{}", fs::read_to_string(&log).unwrap());
        sleep(Duration::from_millis(100));
    };
    assert_eq!(code, 130, "{}", fs::read_to_string(&log).unwrap());
    server.signal("CONT");
}

#[test]
fn a_fetcher_told_to_stop_ends_though_its_server_answers_nobody() {
    fetch_and_stop(|server| server.signal("STOP"));
}

#[test]
fn a_fetcher_waits_for_its_memory_as_it_does_for_the_streams() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let server = NatsServer::deployed(folder);
    let url = server.url();
    let press = Press::open(|path| (path == "/rss").then(|| rss(&[])));
    press.configure(folder);
    press.sources(folder, &[("a", "/rss")]);
    let of = |user: &str, arguments: &[&str]| {
        let of = veille(folder, arguments).env("VEILLE_NATS_USER", user);
        of.env("VEILLE_NATS_PASSWORD", NatsServer::PASSWORD)
    };
    of("operator", &["streams", "apply", "--nats", &url]).finish().ok();
    assert_eq!(server.publish_as("operator", "$JS.API.STREAM.DELETE.KV_veille-frontier", b""), None);
    let log = folder.join("fetch.log");
    let mut fetching = of("fetch", &["fetch", "--nats", &url]).start(&log);
    wait_until("it waits", || fs::read_to_string(&log).unwrap().contains("not ready yet; waiting"));
    assert_eq!(fetching.ended(), None, "{}", fs::read_to_string(&log).unwrap());
    of("operator", &["streams", "apply", "--nats", &url]).finish().ok();
    wait_until("it fetches", || press.count("/rss") > 0);
}

#[test]
fn sources_are_taken_over_while_it_runs_and_a_wrong_list_is_refused_with_its_line() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let press = Press::open(|path| path.ends_with("rss").then(|| rss(&["/1"])));
    press.configure(folder);
    press.sources(folder, &[("a", "/a/rss")]);
    let log = folder.join("run.log");
    let logged = |part: &str| fs::read_to_string(&log).unwrap().contains(part);
    let _running = veille(folder, &["run"]).start(&log);
    wait_until("the first source is read", || press.count("/a/rss") > 0);

    press.sources(folder, &[("a", "/a/rss"), ("b", "/b/rss")]);
    wait_until("the added source is read", || press.count("/b/rss") > 0);

    let list = folder.join("config/sources.toml");
    let good = fs::read_to_string(&list).unwrap();
    fs::write(&list, format!("{good}\n[[source]]\nid = \"c\"\nnmae = \"C\"\n")).unwrap();
    wait_until("the wrong list is refused", || logged("nmae"));
    assert!(logged("sources.toml:10:1"), "{}", fs::read_to_string(&log).unwrap());
    let before = press.count("/b/rss");
    wait_until("the old list stays", || press.count("/b/rss") > before + 1);

    press.sources(folder, &[("b", "/b/rss")]);
    wait_until("the removed source is gone", || logged("removed=1"));
    let (gone, stays) = (press.count("/a/rss"), press.count("/b/rss"));
    wait_until("the other one stays", || press.count("/b/rss") > stays + 3);
    assert!(press.count("/a/rss") <= gone + 1, "a source that is gone was read on");
}

#[test]
fn why_ends_with_what_is_true_now() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let port = std::sync::Arc::new(std::sync::OnceLock::<u16>::new());
    let own = std::sync::Arc::clone(&port);
    let press = Press::open(move |path| match path {
        "/rss" => {
            let here = format!("http://127.0.0.1:{}", own.get()?);
            Some(rss(&[&format!("{here}/a"), &format!("{here}/b")]))
        }
        "/a" | "/b" => Some(page(path)),
        _ => None,
    });
    port.set(press.port).unwrap();
    press.configure(folder);
    press.sources(folder, &[("a", "/rss")]);
    let topic = "id = \"hanoi\"\nquery = '''convention AND cybercriminalite'''\n";
    fs::write(folder.join("config/topics/hanoi.toml"), topic).unwrap();
    veille(folder, &["run", "--once"]).finish().ok();

    let page = veille(folder, &["why", &press.url("/a")]).finish().ok().stdout;
    let last = page.lines().last().unwrap();
    assert!(
        last.starts_with("now: stored on 20") && last.contains("revision 1") && last.contains("in hanoi"),
        "{page}"
    );
    let json = veille(folder, &["why", &press.url("/a"), "--json"]).finish().ok().json_lines();
    let last = json.last().unwrap();
    assert_eq!(
        (&last["now"], &last["topics"][0], &last["number"]),
        (&"stored".into(), &"hanoi".into(), &1.into())
    );

    let feed = veille(folder, &["why", &press.url("/rss")]).finish().ok().stdout;
    assert!(feed.contains("now: a feed of a, last read on 20") && feed.contains(": 2 entries, "), "{feed}");

    let never = veille(folder, &["why", "https://never.example/x"]).finish().ok();
    assert!(never.stderr.contains("was never discovered"), "{}", never.stderr);
    assert!(never.stderr.contains(&format!("  a  {}", press.url("/rss"))), "{}", never.stderr);
    let never = veille(folder, &["why", "https://never.example/x", "--json"]).finish().ok().json_lines();
    assert_eq!(never[0]["asked"][0]["source"], "a");
}

#[test]
fn a_document_without_an_address_goes_by_the_name_of_its_file() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    fs::create_dir(folder.join("papers")).unwrap();
    let text = TEXT.replace("<p>", "").replace("</p>", "\n\n");
    fs::write(folder.join("papers/whole.txt"), format!("La Convention\n\n{text}")).unwrap();
    fs::write(folder.join("papers/short.txt"), "Suite en page 2\n").unwrap();
    let replay = veille(folder, &["replay", "papers"]).finish().ok();
    assert!(replay.stderr.contains("clean: discarded papers/short.txt"), "{}", replay.stderr);

    for name in [
        "papers/whole.txt",
        "./papers/whole.txt",
        "whole.txt",
        folder.join("papers/whole.txt").to_str().unwrap(),
    ] {
        let why = veille(folder, &["why", name]).finish().ok().stdout;
        assert!(why.contains("store: forwarded papers/whole.txt"), "{name}: {why}");
        assert!(why.lines().last().unwrap().starts_with("now: stored"), "{name}: {why}");
    }
    let short = veille(folder, &["why", "short.txt"]).finish().ok().stdout;
    assert!(short.contains("clean: discarded papers/short.txt"), "{short}");
    assert!(short.lines().last().unwrap().starts_with("now: not stored"), "{short}");
    // By its id, too, it is told which file it was.
    let stored = veille(folder, &["export"]).finish().ok().json_lines();
    let why = veille(folder, &["why", stored[0]["id"].as_str().unwrap()]).finish().ok().stdout;
    assert!(why.contains("capture: forwarded papers/whole.txt"), "{why}");
}
