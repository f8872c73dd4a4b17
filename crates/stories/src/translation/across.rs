//! Who is like whom across languages, among all that are held: an inverted index of the keys by which sketches are found.
//!
//! An article shares a key with half of all others. So these are counted side by side for all of them and read through once,
//! sixty-four at a time, and of a sketch only those are asked for which enough was counted.

use super::sketch::{Alike, Question, Sketch};
use crate::postings::Lists;

/// Counts that are looked at together.
const TOGETHER: usize = 16;

/// Sketches by their slots, and who has their keys.
#[derive(Debug, Default)]
pub(crate) struct Across {
    lists: Lists,
    sketches: Vec<Sketch>,
    /// When each was published; None where nobody knows.
    published: Vec<Option<i64>>,
    /// The root of what the keys of each say; of one that is not found any more it is endless.
    roots: Vec<f32>,
    languages: Vec<u8>,
    /// The languages there are, by their hashes.
    known: Vec<u32>,
    /// Tenths of a bit that each shares with the one that is asked about; all are zero in between.
    tenths: Vec<u16>,
    question: Question,
}

impl Across {
    /// Takes in the sketch of the next slot.
    pub(crate) fn push(&mut self, sketch: Sketch, published: Option<i64>) {
        let slot = self.sketches.len() as u32;
        sketch.finders().for_each(|(key, weight)| self.lists.push_weighed(key, slot, weight));
        self.published.push(published);
        self.roots.push(sketch.root());
        let language = self.language(&sketch);
        self.languages.push(language);
        self.tenths.push(0);
        self.sketches.push(sketch);
    }

    /// Nobody finds this one any more.
    pub(crate) fn remove(&mut self, slot: u32) {
        self.roots[slot as usize] = f32::INFINITY;
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
        let Self { lists, sketches, published, roots, languages, tenths, question, .. } = self;
        let (sketch, at) = (&sketches[slot as usize], published[slot as usize]);
        for (key, weight) in sketch.finders() {
            for (other, there) in lists.weighed(key) {
                tenths[other as usize] += u16::from(weight.min(there));
            }
        }
        question.ask(sketch);
        let (found, language) = (sketch.found(), languages[slot as usize]);
        let mut alike = Vec::new();
        let blocks = tenths.chunks_mut(TOGETHER).zip(roots.chunks(TOGETHER)).zip(languages.chunks(TOGETHER));
        for (block, ((counts, roots), languages)) in blocks.enumerate() {
            let each = counts.iter().zip(roots).zip(languages);
            // Without a branch, for all at once.
            let may_be = each.map(|((count, root), there)| {
                (f32::from(*count) >= found * root) & (language != *there || *there == OTHERS)
            });
            if may_be.clone().fold(false, |any, one| any | one) {
                for (at_block, _) in may_be.enumerate().filter(|(_, may_be)| *may_be) {
                    let other = block * TOGETHER + at_block;
                    let is_near = at.zip(published[other]).is_none_or(|(a, b)| (a - b).abs() <= seconds);
                    if is_near {
                        alike.extend(question.alike(sketch, other as u32, &sketches[other]));
                    }
                }
            }
            counts.fill(0);
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
        u8::try_from(number).unwrap_or(OTHERS)
    }
}

/// Languages beyond those that have a number.
const OTHERS: u8 = u8::MAX;
