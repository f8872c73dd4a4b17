//! What stands side by side with the paragraphs of an article is its text as they are, however short: `A hearing is set for June 14.`
//!
//! By its looks a short line may be anything, the more so at the end of a page. What tells is where it stands, right behind a kept
//! block in the element that holds the paragraphs, and that it ends as sentences do. A list is taken as a whole, a heading with what
//! stands under it.

use std::collections::HashMap;
use std::ops::Range;

use crate::page::{Hints, Tag};

use super::phrases::Sign;
use super::survey::Survey;

/// What passes as a sentence or an item beside a kept paragraph.
const CHANCE: f32 = 0.08;
/// Words of a sentence, at least: `It is over.`
const SENTENCE_MASS: f32 = 2.0;
/// More is a paragraph, which the judges know.
const SENTENCE_MASS_MAX: f32 = 40.0;
/// Blocks of something else between two lines of the text.
const LINKS_BETWEEN: usize = 2;
/// Items of a list, at most: longer ones are menus and tables.
const ITEMS_MAX: usize = 30;
/// Words of an item, on average, at least: `Sport`, `Culture`.
const ITEM_MASS: f32 = 2.0;
/// Headings one above the other, at most.
const HEADS_MAX: usize = 2;
/// Names of what stands inside the text's element and is none.
const APART: Hints = Hints::RELATED
    .with(Hints::TEASER)
    .with(Hints::ASIDE)
    .with(Hints::FOOTER)
    .with(Hints::COMMENT)
    .with(Hints::TAGS)
    .with(Hints::SHARE)
    .with(Hints::NAV)
    .with(Hints::BYLINE)
    .with(Hints::DATE)
    .with(Hints::CAPTION)
    .with(Hints::NEWSLETTER)
    .with(Hints::PAYWALL)
    .with(Hints::CONSENT)
    .with(Hints::AD)
    .with(Hints::BIO)
    .with(Hints::TOC)
    .with(Hints::FORM)
    .with(Hints::TOOLS)
    .with(Hints::META)
    .with(Hints::MODAL)
    .with(Hints::EMBED)
    .with(Hints::GALLERY);

/// The blocks to put back.
pub(super) fn put_back(survey: &Survey<'_>, keep: &[bool], scores: &[f32]) -> Vec<usize> {
    let Some(home) = Home::of(survey, keep) else { return Vec::new() };
    let blocks = survey.page.elements[home.element].blocks.clone();
    let Some(first) = blocks.clone().find(|at| keep[*at] && survey.reads[*at].long) else {
        return Vec::new();
    };
    let last = blocks.clone().rfind(|at| keep[*at]).unwrap_or(first);
    let mut put = Put { survey, keep: keep.to_vec(), scores, home };
    let (mut at, mut links) = (first + 1, 0);
    while at < blocks.end {
        if put.keep[at] {
            (at, links) = (at + 1, 0);
        } else if let Some(end) = put.take(at, blocks.end) {
            (at, links) = (end, 0);
        } else if at < last || put.leads_elsewhere(at) && links < LINKS_BETWEEN {
            (at, links) = (at + 1, links + 1);
        } else {
            // What is no text ends it, unless more of it was kept below.
            break;
        }
    }
    (0..keep.len()).filter(|at| put.keep[*at] && !keep[*at]).collect()
}

/// The element that holds the paragraphs side by side, and what they are marked up like.
struct Home {
    element: usize,
    /// Tag and class of the paragraphs.
    alike: Vec<(Tag, u32)>,
}

impl Home {
    fn of(survey: &Survey<'_>, keep: &[bool]) -> Option<Self> {
        let page = survey.page;
        let long: Vec<usize> =
            (0..keep.len()).filter(|at| page.markup && keep[*at] && survey.reads[*at].long).collect();
        let mut masses = HashMap::<usize, f32>::new();
        for at in &long {
            *masses.entry(around(survey, *at)).or_default() += survey.reads[*at].mass;
        }
        let all: f32 = masses.values().sum();
        let (element, mass) = masses.into_iter().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))?;
        let inside = long.into_iter().filter(|at| around(survey, *at) == element);
        let alike = inside.map(|at| shape(survey, at)).collect();
        (mass * 2.0 > all).then_some(Self { element, alike })
    }
}

/// The element that a line stands in beside others: lines that `<br>` parts share their own.
fn around(survey: &Survey<'_>, at: usize) -> usize {
    let page = survey.page;
    let own = page.blocks[at].element;
    match page.elements[own].tag {
        Tag::P | Tag::Blockquote => page.elements[own].parent,
        tag if tag.is_heading() => page.elements[own].parent,
        _ if page.elements[own].blocks.len() == 1 => page.elements[own].parent,
        _ => own,
    }
}

