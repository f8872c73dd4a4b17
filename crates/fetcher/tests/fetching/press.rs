//! A press of our own on 127.0.0.1: a server that answers what a test tells it to and writes down what it was asked.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use veille_fetcher::{Clock, Config, Delivery, Fetched, Fetcher, InMemory, Sources, Tally};
use veille_model::{Capture, CaptureKind, Outcome};

/// What the server was asked.
#[derive(Clone, Debug)]
pub struct Asked {
    pub host: String,
    pub path: String,
    pub headers: HashMap<String, String>,
    pub body: String,
    pub at: Instant,
    /// When the answer had been sent.
    pub until: Option<Instant>,
}

/// What it answers.
#[derive(Clone, Debug)]
pub enum Reply {
    /// Status, headers, body.
    Answer(u16, Vec<(String, String)>, Vec<u8>),
    /// The connection is closed without a word.
    Hangup,
    /// An answer that takes its time to begin.
    Late(Duration, Box<Reply>),
    /// A 200 whose body comes a byte at a time, for ever.
    Drip(Duration),
    /// The same after so many bytes at once.
    Dwindle(usize, Duration),
}

impl Reply {
    pub fn page(title: &str) -> Self {
        Self::ok("text/html; charset=utf-8", &format!("<html><title>{title}</title><p>{title}</p></html>"))
    }

    pub fn ok(media_type: &str, body: &str) -> Self {
        Self::Answer(200, vec![("Content-Type".into(), media_type.into())], body.as_bytes().to_vec())
    }

    pub fn status(status: u16) -> Self {
        let body = if status == 304 { Vec::new() } else { b"refused".to_vec() };
        Self::Answer(status, Vec::new(), body)
    }

    pub fn elsewhere(location: &str) -> Self {
        Self::status(302).with("Location", location)
    }

    pub fn with(self, name: &str, value: &str) -> Self {
        match self {
            Self::Answer(status, mut headers, body) => {
                headers.push((name.into(), value.into()));
                Self::Answer(status, headers, body)
            }
            other => other,
        }
    }
}

type Answering = dyn Fn(&Asked) -> Reply + Send + Sync;

/// A running server. It is a web server for any host name, and an HTTP proxy to itself.
pub struct Press {
    pub port: u16,
    asked: Arc<Mutex<Vec<Asked>>>,
    pub at_once: Arc<AtomicUsize>,
}

impl Press {
    /// Serves on a free port until the test ends.
    pub async fn open(answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let press = Self {
            port: listener.local_addr().unwrap().port(),
            asked: Arc::default(),
            at_once: Arc::default(),
        };
        let answer: Arc<Answering> = Arc::new(answer);
        let asked = Arc::clone(&press.asked);
        let busy = Arc::<Mutex<HashMap<String, usize>>>::default();
        let at_once = Arc::clone(&press.at_once);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (answer, asked, busy, at_once) =
                    (Arc::clone(&answer), Arc::clone(&asked), Arc::clone(&busy), Arc::clone(&at_once));
                tokio::spawn(async move {
                    // A client that goes away is none of the server's business.
                    let _ = serve(stream, &*answer, &asked, &busy, &at_once).await;
                });
            }
        });
        press
    }

    /// Everything that was asked, in order.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// The paths that were asked for, in order.
    pub fn paths(&self) -> Vec<String> {
        self.asked().into_iter().map(|asked| asked.path).collect()
    }

    pub fn count(&self, path: &str) -> usize {
        self.paths().iter().filter(|asked| *asked == path).count()
    }

    /// A configuration that reaches the press as a proxy for any `http://*.test/`, impatient enough for a test.
    pub fn config(&self) -> Config {
        Config { proxy: Some(format!("http://127.0.0.1:{}", self.port)), ..self.direct() }
    }

    /// A configuration that reaches it by its address.
    pub fn direct(&self) -> Config {
        Config {
            contact: "https://press.example.org".into(),
            host_delay_ms: 5,
            domain_delay_ms: 0,
            address_delay_ms: 0,
            connect_timeout_secs: 4,
            read_timeout_secs: 4,
            total_timeout_secs: 5,
            retry_pause_secs: 1,
            once_patience_secs: 20,
            grace_secs: 2,
            // What is looked at again is a test's own matter.
            look_again_secs: Vec::new(),
            allow_private_addresses: vec![format!("127.0.0.1:{}", self.port).parse().unwrap()],
            ..Config::default()
        }
    }
}

