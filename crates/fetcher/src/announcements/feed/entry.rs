//! One entry of an RSS, Atom, CDF or sitemap: which of its elements says what.
//!
//! The formats tell the same few things under some dozen names, so one table of names reads them all. Where two elements say
//! one thing, the feed's own word goes before Dublin Core's, that before the podcast's, and a picture's caption comes last.

use url::Url;
use veille_model::{FeedEntry, Moment};

use super::context::{Context, language};
use super::date;
use super::link::Links;
use super::markup::Element;
use super::person::{of_element, told_apart};
use super::text::{text, title};

/// Several elements that say one thing: the one that goes before the others.
struct Said<T>(Option<(u8, T)>);

impl<T> Default for Said<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Said<T> {
    /// Notes what is said; of two equals the first stands.
    fn note(&mut self, rank: u8, said: Option<T>) {
        if self.0.as_ref().is_none_or(|(held, _)| rank < *held) {
            self.renew(rank, said);
        }
    }

    /// The same, but of two equals the last stands: programs append a date that they set anew.
    fn renew(&mut self, rank: u8, said: Option<T>) {
        if let Some(said) = said
            && self.0.as_ref().is_none_or(|(held, _)| rank <= *held)
        {
            self.0 = Some((rank, said));
        }
    }

    fn best(self) -> Option<T> {
        self.0.map(|(_, said)| said)
    }
}

#[derive(Default)]
struct Reading {
    title: Said<String>,
    summary: Said<String>,
    content: Said<String>,
    published: Said<Moment>,
    updated: Said<Moment>,
    authors: Vec<String>,
    /// Who is credited in the words of other vocabularies, where nobody signs in the feed's own.
    credited: Vec<String>,
    links: Links,
    id: Option<String>,
    language: Option<String>,
    feed_title: Option<String>,
    /// A `summary`, which Atom has alone and RSS beside its `description`.
    abstracted: Option<String>,
}

/// The entry that an element is.
pub(super) fn entry(element: &Element, context: &Context) -> FeedEntry {
    let mut reading = Reading { language: context.language.clone(), ..Reading::default() };
    // CDF has the address on the item itself: `<ITEM HREF="…" LASTMOD="…">`; RDF names the item by it.
    reading.links.page(element.attribute("href").and_then(|href| context.address(href)), None, false);
    reading.updated.note(3, element.attribute("lastmod").and_then(|text| date::parse(text, None)));
    reading.id = element.attribute("rdf:about").map(|id| id.trim().to_owned()).filter(|id| !id.is_empty());
    read(element, context, &mut reading);
    let (summary, content) = texts(reading.summary, reading.content, reading.abstracted);
    FeedEntry {
        shares_page: false,
        id: reading.id,
        url: reading.links.best().map(String::from),
        title: reading.title.best(),
        authors: told_apart(if reading.authors.is_empty() { reading.credited } else { reading.authors }),
        published_at: reading.published.best(),
        updated_at: reading.updated.best(),
        language: reading.language,
        feed_title: reading.feed_title,
        summary,
        content,
    }
}

/// Summary and text: of an RSS that has a `summary` beside its `description`, this is the text.
fn texts(
    summary: Said<String>,
    content: Said<String>,
    brief: Option<String>,
) -> (Option<String>, Option<String>) {
    match (summary.best(), content.best(), brief) {
        (Some(description), None, Some(brief)) if description != brief => (Some(brief), Some(description)),
        (summary, content, brief) => (summary.or(brief), content),
    }
}

fn read(element: &Element, context: &Context, to: &mut Reading) {
    for child in element.elements() {
        let here = context.inside(child);
        match (child.prefix, child.name.as_str()) {
            (_, "news") => from_sitemap(child, to),
            // It holds what could stand beside it as well.
            ("media", "group") => read(child, &here, to),
            // A picture's title and address are not the entry's.
            ("image", _) => {}
            (_, "title") => to.title.note(rank(child), title(child)),
            ("" | "xhtml", "link" | "loc" | "a") => page(child, &here, to),
            ("feedburner", "origlink") => to.links.original(here.address(&child.text())),
            ("", "enclosure") => {
                to.links.enclosure(child.attribute("url").and_then(|url| here.address(url)));
            }
            ("", "guid" | "id") => id(child, &here, to),
            ("dc", "identifier") if to.id.is_none() => id(child, &here, to),
            _ => text_or_date(child, &here, to),
        }
    }
}

