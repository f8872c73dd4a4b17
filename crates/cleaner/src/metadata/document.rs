//! What the markup says before the body is known: JSON-LD, `<meta>`, `<link>`, microdata, headings, byline elements.

use url::Url;

use super::byline::{self, Houses, Signed};
use super::linked::{self, Linked};
use super::plain::plain;
use super::{Candidate, Field, Input, Metadata, Origin, headline, published};
use crate::page::{Hints as Names, Page, Tag};
use crate::provenance;

/// Reads a page of markup into `metadata`.
pub(super) fn read(page: &Page<'_>, input: &Input<'_>, metadata: &mut Metadata) {
    addresses(page, input, metadata);
    let address = metadata.canonical_url.clone().or_else(|| input.url.map(str::to_owned));
    let linked = linked::read(page, address.as_deref());
    language(page, &linked, metadata);
    site(page, &linked, metadata);
    let houses = houses(page, input, &linked, metadata);
    headlines(page, &linked, metadata);
    headline::choose(metadata, &site_names(page, input, &linked, metadata));
    signatures(page, &linked, &houses, metadata);
    published::read(page, input, &linked, metadata);
    details(page, input, &linked, metadata);
    for url in &linked.based_on {
        provenance::based_on(url).into_iter().for_each(|credit| metadata.credit(credit));
    }
    metadata.kind = linked.kind;
    metadata.article_body = linked.body;
}

/// Takes the first of several values; the others stay candidates.
fn take<'v>(
    metadata: &mut Metadata,
    field: Field,
    values: impl IntoIterator<Item = (Origin, Option<&'v str>)>,
) -> Option<String> {
    let mut taken = None;
    for (origin, value) in values {
        let Some(value) = value.and_then(plain) else { continue };
        let mut candidate = Candidate::new(field, origin, value.clone());
        candidate.chosen = taken.is_none();
        metadata.note(candidate);
        taken.get_or_insert(value);
    }
    taken
}

fn addresses(page: &Page<'_>, input: &Input<'_>, metadata: &mut Metadata) {
    let base = input.url.and_then(|url| Url::parse(url).ok());
    let canonical =
        page.links.iter().find(|link| has_word(link.rel, "canonical")).map(|link| link.href.as_ref());
    let found = [(Origin::LinkElement, canonical), (Origin::OpenGraph, page.meta("og:url"))];
    let absolute: Vec<(Origin, Option<String>)> = found
        .into_iter()
        .map(|(origin, url)| (origin, url.and_then(|url| resolve(base.as_ref(), url))))
        .collect();
    metadata.canonical_url =
        take(metadata, Field::CanonicalUrl, absolute.iter().map(|(origin, url)| (*origin, url.as_deref())));
    if let (Some(canonical), Some(url)) = (&metadata.canonical_url, input.url)
        && let Some(credit) = provenance::canonical_elsewhere(canonical, url)
    {
        metadata.credit(credit);
    }
}

fn resolve(base: Option<&Url>, reference: &str) -> Option<String> {
    let reference = reference.trim();
    let url = match base {
        Some(base) => base.join(reference).ok()?,
        None => Url::parse(reference).ok()?,
    };
    matches!(url.scheme(), "http" | "https").then(|| url.into())
}

fn has_word(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|it| it.eq_ignore_ascii_case(word))
}

fn language(page: &Page<'_>, linked: &Linked, metadata: &mut Metadata) {
    let tag = |text: Option<&str>| {
        let text = text?.split([',', ';']).next()?.trim();
        let sound = text.len() >= 2
            && text.len() <= 15
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        sound.then(|| text.replace('_', "-"))
    };
    let found = [
        (Origin::HtmlElement, tag(page.language)),
        (Origin::Meta, tag(page.meta("content-language").or_else(|| page.meta("language")))),
        (Origin::OpenGraph, tag(page.meta("og:locale"))),
        (Origin::JsonLd, tag(linked.language.as_deref())),
    ];
    metadata.declared_language =
        take(metadata, Field::Language, found.iter().map(|(origin, tag)| (*origin, tag.as_deref())));
}

fn site(page: &Page<'_>, linked: &Linked, metadata: &mut Metadata) {
    let found = [
        (Origin::OpenGraph, page.meta("og:site_name")),
        (Origin::JsonLd, linked.publisher.as_deref()),
        (Origin::Meta, page.meta("application-name")),
    ];
    metadata.site_name = take(metadata, Field::SiteName, found);
}

