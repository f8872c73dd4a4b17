//! Addresses, reduced to what identifies an article.

use std::borrow::Cow;
use std::net::IpAddr;

use url::Url;

/// Query parameters that say how a reader came, never what is read: a name a line, `*` at the end for a prefix,
/// `=` for one that counts where its value has no digit.
const TRACKING: &str = include_str!("../data/tracking-parameters.txt");

/// Parameters that name a visit, where their value looks like one: `sid=12` is an article's number.
const SESSIONS: [&str; 4] = ["sid", "sessionid", "session_id", "aspsessionid"];
/// The same in a path.
const SESSIONS_IN_PATHS: [&str; 3] = [";jsessionid=", ";phpsessid=", ";sid="];

/// The address without what does not identify an article: fragment, user name, default port, tracking parameters
/// (`utm_*` and the like), a trailing slash after a path. Parameters keep their order.
///
/// None where the text is not an absolute http or https URL.
pub fn canonical_url(text: &str) -> Option<String> {
    let mut url = web_url(text)?;
    url.set_fragment(None);
    // Both fail only for addresses without a host, which http and https do not have.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    let name = url.host_str().and_then(|host| host.strip_suffix('.')).map(str::to_owned);
    if let Some(name) = name {
        // `example.org.` is the same name, written out to its root.
        let _ = url.set_host(Some(&name));
    }
    if url.query().is_some() {
        let kept: Vec<&str> =
            // Split by hand: reading pairs and writing them again would change how they are escaped,
            // and with that the identity.
            // Not sorted: parameters are left in the order in which the site has them, for this is an address to go to.
            url.query().unwrap_or_default().split('&').filter(|pair| !is_tracking(pair)).collect();
        let kept = kept.join("&");
        url.set_query(if kept.is_empty() { None } else { Some(&kept) });
    }
    let path = plain_path(url.path());
    if path != url.path() {
        url.set_path(&path);
    }
    // The root alone needs its stroke.
    if url.path().len() > 1 && url.path().ends_with('/') {
        let path = url.path().trim_end_matches('/').to_owned();
        url.set_path(&path);
    }
    Some(url.into())
}

/// A path without a session (`;jsessionid=…`, and as ASP.NET has it `/(S(…))/`), doubled strokes, and small letters in its escapes: `%c3` is `%C3` (RFC 3986, 6.2.2.1).
fn plain_path(path: &str) -> String {
    let lower = path.to_ascii_lowercase();
    let session = SESSIONS_IN_PATHS.iter().filter_map(|name| lower.find(name)).min();
    // Up to the end of the path: a session is the last thing that a servlet or PHP puts there.
    let path = &path[..session.unwrap_or(path.len())];
    let path =
        if path.contains("/(S(") { Cow::Owned(without_aspnet_session(path)) } else { Cow::Borrowed(path) };
    let mut plain = String::with_capacity(path.len());
    let mut escaped = 0;
    for character in path.chars() {
        // Sites answer the same at doubled strokes, which links get by careless joining.
        if character == '/' && plain.ends_with('/') {
            continue;
        }
        let upper = escaped > 0 && character.is_ascii_hexdigit();
        escaped = if character == '%' { 2 } else { escaped - i32::from(escaped > 0) };
        plain.push(if upper { character.to_ascii_uppercase() } else { character });
    }
    if plain.is_empty() { "/".to_owned() } else { plain }
}

fn without_aspnet_session(path: &str) -> String {
    let is_session = |part: &&str| part.starts_with("(S(") && part.ends_with("))");
    let parts: Vec<&str> = path.split('/').filter(|part| !is_session(part)).collect();
    parts.join("/")
}

/// The host of an http or https URL, lower-cased, without a trailing dot.
pub fn host(text: &str) -> Option<String> {
    let url = web_url(text)?;
    // `example.org.` is the same name, written out to its root (RFC 1034, 3.1).
    Some(url.host_str()?.trim_end_matches('.').to_owned())
}

/// What its owner registered of a host, by the public suffix list: `example.co.uk` of `www.example.co.uk`. None of what
/// is a public suffix itself (`github.io`), nor of an address in numbers.
pub fn registrable_domain(host: &str) -> Option<&str> {
    // `10.0.0.1` is no name under the registrable domain `0.1`.
    let is_address = host.starts_with('[') || host.parse::<IpAddr>().is_ok();
    psl::domain_str(host).filter(|_| !is_address)
}

/// Whether two addresses lie on one site: equal hosts, apart from `www.`, `m.` and `amp.` in front.
pub fn same_site(a: &str, b: &str) -> bool {
    match (host(a), host(b)) {
        (Some(a), Some(b)) => bare(&a) == bare(&b),
        _ => false,
    }
}