fn shape(survey: &Survey<'_>, at: usize) -> (Tag, u32) {
    let element = &survey.page.elements[survey.page.blocks[at].element];
    (element.tag, element.class)
}

struct Put<'s, 'p> {
    survey: &'s Survey<'p>,
    keep: Vec<bool>,
    scores: &'s [f32],
    home: Home,
}

impl Put<'_, '_> {
    /// Keeps what begins at a block, if it is text: the block, the list, the heading with what is under it. Answers where it ends.
    fn take(&mut self, at: usize, until: usize) -> Option<usize> {
        let taken = self.text(at, until, HEADS_MAX)?;
        self.keep[taken.clone()].fill(true);
        Some(taken.end)
    }

    fn text(&self, at: usize, until: usize, heads: usize) -> Option<Range<usize>> {
        if at >= until {
            return None;
        }
        if let Some(list) = self.list(at) {
            let is_begun = list.start == at || list.clone().any(|it| self.keep[it]);
            return if is_begun && self.is_list(&list) { Some(at..list.end) } else { None };
        }
        if self.keep[at] || self.is_sentence(at) {
            return Some(at..at + 1);
        }
        // A heading, or a line that ends in a colon, stands if what is under it does.
        let is_head = heads > 0 && (self.is_heading(at) || self.announces(at));
        let under = is_head.then(|| self.text(at + 1, until, heads - 1)).flatten()?;
        Some(at..under.end)
    }

    fn is_sentence(&self, at: usize) -> bool {
        let it = &self.survey.reads[at];
        (SENTENCE_MASS..SENTENCE_MASS_MAX).contains(&it.mass)
            && it.link_share == 0.0
            && ends(it.stats.last)
            && self.is_beside(at)
            && self.home.alike.contains(&shape(self.survey, at))
    }

    /// `The programme includes:` above a list.
    fn announces(&self, at: usize) -> bool {
        let it = &self.survey.reads[at];
        matches!(it.stats.last, ':' | '：')
            && it.link_share == 0.0
            && self.is_beside(at)
            && self.home.alike.contains(&shape(self.survey, at))
            && self.list(at + 1).is_some_and(|list| list.start == at + 1)
    }

    fn is_heading(&self, at: usize) -> bool {
        let page = self.survey.page;
        let block = &page.blocks[at];
        page.elements[block.element].tag.is_heading() && block.links == 0 && self.is_beside(at)
    }

    /// The blocks of the list that a block is in, if it stands beside the paragraphs.
    fn list(&self, at: usize) -> Option<Range<usize>> {
        let page = self.survey.page;
        let element = page.blocks.get(at)?.element;
        let list =
            page.ancestors(element).take(3).find(|it| matches!(page.elements[*it].tag, Tag::Ul | Tag::Ol))?;
        let blocks = page.elements[list].blocks.clone();
        (page.elements[list].parent == self.home.element).then_some(blocks)
    }

    fn is_list(&self, list: &Range<usize>) -> bool {
        let survey = self.survey;
        let mass: f32 = list.clone().map(|at| survey.reads[at].mass).sum();
        (2..=ITEMS_MAX).contains(&list.len())
            && mass >= ITEM_MASS * list.len() as f32
            && list.clone().all(|at| survey.page.blocks[at].links == 0 && self.is_text(at))
    }

    /// Whether a block stands beside the paragraphs and says nothing of what surrounds articles.
    fn is_beside(&self, at: usize) -> bool {
        around(self.survey, at) == self.home.element && self.is_text(at)
    }

    fn is_text(&self, at: usize) -> bool {
        let (survey, page) = (self.survey, self.survey.page);
        let it = &survey.reads[at];
        let says_else =
            [Sign::Caption, Sign::Byline, Sign::Tags, Sign::Origin, Sign::Credit, Sign::Rights, Sign::Appeal]
                .into_iter()
                .any(|sign| it.signs.has(sign));
        self.scores[at] > CHANCE
            && !it.signs.is_boilerplate()
            && !says_else
            && !it.stamped
            && it.copies == 0
            && !page.is_hidden(&page.blocks[at])
            && !page.elements[page.blocks[at].element].hints.has(APART)
    }

    /// Whether a block is a link to something else, `Read also: River rises`, or is marked up unlike the paragraphs, as a film or an appeal is.
    fn leads_elsewhere(&self, at: usize) -> bool {
        self.survey.reads[at].link_share > 0.5
            || !self.home.alike.contains(&shape(self.survey, at)) && !self.is_heading(at)
    }
}

/// Whether a line that ends so is a sentence.
fn ends(last: char) -> bool {
    veille_text::is_stop(last) || matches!(last, '”' | '»' | '"' | '」' | '“')
}
