//! One request over HTTP: headers, limits, and errors in our words. Knows nothing of redirects, robots or turns.

use std::collections::BTreeMap;
use std::error::Error;
use std::future::Future;
use std::io;
use std::time::Duration;

use chrono::{DateTime, NaiveDateTime, Utc};
use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, COOKIE, HeaderMap, IF_MODIFIED_SINCE, IF_NONE_MATCH, LOCATION, SET_COOKIE,
};
use serde::{Deserialize, Serialize};
use tokio::time::{Instant, sleep_until};
use url::Url;

use crate::address::host;
use crate::clock::Clock;
use crate::config::Config;
use crate::credentials::without_secrets;
use crate::web::body::{ENCODINGS, Limits, unfold};
use crate::web::guard::Guard;
use crate::web::in_hand::{BRISK, BRISK_IN_A_CROWD, Crowded, Share};
use crate::web::manners::PATIENCE_MAX;
use crate::web::refusal::Refusal;
use crate::web::robots;
use crate::web::validators::Validators;

/// How long a connection is kept for the next page of its host. After a large page its buffer holds half a megabyte, and
/// hosts are many.
const POOL_IDLE: Duration = Duration::from_secs(5);

/// How long a host is left alone that asks for patience in a way that nobody can have meant.
const NONSENSE: Duration = Duration::from_secs(3_600);

/// What a request is for; decides on limits and on `Accept`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Purpose {
    Feed,
    Page,
    Robots,
}

impl Purpose {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Feed => "feed",
            Self::Page => "page",
            Self::Robots => "robots",
        }
    }
}

/// An answer that is not a refusal.
#[derive(Debug)]
pub(crate) enum Answer {
    /// 200, with the body unfolded, and its share of what may be in hand.
    Whole { headers: BTreeMap<String, String>, body: Vec<u8>, share: Share },
    /// 304.
    Unchanged,
    /// A redirect, resolved against the URL that answered, whether it is for good, and the cookies that it set, each as it stood.
    Elsewhere(Url, bool, Vec<String>),
}

/// What is sent to one address and to no other.
#[derive(Clone, Debug, Default)]
pub(crate) struct Private {
    /// The address with name and password, where it has these.
    pub(crate) whole: Option<Url>,
    /// What was set on the way there, as it is sent back; empty for nothing.
    pub(crate) cookies: String,
}

/// Cookies of one answer that are looked at; walls that never stop send thousands.
const COOKIES_MAX: usize = 64;

/// What an answer sets, each in its own words.
fn cookies(headers: &HeaderMap) -> Vec<String> {
    let set = headers.get_all(SET_COOKIE).iter().take(COOKIES_MAX);
    set.filter_map(|value| value.to_str().ok()).map(str::to_owned).collect()
}

