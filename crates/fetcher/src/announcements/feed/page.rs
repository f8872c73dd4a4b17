//! What a document is that was given as a feed and is none, and which feeds an HTML page advertises.

use url::Url;

use super::super::linked::{Link, links};
use super::Advertised;
use super::context::is_base;
use super::link::address;
use super::markup::{Child, Element, read};
use super::plain::title;

/// Media types of feeds, as pages name them in `<link rel="alternate" type="…">`.
const FEED_TYPES: &[&str] =
    &["rss", "atom", "feed+json", "rdf", "application/json", "application/xml", "text/xml"];
/// Parts of addresses that stand in the text of links to feeds.
const FEED_PATHS: &[&str] =
    &["/rss", "/feed", "/atom", ".rss", "rss.xml", "atom.xml", "feed.xml", "feed.json", ".rdf"];
/// Words of a link that is called a feed: more are a headline, as `RSS` is also the name of a party.
const NAME_WORDS_MAX: usize = 3;
/// Elements of a link that are looked at for its name: a link that nobody closed holds the rest of its page.
const NAMED_ELEMENTS_MAX: usize = 8;
/// Feeds named of one page; a page of all sections of a newspaper has some hundred.
const ADVERTISED_MAX: usize = 200;

/// What it is, in words: `an HTML page`, `a PDF`.
pub(super) fn kind(text: &str) -> &'static str {
    let head: String = text.chars().take(1024).collect::<String>().trim_start().to_ascii_lowercase();
    let opens = |with: &[&str]| with.iter().any(|with| head.starts_with(with));
    if head.is_empty() {
        "empty"
    } else if opens(&["%pdf"]) {
        "a PDF"
    } else if opens(&["pk"]) && head.contains('\u{3}') {
        "a packed archive"
    // It was decoded as text, in which nobody writes bytes below the blank but for a few.
    } else if opens(&["gif8", "riff"]) || head.contains(is_of_binary) {
        "a picture or another binary"
    } else if head.contains("<opml") {
        "an OPML list of feeds, which `veille source import` reads"
    } else if is_html(&head) {
        "an HTML page"
    } else if opens(&["{", "["]) {
        "JSON, but no JSON Feed"
    } else if opens(&["<?xml", "<"]) {
        "XML of another kind"
    } else {
        "plain text"
    }
}

fn is_of_binary(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{e}'..='\u{1a}')
}

pub(super) fn is_html(text: &str) -> bool {
    ["<!doctype html", "<html", "<head", "<body"].iter().any(|tag| text.contains(tag))
}

/// The feeds that the header of an answer advertises: `<https://a.example/rss>; rel="alternate"; type="application/rss+xml"`.
pub(crate) fn advertised_beside(header: Option<&String>, base: Option<&Url>) -> Vec<Advertised> {
    let feed = |link: Link<'_>| {
        let media_type = link.parameter("type").unwrap_or_default().to_ascii_lowercase();
        let is_one = link.has_relation("alternate") && is_feed_type(&media_type);
        let url = target(link.target, base).filter(|url| is_one && !is_of_programs(url))?;
        Some(Advertised { url: url.into(), title: link.parameter("title").and_then(title) })
    };
    links(header.map_or("", String::as_str)).filter_map(feed).take(ADVERTISED_MAX).collect()
}

/// The feeds that a page advertises in its head, and then those that its body links to; where it does neither, links that are called so.
pub(crate) fn advertised(html: &str, base: Option<&Url>) -> Vec<Advertised> {
    let document = read(html);
    let base = based(&document, base);
    let mut found: Vec<Advertised> = Vec::new();
    let mut look = |in_it: fn(&Element, Option<&Url>) -> Option<Advertised>| {
        walk(&document, &mut |element| {
            // As they come: a page may hold more links than there is memory for their addresses.
            if found.len() < ADVERTISED_MAX
                && let Some(feed) = in_it(element, base.as_ref())
                && found.iter().all(|held| held.url != feed.url)
            {
                found.push(feed);
            }
        });
        found.len()
    };
    if look(in_head) + look(in_body) == 0 {
        look(by_name);
    }
    found
}

fn walk(element: &Element, look: &mut impl FnMut(&Element)) {
    look(element);
    // As deep as the tree is, which is bounded.
    element.elements().for_each(|child| walk(child, look));
}

/// `<base href>` of a page.
fn based(document: &Element, base: Option<&Url>) -> Option<Url> {
    let mut found = None;
    walk(document, &mut |element| {
        if element.name == "base" && found.is_none() {
            found = element.attribute("href").and_then(|href| address(href, base));
        }
    });
    found.filter(is_base).or_else(|| base.cloned())
}

fn in_head(element: &Element, base: Option<&Url>) -> Option<Advertised> {
    let relations = element.attribute("rel").filter(|_| element.name == "link")?.to_ascii_lowercase();
    let media_type = element.attribute("type").unwrap_or_default().to_ascii_lowercase();
    let is_alternate = relations.split_whitespace().any(|relation| relation == "alternate");
    // HTML5's drafts had `rel="feed"`.
    let is_feed = relations.split_whitespace().any(|relation| relation == "feed");
    if !(is_feed || is_alternate && is_feed_type(&media_type)) {
        return None;
    }
    let url = element.attribute("href").and_then(|href| target(href, base))?;
    if is_of_programs(&url) {
        return None;
    }
    Some(Advertised { url: url.into(), title: element.attribute("title").and_then(title) })
}

