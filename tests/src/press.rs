//! A press of our own on 127.0.0.1, for the program as a whole: answers what a test tells it to, and counts.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// A running server; its threads end with the test.
pub struct Press {
    pub port: u16,
    asked: Arc<Mutex<HashMap<String, usize>>>,
}

impl Press {
    /// Serves: a path gives a body, or a 404.
    pub fn open(answer: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("a bound address").port();
        let (asked, answer) = (Arc::<Mutex<HashMap<String, usize>>>::default(), Arc::new(answer));
        let counts = Arc::clone(&asked);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (counts, answer) = (Arc::clone(&counts), Arc::clone(&answer));
                // A client that goes away is none of the server's business.
                thread::spawn(move || serve(stream, &counts, &*answer).ok());
            }
        });
        Self { port, asked }
    }

    /// An address here.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// How often a path was asked for.
    pub fn count(&self, path: &str) -> usize {
        self.asked.lock().expect("no test panics in it").get(path).copied().unwrap_or_default()
    }

    /// Writes a configuration that may reach it and is in a hurry.
    pub fn configure(&self, folder: &Path) {
        let settings = format!(
            "[fetcher]\nhost_delay_ms = 10\ndomain_delay_ms = 0\naddress_delay_ms = 0\ninterval_min_secs = 1\n\
             interval_max_secs = 1\ngrace_secs = 1\nallow_private_addresses = [\"127.0.0.1:{}\"]\n",
            self.port
        );
        std::fs::create_dir_all(folder.join("config/topics")).expect("the scratch folder is writable");
        std::fs::write(folder.join("config/veille.toml"), settings).expect("the scratch folder is writable");
    }

    /// Writes the list of sources: id and feed of each.
    pub fn sources(&self, folder: &Path, sources: &[(&str, &str)]) {
        let one = |(id, path): &(&str, &str)| {
            format!("[[source]]\nid = \"{id}\"\nname = \"{id}\"\nfeeds = [\"{}\"]\n", self.url(path))
        };
        let list: String = sources.iter().map(one).collect();
        std::fs::write(folder.join("config/sources.toml"), list).expect("the scratch folder is writable");
    }
}

/// An RSS feed of these links.
pub fn rss(links: &[&str]) -> String {
    let items: String =
        links.iter().map(|link| format!("<item><title>{link}</title><link>{link}</link></item>")).collect();
    format!("<rss version=\"2.0\"><channel><title>F</title>{items}</channel></rss>")
}

/// Waits until something holds, for two minutes at most.
#[track_caller]
pub fn wait_until(what: &str, holds: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(120);
    while !holds() {
        assert!(Instant::now() < deadline, "waited in vain until {what}");
        thread::sleep(Duration::from_millis(30));
    }
}

fn serve(
    mut stream: TcpStream,
    counts: &Mutex<HashMap<String, usize>>,
    answer: &dyn Fn(&str) -> Option<String>,
) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    let path = first.split(' ').nth(1).unwrap_or_default();
    *counts.lock().expect("no test panics in it").entry(path.to_owned()).or_default() += 1;
    let (status, body) = answer(path).map_or((404, String::new()), |body| (200, body));
    let kind = if body.starts_with("<rss") { "application/rss+xml" } else { "text/html; charset=utf-8" };
    write!(
        stream,
        "HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}
