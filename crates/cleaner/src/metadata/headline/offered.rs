//! What a page offers as its headline: structured data, headings, what it is shared as, its title.

use super::super::candidate::{Candidate, Field, Spot};
use super::super::head::mentions;
use super::super::letters::letters;
use super::super::plain::plain;
use super::super::record::Metadata;
use super::super::titles;
use super::{SEPARATORS, WORDS_MIN, is_site};
use crate::page::{Hints as Names, Page, Tag};

/// Headings looked at; broken pages have thousands.
const HEADINGS_MAX: usize = 40;
/// Elements with item properties looked at.
const NAMED_MAX: usize = 2000;
/// Names of what stands before a headline inside its heading.
const KICKERS: [&[u8]; 9] = [
    b"kicker",
    b"prefix",
    b"overline",
    b"topline",
    b"eyebrow",
    b"surtit",
    b"antetit",
    b"dachzeile",
    b"spitzmarke",
];
/// Elements inside a heading that may be a badge.
const INSIDE_MAX: usize = 12;

/// Notes every headline of a page.
pub(super) fn note_all(page: &Page<'_>, linked: Option<&str>, metadata: &mut Metadata) {
    note(metadata, Spot::JsonLd, linked.and_then(plain));
    let named = page.elements.iter().enumerate().filter(|(_, element)| element.marks.named);
    for (at, element) in named.take(NAMED_MAX) {
        let is_headline = || page.attribute(at, "itemprop").as_deref() == Some("headline");
        // The bytes are asked before the attributes are parsed: `itemprop` stands on hundreds of
        // elements that are no headline.
        if element.tag != Tag::Meta && mentions(page, at, b"headline") && is_headline() {
            note(metadata, Spot::Microdata, plain(page.element_text(at)));
        }
    }
    for at in page.elements_named(Tag::H1).take(HEADINGS_MAX) {
        let text = plain(without_badge(page, at));
        // `Home > World > River rises`: the last step of a breadcrumb is an `<h1>` on many a shop's template, but what the page
        // is shared as is its headline wherever it stands.
        if stands_in_menu(page, at) && !text.as_deref().is_some_and(|text| is_shared(page, text)) {
            note(metadata, Spot::Heading, heading_below(page, at));
        } else {
            note(metadata, Spot::Heading, text);
        }
    }
    lower_headings(page, metadata);
    for key in ["og:title", "twitter:title"] {
        note(metadata, Spot::OpenGraph, page.meta(key).and_then(plain));
    }
    note(metadata, Spot::TitleElement, page.title.as_deref().and_then(plain));
}

/// Whether a page is shared as this text.
fn is_shared(page: &Page<'_>, text: &str) -> bool {
    let shared = ["og:title", "twitter:title"].into_iter().filter_map(|key| page.meta(key));
    is_said(shared, text)
}

/// Whether one of some titles is this text, or a part of it between its marks.
fn is_said<'t>(mut titles: impl Iterator<Item = &'t str>, text: &str) -> bool {
    let text = letters(text);
    titles.any(|title| {
        letters(title) == text || titles::stretches(title).iter().any(|part| letters(part) == text)
    })
}

/// A heading's text without a badge or a kicker that stands in an element of its own inside it, `<h1>River rises <span>Video</span>`,
/// if the page calls itself what is left, and not the whole.
fn without_badge<'p>(page: &'p Page<'_>, heading: usize) -> &'p str {
    let whole = page.element_text(heading);
    let titles = || {
        ["og:title", "twitter:title"]
            .into_iter()
            .filter_map(|key| page.meta(key))
            .chain(page.title.as_deref())
    };
    if whole.len() > titles::TITLE_BYTES_MAX || is_said(titles(), whole) {
        return whole;
    }
    let inside = heading + 1..page.elements[heading].end;
    let rests = inside.take(INSIDE_MAX).filter_map(|at| {
        let badge = page.element_text(at);
        let rest = whole.strip_suffix(badge).or_else(|| whole.strip_prefix(badge))?;
        let rest = rest.trim().trim_matches(['-', '–', '—', ':', '|', '·', '•', '/']).trim();
        (!badge.is_empty() && rest.len() > badge.len()).then_some(rest)
    });
    rests
        .into_iter()
        .find(|rest| is_said(titles(), rest))
        .unwrap_or_else(|| without_named_kicker(page, heading))
}

