//! Short lines that their place makes a part of the article: subheadings between its paragraphs, the standfirst above them.
//!
//! By itself a line of two words looks like a menu's entry, and a standfirst without a stop like a teaser.

use std::ops::Range;

use crate::page::{Hints, Tag};

use super::phrases::Sign;
use super::survey::Survey;

/// Blocks between a subheading and a paragraph of its text: a caption, a picture's credit, a line that leads elsewhere.
const BETWEEN_MAX: usize = 3;
/// Levels between the element around a subheading and the one that holds its text: live pages give each entry a head of its own.
const LEVELS: usize = 2;

/// Headings right between two kept paragraphs beside them.
pub(super) fn subheadings(survey: &Survey<'_>, keep: &[bool]) -> Vec<usize> {
    let page = survey.page;
    let long = |at: usize| keep[at] && survey.reads[at].long;
    // The first block that is kept or reads as text, whatever lies in between.
    let near = |beside: &mut dyn Iterator<Item = usize>| {
        beside.take(BETWEEN_MAX).find(|it| keep[*it] || survey.reads[*it].long).filter(|it| long(*it))
    };
    let parent = |at: usize| page.elements[page.blocks[at].element].parent;
    // A heading that is a link leads to another article, between two paragraphs as anywhere.
    let is_heading = |at: usize| {
        let (read, element) = (&survey.reads[at], page.blocks[at].element);
        page.elements[element].tag.is_heading()
            && read.link_share < 0.5
            && !read.signs.is(Sign::Anchor)
            && !read.signs.has(Sign::More)
    };
    let is_between = |at: usize| {
        let (Some(above), Some(below)) = (near(&mut (0..at).rev()), near(&mut (at + 1..keep.len()))) else {
            return false;
        };
        let around = page.ancestors(parent(at)).nth(LEVELS).unwrap_or_default();
        // An entry of a live page: its heading and, in between, the minute, in a head of their own.
        let is_alike = survey.kind_of(above) == survey.kind_of(below)
            && page.blocks[at].links == 0
            && (below == at + 1 || survey.reads[at + 1].stamped);
        parent(above) == parent(at) && parent(below) == parent(at)
            || is_alike && [above, below].iter().all(|it| page.elements[around].blocks.contains(it))
    };
    // The first and the last block have no two neighbours.
    (1..keep.len().saturating_sub(1)).filter(|at| is_heading(*at) && is_between(*at)).collect()
}

/// Blocks between the headline and the first paragraph, at most: standfirst, byline, date, buttons.
const HEAD_BLOCKS: usize = 16;
/// Words of a standfirst, at least, where a heading or its element's name says what it is; and where nothing does.
const NAMED_MASS: f32 = 4.5;
const BARE_MASS: f32 = 6.0;
/// More words are a paragraph, which the judges know.
const STANDFIRST_MASS_MAX: f32 = 60.0;
/// Blocks of a standfirst: `환경부 “정수 처리엔 문제없어”`, and a second line below.
const STANDFIRST_BLOCKS: usize = 3;

/// The standfirst: what the page says between its headline and the text in a line of its own, `Five villages cleared - Thousands
/// of trees burnt`. With a stop at its end the judges take it for the paragraph that it is.
pub(super) fn standfirst(survey: &Survey<'_>, keep: &[bool]) -> Vec<usize> {
    let Some(head) = head(survey, keep).filter(|_| survey.page.markup) else { return Vec::new() };
    let found = head.filter(|at| !keep[*at] && reads_as_standfirst(survey, *at));
    found.take(STANDFIRST_BLOCKS).collect()
}

/// The blocks between headline and text.
fn head(survey: &Survey<'_>, keep: &[bool]) -> Option<Range<usize>> {
    let headline = survey.roots.headline?;
    let text = (headline + 1..keep.len()).take(HEAD_BLOCKS).find(|at| keep[*at] && survey.reads[*at].long)?;
    Some(headline + 1..text)
}

fn reads_as_standfirst(survey: &Survey<'_>, at: usize) -> bool {
    let (page, read) = (survey.page, &survey.reads[at]);
    let (block, signs) = (&page.blocks[at], &read.signs);
    let own = page.elements[block.element].hints;
    let is_apart = |element: usize| {
        let element = &page.elements[element];
        matches!(element.tag, Tag::Figure | Tag::Figcaption | Tag::Nav | Tag::Form | Tag::Aside)
            || element.hints.has(APART)
                && !element.hints.has(Hints::LEAD.with(Hints::HEADLINE).with(Hints::BODY))
    };
    let headline = survey.roots.headline.unwrap_or_default();
    let beside = page.ancestors(block.element).take_while(|it| page.elements[*it].blocks.start > headline);
    let tag = page.elements[block.element].tag;
    let is_named = tag.is_heading() || own.has(Hints::LEAD);
    // With a picture in it, the line is what the picture shows.
    let is_plain = matches!(tag, Tag::P | Tag::Div) && block.images == 0;
    let says_else = [Sign::Caption, Sign::Byline, Sign::Date, Sign::Tags, Sign::Origin]
        .into_iter()
        .any(|sign| signs.has(sign));
    let mass = if is_named { NAMED_MASS } else { BARE_MASS };
    (is_named || is_plain)
        && (mass..STANDFIRST_MASS_MAX).contains(&read.mass)
        && block.links == 0
        && !read.stamped
        // `2010-02-08 11:20 Lorne Online Views: 2033` stands there as well.
        && read.stats.digits * 8 < read.stats.chars
        && !beside.take(APART_LEVELS).any(is_apart)
        && !says_else
        && !signs.is_boilerplate()
        && read.copies == 0
        && !page.is_hidden(block)
        && !repeats_headline(survey, at)
}

/// Whether a line says the headline again, with a kicker or without.
fn repeats_headline(survey: &Survey<'_>, at: usize) -> bool {
    let words = survey.words.of(at);
    let said = words.iter().filter(|word| survey.headline.has(**word)).count() as f32;
    said >= 0.7 * survey.headline.len() as f32 || said >= 0.8 * words.len() as f32
}

/// Elements around a line that may say what it is.
const APART_LEVELS: usize = 4;
/// What stands between headline and text and is neither.
const APART: Hints = Hints::CAPTION
    .with(Hints::BYLINE)
    .with(Hints::DATE)
    .with(Hints::SHARE)
    .with(Hints::NAV)
    .with(Hints::TAGS)
    .with(Hints::META)
    .with(Hints::TEASER)
    .with(Hints::RELATED)
    .with(Hints::AD)
    .with(Hints::NEWSLETTER)
    .with(Hints::PAYWALL)
    .with(Hints::CONSENT)
    .with(Hints::FORM)
    .with(Hints::TOOLS)
    .with(Hints::COMMENT)
    .with(Hints::EMBED)
    .with(Hints::GALLERY)
    .with(Hints::BIO)
    .with(Hints::MODAL);
