//! Whether a query matches, and where: on the positions that the scratch holds.
//!
//! What a query means is defined by `query::brute`; this finds the same, and a property test holds the two together.

use std::ops::Range;

use super::program::{Kind, Part, Program, Step};
use super::scratch::{Place, Scratch};
use super::space::Space;
use super::stretches::{Places, Stretches};
use crate::ast::{Letters, Scope, Unit};
use crate::brute::is_word;
use crate::hit::{Hit, after_key, before_key, count};
use crate::signs;
use veille_text::{Document, Zone};

/// Looks at one query in one document.
pub(super) struct Verifier<'a> {
    pub program: &'a Program,
    pub document: &'a Document,
    pub scratch: &'a Scratch,
    headline: Range<u32>,
    text: Range<u32>,
    lead: Range<u32>,
    all: View,
    stretches: Stretches,
}

/// The positions that a step may use.
type View = Range<u32>;

impl<'a> Verifier<'a> {
    pub fn new(program: &'a Program, document: &'a Document, scratch: &'a Scratch) -> Self {
        Self {
            program,
            document,
            scratch,
            headline: document.zone(Zone::Headline),
            text: document.zone(Zone::Text),
            lead: document.lead(),
            all: 0..document.tokens().len() as u32,
            stretches: Stretches::default(),
        }
    }

    /// Appends the passages of a query; false, and nothing appended, where it does not match.
    pub fn collect_query(&self, first_step: u32, hits: &mut Vec<Hit>) -> bool {
        // A candidate that lacks some word falls here, on bits alone, before any place is looked at.
        self.possible(first_step) && self.collect(first_step, &self.all, hits)
    }

    fn step(&self, at: u32) -> &Step {
        &self.program.steps[at as usize]
    }

    fn clause(&self, at: u32) -> (u32, u32) {
        self.program.clauses[at as usize]
    }

    fn children(&self, at: u32) -> impl Iterator<Item = u32> {
        let end = at + self.step(at).size;
        let mut next = at + 1;
        std::iter::from_fn(move || {
            let child = next;
            (child < end).then(|| {
                next = child + self.step(child).size;
                child
            })
        })
    }

    /// False where words are missing without which the step cannot match.
    fn possible(&self, at: u32) -> bool {
        match self.step(at).kind {
            Kind::Word(word) | Kind::Named(word) => self.scratch.words.has(word),
            Kind::Pattern(pattern) => self.scratch.patterns.has(pattern),
            Kind::Phrase { first, count, .. } => self.parts(first, count).iter().all(|part| match part {
                Part::Word(word) => self.scratch.words.has(*word),
                Part::Pattern(pattern) => self.scratch.patterns.has(*pattern),
                Part::Any => true,
            }),
            Kind::And | Kind::Near { .. } => self.children(at).all(|child| self.possible(child)),
            Kind::Or { .. } => self.children(at).any(|child| self.possible(child)),
            // Absence is no word that could be missing: it is looked at where the node stands.
            Kind::Not => true,
            Kind::Exact(_)
            | Kind::Context
            | Kind::Within(_)
            | Kind::AtLeast(_)
            | Kind::Weight(_)
            | Kind::Score(_) => self.possible(at + 1),
        }
    }

    fn parts(&self, first: u32, count: u8) -> &[Part] {
        &self.program.parts[first as usize..first as usize + count as usize]
    }

    /// Whether a step matches, without its passages.
    fn holds(&self, at: u32, view: &View) -> bool {
        let step = self.step(at);
        match step.kind {
            Kind::Word(word) => self.words(word, view).any(|place| self.admits(step, &place, view)),
            Kind::Named(word) => self.placed(word, view).any(|place| self.admits(step, &place, view)),
            Kind::Pattern(pattern) => {
                self.patterns(pattern, view).any(|place| self.admits(step, &place, view))
            }
            Kind::Phrase { .. } => self.phrase(step, view).next().is_some(),
            Kind::And => self.children(at).all(|child| self.holds(child, view)),
            Kind::Or { .. } => self.children(at).any(|child| self.holds(child, view)),
            Kind::Not => !self.holds(at + 1, view),
            Kind::Context | Kind::Weight(_) => self.holds(at + 1, view),
            _ => self.collect(at, view, &mut Vec::new()),
        }
    }