async fn serve(
    stream: TcpStream,
    answer: &Answering,
    asked: &Mutex<Vec<Asked>>,
    busy: &Mutex<HashMap<String, usize>>,
    at_once: &AtomicUsize,
) -> std::io::Result<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    while let Some(first) = lines.next_line().await? {
        let target = first.split(' ').nth(1).unwrap_or_default().to_owned();
        let mut headers = HashMap::new();
        while let Some(line) = lines.next_line().await?.filter(|line| !line.is_empty()) {
            if let Some((name, value)) = line.split_once(':') {
                headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
            }
        }
        let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
        let mut body = vec![0; length];
        lines.get_mut().read_exact(&mut body).await?;
        let body = String::from_utf8_lossy(&body).into_owned();
        let host = headers.get("host").cloned().unwrap_or_default();
        let path = match target.strip_prefix("http://").and_then(|rest| rest.split_once('/')) {
            Some((_, path)) => format!("/{path}"),
            None => target,
        };
        let request = Asked { host: host.clone(), path, headers, body, at: Instant::now(), until: None };
        let index = {
            let mut asked = asked.lock().unwrap();
            asked.push(request.clone());
            asked.len() - 1
        };
        let now = {
            let mut busy = busy.lock().unwrap();
            let count = busy.entry(host.clone()).or_default();
            *count += 1;
            *count
        };
        at_once.fetch_max(now, Ordering::Relaxed);
        let sent = send(answer(&request), &mut write).await;
        *busy.lock().unwrap().get_mut(&host).unwrap() -= 1;
        asked.lock().unwrap()[index].until = Some(Instant::now());
        if !sent? {
            return Ok(());
        }
    }
    Ok(())
}

/// Whether the connection may be used again.
async fn send(reply: Reply, write: &mut (impl AsyncWriteExt + Unpin)) -> std::io::Result<bool> {
    match reply {
        Reply::Hangup => Ok(false),
        Reply::Late(wait, reply) => {
            tokio::time::sleep(wait).await;
            Box::pin(send(*reply, write)).await
        }
        Reply::Drip(pause) => Box::pin(send(Reply::Dwindle(0, pause), write)).await,
        Reply::Dwindle(bytes, pause) => {
            write.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n").await?;
            write.write_all(&vec![b'x'; bytes]).await?;
            loop {
                write.write_all(b"x").await?;
                write.flush().await?;
                tokio::time::sleep(pause).await;
            }
        }
        Reply::Answer(status, headers, body) => {
            let mut head = format!("HTTP/1.1 {status} X\r\nContent-Length: {}\r\n", body.len());
            for (name, value) in headers {
                head.push_str(&format!("{name}: {value}\r\n"));
            }
            head.push_str("\r\n");
            write.write_all(head.as_bytes()).await?;
            write.write_all(&body).await?;
            Ok(true)
        }
    }
}

/// An RSS feed of these titles and links.
pub fn rss(entries: &[(&str, &str)]) -> Reply {
    let items: String = entries
        .iter()
        .map(|(title, link)| {
            format!(
                "<item><title>{title}</title><link>{link}</link><description>Dit {title}</description></item>"
            )
        })
        .collect();
    Reply::ok(
        "application/rss+xml",
        &format!("<rss version=\"2.0\"><channel><title>F</title>{items}</channel></rss>"),
    )
}

/// Sources of one feed each, named after their hosts.
pub fn sources(feeds: &[&str]) -> Sources {
    let list: String = feeds
        .iter()
        .enumerate()
        .map(|(index, feed)| format!("[[source]]\nid = \"s{index}\"\nname = \"S\"\nfeeds = [\"{feed}\"]\n"))
        .collect();
    Sources::parse(&list).unwrap()
}

