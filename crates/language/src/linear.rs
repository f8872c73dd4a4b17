//! A linear model ready to score: rows of small weights, one lane for each language.
//!
//! Where an n-gram of four symbols ends, those of three and two end too. So the row of a longer one holds the weights of
//! the shorter ones within it as well, and at each symbol one row is looked up and added instead of three. What is left
//! of the time goes, by half, into waiting for rows: those of Latin letters take five megabytes, and a core's own cache
//! holds one.

use std::cell::Cell;

use super::features::{self, Feature, Key, ORDERS};
use super::tags;
use super::weights::{Calibration, Weights};

/// Bits of a key that choose its slot; the rest tell it from others that would have the same.
const SLOT_BITS: u32 = 18;
/// How many keys a model can hold at most: one to a slot.
pub const SLOTS: usize = 1 << SLOT_BITS;
const FINGERPRINT_BITS: u32 = 32 - SLOT_BITS;
/// Lanes are added up in steps of this many, one vector register each.
const STEP: usize = 16;
/// The largest weight.
pub const WEIGHT_MAX: i8 = 31;

/// Rows added up in sixteen bits before they are widened: each holds three weights, and so many do not overflow.
const ROWS_MAX: usize = 256;

/// One script's model.
#[derive(Clone, Debug)]
pub struct Linear {
    /// BCP 47 tags by lane.
    pub languages: Vec<String>,
    /// What a weight of one adds to a logit.
    pub unit: f32,
    /// How evidence becomes confidence.
    pub calibration: Calibration,
    /// By lane, what confidence does not rise above.
    pub ceilings: Vec<f64>,
    /// For each slot its row and the fingerprint of its key; row 0 where there is none.
    slots: Box<[u32; 1 << SLOT_BITS]>,
    rows: Vec<[i8; STEP]>,
    /// Lanes of a row, in steps.
    steps: usize,
}

/// The sum of a text's weights, by lane, and how many features it had.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scores {
    /// Sums by lane.
    pub sums: Vec<i32>,
    /// Features seen, known or not.
    pub features: u32,
    /// Features with weights.
    pub known: u32,
}

impl Scores {
    /// These and another text's.
    pub fn plus(mut self, other: Self) -> Self {
        self.add(&other);
        self
    }

    /// Adds another text's.
    pub fn add(&mut self, other: &Self) {
        for (sum, other) in self.sums.iter_mut().zip(&other.sums) {
            *sum += other;
        }
        self.features += other.features;
        self.known += other.known;
    }
}

impl Linear {
    /// Lays weights out for scoring. The training program keeps one key to a slot.
    pub fn new(weights: &Weights) -> Self {
        let lanes = weights.languages.len();
        let steps = lanes.div_ceil(STEP);
        let mut linear = Self {
            languages: weights.languages.clone(),
            unit: weights.unit,
            calibration: weights.calibration,
            ceilings: weights.languages.iter().map(|tag| tags::ceiling(tag)).collect(),
            slots: vec![0u32; 1 << SLOT_BITS].try_into().expect("it is as long"),
            // The first row is of zeros, for features that have none.
            rows: vec![[0i8; STEP]; steps],
            steps,
        };
        for (feature, weights) in weights.features.iter().zip(weights.rows.chunks_exact(lanes)) {
            linear.push(*feature, weights);
        }
        linear
    }

    /// Adds a feature's row. Shorter n-grams come before longer ones.
    fn push(&mut self, feature: Feature, weights: &[i8]) {
        let shorter = std::iter::successors(feature.suffix(), |shorter| shorter.suffix());
        let suffix = shorter.map(|shorter| self.row(shorter.key())).find(|row| *row != 0).unwrap_or(0);
        let start = self.rows.len();
        // The longest suffix that has a row holds those within it already.
        self.rows.extend_from_within(suffix as usize * self.steps..(suffix as usize + 1) * self.steps);
        for (sum, weight) in self.rows[start..].as_flattened_mut().iter_mut().zip(weights) {
            *sum += weight;
        }
        let (row, key) = ((start / self.steps) as u32, feature.key());
        self.slots[slot(key)] = row << FINGERPRINT_BITS | fingerprint(key);
    }

    /// Adds up the weights of a stream's features.
    pub fn score(&self, stream: &[u8]) -> Scores {
        match self.steps {
            // A constant count of steps keeps the sums in registers. Latin's 69 languages take five,
            // those of every other script fit into one.
            1 => self.score_in::<1>(stream),
            _ => self.score_in::<5>(stream),
        }
    }

    fn score_in<const STEPS: usize>(&self, stream: &[u8]) -> Scores {
        let (rows, features) = self.known(stream);
        let mut sums = [[0i32; STEP]; STEPS];
        for rows in rows.chunks(ROWS_MAX) {
            let short = self.add::<STEPS>(rows);
            for (wide, short) in sums.as_flattened_mut().iter_mut().zip(short.as_flattened()) {
                *wide += i32::from(*short);
            }
        }
        let sums = sums.as_flattened()[..self.languages.len()].to_vec();
        Scores { sums, features, known: rows.len() as u32 }
    }

