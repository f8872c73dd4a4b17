//! Who is like whom across languages, among all that are held: an inverted index of the keys by which sketches are found.
//!
//! An article shares a key with half of all others. So what they share is counted side by side for all of them and read through
//! once, sixteen at a time; only those are compared of which enough was counted.

use super::finders::{Finders, OTHERS};
use super::sketch::{Alike, Question, Sketch};

/// Counts that are looked at together.
const TOGETHER: usize = 16;
/// Sketches that are on their way from memory together.
const ON_THEIR_WAY: usize = 12;

/// Sketches by their slots, and who has their keys.
#[derive(Debug, Default)]
pub(crate) struct Across {
    finders: Finders,
    sketches: Vec<Sketch>,
    /// When each was published; None where nobody knows.
    published: Vec<Option<i64>>,
    /// The root of what the keys of each say; of one that is not found any more, or is not there yet, it is endless.
    roots: Vec<[f32; TOGETHER]>,
    languages: Vec<u8>,
    /// The languages there are, by their hashes.
    known: Vec<u32>,
    /// Tenths of a bit that each shares with the one that is asked about; all are zero in between.
    tenths: Vec<[u16; TOGETHER]>,
    candidates: Vec<u32>,
    question: Question,
}

impl Across {
    /// Takes in the sketch of the next slot.
    pub(crate) fn push(&mut self, sketch: Sketch, published: Option<i64>) {
        let slot = self.sketches.len() as u32;
        self.published.push(published);
        if (slot as usize).is_multiple_of(TOGETHER) {
            // Whoever is not there yet asks for more than can be counted, and so is never found.
            self.roots.push([f32::INFINITY; TOGETHER]);
            self.tenths.push([0; TOGETHER]);
        }
        *self.root(slot) = sketch.root();
        let language = self.language(&sketch);
        self.languages.push(language);
        sketch.finders().for_each(|(key, weight)| self.finders.push(key, slot, weight, &self.languages));
        self.sketches.push(sketch);
    }

    /// Nobody finds this one any more.
    pub(crate) fn remove(&mut self, slot: u32) {
        *self.root(slot) = f32::INFINITY;
    }

    fn root(&mut self, slot: u32) -> &mut f32 {
        &mut self.roots[slot as usize / TOGETHER][slot as usize % TOGETHER]
    }

    pub(crate) fn sketch(&self, slot: u32) -> &Sketch {
        &self.sketches[slot as usize]
    }

    /// All sketches, by slot.
    pub(crate) fn into_sketches(self) -> Vec<Sketch> {
        self.sketches
    }

    /// Those of another language, published within so many seconds, that are like one.
    pub(crate) fn alike(&mut self, slot: u32, seconds: i64) -> Vec<Alike> {
        let Self { finders, sketches, published, roots, languages, tenths, candidates, question, .. } = self;
        let (sketch, at) = (&sketches[slot as usize], published[slot as usize]);
        let (found, language) = (sketch.found(), languages[slot as usize]);
        for (key, weight) in sketch.finders() {
            finders.abroad(key, language, |other, there| {
                let other = other as usize;
                // Ninety-six finders of at most a hundred tenths: far from what the count holds.
                tenths[other / TOGETHER][other % TOGETHER] += u16::from(weight.min(there));
            });
        }
        candidates.clear();
        for (block, (counts, roots)) in tenths.iter_mut().zip(roots.iter()).enumerate() {
            // Without a branch, for all at once.
            let is_found: [bool; TOGETHER] =
                std::array::from_fn(|at| f32::from(counts[at]) >= found * roots[at]);
            if is_found.iter().fold(false, |any, one| any | one) {
                let found = (0..TOGETHER).filter(|at| is_found[*at]);
                candidates.extend(found.map(|at| (block * TOGETHER + at) as u32));
            }
            *counts = [0; TOGETHER];
        }
        // Two without a number of their own may be of two languages; their sketches know.
        candidates.retain(|other| languages[*other as usize] != language || language == OTHERS);
        let is_near =
            |other: &u32| at.zip(published[*other as usize]).is_none_or(|(a, b)| (a - b).abs() <= seconds);
        candidates.retain(is_near);
        question.ask(sketch);
        let mut alike = Vec::new();
        for together in candidates.chunks(ON_THEIR_WAY) {
            for other in together {
                // Read for nothing but to have it fetched: several on their way at once cost hardly more than one.
                std::hint::black_box(sketches[*other as usize].ends());
            }
            let each = together.iter();
            alike.extend(each.filter_map(|other| question.alike(sketch, *other, &sketches[*other as usize])));
        }
        alike
    }

    /// A language by its number.
    fn language(&mut self, sketch: &Sketch) -> u8 {
        let known = self.known.iter().position(|known| *known == sketch.language());
        let number = known.unwrap_or_else(|| {
            self.known.push(sketch.language());
            self.known.len() - 1
        });
        // More than 255 languages share the last number, and are told apart by their sketches.
        u8::try_from(number).unwrap_or(OTHERS)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::translation::{Reading, Sentences};

    /// Few names and numbers, so that many articles share some of them.
    fn sketches() -> Vec<Sketch> {
        let mut seed = 7_u32;
        let mut dice = |sides: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) % sides
        };
        let mut sketch = |language: &str| {
            let name = |dice: &mut dyn FnMut(u32) -> u32| {
                ["Bak", "Ruv", "Dol", "Nag", "Tis"][dice(5) as usize].to_owned()
                    + ["amir", "okes", "ulan", "endi"][dice(4) as usize]
            };
            let mut sentence = || format!("x {} x {} {}. ", name(&mut dice), name(&mut dice), 100 + dice(40));
            let text: String = (0..6).map(|_| sentence()).collect();
            Sketch::of(&Sentences::of(&Reading::of("", &text, language)), language)
        };
        (0..120).map(|number| sketch(["en", "fr", "sw"][number % 3])).collect()
    }

    #[test]
    fn those_are_found_that_are_like_among_all() {
        let sketches = sketches();
        let mut across = Across::default();
        for (slot, sketch) in sketches.iter().enumerate() {
            across.push(sketch.clone(), (slot % 5 > 0).then_some(slot as i64));
        }
        across.remove(7);
        let mut found = 0;
        for (slot, sketch) in sketches.iter().enumerate().filter(|(slot, _)| *slot != 7) {
            let keys: BTreeMap<u32, u8> = sketch.finders().collect();
            let mut question = Question::default();
            question.ask(sketch);
            let expected = sketches.iter().enumerate().filter_map(|(other, there)| {
                let shared = there.finders().filter_map(|(key, bits)| Some(bits.min(*keys.get(&key)?)));
                let is_near = slot % 5 == 0 || other % 5 == 0 || slot.abs_diff(other) <= 40;
                let may_be = sketch.may_be_like(there, shared.map(u16::from).sum());
                let is_asked = other != 7 && is_near && may_be;
                is_asked.then(|| question.alike(sketch, other as u32, there)).flatten()
            });
            let expected: Vec<Alike> = expected.collect();
            assert_eq!(across.alike(slot as u32, 40), expected, "{slot}");
            found += expected.len();
        }
        assert!(found > 100, "{found}");
    }
}
