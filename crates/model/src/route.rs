//! Which addresses lead to one article (URL normalisation for identity): the route by which a reader came tells no two apart.
//!
//! Separate from [`crate::canonical_url`], which answers an address to go to: this one answers none.

use url::Url;

use crate::url::{bare, canonical_url, web_url};

/// Files that a folder shows by itself.
const INDEXES: [&str; 8] = [
    "index.html",
    "index.htm",
    "index.shtml",
    "index.php",
    "index.asp",
    "index.aspx",
    "default.asp",
    "default.aspx",
];
/// How pages of Accelerated Mobile Pages are called in paths and parameters.
const AMP: [&str; 2] = ["amp", "amphtml"];

/// What identifies the article at a canonical address by whatever route a reader came: over http or https, by the name in
/// front of the site's (`www.`, `m.`), through AMP, with its parameters in another order. No address to go to.
pub(crate) fn without_route(canonical: &str) -> String {
    let Some(url) = web_url(canonical) else { return canonical.to_owned() };
    // Canonical first: the address inside of a cache has its own parameters of how a reader came.
    let inner = from_cache(&url).and_then(|inner| canonical_url(&inner)).and_then(|inner| web_url(&inner));
    let url = inner.unwrap_or(url);
    let host = bare(url.host_str().unwrap_or_default());
    // Both, as http and https are one here: `http://example.org:443` is `https://example.org`.
    let port = url.port().filter(|port| *port != 80 && *port != 443);
    let port = port.map_or_else(String::new, |port| format!(":{port}"));
    let path = without_copies(&plain_escapes(url.path()));
    let query = plain_escapes(url.query().unwrap_or_default());
    let pairs = query.split('&').map(|pair| pair.strip_prefix("amp;").unwrap_or(pair));
    let mut pairs: Vec<&str> = pairs.filter(|pair| !(pair.is_empty() || is_amp(pair))).collect();
    pairs.sort_unstable();
    let query = if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) };
    format!("https://{host}{port}{path}{query}")
}

/// The address inside that of a cache of AMP pages: `google.com/amp/s/example.org/a`, `example-org.cdn.ampproject.org/c/s/example.org/a`.
fn from_cache(url: &Url) -> Option<String> {
    let host = bare(url.host_str()?);
    let path = url.path().trim_start_matches('/');
    let inside = match path.split_once('/')? {
        ("amp", inside) if host.starts_with("google.") => inside,
        ("c" | "v", inside) if host.ends_with(".cdn.ampproject.org") => inside,
        _ => return None,
    };
    // Google writes the `s` for https and nothing for http.
    let (scheme, inside) = inside.strip_prefix("s/").map_or(("http", inside), |inside| ("https", inside));
    let query = url.query().map_or_else(String::new, |query| format!("?{query}"));
    inside.split('/').next()?.contains('.').then(|| format!("{scheme}://{inside}{query}"))
}

/// A path without what names another copy of the same page: its AMP, and the file that a folder shows by itself.
fn without_copies(path: &str) -> String {
    let all: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    // Wherever it stands, `/news/amp/world-1` too; not alone, for it may be the name of a page.
    let parts: Vec<&str> = all.iter().copied().filter(|part| !AMP.contains(part)).collect();
    let parts = if parts.is_empty() { all } else { parts };
    let is_index = |part: &&str| INDEXES.iter().any(|index| part.eq_ignore_ascii_case(index));
    let kept: Vec<&str> = match parts.as_slice() {
        [folders @ .., file] if is_index(file) => folders,
        all => all,
    }
    .to_vec();
    let path = format!("/{}", kept.join("/"));
    // `a.amp.html` is a copy of `a.html`, and `a.amp` one of `a`.
    match path.strip_suffix(".amp").or_else(|| path.strip_suffix(".amp.html")) {
        Some(article) if path.ends_with(".html") => format!("{article}.html"),
        Some(article) => article.to_owned(),
        None => path,
    }
}

/// `amp`, `amp=1`, `outputType=amp`.
fn is_amp(pair: &str) -> bool {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    name.eq_ignore_ascii_case(AMP[0]) && matches!(value, "" | "1" | "true")
        // `outputType=amp`, `output=amp`: sites spell the name in several ways.
        || name.to_ascii_lowercase().starts_with("output") && value.eq_ignore_ascii_case(AMP[0])
}

/// Escapes in one spelling (RFC 3986, 6.2.2): capital digits, and none for what needs none, as `%7E` for `~`.
fn plain_escapes(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, escape)) = rest.split_once('%') {
        plain.push_str(before);
        let digits = escape.get(..2).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let Some(byte) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) else {
            plain.push('%');
            rest = escape;
            continue;
        };
        match byte {
            b'-' | b'.' | b'_' | b'~' => plain.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => plain.push(char::from(byte)),
            byte => plain.push_str(&format!("%{byte:02X}")),
        }
        rest = &escape[2..];
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_is_one_by_whatever_route_a_reader_came() {
        let check = |text: &str, expected: &str| {
            assert_eq!(without_route(&canonical_url(text).unwrap()), expected, "{text}");
        };
        let article = "https://a.example/news/river-rises";
        check("http://www.a.example/news/river-rises/", article);
        check("https://m.a.example:443/news/river-rises/index.html", article);
        check("http://A.example./news//river-rises?utm_source=x&ref=rss#top", article);
        check("https://amp.a.example/news/river-rises", article);
        check("https://a.example/news/river-rises/amp/", article);
        check("https://a.example/amp/news/river-rises", article);
        check("https://a.example/news/river-rises?amp", article);
        check("https://a.example/news/river-rises.amp", article);
        check("https://a.example/news/amp/river-rises", article);
        check("https://a.example/amphtml/news/river-rises/", article);
        check("https://a.example/show.php?a=1&amp;b=2", "https://a.example/show.php?a=1&b=2");
        check("https://a.example/news/river-rises?outputType=amp", article);
        check("https://www.google.com/amp/s/www.a.example/news/river-rises", article);
        check("https://a-example.cdn.ampproject.org/c/s/a.example/news/river-rises?amp=1", article);
        check("https://a.example/news/river%2Drises?mtm_medium=x&srsltid=Af", article);
        check("https://a.example/t%c3%a2y", "https://a.example/t%C3%A2y");
        check("https://a.example/tây?q=%c3%a2", "https://a.example/t%C3%A2y?q=%C3%A2");
        check("https://a.example/x.amp.html", "https://a.example/x.html");
        check("https://a.example/show.php?b=2&a=1", "https://a.example/show.php?a=1&b=2");
        check("https://báo.example/1", "https://xn--bo-mia.example/1");
    }

    #[test]
    fn what_names_another_article_stays_in_its_identity() {
        let check = |text: &str, expected: &str| {
            assert_eq!(without_route(&canonical_url(text).unwrap()), expected, "{text}");
        };
        check("https://a.example/doc?ref=20251107", "https://a.example/doc?ref=20251107");
        check("http://a.example:8080/x", "https://a.example:8080/x");
        check("https://sport.a.example/x", "https://sport.a.example/x");
        check("https://m.example/x", "https://m.example/x");
        check("https://a.example/amp", "https://a.example/amp");
        check("https://a.example/champ/1", "https://a.example/champ/1");
        check("https://a.example/index-of-prices.html", "https://a.example/index-of-prices.html");
        check("https://a.example/a%2Fb", "https://a.example/a%2Fb");
        check("https://a.example/50%", "https://a.example/50%");
    }
}