/// A clock that can be put forward.
#[derive(Clone, Default)]
pub struct Hands(Arc<AtomicI64>);

impl Hands {
    pub fn forward(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::Relaxed);
    }

    pub fn clock(&self) -> Clock {
        let hands = self.clone();
        Arc::new(move || Utc::now() + chrono::TimeDelta::seconds(hands.0.load(Ordering::Relaxed)))
    }
}

/// Everything that came out of one run.
#[derive(Debug, Default)]
pub struct Harvest {
    pub captures: Vec<Capture>,
    pub outcomes: Vec<Outcome>,
    /// Those of readings that went well.
    pub readings: Vec<Outcome>,
    pub tally: Tally,
}

impl Harvest {
    /// `page http://…` and `entry http://…`, sorted.
    pub fn captured(&self) -> Vec<String> {
        let mut captured: Vec<String> = self
            .captures
            .iter()
            .map(|capture| {
                let kind = if capture.kind == CaptureKind::Entry { "entry" } else { "page" };
                format!("{kind} {}", capture.url.clone().unwrap_or_default())
            })
            .collect();
        captured.sort();
        captured
    }

    /// `outcome code` of everything with a reason, sorted and without repetitions.
    pub fn reasons(&self) -> Vec<String> {
        let mut reasons: Vec<String> = self
            .outcomes
            .iter()
            .filter_map(|outcome| Some(format!("{} {}", outcome.outcome, outcome.reason.as_ref()?.code)))
            .collect();
        reasons.sort();
        reasons.dedup();
        reasons
    }
}

/// Whether an outcome tells of a reading that went well.
pub fn is_reading(outcome: &Outcome) -> bool {
    let told = outcome.reason.as_ref().map(|reason| (reason.code.as_str(), reason.detail.as_str()));
    told.is_some_and(|(code, detail)| {
        code == "read" || code == "unchanged" && detail.starts_with("it was read")
    })
}

/// A fetcher with a memory that outlives it.
pub fn fetcher(
    config: Config,
    sources: Sources,
    memory: &Arc<InMemory>,
    hands: &Hands,
) -> Fetcher<Arc<InMemory>> {
    Fetcher::with_clock(config, sources, Arc::clone(memory), hands.clock()).unwrap()
}

/// Runs once and takes everything, confirming what `confirms` says.
pub async fn once_confirming(
    fetcher: &Fetcher<Arc<InMemory>>,
    confirms: impl Fn(&Fetched) -> bool + Send + 'static,
) -> Harvest {
    let (outlet, deliveries) = mpsc::channel(8);
    let taking = tokio::spawn(take(deliveries, confirms));
    let tally = fetcher.once(outlet, std::future::pending()).await.unwrap();
    Harvest { tally, ..taking.await.unwrap() }
}

pub async fn take(mut deliveries: mpsc::Receiver<Delivery>, confirms: impl Fn(&Fetched) -> bool) -> Harvest {
    let mut harvest = Harvest::default();
    while let Some(Delivery { fetched, confirm }) = deliveries.recv().await {
        if confirms(&fetched) {
            harvest.captures.extend(fetched.captures);
            let (readings, outcomes): (Vec<_>, Vec<_>) = fetched.outcomes.into_iter().partition(is_reading);
            harvest.outcomes.extend(outcomes);
            harvest.readings.extend(readings);
            // The fetcher may have been stopped while we took it.
            let _ = confirm.send(());
        }
    }
    harvest
}

/// Runs once with a fresh memory and confirms everything.
pub async fn once(config: Config, feeds: &[&str]) -> Harvest {
    once_confirming(&fetcher(config, sources(feeds), &Arc::default(), &Hands::default()), |_| true).await
}

/// The instant that a header names.
pub fn http_date(at: DateTime<Utc>) -> String {
    at.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}