/// The provider of TLS for whoever names none.
pub(crate) fn choose_tls() {
    // Another part of the program may have installed the same already.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

impl Config {
    /// The head of the request by which a page is asked for, as an archive keeps it; None where that is no address of the web.
    /// What it does not have are validators, and credentials.
    pub fn request_head(&self, url: &str) -> Option<String> {
        let url = Url::parse(url).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
        let path = &url[url::Position::BeforePath..url::Position::AfterQuery];
        let host = &url[url::Position::BeforeHost..url::Position::AfterPort];
        Some(format!(
            "GET {path} HTTP/1.1\r\naccept: {}\r\naccept-encoding: {}\r\nuser-agent: {}\r\nhost: {host}\r\n\r\n",
            accept(Purpose::Page),
            ENCODINGS,
            self.agent()
        ))
    }
}

/// What opens connections: to addresses that the guard lets through alone, with our name, and following nothing by itself.
pub(crate) fn http(config: &Config, guard: Guard) -> Result<reqwest::Client, crate::error::Error> {
    choose_tls();
    let mut builder = reqwest::Client::builder()
        .user_agent(config.agent())
        // Followed in `web`, where each hop passes robots.txt, its turn and the guard.
        .redirect(reqwest::redirect::Policy::none())
        // A repeat is a request of its own, that waits for its turn and is counted.
        .retry(reqwest::retry::never())
        .referer(false)
        .connect_timeout(Duration::from_secs(config.connect_timeout_secs))
        // Silence alone; the whole is timed by `Waiting`, which leaves out what the host has to wait for us.
        .read_timeout(Duration::from_secs(config.read_timeout_secs))
        // One turn a host: it never has a second request under
        // way, so HTTP/2 would have nothing to multiplex either.
        .pool_max_idle_per_host(1)
        .pool_idle_timeout(POOL_IDLE)
        .http1_only()
        // Of the environment's: `http_proxy` would take names past
        // the guard. A proxy is configured, or there is none.
        .no_proxy();
    builder = match &config.proxy {
        Some(proxy) => builder.proxy(
            reqwest::Proxy::all(proxy).map_err(|_| crate::error::Error::Proxy(without_secrets(proxy)))?,
        ),
        None => builder.dns_resolver(guard),
    };
    builder.build().map_err(|error| crate::error::Error::Client(deepest(&error)))
}

/// The HTTP client with our name on it.
pub(crate) struct Client {
    http: reqwest::Client,
    config: Config,
    agent: String,
    clock: Clock,
}

impl Client {
    pub(crate) fn new(config: &Config, guard: Guard, clock: Clock) -> Result<Self, crate::error::Error> {
        let agent = config.agent();
        let http = http(config, guard)?;
        Ok(Self { http, config: config.clone(), agent, clock })
    }

    /// Asks for one URL. Answers of 4xx and 5xx are refusals, and a 304 to a question that named no version.
    pub(crate) async fn ask(
        &self,
        url: &Url,
        private: Private,
        purpose: Purpose,
        held: &Validators,
        share: Share,
    ) -> Result<Answer, Refusal> {
        let mut waiting = Waiting {
            share,
            until: Instant::now() + self.config.total_timeout(),
            brisk_until: Instant::now() + BRISK,
            look_at: Instant::now() + BRISK_IN_A_CROWD,
        };
        // Of the whole address the HTTP client makes a header, and sends the rest.
        let mut request = self.http.get(private.whole.unwrap_or_else(|| url.clone()));
        request = request.header(ACCEPT, accept(purpose)).header(ACCEPT_ENCODING, ENCODINGS);
        if !private.cookies.is_empty() {
            request = request.header(COOKIE, private.cookies);
        }
        if let Some(etag) = &held.etag {
            request = request.header(IF_NONE_MATCH, etag);
        }
        if let Some(instant) = &held.last_modified {
            request = request.header(IF_MODIFIED_SINCE, instant);
        }
        let response = self.patiently(url, &mut waiting, request.send()).await?;
        match response.status().as_u16() {
            // From a cache on the way that keeps no bodies: it says nothing of a page that we do not have.
            304 if *held == Validators::default() => Err(self.refused(url, 304, &response)),
            304 => Ok(Answer::Unchanged),
            // The others of 3xx lead nowhere by themselves: 300 offers a choice, 305 means a proxy (RFC 9110, 15.4).
            status @ (301 | 302 | 303 | 307 | 308) => {
                let cookies = cookies(response.headers());
                elsewhere(url, &response)
                    .map(|next| Answer::Elsewhere(next, matches!(status, 301 | 308), cookies))
            }
            // 203 is a 200 that a proxy on the way has changed.
            200 | 203 => {
                // By its bytes as well: servers call a PDF `text/html` that stands where a page stood.
                let answer = self.whole(url, purpose, response, waiting).await?;
                match &answer {
                    Answer::Whole { body, .. } if purpose == Purpose::Page => match no_page(body) {
                        Some(kind) => {
                            let media_type = format!("{kind} by its bytes");
                            Err(Refusal::MediaType { url: url.to_string(), media_type })
                        }
                        None => Ok(answer),
                    },
                    _ => Ok(answer),
                }
            }
            status => Err(self.refused(url, status, &response)),
        }
    }

    async fn whole(
        &self,
        url: &Url,
        purpose: Purpose,
        mut response: reqwest::Response,
        mut waiting: Waiting,
    ) -> Result<Answer, Refusal> {
        let limits = self.limits(purpose);
        let mut headers = header_texts(response.headers());
        // Before the body: a film has no end.
        if let Some(media_type) =
            // Of a feed whatever type it has is taken, as many are served as text.
            headers.get("content-type").filter(|it| purpose == Purpose::Page && !is_page(it))
        {
            return Err(Refusal::MediaType { url: url.to_string(), media_type: media_type.clone() });
        }
        let mut received = Vec::new();
        while let Some(chunk) = self.patiently(url, &mut waiting, response.chunk()).await? {
            let room = limits.bytes_max.saturating_sub(received.len() as u64);
            // While it arrives, not after: a live ticker, or a trap, sends a page without end.
            if chunk.len() as u64 > room && !limits.cut {
                return Err(Refusal::TooLarge { url: url.to_string(), limit: limits.bytes_max });
            }
            let taken = &chunk[..chunk.len().min(usize::try_from(room).unwrap_or(usize::MAX))];
            waiting.room(&mut received, taken.len(), limits).await.map_err(|Crowded| crowded(url))?;
            received.extend_from_slice(taken);
            // Of a robots.txt what is beyond the limit is not read (RFC 9309, 2.5).
            if received.len() as u64 >= limits.bytes_max && limits.cut {
                break;
            }
        }
        let mut share = waiting.share;
        let encodings = headers.remove("content-encoding").unwrap_or_default();
        // They tell of bytes that are unfolded by now, and of a connection; cookies are nobody's business downstream.
        for of_the_wire in ["content-length", "transfer-encoding", "connection", "keep-alive", "set-cookie"] {
            headers.remove(of_the_wire);
        }
        // Sitemaps are served as files of gzip, told by their first bytes and not by a header.
        let is_file = move |body: &[u8]| purpose == Purpose::Feed && body.starts_with(&[0x1f, 0x8b]);
        if encodings.is_empty() && !is_file(&received) {
            // It grew by halves and may wait long for its delivery: what it does not need goes back.
            received.shrink_to_fit();
            share.settle(received.len());
            return Ok(Answer::Whole { headers, body: received, share });
        }
        let address = url.to_string();
        // Megabytes take longer to unfold than an async thread may be held up.
        let runtime = tokio::runtime::Handle::current();
        let unfolding = tokio::task::spawn_blocking(move || {
            // Here a thread waits for room, and no task.
            let mut room = |bytes| runtime.block_on(share.hold(bytes));
            let mut body = unfold(&address, &encodings, received, limits, &mut room)?;
            if is_file(&body) {
                body = match unfold(&address, "gzip", body.clone(), limits, &mut room) {
                    // One that breaks off gives what it has.
                    Err(Refusal::CutShort { .. } | Refusal::Encoding { .. }) => {
                        unfold(&address, "gzip", body, Limits { cut: true, ..limits }, &mut room)?
                    }
                    unfolded => unfolded?,
                };
            }
            body.shrink_to_fit();
            share.settle(body.len());
            Ok((body, share))
        });
        let (body, share) = unfolding.await.map_err(|error| Refusal::Encoding {
            url: url.to_string(),
            encoding: "unknown".to_owned(),
            cause: error.to_string(),
        })??;
        Ok(Answer::Whole { headers, body, share })
    }

    /// Waits for the other side: after a while it counts among the slow ones, in the end it is given up.
    async fn patiently<T>(
        &self,
        url: &Url,
        waiting: &mut Waiting,
        answer: impl Future<Output = Result<T, reqwest::Error>>,
    ) -> Result<T, Refusal> {
        tokio::pin!(answer);
        loop {
            tokio::select! {
                // What has arrived counts, however late we come to look.
                biased;
                answer = &mut answer => return answer.map_err(|error| self.broken(url, &error)),
                () = sleep_until(waiting.until) => return Err(self.timeout(url)),
                () = sleep_until(waiting.look_at), if !waiting.share.is_slow() => {
                    waiting.look_at = Instant::now() + BRISK_IN_A_CROWD;
                    if waiting.share.is_in_a_crowd() || waiting.brisk_until <= Instant::now() {
                        waiting.share.slow_down().map_err(|Crowded| crowded(url))?;
                    }
                }
            }
        }
    }

    fn limits(&self, purpose: Purpose) -> Limits {
        let (bytes_max, cut) = match purpose {
            Purpose::Feed => (self.config.feed_bytes_max, false),
            Purpose::Page => (self.config.page_bytes_max, false),
            Purpose::Robots => (robots::BYTES_READ, true),
        };
        Limits { bytes_max, ratio_max: self.config.unfold_ratio_max, cut }
    }

    fn refused(&self, url: &Url, status: u16, response: &reqwest::Response) -> Refusal {
        let asked = response.headers().get("retry-after");
        let asked = asked.map(|value| patience(&String::from_utf8_lossy(value.as_bytes()), (self.clock)()));
        Refusal::Status {
            host: host(url),
            url: url.to_string(),
            agent: self.agent.clone(),
            status,
            retry_after: asked.as_ref().map(|asked| asked.wait),
            doubt: asked.and_then(|asked| asked.doubt),
        }
    }

    fn timeout(&self, url: &Url) -> Refusal {
        Refusal::Timeout { host: host(url), secs: self.config.total_timeout_secs }
    }

    fn broken(&self, url: &Url, error: &reqwest::Error) -> Refusal {
        let (host, cause) = (host(url), deepest(error));
        // Before the others, as it comes as a failure to connect: an expired certificate is not mended by trying again.
        if is_tls(error) {
            return Refusal::Tls { host, cause };
        }
        if error.is_timeout() && error.is_connect() {
            return Refusal::Timeout { host, secs: self.config.connect_timeout_secs };
        }
        if error.is_timeout() {
            // Either limit may have struck; the shorter one is what the reader can act on.
            return Refusal::Timeout { host, secs: self.config.read_timeout_secs };
        }
        if error.is_connect() {
            return Refusal::Connect { host, cause };
        }
        Refusal::Broken { host, cause }
    }
}

/// An answer on its way: how long it may still take, and its share of what may be in hand.
struct Waiting {
    share: Share,
    until: Instant,
    brisk_until: Instant,
    /// When it is looked next whether it is to count among the slow.
    look_at: Instant,
}

impl Waiting {
    /// Makes room for so many bytes more. What the other side has to wait for us meanwhile does not count against it.
    async fn room(&mut self, received: &mut Vec<u8>, more: usize, limits: Limits) -> Result<(), Crowded> {
        let needed = received.len() + more;
        if needed <= received.capacity() {
            return Ok(());
        }
        let longest = usize::try_from(limits.bytes_max).unwrap_or(usize::MAX);
        // By halves: asked for each chunk alone, a long page would stand in line for room again and again.
        let roomy = (needed + needed / 2).min(longest).max(needed);
        let before = Instant::now();
        self.share.hold(roomy as u64).await?;
        let ours = before.elapsed();
        self.until += ours;
        self.brisk_until += ours;
        self.look_at += ours;
        received.reserve_exact(roomy - received.len());
        Ok(())
    }
}

fn crowded(url: &Url) -> Refusal {
    Refusal::Crowded { host: host(url) }
}

fn accept(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Feed => {
            // `*/*` at the end, for feeds are served as text/html too, and who takes Accept at its word answers 406.
            "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, \
             */*;q=0.5"
        }
        Purpose::Page => "text/html, application/xhtml+xml, text/plain;q=0.8, */*;q=0.1",
        Purpose::Robots => "text/plain, */*;q=0.1",
    }
}

