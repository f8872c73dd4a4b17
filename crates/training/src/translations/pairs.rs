//! The pairs of texts that are compared: as the program finds them, by their sketches.

use std::collections::{BTreeMap, BTreeSet};

use veille_stories::translation::{Likeness, Tables, nearest};

use super::texts::{Form, Set, Text};

/// Two texts in two languages.
pub struct Pair {
    pub first: usize,
    pub second: usize,
    pub is_true: bool,
    pub likeness: Likeness,
}

/// Finds them: every text among the whole ones.
pub fn find(texts: &[Text]) -> Vec<Pair> {
    let mut postings: BTreeMap<u32, Vec<(u32, u8)>> = BTreeMap::new();
    for (slot, text) in texts.iter().enumerate().filter(|(_, text)| text.form == Form::Whole) {
        for (key, weight) in text.sketch.finders() {
            postings.entry(key).or_default().push((slot as u32, weight));
        }
    }
    let mut found: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut counts = vec![0_u16; texts.len()];
    for (slot, text) in texts.iter().enumerate() {
        let mut touched: Vec<u32> = Vec::new();
        for (key, weight) in text.sketch.finders() {
            for (other, there) in postings.get(&key).into_iter().flatten() {
                if counts[*other as usize] == 0 {
                    touched.push(*other);
                }
                // The lesser of both, so that a word which one of them repeats counts no more than in the other.
                counts[*other as usize] += u16::from(weight.min(*there));
            }
        }
        // The order of finding would decide between equals.
        touched.sort_unstable();
        // An annotated set is asked by itself: one document's siblings in nine languages are not all the same news.
        let is_asked = |other: &u32| {
            let there = &texts[*other as usize];
            let is_of_set = there.set == text.set || there.set == Set::Others || text.set == Set::Others;
            let may_be = text.sketch.may_be_like(&there.sketch, counts[*other as usize]);
            may_be && is_of_set && !text.from.contains(&there.doc)
        };
        // Of the whole ones, what one is a candidate of the other for; of the others, only against the whole.
        let others = touched
            .iter()
            .filter(|other| is_asked(other))
            .map(|other| (*other, &texts[*other as usize].sketch));
        for alike in nearest(&text.sketch, others) {
            let other = alike.slot as usize;
            if other != slot {
                found.insert((slot.min(other), slot.max(other)));
            }
        }
        // Only what was touched: to clear all of them for each text would be the square of the texts.
        touched.iter().for_each(|other| counts[*other as usize] = 0);
    }
    let mut tables = Tables::default();
    let compare = |(first, second): (usize, usize)| Pair {
        first,
        second,
        is_true: texts[first].doc == texts[second].doc,
        likeness: Likeness::of(&texts[first].sentences, &texts[second].sentences, &mut tables),
    };
    found.into_iter().map(compare).collect()
}
