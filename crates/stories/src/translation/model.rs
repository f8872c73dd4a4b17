//! How much speaks for a translation, in one number: a few capped measures of the order that two texts share, weighed
//! (logistic regression). The weights stand in `data/translation.txt`, made by `veille-training translations --train`.

use std::sync::OnceLock;

use super::order::{ENOUGH, Order, Tables, align};
use super::sentences::{Pair, Sentences};

const WEIGHTS: &str = include_str!("../../data/translation.txt");

/// The measures by name, in their order.
pub const NAMES: [&str; 14] = [
    "stretch",
    "density",
    "excess",
    "against-backwards",
    "lengths-differ",
    "larger-share",
    "lesser-share",
    "covered",
    "pairs",
    "numbers-kept",
    "numbers",
    "meanings",
    "lengths-alike",
    "signs-kept",
];
/// Bits in a hundred letters, among the measures.
const DENSITY: usize = 1;
/// Letters of the shortest stretch of which a density is said.
const LETTERS: f32 = 80.0;
/// Sentences that must speak for each other, so that an order can be told at all. More is what the measures weigh: to ask for four
/// left out one in seventy of WMT, whose texts have five sentences, and no false pair that the others let through.
const PAIRS: usize = 2;
/// So few bits in one order are no proof where they are less than [`THIN`] in a hundred letters: as long, with as many sentences and the
/// same signs, is how two papers tell one event point by point (*Al-Mina* and *El Faro* among the seeds, 11 bits in 1,200 letters). Of
/// the translations of both sets that are taken, this refuses one in ten thousand.
const BITS: f32 = 14.0;
const THIN: f32 = 1.0;
/// Lengths of two texts that are one, cut to two thirds or with some paragraphs added: e to this, at most.
const LENGTHS: f32 = 1.5;
/// What speaks against two texts that quote others, see [`quote_others`].
const QUOTED_OTHERWISE: f32 = 3.0;

/// How far one text is a translation of another.
#[derive(Clone, Debug, Default)]
pub struct Likeness {
    /// What was measured, by [`NAMES`].
    pub measures: [f32; NAMES.len()],
    /// Pairs of sentences that speak for each other.
    pub pairs: usize,
    /// How much of the first text stands in such sentences, and of the second, from 0 to 1.
    pub covered: [f32; 2],
    /// Above 0: one translates the other, in ten thousand pairs all but one.
    pub score: f32,
    /// Whether too few sentences speak for each other, or too little, or the texts are of other lengths: whatever else, that is no
    /// proof.
    pub is_refused: bool,
}

impl Likeness {
    /// Compares two texts.
    pub fn of(first: &Sentences, second: &Sentences, tables: &mut Tables) -> Self {
        let order = align(first, second, tables);
        let totals = [first.total().max(1.0), second.total().max(1.0)];
        let pairs = order.pairs.iter().filter(|pair| pair.bits >= ENOUGH).count();
        let measures = measures(&order, totals, pairs);
        let [weights @ .., bias] = weights();
        let mut score =
            measures.iter().zip(weights).map(|(measure, weight)| measure * weight).sum::<f32>() + bias;
        // The weights were fitted to texts of some length: two sentences with rare names would be enough for them.
        let is_thin = order.stretch < BITS && measures[DENSITY] < THIN;
        let is_refused = pairs < PAIRS || is_thin || (totals[0] / totals[1]).ln().abs() > LENGTHS;
        if is_refused {
            score = score.min(REFUSED);
        }
        if quote_others(first, second, &order.pairs) {
            score -= QUOTED_OTHERWISE;
        }
        let covered = [order.covered[0] / totals[0], order.covered[1] / totals[1]];
        Self { measures, pairs, covered, score, is_refused }
    }

    /// Whether one translates the other.
    pub fn is_translation(&self) -> bool {
        self.score > 0.0 && !self.is_refused
    }
}

/// Whether both texts quote, and nothing that one quotes stands in the place of what the other does: two reporters were told other things,
/// a translator has only what stands there.
fn quote_others(first: &Sentences, second: &Sentences, pairs: &[Pair]) -> bool {
    // Within the stretch that they share: what was cut away before it or behind it says nothing.
    let quotes = |text: &Sentences, at: fn(&Pair) -> usize| {
        let (from, to) = (pairs.iter().map(at).min(), pairs.iter().map(at).max());
        let stretch = from.zip(to).map_or(0..0, |(from, to)| from..to + 1);
        text.signs[stretch].iter().any(|signs| signs.is_quoted())
    };
    let both = |pair: &Pair| first.signs[pair.first].is_quoted() && second.signs[pair.second].is_quoted();
    quotes(first, |pair| pair.first)
        && quotes(second, |pair| pair.second)
        && !pairs.iter().any(|pair| pair.bits > 0.0 && both(pair))
}

