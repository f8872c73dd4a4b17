//! Why a page, feed or robots.txt could not be had, in words for the reader of the ledger: who refused, what we sent,
//! what to try.

use std::net::IpAddr;
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use veille_model::Reason;

/// What stood in the way of one request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, thiserror::Error)]
pub(crate) enum Refusal {
    #[error(
        "{0} is no address of the web, so it was not asked for; expected is http:// or https:// and a host, without blanks"
    )]
    Scheme(String),
    #[error(
        "{host} leads to {address}, which is not on the public internet; to read it all the same, add it to \
             fetcher.allow_private_addresses"
    )]
    PrivateAddress { host: String, address: IpAddr },
    #[error(
        "the name {host} could not be resolved ({cause}); check the address, or the network's name server"
    )]
    Dns { host: String, cause: String },
    #[error("robots.txt of {host} forbids {path} to {agent}; ask the publisher to allow it")]
    Robots { host: String, path: String, agent: String },
    #[error(
        "robots.txt of {host} could not be read ({cause}), which forbids everything until it can (RFC 9309){}",
        patience(*retry_after)
    )]
    RobotsUnreachable { host: String, cause: String, retry_after: Option<Duration> },
    #[error(
        "{host} answered {status} to our request for {url}, sent as {agent}{}{}",
        advice(*status, agent, *retry_after),
        doubt.as_deref().map_or_else(|| patience(*retry_after), str::to_owned)
    )]
    Status {
        host: String,
        url: String,
        agent: String,
        status: u16,
        retry_after: Option<Duration>,
        /// What is odd about how it asked for patience.
        doubt: Option<Box<str>>,
    },
    #[error("{host} asked for patience until {until}, so it was not asked", until = until.format("%Y-%m-%d %H:%M:%SZ"))]
    Resting { host: String, until: DateTime<Utc> },
    #[error("{host} did not answer within {secs} seconds")]
    Timeout { host: String, secs: u64 },
    #[error("{host} could not be connected to ({cause})")]
    Connect { host: String, cause: String },
    #[error("no secure connection to {host} could be made ({cause}); {}", advice_on_tls(cause))]
    Tls { host: String, cause: String },
    #[error("the connection to {host} broke ({cause})")]
    Broken { host: String, cause: String },
    #[error("{url} is longer than {limit} bytes")]
    TooLarge { url: String, limit: u64 },
    #[error("{url} unfolds to more than {ratio} times its {received} bytes on the wire, as only a trap does")]
    Unfolds { url: String, ratio: u64, received: u64 },
    #[error("{url} came in the content encoding {encoding}, which could not be undone ({cause})")]
    Encoding { url: String, encoding: String, cause: String },
    #[error("{url} ends in the middle of its {encoding}")]
    CutShort { url: String, encoding: String },
    #[error("{url} led through more than {limit} redirects")]
    RedirectsMax { url: String, limit: usize },
    #[error("{host} redirected {url} without saying where to")]
    RedirectLost { host: String, url: String },
    #[error(
        "{url} led to {target}, as another entry did; a consent form or a login may stand before the pages, so read \
         the site in a browser without cookies"
    )]
    SharedTarget { url: String, target: String },
    #[error("the page only sends browsers on, to {url}, which did not answer with one")]
    SentOn { url: String },
    #[error("{url} came as {media_type}, which is no page")]
    MediaType { url: String, media_type: String },
    #[error("{url} could not be read as a feed ({cause}); open it in a browser and see whether it is one")]
    NotAFeed { url: String, cause: String },
    #[error("{url} announces nothing ({cause})")]
    Empty { url: String, cause: String },
    #[error("the announced entry leads nowhere and says nothing")]
    NothingAnnounced,
    #[error("{host} sent its answer so slowly that others needed the room")]
    Crowded { host: String },
    #[error("the run was told to stop before {host} was asked")]
    Stopped { host: String },
    #[error("{host} is another fetcher's to ask, which cannot be reached")]
    Away { host: String },
    #[error("{url} was had by another fetcher meanwhile")]
    Overtaken { url: String },
}

/// What a refusal means for the one who asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It may be otherwise soon: try again.
    Later,
    /// It will stay so, but what the feed said of the page may be used.
    EntryStandsIn,
    /// It will stay so, and nothing may be used.
    Never,
}

/// What to try. Servers that know nothing newer than TLS 1.1, or RSA key exchange alone, agree on nothing with us, and whoever looks at
/// their certificate finds nothing wrong.
fn advice_on_tls(cause: &str) -> &'static str {
    let nothing_in_common = ["HandshakeFailure", "ProtocolVersion", "InsufficientSecurity", "incompatible"];
    if nothing_in_common.iter().any(|sign| cause.contains(sign)) {
        return "it may know old versions or ciphers of TLS alone, which are safe no more; a proxy that speaks them can be named in \
                fetcher.proxy";
    }
    "check the address, its certificate and the system's certificates"
}