    /// Whether something in a step is known to match only when its passages are.
    fn gathers(&self, at: u32) -> bool {
        let steps = at as usize..(at + self.step(at).size) as usize;
        self.program.steps[steps].iter().any(|step| {
            matches!(
                step.kind,
                Kind::Exact(_) | Kind::Near { .. } | Kind::Within(_) | Kind::AtLeast(_) | Kind::Score(_)
            )
        })
    }

    fn collect(&self, at: u32, view: &View, hits: &mut Vec<Hit>) -> bool {
        let before = hits.len();
        let step = self.step(at);
        match step.kind {
            Kind::Word(word) => self.take(at, self.words(word, view), view, hits),
            Kind::Named(word) => self.take(at, self.placed(word, view), view, hits),
            Kind::Pattern(pattern) => self.take(at, self.patterns(pattern, view), view, hits),
            Kind::Phrase { .. } => {
                let clause = self.clause(at);
                hits.extend(self.phrase(step, view).map(|place| hit(clause, &place)));
            }
            Kind::Exact(number) => {
                self.collect(at + 1, view, hits);
                self.keep_exact(number, before, hits);
            }
            Kind::And => {
                // Twice over the children: passages of the first are not gathered in vain when the second is missing. Not over
                // those that cannot be asked without gathering: nested, each level would double the work.
                let all = self.children(at).all(|child| self.gathers(child) || self.holds(child, view));
                let all = all && self.children(at).all(|child| self.collect(child, view, hits));
                if !all {
                    hits.truncate(before);
                }
                return all;
            }
            Kind::Or { .. } => {
                let mut any = false;
                for child in self.children(at) {
                    any |= self.possible(child) && self.collect(child, view, hits);
                }
                return any;
            }
            Kind::Not => return !self.holds(at + 1, view),
            Kind::Context => return self.holds(at + 1, view),
            Kind::Weight(_) => return self.collect(at + 1, view, hits),
            Kind::Near { words_max, ordered, across } => {
                self.near(at, (words_max, ordered, across), view, hits);
            }
            Kind::Within(unit) => self.within(at, unit, view, hits),
            Kind::AtLeast(times) => {
                if !self.collect(at + 1, view, hits) || count(&hits[before..]) < times {
                    hits.truncate(before);
                }
                hits[before..].iter_mut().for_each(|hit| hit.clause = self.clause(at));
            }
            Kind::Score(threshold) => {
                let threshold = self.program.numbers[threshold as usize];
                let reached = self.collect(at + 1, view, hits) && self.score(at + 1, view) >= threshold;
                if !reached {
                    hits.truncate(before);
                }
                return reached;
            }
        }
        hits.len() > before
    }

