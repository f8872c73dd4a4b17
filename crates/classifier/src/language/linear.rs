//! A linear model ready to score: rows of small weights, one lane for each language.

use super::confidence::Calibration;
use super::features::{self, Key};
use super::tags;
use super::weights::Weights;

/// Bits of a key that choose its slot; the rest tell it from others that would have the same.
pub const SLOT_BITS: u32 = 18;
const FINGERPRINT_BITS: u32 = 32 - SLOT_BITS;
/// Lanes are added up in steps of this many, one vector register each.
const STEP: usize = 16;
/// Rows added up in eight bits before they are widened: four weights of at most 31.
const BATCH: usize = 4;
/// The largest weight.
pub const WEIGHT_MAX: i8 = 31;

/// Rows added up in sixteen bits before they are widened again: so many weights do not overflow.
const FOUND_MAX: usize = 512;

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
    slots: Vec<u32>,
    rows: Vec<[i8; STEP]>,
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
        let mut slots = vec![0u32; 1 << SLOT_BITS];
        // The first row is of zeros, for features that have none.
        let mut rows = vec![[0i8; STEP]; steps];
        for (&key, weights) in weights.keys.iter().zip(weights.rows.chunks_exact(lanes)) {
            let row = (rows.len() / steps) as u32;
            slots[slot(key)] = row << FINGERPRINT_BITS | fingerprint(key);
            for step in weights.chunks(STEP) {
                let mut lanes = [0i8; STEP];
                lanes[..step.len()].copy_from_slice(step);
                rows.push(lanes);
            }
        }
        Self {
            languages: weights.languages.clone(),
            unit: weights.unit,
            calibration: weights.calibration,
            ceilings: weights.languages.iter().map(|tag| tags::ceiling(tag)).collect(),
            slots,
            rows,
            steps,
        }
    }

    /// Adds up the weights of a stream's features.
    pub fn score(&self, stream: &[u8]) -> Scores {
        match self.steps {
            1 => self.score_in::<1>(stream),
            _ => self.score_in::<5>(stream),
        }
    }

    fn score_in<const STEPS: usize>(&self, stream: &[u8]) -> Scores {
        // Keys first, then their rows, then the sums: three plain loops, in which no load waits for the one before and
        // no branch asks whether a feature is known.
        let mut keys = vec![0; stream.len() * features::EACH_MAX + BATCH];
        let mut features = 0;
        features::each(stream, |key| {
            keys[features] = key;
            features += 1;
        });
        let known = self.keep_known(&mut keys[..features]);
        let end = known.next_multiple_of(BATCH);
        keys[known..end].fill(0);
        let mut sums = Sums([[0i32; STEP]; STEPS]);
        for rows in keys[..end].chunks(FOUND_MAX) {
            self.add(rows, &mut sums);
        }
        let sums = sums.0.as_flattened()[..self.languages.len()].to_vec();
        Scores { sums, features: features as u32, known: known as u32 }
    }

    /// Puts the rows of the known keys in front, and answers how many they are.
    fn keep_known(&self, keys: &mut [u32]) -> usize {
        let mut known = 0;
        for at in 0..keys.len() {
            let row = self.row(keys[at]);
            keys[known] = row;
            known += usize::from(row != 0);
        }
        known
    }

    /// Adds rows to the sums, a batch at a time.
    #[inline]
    fn add<const STEPS: usize>(&self, found: &[u32], sums: &mut Sums<STEPS>) {
        const NONE: [i8; STEP] = [0; STEP];
        let mut short = [[0i16; STEP]; STEPS];
        for batch in found.as_chunks::<BATCH>().0 {
            let rows =
                batch.map(|row| self.rows[row as usize * STEPS..].first_chunk().unwrap_or(&[NONE; STEPS]));
            for (step, sums) in short.iter_mut().enumerate() {
                let [a, b, c, d] = rows.map(|row| &row[step]);
                for lane in 0..STEP {
                    sums[lane] += i16::from(a[lane] + b[lane] + c[lane] + d[lane]);
                }
            }
        }
        for (wide, short) in sums.0.as_flattened_mut().iter_mut().zip(short.as_flattened()) {
            *wide += i32::from(*short);
        }
    }

    /// The row of a key, 0 where it has none.
    #[inline]
    fn row(&self, key: Key) -> u32 {
        let entry = self.slots[slot(key)];
        if entry & ((1 << FINGERPRINT_BITS) - 1) == fingerprint(key) { entry >> FINGERPRINT_BITS } else { 0 }
    }

    /// The weights of a key by lane, where it has any.
    pub fn weights(&self, key: Key) -> Option<&[i8]> {
        let row = self.row(key) as usize;
        (row != 0)
            .then(|| &self.rows[row * self.steps..][..self.steps].as_flattened()[..self.languages.len()])
    }
}

/// Running sums by lane.
struct Sums<const STEPS: usize>([[i32; STEP]; STEPS]);

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
