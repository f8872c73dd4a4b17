//! Addresses as feeds write them, and which of them is an entry's page.

use std::borrow::Cow;

use url::Url;
use veille_text::reference::decode_closed;

/// Characters that nobody sees, and that come along when an address is copied from a page.
const INVISIBLE: [char; 7] =
    ['\u{200b}', '\u{200c}', '\u{200d}', '\u{200e}', '\u{200f}', '\u{2060}', '\u{feff}'];
const SCHEMES: [&str; 2] = ["https://", "http://"];
/// Longest address; servers take 8,000 bytes (RFC 9110, 4.1), and those of pages are seldom longer than 300.
const BYTES_MAX: usize = 8_192;
/// Times that an address is freed of references; three levels of them have been seen.
const ROUNDS: usize = 4;

/// The address that a link means: absolute, and of the web. `javascript:`, `mailto:` and `file:` stand in feeds too, and lead
/// to no page.
///
/// Undone is what programs do to links: `&amp;` left in, an address stuck behind another (`/%20https://…`,
/// `http://https://…`), a scheme forgotten (`www.a.example/1`), invisible characters.
pub(super) fn address(written: &str, base: Option<&Url>) -> Option<Url> {
    let written = written.trim();
    if written.len() > BYTES_MAX {
        return None;
    }
    let decoded = decoded(written);
    let text: String = decoded.chars().filter(|c| !INVISIBLE.contains(c) && !c.is_control()).collect();
    let text = last_whole(text.trim());
    if text.is_empty() {
        return None;
    }
    // Before it is joined: as a path it would be a page of the feed's own host.
    let parsed = match (without_scheme(text, base), base) {
        (Some(whole), _) => Url::parse(&whole).ok(),
        (None, Some(base)) => base.join(text).ok(),
        (None, None) => Url::parse(text).ok(),
    };
    let is_of_web = |url: &Url| matches!(url.scheme(), "http" | "https") && url.has_host();
    parsed.filter(|url| is_of_web(url) && url.as_str().len() <= BYTES_MAX)
}

/// The text without references, though it was escaped more than once.
fn decoded(text: &str) -> Cow<'_, str> {
    let mut decoded = Cow::Borrowed(text);
    for _ in 0..ROUNDS {
        match decode_closed(&decoded) {
            Cow::Owned(once) if once != *decoded => decoded = Cow::Owned(once),
            _ => break,
        }
    }
    decoded
}

/// What follows an address that another is stuck behind; an address inside of a query belongs to it.
fn last_whole(text: &str) -> &str {
    let mut whole = text;
    for scheme in SCHEMES {
        for glue in ["%20", " ", "://"] {
            let stuck = whole.rfind(&format!("{glue}{scheme}"));
            if let Some(at) = stuck.filter(|at| !whole[..*at].contains(['?', '#'])) {
                whole = &whole[at + glue.len()..];
            }
        }
    }
    whole
}

/// `www.a.example/1`, or `a.example/1` in a feed of that host, with the feed's scheme in front.
fn without_scheme(text: &str, base: Option<&Url>) -> Option<String> {
    let host = text.split(['/', '?', '#']).next()?;
    let is_host = host.starts_with("www.") && host.matches('.').count() >= 2;
    let is_ours = base.and_then(Url::host_str).is_some_and(|ours| ours == host && host.contains('.'));
    let scheme = base.map_or("https", Url::scheme);
    (is_host || is_ours).then(|| format!("{scheme}://{text}"))
}

/// The links of one entry, told apart by what they are good for.
#[derive(Default)]
pub(super) struct Links {
    /// Where a redirector's link leads in the end (`feedburner:origLink`).
    original: Option<Url>,
    /// The best of those to pages.
    page: Option<(u8, Url)>,
    /// A guid or id that is an address.
    permalink: Option<Url>,
    enclosure: Option<Url>,
}

impl Links {
    pub(super) fn original(&mut self, url: Option<Url>) {
        self.original = self.original.take().or(url);
    }

    /// A link to a page, with its media type and whether its language is the entry's.
    pub(super) fn page(&mut self, url: Option<Url>, media_type: Option<&str>, other_language: bool) {
        let Some(url) = url else { return };
        let type_rank = match media_type.map(|it| it.split(';').next().unwrap_or_default().trim()) {
            None | Some("" | "text/html" | "application/xhtml+xml") => 0,
            Some(text) if text.starts_with("text/") => 1,
            Some(_) => 2,
        };
        // The type before the language: what is no page is of no use in any.
        let rank = type_rank * 2 + u8::from(other_language);
        if self.page.as_ref().is_none_or(|(held, _)| rank < *held) {
            self.page = Some((rank, url));
        }
    }

