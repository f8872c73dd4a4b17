//! Everybody who is named in what passes the filters, counted in one walk and put in order.

use std::cmp::Reverse;

use veille_model::MentionKind;

use super::everybody::{Everybody, Facts, NOBODY, Naming};
use crate::catalogue::asked::Asked;
use crate::catalogue::shelf::Shelf;
use crate::selection::Selection;

/// Of each kind so many are kept in order: a list shows fewer.
pub(super) const ORDERED: usize = 2_000;

/// What is counted of one, by the place of the newest article.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Count {
    pub articles: u32,
    pub quotations: u32,
    pub latest: u32,
    pub quoted_in: u32,
    /// One more than the last article that was counted.
    seen: u32,
}

/// Everybody, counted.
#[derive(Debug)]
pub(in crate::catalogue) struct Tallied {
    /// By the number of who is counted.
    pub(super) counts: Vec<Count>,
    /// In how many articles each spelling stands, by its number.
    pub(super) spelled: Vec<u32>,
    /// Those of whom nothing is told, by their numbers.
    weak: Vec<bool>,
    /// Those whom a list shows where nobody is asked for, by kind in the order of [`MentionKind::ALL`], the [first](ORDERED) of them in
    /// order.
    pub(super) listed: [Vec<u32>; 3],
}

/// Whether nothing but a capital says that this is somebody: *Affaires*, *Sous*, *Paix* at the beginning of a line. A person has a full
/// name, a role, something that was said by whom the article names, or is known to the world.
fn is_weak(facts: Facts, kind: MentionKind, count: Count) -> bool {
    kind == MentionKind::Person
        && !facts.has_full_name
        && !facts.is_known
        && !facts.has_role
        && (count.quotations == 0 || !facts.is_named)
}

impl Tallied {
    /// Puts those in order who are counted at all. Whoever is named in one article by one word, of whom nothing is told, is left out; of
    /// several articles they stand last.
    fn new(everybody: &Everybody, counts: Vec<Count>, spelled: Vec<u32>, counted: &[u32]) -> Self {
        let facts = everybody.facts();
        let mut weak = vec![false; counts.len()];
        let mut listed = [const { Vec::new() }; 3];
        for number in counted.iter().copied() {
            let (kind, at) = (everybody.kind(number), number as usize);
            // Of what came since all was settled nothing is known.
            weak[at] = is_weak(facts.get(at).copied().unwrap_or_default(), kind, counts[at]);
            if counts[at].articles > 1 || !weak[at] {
                listed[kind as usize].push(number);
            }
        }
        let mut tallied = Self { counts, spelled, weak, listed: Default::default() };
        for of_kind in &mut listed {
            tallied.put_first(everybody, ORDERED, of_kind, true);
        }
        tallied.listed = listed;
        tallied
    }

    /// Those whom a list shows, so many of each kind: of no more than are in order the first.
    pub(super) fn listed(&self, of_each: usize) -> impl Iterator<Item = u32> {
        self.listed.iter().flat_map(move |of_kind| of_kind.iter().take(of_each)).copied()
    }

    /// The first of some, in order.
    pub(super) fn first(
        &self,
        everybody: &Everybody,
        limit: usize,
        mut some: Vec<u32>,
        weak_last: bool,
    ) -> Vec<u32> {
        self.put_first(everybody, limit, &mut some, weak_last);
        some.truncate(limit);
        some
    }

    /// Puts the first of some at their beginning, in order: those in most articles. A list shows a few of hundreds of thousands.
    fn put_first(&self, everybody: &Everybody, limit: usize, some: &mut [u32], weak_last: bool) {
        let place = |number: u32| self.place(number, weak_last);
        let called = |number: u32| everybody.told_apart(number);
        // Names are looked up where nothing else tells two apart: they lie anywhere in memory.
        let order = |a: &u32, b: &u32| place(*a).cmp(&place(*b)).then_with(|| called(*a).cmp(&called(*b)));
        if limit < some.len() {
            // Of hundreds of thousands only the first are sorted: finding them is linear.
            some.select_nth_unstable_by(limit, order);
        }
        let limit = limit.min(some.len());
        some[..limit].sort_unstable_by(order);
    }

    /// Where somebody stands among the others.
    pub(super) fn place(&self, number: u32, weak_last: bool) -> Place {
        let count = self.counts[number as usize];
        let is_last = weak_last && self.weak[number as usize];
        (is_last, Reverse(count.articles), Reverse(count.quotations), count.latest)
    }
}

/// Where somebody stands among the others: whether with those of whom nothing is told, by what is counted, by the newest article.
pub(super) type Place = (bool, Reverse<u32>, Reverse<u32>, u32);

impl Shelf {
    /// Everybody who is named in what passes the filters, in one walk.
    pub(in crate::catalogue) fn counted(&self, selection: &Selection) -> Tallied {
        let everybody = &self.everybody;
        let asked = Asked::new(selection, self);
        // Memory that nobody touches costs nothing: of a few articles few are named.
        let mut counts = vec![Count::default(); everybody.told.len()];
        let mut spelled = vec![0_u32; everybody.told.len()];
        let mut met = Vec::new();
        // By what was said, who said it last: a text that others print again is counted once.
        let mut sayers = vec![NOBODY; everybody.texts.len()];
        // From 1, so that 0 is nobody yet.
        for (at, entry) in (1..).zip(&self.entries) {
            let Naming { named, said } = &entry.naming;
            if (named.is_empty() && said.is_empty()) || !asked.admits(entry) {
                continue;
            }
            let said = said.iter().filter(|uttered| uttered.speaker != NOBODY);
            let speaking = said.map(|uttered| (uttered.speaker, Some(uttered.text)));
            for (spelling, text) in named.iter().map(|it| (*it, None)).chain(speaking) {
                let one = everybody.one(spelling);
                let count = &mut counts[one as usize];
                // An article may have one under several spellings: it is one article all the same.
                if count.seen != at {
                    // Entries come from the newest on: the first one that is met is the latest.
                    if count.articles == 0 {
                        count.latest = at;
                        met.push(one);
                    }
                    (count.seen, count.articles) = (at, count.articles + 1);
                    spelled[spelling as usize] += 1;
                }
                let Some(text) = text else { continue };
                if std::mem::replace(&mut sayers[text as usize], one) != one {
                    count.quotations += 1;
                }
                if count.quoted_in == 0 {
                    count.quoted_in = at;
                }
            }
        }
        Tallied::new(everybody, counts, spelled, &met)
    }
}