/// Every name that the site may add to a title.
fn site_names(page: &Page<'_>, input: &Input<'_>, linked: &Linked, metadata: &Metadata) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    names.extend(metadata.site_name.clone());
    names.extend(linked.publisher.clone());
    for key in [
        "application-name",
        "apple-mobile-web-app-title",
        "publisher",
        "copyright",
        "dc.publisher",
        "article:publisher",
        "twitter:site",
        "twitter:app:name:iphone",
        "al:ios:app_name",
        "al:android:app_name",
    ] {
        names.extend(page.meta(key).map(|name| name.trim_start_matches('@').to_owned()));
    }
    if let Some(host) = input.url.and_then(veille_model::host) {
        let bare = host.trim_start_matches("www.").to_owned();
        names.extend(bare.split('.').next().map(str::to_owned));
        names.extend(bare.rsplit('.').nth(1).map(str::to_owned));
        names.push(bare);
    }
    names.retain(|name| headline::letters(name).chars().count() >= 2);
    names
}

fn houses(page: &Page<'_>, input: &Input<'_>, linked: &Linked, metadata: &Metadata) -> Houses {
    let names = site_names(page, input, linked, metadata);
    Houses::of(names.iter().map(String::as_str), input.url)
}

fn headlines(page: &Page<'_>, linked: &Linked, metadata: &mut Metadata) {
    headline::note(metadata, Origin::JsonLd, linked.headline.as_deref().and_then(plain));
    for (at, element) in page.elements.iter().enumerate().filter(|(_, element)| element.marks.named) {
        let property = page.attribute(at, "itemprop");
        if property.as_deref() == Some("headline") && element.tag != Tag::Meta {
            headline::note(metadata, Origin::Microdata, plain(page.element_text(at)));
        }
    }
    for at in page.elements_named(Tag::H1) {
        headline::note(metadata, Origin::Heading, plain(page.element_text(at)));
    }
    for key in ["og:title", "twitter:title"] {
        headline::note(metadata, Origin::OpenGraph, page.meta(key).and_then(plain));
    }
    headline::note(metadata, Origin::TitleElement, page.title.as_deref().and_then(plain));
}

/// Keys of `<meta>` that hold a byline.
const BYLINE_KEYS: [&str; 12] = [
    "author",
    "article:author",
    "og:article:author",
    "article:author_name",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "cxenseparse:author",
    "twitter:data1",
    "citation_author",
];

fn signatures(page: &Page<'_>, linked: &Linked, houses: &Houses, metadata: &mut Metadata) {
    let mut found: Vec<(Origin, String, Signed)> = Vec::new();
    let mut linked_signed = Signed::default();
    for author in &linked.authors {
        let mut signed = byline::read(&author.name, houses);
        if author.is_person == Some(false) {
            signed.houses.append(&mut signed.people);
        }
        found.push((Origin::JsonLd, author.name.clone(), Signed::default()));
        linked_signed.add(signed);
    }
    let names = linked.authors.iter().map(|author| author.name.as_str()).collect::<Vec<_>>().join(", ");
    let mut chosen = vec![(Origin::JsonLd, names, linked_signed)];
    for key in BYLINE_KEYS {
        for meta in page.metas.iter().filter(|meta| meta.key.eq_ignore_ascii_case(key)) {
            if key == "twitter:data1" && !labelled_author(page) {
                continue;
            }
            let content = meta.content.trim();
            if !content.starts_with("http") && !content.starts_with('/') {
                chosen.push((Origin::Meta, content.to_owned(), byline::read(content, houses)));
            }
        }
    }
    for (origin, text) in byline_elements(page) {
        let signed = byline::read(&text, houses);
        chosen.push((origin, text, signed));
    }
    settle(chosen, metadata);
}

/// Whether `twitter:data1` is labelled as the author.
fn labelled_author(page: &Page<'_>) -> bool {
    page.meta("twitter:label1").is_some_and(|label| {
        let label = label.to_lowercase();
        ["written by", "author", "verfasst von", "écrit par", "autor", "geschrieben von"]
            .iter()
            .any(|it| label.contains(it))
    })
}

