//! What readers write on the pages, and what is sent to others, while the program runs and is killed.
#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tempfile::TempDir;
use veille_tests::{Veille, root};

use super::looking::{address, found, get};

fn seed(name: &str) -> String {
    root().join("seeds").join(name).to_str().unwrap().to_owned()
}

fn configure(folder: &Path, text: &str) {
    fs::create_dir_all(folder.join("config/topics")).unwrap();
    fs::write(folder.join("config/veille.toml"), format!("[web]\nlisten = \"localhost:0\"\n{text}")).unwrap();
    let topic = "id = \"ratification\"\nquery = 'ratif*'\n[labels]\nen = \"Ratification\"\n";
    fs::write(folder.join("config/topics/ratification.toml"), topic).unwrap();
}

/// Sends a form; the head of the answer.
pub fn post(address: &str, path: &str, fields: &[(&str, &str)]) -> String {
    let encoded = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let body: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    let body = body.join("&");
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

pub fn form(page: &str) -> String {
    page.split("name=\"form\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

#[test]
fn a_topic_that_a_reader_keeps_is_a_file_and_everything_stored_is_judged_by_it() {
    let scratch = TempDir::new().unwrap();
    let (folder, log) = (scratch.path(), scratch.path().join("serve.log"));
    configure(folder, "");
    drop(Veille::new(folder, ["replay", &seed(""), "--quiet"]).finish().ok());
    let mut serve = Veille::new(folder, ["serve"]).start(&log);
    let served = address(&mut serve, &log);
    let rows = |topic: &str| get(&served, &format!("/topic/{topic}.csv")).lines().count() - 1;
    // The index is there.
    assert!(found(&served, "ratif*", 1) > 0);
    let page = get(&served, "/topics/draft?q=convention&language=fr");
    let form = form(&page);
    let keep = |id: &str, query: &str, was: &str| {
        let fields = [
            ("form", &*form),
            ("id", id),
            ("language", "fr"),
            ("q", query),
            ("label", "Convention"),
            ("was", was),
        ];
        post(&served, "/topics/keep", &fields)
    };
    let answer = keep("convention", "convention // a \"note\"", "");
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    let file = fs::read_to_string(folder.join("config/topics/convention.toml")).unwrap();
    assert!(file.contains("id = \"convention\"") && file.contains("[query]\nfr = '''"), "{file}");
    // What the program itself finds with it is what has it; a machine that is busy judges on behind the page.
    let tested = Veille::new(folder, ["topic", "test", "convention", "--json"]).finish().ok().json_lines();
    let tagged = tested.iter().filter(|line| line["matched"] == true).count();
    assert!(tagged > 3, "{tagged} articles");
    let has = |articles: usize| {
        veille_tests::press::wait_until("everything is judged", || rows("convention") == articles);
    };
    has(tagged);
    // Another wording takes the place of the first, which stays known; taken back, all is as it was.
    let page = get(&served, "/topics/draft?id=convention&language=fr&q=ratif*");
    let was = page.split("name=\"was\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert!(keep("convention", "ratif*", &was).starts_with("HTTP/1.1 303"));
    has(rows("ratification"));
    let page = get(&served, "/topic/convention");
    let version =
        page.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let fields = [("form", &*form), ("id", "convention"), ("version", &*version)];
    assert!(post(&served, "/topics/restore", &fields).starts_with("HTTP/1.1 303"));
    has(tagged);
    assert_eq!(fs::read_to_string(folder.join("config/topics/convention.toml")).unwrap(), file);
    assert_eq!(serve.end_with("TERM"), Some(130));
}

#[test]
fn the_list_of_sources_is_changed_on_its_page_as_commands_change_it() {
    let scratch = TempDir::new().unwrap();
    let (folder, log) = (scratch.path(), scratch.path().join("serve.log"));
    configure(folder, "");
    let list = "# Ours.\n[[source]]\nid = \"fleuve\"\nname = \"Le Fleuve\" # first\n\
                feeds = [\"https://hoa:s3cret@fleuve.example/rss\"]\n";
    let file = folder.join("config/sources.toml");
    fs::write(&file, list).unwrap();
    drop(Veille::new(folder, ["replay", &seed("07_vietnamese.txt"), "--quiet"]).finish().ok());
    let mut serve = Veille::new(folder, ["serve"]).start(&log);
    let served = address(&mut serve, &log);
    let page = get(&served, "/sources/fleuve");
    assert!(page.contains("https://fleuve.example/rss") && !page.contains("s3cret"), "{page}");
    assert!(get(&served, "/sources/fleuve.txt").contains("robots.txt is read first"));
    let form = form(&page);
    let send = |change: &str, fields: &[(&str, &str)]| {
        post(&served, &format!("/sources/{change}"), &[&[("form", &*form)], fields].concat())
    };
    assert!(send("pause", &[("id", "fleuve")]).starts_with("HTTP/1.1 303"));
    assert!(fs::read_to_string(&file).unwrap().contains("paused = true"));
    assert!(get(&served, "/sources/fleuve").contains("/sources/resume"));
    assert!(send("resume", &[("id", "fleuve")]).starts_with("HTTP/1.1 303"));
    assert_eq!(fs::read_to_string(&file).unwrap(), list);
    let opml = "<opml><body><outline text=\"Harbour\" xmlUrl=\"https://harbour.example/rss\"/>\
                <outline text=\"Known\" xmlUrl=\"https://fleuve.example/rss\"/></body></opml>";
    let looked = send("import", &[("opml", opml)]);
    assert!(looked.starts_with("HTTP/1.1 200") && looked.contains("Harbour"), "{looked}");
    assert_eq!(fs::read_to_string(&file).unwrap(), list, "looking writes nothing");
    assert!(send("import", &[("opml", opml), ("keep", "1")]).contains("/sources?imported=1"));
    let written = fs::read_to_string(&file).unwrap();
    assert!(written.starts_with(list) && written.contains("https://harbour.example/rss"), "{written}");
    let carried = get(&served, "/sources.opml");
    assert!(carried.contains("harbour.example") && carried.contains("fleuve.example"), "{carried}");
    assert!(!carried.contains("s3cret"), "{carried}");
    let trail = Veille::new(folder, ["audit", "--json"]).finish().ok().stdout;
    for what in ["source-paused", "source-resumed", "sources-imported", "/sources.opml"] {
        assert!(trail.contains(what), "{what}: {trail}");
    }
    assert_eq!(serve.end_with("TERM"), Some(130));
}

/// Somebody who takes messages: none of the first few, and all that come after.
fn taking(refused: usize) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let heard = Arc::new(Mutex::new(Vec::new()));
    let hearing = Arc::clone(&heard);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
            let (mut text, mut chunk) = (String::new(), [0; 8192]);
            let is_whole = |text: &str| {
                text.split_once("\r\n\r\n").is_some_and(|(head, body)| {
                    let length = head.to_lowercase().split("content-length: ").nth(1).map(str::to_owned);
                    length
                        .and_then(|it| it.lines().next()?.trim().parse().ok())
                        .is_some_and(|it: usize| body.len() >= it)
                })
            };
            while !is_whole(&text) {
                match stream.read(&mut chunk) {
                    Ok(length) if length > 0 => text.push_str(&String::from_utf8_lossy(&chunk[..length])),
                    _ => break,
                }
            }
            let mut heard = hearing.lock().unwrap();
            heard.push(text);
            let status = if heard.len() <= refused { "503 Busy" } else { "204 No Content" };
            let answer = format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            drop(stream.write_all(answer.as_bytes()));
        }
    });
    (url, heard)
}

