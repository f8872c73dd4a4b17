//! What is stored, looked at over HTTP while the program runs.
#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;
use veille_tests::{Running, Veille, root};

/// The address that a program says it serves at.
pub fn address(running: &mut Running, log: &Path) -> String {
    let deadline = Instant::now() + Duration::from_secs(120);
    loop {
        let said = fs::read_to_string(log).unwrap_or_default();
        if let Some((_, rest)) = said.split_once("look at it: http://") {
            return rest.split('/').next().unwrap().to_owned();
        }
        assert_eq!(running.ended(), None, "it has ended: {said}");
        assert!(Instant::now() < deadline, "no address is said: {said}");
        sleep(Duration::from_millis(20));
    }
}

pub fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200"), "{path}: {head}");
    body.to_owned()
}

#[test]
fn a_minute_after_cloning_there_is_a_page_and_it_has_what_was_stored() {
    let scratch = TempDir::new().unwrap();
    let (folder, log) = (scratch.path(), scratch.path().join("replay.log"));
    let seeds = root().join("seeds");
    let arguments = ["replay", seeds.to_str().unwrap(), "--serve", "--listen", "127.0.0.1:0"];
    let mut replay = Veille::new(folder, arguments).start(&log);
    let served = address(&mut replay, &log);
    let today = get(&served, "/");
    assert!(today.contains("<article class=\"item\"") && today.contains("<mark>"), "{today}");

    // The table of the list is what `export` prints of the store, with and without a topic.
    let exported = Veille::new(folder, ["export"]).finish().ok().json_lines();
    let mut expected: Vec<&str> = exported.iter().map(|article| article["id"].as_str().unwrap()).collect();
    let table = get(&served, "/today.csv?all=1");
    let mut ids: Vec<&str> = table.lines().skip(1).filter_map(|line| line.rsplit(',').next()).collect();
    expected.sort_unstable();
    ids.sort_unstable();
    assert_eq!(ids, expected);

    // Each article in the feed opens, and says why it is there.
    let feed: Value = serde_json::from_str(&get(&served, "/today.json")).unwrap();
    let items = feed["items"].as_array().unwrap();
    assert!(items.len() > 10, "{} items", items.len());
    for item in items {
        let url = item["url"].as_str().unwrap();
        let page = get(&served, url.strip_prefix(&format!("http://{served}")).unwrap());
        for passage in item["_veille"]["passages"].as_array().unwrap() {
            let exact = passage["exact"].as_str().unwrap().replace('\'', "&#39;");
            assert!(page.contains(&exact), "{exact} is not in {url}");
        }
        // What the page shows is what is stored, to the code point.
        let stored: Value =
            serde_json::from_str(&get(&served, &format!("/article/{}.json", id(item)))).unwrap();
        // Beside what it is among the others, which `export` tells as soon as that is known.
        let fields = stored.as_object().unwrap();
        let same = |other: &&Value| fields.iter().all(|(name, value)| other[name] == *value);
        assert!(exported.iter().any(|other| same(&other)), "{stored}");
    }
    assert!(get(&served, "/topics").contains("Hanoi Convention"));
    assert!(get(&served, "/outcomes").contains("Cleaning"));
    // The index is kept meanwhile; a search finds what the topic of that query has found.
    let searched = found(&served, "%22convention+de+hanoi%22", 5);
    assert!(searched >= 5, "{searched}");

    // A second one wants the same address, and is told.
    let taken = Veille::new(folder, ["serve", "--listen", &served]).finish();
    assert_eq!(taken.code, Some(69), "{}", taken.stderr);
    assert!(taken.stderr.contains("is taken"), "{}", taken.stderr);
    // What was to be replayed was replayed.
    assert_eq!(replay.end_with("INT"), Some(0));
}

