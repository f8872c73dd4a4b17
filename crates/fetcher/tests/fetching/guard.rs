//! What strangers may not make us do: reach private places, read without end, wait without end.

use std::io::Write;
use std::time::{Duration, Instant};

use crate::press::{Press, Reply, once, rss};
use flate2::Compression;
use flate2::write::GzEncoder;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// One page, and the reasons of its run.
async fn page(reply: Reply) -> (Vec<String>, Vec<String>) {
    let server = Press::open(move |asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/rss" => rss(&[("A", "/a")]),
        _ => reply.clone(),
    })
    .await;
    let config = veille_fetcher::Config { once_patience_secs: 0, redirects_max: 3, ..server.direct() };
    let harvest = once(config, &[&format!("http://127.0.0.1:{}/rss", server.port)]).await;
    let kinds = harvest.captured().iter().map(|line| line.split(' ').next().unwrap().to_owned()).collect();
    (kinds, harvest.reasons())
}

#[tokio::test]
async fn a_redirect_into_a_private_place_is_refused() {
    // A server that must not be reached; it is there, so that reaching it would succeed.
    let inner = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let inner_port = inner.local_addr().unwrap().port();
    for target in [
        format!("http://127.0.0.1:{inner_port}/"),
        format!("http://localhost:{inner_port}/"),
        format!("http://0x7f.1:{inner_port}/"),
        format!("http://[::ffff:127.0.0.1]:{inner_port}/"),
        "http://169.254.169.254/latest/meta-data/".to_owned(),
    ] {
        let (captured, reasons) = page(Reply::elsewhere(&target)).await;
        assert!(captured.is_empty(), "{target}");
        assert_eq!(reasons, ["discarded private_address"], "{target}");
    }
    let reached = tokio::time::timeout(Duration::from_millis(50), inner.accept()).await;
    assert!(reached.is_err(), "the private server was connected to");
}

#[tokio::test]
async fn a_redirect_out_of_the_web_is_refused() {
    assert_eq!(page(Reply::elsewhere("file:///etc/passwd")).await.1, ["discarded scheme"]);
    assert_eq!(page(Reply::elsewhere("gopher://example.org/")).await.1, ["discarded scheme"]);
}

#[tokio::test]
async fn redirects_in_a_circle_end() {
    assert_eq!(
        page(Reply::elsewhere("/a")).await,
        (vec!["entry".into()], vec!["forwarded redirects_max".into()])
    );
    assert_eq!(page(Reply::status(302)).await.1, ["forwarded redirect_lost"]);
}

#[tokio::test]
async fn a_cookie_is_sent_back_while_its_host_sends_on_and_never_again() {
    let server = Press::open(|asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/rss" => rss(&[("A", "/a"), ("B", "/b"), ("C", "http://c.test/c")]),
        "/c" => Reply::elsewhere("http://a.test/b").with("Set-Cookie", "c=1"),
        path if asked.headers.get("cookie").is_some_and(|cookie| cookie == "seen=1; n=2") => {
            Reply::page(path)
        }
        path => {
            Reply::elsewhere(path).with("Set-Cookie", "seen=1; Path=/; HttpOnly").with("Set-Cookie", "n=2")
        }
    })
    .await;
    let harvest = once(server.config(), &["http://a.test/rss"]).await;
    assert_eq!(harvest.captures.len(), 3, "{:?}", harvest.captured());
    let sent = |path: &str| -> Vec<Option<String>> {
        let asked = server.asked().into_iter().filter(|asked| asked.path == path);
        asked.map(|mut asked| asked.headers.remove("cookie")).collect()
    };
    assert_eq!(sent("/a"), [None, Some("seen=1; n=2".to_owned())]);
    assert!(sent("/b").iter().flatten().all(|cookie| !cookie.contains("c=1")), "it is another host's");
    assert!(harvest.captures.iter().all(|capture| !capture.headers.contains_key("set-cookie")));
}