fn header<'t>(message: &'t str, name: &str) -> &'t str {
    let line = message.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
    line.unwrap_or_else(|| panic!("no {name} in {message}")).trim()
}

#[test]
fn a_webhook_is_told_each_change_signed_whoever_is_killed_meanwhile() {
    let scratch = TempDir::new().unwrap();
    let (folder, log) = (scratch.path(), scratch.path().join("serve.log"));
    let (url, heard) = taking(1);
    configure(folder, "[fetcher]\nallow_private_addresses = [\"127.0.0.1\"]\n");
    let replay = |name: &str| drop(Veille::new(folder, ["replay", &seed(name), "--quiet"]).finish().ok());
    replay("03_caption_twice.txt");
    let added = Veille::new(folder, ["webhook", "add", &url, "--filter", "all=1&language=vi", "--json"])
        .finish()
        .ok();
    let (id, secret) = (added.json_lines()[0]["id"].clone(), added.json_lines()[0]["secret"].clone());
    assert!(secret.as_str().unwrap().starts_with("whsec_"));
    let count = || heard.lock().unwrap().len();
    let serve = Veille::new(folder, ["serve"]).start(&log);
    // The greeting was refused once, and comes again.
    veille_tests::press::wait_until("the greeting is taken", || count() >= 2);
    serve.kill();
    replay("07_vietnamese.txt");
    replay("02_photo_credits.txt");
    let serve = Veille::new(folder, ["serve"]).start(&log);
    // What was under way when it was killed may come twice, under its id.
    let told = || {
        let heard = heard.lock().unwrap();
        heard.iter().filter(|message| message.contains("\"article.new\"")).cloned().collect::<Vec<_>>()
    };
    veille_tests::press::wait_until("what was stored meanwhile is told", || !told().is_empty());
    let messages = heard.lock().unwrap().clone();
    assert_eq!(header(&messages[0], "webhook-id"), header(&messages[1], "webhook-id"));
    let message = &told()[0];
    assert!(
        message.contains("\"language\":\"vi\"") && header(message, "webhook-signature").starts_with("v1,")
    );
    let deliveries = || {
        Veille::new(folder, ["webhook", "deliveries", id.as_str().unwrap(), "--json"])
            .finish()
            .ok()
            .json_lines()
    };
    veille_tests::press::wait_until("it is written down", || {
        deliveries().first().is_some_and(|it| it["taken"] == true && it["kind"] == "article.new")
    });
    // French articles pass no filter.
    assert!(told().iter().all(|it| header(it, "webhook-id") == header(message, "webhook-id")));
    let again = deliveries()[0]["id"].as_str().unwrap().to_owned();
    let known = count();
    drop(
        Veille::new(folder, ["webhook", "deliveries", id.as_str().unwrap(), "--again", &again]).finish().ok(),
    );
    veille_tests::press::wait_until("it is sent again", || count() > known);
    assert_eq!(header(heard.lock().unwrap().last().unwrap(), "webhook-id"), again);
    serve.kill();
    let listed = Veille::new(folder, ["webhook", "list"]).finish().ok();
    assert!(listed.stdout.contains(&url) && !listed.stdout.contains(secret.as_str().unwrap()));
    drop(Veille::new(folder, ["webhook", "remove", id.as_str().unwrap()]).finish().ok());
    let refused = Veille::new(folder, ["webhook", "add", &url, "--filter", "topic=hanoi"]).finish();
    assert!(
        refused.code == Some(2) && refused.stderr.contains("no topic is called \"hanoi\"; there are: "),
        "{}",
        refused.stderr
    );
    let refused = Veille::new(folder, ["webhook", "add", "ftp://127.0.0.1/"]).finish();
    assert!(
        refused.code != Some(0) && refused.stderr.contains("no address to send to"),
        "{}",
        refused.stderr
    );
}

#[test]
fn what_a_replay_stores_while_its_pages_are_open_is_sent_too() {
    let scratch = TempDir::new().unwrap();
    let (folder, log) = (scratch.path(), scratch.path().join("replay.log"));
    let (url, heard) = taking(0);
    configure(folder, "[fetcher]\nallow_private_addresses = [\"127.0.0.1\"]\n");
    drop(Veille::new(folder, ["replay", &seed("03_caption_twice.txt"), "--quiet"]).finish().ok());
    drop(Veille::new(folder, ["webhook", "add", &url, "--filter", "all=1"]).finish().ok());
    let arguments = ["replay", &seed("07_vietnamese.txt"), "--serve", "--listen", "127.0.0.1:0"];
    let replay = Veille::new(folder, arguments).start(&log);
    veille_tests::press::wait_until("what it stored is told", || {
        let heard = heard.lock().unwrap();
        heard.iter().any(|it| it.contains("\"article.new\"") && it.contains("\"language\":\"vi\""))
    });
    assert_eq!(replay.end_with("INT"), Some(0));
}
