//! Who is like whom across languages, among all that are held: an inverted index of the keys by which sketches are found.
//!
//! An article shares a key with half of all others. So these are counted side by side for all of them and read through once,
//! sixty-four at a time, and of a sketch only those are asked for which enough was counted.

use super::sketch::{Alike, Outline, Question, Sketch};
use crate::postings::Lists;

/// Counts that are looked at together.
const TOGETHER: usize = 64;

/// Sketches by their slots, and who has their keys.
#[derive(Debug, Default)]
pub(crate) struct Across {
    lists: Lists,
    sketches: Vec<Sketch>,
    /// Of each sketch what decides first.
    outlines: Vec<Outline>,
    /// When each was published; None where nobody knows.
    published: Vec<Option<i64>>,
    /// Tenths of a bit that each shares with the one that is asked about; all are zero in between.
    tenths: Vec<u16>,
    question: Question,
}

impl Across {
    /// Takes in the sketch of the next slot.
    pub(crate) fn push(&mut self, sketch: Sketch, published: Option<i64>) {
        let slot = self.sketches.len() as u32;
        sketch.finders().for_each(|(key, weight)| self.lists.push_weighed(key, slot, weight));
        self.outlines.push(sketch.outline());
        self.published.push(published);
        self.tenths.push(0);
        self.sketches.push(sketch);
    }

    /// Nobody finds this one any more.
    pub(crate) fn remove(&mut self, slot: u32) {
        self.outlines[slot as usize] = Outline::OF_NONE;
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
        let Self { lists, sketches, outlines, published, tenths, question } = self;
        let (sketch, at) = (&sketches[slot as usize], published[slot as usize]);
        for (key, weight) in sketch.finders() {
            for (other, there) in lists.weighed(key) {
                tenths[other as usize] += u16::from(weight.min(there));
            }
        }
        question.ask(sketch);
        let outline = sketch.outline();
        let (least, mut alike) = (outline.least(), Vec::new());
        for (block, counts) in tenths.chunks_mut(TOGETHER).enumerate() {
            let most = counts.iter().fold(0, |most, count| (*count).max(most));
            if most >= least {
                for (at_block, count) in counts.iter().enumerate().filter(|(_, count)| **count >= least) {
                    let other = block * TOGETHER + at_block;
                    let is_near = at.zip(published[other]).is_none_or(|(a, b)| (a - b).abs() <= seconds);
                    if is_near && outline.may_be_like(outlines[other], *count) {
                        alike.extend(question.alike(sketch, other as u32, &sketches[other]));
                    }
                }
            }
            counts.fill(0);
        }
        alike
    }
}