/// Texts of elements whose attributes say that they hold a byline, shortest first where one holds another.
fn byline_elements(page: &Page<'_>) -> Vec<(Origin, String)> {
    let mut found = Vec::new();
    for (at, element) in page.elements.iter().enumerate() {
        if element.text.len() < 3 || element.text.len() > 200 {
            continue;
        }
        let named = element
            .marks
            .named
            .then(|| page.attribute(at, "itemprop").or_else(|| page.attribute(at, "rel")))
            .flatten();
        if named.is_some_and(|name| has_word(&name, "author")) {
            found.push((Origin::Microdata, page.element_text(at).to_owned()));
        } else if element.hints.has(Names::BYLINE)
            && !element.hints.has(Names::COMMENT.with(Names::RELATED).with(Names::CAPTION))
        {
            found.push((Origin::BylineElement, page.element_text(at).to_owned()));
        }
    }
    found
}

/// Chooses the first byline with people in it; agencies of all are credits.
fn settle(found: Vec<(Origin, String, Signed)>, metadata: &mut Metadata) {
    let mut chosen: Option<Origin> = None;
    for (origin, text, signed) in found {
        let mut candidate = Candidate::new(Field::Byline, origin, text.clone());
        if chosen.is_none() || (chosen == Some(origin) && origin == Origin::Meta) {
            for name in &signed.agencies {
                metadata.credit(provenance::agency_credit(name, &text));
            }
        }
        let joins = chosen.is_none() || (chosen == Some(origin) && origin == Origin::Meta);
        if joins && !signed.people.is_empty() {
            chosen = Some(origin);
            candidate.chosen = true;
            for person in signed.people {
                if !metadata.byline.contains(&person) {
                    metadata.byline.push(person);
                }
            }
        } else if signed.people.is_empty() && !signed.is_empty() {
            candidate.flag = Some("no_person");
        }
        metadata.note(candidate);
    }
}

fn details(page: &Page<'_>, input: &Input<'_>, linked: &Linked, metadata: &mut Metadata) {
    let base = input.url.and_then(|url| Url::parse(url).ok());
    let standfirst = [
        (Origin::JsonLd, linked.description.as_deref()),
        (Origin::OpenGraph, page.meta("og:description")),
        (Origin::Meta, page.meta("description")),
    ];
    metadata.standfirst = take(metadata, Field::Standfirst, standfirst);
    let images = [
        (Origin::OpenGraph, page.meta("og:image")),
        (Origin::JsonLd, linked.image.as_deref()),
        (Origin::Meta, page.meta("twitter:image")),
    ];
    let images = images.map(|(origin, url)| (origin, url.and_then(|url| resolve(base.as_ref(), url))));
    metadata.lead_image =
        take(metadata, Field::LeadImage, images.iter().map(|(origin, url)| (*origin, url.as_deref())));
    let sections = [
        (Origin::OpenGraph, page.meta("article:section")),
        (Origin::JsonLd, linked.section.as_deref()),
        (Origin::Meta, page.meta("section")),
    ];
    metadata.section = take(metadata, Field::Section, sections);
    metadata.accessible_for_free = linked.accessible_for_free;
    metadata.keywords = keywords(page, linked);
    for keyword in metadata.keywords.clone() {
        let mut candidate = Candidate::new(Field::Keywords, Origin::Meta, keyword);
        candidate.chosen = true;
        metadata.note(candidate);
    }
    if let Some(free) = linked.accessible_for_free {
        let mut candidate = Candidate::new(Field::AccessibleForFree, Origin::JsonLd, free.to_string());
        candidate.chosen = true;
        metadata.note(candidate);
    }
}

/// No article is about more.
const KEYWORDS_MAX: usize = 40;

fn keywords(page: &Page<'_>, linked: &Linked) -> Vec<String> {
    let mut keywords = linked.keywords.clone();
    if keywords.is_empty() {
        let lists = ["news_keywords", "keywords"].into_iter().find_map(|key| page.meta(key));
        keywords = lists.into_iter().flat_map(|list| list.split([',', ';'])).filter_map(plain).collect();
    }
    if keywords.is_empty() {
        let tags = page.metas.iter().filter(|meta| meta.key.eq_ignore_ascii_case("article:tag"));
        keywords = tags.filter_map(|meta| plain(&meta.content)).collect();
    }
    keywords.truncate(KEYWORDS_MAX);
    keywords
}