pub(crate) fn bare(host: &str) -> &str {
    let host = host.trim_end_matches('.');
    let site = ["www.", "m.", "amp.", "mobile."].iter().find_map(|prefix| host.strip_prefix(prefix));
    // `m.example` is a name of its own.
    site.filter(|site| site.contains('.')).unwrap_or(host)
}

pub(crate) fn web_url(text: &str) -> Option<Url> {
    let url = Url::parse(text.trim()).ok()?;
    matches!(url.scheme(), "http" | "https").then_some(url)
}

fn is_tracking(pair: &str) -> bool {
    // Of an `&` that was escaped once too often.
    let pair = pair.strip_prefix("amp;").unwrap_or(pair);
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    let name = name.to_ascii_lowercase();
    if SESSIONS.contains(&name.as_str()) && is_session(value) {
        return true;
    }
    let matches = |rule: &str| match (rule.strip_suffix('*'), rule.strip_suffix('=')) {
        (Some(prefix), _) => name.starts_with(prefix),
        // `ref=rss` says where a reader came from, `ref=20251107` which document is meant.
        (_, Some(rule)) => name == rule && !value.bytes().any(|byte| byte.is_ascii_digit()),
        _ => name == rule,
    };
    // `?a=1&&b=2`, and a `?` with nothing behind it.
    pair.is_empty() || TRACKING.lines().filter(|line| !line.starts_with('#')).any(matches)
}

fn is_session(value: &str) -> bool {
    value.len() >= 16
        && value.bytes().any(|byte| byte.is_ascii_digit())
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.!,".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_names_a_visit_or_is_only_written_otherwise_is_no_other_article() {
        let check =
            |text: &str, expected: &str| assert_eq!(canonical_url(text).as_deref(), Some(expected), "{text}");
        check("https://a.example/x;jsessionid=0123ABCD?y=1", "https://a.example/x?y=1");
        check("https://a.example/x?PHPSESSID=0123456789abcdef01&y=1", "https://a.example/x?y=1");
        check("https://a.example/x?y=1&PHPSESSID=9f8e7d6c5b4a&JSESSIONID=A1", "https://a.example/x?y=1");
        check("https://a.example/x?sessionid=12", "https://a.example/x?sessionid=12");
        check("https://a.example/x?sid=0123456789abcdef01", "https://a.example/x");
        check("https://a.example/article.php?sid=1234", "https://a.example/article.php?sid=1234");
        check("https://a.example/(S(lit3py55t21z5v55vlm25s55))/x.aspx", "https://a.example/x.aspx");
        check("https://a.example/f(x)/(S)/x", "https://a.example/f(x)/(S)/x");
        check("https://a.example/x?id=1&amp;utm_source=rss&amp;b=2", "https://a.example/x?id=1&amp;b=2");
        check("https://a.example/x?CMP=share_btn_tw&partner=rss&emc=rss", "https://a.example/x");
        check("https://a.example//x///y/", "https://a.example/x/y");
        check("https://a.example/t%c3%a2y?q=%c3", "https://a.example/t%C3%A2y?q=%c3");
        check("https://a.example./x", "https://a.example/x");
        check("https://a.example/x?srsltid=Af&mtm_source=y&id=1", "https://a.example/x?id=1");
    }

    #[test]
    fn a_domain_is_what_its_owner_registered() {
        let check =
            |host: &str, expected: Option<&str>| assert_eq!(registrable_domain(host), expected, "{host}");
        check("www.example.co.uk", Some("example.co.uk"));
        check("en.example.com.vn", Some("example.com.vn"));
        check("news.bbc.com", Some("bbc.com"));
        check("one.blogspot.com", Some("one.blogspot.com"));
        check("blogspot.com", None);
        check("localhost", None);
        check("10.0.0.1", None);
        check("[2001:db8::1]", None);
    }

    #[test]
    fn what_does_not_identify_an_article_is_dropped() {
        let check =
            |text: &str, expected: &str| assert_eq!(canonical_url(text).as_deref(), Some(expected), "{text}");
        check("HTTPS://Example.ORG:443/a/?utm_source=x&id=7#top", "https://example.org/a?id=7");
        check("http://example.org", "http://example.org/");
        check("https://example.org/?p=12&fbclid=abc", "https://example.org/?p=12");
        check("https://user:secret@example.org/a//", "https://example.org/a");
        assert_eq!(canonical_url("mailto:a@example.org"), None);
        assert_eq!(canonical_url("/relative"), None);
    }

    #[test]
    fn a_mobile_host_is_the_same_site() {
        assert!(same_site("https://m.example.org/a", "http://www.example.org/b"));
        assert!(!same_site("https://example.org/a", "https://example.com/a"));
    }
}
