//! What servers set on the way of one request (cookies, RFC 6265): sent back where it belongs while that request is led on, and
//! gone with it.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use url::{Host, Url};
use veille_model::registrable_domain;

/// Longest cookies that are sent back, and held at all.
const BYTES_MAX: usize = 4_096;

#[derive(Debug)]
struct Cookie {
    name: String,
    value: String,
    domain: String,
    /// Whether hosts below the domain are sent it too.
    is_shared: bool,
    path: String,
    is_secure: bool,
}

/// The cookies of one request.
#[derive(Debug, Default)]
pub(crate) struct Jar(Vec<Cookie>);

impl Jar {
    /// Takes what an address set, each in the words of a `Set-Cookie`. One of the same name, domain and path replaces the one before.
    pub(crate) fn take(&mut self, from: &Url, set: &[String], now: DateTime<Utc>) {
        for text in set {
            let Some((cookie, is_over)) = Cookie::read(text, from, now) else { continue };
            let is_it = |held: &Cookie| {
                (&held.name, &held.domain, &held.path) == (&cookie.name, &cookie.domain, &cookie.path)
            };
            // By these three a cookie is the same one (5.3, 11).
            let at = self.0.iter().position(is_it);
            match (at, is_over) {
                (Some(at), true) => _ = self.0.remove(at),
                // In its old place: what was set first is sent first.
                (Some(at), false) => self.0[at] = cookie,
                (None, false) if self.bytes() + cookie.bytes() <= BYTES_MAX => self.0.push(cookie),
                (None, _) => {}
            }
        }
    }

    /// What an address is sent, as `name=value; other=value`; empty for nothing.
    pub(crate) fn sent_to(&self, to: &Url) -> String {
        let mut own: Vec<&Cookie> = self.0.iter().filter(|cookie| cookie.belongs(to)).collect();
        // The most particular path first (5.4, 2); stable, so that the others keep their order.
        own.sort_by_key(|cookie| std::cmp::Reverse(cookie.path.len()));
        let pairs: Vec<String> =
            own.iter().map(|cookie| format!("{}={}", cookie.name, cookie.value)).collect();
        pairs.join("; ")
    }

    fn bytes(&self) -> usize {
        self.0.iter().map(Cookie::bytes).sum()
    }
}

impl Cookie {
    /// What is set, and whether it is taken back (5.2 and 5.3); None where nobody may set that.
    fn read(text: &str, from: &Url, now: DateTime<Utc>) -> Option<(Self, bool)> {
        let mut parts = text.split(';').map(str::trim);
        let (name, value) = parts.next()?.split_once('=')?;
        let host = from.host_str()?.trim_end_matches('.').to_ascii_lowercase();
        let mut cookie = Self {
            // Blanks around them are no part of either (5.2, 4).
            name: name.trim().to_owned(),
            value: value.trim().to_owned(),
            domain: host.clone(),
            is_shared: false,
            path: folder(from.path()).to_owned(),
            is_secure: false,
        };
        let (mut by_date, mut by_age) = (None, None);
        for part in parts {
            let (key, value) =
                part.split_once('=').map_or((part, ""), |(key, value)| (key.trim(), value.trim()));
            match key.to_ascii_lowercase().as_str() {
                // An empty one is as good as none (5.2.3).
                "domain" if !value.is_empty() => {
                    cookie.domain = value.trim_start_matches('.').to_ascii_lowercase();
                    cookie.is_shared = true;
                }
                "path" if value.starts_with('/') => cookie.path = value.to_owned(),
                // One that is no path counts as missing (5.2.4).
                "path" => cookie.path = folder(from.path()).to_owned(),
                "secure" => cookie.is_secure = true,
                "max-age" => by_age = value.parse::<i64>().ok().map(|secs| secs <= 0),
                "expires" => by_date = cookie_date(value).map(|date| date <= now),
                _ => {}
            }
        }
        if cookie.name.is_empty() || !cookie.may_be_set_by(&host, from) {
            return None;
        }
        // `Max-Age` before `Expires`, where both are given (5.3, 3).
        Some((cookie, by_age.or(by_date).unwrap_or_default()))
    }

