//! Traces on their way to a collector: gathered in a bounded queue and posted in batches (OTLP over HTTP). A collector that
//! is away, or slower than we are, costs spans and never articles.

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::Result;
use flate2::Compression;
use flate2::write::GzEncoder;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::Instant;
use veille_fetcher::Poster;
use veille_pipeline::{Span, Stop, Traces};

use super::otlp;
use super::settings::Target;
use crate::context::Context;

/// How often a batch is offered to a collector that says that it is busy, or nothing.
const TRIES: u32 = 4;
const PAUSE: Duration = Duration::from_millis(500);
/// That spans are lost is told once in so long.
const TELL_EVERY: Duration = Duration::from_secs(60);

/// Where the spans of this process go.
#[derive(Default)]
pub struct Export {
    traces: Traces,
    ended: Stop,
    sending: Option<JoinHandle<()>>,
}

impl Export {
    /// Begins to send the spans of a command where the argument says, else the environment, else the configuration; nowhere, and
    /// then nothing is traced, where none of them names a collector.
    pub fn begin(command: &str, otlp: Option<&str>, context: &Context) -> Result<Self> {
        let settings = &context.configuration.settings;
        let read = |name: &str| std::env::var(name).ok();
        let Some(target) = Target::find(command, otlp, &settings.telemetry, read)? else {
            return Ok(Self::default());
        };
        // The operator's own address, wherever it is, and not by way of what the press is read through.
        let anywhere = ["0.0.0.0/0", "::/0"].map(|network| network.parse().expect("it is a network"));
        let config = veille_fetcher::Config {
            allow_private_addresses: anywhere.to_vec(),
            proxy: None,
            ..settings.fetcher.clone()
        };
        let poster = Poster::new(&config)?;
        tracing::info!(collector = shown(&target.url), "sending traces");
        let (sender, spans) = mpsc::channel(target.queue_max);
        let (lost, ended, sampling) = (Arc::new(AtomicU64::new(0)), Stop::new(), target.sampling);
        let losing = Arc::clone(&lost);
        let export = move |span| {
            if sender.try_send(span).is_err() {
                losing.fetch_add(1, Ordering::Relaxed);
            }
        };
        let traces = Traces::new(move |trace, before| sampling.keeps(trace, before), export);
        let sending = Sending { target, poster, lost, ended: ended.clone(), told: None };
        Ok(Self { traces, ended, sending: Some(tokio::spawn(sending.run(spans))) })
    }

    /// For the runners.
    pub fn traces(&self) -> Traces {
        self.traces.clone()
    }

    /// Sends what is left; a collector that does not answer holds up nobody for long.
    pub async fn end(self) {
        self.ended.cancel();
        if let Some(sending) = self.sending {
            let _ = sending.await;
        }
    }
}

struct Sending {
    target: Target,
    poster: Poster,
    /// Spans that nobody took.
    lost: Arc<AtomicU64>,
    ended: Stop,
    told: Option<Instant>,
}

/// Why a batch was not taken.
struct Refused {
    cause: String,
    may_pass: bool,
}

impl Sending {
    async fn run(mut self, mut spans: mpsc::Receiver<Span>) {
        while let Some(batch) = self.gather(&mut spans).await {
            let sent = self.send(&batch).await;
            if sent.is_err() {
                self.lost.fetch_add(batch.len() as u64, Ordering::Relaxed);
            }
            self.tell(sent.as_ref().err().map_or("more spans than it takes", String::as_str));
            // Whatever waits behind a collector that is away would hold up the end.
            if sent.is_err() && self.ended.is_cancelled() {
                return;
            }
        }
    }

    /// The next batch: when it is full, has waited long enough, or all ends. None after the last.
    async fn gather(&self, spans: &mut mpsc::Receiver<Span>) -> Option<Vec<Span>> {
        let mut batch = Vec::new();
        let mut due = None;
        while batch.len() < self.target.batch_max && !self.ended.is_cancelled() {
            let room = self.target.batch_max - batch.len();
            let waited = async {
                match due {
                    Some(due) => tokio::time::sleep_until(due).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                taken = spans.recv_many(&mut batch, room) => if taken == 0 { break },
                () = waited => break,
                () = self.ended.cancelled() => break,
            }
            due.get_or_insert_with(|| Instant::now() + self.target.delay);
        }
        while batch.len() < self.target.batch_max
            && let Ok(span) = spans.try_recv()
        {
            batch.push(span);
        }
        (!batch.is_empty()).then_some(batch)
    }

    /// Offers a batch until it is taken or refused for good. While all ends, once.
    async fn send(&self, batch: &[Span]) -> Result<(), String> {
        let mut body = otlp::request(&self.target.resource, batch);
        if self.target.is_packed {
            body = packed(&body);
        }
        let mut pause = PAUSE;
        for tries in 1.. {
            let Err(Refused { cause, may_pass }) = self.post(body.clone()).await else { return Ok(()) };
            if !may_pass || tries >= TRIES || self.ended.is_cancelled() {
                return Err(cause);
            }
            // One more try, without a pause, when all ends.
            let _ = self.ended.run_until_cancelled(tokio::time::sleep(pause)).await;
            pause *= 2;
        }
        Ok(())
    }

    async fn post(&self, body: Vec<u8>) -> Result<(), Refused> {
        let mut headers = vec![("content-type", "application/x-protobuf".to_owned())];
        if self.target.is_packed {
            headers.push(("content-encoding", "gzip".to_owned()));
        }
        headers.extend(self.target.headers.iter().map(|(name, value)| (name.as_str(), value.clone())));
        let posting = self.poster.post(&self.target.url, &headers, body);
        match tokio::time::timeout(self.target.patience, posting).await {
            Ok(Ok(200..=299)) => Ok(()),
            // Those that the protocol says to try again.
            Ok(Ok(status)) => Err(Refused {
                cause: format!("it answers {status}"),
                may_pass: matches!(status, 429 | 502 | 503 | 504),
            }),
            Ok(Err(reason)) => Err(Refused { cause: reason.detail, may_pass: true }),
            Err(_) => Err(Refused { cause: "it does not answer".to_owned(), may_pass: true }),
        }
    }

    /// Tells how many spans were lost since it was told last.
    fn tell(&mut self, cause: &str) {
        let is_due = self.told.is_none_or(|told| told.elapsed() >= TELL_EVERY);
        if !is_due && !self.ended.is_cancelled() {
            return;
        }
        let lost = self.lost.swap(0, Ordering::Relaxed);
        if lost > 0 {
            self.told = Some(Instant::now());
            tracing::warn!(
                collector = shown(&self.target.url),
                cause,
                lost,
                "spans were not taken and are dropped"
            );
        }
    }
}

fn packed(body: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    let written = packed.write_all(body).and_then(|()| packed.finish());
    written.expect("compressing from memory to memory cannot fail")
}

/// An address without who we are to it.
fn shown(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return String::new() };
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    format!("{scheme}://{host}{path}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_unpacked_to_the_same() {
        let mut body = Vec::new();
        let spans = b"spans".repeat(100);
        std::io::copy(&mut flate2::read::GzDecoder::new(packed(&spans).as_slice()), &mut body).unwrap();
        assert_eq!(body, spans);
    }

    #[test]
    fn a_password_in_an_address_is_not_shown() {
        assert_eq!(shown("http://u:p@a:4318/v1/traces"), "http://a:4318/v1/traces");
        assert_eq!(shown("https://a"), "https://a");
    }
}
