//! What only the visible lines say. Flattened text has nothing else; a page has it in addition.

use super::byline::{self, Houses};
use super::headline::letters;
use super::{Candidate, Field, Input, Metadata, Origin, flat_headline, published};
use crate::dates::{self, Hints};
use crate::page::{Block, Hints as Names, Page, Tag};
use crate::provenance;

/// A first paragraph is longer than any headline's neighbour; scripts without spaces say as much in half the letters.
const PARAGRAPH_CHARS: usize = 100;
/// Lines above the first paragraph that may belong to the article.
const HEAD_LINES: usize = 12;
/// A place and a date take no more at the beginning of a paragraph.
const OPENING_CHARS: usize = 60;
/// Paragraphs that a date may open.
const OPENING_BLOCKS: usize = 5;
/// Lines after the body that may hold its credit.
const TAIL_LINES: usize = 5;

/// See [`Metadata::complete`].
pub(super) fn complete(
    metadata: &mut Metadata,
    page: &Page<'_>,
    input: &Input<'_>,
    body: &[usize],
) -> Vec<usize> {
    let Some(first) = first_paragraph(page, body) else { return Vec::new() };
    let mut spent = Vec::new();
    let mut start = first.saturating_sub(HEAD_LINES);
    let mut headline = None;
    if !page.markup {
        spent.extend(take_site_header(metadata, page, first));
        headline =
            metadata.headline.is_none().then(|| flat_headline::take(metadata, page, first, body)).flatten();
        // Below the headline everything is the article's; above it little is.
        start = headline.map_or(start, |at| at.saturating_sub(1));
        spent.extend(headline);
    }
    let houses = Houses::of(metadata.site_name.as_deref(), input.url);
    for at in start..(first + 4).min(page.blocks.len()) {
        if takes_line(metadata, page, input, &houses, at) {
            spent.push(at);
        }
    }
    if let Some(headline) = headline.filter(|_| metadata.byline.is_empty()) {
        spent.extend(take_names_beside_date(metadata, page, &houses, headline + 1..first));
    }
    take_dateline(metadata, page, body);
    if metadata.published_at.is_none() {
        let openings = body.iter().copied().filter(|at| *at >= first).take(OPENING_BLOCKS);
        openings.for_each(|at| take_opening_date(metadata, page, input, at));
    }
    spent.extend(take_credits(metadata, page, body));
    spent.extend(take_bare_names(metadata, page, &houses, body));
    spent.extend(sign_off(metadata, page, body));
    spent
}

fn text<'p>(page: &'p Page<'_>, at: usize) -> &'p str {
    page.blocks.get(at).map_or("", |block| page.block_text(block))
}

/// The first block of the body that is a paragraph and no headline, byline or date.
fn first_paragraph(page: &Page<'_>, body: &[usize]) -> Option<usize> {
    let long = |at: &usize| {
        let text = text(page, *at);
        let chars = text.chars().count();
        chars >= PARAGRAPH_CHARS
            && (text.contains(['.', '!', '?', ',', '،', '؛', '।']) || chars >= 2 * PARAGRAPH_CHARS)
            || (text.contains(['。', '、', '，']) && chars >= PARAGRAPH_CHARS / 3)
    };
    body.iter().copied().find(long).or_else(|| body.first().copied())
}

/// The site's name where the text opens with it: `Example.vn - A slogan`.
fn take_site_header(metadata: &mut Metadata, page: &Page<'_>, first: usize) -> Option<usize> {
    let at = (0..first.min(2)).find(|at| {
        flat_headline::opens_with_domain(text(page, *at)) && text(page, *at).chars().count() <= 100
    })?;
    let name = text(page, at).split_whitespace().next()?.trim_end_matches([':', '|', ',']).to_owned();
    metadata.note(Candidate {
        chosen: true,
        ..Candidate::new(Field::SiteName, Origin::VisibleText, text(page, at))
    });
    metadata.site_name.get_or_insert(name);
    Some(at)
}

/// Takes what a line near the first paragraph says about author, outlet and date; answers whether it is nothing but that.
fn takes_line(
    metadata: &mut Metadata,
    page: &Page<'_>,
    input: &Input<'_>,
    houses: &Houses,
    at: usize,
) -> bool {
    let line = text(page, at);
    if line.len() > 400 || line.is_empty() || is_apart(page, &page.blocks[at]) {
        return false;
    }
    if line.chars().any(char::is_numeric) && takes_dated_line(metadata, input, line) {
        return true;
    }
    if let Some(signed) = byline::read_line(line, houses).or_else(|| byline::read_dated_line(line, houses)) {
        let mut candidate = Candidate::new(Field::Byline, Origin::VisibleText, line);
        for name in &signed.agencies {
            metadata.credit(provenance::agency_credit(name, line));
        }
        if metadata.byline.is_empty() {
            candidate.chosen = true;
            metadata.byline = signed.people;
        }
        metadata.note(candidate);
        return true;
    }
    let credits = provenance::agency_line(line);
    let is_credit = !credits.is_empty();
    credits.into_iter().for_each(|credit| metadata.credit(credit));
    is_credit
}

