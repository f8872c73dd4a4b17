//! Whom we answer, with which headers, and how serving begins and ends.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use veille_web::{Server, Settings, WebError};

use super::asking::{ask, ask_with};
use super::samples::{Sample, server, store, watched};

#[tokio::test]
async fn every_answer_has_the_policy_and_no_page_has_a_style_or_script_of_its_own() {
    let store = store(&[Sample::new(1)]).await;
    let server = server(&store, watched()).await;
    let article = format!("/article/{}", Sample::new(1).id());
    for address in ["/", "/topics", "/outcomes", "/why", &article, "/nothing", "/today.json", "/?day=x"] {
        let answer = ask(&server, address).await;
        assert_eq!(
            answer.header("content-security-policy"),
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
             font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        );
        assert_eq!(answer.header("referrer-policy"), "same-origin");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin");
        assert_eq!(answer.header("cache-control"), "private, no-cache");
        assert!(!answer.body.contains("<style") && !answer.body.contains(" style="), "{address}");
    }
}

#[tokio::test]
async fn files_of_ours_have_their_digest_in_their_address_and_are_kept() {
    let store = store(&[]).await;
    let server = server(&store, watched()).await;
    let page = ask(&server, "/").await.ok();
    let mut files = page.attributes("link[rel=stylesheet], link[rel=icon]", "href");
    files.extend(page.attributes("script", "src"));
    assert_eq!(files.len(), 4);
    for file in files {
        let answer = ask(&server, &file).await.ok();
        assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
        assert!(
            ["text/css", "text/javascript", "image/svg"]
                .iter()
                .any(|kind| answer.header("content-type").starts_with(kind))
        );
        // Nothing in them is loaded from elsewhere.
        let elsewhere = answer.body.replace("http://www.w3.org/2000/svg", "");
        assert!(!elsewhere.contains("http") && !elsewhere.contains("url("), "{file}");
        // Who unpacks gzip is sent that.
        for (codings, is_packed) in [
            ("gzip, deflate, br", true),
            ("br, GZIP;q=0.5", true),
            ("gzip;q=0, br", false),
            ("identity", false),
        ] {
            let headers = [("host", "127.0.0.1:8420"), ("accept-encoding", codings)];
            let packed = ask_with(&server, &file, &headers).await.ok();
            assert_eq!(packed.headers.contains_key("content-encoding"), is_packed, "{codings}");
            assert_eq!(packed.body == answer.body, !is_packed);
            assert_eq!(packed.header("vary"), "accept-encoding");
        }
    }
    assert_eq!(ask(&server, "/assets/veille-0000000000000000.css").await.status, 404);
}

#[tokio::test]
async fn who_calls_us_by_another_name_is_not_answered() {
    let store = store(&[Sample::new(1)]).await;
    let server = server(&store, watched()).await;
    for host in ["127.0.0.1:8420", "localhost", "LOCALHOST:1", "[::1]:8420"] {
        assert_eq!(ask_with(&server, "/", &[("host", host)]).await.status, 200, "{host}");
    }
    for host in
        ["evil.example", "evil.example:8420", "127.0.0.1.evil.example", "user@127.0.0.1", "", "192.168.1.1"]
    {
        let answer = ask_with(&server, "/", &[("host", host)]).await;
        assert_eq!(answer.status, 421, "{host}");
        assert!(!answer.body.contains("signature"), "{host}");
    }
    assert_eq!(ask_with(&server, "/", &[]).await.status, 421);
    let two = [("host", "127.0.0.1"), ("host", "evil.example")];
    assert_eq!(ask_with(&server, "/", &two).await.status, 421);
}

#[tokio::test]
async fn an_address_that_is_taken_is_said_to_be() {
    let store = store(&[]).await;
    let first = server(&store, watched()).await;
    let address = first.address().trim_start_matches("http://").trim_end_matches('/').to_owned();
    let second = Server::bind(address.parse().unwrap(), store.clone(), Settings::default()).await;
    let error = second.unwrap_err();
    assert!(matches!(error, WebError::Taken { .. }), "{error:?}");
    assert!(error.to_string().contains(&address), "{error}");
}

/// A server at work.
struct Served {
    address: String,
    /// It ends when this goes.
    stop: oneshot::Sender<()>,
    serving: tokio::task::JoinHandle<()>,
}

async fn served() -> Served {
    let store = store(&[Sample::new(1)]).await;
    let server = server(&store, watched()).await;
    let address = server.address().trim_start_matches("http://").trim_end_matches('/').to_owned();
    let (stop, told) = oneshot::channel::<()>();
    let serving = tokio::spawn(server.serve(async { drop(told.await) }));
    Served { address, stop, serving }
}

