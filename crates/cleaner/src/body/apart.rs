//! What stands beside an article and was kept: asides, what comes under `Read also` or `Comments`, menus in lines.
//!
//! Their sentences read like the article's own. What gives them away is said by the page once for all of them, by an element or by
//! the line on top.

use std::ops::Range;

use crate::page::Tag;

use super::phrases::Sign;
use super::survey::Survey;

/// Words that make a brief by themselves.
const BRIEF_MASS: f32 = 40.0;
/// What an announcement's element holds of the text that is kept, at most: above, it is the article.
const ANNOUNCED_SHARE: f32 = 0.4;
/// Words of a section's name.
const LABEL_MASS_MAX: f32 = 4.0;
/// What is kept above the headline is at most so much of what is kept below.
const ABOVE_SHARE: f32 = 0.4;
/// Words of a caption without a stop.
const CAPTION_MASS_MAX: f32 = 20.0;
/// Links in a line that is a menu, at least.
const LINKS_MIN: usize = 4;

/// Kept blocks in asides outside the element that holds most of the text: a box inside it is the article's own.
pub(super) fn asides(survey: &Survey<'_>, keep: &[bool]) -> Vec<usize> {
    let page = survey.page;
    let Some(text) = text_element(survey, keep) else { return Vec::new() };
    let text = &page.elements[text].blocks;
    let in_aside = |at: usize| {
        let aside =
            page.ancestors(page.blocks[at].element).find(|element| page.elements[*element].tag == Tag::Aside);
        aside.is_some_and(|aside| !overlap(&page.elements[aside].blocks, text))
    };
    taken_back(survey, keep, in_aside)
}

/// Kept blocks in an element that opens with a line that announces other articles or comments.
pub(super) fn announced(survey: &Survey<'_>, keep: &[bool]) -> Vec<usize> {
    if !survey.page.markup {
        return Vec::new();
    }
    let anchors = (0..keep.len()).filter(|at| survey.reads[*at].signs.is(Sign::Anchor));
    let ranges: Vec<Range<usize>> = anchors.filter_map(|at| headed_by(survey, at)).collect();
    if ranges.is_empty() {
        return Vec::new();
    }
    let all = kept_mass(survey, keep, 0..keep.len());
    let text = (0..keep.len()).filter(|at| keep[*at] && survey.reads[*at].long);
    let kinds: Vec<(usize, u32)> = text.map(|at| (at, survey.kind_of(at))).collect();
    // `Most read` on top of a sidebar may be the first line of the element that holds sidebar and text: then paragraphs on
    // both sides of its border are marked up alike.
    let is_apart = |range: &Range<usize>| {
        let is_inside = |(at, _): &&(usize, u32)| range.contains(at);
        let outside: Vec<u32> = kinds.iter().filter(|it| !is_inside(it)).map(|(_, kind)| *kind).collect();
        kept_mass(survey, keep, range.clone()) <= ANNOUNCED_SHARE * all
            && !kinds.iter().filter(is_inside).any(|(_, kind)| outside.contains(kind))
    };
    let ranges: Vec<Range<usize>> = ranges.into_iter().filter(is_apart).collect();
    taken_back(survey, keep, |at| ranges.iter().any(|range| range.contains(&at)))
}

/// Kept lines above the headline that are a section's name, and in old tables what stands in cells beside that of the headline.
pub(super) fn above(survey: &Survey<'_>, keep: &[bool]) -> Vec<usize> {
    let page = survey.page;
    let Some(headline) = survey.roots.headline.filter(|_| page.markup) else { return Vec::new() };
    let is_cell = |element: &usize| page.elements[*element].tag == Tag::Td;
    let is_in_other_cell = |at: usize| {
        let cell = page.ancestors(page.blocks[at].element).find(is_cell);
        cell.is_some_and(|cell| !page.elements[cell].blocks.contains(&headline))
    };
    let (before, after) =
        (kept_mass(survey, keep, 0..headline), kept_mass(survey, keep, headline + 1..keep.len()));
    if before > ABOVE_SHARE * after {
        return Vec::new();
    }
    let is_label = |at: usize| !survey.reads[at].long && survey.reads[at].mass < LABEL_MASS_MAX;
    taken_back(survey, keep, |at| at < headline && (is_label(at) || is_in_other_cell(at)))
}