impl Refusal {
    /// The stable token of the reason.
    pub(crate) fn code(&self) -> String {
        match self {
            Self::Status { status, .. } => return format!("http_{status}"),
            Self::Scheme(_) => "scheme",
            Self::PrivateAddress { .. } => "private_address",
            Self::Dns { .. } => "dns",
            Self::Robots { .. } => "robots",
            Self::RobotsUnreachable { .. } => "robots_unreachable",
            Self::Resting { .. } => "resting",
            Self::Timeout { .. } => "timeout",
            Self::Connect { .. } => "connect",
            Self::Tls { .. } => "tls",
            // One page's, not its host's.
            Self::Broken { .. } | Self::CutShort { .. } => "broken",
            Self::TooLarge { .. } => "too_large",
            Self::Unfolds { .. } => "unfolds",
            Self::Encoding { .. } => "content_encoding",
            Self::RedirectsMax { .. } => "redirects_max",
            Self::RedirectLost { .. } => "redirect_lost",
            Self::SharedTarget { .. } => "shared_target",
            Self::SentOn { .. } => "sent_on",
            Self::MediaType { .. } => "media_type",
            Self::NotAFeed { .. } => "not_a_feed",
            Self::Empty { .. } => "empty_feed",
            Self::NothingAnnounced => "nothing_announced",
            Self::Crowded { .. } => "crowded",
            Self::Stopped { .. } => "stopped",
            Self::Away { .. } => "away",
            Self::Overtaken { .. } => "overtaken",
        }
        .to_owned()
    }

    /// Why it could not be had, and that whoever watches it tries again where they do.
    pub(crate) fn reason(&self) -> Reason {
        let next = match self {
            Self::Empty { .. } => "; it is read again, and rests ever longer",
            _ if self.may_pass() => "; it is tried again",
            _ => "",
        };
        Reason::new(self.code(), format!("{self}{next}"))
    }

    /// The same for whoever asked once, and whom nobody asks for again.
    pub(crate) fn reason_once(&self) -> Reason {
        let next = if self.may_pass() { "; try again later" } else { "" };
        Reason::new(self.code(), format!("{self}{next}"))
    }

    /// Whether it may be otherwise soon by itself, and its words say no more of that.
    fn may_pass(&self) -> bool {
        match self {
            // It said when.
            Self::Resting { .. } | Self::Stopped { .. } | Self::Overtaken { .. } | Self::Dns { .. } => false,
            _ => self.verdict() == Verdict::Later && self.retry_after().is_none_or(|wait| wait.is_zero()),
        }
    }

    pub(crate) fn verdict(&self) -> Verdict {
        match self {
            // 408 and 425 ask for a repeat (RFC 9110, 15.5.9; RFC 8470, 5.2), 421 for another connection
            // (RFC 9110, 15.5.20). A 304 is one that nobody asked for, of a cache that may know better soon. A name that is
            // none looks to the system's resolver like one whose name
            // server is away.
            Self::Status { status: 304 | 408 | 421 | 425 | 429 | 500..=599, .. }
            | Self::RobotsUnreachable { .. }
            | Self::Resting { .. }
            | Self::Crowded { .. }
            | Self::Stopped { .. }
            | Self::Away { .. }
            | Self::Overtaken { .. }
            | Self::Timeout { .. }
            | Self::Connect { .. }
            | Self::Dns { .. }
            | Self::Empty { .. }
            | Self::CutShort { .. }
            | Self::Broken { .. } => Verdict::Later,
            // Withdrawn by its publisher: what the feed still says of it is withdrawn with it.
            Self::Status { status: 410 | 451, .. }
            | Self::Robots { .. }
            | Self::Scheme(_)
            | Self::PrivateAddress { .. }
            | Self::NothingAnnounced => Verdict::Never,
            // Kept from programs, paid for, or not there yet: what the feed says of it was published for everybody.
            Self::Status { .. }
            | Self::Tls { .. }
            | Self::TooLarge { .. }
            | Self::Unfolds { .. }
            | Self::Encoding { .. }
            | Self::RedirectsMax { .. }
            | Self::RedirectLost { .. }
            | Self::SharedTarget { .. }
            | Self::MediaType { .. }
            | Self::SentOn { .. }
            | Self::NotAFeed { .. } => Verdict::EntryStandsIn,
        }
    }

    /// How long the server asked us to wait.
    pub(crate) fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Status { retry_after, .. } | Self::RobotsUnreachable { retry_after, .. } => *retry_after,
            _ => None,
        }
    }

    /// Whether it may be the trouble of one of the host's programs alone: of search, of a feed.
    pub(crate) fn may_be_one_routes(&self) -> bool {
        matches!(self, Self::Status { status: 500..=599, .. })
    }

    /// Whether the host as a whole is in trouble or wants to be left alone, rather than one of its pages.
    pub(crate) fn blames_host(&self) -> bool {
        // Not Dns, which is noted where the name is looked up. A certificate is the whole host's, not a page's.
        matches!(
            self,
            Self::Status { status: 429 | 500..=599, .. }
                | Self::Timeout { .. }
                | Self::Connect { .. }
                | Self::Tls { .. }
                | Self::Broken { .. }
        )
    }
}