/// The most that speaks for what cannot be proved.
const REFUSED: f32 = -10.0;

fn measures(order: &Order, totals: [f32; 2], pairs: usize) -> [f32; NAMES.len()] {
    // Else two sentences of forty letters would have the density of a proof.
    let letters = order.letters[0].min(order.letters[1]).max(LETTERS);
    let per_hundred = |bits: f32, most: f32| (bits / letters * 100.0).min(most);
    let shares = [order.letters[0] / totals[0], order.letters[1] / totals[1]];
    let covered = [0, 1].map(|side| order.covered[side] / order.letters[side].max(1.0));
    let numbers = order.all_numbers[0].min(order.all_numbers[1]);
    // Three more on both sides: of few bits the quotient says nothing.
    let backwards = |forwards: f32, backwards: f32| ((forwards + 3.0) / (backwards + 3.0)).ln().min(2.0);
    [
        (order.stretch + 1.0).ln(),
        per_hundred(order.stretch, 20.0),
        per_hundred(order.stretch - order.stretch_backwards, 15.0),
        backwards(order.stretch, order.stretch_backwards) + backwards(order.whole, order.whole_backwards),
        ((order.letters[0] + 30.0) / (order.letters[1] + 30.0)).ln().abs().min(1.0),
        shares[0].max(shares[1]),
        shares[0].min(shares[1]),
        covered[0].min(covered[1]),
        pairs.min(8) as f32,
        // What few numbers there are says nothing either way.
        if numbers < 4.0 { 0.5 } else { (order.numbers / numbers).min(1.0) },
        per_hundred(order.numbers, 4.0),
        per_hundred(order.meanings, 12.0),
        order.parallels.lengths.clamp(-6.0, 12.0),
        order.parallels.signs.clamp(-3.0, 3.0),
    ]
}

fn weights() -> &'static [f32; NAMES.len() + 1] {
    static ALL: OnceLock<[f32; NAMES.len() + 1]> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut all = [0.0; NAMES.len() + 1];
        for line in WEIGHTS.lines().filter(|line| !line.starts_with('#')) {
            let Some((name, weight)) = line.split_once('\t') else { continue };
            // What is no measure is the bias.
            let at = NAMES.iter().position(|other| *other == name).unwrap_or(NAMES.len());
            all[at] = weight.trim().parse().expect("the weights are numbers, a test reads them");
        }
        all
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::translation::Reading;

    const ENGLISH: &str = "Delegates from 72 countries met in Port Vesta on Saturday.\nAdaeze Sample opened the talks at 9.\n\
        The treaty of 2019 was too weak, said Bruno Muster.\nRatification takes 40 states and 90 days.\nKenya paid 4,500 dollars.";
    const FRENCH: &str = "Des délégués de 72 pays se sont réunis samedi à Port Vesta.\nAdaeze Sample a ouvert les débats à 9 heures.\n\
        Le traité de 2019 était trop faible, a dit Bruno Muster.\nIl faut 40 États et 90 jours.\nLe Kenya a payé 4 500 dollars.";

    fn score(first: (&str, &str), second: (&str, &str)) -> Likeness {
        let read = |(text, language): (&str, &str)| Sentences::of(&Reading::of("", text, language));
        Likeness::of(&read(first), &read(second), &mut Tables::default())
    }

    #[test]
    fn a_translation_is_known_by_its_order() {
        let found = score((ENGLISH, "en"), (FRENCH, "fr"));
        assert!(found.is_translation(), "{found:?}");
        let mut sentences: Vec<&str> = FRENCH.lines().collect();
        sentences.reverse();
        let found = score((ENGLISH, "en"), (&sentences.join("\n"), "fr"));
        assert!(!found.is_translation(), "{found:?}");
    }

    #[test]
    fn two_reports_of_one_match_are_no_translation() {
        let first = "Arsenal beat Chelsea 3-1 on Sunday.\nSaka scored after 12 minutes and Rice after 40.\n\
            Palmer had put the visitors ahead in the 5th minute.\nArsenal now have 52 points.\nThe next match is in Leeds.";
        let second = "52 points : Arsenal reste deuxième.\nÀ Leeds, mercredi, il faudra faire sans Saka, blessé.\n\
            Chelsea avait pourtant bien commencé par Palmer.\nRice a donné l'avantage juste avant la pause.\nScore final : 3-1.";
        let found = score((first, "en"), (second, "fr"));
        assert!(!found.is_translation(), "{found:?}");
    }

    #[test]
    fn every_measure_has_its_weight() {
        assert_eq!(NAMES[DENSITY], "density");
        assert!(weights().iter().all(|weight| *weight != 0.0));
    }
}