#[test]
fn no_page_weighs_more_than_a_phone_should_wait_for() {
    let scratch = TempDir::new().unwrap();
    let seeds = root().join("seeds");
    let arguments = ["replay", seeds.to_str().unwrap(), "--serve", "--listen", "127.0.0.1:0"];
    let log = scratch.path().join("replay.log");
    let mut replay = Veille::new(scratch.path(), arguments).start(&log);
    let served = address(&mut replay, &log);
    found(&served, "hanoi", 5);
    let feed: Value = serde_json::from_str(&get(&served, "/today.json")).unwrap();
    let articles = feed["items"].as_array().unwrap().iter().map(id);
    let mut pages: Vec<String> = articles.map(|id| format!("/article/{id}")).collect();
    assert!(pages.len() > 10);
    // Twenty articles with all that can stand under one, and every other page.
    pages.extend(
        [
            "/",
            "/?all=1",
            "/?all=1&each=1",
            "/?all=1&each=1&sort=relevant&originals=1",
            "/search",
            "/search?q=hanoi&triage=any",
            "/search?q=%22convention+de+hanoi%22+OR+%22hanoi+convention%22",
            "/stories?all=1",
            "/coverage?all=1",
            "/coverage?by=hour",
            "/people?all=1",
            "/people?by=ministre",
            "/topics",
            "/topic/hanoi-convention?near=1",
            "/topics/draft?q=ratif*",
            "/sources",
            "/outcomes",
            "/streams",
            "/trace",
            "/add",
            "/audit",
            "/zone",
        ]
        .map(str::to_owned),
    );
    // Arabic letters take two bytes each.
    for (language, bytes_max) in [("en", 60_000), ("ar", 62_500)] {
        for page in &pages {
            let address = format!("{page}{}ui={language}", if page.contains('?') { '&' } else { '?' });
            let bytes = get(&served, &address).len();
            assert!(bytes <= bytes_max, "{address}: {bytes} bytes");
        }
    }
    assert_eq!(replay.end_with("INT"), Some(0));
}

#[test]
fn what_another_program_stores_appears_and_topics_are_taken_over() {
    let scratch = TempDir::new().unwrap();
    let (folder, log) = (scratch.path(), scratch.path().join("serve.log"));
    fs::create_dir_all(folder.join("config/topics")).unwrap();
    fs::write(folder.join("config/veille.toml"), "[web]\nlisten = \"localhost:0\"\n").unwrap();
    let topic =
        |label: &str| format!("id = \"ratification\"\nquery = 'ratif*'\n[labels]\nen = \"{label}\"\n");
    fs::write(folder.join("config/topics/ratification.toml"), topic("As it was")).unwrap();
    let seed = |name: &str| root().join("seeds").join(name).to_str().unwrap().to_owned();
    let replay = |name: &str| drop(Veille::new(folder, ["replay", &seed(name), "--quiet"]).finish().ok());
    replay("03_caption_twice.txt");
    let mut serve = Veille::new(folder, ["serve"]).start(&log);
    let served = address(&mut serve, &log);
    let count = || get(&served, "/today.csv?all=1").lines().count() - 1;
    assert_eq!(count(), 1);
    assert!(get(&served, "/topics").contains("As it was"));
    let mut stream = TcpStream::connect(&served).unwrap();
    write!(stream, "GET /api/v1/stream?all=1 HTTP/1.1\r\nHost: {served}\r\n\r\n").unwrap();
    hear(&mut stream, "event: ready");
    replay("07_vietnamese.txt");
    assert_eq!(count(), 2);
    // Who listens is told, and a search finds it once the index has followed.
    hear(&mut stream, "event: new");
    assert_eq!(found(&served, "lang:vi", 1), 1);
    fs::write(folder.join("config/topics/ratification.toml"), topic("As it is")).unwrap();
    let deadline = Instant::now() + Duration::from_secs(60);
    while !get(&served, "/topics").contains("As it is") {
        assert!(Instant::now() < deadline, "the changed label does not appear");
        sleep(Duration::from_millis(100));
    }
    assert_eq!(serve.end_with("TERM"), Some(130));
}

#[test]
fn no_other_machine_is_let_in_and_no_store_is_made_to_look_at() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let open = Veille::new(folder, ["serve", "--listen", "everywhere"]).finish();
    assert_eq!(open.code, Some(2), "{}", open.stderr);
    assert!(open.stderr.contains("no place to listen at"), "{}", open.stderr);
    let none = Veille::new(folder, ["serve", "--listen", "127.0.0.1:0"]).finish();
    assert_eq!(none.code, Some(1));
    assert!(none.stderr.contains("there is no store yet"), "{}", none.stderr);
    fs::create_dir_all(folder.join("config/topics")).unwrap();
    fs::write(folder.join("config/veille.toml"), "[web]\nlisten = \"everywhere\"\n").unwrap();
    let configured = Veille::new(folder, ["check"]).finish();
    assert_eq!(configured.code, Some(78), "{}", configured.stderr);
    let said = format!("{}{}", configured.stdout, configured.stderr);
    assert!(said.contains("veille.toml:2:") && said.contains("no place to listen at"), "{said}");
    fs::remove_dir_all(folder.join("config")).unwrap();
    // An address that is taken is told before a replay begins.
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = other.local_addr().unwrap().to_string();
    let seeds = root().join("seeds");
    let replay = ["replay", seeds.to_str().unwrap(), "--serve", "--listen", &taken];
    assert_eq!(Veille::new(folder, replay).finish().code, Some(69));
}

