//! Answers that no server of ours would give: framing that contradicts itself, bodies that break off, files under a wrong name.

use std::io::Write;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use veille_fetcher::Config;

use crate::press::{Press, once};

const PAGE: &str =
    "<html><title>The council approves</title><p>The council approves the repair of the bridge.</p></html>";

fn answer(head: &str, body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{head}\r\n").as_bytes(), body].concat()
}

/// An answer of this length and no more.
fn whole(head: &str, body: &[u8]) -> Vec<u8> {
    answer(&format!("Content-Length: {}\r\n{head}", body.len()), body)
}

fn gzip(body: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(body.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

/// What one run makes of a page that is answered with these bytes, after which the connection is closed.
async fn check(what: &str, bytes: Vec<u8>, expected: &str) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let bytes = bytes.clone();
            tokio::spawn(async move {
                let (read, mut write) = stream.into_split();
                let mut lines = BufReader::new(read).lines();
                let first = lines.next_line().await.ok().flatten().unwrap_or_default();
                while lines.next_line().await.ok().flatten().is_some_and(|line| !line.is_empty()) {}
                let reply = match first.split(' ').nth(1) {
                    Some("/robots.txt") => b"HTTP/1.1 404 X\r\nContent-Length: 0\r\n\r\n".to_vec(),
                    Some("/rss") => whole("", b"<rss><channel><item><title>The council approves</title><link>/a</link></item></channel></rss>"),
                    _ => bytes,
                };
                // Who is refused hangs up first.
                let _ = write.write_all(&reply).await;
            });
        }
    });
    let press = Press::open(|_| unreachable!("nobody asks it")).await;
    let config = Config {
        allow_private_addresses: vec![format!("127.0.0.1:{port}").parse().unwrap()],
        attempts_max: 2,
        redirects_max: 3,
        retry_pause_secs: 0,
        ..press.direct()
    };
    let harvest = once(config, &[&format!("http://127.0.0.1:{port}/rss")]).await;
    let kinds = harvest.captured();
    let kind = kinds.first().map_or("nothing", |line| line.split(' ').next().unwrap());
    assert_eq!(format!("{kind}: {}", harvest.reasons().join(", ")), expected, "{what}");
}

#[tokio::test]
async fn framing_that_contradicts_itself_gives_no_page() {
    let broken = "entry: forwarded broken, retried broken";
    let length = PAGE.len();
    check("two lengths", whole("Content-Length: 10\r\n", PAGE.as_bytes()), broken).await;
    let cut = answer("Content-Length: 100000\r\n", PAGE.as_bytes());
    check("a length that is never reached", cut, broken).await;
    check("a chunk of no size", answer("Transfer-Encoding: chunked\r\n", b"zz\r\nx\r\n0\r\n\r\n"), broken)
        .await;
    let endless = b"ffffffffffffffff0\r\nx\r\n0\r\n\r\n";
    check("a chunk of more than there is", answer("Transfer-Encoding: chunked\r\n", endless), broken).await;
    check("no head", PAGE.as_bytes().to_vec(), broken).await;
    check("another protocol", b"SSH-2.0-OpenSSH_9.2\r\n".to_vec(), broken).await;
    check("nothing", Vec::new(), broken).await;
    let many: String = (0..5_000).map(|number| format!("Set-Cookie: c{number}=1\r\n")).collect();
    check("thousands of headers", whole(&many, PAGE.as_bytes()), broken).await;
    let chunked = format!("{length:x}\r\n{PAGE}\r\n0\r\n\r\n");
    let both = answer("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", chunked.as_bytes());
    check("chunks win over a length", both, "page: ").await;
    let hints = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n".to_vec();
    check("hints before the answer", [hints, whole("", PAGE.as_bytes())].concat(), "page: ").await;
    check("no length", answer("Connection: close\r\n", PAGE.as_bytes()), "page: ").await;
}

#[tokio::test]
async fn what_is_packed_badly_is_unpacked_asked_for_again_or_refused() {
    let packed = gzip(PAGE);
    let encoded = "Content-Encoding: gzip\r\n";
    let cut = whole(encoded, &packed[..packed.len() / 2]);
    check("a gzip cut in the middle", cut, "entry: forwarded broken, retried broken").await;
    check("plain under its name", whole(encoded, PAGE.as_bytes()), "entry: forwarded content_encoding").await;
    let mut wrong = packed.clone();
    let at = wrong.len() - 8;
    wrong[at] ^= 0xff;
    check("a wrong sum", whole(encoded, &wrong), "entry: forwarded content_encoding").await;
    check("junk behind it", whole(encoded, &[&packed[..], b"junk\0"].concat()), "page: ").await;
    let mut bare = DeflateEncoder::new(Vec::new(), Compression::best());
    bare.write_all(PAGE.as_bytes()).unwrap();
    check("bare deflate", whole("Content-Encoding: deflate\r\n", &bare.finish().unwrap()), "page: ").await;
    let unknown = whole("Content-Encoding: x-mini\r\n", PAGE.as_bytes());
    check("an encoding nobody knows", unknown, "entry: forwarded content_encoding").await;
}

#[tokio::test]
async fn what_is_no_page_is_refused_by_its_type_or_its_bytes() {
    let no_page = "entry: forwarded media_type";
    check("a picture called a page", whole("", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), no_page).await;
    check("a PDF called a page", whole("", b"%PDF-1.7\n1 0 obj"), no_page).await;
    let film = b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nContent-Length: 100000000\r\n\r\n".to_vec();
    check("a film", film, no_page).await;
    let part =
        b"HTTP/1.1 206 Partial Content\r\nContent-Type: text/html\r\nContent-Length: 3\r\n\r\n<p>".to_vec();
    check("a part that nobody asked for", part, "entry: forwarded http_206").await;
    let odd = b"HTTP/1.1 999 No\r\nContent-Length: 0\r\n\r\n".to_vec();
    check("a status that is none", odd, "entry: forwarded http_999").await;
    let located = |place: &str| {
        format!("HTTP/1.1 302 X\r\nContent-Length: 0\r\nLocation: {place}\r\n\r\n").into_bytes()
    };
    check("a place that is none", located("http://["), "entry: forwarded redirect_lost").await;
    check("another protocol", located("ftp://ftp.example/a"), "nothing: discarded scheme").await;
    let bare = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n<p>".to_vec();
    check("no type", bare, "page: ").await;
}
