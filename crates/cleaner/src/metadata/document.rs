//! What the markup says before the body is known: JSON-LD, `<meta>`, `<link>`, microdata, headings, byline elements.

use url::Url;
use veille_text::reference::decode_closed;

use super::byline::Houses;
use super::candidate::{Candidate, Field, Spot};
use super::head::ArticleHead;
use super::linked::{self, KEYWORDS_MAX, Linked};
use super::plain::plain;
use super::record::{Input, Metadata};
use super::{headline, letters, published, signatures};
use crate::page::Page;
use crate::provenance;

/// Reads a page of markup into `metadata`.
pub(super) fn read(page: &Page<'_>, input: &Input<'_>, metadata: &mut Metadata) {
    addresses(page, input, metadata);
    // In this order: addresses choose the article's node, that and the site's names the headline, the
    // headline shows where byline and dates are looked for.
    let linked = linked::read(page, [metadata.canonical_url.as_deref(), input.url]);
    language(page, &linked, metadata);
    site(page, &linked, metadata);
    let names = site_names(page, input, &linked, metadata);
    let mut sites: Vec<String> = names.iter().map(|name| letters::letters(name)).collect();
    headline::read(page, &linked, input.url, &mut sites, metadata);
    // Links to the front page may just have told another name of the house.
    let told = sites[names.len()..].iter();
    let houses = Houses::of(names.iter().chain(told).map(String::as_str), input.url);
    let head = ArticleHead::find(page, metadata.headline.as_deref());
    signatures::read(page, &linked, &houses, &head, metadata);
    published::read(page, input, &linked, &head, metadata);
    details(page, input, &linked, metadata);
    for url in &linked.based_on {
        provenance::based_on(&decode_closed(url)).into_iter().for_each(|credit| metadata.credit(credit));
    }
    metadata.kind = linked.kind;
    metadata.article_body = linked.body;
}

/// Takes the first of several texts; the others stay candidates.
fn take<'v>(
    metadata: &mut Metadata,
    field: Field,
    values: impl IntoIterator<Item = (Spot, Option<&'v str>)>,
) -> Option<String> {
    take_written(metadata, field, values.into_iter().map(|(spot, value)| (spot, value.and_then(plain))))
}

/// The same of values that are no running text: nothing in an address is a tag or a reference.
fn take_written(
    metadata: &mut Metadata,
    field: Field,
    values: impl IntoIterator<Item = (Spot, Option<String>)>,
) -> Option<String> {
    let mut taken = None;
    for (spot, value) in values {
        let Some(value) = value else { continue };
        let mut candidate = Candidate::new(field, spot, value.clone());
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
    // `<link rel="canonical">` (RFC 6596) is what the page says of itself; `og:url` is what is to be shared.
    let found = [(Spot::LinkElement, canonical), (Spot::OpenGraph, page.meta("og:url"))];
    let absolute = found.map(|(spot, url)| (spot, url.and_then(|url| resolve(base.as_ref(), url))));
    metadata.canonical_url = take_written(metadata, Field::CanonicalUrl, absolute);
    // A republished text often names its original here, and nowhere that a reader sees.
    if let (Some(canonical), Some(url)) = (&metadata.canonical_url, input.url)
        && let Some(credit) = provenance::canonical_elsewhere(canonical, url)
    {
        metadata.credit(credit);
    }
}

/// What servers are asked to take at least (RFC 9110, 4.1); a longer address is a picture or a mistake.
const ADDRESS_BYTES_MAX: usize = 8_000;

fn resolve(base: Option<&Url>, reference: &str) -> Option<String> {
    if reference.len() > ADDRESS_BYTES_MAX {
        return None;
    }
    // `?id=5&amp;section=news`, as plugins write it into JSON and, escaped again, into attributes.
    let reference = decode_closed(reference.trim());
    let url = match base {
        Some(base) => base.join(&reference).ok()?,
        // Flattened or archived without an address: a relative reference leads nowhere.
        None => Url::parse(&reference).ok()?,
    };
    // `javascript:`, `data:` and `about:blank` stand in templates.
    matches!(url.scheme(), "http" | "https").then(|| url.into())
}

fn has_word(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|it| it.eq_ignore_ascii_case(word))
}

