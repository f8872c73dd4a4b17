//! What a document is that was given as a feed and is none, and which feeds an HTML page advertises.

use url::Url;

use super::Advertised;
use super::context::is_base;
use super::link::address;
use super::markup::{Element, read};
use super::plain::title;

/// Media types of feeds, as pages name them in `<link rel="alternate" type="…">`.
const FEED_TYPES: &[&str] =
    &["rss", "atom", "feed+json", "rdf", "application/json", "application/xml", "text/xml"];
/// Parts of addresses that stand in the text of links to feeds.
const FEED_PATHS: &[&str] =
    &["/rss", "/feed", "/atom", ".rss", "rss.xml", "atom.xml", "feed.xml", "feed.json", ".rdf"];
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
    // It was decoded as text: bytes that are none became U+FFFD.
    } else if opens(&["\u{fffd}png", "gif8", "riff", "\u{fffd}\u{fffd}\u{fffd}"]) {
        "a picture or another binary"
    } else if opens(&["pk"]) && head.contains('\u{3}') {
        "a packed archive"
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

pub(super) fn is_html(text: &str) -> bool {
    ["<!doctype html", "<html", "<head", "<body"].iter().any(|tag| text.contains(tag))
}

/// The feeds that a page advertises in its head, and then those that its body links to.
pub(crate) fn advertised(html: &str, base: Option<&Url>) -> Vec<Advertised> {
    let document = read(html);
    let base = based(&document, base);
    let mut found: Vec<Advertised> = Vec::new();
    for in_it in [in_head, in_body] {
        walk(&document, &mut |element| {
            // As they come: a page may hold more links than there is memory for their addresses.
            if found.len() < ADVERTISED_MAX
                && let Some(feed) = in_it(element, base.as_ref())
                && found.iter().all(|held| held.url != feed.url)
            {
                found.push(feed);
            }
        });
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
    if !(is_feed || is_alternate && FEED_TYPES.iter().any(|known| media_type.contains(known))) {
        return None;
    }
    // WordPress advertises its programs' interface under application/json too.
    let url = element.attribute("href").and_then(|href| address(href, base))?;
    if url.path().contains("/wp-json/") || url.path().contains("oembed") {
        return None;
    }
    Some(Advertised { url: url.into(), title: element.attribute("title").and_then(title) })
}

fn in_body(element: &Element, base: Option<&Url>) -> Option<Advertised> {
    let href = element.attribute("href").filter(|_| element.name == "a")?;
    let url = address(href, base)?;
    let path = url.path().to_ascii_lowercase();
    let is_one = FEED_PATHS.iter().any(|part| match part.starts_with('.') {
        true => path.ends_with(part),
        false => path.ends_with(part) || path.contains(&format!("{part}/")),
    });
    is_one.then(|| Advertised { url: url.into(), title: title(&element.text()) })
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
}