/// What a server says to a request with these lines, head and body.
fn said(address: &str, request: &str, lines: &str, body: &str) -> (String, String) {
    let mut stream = TcpStream::connect(address).unwrap();
    let length = body.len();
    let head =
        format!("{request} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Length: {length}");
    write!(stream, "{head}\r\n{lines}\r\n{body}").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.to_owned(), body.to_owned())
}

#[test]
fn others_than_this_machine_look_only_with_a_name_and_a_password_and_what_they_do_is_written_down() {
    let scratch = TempDir::new().unwrap();
    let (folder, log) = (scratch.path(), scratch.path().join("serve.log"));
    let seed = root().join("seeds/03_caption_twice.txt");
    let run = |arguments: &[&str]| Veille::new(folder, arguments.iter().copied()).finish();
    assert_eq!(run(&["replay", seed.to_str().unwrap()]).code, Some(0));
    let nobody = run(&["serve", "--listen", "0.0.0.0:0"]);
    assert_eq!(nobody.code, Some(78), "{}", nobody.stderr);
    assert!(nobody.stderr.contains("there are no users"), "{}", nobody.stderr);
    let piped =
        |arguments: &[&str], line: &str| Veille::new(folder, arguments.iter().copied()).finish_with(line);
    assert_eq!(piped(&["user", "add", "hoa"], "short\n").code, Some(2));
    assert_eq!(piped(&["user", "add", "hoa", "--role", "editor"], "hà nội 2025\n").code, Some(0));
    assert_eq!(piped(&["user", "add", "hoa"], "hà nội 2025\n").code, Some(2), "there is one already");
    let token = run(&["token", "add", "a spreadsheet", "--user", "hoa"]).stdout.trim().to_owned();
    // Asked on this machine's own address too, where the configuration says so: the test asks no other.
    fs::create_dir_all(folder.join("config/topics")).unwrap();
    fs::write(folder.join("config/veille.toml"), "[web]\nlogin = \"always\"\n").unwrap();
    let mut serve = Veille::new(folder, ["serve", "--listen", "127.0.0.1:0"]).start(&log);
    let served = address(&mut serve, &log);
    let (head, _) = said(&served, "GET /topics", "", "");
    assert!(head.starts_with("HTTP/1.1 303") && head.contains("location: /login?next=%2Ftopics"), "{head}");
    assert!(said(&served, "GET /today.csv", "", "").0.starts_with("HTTP/1.1 401"));
    let bearer = format!("Authorization: Bearer {token}\r\n");
    assert!(said(&served, "GET /today.csv?all=1", &bearer, "").0.starts_with("HTTP/1.1 200"));
    let (_, page) = said(&served, "GET /login", "", "");
    let form = page.split("name=\"form\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let log_in = |password: &str| {
        let body = format!("form={form}&name=hoa&password={password}&next=/topics");
        said(&served, "POST /login", "Content-Type: application/x-www-form-urlencoded\r\n", &body).0
    };
    assert!(log_in("wrong").starts_with("HTTP/1.1 401"));
    let head = log_in("h%C3%A0+n%E1%BB%99i+2025");
    assert!(head.starts_with("HTTP/1.1 303") && head.contains("location: /topics"), "{head}");
    let cookie = head.split("set-cookie: ").nth(1).unwrap().split(';').next().unwrap().to_owned();
    let with = format!("Cookie: {cookie}\r\n");
    assert!(said(&served, "GET /topics", &with, "").0.starts_with("HTTP/1.1 200"));
    assert!(run(&["user", "list"]).stdout.contains("hoa\teditor\tpassword"));
    // Revoked elsewhere, both end at once.
    let id = run(&["token", "list"]).stdout.lines().nth(1).unwrap().split('\t').next().unwrap().to_owned();
    assert_eq!(run(&["token", "revoke", &id]).code, Some(0));
    assert!(said(&served, "GET /today.csv?all=1", &bearer, "").0.starts_with("HTTP/1.1 401"));
    assert_eq!(run(&["user", "remove", "hoa"]).code, Some(0));
    assert!(said(&served, "GET /topics", &with, "").0.starts_with("HTTP/1.1 303"));
    assert_eq!(serve.end_with("TERM"), Some(130));
    let audit = run(&["audit"]);
    let what: Vec<&str> = audit.stdout.lines().skip(1).map(|line| line.split('\t').nth(3).unwrap()).collect();
    let expected = "user-added token-added export login-failed login token-revoked user-removed";
    assert_eq!(what.join(" "), expected);
    assert!(!audit.stdout.contains(&token), "{}", audit.stdout);
    let known = audit.stderr.split("the last is ").nth(1).unwrap().split(' ').next().unwrap().to_owned();
    assert_eq!(run(&["audit", "--known", &known]).code, Some(0));
    assert_eq!(run(&["audit", "--known", &known.replacen('7', "6", 1)]).code, Some(1));
}

