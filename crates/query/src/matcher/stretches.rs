//! Sentences and paragraphs of one article, and where words stand in them: what `SENT(…)` and `PARA(…)` look through.
//!
//! Each word's places are a chain. Walked from its beginning for each of a long list's 200,000 lines, a chain of as many
//! places took minutes; here it is made a list once, in which each stretch finds its own.

use std::cell::{OnceCell, RefCell};
use std::ops::Range;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::scratch::{Chains, Place};
use crate::ast::Unit;
use crate::brute::units;
use veille_text::Document;

/// What was found out of one article. Empty where no query asked.
#[derive(Debug, Default)]
pub(super) struct Stretches {
    units: [OnceCell<Vec<Range<u32>>>; 2],
    words: Lists,
    patterns: Lists,
}

type Lists = RefCell<FxHashMap<u32, Rc<[Place]>>>;

/// Places of a word: all of a chain, or those that begin in a stretch.
pub(super) enum Places<'s> {
    Chained(&'s Chains, u32),
    Listed(Rc<[Place]>, Range<usize>),
}

impl Stretches {
    /// Those of a view, in order.
    pub fn units(&self, unit: Unit, document: &Document, view: &Range<u32>) -> &[Range<u32>] {
        let all = self.units[unit as usize].get_or_init(|| units(unit, document));
        // By halves: a list of 200,000 lines is asked for each of its lines.
        let first = all.partition_point(|stretch| stretch.end <= view.start);
        let end = all.partition_point(|stretch| stretch.start < view.end);
        all.get(first..end).unwrap_or_default()
    }

    /// Where a word stands in a part of the article, by position.
    pub fn words<'s>(&self, chains: &'s Chains, number: u32, view: &Range<u32>) -> Places<'s> {
        listed(&self.words, chains, number, view)
    }

    /// Likewise a word with wildcards.
    pub fn patterns<'s>(&self, chains: &'s Chains, number: u32, view: &Range<u32>) -> Places<'s> {
        listed(&self.patterns, chains, number, view)
    }
}

fn listed<'s>(lists: &Lists, chains: &'s Chains, number: u32, view: &Range<u32>) -> Places<'s> {
    let mut lists = lists.borrow_mut();
    let list = lists.entry(number).or_insert_with(|| {
        let mut places: Vec<Place> = Places::of(chains, number).collect();
        // Compounds come last in a chain.
        places.sort_by_key(|place| place.start);
        places.into()
    });
    let first = list.partition_point(|place| place.start < view.start);
    let end = list.partition_point(|place| place.start < view.end);
    Places::Listed(list.clone(), first..end)
}

impl<'s> Places<'s> {
    /// All of a number.
    pub fn of(chains: &'s Chains, number: u32) -> Self {
        Self::Chained(chains, chains.first(number))
    }
}

impl Iterator for Places<'_> {
    type Item = Place;

    #[inline]
    fn next(&mut self) -> Option<Place> {
        match self {
            Self::Chained(chains, next) => chains.at(next),
            Self::Listed(list, range) => list.get(range.next()?).copied(),
        }
    }
}