fn elsewhere(url: &Url, response: &reqwest::Response) -> Result<Url, Refusal> {
    let lost = || Refusal::RedirectLost { host: host(url), url: url.to_string() };
    let location = response.headers().get(LOCATION).ok_or_else(lost)?;
    // Locations in raw UTF-8 are common (`/tin-tức/…`), and Latin-1 is what remains.
    let location = String::from_utf8_lossy(location.as_bytes());
    let mut target = url.join(location.trim()).map_err(|_| lost())?;
    target.set_fragment(None);
    Ok(target)
}

fn header_texts(headers: &reqwest::header::HeaderMap) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::<String, String>::new();
    for (name, value) in headers {
        let value = String::from_utf8_lossy(value.as_bytes());
        texts
            .entry(name.as_str().to_owned())
            // Lines of one name are one list (RFC 9110, 5.3). Set-Cookie, the exception there, is not kept.
            .and_modify(|text| {
                text.push_str(", ");
                text.push_str(&value);
            })
            .or_insert_with(|| value.to_string());
    }
    texts
}

/// For how long a host asks to be left alone, and what is odd about how it does.
#[derive(Debug, PartialEq, Eq)]
struct Patience {
    wait: Duration,
    /// To follow the sentence that says who refused.
    doubt: Option<Box<str>>,
}