#[tokio::test]
async fn what_a_second_step_sets_leaves_what_the_first_set() {
    let server =
        Press::open(|asked| match (asked.path.as_str(), asked.headers.get("cookie").map(String::as_str)) {
            ("/robots.txt", _) => Reply::status(404),
            ("/rss", _) => rss(&[("A", "/news/a")]),
            ("/news/a", None) => Reply::elsewhere("/consent").with("Set-Cookie", "session=1; Path=/"),
            ("/consent", Some("session=1")) => Reply::elsewhere("/news/a")
                .with("Set-Cookie", "consent=yes; Path=/news")
                .with("Set-Cookie", "tls=1; Path=/; Secure"),
            ("/news/a", Some("consent=yes; session=1")) => Reply::page("A"),
            _ => Reply::status(403),
        })
        .await;
    let harvest = once(server.config(), &["http://a.test/rss"]).await;
    assert_eq!(harvest.captured(), ["page http://a.test/news/a"], "{:?}", harvest.reasons());
}

#[tokio::test]
async fn a_gzip_bomb_is_not_unfolded() {
    let mut bomb = GzEncoder::new(Vec::new(), Compression::best());
    for _ in 0..400 {
        bomb.write_all(&[b'a'; 1_000_000]).unwrap();
    }
    let bomb = bomb.finish().unwrap();
    assert!(bomb.len() < 500_000);
    let headers =
        vec![("Content-Type".into(), "text/html".into()), ("Content-Encoding".into(), "gzip".into())];
    let (captured, reasons) = page(Reply::Answer(200, headers.clone(), bomb)).await;
    assert_eq!((captured, reasons), (vec!["entry".into()], vec!["forwarded too_large".into()]));
    let mut small = GzEncoder::new(Vec::new(), Compression::best());
    small.write_all(&vec![b'a'; 2_000_000]).unwrap();
    assert_eq!(page(Reply::Answer(200, headers, small.finish().unwrap())).await.1, ["forwarded unfolds"]);
}

#[tokio::test]
async fn a_page_without_end_is_cut_off() {
    let headers = vec![("Content-Type".into(), "text/html".into())];
    let (captured, reasons) = page(Reply::Answer(200, headers, vec![b'a'; 6_000_000])).await;
    assert_eq!((captured, reasons), (vec!["entry".into()], vec!["forwarded too_large".into()]));
}

#[tokio::test]
async fn a_slow_drip_ends_with_the_total_time_limit() {
    let start = Instant::now();
    let (captured, reasons) = page(Reply::Drip(Duration::from_millis(100))).await;
    assert_eq!((captured, reasons), (vec![], vec!["retried timeout".into()]));
    assert!((3..6).contains(&start.elapsed().as_secs()), "{:?}", start.elapsed());
}

#[tokio::test]
async fn what_is_no_page_is_not_captured() {
    let (captured, reasons) = page(Reply::ok("application/pdf", "%PDF-1.7")).await;
    assert_eq!((captured, reasons), (vec!["entry".into()], vec!["forwarded media_type".into()]));
}

#[tokio::test]
async fn a_failure_says_what_kind_it_was() {
    let closed = {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        listener.local_addr().unwrap().port()
    };
    let plain = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let plain_port = plain.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = plain.accept().await {
            // What the client says must be read, or else its connection is reset before it has read ours.
            let mut hello = [0; 2_048];
            let _ = stream.read(&mut hello).await;
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
        }
    });
    let server = Press::open(|_| Reply::status(404)).await;
    let check = async |feed: String, allowed: u16, code: &str| {
        let config = veille_fetcher::Config {
            once_patience_secs: 0,
            allow_private_addresses: vec![format!("127.0.0.1:{allowed}").parse().unwrap()],
            ..server.direct()
        };
        let harvest = once(config, &[&feed]).await;
        assert_eq!(harvest.reasons(), [format!("retried {code}")], "{feed}");
    };
    check(format!("https://127.0.0.1:{plain_port}/rss"), plain_port, "tls").await;
    check(format!("http://127.0.0.1:{closed}/rss"), closed, "connect").await;
    check(format!("http://127.0.0.1:{closed}/rss"), server.port, "private_address").await;
    check("http://nowhere.invalid/rss".to_owned(), closed, "dns").await;
    check(format!("http://127.0.0.1:{}/rss", server.port), server.port, "http_404").await;
}
