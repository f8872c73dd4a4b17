//! Feeds that no strict reader takes: RSS without a version, Atom 0.3, CDF, news sitemaps, and everything ill-formed.
//!
//! The formats tell the same few things under some dozen names, so one table of names reads them all.

use url::Url;
use veille_model::{FeedEntry, Moment};

use super::date;
use super::markup::{Element, read};
use super::plain::{plain, unescape};

/// Elements that are one entry each. `url` is a sitemap's.
const ENTRIES: &[&str] = &["item", "entry", "url"];
/// Elements that hold entries.
const HOLDERS: &[&str] = &["rss", "rdf", "feed", "channel", "items", "urlset"];

/// The entries of a document; None where it is no feed at all.
pub(super) fn entries(text: &str, base: Option<&Url>) -> Option<Vec<FeedEntry>> {
    let document = read(text);
    let root =
        document.elements().find(|root| HOLDERS.contains(&root.name.as_str()) || root.name == "entry")?;
    let context = Context { base: base.cloned(), language: None };
    let mut found = Vec::new();
    // One entry may be the whole document (RFC 4287, 2).
    if root.name == "entry" {
        found.push(entry(root, &context.inside(root)));
    } else {
        collect(root, &context, &mut found);
    }
    let title = feed_title(root);
    for entry in &mut found {
        entry.feed_title = entry.feed_title.take().or_else(|| title.clone());
    }
    Some(found)
}

/// What an element inherits.
#[derive(Clone)]
struct Context {
    base: Option<Url>,
    language: Option<String>,
}

impl Context {
    fn inside(&self, element: &Element) -> Self {
        let base = element.attribute("xml:base").and_then(|base| self.resolve(base));
        let language = element.attribute("xml:lang").map(str::to_owned);
        Self {
            base: base.or_else(|| self.base.clone()),
            language: language.filter(|l| !l.is_empty()).or_else(|| self.language.clone()),
        }
    }

    fn resolve(&self, link: &str) -> Option<Url> {
        let link = link.trim();
        match &self.base {
            Some(base) => base.join(link).ok(),
            None => Url::parse(link).ok(),
        }
    }
}

fn collect(holder: &Element, context: &Context, found: &mut Vec<FeedEntry>) {
    let mut context = context.inside(holder);
    if let Some(language) = holder.elements().find(|child| child.name == "language") {
        context.language =
            Some(language.text().trim().to_lowercase()).filter(|language| !language.is_empty());
    }
    for child in holder.elements() {
        if ENTRIES.contains(&child.name.as_str()) {
            found.push(entry(child, &context.inside(child)));
        } else if HOLDERS.contains(&child.name.as_str()) {
            // Either way: RSS 1.0 has its items beside the channel, RSS 2.0 inside of it.
            collect(child, &context, found);
        }
    }
}

fn feed_title(root: &Element) -> Option<String> {
    let holder = root.elements().find(|child| child.name == "channel").unwrap_or(root);
    let title = holder.elements().find(|child| child.name == "title" && child.prefix.is_empty())?;
    Some(plain(&title.inner())).filter(|title| !title.is_empty())
}

fn entry(element: &Element, context: &Context) -> FeedEntry {
    let mut entry = FeedEntry { language: context.language.clone(), ..FeedEntry::default() };
    let (mut link, mut permalink) = (None, None);
    // CDF has the address on the item itself: `<ITEM HREF="…">`.
    if let Some(href) = element.attribute("href") {
        link = context.resolve(href);
    }
    for child in element.elements() {
        let here = context.inside(child);
        match child.name.as_str() {
            // A sitemap's `<news:news>` holds title and date; its publication names paper and language.
            "news" => from_sitemap(child, &mut entry),
            // `media:title` is the caption of a picture.
            "title" if child.prefix != "media" => {
                fill(&mut entry.title, || text_of(child).map(|t| plain(&t)))
            }
            // A sitemap's `image:loc` is a picture's address.
            "link" | "loc" if child.prefix != "image" => link = link.or_else(|| page_link(child, &here)),
            "guid" | "id" => {
                let id = child.text().trim().to_owned();
                // A `<guid>` is the page's address unless it says that it is none (RSS 2.0).
                let is_permalink = child.name == "guid" && child.attribute("ispermalink") != Some("false");
                permalink = is_permalink.then(|| Url::parse(&id).ok()).flatten();
                entry.id = Some(id).filter(|id| !id.is_empty());
            }
            "pubdate" | "published" | "issued" | "date" | "publication_date" => {
                fill(&mut entry.published_at, || moment(child));
            }
            // Atom 0.3; only where no `issued` came before.
            "created" => fill(&mut entry.published_at, || moment(child)),
            "updated" | "modified" | "lastmod" => fill(&mut entry.updated_at, || moment(child)),
            "author" | "creator" => entry.authors.extend(person(child)),
            "description" | "summary" | "abstract" if child.prefix != "media" => {
                fill(&mut entry.summary, || text_of(child));
            }
            // RSS has the whole text in `content:encoded`, or in a `body` of XHTML.
            "encoded" | "content" | "body" | "fullitem" if child.prefix != "media" => {
                fill(&mut entry.content, || text_of(child));
            }
            "language" => entry.language = Some(child.text().trim().to_lowercase()),
            _ => {}
        }
    }
    let link = link.or(permalink);
    // `javascript:`, `mailto:` and `file:` stand in feeds too, and lead to no page.
    entry.url = link.filter(|url| matches!(url.scheme(), "http" | "https")).map(String::from);
    entry
}

