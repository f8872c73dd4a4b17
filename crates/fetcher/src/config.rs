//! How the fetcher behaves: limits, patience and manners, each key at its default. What it uses of `web` are the leaves that
//! say what a value may be, lest a circle come of it.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use url::Url;
use veille_model::Severity;

use crate::address::Allowed;
use crate::credentials::without_secrets;

/// Requests that keep us waiting, for each one of `concurrency`. They cost a connection each, and little else.
pub(crate) const SLOW_REQUESTS: usize = 4;

/// The `[fetcher]` table of `veille.toml`. Durations are whole seconds or milliseconds, as the key says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Who we say we are, `product/version`; the product is also the name we look for in robots.txt, of letters, `_`
    /// and `-`.
    pub user_agent: String,
    /// Where a webmaster reaches whoever runs this: a URL or an address, sent with every request.
    pub contact: String,
    /// Least time between two requests to one host, feeds, pages and robots.txt alike; robots.txt may ask for more.
    pub host_delay_ms: u64,
    /// Least time between two requests to hosts of one registrable domain.
    pub domain_delay_ms: u64,
    /// Least time between two requests to one address, whatever the hosts are called; 0 for none.
    pub address_delay_ms: u64,
    /// The longest Crawl-delay that is honoured as it stands; longer ones are cut to it.
    pub crawl_delay_max_secs: u64,
    /// Requests in flight over all hosts together. One that keeps us waiting for three seconds counts apart from then on,
    /// among at most four times as many.
    pub concurrency: usize,
    /// Bytes of answers over all hosts together, from their arrival until they are safely handed on. Never less than four
    /// of the longest page or feed.
    pub in_hand_bytes_max: u64,
    /// Time to connect.
    pub connect_timeout_secs: u64,
    /// Longest silence while an answer is read.
    pub read_timeout_secs: u64,
    /// Longest time from the request to the last byte: what ends a slow drip.
    pub total_timeout_secs: u64,
    /// Longest page, after content encodings are undone.
    pub page_bytes_max: u64,
    /// Longest feed, after content encodings are undone.
    pub feed_bytes_max: u64,
    /// How many times its size on the wire a body may unfold to.
    pub unfold_ratio_max: u64,
    /// Redirects followed for one page or feed.
    pub redirects_max: usize,
    /// Least time between two readings of a feed.
    pub interval_min_secs: u64,
    /// Longest time between two readings of a feed that answers, unless it asks for more: who has one article a week is read six times
    /// a day, so that this one is found within hours.
    pub interval_max_secs: u64,
    /// A feed is asked for whole, without validators, once in this time: some answer 304 though they changed.
    pub whole_every_secs: u64,
    /// Entries taken from one reading of a feed: of a longer one the newest that are not known, by their dates, and at both of its ends
    /// where these tell nothing. An outcome says how many are left out.
    pub entries_max: usize,
    /// First pause before a page, feed or robots.txt that failed is asked for again; it grows with each failure.
    pub retry_pause_secs: u64,
    /// Attempts at a page before its feed entry stands in for good.
    pub attempts_max: u32,
    /// Times a day that a page is fetched again because its entry was dated anew; one whose title changed always is.
    pub revisits_max: u32,
    /// When a stored page is looked at again, for edits and withdrawals, in seconds after it was first received, the shortest first;
    /// an empty list for never.
    pub look_again_secs: Vec<u64>,
    /// Pages of one host that are looked at again at one time, for all its feeds together; what is beyond comes somewhat later, so
    /// that what is new does not wait behind it.
    pub looks_max: usize,
    /// How long a one-shot run waits for a host that asked for patience before it leaves the page to the next run.
    pub once_patience_secs: u64,
    /// How long requests in flight may take to settle once we are told to stop.
    pub grace_secs: u64,
    /// The address at which the pages of `veille run --serve` are reached from outside, `https://press.example.org`: feeds that
    /// name a WebSub hub are then subscribed to there, and read rarely while the hub tells of all their news; empty for none.
    pub callback: String,
    /// Private, loopback and link-local places that may be reached all the same: `127.0.0.1:8090`, `10.0.0.0/8`, `[::1]`.
    pub allow_private_addresses: Vec<Allowed>,
    /// An HTTP proxy for everything, `http://127.0.0.1:8090`. Names are then resolved by the proxy, so that here literal addresses are
    /// judged alone, and names that say by themselves where they lead (`localhost`).
    pub proxy: Option<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            user_agent: concat!("veille/", env!("CARGO_PKG_VERSION")).to_owned(),
            contact: String::new(),
            host_delay_ms: 2_000,
            domain_delay_ms: 1_000,
            address_delay_ms: 250,
            crawl_delay_max_secs: 60,
            concurrency: 64,
            in_hand_bytes_max: 40_000_000,
            connect_timeout_secs: 5,
            read_timeout_secs: 10,
            total_timeout_secs: 30,
            // Live blogs reach 3 MB and are honest.
            page_bytes_max: 5_000_000,
            feed_bytes_max: 10_000_000,
            // DEFLATE reaches 1,032 to 1 on nothing but zeros; no page is made of those.
            unfold_ratio_max: 100,
            // Browsers give up after 20 (the Fetch standard); who needs more than half of that goes in a circle.
            redirects_max: 10,
            interval_min_secs: 120,
            interval_max_secs: 14_400,
            whole_every_secs: 86_400,
            entries_max: 500,
            retry_pause_secs: 30,
            // With the pauses between them, of 30 seconds, 2 and 8 minutes, a restart of theirs is over by then.
            attempts_max: 4,
            revisits_max: 5,
            // One article in five changes within a week, four of five of those within a day (GDELT).
            look_again_secs: vec![3_600, 21_600, 86_400, 604_800],
            looks_max: 50,
            once_patience_secs: 60,
            grace_secs: 10,
            callback: String::new(),
            allow_private_addresses: Vec::new(),
            proxy: None,
        }
    }
}