/// What to try after a refusal with this status, to follow the sentence.
fn advice(status: u16, agent: &str, asked: Option<Duration>) -> &'static str {
    match status {
        // Not of ours: without validators nobody is to answer so.
        304 => "; we hold no earlier version, so a cache on the way is at fault",
        401 | 402 | 407 => "; the page wants a subscription or a login",
        // A contact stands in the agent already: `veille/0.1 (+desk@a.example)`.
        403 if agent.contains("(+") => "; it may refuse programs: ask the publisher to admit this user agent",
        403 => "; it may refuse programs: set fetcher.contact, or ask the publisher to admit this user agent",
        404 => "; the page is not there, or not yet",
        410 => "; the publisher has withdrawn it",
        // Who says for how long wants no other pace.
        429 if asked.is_some_and(|wait| !wait.is_zero()) => "; it asks for fewer requests",
        429 => "; it asks for fewer requests: raise fetcher.host_delay_ms where it has many",
        451 => "; it is withheld for legal reasons",
        500..=599 => "; the fault is on their side",
        _ => "",
    }
}

/// What a server asks for, to follow the sentence: `; it asks to be left alone for 2 minutes`.
fn patience(asked: Option<Duration>) -> String {
    let Some(secs) = asked.map(|wait| wait.as_secs()).filter(|secs| *secs > 0) else { return String::new() };
    let (number, unit) = match secs {
        0..120 => (secs, "second"),
        120..7_200 => (secs.div_ceil(60), "minute"),
        _ => (secs.div_ceil(3_600), "hour"),
    };
    format!("; it asks to be left alone for {number} {unit}{}", if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(status: u16) -> Refusal {
        Refusal::Status {
            host: "www.example.org".into(),
            url: "https://www.example.org/a".into(),
            agent: "veille/0.1".into(),
            status,
            retry_after: None,
            doubt: None,
        }
    }

    #[test]
    fn a_refusal_says_who_refused_what_we_sent_and_what_to_try() {
        let reason = status(403).reason();
        assert_eq!(reason.code, "http_403");
        for part in
            ["www.example.org answered 403", "https://www.example.org/a", "veille/0.1", "fetcher.contact"]
        {
            assert!(reason.detail.contains(part), "{part}: {}", reason.detail);
        }
    }

    #[test]
    fn who_asks_for_patience_is_quoted_and_who_asked_once_is_not_told_of_another_time() {
        let asked = |code: u16, secs: u64| match status(code) {
            Refusal::Status { host, url, agent, status, doubt, .. } => {
                let retry_after = Some(Duration::from_secs(secs));
                Refusal::Status { host, url, agent, status, doubt, retry_after }
            }
            other => other,
        };
        let check = |refusal: &Refusal, once: bool, part: &str| {
            let said = if once { refusal.reason_once() } else { refusal.reason() }.detail;
            assert!(said.ends_with(part), "{part}: {said}");
        };
        check(&status(503), false, "; the fault is on their side; it is tried again");
        check(&status(503), true, "; the fault is on their side; try again later");
        check(&asked(503, 120), true, "their side; it asks to be left alone for 2 minutes");
        check(&asked(429, 45), false, "it asks for fewer requests; it asks to be left alone for 45 seconds");
        check(&asked(429, 10_800), true, "; it asks to be left alone for 3 hours");
        check(&status(404), true, "; the page is not there, or not yet");
        let timeout = Refusal::Timeout { host: "a.example".into(), secs: 10 };
        check(&timeout, false, "within 10 seconds; it is tried again");
        check(&timeout, true, "within 10 seconds; try again later");
        let robots =
            Refusal::RobotsUnreachable { host: "a.example".into(), cause: "503".into(), retry_after: None };
        check(&robots, false, "(RFC 9309); it is tried again");
        check(&robots, true, "(RFC 9309); try again later");
        let known = Refusal::Status {
            host: "a.example".into(),
            url: "https://a.example/".into(),
            agent: "veille/0.1 (+desk@a.example)".into(),
            status: 403,
            retry_after: None,
            doubt: None,
        };
        check(&known, true, "; it may refuse programs: ask the publisher to admit this user agent");
    }

    #[test]
    fn who_speaks_old_tls_alone_is_not_told_to_have_a_wrong_certificate() {
        let said = |cause: &str| {
            let refusal = Refusal::Tls { host: "a.example".into(), cause: cause.into() };
            refusal.to_string()
        };
        for cause in ["received fatal alert: HandshakeFailure", "peer is incompatible: Tls12NotOffered"] {
            let said = said(cause);
            assert!(said.contains("fetcher.proxy") && !said.contains("certificate"), "{said}");
        }
        let said = said("invalid peer certificate: Expired");
        assert!(said.contains("its certificate") && !said.contains("proxy"), "{said}");
    }

    #[test]
    fn what_may_pass_is_tried_again_and_what_was_withdrawn_is_not_used() {
        let check = |code: u16, expected: Verdict| assert_eq!(status(code).verdict(), expected, "{code}");
        check(503, Verdict::Later);
        check(429, Verdict::Later);
        check(304, Verdict::Later);
        check(403, Verdict::EntryStandsIn);
        check(404, Verdict::EntryStandsIn);
        check(410, Verdict::Never);
    }
}