fn in_body(element: &Element, base: Option<&Url>) -> Option<Advertised> {
    let href = element.attribute("href").filter(|_| element.name == "a")?;
    let url = target(href, base)?;
    let is_meant = href.trim_start().get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("feed:"));
    let path = url.path().to_ascii_lowercase();
    let is_one = FEED_PATHS.iter().any(|part| match part.starts_with('.') {
        true => path.ends_with(part),
        false => path.ends_with(part) || path.contains(&format!("{part}/")),
    });
    (is_one || is_meant).then(|| Advertised { url: url.into(), title: title(&element.text()) })
}

/// `<a href="/syndication.aspx?id=7" title="RSS feed"><img alt="RSS"></a>`
fn by_name(element: &Element, base: Option<&Url>) -> Option<Advertised> {
    let href = element.attribute("href").filter(|_| element.name == "a")?;
    let mut left = NAMED_ELEMENTS_MAX;
    let name = called(element, &mut left)?;
    let url = target(href, base).filter(|url| base.is_none_or(|base| base != url))?;
    Some(Advertised { url: url.into(), title: title(&name) })
}

/// What a link, or one of the first elements in it, is called where that is the name of a feed.
fn called(element: &Element, left: &mut usize) -> Option<String> {
    *left = left.checked_sub(1)?;
    let said = ["title", "aria-label", "alt"].into_iter().filter_map(|name| element.attribute(name));
    let texts = element.children.iter().filter_map(|child| match child {
        Child::Text(text) => Some(text.as_str()),
        Child::Element(_) => None,
    });
    let own = said.chain(texts.take(NAMED_ELEMENTS_MAX)).find(|name| is_called_feed(name));
    own.map(str::to_owned).or_else(|| element.elements().find_map(|inside| called(inside, left)))
}

fn is_called_feed(name: &str) -> bool {
    let words: Vec<String> = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(NAME_WORDS_MAX + 1)
        .map(str::to_lowercase)
        .collect();
    let says = |wanted: &str| words.iter().any(|word| word == wanted);
    words.len() <= NAME_WORDS_MAX && (says("rss") || says("atom") && says("feed"))
}

fn is_feed_type(media_type: &str) -> bool {
    FEED_TYPES.iter().any(|known| media_type.contains(known))
}

/// WordPress advertises its programs' interface under application/json too.
fn is_of_programs(url: &Url) -> bool {
    url.path().contains("/wp-json/") || url.path().contains("oembed")
}

/// Where a link to a feed leads: `feed://a.example/rss` and `feed:https://a.example/rss` are for feed readers.
fn target(href: &str, base: Option<&Url>) -> Option<Url> {
    let href = href.trim();
    let meant = href.get(..5).filter(|scheme| scheme.eq_ignore_ascii_case("feed:")).map(|_| &href[5..]);
    match meant {
        Some(meant) if meant.starts_with("//") && base.is_none() => address(&format!("https:{meant}"), None),
        Some(meant) => address(meant, base),
        None => address(href, base),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_names_its_feeds_in_head_and_body() {
        let page = "<!doctype html><html><head><link rel=stylesheet href=x><link rel='alternate' \
                    type='application/rss+xml' title='Main' href='/rss'><link rel=alternate hreflang=fr href=/fr>\
                    <link rel=alternate type=application/json href=/wp-json/wp/v2/posts/1></head><body>\
                    <a href='/world/feed/'>World <b>feed</b></a><a href=/rss>again</a><a href=/feedback>no</a></body></html>";
        let base = Url::parse("https://a.example/news/").unwrap();
        let found: Vec<String> = advertised(page, Some(&base))
            .into_iter()
            .map(|feed| format!("{} {}", feed.url, feed.title.unwrap_or_default()))
            .collect();
        assert_eq!(found, ["https://a.example/rss Main", "https://a.example/world/feed/ World feed"]);
    }

    #[test]
    fn links_to_feeds_are_known_by_their_scheme_their_name_and_a_header() {
        let base = Url::parse("https://a.example/").unwrap();
        let check = |body: &str, expected: &str| {
            let page = format!("<html><body>{body}</body></html>");
            let found: Vec<String> =
                advertised(&page, Some(&base)).into_iter().map(|feed| feed.url).collect();
            assert_eq!(found.join(" "), expected, "{body}");
        };
        check("<a href='feed://b.example/x.xml'>x</a>", "https://b.example/x.xml");
        check("<a href='feed:http://b.example/x'>x</a>", "http://b.example/x");
        let named = "<a href='/x/syndication.aspx?id=7' title='RSS feed'><img src=r.png></a>";
        check(named, "https://a.example/x/syndication.aspx?id=7");
        check("<a href='/s?id=7'><img alt=RSS></a><a href=/y>News</a>", "https://a.example/s?id=7");
        check(&format!("{named}<a href=/rss>all</a>"), "https://a.example/rss");
        check("<a href=/1>RSS chief speaks in Nagpur</a>", "");
        let header = "<https://a.example/>; rel=self, </f>; rel=\"alternate\"; type=\"application/rss+xml\"; title=\"All\", \
                      </wp-json/1>; rel=alternate; type=application/json";
        let beside = advertised_beside(Some(&header.to_owned()), Some(&base));
        assert_eq!(
            beside,
            [Advertised { url: "https://a.example/f".to_owned(), title: Some("All".to_owned()) }]
        );
    }

    #[test]
    fn a_document_is_called_what_it_is() {
        let check = |text: &str, expected: &str| assert_eq!(kind(text), expected, "{text:?}");
        check("\u{2030}PNG\r\n\u{1a}\n\0\0\0\rIHDR", "a picture or another binary");
        check("\u{ff}\u{d8}\u{ff}\u{e0}\0\u{10}JFIF", "a picture or another binary");
        check("PK\u{3}\u{4}", "a packed archive");
        check("%PDF-1.7", "a PDF");
        check("Not found.", "plain text");
    }
}