impl Config {
    /// The `User-Agent` as sent: `veille/0.1.0 (+https://press.example.org/bot)`.
    pub fn agent(&self) -> String {
        match self.contact.trim() {
            "" => self.user_agent.clone(),
            contact => format!("{} (+{contact})", self.user_agent),
        }
    }

    /// Threads that may wait at one time for room among the bytes in hand, each with a packed answer to unfold. Whoever makes room
    /// needs others.
    pub fn threads_waiting_max(&self) -> usize {
        self.concurrency.saturating_mul(1 + SLOW_REQUESTS)
    }

    /// What is wrong with values that are each of the right type: their key, and what was expected. A contact that is
    /// absent is a warning.
    pub fn faults(&self) -> Vec<(&'static str, Severity, String)> {
        let mut faults = Vec::new();
        let mut error = |key, message: String| faults.push((key, Severity::Error, message));
        for (key, value) in [
            ("concurrency", self.concurrency as u64),
            ("connect_timeout_secs", self.connect_timeout_secs),
            ("read_timeout_secs", self.read_timeout_secs),
            ("total_timeout_secs", self.total_timeout_secs),
            ("page_bytes_max", self.page_bytes_max),
            ("feed_bytes_max", self.feed_bytes_max),
            ("entries_max", self.entries_max as u64),
            ("attempts_max", self.attempts_max.into()),
            ("unfold_ratio_max", self.unfold_ratio_max),
        ] {
            if value == 0 {
                error(key, "with 0 nothing could be fetched; expected a whole number from 1 on".to_owned());
            }
        }
        if self.interval_min_secs > self.interval_max_secs {
            let message = "it is longer than interval_max_secs; expected the shorter of the two";
            error("interval_min_secs", message.to_owned());
        }
        let expected = "expected a name and a version in ASCII, such as `veille/0.1.0`";
        if self.product().is_empty() || !self.user_agent.chars().all(|c| c.is_ascii_graphic() || c == ' ') {
            error("user_agent", expected.to_owned());
        } else if !self.product().chars().all(is_of_a_product) {
            // Whoever wants us away would write our name, and we would not know that we are meant.
            error(
                "user_agent",
                format!(
                    "no robots.txt can address {:?}: the name before the version has letters, `_` and `-` alone \
                     (RFC 9309); {expected}",
                    self.product()
                ),
            );
        }
        if let Some(proxy) = &self.proxy
            && !Url::parse(proxy).is_ok_and(|url| url.has_host() && matches!(url.scheme(), "http" | "https"))
        {
            error(
                "proxy",
                format!(
                    "expected the URL of an HTTP proxy, such as http://127.0.0.1:8080, found {:?}",
                    without_secrets(proxy)
                ),
            );
        }
        if !self.callback.is_empty()
            && !Url::parse(&self.callback).is_ok_and(|url| {
                url.has_host() && matches!(url.scheme(), "http" | "https") && url.query().is_none()
            })
        {
            error(
                "callback",
                format!(
                    "expected where hubs reach us, such as https://press.example.org, found {:?}",
                    self.callback
                ),
            );
        }
        // Wikimedia's policy is not the only one to ask for it; a run without one works all the same.
        let expected =
            "expected where webmasters reach you, a URL or an e-mail address such as desk@press.example";
        if self.contact.trim().is_empty() {
            let message = format!("there is no contact, and hosts may turn us away; {expected}");
            faults.push(("contact", Severity::Warning, message));
        } else if !is_contact(self.contact.trim()) {
            faults.push((
                "contact",
                Severity::Error,
                format!("{:?} reaches nobody; {expected}", self.contact),
            ));
        }
        faults
    }

    /// The name that robots.txt may address us by: the user agent up to its version.
    pub fn product(&self) -> &str {
        self.user_agent.split(['/', ' ']).next().unwrap_or_default()
    }