    /// Nobody sets cookies of others, nor of all hosts below a public suffix; nor, without encryption, those that need it.
    fn may_be_set_by(&self, host: &str, from: &Url) -> bool {
        let is_address = || matches!(from.host(), Some(Host::Ipv4(_) | Host::Ipv6(_)));
        let is_own = || self.domain == host && (is_address() || registrable_domain(host).is_some());
        let is_above = || is_below(host, &self.domain, from) && registrable_domain(&self.domain).is_some();
        let is_allowed = !self.is_shared || is_own() || is_above();
        // Else anybody on the way could set what is sent back over TLS.
        is_allowed && (!self.is_secure || from.scheme() == "https")
    }

    fn belongs(&self, to: &Url) -> bool {
        let Some(host) = to.host_str().map(|host| host.trim_end_matches('.').to_ascii_lowercase()) else {
            return false;
        };
        (host == self.domain || self.is_shared && is_below(&host, &self.domain, to))
            && is_within(to.path(), &self.path)
            && (!self.is_secure || to.scheme() == "https")
    }

    fn bytes(&self) -> usize {
        // With the `=`, and what stands between two.
        self.name.len() + self.value.len() + 3
    }
}

/// `Thu, 01-Jan-1970 00:00:00 GMT`, and whatever else servers write for a date: its parts in any order, between any signs (5.1.1).
fn cookie_date(value: &str) -> Option<DateTime<Utc>> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let (mut time, mut day, mut month, mut year) = (None, None, None, None);
    for part in value.split(|c: char| !(c.is_ascii_alphanumeric() || c == ':')) {
        let number = part.parse::<i32>().ok();
        let named = || {
            let begun = part.get(..3)?;
            MONTHS.iter().position(|month| begun.eq_ignore_ascii_case(month))
        };
        match (part.len(), number) {
            (1..=2, Some(number)) if day.is_none() => day = u32::try_from(number).ok(),
            (length, Some(number)) if (2..=4).contains(&length) => year = year.or(Some(number)),
            _ if part.contains(':') => time = time.or_else(|| part.parse::<NaiveTime>().ok()),
            _ => month = month.or_else(named),
        }
    }
    // Two digits are read as browsers do (5.1.1, 3 and 4).
    let year = match year? {
        late @ 70..=99 => late + 1_900,
        early @ 0..=69 => early + 2_000,
        year => year,
    };
    let date = NaiveDate::from_ymd_opt(year, u32::try_from(month? + 1).ok()?, day?)?;
    Some(date.and_time(time?).and_utc())
}

/// Whether a name lies below a domain; an address of numbers lies below none (5.1.3).
fn is_below(host: &str, domain: &str, url: &Url) -> bool {
    matches!(url.host(), Some(Host::Domain(_)))
        && host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'))
}

/// Whether a path lies within another (5.1.4).
fn is_within(path: &str, of: &str) -> bool {
    path.strip_prefix(of).is_some_and(|rest| rest.is_empty() || of.ends_with('/') || rest.starts_with('/'))
}