fn from_sitemap(news: &Element, entry: &mut FeedEntry) {
    for child in news.elements() {
        match child.name.as_str() {
            "title" => fill(&mut entry.title, || text_of(child).map(|title| plain(&title))),
            "publication_date" => fill(&mut entry.published_at, || moment(child)),
            "publication" => {
                let of = |name: &str| child.elements().find(|part| part.name == name).map(|part| part.text());
                entry.feed_title = of("name").map(|name| plain(&name)).filter(|name| !name.is_empty());
                entry.language =
                    of("language").map(|l| l.trim().to_lowercase()).or_else(|| entry.language.take());
            }
            _ => {}
        }
    }
}

/// The page of an entry: `<link>URL</link>`, or Atom's `<link rel="alternate" href="URL"/>`.
fn page_link(link: &Element, context: &Context) -> Option<Url> {
    // `self`, `edit`, `replies` and `enclosure` are other things; no relation means this one (RFC 4287, 4.2.7.2).
    if !matches!(link.attribute("rel"), None | Some("alternate" | "")) {
        return None;
    }
    let text = link.text();
    let target = link.attribute("href").unwrap_or(text.trim());
    if target.is_empty() { None } else { context.resolve(target) }
}

fn fill<T>(slot: &mut Option<T>, value: impl FnOnce() -> Option<T>) {
    if slot.is_none() {
        *slot = value();
    }
}

fn moment(element: &Element) -> Option<Moment> {
    date::parse(&element.text())
}

/// Text or markup, trimmed. What is base64 (`mode` in Atom 0.3, a media type that is no text in 1.0) is left out.
fn text_of(element: &Element) -> Option<String> {
    let media_type = element.attribute("type").unwrap_or("text");
    let is_text = !media_type.contains('/') || media_type.starts_with("text/") || media_type.contains("xml");
    if !is_text || element.attribute("mode") == Some("base64") {
        return None;
    }
    Some(element.inner().trim().to_owned()).filter(|text| !text.is_empty())
}

/// A name: `<author><name>…`, `desk@example.org (Anne Martin)`, `Anne Martin`.
fn person(element: &Element) -> Option<String> {
    let named = element.elements().find(|child| child.name == "name").map(Element::text);
    let text = named.unwrap_or_else(|| element.text());
    let text = unescape(text.trim());
    let in_brackets = text.split_once('(').and_then(|(before, name)| before.contains('@').then_some(name));
    let name = in_brackets.map_or(text.as_str(), |name| name.trim_end_matches(')')).trim();
    (!name.is_empty()).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, &str)]) {
        let base = Url::parse("https://a.example/feed/").unwrap();
        let found = entries(text, Some(&base)).unwrap();
        let found: Vec<(String, String)> = found
            .into_iter()
            .map(|entry| (entry.title.unwrap_or_default(), entry.url.unwrap_or_default()))
            .collect();
        let expected: Vec<(String, String)> =
            expected.iter().map(|(title, url)| ((*title).to_owned(), (*url).to_owned())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn every_dialect_is_read_by_one_table() {
        check(
            "<rss><channel><title>F</title><item><title>T</title><link>/1</link></item></channel></rss>",
            &[("T", "https://a.example/1")],
        );
        check(
            "<rdf:RDF><channel/><item><title>T</title><link>http://b.example/</link></item></rdf:RDF>",
            &[("T", "http://b.example/")],
        );
        check(
            "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry><title mode='escaped'>T &amp;amp; U</title>\
             <link rel='service.edit' href='/no'/><link rel='alternate' href='1'/></entry></feed>",
            &[("T & U", "https://a.example/feed/1")],
        );
        check(
            "<channel><item href='1'><title>T</title></item></channel>",
            &[("T", "https://a.example/feed/1")],
        );
        check(
            "<urlset><url><loc>https://a.example/1</loc><news:news><news:publication><news:name>P</news:name>\
             <news:language>fr</news:language></news:publication><news:title>T</news:title></news:news>\
             <image:image><image:loc>https://a.example/1.jpg</image:loc></image:image></url></urlset>",
            &[("T", "https://a.example/1")],
        );
    }

    #[test]
    fn an_ill_formed_feed_keeps_its_entries() {
        check(
            "\n\n<?xml version='1.0'?><rss version='2.0'><channel><item><title>R&D</title><link>/1?a=1&b=2</link>\
             <description><p>un<br>deux</description></item><item><title>U</title><guid>https://a.example/2</guid>",
            &[("R&D", "https://a.example/1?a=1&b=2"), ("U", "https://a.example/2")],
        );
    }

    #[test]
    fn base_and_language_are_inherited() {
        let found = entries(
            "<feed xml:base='https://b.example/' xml:lang='fr'><entry xml:base='x/'><link href='1'/></entry></feed>",
            None,
        );
        let entry = &found.unwrap()[0];
        assert_eq!(entry.url.as_deref(), Some("https://b.example/x/1"));
        assert_eq!(entry.language.as_deref(), Some("fr"));
    }

    #[test]
    fn a_page_is_no_feed() {
        assert!(
            entries("<!DOCTYPE html><html><body><article><title>T</title></article></body></html>", None)
                .is_none()
        );
        assert!(entries("", None).is_none());
    }
}