    pub(crate) fn host_delay(&self) -> Duration {
        Duration::from_millis(self.host_delay_ms)
    }

    pub(crate) fn retry_pause(&self) -> Duration {
        Duration::from_secs(self.retry_pause_secs)
    }

    pub(crate) fn total_timeout(&self) -> Duration {
        Duration::from_secs(self.total_timeout_secs)
    }
}

/// What the name of a crawler is made of (product token; RFC 9309, 2.2.1): no group can address one with other signs.
pub(crate) fn is_of_a_product(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, '_' | '-')
}

/// Whether this is a URL of the web or an e-mail address, as far as its form says.
fn is_contact(contact: &str) -> bool {
    // A name without a dot is one of this machine or of its network.
    let is_host = |host: &str| host.contains('.') && !host.starts_with('.') && !host.ends_with('.');
    if !contact.chars().all(|c| c.is_ascii_graphic()) {
        return false;
    }
    if let Ok(url) = Url::parse(contact)
        && matches!(url.scheme(), "http" | "https")
    {
        return url.host_str().is_some_and(is_host);
    }
    let address = contact.strip_prefix("mailto:").unwrap_or(contact);
    address.rsplit_once('@').is_some_and(|(name, host)| {
        !name.is_empty()
            // `Desk <desk@press.example>`: it is sent in a comment of
            // the User-Agent, where brackets count (RFC 9110, 5.6.5).
            && !name.contains(['@', '<', '(', ','])
            && is_host(host)
            && !host.contains(['>', ',', '/'])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contact_is_a_url_or_an_address() {
        let check = |contact: &str, expected: Option<Severity>| {
            let config = Config { contact: contact.to_owned(), ..Config::default() };
            let found = config.faults();
            assert!(found.iter().all(|(key, _, _)| *key == "contact"), "{found:?}");
            assert_eq!(found.first().map(|(_, severity, _)| *severity), expected, "{contact}");
        };
        check("desk@press.example", None);
        check("mailto:desk@press.example", None);
        check("https://press.example/bot", None);
        check("", Some(Severity::Warning));
        check(" ", Some(Severity::Warning));
        for wrong in
            ["me", "desk@", "@press.example", "desk@localhost", "press.example", "a b@c.example", "https://x"]
        {
            check(wrong, Some(Severity::Error));
        }
    }

    #[test]
    fn values_that_fetch_nothing_are_errors() {
        let config = Config {
            contact: "desk@press.example".into(),
            user_agent: "véille".into(),
            concurrency: 0,
            interval_min_secs: 20_000,
            proxy: Some("socks://desk:s3cret@proxy".into()),
            ..Config::default()
        };
        assert!(config.faults().iter().all(|(_, _, message)| !message.contains("s3cret")));
        let keys: Vec<_> = config.faults().into_iter().map(|(key, _, _)| key).collect();
        assert_eq!(keys, ["concurrency", "interval_min_secs", "user_agent", "proxy"]);
    }

    #[test]
    fn a_name_that_no_robots_txt_can_address_is_an_error() {
        let check = |user_agent: &str, expected: Option<&str>| {
            let contact = "desk@press.example".to_owned();
            let config = Config { contact, user_agent: user_agent.to_owned(), ..Config::default() };
            let messages: Vec<String> = config.faults().into_iter().map(|(_, _, message)| message).collect();
            match expected {
                Some(part) => assert!(messages.len() == 1 && messages[0].contains(part), "{messages:?}"),
                None => assert!(messages.is_empty(), "{messages:?}"),
            }
        };
        check("press-office_bot/2.0 (test)", None);
        check("Veille", None);
        check("veille2/1.0", Some("no robots.txt can address \"veille2\""));
        check("press.example/1.0", Some("no robots.txt can address \"press.example\""));
        check("3news", Some("such as `veille/0.1.0`"));
    }

    #[test]
    fn an_unknown_key_is_refused() {
        assert!(toml::from_str::<Config>("host_delay = 3").is_err());
        let config: Config = toml::from_str("host_delay_ms = 3").unwrap();
        assert_eq!(config.host_delay(), Duration::from_millis(3));
    }

    #[test]
    fn a_place_that_is_no_address_is_refused() {
        assert!(toml::from_str::<Config>(r#"allow_private_addresses = ["localhost"]"#).is_err());
        assert!(toml::from_str::<Config>(r#"allow_private_addresses = ["127.0.0.1:8090"]"#).is_ok());
    }

    #[test]
    fn the_agent_says_who_to_write_to() {
        let config = Config {
            user_agent: "veille/0.1".into(),
            contact: "https://press.example.org".into(),
            ..Config::default()
        };
        assert_eq!(config.agent(), "veille/0.1 (+https://press.example.org)");
        assert_eq!(config.product(), "veille");
    }
}