    pub(super) fn permalink(&mut self, url: Option<Url>) {
        self.permalink = url;
    }

    pub(super) fn enclosure(&mut self, url: Option<Url>) {
        self.enclosure = self.enclosure.take().or(url);
    }

    /// The entry's page.
    pub(super) fn best(self) -> Option<Url> {
        let page = self.page.map(|(_, page)| match &self.permalink {
            // `https://harbour.examplenews/16`: a host that lost its slash, where the permalink has it.
            Some(permalink) if lost_its_slash(&page, permalink) => permalink.clone(),
            _ => page,
        });
        self.original.or(page).or(self.permalink).or(self.enclosure)
    }
}

/// Whether behind the permalink's host there stands what its path begins with. `harbour.example.br` is another host than
/// `harbour.example`, and no part of its path; so is `harbour.com` beside `harbour.co`.
fn lost_its_slash(page: &Url, permalink: &Url) -> bool {
    let stuck =
        |page: &str, host: &str| page.strip_prefix(host).filter(|rest| !rest.is_empty()).map(str::to_owned);
    let first = permalink.path_segments().and_then(|mut segments| segments.next()).unwrap_or_default();
    match (page.host_str(), permalink.host_str()) {
        (Some(page), Some(host)) => stuck(page, host).is_some_and(|rest| rest.eq_ignore_ascii_case(first)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_programs_do_to_links_is_undone() {
        let base = Url::parse("http://harbour.example/feed").unwrap();
        let check = |text: &str, expected: &str| {
            let found = address(text, Some(&base)).map(String::from).unwrap_or_default();
            assert_eq!(found, expected, "{text}");
        };
        check("https://a.example/n?s=3&amp;amp;id=1", "https://a.example/n?s=3&id=1");
        check("https://a.example/n?s=3&#38;id=1&copy=2", "https://a.example/n?s=3&id=1&copy=2");
        check("https://a.example/press room/[en] 13.html", "https://a.example/press%20room/[en]%2013.html");
        check("https://a.example/%20https://a.example/14", "https://a.example/14");
        check("http://https://a.example/19", "https://a.example/19");
        check("https://a.example/go?to=https://b.example/1", "https://a.example/go?to=https://b.example/1");
        check(
            "https://a.example/go?to=x%20https://b.example/1",
            "https://a.example/go?to=x%20https://b.example/1",
        );
        check("https://web.example/2020/https://b.example/", "https://web.example/2020/https://b.example/");
        check("\u{200b}https://a.example/20\n", "https://a.example/20");
        check("www.a.example/18", "http://www.a.example/18");
        check("harbour.example/17", "http://harbour.example/17");
        check("article.html", "http://harbour.example/article.html");
        check("//b.example/1", "http://b.example/1");
        check("javascript:alert(1)", "");
        check("", "");
        check(&format!("/{}", "x".repeat(9_000)), "");
        check(&format!("/{}", "é".repeat(4_000)), "");
        check(&format!("/?{}x", "&amp;".repeat(3)), &format!("http://harbour.example/?{}x", "&".repeat(3)));
    }

    #[test]
    fn a_permalink_is_the_page_where_only_its_slash_is_missing_there() {
        let check = |page: &str, permalink: &str, expected: &str| {
            let mut links = Links::default();
            links.page(Url::parse(page).ok(), None, false);
            links.permalink(Url::parse(permalink).ok());
            assert_eq!(links.best().unwrap().as_str(), expected, "{page} {permalink}");
        };
        let (broken, whole) = ("https://harbour.examplenews/16", "https://harbour.example/news/16");
        check(broken, whole, whole);
        check(
            "https://harbour.exampleNews/16",
            "https://harbour.example/News/16",
            "https://harbour.example/News/16",
        );
        for (page, permalink) in [
            ("https://harbour.example.br/16", "https://harbour.example/16"),
            ("https://harbour.example.br/news/16", "https://harbour.example/?p=16"),
            ("https://harbour.com/16", "https://harbour.co/16"),
            ("https://harbour.network/16", "https://harbour.net/news/16"),
            ("https://harbour.example/16", "https://harbour.example/news/16"),
            ("https://harbour.example.proxy.example/16", "https://harbour.example/16"),
        ] {
            check(page, permalink, page);
        }
    }
}