fn text_or_date(child: &Element, here: &Context, to: &mut Reading) {
    let when = || date::parse(&child.text(), here.language.as_deref());
    match (child.prefix, child.name.as_str()) {
        ("" | "dc" | "itunes", "author" | "creator") => to.authors.extend(of_element(child)),
        _ if is_credit(child) => to.credited.extend(of_element(child)),
        ("", "published") => to.published.renew(0, when()),
        ("", "pubdate") => to.published.renew(1, when()),
        ("" | "dcterms", "issued") => to.published.renew(2, when()),
        ("dc" | "", "date") => to.published.renew(3, when()),
        ("" | "dcterms", "created") => to.published.renew(4, when()),
        ("", "publication_date") => to.published.renew(5, when()),
        ("" | "dcterms", "updated" | "modified") => to.updated.renew(0, when()),
        ("", "lastmod") => to.updated.renew(1, when()),
        // RSS has the whole text in `content:encoded`, or in a `body` of XHTML. The media's `content` is a picture.
        ("content", "encoded") | ("", "encoded") => to.content.note(0, text(child, here)),
        ("" | "xhtml", "content" | "body") => to.content.note(1, text(child, here)),
        ("", "fullitem" | "div") | ("xhtml", "div") => to.content.note(2, text(child, here)),
        ("", "description") => to.summary.note(0, text(child, here)),
        ("", "summary" | "abstract") => to.abstracted = to.abstracted.take().or_else(|| text(child, here)),
        ("dc", "description") | ("dcterms", "abstract") => to.summary.note(2, text(child, here)),
        ("itunes", "summary") => to.summary.note(3, text(child, here)),
        ("itunes", "subtitle") => to.summary.note(4, text(child, here)),
        ("media", "description") => to.summary.note(5, text(child, here)),
        ("" | "dc", "language") => {
            let language = language(&child.text()).map(|tag| tag.to_lowercase());
            to.language = language.or(to.language.take());
        }
        _ => {}
    }
}

/// Whether an element credits who wrote it: a credit without a role is mostly a photographer's, and a guest of a talk wrote nothing.
fn is_credit(child: &Element) -> bool {
    let role = child.attribute("role").unwrap_or_default().trim().to_ascii_lowercase();
    match (child.prefix, child.name.as_str()) {
        ("googleplay", "author") => true,
        ("media", "credit") => matches!(role.as_str(), "author" | "writer"),
        ("podcast", "person") => matches!(role.as_str(), "" | "host" | "author" | "writer"),
        _ => false,
    }
}

fn rank(title: &Element) -> u8 {
    match title.prefix {
        "" => 0,
        "dc" | "dcterms" => 1,
        "itunes" => 2,
        "media" => 3,
        _ => 4,
    }
}

/// A `<guid>` is the page's address unless it says that it is none (RSS 2.0); an id is one where nothing else is.
fn id(child: &Element, here: &Context, to: &mut Reading) {
    let id = child.text().trim().to_owned();
    let denied = child.attribute("ispermalink").is_some_and(|said| said.trim().eq_ignore_ascii_case("false"));
    if !denied && Url::parse(&id).is_ok() {
        to.links.permalink(here.address(&id));
    }
    to.id = Some(here.identifier(id)).filter(|id| !id.is_empty()).or(to.id.take());
}

/// The page of an entry: `<link>URL</link>`, or Atom's `<link rel="alternate" href="URL"/>`.
fn page(link: &Element, here: &Context, to: &mut Reading) {
    let target = here.address(link.attribute("href").unwrap_or(&link.text()));
    let media_type = link.attribute("type");
    match link.attribute("rel").map(str::trim) {
        // `self`, `edit` and `replies` are other things; no relation means this one (RFC 4287, 4.2.7.2).
        None | Some("alternate" | "") => {
            let language = link.attribute("hreflang");
            let is_other = match (language, &here.language) {
                (Some(one), Some(other)) => !primary(one).eq_ignore_ascii_case(primary(other)),
                _ => false,
            };
            to.links.page(target, media_type, is_other);
            // Where nothing else is a title.
            to.title.note(9, link.attribute("title").map(str::to_owned).filter(|title| !title.is_empty()));
        }
        Some("enclosure") => to.links.enclosure(target),
        Some(_) => {}
    }
}

fn primary(tag: &str) -> &str {
    tag.split(['-', '_']).next().unwrap_or(tag)
}

/// A sitemap's `<news:news>` holds title and date; its publication names paper and language.
fn from_sitemap(news: &Element, to: &mut Reading) {
    for child in news.elements() {
        match child.name.as_str() {
            "title" => to.title.note(0, title(child)),
            "publication_date" => to.published.renew(0, date::parse(&child.text(), None)),
            "publication" => {
                let of = |name: &str| child.elements().find(|part| part.name == name);
                to.feed_title = of("name").and_then(title);
                let language = of("language").map(|language| language.text().trim().to_lowercase());
                to.language = language.filter(|language| !language.is_empty()).or(to.language.take());
            }
            _ => {}
        }
    }
}