/// `Retry-After`: seconds, or a date in any of the three forms of HTTP (RFC 9110, 10.2.3 and 5.6.7). What is neither, or longer
/// than a day, is a slip, and counts as an hour.
fn patience(value: &str, now: DateTime<Utc>) -> Patience {
    let value = value.trim();
    let wait = match value.parse::<u64>() {
        Ok(seconds) => Some(Duration::from_secs(seconds)),
        // A date that has passed is "now": their clock and ours differ.
        Err(_) => http_date(value).map(|until| (until - now).to_std().unwrap_or_default()),
    };
    // A date that is years away is no patience either.
    match wait.filter(|wait| *wait <= PATIENCE_MAX) {
        Some(wait) => Patience { wait, doubt: None },
        None => {
            let shown: String = value.chars().filter(|c| !c.is_control()).take(40).collect();
            Patience {
                wait: NONSENSE,
                doubt: Some(
                    format!("; it asked for patience of {shown:?}, which was taken for an hour").into(),
                ),
            }
        }
    }
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`, and the two obsolete forms: `Sunday, 06-Nov-94 08:49:37 GMT`, `Sun Nov  6 08:49:37 1994`.
pub(crate) fn http_date(value: &str) -> Option<DateTime<Utc>> {
    let obsolete = |form| NaiveDateTime::parse_from_str(value, form).ok().map(|date| date.and_utc());
    DateTime::parse_from_rfc2822(value)
        .ok()
        .map(|date| date.to_utc())
        .or_else(|| obsolete("%A, %d-%b-%y %H:%M:%S GMT"))
        .or_else(|| obsolete("%a %b %e %H:%M:%S %Y"))
}

/// Whether this may be a page: entries lead to podcasts, pictures and PDF files too.
pub(crate) fn is_page(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    // Where nothing is said the bytes have to tell (RFC 9110, 8.3), and they are the cleaner's.
    essence.is_empty()
        // SVG is XML, and no page.
        || essence.starts_with("text/")
        || essence.contains("html")
        || essence.contains("xml") && !essence.starts_with("image/")
        // JSON Feed, for whoever gives one by its address.
        || essence == "application/feed+json"
}

/// What a file is by its first bytes, whatever its server calls it; None for all that may be a page.
fn no_page(body: &[u8]) -> Option<&'static str> {
    const BEGINNINGS: [(&[u8], &str); 9] = [
        (b"\x89PNG\r\n", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"GIF8", "a picture"),
        (b"%PDF-", "a PDF"),
        (b"PK\x03\x04", "an archive"),
        (b"\xd0\xcf\x11\xe0", "an Office document"),
        (b"ID3", "a sound"),
        (b"OggS", "a sound"),
        (b"\x1aE\xdf\xa3", "a film"),
    ];
    let of_container = || match (body.get(..4)?, body.get(4..8)?, body.get(8..12)?) {
        // Only with its kind: sounds and films are in RIFF, too.
        (b"RIFF", _, b"WEBP") => Some("a picture"),
        (_, b"ftyp", _) => Some("a film"),
        _ => None,
    };
    let found = BEGINNINGS.iter().find(|(beginning, _)| body.starts_with(beginning)).map(|(_, kind)| *kind);
    found.or_else(of_container)
}

/// The last cause in the chain: `connection refused`, not `error sending request`.
pub(crate) fn deepest(error: &reqwest::Error) -> String {
    let mut deepest: &(dyn Error + 'static) = error;
    while let Some(next) = cause(deepest) {
        deepest = next;
    }
    deepest.to_string()
}

fn is_tls(error: &reqwest::Error) -> bool {
    let mut next: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = next {
        if error.is::<rustls::Error>() {
            return true;
        }
        next = cause(error);
    }
    false
}

/// The next cause. An I/O error passes over what it wraps when it is asked for its source.
fn cause<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        Some(wrapped) => Some(wrapped),
        None => error.source(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_request_of_a_page_is_told_without_secrets() {
        let head = Config::default().request_head("https://desk:s3cret@a.example:8443/x?y=1#z").unwrap();
        assert!(head.starts_with("GET /x?y=1 HTTP/1.1\r\n") && head.ends_with("\r\n\r\n"), "{head}");
        assert!(head.contains("host: a.example:8443\r\n") && !head.contains("s3cret"), "{head}");
        assert_eq!(Config::default().request_head("urn:x"), None);
    }

    #[test]
    fn a_picture_is_no_page_whatever_it_is_called() {
        for (body, expected) in [
            (&b"\x89PNG\r\n\x1a\n\0"[..], Some("a picture")),
            (b"RIFF\x10\0\0\0WEBPVP8 ", Some("a picture")),
            (b"RIFF", None),
            (b"\0\0\0\x20ftypisom", Some("a film")),
            (b"%PDF-1.7", Some("a PDF")),
            (b"PK are the initials of", None),
            (b"<!doctype html>", None),
            (b"", None),
        ] {
            assert_eq!(no_page(body), expected, "{}", String::from_utf8_lossy(body));
        }
    }

    #[test]
    fn retry_after_is_read_in_all_its_forms_and_nonsense_is_an_hour() {
        let now = "2026-11-22T08:00:00Z".parse().unwrap();
        let check = |value: &str, expected: u64, doubted: bool| {
            let asked = patience(value, now);
            assert_eq!((asked.wait.as_secs(), asked.doubt.is_some()), (expected, doubted), "{value}");
        };
        check("120", 120, false);
        check(" 0 ", 0, false);
        check("86400", 86_400, false);
        check("Sun, 22 Nov 2026 08:02:00 GMT", 120, false);
        check("Sunday, 22-Nov-26 08:02:00 GMT", 120, false);
        check("Sun Nov 22 08:02:00 2026", 120, false);
        check("Sun, 22 Nov 2026 07:00:00 GMT", 0, false);
        check("99999999", 3_600, true);
        check("999999999999999999999999", 3_600, true);
        check("Sun, 22 Nov 2099 07:00:00 GMT", 3_600, true);
        check("-5", 3_600, true);
        check("soon", 3_600, true);
        check("", 3_600, true);
        assert!(patience("soon\u{1b}[2J", now).doubt.unwrap().contains("\"soon[2J\""));
    }
}