/// The path for which a cookie without one is meant: up to the last `/`, which is left out (5.1.4).
fn folder(path: &str) -> &str {
    match path.rfind('/') {
        Some(at) if at > 0 && path.starts_with('/') => &path[..at],
        _ => "/",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        "2026-11-22T08:00:00Z".parse().unwrap()
    }

    fn url(text: &str) -> Url {
        text.parse().unwrap()
    }

    #[test]
    fn a_cookie_goes_back_to_whom_it_is_meant_for() {
        let check = |from: &str, set: &[&str], to: &str, expected: &str| {
            let mut jar = Jar::default();
            let set: Vec<String> = set.iter().map(|&text| text.to_owned()).collect();
            jar.take(&url(from), &set, now());
            assert_eq!(jar.sent_to(&url(to)), expected, "{set:?} of {from} for {to}");
        };
        check("https://a.example/x", &["a=1", "b=2; HttpOnly"], "https://a.example/y", "a=1; b=2");
        check("https://a.example/x", &["a=1"], "https://b.example/x", "");
        check("https://a.example/x", &["a=1"], "https://www.a.example/x", "");
        check("https://a.example/x", &["a=1; Domain=.a.example"], "https://www.a.example/x", "a=1");
        check("https://www.a.example/x", &["a=1; domain=a.example"], "https://m.a.example/x", "a=1");
        check("https://a.example/x", &["a=1; Domain=b.example"], "https://b.example/x", "");
        check("https://a.co.uk/x", &["a=1; Domain=co.uk"], "https://b.co.uk/x", "");
        check("https://a.example/x", &["a=1; Domain=a.example"], "https://not-a.example/x", "");
        check("https://192.0.2.1/x", &["a=1; Domain=2.1"], "https://192.0.2.1/x", "");
        check("https://a.example/news/1", &["a=1"], "https://a.example/news/2", "a=1");
        check("https://a.example/news/1", &["a=1"], "https://a.example/newsroom", "");
        check("https://a.example/news/1", &["a=1; path=/"], "https://a.example/", "a=1");
        check(
            "https://a.example/",
            &["a=1; path=/in", "b=2; path=/in/side"],
            "https://a.example/in/side",
            "b=2; a=1",
        );
        check("https://a.example/", &["a=1; Secure"], "http://a.example/", "");
        check("https://a.example/", &["a=1; Secure"], "https://a.example/", "a=1");
        check("http://a.example/", &["a=1; Secure"], "https://a.example/", "");
        check("https://a.example/", &["a=1", "a=2"], "https://a.example/", "a=2");
        check("https://a.example/", &["a=1", "a=; Max-Age=0"], "https://a.example/", "");
        check(
            "https://a.example/",
            &["a=1", "a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT"],
            "https://a.example/",
            "",
        );
        for over in
            ["Thu, 01-Jan-1970 00:00:00 GMT", "Thursday, 01-Jan-70 00:00:00 GMT", "Thu Jan  1 00:00:00 1970"]
        {
            let set = format!("a=; expires={over}");
            check("https://a.example/", &["a=1", &set], "https://a.example/", "");
        }
        for to_come in ["Sun, 22-Nov-2026 09:00:00 GMT", "22 Nov 69 09:00:00", "at some time"] {
            let set = format!("a=2; expires={to_come}");
            check("https://a.example/", &["a=1", &set], "https://a.example/", "a=2");
        }
        let year_ago = "a=; Expires=Sat, 22 Nov 2025 08:00:00 GMT";
        check("https://a.example/", &["a=1", year_ago], "https://a.example/", "");
        check(
            "https://a.example/",
            &["a=1; Expires=Sun, 22 Nov 2026 09:00:00 GMT"],
            "https://a.example/",
            "a=1",
        );
        check("https://a.example/", &["a", "=1", ""], "https://a.example/", "");
    }

    #[test]
    fn what_a_second_address_sets_leaves_the_first_and_a_wall_of_cookies_ends() {
        let mut jar = Jar::default();
        jar.take(&url("https://a.example/1"), &["a=1".to_owned()], now());
        jar.take(&url("https://a.example/2"), &["b=2".to_owned()], now());
        assert_eq!(jar.sent_to(&url("https://a.example/3")), "a=1; b=2");
        for number in 0..5_000 {
            jar.take(&url("https://a.example/2"), &[format!("c{number}={}", "x".repeat(100))], now());
        }
        assert!(jar.sent_to(&url("https://a.example/3")).len() <= BYTES_MAX);
    }
}