/// Kept lines of links with bars between: `Home | News | Sport | Contact`.
pub(super) fn menus(survey: &Survey<'_>, keep: &[bool]) -> Vec<usize> {
    let is_menu = |at: usize| {
        let (read, block) = (&survey.reads[at], &survey.page.blocks[at]);
        let marks = read.stats.separators as usize;
        block.links >= LINKS_MIN && marks + 1 >= block.links && read.stats.stops == 0 && read.link_share > 0.4
    };
    (0..keep.len()).filter(|at| keep[*at] && is_menu(*at)).collect()
}

/// Kept lines below a picture between two paragraphs, without a stop: `<p><img></p><p><em>The hall at noon</em></p>`.
pub(super) fn captions(survey: &Survey<'_>, keep: &[bool]) -> Vec<usize> {
    let page = survey.page;
    let parent = |at: usize| page.elements[page.blocks[at].element].parent;
    let carries =
        |at: usize, beside: usize| keep[beside] && survey.reads[beside].long && parent(beside) == parent(at);
    let is_caption = |at: usize| {
        let (read, block) = (&survey.reads[at], &page.blocks[at]);
        block.images > 0
            && block.links == 0
            && block.bold_bytes == 0
            && read.mass < CAPTION_MASS_MAX
            && (read.stats.last.is_alphanumeric() || read.stats.last == ')')
            // `mit den Exponenten` goes on behind a formula's picture; `NEVER SAY GOODBYE` is a subheading, as Chinese ones are
            // set in plain lines.
            && !read.stats.first.is_lowercase()
            && read.stats.upper * 10 < read.stats.letters * 9
            && read.stats.unspaced == 0
            && page.elements[block.element].tag == Tag::P
    };
    let inner = 1..keep.len().saturating_sub(1);
    inner.filter(|at| keep[*at] && is_caption(*at) && carries(*at, at - 1) && carries(*at, at + 1)).collect()
}

/// The blocks of the largest element that a line opens, the line included.
fn headed_by(survey: &Survey<'_>, at: usize) -> Option<Range<usize>> {
    let elements = &survey.page.elements;
    let opens = |element: &usize| *element > 0 && elements[*element].blocks.start == at;
    let around = survey.page.ancestors(survey.page.blocks[at].element).take_while(opens).last()?;
    let blocks = elements[around].blocks.clone();
    (blocks.len() > 1).then_some(blocks)
}

/// The element right around most of the running text.
pub(super) fn text_element(survey: &Survey<'_>, keep: &[bool]) -> Option<usize> {
    let page = survey.page;
    let mut masses = std::collections::HashMap::<usize, f32>::new();
    for at in (0..keep.len()).filter(|at| page.markup && keep[*at] && survey.reads[*at].long) {
        *masses.entry(page.elements[page.blocks[at].element].parent).or_default() += survey.reads[at].mass;
    }
    let all: f32 = masses.values().sum();
    let most = masses.iter().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(a.0)));
    most.filter(|(_, mass)| **mass * 2.0 > all).map(|(element, _)| *element)
}

fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

fn kept_mass(survey: &Survey<'_>, keep: &[bool], blocks: Range<usize>) -> f32 {
    blocks.filter(|at| keep[*at]).map(|at| survey.reads[at].mass).sum()
}

/// The kept blocks of a kind, if what else is kept is a brief by itself.
fn taken_back(survey: &Survey<'_>, keep: &[bool], is_of_kind: impl Fn(usize) -> bool) -> Vec<usize> {
    let (of_kind, others): (Vec<usize>, Vec<usize>) =
        (0..keep.len()).filter(|at| keep[*at]).partition(|at| is_of_kind(*at));
    let rest: f32 = others.iter().map(|at| survey.reads[*at].mass).sum();
    if rest < BRIEF_MASS { Vec::new() } else { of_kind }
}