fn language(page: &Page<'_>, linked: &Linked, metadata: &mut Metadata) {
    let tag = |text: Option<&str>| {
        // `content-language: en, fr` is a list in HTTP (RFC 9110, 8.5).
        let text = text?.split([',', ';']).next()?.trim();
        // `lang="{{locale}}"`: templates that nothing filled are no languages.
        let sound = text.len() >= 2
            && text.len() <= 15
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        sound.then(|| text.replace('_', "-"))
    };
    let found = [
        // The page's own attribute first; `og:locale` is left at `en_US` by many a plugin.
        (Spot::HtmlElement, tag(page.language)),
        (Spot::Meta, tag(page.meta("content-language").or_else(|| page.meta("language")))),
        (Spot::OpenGraph, tag(page.meta("og:locale"))),
        (Spot::JsonLd, tag(linked.language.as_deref())),
    ];
    metadata.declared_language =
        take(metadata, Field::Language, found.iter().map(|(spot, tag)| (*spot, tag.as_deref())));
}

fn site(page: &Page<'_>, linked: &Linked, metadata: &mut Metadata) {
    let found = [
        (Spot::OpenGraph, page.meta("og:site_name")),
        (Spot::JsonLd, linked.publisher.as_deref()),
        (Spot::Meta, page.meta("application-name")),
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
        // `lemonde.fr`, `news.lemonde.fr`: titles end in either part of the host.
        names.extend(bare.split('.').next().map(str::to_owned));
        names.extend(bare.rsplit('.').nth(1).map(str::to_owned));
        names.push(bare);
    }
    // A name without two letters would take the dash off any headline.
    names.retain(|name| letters::letters(name).chars().count() >= 2);
    names
}

fn details(page: &Page<'_>, input: &Input<'_>, linked: &Linked, metadata: &mut Metadata) {
    let base = input.url.and_then(|url| Url::parse(url).ok());
    let standfirst = [
        (Spot::JsonLd, linked.description.as_deref()),
        (Spot::OpenGraph, page.meta("og:description")),
        (Spot::Meta, page.meta("description")),
    ];
    metadata.standfirst = take(metadata, Field::Standfirst, standfirst);
    let images = [
        (Spot::OpenGraph, page.meta("og:image")),
        (Spot::JsonLd, linked.image.as_deref()),
        (Spot::Meta, page.meta("twitter:image")),
    ];
    let images = images.map(|(spot, url)| (spot, url.and_then(|url| resolve(base.as_ref(), url))));
    metadata.lead_image = take_written(metadata, Field::LeadImage, images);
    let sections = [
        (Spot::OpenGraph, page.meta("article:section")),
        (Spot::JsonLd, linked.section.as_deref()),
        (Spot::Meta, page.meta("section")),
    ];
    metadata.section = take(metadata, Field::Section, sections);
    metadata.accessible_for_free = linked.accessible_for_free;
    metadata.keywords = keywords(page, linked);
    for keyword in metadata.keywords.clone() {
        let mut candidate = Candidate::new(Field::Keywords, Spot::Meta, keyword);
        candidate.chosen = true;
        metadata.note(candidate);
    }
    if let Some(free) = linked.accessible_for_free {
        let mut candidate = Candidate::new(Field::AccessibleForFree, Spot::JsonLd, free.to_string());
        candidate.chosen = true;
        metadata.note(candidate);
    }
}

fn keywords(page: &Page<'_>, linked: &Linked) -> Vec<String> {
    let mut keywords = linked.keywords.clone();
    if keywords.is_empty() {
        // Google News' own key holds what the newsroom wrote; `keywords` holds what
        // search engines once wanted.
        let lists = ["news_keywords", "keywords"].into_iter().find_map(|key| page.meta(key));
        let words = lists.into_iter().flat_map(|list| list.split([',', ';'])).filter_map(plain);
        keywords = words.take(KEYWORDS_MAX).collect();
    }
    // Blogs write one `<meta>` a tag in the place of one list.
    if keywords.is_empty() {
        let tags = page.metas.iter().filter(|meta| meta.key.eq_ignore_ascii_case("article:tag"));
        keywords = tags.filter_map(|meta| plain(&meta.content)).take(KEYWORDS_MAX).collect();
    }
    keywords.truncate(KEYWORDS_MAX);
    keywords
}