    /// Where a word stands that may lie in a view.
    fn placed(&self, number: u32, view: &View) -> Places<'a> {
        match *view == self.all {
            true => Places::of(&self.scratch.words, number),
            false => self.stretches.words(&self.scratch.words, number, view),
        }
    }

    /// Likewise a word with wildcards.
    fn patterns(&self, number: u32, view: &View) -> Places<'a> {
        match *view == self.all {
            true => Places::of(&self.scratch.patterns, number),
            false => self.stretches.patterns(&self.scratch.patterns, number, view),
        }
    }

    /// Where a word stands, compared letter by letter: the scratch went by its hash.
    fn words(&self, number: u32, view: &View) -> impl Iterator<Item = Place> {
        self.placed(number, view).filter(move |place| {
            // Compounds and other fields were compared when they were read.
            place.end - place.start > 1 || place.start >= self.text.end || self.is_word(number, place.start)
        })
    }

    fn is_word(&self, number: u32, at: u32) -> bool {
        let token = &self.document.tokens()[at as usize];
        let is =
            |start, end| self.program.vocabulary.is(number, Space::Body, self.document.folded(start, end));
        is(token.folded_start, token.folded_end)
            || self.document.forms_at(at).iter().any(|form| is(form.folded_start, form.folded_end))
    }

    fn take(&self, at: u32, places: impl Iterator<Item = Place>, view: &View, hits: &mut Vec<Hit>) {
        let (step, clause) = (self.step(at), self.clause(at));
        hits.extend(places.filter(|place| self.admits(step, place, view)).map(|place| hit(clause, &place)));
    }

    /// Whether a place lies where the step looks.
    fn admits(&self, step: &Step, place: &Place, view: &View) -> bool {
        let field = match step.scope {
            Scope::Headline => &self.headline,
            Scope::Text => &self.text,
            Scope::Lead => &self.lead,
            _ => view,
        };
        field.start.max(view.start) <= place.start && place.end <= field.end.min(view.end)
    }

    /// The places of a phrase, found from its rarest word.
    fn phrase(&self, step: &'a Step, view: &View) -> impl Iterator<Item = Place> {
        let Kind::Phrase { first, count, pivot } = step.kind else { unreachable!("called for phrases") };
        let parts = self.parts(first, count);
        // The place of its rarest word lies in the view where all of it does.
        let found = match parts[pivot as usize] {
            Part::Word(word) => Some(self.placed(word, view)),
            Part::Pattern(pattern) => Some(self.patterns(pattern, view)),
            // The parser refuses a phrase of nothing but `*`: the pivot is never one.
            Part::Any => None,
        };
        let view = view.clone();
        let count = u32::from(count);
        found.into_iter().flatten().filter_map(move |found| {
            // A compound takes several positions and is no word of a phrase; brute force agrees.
            let start = found.start.checked_sub(u32::from(pivot)).filter(|_| found.end - found.start == 1)?;
            let place = Place::new(start, start + count);
            let ids = self.scratch.ids.get(start as usize..place.end as usize)?;
            let fits = ids
                .iter()
                .zip(parts)
                .zip(start..)
                .all(|((id, part), at)| self.scratch.is(*id, *part) || self.scratch.has_form(at, *part))
                && (start >= self.text.end || self.are_words(parts, start))
                && self.document.are_adjacent(start, place.end);
            (fits && self.in_one_zone(step, &place) && self.admits(step, &place, &view)).then_some(place)
        })
    }

    fn are_words(&self, parts: &[Part], start: u32) -> bool {
        parts.iter().zip(start..).all(|(part, at)| match part {
            Part::Word(number) => self.is_word(*number, at),
            Part::Pattern(_) | Part::Any => true,
        })
    }

    fn in_one_zone(&self, step: &Step, place: &Place) -> bool {
        match step.scope {
            Scope::Body => {
                // No phrase reaches from the headline into the text, nor from the text into the address behind it.
                (place.start < self.headline.end) == (place.end <= self.headline.end)
                    && place.end <= self.text.end
            }
            _ => self.document.zone_of(place.start) == self.document.zone_of(place.end - 1),
        }
    }

    fn keep_exact(&self, number: u32, before: usize, hits: &mut Vec<Hit>) {
        let words = &self.program.exact[number as usize];
        let mut kept = before;
        for index in before..hits.len() {
            let hit = &hits[index];
            let as_written = words.letters == Letters::Folded
                || match words.elements.as_slice() {
                    // One word may be a compound of several positions: compared as written, hyphen and all.
                    [element] => {
                        is_word(element, words.letters, "", self.document.written(hit.start, hit.end))
                    }
                    elements => elements.iter().zip(hit.start..hit.end).all(|(element, at)| {
                        is_word(element, words.letters, "", self.document.written(at, at + 1))
                    }),
                };
            if as_written && signs::stand(words, self.document, hit.start, hit.end) {
                hits.swap(kept, index);
                kept += 1;
            }
        }
        hits.truncate(kept);
    }

    fn near(
        &self,
        at: u32,
        (words_max, ordered, across): (u32, bool, bool),
        view: &View,
        hits: &mut Vec<Hit>,
    ) {
        let sides = |child| {
            let mut side = Vec::new();
            self.collect(child, view, &mut side);
            side.sort_unstable();
            side
        };
        let left = sides(at + 1);
        if left.is_empty() {
            return;
        }
        let right = sides(at + 1 + self.step(at + 1).size);
        let before = hits.len();
        let clause = self.clause(at);
        let mut join = |from: &[Hit], to: &[Hit], after: bool, before: bool| {
            // Passages are sorted by where they begin; how long one may be bounds how far back an end can reach.
            let longest = to.iter().map(|hit| hit.end - hit.start).max().unwrap_or(0);
            for hit in from {
                if after && let Some(partner) = self.next(hit, to, words_max, across) {
                    hits.push(Hit::cover(hit, partner, &(clause.0..clause.1)));
                }
                if before && let Some(partner) = self.last(hit, to, words_max, across, longest) {
                    hits.push(Hit::cover(hit, partner, &(clause.0..clause.1)));
                }
            }
        };
        join(&left, &right, true, !ordered);
        join(&right, &left, !ordered, true);
        // Two that are each other's nearest were found from both sides. In a chain of NEARs they would double each time.
        let mut found = hits.split_off(before);
        found.sort_unstable();
        found.dedup();
        hits.append(&mut found);
    }

    fn close(&self, a: &Hit, b: &Hit, words_max: u32, across: bool) -> Option<u32> {
        if self.document.zone_of(a.start) != self.document.zone_of(b.start) {
            return None;
        }
        a.distance(b, self.document, across).filter(|distance| *distance <= words_max)
    }

    /// The nearest of these passages after one of them.
    fn next<'h>(&self, hit: &Hit, others: &'h [Hit], words_max: u32, across: bool) -> Option<&'h Hit> {
        let first = others.partition_point(|other| other.start <= hit.start);
        let mut best: Option<(u32, &Hit)> = None;
        for other in &others[first..] {
            // No later one is nearer than this, so the walk ends early: an article that repeats one word a thousand
            // times would otherwise cost a million comparisons.
            let least = (other.start + 1).saturating_sub(hit.end);
            if least > words_max || best.is_some_and(|(distance, _)| least > distance) {
                break;
            }
            // Nor is a later one in this paragraph.
            if !across && other.start >= hit.end && !self.document.share_paragraph(hit.end - 1, other.start) {
                break;
            }
            let Some(distance) = self.close(hit, other, words_max, across) else { continue };
            if best.is_none_or(|(known, best)| after_key(distance, other) < after_key(known, best)) {
                best = Some((distance, other));
            }
        }
        best.map(|(_, other)| other)
    }

    /// The nearest of these passages before one of them; none of them is longer than `longest`.
    fn last<'h>(
        &self,
        hit: &Hit,
        others: &'h [Hit],
        words_max: u32,
        across: bool,
        longest: u32,
    ) -> Option<&'h Hit> {
        let end = others.partition_point(|other| other.start < hit.start);
        let mut best: Option<(u32, &Hit)> = None;
        for other in others[..end].iter().rev() {
            let least = (hit.start + 1).saturating_sub(other.start + longest);
            if least > words_max || best.is_some_and(|(distance, _)| least > distance) {
                break;
            }
            // An earlier one ends no later than this, and so in an earlier paragraph.
            let last = other.start + longest - 1;
            if !across && last < hit.start && !self.document.share_paragraph(last, hit.start) {
                break;
            }
            let Some(distance) = self.close(hit, other, words_max, across) else { continue };
            if best.is_none_or(|(known, best)| before_key(distance, other) < before_key(known, best)) {
                best = Some((distance, other));
            }
        }
        best.map(|(_, other)| other)
    }

    fn within(&self, at: u32, unit: Unit, view: &View, hits: &mut Vec<Hit>) {
        if !self.possible(at + 1) {
            return;
        }
        let clause = self.clause(at);
        let mut inside = Vec::new();
        for stretch in self.stretches.units(unit, self.document, view) {
            inside.clear();
            let stretch = stretch.start.max(view.start)..stretch.end.min(view.end);
            self.collect(at + 1, &stretch, &mut inside);
            let Some((first, rest)) = inside.split_first() else { continue };
            let clause = clause.0..clause.1;
            hits.push(rest.iter().fold(Hit::cover(first, first, &clause), |a, b| Hit::cover(&a, b, &clause)));
        }
    }

    fn score(&self, at: u32, view: &View) -> f64 {
        match self.step(at).kind {
            Kind::Weight(weight) => self.program.numbers[weight as usize] * self.score(at + 1, view),
            Kind::Not | Kind::Context => 0.0,
            Kind::And if !self.holds(at, view) => 0.0,
            Kind::And | Kind::Or { plain: false } => {
                self.children(at).map(|child| self.score(child, view)).sum()
            }
            Kind::Score(_) => f64::from(u8::from(self.holds(at, view))),
            _ => {
                let mut hits = Vec::new();
                self.collect(at, view, &mut hits);
                f64::from(count(&hits))
            }
        }
    }
}

fn hit(clause: (u32, u32), place: &Place) -> Hit {
    Hit::solid(place.start, place.end, &(clause.0..clause.1))
}