/// Takes the date of a line that states one; answers whether outlet and date are all there is.
fn takes_dated_line(metadata: &mut Metadata, input: &Input<'_>, line: &str) -> bool {
    let language = metadata.declared_language.clone();
    let hints = Hints::of_language(language.as_deref());
    if let Some((credit, moment)) = provenance::outlet_before_date(line, hints) {
        published::take_visible(metadata, input, Field::Published, line, moment);
        metadata.credit(credit);
        return true;
    }
    let is_headline = metadata.headline.as_deref() == Some(line);
    if let Some(field) = published::dated_line(line, hints).filter(|_| !is_headline)
        && let Some(moment) = dates::parse(line, hints)
    {
        published::take_visible(metadata, input, field, line, moment);
    }
    false
}

/// Whether a block stands in a figure, a menu, a footer or comments: what it says is not said of the article.
fn is_apart(page: &Page<'_>, block: &Block) -> bool {
    let apart = Names::CAPTION
        .with(Names::COMMENT)
        .with(Names::RELATED)
        .with(Names::FOOTER)
        .with(Names::NAV)
        .with(Names::TEASER);
    page.ancestors(block.element).take(6).any(|at| {
        let element = &page.elements[at];
        matches!(element.tag, Tag::Figure | Tag::Figcaption | Tag::Nav | Tag::Footer)
            || (element.hints.has(apart) && !element.hints.has(Names::BODY.with(Names::ARTICLE)))
    })
}

fn take_dateline(metadata: &mut Metadata, page: &Page<'_>, body: &[usize]) {
    let found = body
        .iter()
        .take(3)
        .find_map(|at| provenance::split_dateline(text(page, *at)).map(|(dateline, _)| dateline));
    let Some(dateline) = found else { return };
    for name in dateline.agency.as_deref().and_then(provenance::agencies_in).unwrap_or_default() {
        metadata.credit(provenance::agency_credit(name, &dateline.text));
    }
    metadata.dateline = Some(dateline);
}

/// A date that opens one of the first paragraphs, as in press releases: `01.02.2022 „Der Arbeitsmarkt ist gut …`, `Nürnberg, 1. Februar 2022 –`.
fn take_opening_date(metadata: &mut Metadata, page: &Page<'_>, input: &Input<'_>, at: usize) {
    let paragraph = text(page, at);
    let opening = paragraph.char_indices().nth(OPENING_CHARS).map_or(paragraph, |(at, _)| &paragraph[..at]);
    let language = metadata.declared_language.clone();
    let Some(found) = dates::find(opening, Hints::of_language(language.as_deref())) else { return };
    let place = paragraph[..found.start].trim();
    if place.is_empty() || (place.ends_with([',', '(', '-', '–']) && place.split_whitespace().count() <= 3)
    {
        published::take_visible(metadata, input, Field::Published, opening, found.moment);
    }
}

/// Credit lines around the body, and those inside it that give an address.
fn take_credits(metadata: &mut Metadata, page: &Page<'_>, body: &[usize]) -> Vec<usize> {
    let (Some(first), Some(last)) = (body.first().copied(), body.last().copied()) else { return Vec::new() };
    let mut spent = Vec::new();
    let end = (last + 1 + TAIL_LINES).min(page.blocks.len());
    for at in first.saturating_sub(3)..end {
        let line = text(page, at);
        let inside = at > first && at + 2 < last;
        if (inside && !line.contains("http")) || is_apart(page, &page.blocks[at]) {
            continue;
        }
        if let Some(credit) = provenance::credit_line(line).filter(|credit| !inside || credit.url.is_some()) {
            metadata.credit(credit);
            spent.push(at);
        } else if let Some(credit) = provenance::republished(line).filter(|_| !inside) {
            metadata.credit(credit);
            spent.push(at);
        } else if at >= last && at <= last + 2 {
            let credits =
                if at == last { provenance::trailing_agency(line) } else { provenance::agency_line(line) };
            if at > last && !credits.is_empty() {
                spent.push(at);
            }
            credits.into_iter().for_each(|credit| metadata.credit(credit));
        }
    }
    spent
}

