//! Rows of elements that are alike: comments, teasers, cookies, results (records of a list).
//!
//! A reader knows a list of comments in any language, by its rhythm: one element beside the other, called the same, each with a
//! name, a moment and some lines. An article's paragraphs are alike as well, but each is a single block.

use std::collections::HashMap;
use std::ops::Range;

use super::columns::{Column, Row, set};
use super::hash::Unhashed;
use super::survey::Survey;

/// Elements that make a row, at least.
const ROW_MIN: u32 = 3;
/// Blocks of an element on average, from which on it is more than a paragraph.
const BLOCKS_MIN: f32 = 1.5;
/// How far up a row is looked for.
const LEVELS: usize = 9;
/// Blocks of a teaser: section, headline, a sentence or two, a day.
const TEASER_BLOCKS: usize = 5;
/// Counts above make no difference.
const COUNT_MAX: u32 = 20;

/// What elements of one name in one parent have in common.
#[derive(Clone, Copy, Debug, Default)]
struct Group {
    elements: u32,
    blocks: u32,
    /// Elements with a line that is a link as a whole.
    linked: u32,
    /// Elements with a line that says a moment.
    stamped: u32,
    running: f32,
}

impl Group {
    fn is_row(&self) -> bool {
        self.elements >= ROW_MIN && self.blocks as f32 >= BLOCKS_MIN * self.elements as f32
    }
}

/// The rows of a page, and running counts of what is telling about blocks nearby.
#[derive(Debug, Default)]
pub(crate) struct Records {
    groups: Vec<Group>,
    /// For each element the innermost element of a row around it, itself included, and that row; the page where there is none.
    rows: Vec<(usize, usize)>,
    linked: Vec<u32>,
    stamped: Vec<u32>,
    asking: Vec<u32>,
}

impl Records {
    pub(super) fn of(survey: &Survey<'_>) -> Self {
        let mut records = Self::default();
        let reads = &survey.reads;
        let count = |holds: &dyn Fn(usize) -> bool| {
            let mut counts = vec![0u32; reads.len() + 1];
            (0..reads.len()).for_each(|at| counts[at + 1] = counts[at] + u32::from(holds(at)));
            counts
        };
        records.linked = count(&|at| reads[at].link_share > 0.9 && reads[at].mass > 3.0);
        records.stamped = count(&|at| reads[at].stamped);
        records.asking = count(&|at| reads[at].signs.is_boilerplate());
        if survey.page.markup {
            records.group(survey);
        }
        records
    }

    fn group(&mut self, survey: &Survey<'_>) {
        const NONE: usize = usize::MAX;
        let elements = &survey.page.elements;
        let mut known: HashMap<u32, usize, Unhashed> = HashMap::default();
        let mut places = vec![NONE; elements.len()];
        for (at, element) in elements.iter().enumerate().skip(1) {
            let blocks = &element.blocks;
            if blocks.is_empty() || !element.tag.breaks_lines() {
                continue;
            }
            let place = *known.entry(key(survey, at)).or_insert(self.groups.len());
            if place == self.groups.len() {
                self.groups.push(Group::default());
            }
            places[at] = place;
            let group = &mut self.groups[place];
            group.elements += 1;
            group.blocks += blocks.len() as u32;
            group.linked += u32::from(within(&self.linked, blocks) > 0);
            group.stamped += u32::from(within(&self.stamped, blocks) > 0);
            group.running += survey.running(blocks);
        }
        // Parents stand before their children.
        self.rows = vec![(0, NONE); elements.len()];
        for at in 1..elements.len() {
            let is_row = self.groups.get(places[at]).is_some_and(Group::is_row);
            self.rows[at] = if is_row { (at, places[at]) } else { self.rows[elements[at].parent] };
        }
    }

    /// The innermost element of a row around a block, and the row.
    fn around(&self, survey: &Survey<'_>, block: usize) -> Option<(usize, Group)> {
        let elements = &survey.page.elements;
        let own = survey.page.blocks[block].element;
        let (element, place) = self.rows.get(own).copied()?;
        let group = self.groups.get(place)?;
        (elements[own].depth - elements[element].depth < LEVELS).then_some((element, *group))
    }

    /// Whether a block lies in a row of teasers: each with a linked headline, and a paragraph at most.
    pub(super) fn is_teaser(&self, survey: &Survey<'_>, block: usize) -> bool {
        let Some((element, group)) = self.around(survey, block) else { return false };
        let blocks = &survey.page.elements[element].blocks;
        let headed = blocks.clone().any(|at| {
            let own = &survey.page.blocks[at];
            survey.page.elements[own.element].tag.is_heading() && survey.reads[at].link_share > 0.9
        });
        headed
            && group.linked == group.elements
            && blocks.len() <= TEASER_BLOCKS
            && group.blocks as usize <= TEASER_BLOCKS * group.elements as usize
    }

    /// Fills in what a block's row of elements and its neighbourhood say.
    pub(super) fn fill(&self, survey: &Survey<'_>, at: usize, row: &mut Row) {
        let blocks = survey.reads.len();
        let near = |reach: usize| at.saturating_sub(reach)..(at + reach + 1).min(blocks);
        set(row, Column::StampsNear, within(&self.stamped, &near(4)) as f32);
        set(row, Column::StampsFar, within(&self.stamped, &near(12)) as f32);
        set(row, Column::AskingNear, within(&self.asking, &near(3)) as f32);
        set(row, Column::AskingFar, within(&self.asking, &near(10)) as f32);
        let digits = |distance: isize| {
            let beside = at.checked_add_signed(distance).and_then(|at| survey.reads.get(at));
            beside.map_or(0.0, |it| it.stats.digits as f32 / it.stats.chars.max(1) as f32)
        };
        set(row, Column::DigitPrevious, digits(-1));
        set(row, Column::DigitNext, digits(1));
        let Some((element, group)) = self.around(survey, at) else { return };
        let count = group.elements as f32;
        set(row, Column::RecordCount, group.elements.min(COUNT_MAX) as f32);
        set(row, Column::RecordBlocks, (group.blocks as f32 / count).min(20.0));
        set(row, Column::RecordLinked, group.linked as f32 / count);
        set(row, Column::RecordStamped, group.stamped as f32 / count);
        set(row, Column::RecordShare, group.running / survey.total().max(1.0));
        // A body beside its boxes is much longer than they are; of comments none is most of them.
        let own = survey.running(&survey.page.elements[element].blocks);
        set(row, Column::RecordOwn, own / group.running.max(1.0));
    }
}

fn within(counts: &[u32], blocks: &Range<usize>) -> u32 {
    counts[blocks.end] - counts[blocks.start]
}

fn key(survey: &Survey<'_>, at: usize) -> u32 {
    let element = &survey.page.elements[at];
    let mix = |hash: u32, value: u32| (hash.rotate_left(7) ^ value).wrapping_mul(0x9e37_79b1);
    [element.parent as u32, element.tag as u32, element.class].into_iter().fold(29, mix)
}