#[test]
fn an_address_that_is_handed_in_goes_the_way_of_everything_else() {
    let scratch = TempDir::new().unwrap();
    let (folder, log) = (scratch.path(), scratch.path().join("serve.log"));
    let seed = fs::read_to_string(root().join("seeds/03_caption_twice.txt")).unwrap();
    let page = format!(
        "<html lang=fr><head><title>Une signature</title></head><body><article><h1>Une signature</h1><p>{}</p></article></body></html>",
        seed.lines().skip(2).collect::<Vec<_>>().join("</p><p>")
    );
    let press = veille_tests::press::Press::open(move |path| match path {
        "/article" => Some(page.clone()),
        "/robots.txt" => Some("User-agent: *\nDisallow: /secret\n".to_owned()),
        _ => None,
    });
    press.configure(folder);
    assert_eq!(Veille::new(folder, ["story", "follow", "--once"]).finish().code, Some(0));
    let mut serve = Veille::new(folder, ["serve", "--listen", "127.0.0.1:0"]).start(&log);
    let served = address(&mut serve, &log);
    let form = |page: &str| {
        page.split("name=\"form\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    };
    let form = form(&said(&served, "GET /add", "", "").1);
    let hand_in = |address: &str| {
        let body = format!(
            "--e\r\nContent-Disposition: form-data; name=\"form\"\r\n\r\n{form}\r\n\
                 --e\r\nContent-Disposition: form-data; name=\"address\"\r\n\r\n{address}\r\n--e--\r\n"
        );
        let kind = "Content-Type: multipart/form-data; boundary=e\r\n";
        said(&served, "POST /add", kind, &body)
    };
    let (head, body) = hand_in(&press.url("/article"));
    assert!(head.starts_with("HTTP/1.1 303"), "{head} {body}");
    let article = head.split("location: ").nth(1).unwrap().lines().next().unwrap().to_owned();
    assert!(get(&served, &article).contains("Une signature"));
    // What robots.txt forbids, what is no address of the public internet, and what is not there: said, and kept in the ledger.
    for (address, reason) in [
        (press.url("/secret"), "robots"),
        ("http://127.0.0.1:9/x".to_owned(), "private"),
        (press.url("/nothing"), "http_404"),
    ] {
        let (head, body) = hand_in(&address);
        assert!(head.starts_with("HTTP/1.1 422") && body.contains(reason), "{address} {head}");
        let why = Veille::new(folder, ["why", &address]).finish();
        assert!(why.stdout.contains(reason), "{}", why.stdout);
    }
    assert_eq!(press.count("/secret"), 0);
    let capture = serde_json::json!({ "html": "<p>x</p>", "url": "https://paper.example/empty" }).to_string();
    let (head, body) = said(&served, "POST /api/v1/captures", "Content-Type: application/json\r\n", &capture);
    assert!(head.starts_with("HTTP/1.1 200"), "{head} {body}");
    assert!(serde_json::from_str::<Value>(&body).unwrap()["article"].is_null(), "{body}");
    assert_eq!(serve.end_with("TERM"), Some(130));
}

/// How many articles a search finds, once the index has followed as far as so many.
pub fn found(address: &str, query: &str, at_least: u64) -> u64 {
    let deadline = Instant::now() + Duration::from_secs(120);
    loop {
        let mut stream = TcpStream::connect(address).unwrap();
        let path = format!("/api/v1/search?q={query}");
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        // Before the follower has begun there is no index, which is told with 503.
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let found = match head.starts_with("HTTP/1.1 200") {
            true => serde_json::from_str::<Value>(body).unwrap()["total"]["articles"].as_u64().unwrap(),
            false => 0,
        };
        if found >= at_least || Instant::now() > deadline {
            return found;
        }
        sleep(Duration::from_millis(200));
    }
}

/// Reads on until this is said.
fn hear(stream: &mut TcpStream, what: &str) {
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let (mut heard, mut piece) = (String::new(), [0; 4096]);
    while !heard.contains(what) {
        let length = stream.read(&mut piece).unwrap();
        assert!(length > 0, "{what} is not said: {heard}");
        heard.push_str(&String::from_utf8_lossy(&piece[..length]));
    }
}

fn id(item: &Value) -> &str {
    item["_veille"]["article"].as_str().unwrap()
}

#[test]
fn an_identity_provider_is_asked_through_the_guard_and_lets_people_in() {
    let scratch = TempDir::new().unwrap();
    let (folder, log) = (scratch.path(), scratch.path().join("serve.log"));
    let seed = root().join("seeds/03_caption_twice.txt");
    Veille::new(folder, ["replay", seed.to_str().unwrap(), "--quiet"]).finish().ok();
    let told = std::sync::Arc::new(std::sync::Mutex::new([String::new(), String::new()]));
    let tells = std::sync::Arc::clone(&told);
    // The issuer's own address is known once it listens; its name for itself, and the claims, when it is asked.
    let press = veille_tests::press::Press::open(move |path| {
        let [issuer, claims] = tells.lock().unwrap().clone();
        match path {
            "/.well-known/openid-configuration" => Some(format!(
                "{{\"issuer\":\"{issuer}\",\"authorization_endpoint\":\"{issuer}/a\",\"token_endpoint\":\"{issuer}/t\"}}"
            )),
            "/t" => Some(format!("{{\"id_token\":\"e30.{claims}.x\"}}")),
            _ => None,
        }
    });
    let issuer = format!("http://127.0.0.1:{}", press.port);
    told.lock().unwrap()[0].clone_from(&issuer);
    press.configure(folder);
    let settings = fs::read_to_string(folder.join("config/veille.toml")).unwrap();
    let web = format!(
        "{settings}[web]\nlogin = \"always\"\n[web.oidc]\nissuer = \"{issuer}\"\nclient_id = \"veille\"\n\
         address = \"http://127.0.0.1\"\nadmins = [\"it\"]\n"
    );
    fs::write(folder.join("config/veille.toml"), web).unwrap();
    let serve = ["serve", "--listen", "127.0.0.1:0"];
    let mut serve = Veille::new(folder, serve).env("VEILLE_OIDC_SECRET", "x").start(&log);
    let served = address(&mut serve, &log);
    let line = |head: &str, name: &str| {
        let found = head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
        found.unwrap_or_else(|| panic!("no {name}: {head}")).to_owned()
    };
    let (head, _) = said(&served, "GET /login/oidc?next=/topics", "", "");
    let (there, kept) = (line(&head, "location"), line(&head, "set-cookie"));
    assert!(there.starts_with(&format!("{issuer}/a?")), "{head}");
    let asked =
        |name: &str| there.split(&format!("{name}=")).nth(1).unwrap().split('&').next().unwrap().to_owned();
    let claims = format!(
        "{{\"iss\":\"{issuer}\",\"aud\":\"veille\",\"exp\":4000000000,\"nonce\":\"{}\",\"sub\":\"1\",\
         \"preferred_username\":\"hoa\",\"groups\":[\"it\"]}}",
        asked("nonce")
    );
    told.lock().unwrap()[1] = url_safe(claims.as_bytes());
    let cookie = format!("Cookie: {}\r\n", kept.split(';').next().unwrap());
    let back = format!("GET /login/oidc/back?code=c&state={}", asked("state"));
    let (head, body) = said(&served, &back, &cookie, "");
    assert!(head.starts_with("HTTP/1.1 303") && line(&head, "location") == "/topics", "{head} {body}");
    let session = head.split("set-cookie: ").nth(1).unwrap().split(';').next().unwrap().to_owned();
    let (head, _) = said(&served, "GET /audit", &format!("Cookie: {session}\r\n"), "");
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    assert_eq!(press.count("/t"), 1);
    assert_eq!(serve.end_with("TERM"), Some(130));
}

/// Base64 as addresses have it, without what fills it up (RFC 4648, 5).
fn url_safe(bytes: &[u8]) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let number = chunk
            .iter()
            .chain([0, 0].iter())
            .take(3)
            .fold(0_usize, |sum, byte| sum << 8 | usize::from(*byte));
        for place in 0..=chunk.len() {
            text.push(char::from(LETTERS[number >> (18 - 6 * place) & 63]));
        }
    }
    text
}
