//! What speaks for a translation beside the keys: whether what stands in each other's place is as long, and has the same signs.
//!
//! A translator's sentence is long where the author's is (Gale and Church 1993), and asks, quotes, counts and puts in brackets where
//! the author did. Two reporters share names and numbers; their sentences are as each liked.

use super::keys::Signs;
use super::sentences::{Pair, Sentences};

/// Of fewer beads it is not told how their lengths go together.
const BEADS: usize = 4;
/// Letters by which a short sentence may differ.
const FEW: f32 = 15.0;
/// How far the lengths of two sentences are apart, as logarithms (the scale of a Laplace distribution): of a translation, and of any
/// two of one text.
const TRANSLATED: f32 = 0.25;
const ANY: f32 = 0.8;
/// The most that one bead says of either.
const MOST: f32 = 2.0;

/// Sentences of one text, and those of the other that stand in their place.
#[derive(Clone, Copy, Debug, Default)]
struct Bead {
    letters: [f32; 2],
    signs: [Signs; 2],
}

/// What was found in two aligned texts.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Parallels {
    /// How much likelier their lengths are in a translation (logarithm).
    pub lengths: f32,
    /// Signs that both have against those that one has, by the root of how many there are.
    pub signs: f32,
}

impl Parallels {
    /// Of pairs of sentences in their order.
    pub fn of(first: &Sentences, second: &Sentences, pairs: &[Pair]) -> Self {
        let beads = beads(first, second, pairs);
        Self { lengths: lengths(&beads), signs: signs(&beads) }
    }
}

/// A sentence that two stand in the place of makes one bead with both.
fn beads(first: &Sentences, second: &Sentences, pairs: &[Pair]) -> Vec<Bead> {
    let mut beads: Vec<Bead> = Vec::new();
    let mut before: Option<&Pair> = None;
    for pair in pairs {
        let is_same = before.map(|before| [before.first == pair.first, before.second == pair.second]);
        let is_new = is_same.is_none_or(|same| same == [false, false]);
        if is_new {
            beads.push(Bead::default());
        }
        let Some(bead) = beads.last_mut() else { continue };
        for (side, (text, at)) in [(first, pair.first), (second, pair.second)].into_iter().enumerate() {
            if is_new || is_same.is_some_and(|same| !same[side]) {
                bead.letters[side] += f32::from(text.letters[at]);
                bead.signs[side] = bead.signs[side].and(text.signs[at]);
            }
        }
        before = Some(pair);
    }
    beads
}

fn lengths(beads: &[Bead]) -> f32 {
    let [here, there] = [0, 1].map(|side| beads.iter().map(|bead| bead.letters[side]).sum::<f32>());
    // Of two or three sentences any two texts are as long by chance.
    if beads.len() < BEADS || here < 1.0 || there < 1.0 {
        return 0.0;
    }
    // One language takes more letters than another.
    let ratio = here / there;
    let mean = (here / beads.len() as f32 + FEW).ln();
    let told = beads.iter().map(|bead| {
        let [here, there] = [bead.letters[0] + FEW, bead.letters[1] * ratio + FEW];
        let (apart, from_mean) = ((here / there).ln().abs(), (there.ln() - mean).abs());
        ((ANY / TRANSLATED).ln() + from_mean / ANY - apart / TRANSLATED).clamp(-MOST, MOST)
    });
    told.sum()
}

fn signs(beads: &[Bead]) -> f32 {
    let (mut both, mut one) = (0, 0);
    for Bead { signs: [here, there], .. } in beads {
        both += here.shared(*there);
        one += here.apart(*there);
    }
    // By the root, as chance grows with how many there are.
    (both as f32 - one as f32) / ((both + one + 1) as f32).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::translation::Reading;

    fn parallels(first: &str, second: &str) -> Parallels {
        let [first, second] = [first, second].map(|text| Sentences::of(&Reading::of("", text, "en")));
        let pairs: Vec<Pair> =
            (0..first.len().min(second.len())).map(|at| Pair { first: at, second: at, bits: 0.0 }).collect();
        Parallels::of(&first, &second, &pairs)
    }

    const TEXT: &str = "Rain fell.\nThe river rose by two metres in the night, and the old bridge at Port Vesta gave way.\n\
        “Nobody slept,” said the mayor.\nWho pays?\nThe province (which owns it) has not answered the question in eleven years.";

    #[test]
    fn lengths_and_signs_of_a_translation_go_together() {
        let same = parallels(TEXT, TEXT);
        assert!(same.lengths > 5.0 && same.signs > 1.0, "{same:?}");
        let backwards: Vec<&str> = TEXT.lines().rev().collect();
        let other = parallels(TEXT, &backwards.join("\n"));
        assert!(other.lengths < 2.0 && other.signs < 0.0, "{other:?}");
    }

    #[test]
    fn a_sentence_made_into_two_is_one_bead() {
        let [one, two] = ["Rain fell and the river rose.", "Rain fell.\nThe river rose (again)."]
            .map(|text| Sentences::of(&Reading::of("", text, "en")));
        let pairs = [0, 1].map(|second| Pair { first: 0, second, bits: 0.0 });
        let beads = beads(&one, &two, &pairs);
        assert_eq!(beads.len(), 1);
        assert_eq!(beads[0].letters, [one.total(), two.total()]);
        assert_eq!(beads[0].signs[0].apart(beads[0].signs[1]), 1);
    }
}