/// The author's name alone on a line at the end, as columns are signed.
fn sign_off(metadata: &Metadata, page: &Page<'_>, body: &[usize]) -> Vec<usize> {
    let Some(last) = body.last().copied() else { return Vec::new() };
    let known: Vec<String> = metadata.byline.iter().map(|name| letters(name)).collect();
    let end = (last + 3).min(page.blocks.len());
    let is_known = |at: &usize| text(page, *at).len() < 80 && known.contains(&letters(text(page, *at)));
    (last.saturating_sub(1)..end).filter(is_known).collect()
}

/// Names that nothing but their place makes a byline, on pages that sign with their house: alone and bold above the text
/// (`Mathatisi Sebusi/Mohalenyane Phakela`) or under it (`Lê Phương`), or behind a label anywhere (`责编：…`).
fn take_bare_names(
    metadata: &mut Metadata,
    page: &Page<'_>,
    houses: &Houses,
    body: &[usize],
) -> Option<usize> {
    let (first, last) = (body.first().copied()?, body.last().copied()?);
    let is_sought = metadata.byline.is_empty() && metadata.is_signed_by_house && page.markup;
    if !is_sought {
        return None;
    }
    let end = (last + 3).min(page.blocks.len());
    let around = (first.saturating_sub(3)..(first + 4).min(last)).chain(last.saturating_sub(1)..end);
    let bare = |at: usize| {
        let block = &page.blocks[at];
        let is_set_apart = block.bold_bytes == block.text.len() || body.binary_search(&at).is_ok();
        let is_text = block.link_bytes == 0 && !is_heading(page, at) && !is_apart(page, block);
        let signed = (is_set_apart && is_text).then(|| byline::read_names(text(page, at), houses)).flatten();
        signed.filter(|signed| !signed.people.iter().any(|name| is_made_of_words(page, name)))
    };
    let labelled = |at: usize| {
        byline::read_labelled(text(page, at), houses).filter(|_| !is_apart(page, &page.blocks[at]))
    };
    let found = around
        .filter_map(|at| bare(at).map(|signed| (at, signed)))
        .next()
        .or_else(|| (0..page.blocks.len()).find_map(|at| labelled(at).map(|signed| (at, signed))));
    let (at, signed) = found?;
    metadata.note(Candidate {
        chosen: true,
        ..Candidate::new(Field::Byline, Origin::VisibleText, text(page, at))
    });
    metadata.byline = signed.people;
    Some(at)
}

/// Names alone on their lines below the headline of flattened text, where a date or `Von` stands beside them:
/// `Ingrid Treborg`, `Marlene Lundberg Holm`, `Publisert torsdag 09. mai 2024`.
fn take_names_beside_date(
    metadata: &mut Metadata,
    page: &Page<'_>,
    houses: &Houses,
    lines: std::ops::Range<usize>,
) -> Vec<usize> {
    let named = |at: usize| {
        let signed = byline::read_names(text(page, at), houses)?;
        (!signed.people.iter().any(|name| is_made_of_words(page, name))).then_some(signed)
    };
    let frames = |at: usize| {
        let line = text(page, at);
        byline::is_opening(line) || published::dated_line(line, Hints::default()).is_some()
    };
    let mut taken: Vec<usize> = Vec::new();
    for at in lines.clone() {
        let beside = taken.last().is_some_and(|last| last + 1 == at);
        let framed = || {
            (at.saturating_sub(1)..=at + 2).any(|near| near != at && lines.contains(&near) && frames(near))
        };
        let Some(signed) = named(at).filter(|_| taken.is_empty() || beside).filter(|_| beside || framed())
        else {
            continue;
        };
        metadata.note(Candidate {
            chosen: true,
            ..Candidate::new(Field::Byline, Origin::VisibleText, text(page, at))
        });
        metadata.byline.extend(signed.people);
        taken.push(at);
    }
    taken
}

/// Whether a name's words stand in the text in lower case too: `Table of Contents`, `Key Takeaways` are labels.
fn is_made_of_words(page: &Page<'_>, name: &str) -> bool {
    let has_case = |word: &&str| word.chars().next().is_some_and(char::is_uppercase) && word.len() > 3;
    let in_text = |word: &str| page.text.contains(&format!(" {} ", word.to_lowercase()));
    name.split(' ').filter(has_case).any(in_text)
}

fn is_heading(page: &Page<'_>, at: usize) -> bool {
    page.elements[page.blocks[at].element].tag.is_heading()
}