/// A heading's text without a first element that is called a kicker: `<h1><span class="title__prefix">Swimming</span> Council votes`.
fn without_named_kicker<'p>(page: &'p Page<'_>, heading: usize) -> &'p str {
    let whole = page.element_text(heading);
    let kicker = (heading + 1..page.elements[heading].end)
        .take(INSIDE_MAX)
        .find(|at| KICKERS.iter().any(|name| mentions(page, *at, name)));
    let rest = kicker.and_then(|at| whole.strip_prefix(page.element_text(at)));
    let rest =
        rest.map(|rest| rest.trim().trim_start_matches(['-', '–', '—', ':', '|', '·', '•', '/']).trim());
    rest.filter(|rest| titles::words(rest) >= WORDS_MIN).unwrap_or(whole)
}

/// Notes the part of the titles that stands on the page as a line of its own, if that is not their whole.
pub(super) fn note_shown_part(page: &Page<'_>, metadata: &mut Metadata, site_names: &[String]) {
    let spots = [Spot::OpenGraph, Spot::TitleElement];
    let noted =
        metadata.candidates.iter().filter(|it| it.field == Field::Headline && spots.contains(&it.spot));
    let mut values: Vec<String> = noted.map(|it| it.value.clone()).collect();
    values.dedup();
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    note(metadata, Spot::VisibleText, titles::shown_part(page, &values, |part| is_site(part, site_names)));
}

/// Old blogs give the `<h1>` to their own name: `<title>Our Garden » Pruning roses</title>`, and the headline to an `<h2>`. A
/// lower heading that is one part of the title is offered before the others.
fn lower_headings(page: &Page<'_>, metadata: &mut Metadata) {
    let parts: Vec<String> = page.title.as_deref().map(title_parts).unwrap_or_default();
    // A title in one part names either the site or the article; no heading can be told from that.
    if parts.len() < 2 {
        return;
    }
    let is_known = |text: &str| {
        let first = metadata.candidates.iter().find(|known| known.spot == Spot::Heading);
        first.is_some_and(|first| letters(&first.value).len() >= letters(text).len())
    };
    let lower =
        page.elements.iter().enumerate().filter(|(_, it)| matches!(it.tag, Tag::H2 | Tag::H3 | Tag::H4));
    let found = lower.take(HEADINGS_MAX).find_map(|(at, _)| {
        let text = plain(page.element_text(at))?;
        // One word (`Blog`, `Garden`) is as often the title of a sidebar.
        let is_part = text.split_whitespace().count() >= 2 && parts.contains(&letters(&text));
        (is_part && !is_known(&text)).then_some(text)
    });
    if let Some(text) = found {
        let at = metadata.candidates.iter().position(|known| known.spot == Spot::Heading);
        let at = at.unwrap_or(metadata.candidates.len());
        metadata.candidates.insert(at, Candidate::new(Field::Headline, Spot::Heading, text));
    }
}

/// The parts of a title, folded.
fn title_parts(title: &str) -> Vec<String> {
    let parts = SEPARATORS.iter().find(|it| title.contains(**it)).map(|it| title.split(*it));
    parts.into_iter().flatten().map(letters).filter(|part| !part.is_empty()).collect()
}

pub(super) fn note(metadata: &mut Metadata, spot: Spot, value: Option<String>) {
    if let Some(value) = value {
        metadata.note(Candidate::new(Field::Headline, spot, value));
    }
}

/// Whether an `<h1>` is the last step of a breadcrumb: written for search engines, while readers see an `<h2>` below.
fn stands_in_menu(page: &Page<'_>, at: usize) -> bool {
    page.ancestors(at)
        .take(3)
        .any(|at| page.elements[at].hints.has(Names::NAV) || page.elements[at].tag == Tag::Nav)
}

/// The headline that a reader sees below a breadcrumb: the next `<h2>`, or what is called headline inside it.
fn heading_below(page: &Page<'_>, h1: usize) -> Option<String> {
    let h2 = page.elements_named(Tag::H2).find(|at| *at > h1)?;
    let inside = (h2 + 1..page.elements[h2].end).find(|at| page.elements[*at].hints.has(Names::HEADLINE));
    let named =
        inside.map(|at| page.element_text(at)).filter(|text| text.split_whitespace().count() >= WORDS_MIN);
    plain(named.unwrap_or_else(|| page.element_text(h2)))
}