    /// The rows of a stream's features, and how many features there were: at each symbol the longest known n-gram that
    /// ends there, whose row holds the weights of those within it, and each word.
    ///
    /// Plain loops one after another, in which no load waits for the one before and no branch asks whether a feature is
    /// known.
    fn known(&self, stream: &[u8]) -> (Vec<u32>, u32) {
        let mut rows = Vec::with_capacity(stream.len() * 3 / 2 + 1);
        features::each_word(stream, |key| rows.push(key));
        let words = rows.len();
        let mut known = 0;
        for at in 0..words {
            // Written always and kept if known: a branch here would be guessed wrong every second time.
            let row = self.row(rows[at]);
            rows[known] = row;
            known += usize::from(row != 0);
        }
        // Room for one row at each symbol, and for one that is written and not kept.
        rows.resize(known + stream.len() + 1, 0);
        let mut windows: Vec<u32> = features::windows(stream).collect();
        let mut left = windows.len();
        for order in ORDERS {
            let mut unknown = 0;
            let found = &mut rows[known..=known + left];
            let mut more = 0;
            let windows = Cell::from_mut(&mut windows[..left]).as_slice_of_cells();
            for window in windows {
                let window = window.get();
                let row = self.row(Feature::ending(window, order).key());
                found[more] = row;
                more += usize::from(row != 0);
                windows[unknown].set(window);
                unknown += usize::from(row == 0);
            }
            (known, left) = (known + more, unknown);
        }
        rows.truncate(known);
        (rows, (stream.len() + words) as u32)
    }

    /// The sums of at most [`ROWS_MAX`] rows.
    #[inline]
    fn add<const STEPS: usize>(&self, rows: &[u32]) -> [[i16; STEP]; STEPS] {
        const NONE: [i8; STEP] = [0; STEP];
        let mut sums = [[0i16; STEP]; STEPS];
        for row in rows {
            let weights = self.rows[*row as usize * STEPS..].first_chunk().unwrap_or(&[NONE; STEPS]);
            for (sums, weights) in sums.iter_mut().zip(weights) {
                for lane in 0..STEP {
                    sums[lane] += i16::from(weights[lane]);
                }
            }
        }
        sums
    }

    /// Calls `emit` for each known feature of a stream, the longest at its place: where it begins and ends, and its
    /// weights by lane with those of the n-grams within it.
    pub fn each_known<'a>(&'a self, stream: &[u8], mut emit: impl FnMut(usize, usize, &'a [i8])) {
        let weights = |row: u32| {
            &self.rows[row as usize * self.steps..][..self.steps].as_flattened()[..self.languages.len()]
        };
        let mut end = 0;
        features::each_window(stream, |window, word| {
            if let Some((row, start)) =
                word.map(|(key, start)| (self.row(key), start)).filter(|word| word.0 != 0)
            {
                emit(start, end, weights(row));
            }
            end += 1;
            let rows = ORDERS.map(|order| (order, self.row(Feature::ending(window, order).key())));
            if let Some((order, row)) = rows.into_iter().find(|(_, row)| *row != 0) {
                emit(end - usize::from(order).min(end), end, weights(row));
            }
        });
    }

    /// The row of a key, 0 where it has none.
    #[inline]
    fn row(&self, key: Key) -> u32 {
        let entry = self.slots[slot(key)];
        // Of unknown keys in a taken slot one in 16,384 passes for its owner and adds a stranger's weights.
        if entry & ((1 << FINGERPRINT_BITS) - 1) == fingerprint(key) { entry >> FINGERPRINT_BITS } else { 0 }
    }
}

/// The slot of a key.
#[inline]
pub fn slot(key: Key) -> usize {
    (key >> FINGERPRINT_BITS) as usize
}

/// What tells keys of one slot apart.
#[inline]
fn fingerprint(key: Key) -> u32 {
    key & ((1 << FINGERPRINT_BITS) - 1)
}

#[cfg(test)]
mod tests {
    use super::super::letters;
    use super::super::script::Script;
    use super::*;

    /// Three lanes; weights that differ in every row.
    fn small_model(features: Vec<Feature>) -> Weights {
        let rows = (0..features.len() * 3).map(|place| (place * 7 % 63) as i8 - 31).collect();
        let languages = ["fr", "pt", "vi"].map(str::to_owned).to_vec();
        Weights {
            script: Script::Latin,
            languages,
            unit: 1.0,
            calibration: Calibration::default(),
            features,
            rows,
        }
    }

    #[test]
    fn a_text_scores_the_sum_of_all_its_features_though_only_the_longest_are_looked_up() {
        let mut stream = Vec::new();
        letters::read_symbols("L'ouverture de la signature, à Hanoï; d'autres suivront.", None, &mut stream);
        let mut all = Vec::new();
        features::each_feature(&stream, |feature| all.push(feature));
        // Every second one has a row: some n-grams with their suffixes, some without. One key to a slot, as in training.
        let mut known: Vec<Feature> = all.iter().copied().step_by(2).collect();
        known.sort_unstable();
        known.dedup();
        let mut taken = std::collections::HashSet::new();
        known.retain(|feature| taken.insert(slot(feature.key())));
        let weights = small_model(known.clone());
        let mut expected = vec![0i32; 3];
        for row in all.iter().filter_map(|feature| known.binary_search(feature).ok()) {
            for (sum, weight) in expected.iter_mut().zip(&weights.rows[row * 3..]) {
                *sum += i32::from(*weight);
            }
        }
        let model = Linear::new(&weights);
        let scores = model.score(&stream);
        assert_eq!(scores.sums, expected);
        // What explains the answer adds up to it.
        let (mut explained, mut places) = (vec![0i32; 3], 0);
        model.each_known(&stream, |start, end, row| {
            assert!(start < end && end <= stream.len());
            places += 1;
            for (sum, weight) in explained.iter_mut().zip(row) {
                *sum += i32::from(*weight);
            }
        });
        assert_eq!((explained, places), (expected, scores.known));
    }
}