#[tokio::test]
async fn told_to_end_it_answers_what_is_in_hand_and_waits_for_nobody_who_is_silent() {
    let Served { address, stop, serving } = served().await;
    // One that has its answer and stays, one that has asked for half a page, one that says nothing.
    let mut idle = TcpStream::connect(&address).await.unwrap();
    idle.write_all(format!("GET /topics HTTP/1.1\r\nHost: {address}\r\n\r\n").as_bytes()).await.unwrap();
    let mut beginning = [0; 15];
    idle.read_exact(&mut beginning).await.unwrap();
    assert_eq!(&beginning, b"HTTP/1.1 200 OK");
    let mut half = TcpStream::connect(&address).await.unwrap();
    half.write_all(b"GET / HTTP/1.1\r\nHo").await.unwrap();
    let _silent = TcpStream::connect(&address).await.unwrap();
    drop(stop);
    tokio::time::timeout(Duration::from_secs(60), serving).await.unwrap().unwrap();
}

#[tokio::test]
async fn who_does_not_finish_asking_is_let_go() {
    let Served { address, stop, serving } = served().await;
    let mut half = TcpStream::connect(&address).await.unwrap();
    half.write_all(b"GET / HTTP/1.1\r\nHo").await.unwrap();
    let mut idle = TcpStream::connect(&address).await.unwrap();
    idle.write_all(format!("GET /nothing HTTP/1.1\r\nHost: {address}\r\n\r\n").as_bytes()).await.unwrap();
    let mut heard = [0; 12];
    idle.read_exact(&mut heard).await.unwrap();
    assert_eq!(&heard, b"HTTP/1.1 404");
    // From here on time passes as soon as everybody waits.
    tokio::time::pause();
    for mut connection in [half, idle] {
        let mut rest = Vec::new();
        // Ended or reset: either way it is no longer held.
        drop(connection.read_to_end(&mut rest).await);
    }
    drop(stop);
    serving.await.unwrap();
}

#[tokio::test]
async fn told_to_end_it_ends_its_streams_properly() {
    let Served { address, stop, serving } = served().await;
    let mut reader = TcpStream::connect(&address).await.unwrap();
    let request = format!("GET /api/v1/stream HTTP/1.1\r\nHost: {address}\r\n\r\n");
    reader.write_all(request.as_bytes()).await.unwrap();
    let (mut heard, mut chunk) = (Vec::new(), [0; 4096]);
    while !String::from_utf8_lossy(&heard).contains("event: ready") {
        let length = reader.read(&mut chunk).await.unwrap();
        assert!(length > 0);
        heard.extend_from_slice(&chunk[..length]);
    }
    drop(stop);
    reader.read_to_end(&mut heard).await.unwrap();
    assert!(heard.ends_with(b"0\r\n\r\n"), "{}", String::from_utf8_lossy(&heard));
    tokio::time::timeout(Duration::from_secs(60), serving).await.unwrap().unwrap();
}

#[tokio::test]
async fn pages_are_light_or_dark_as_the_system_has_it_or_as_a_reader_chose() {
    let server = server(&store(&[]).await, watched()).await;
    let look = async |address: &str, cookie: &str| {
        ask_with(&server, address, &[("host", "127.0.0.1:8420"), ("cookie", cookie)]).await.ok()
    };
    let dark = |page: &super::asking::Answer| page.attributes("link[rel=stylesheet][media]", "media");
    let page = look("/topics?language=fr", "").await;
    assert_eq!(dark(&page), ["(prefers-color-scheme: dark)"]);
    let chosen = page.attributes("footer a[href*='light=']", "href");
    assert_eq!(chosen.len(), 3);
    for (choice, media, scheme) in [("dark", &["screen"][..], "dark"), ("light", &[][..], "light")] {
        let href = chosen.iter().find(|href| href.ends_with(&format!("light={choice}"))).unwrap();
        let page = look(href, "").await;
        assert_eq!(dark(&page), media);
        assert_eq!(page.attributes("meta[name=color-scheme]", "content"), [scheme]);
        assert!(page.header("set-cookie").starts_with(&format!("light={choice}; Path=/")));
        // From then on everywhere, until another is chosen.
        let page = look("/sources", &format!("light={choice}")).await;
        assert_eq!(dark(&page), media);
        let current = page.attributes("footer a[href*='light='][aria-current]", "href");
        assert_eq!(current, [format!("/sources?light={choice}")]);
    }
    let page = look("/sources?light=system", "light=dark").await;
    assert_eq!(dark(&page), ["(prefers-color-scheme: dark)"]);
    assert_eq!(dark(&look("/sources?light=pink", "").await), ["(prefers-color-scheme: dark)"]);
}
