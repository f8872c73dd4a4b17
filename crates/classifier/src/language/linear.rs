//! A linear model ready to score: rows of small weights, one lane for each language.

use super::confidence::Calibration;
use super::features::{self, Key};
use super::tags;
use super::weights::Weights;

/// Bits of a key that choose its slot; the rest tell it from others that would have the same.
const SLOT_BITS: u32 = 18;
/// The same for a model of few rows.
const SLOT_BITS_FEW: u32 = 17;
/// Lanes are added up in steps of this many, one vector register each.
const STEP: usize = 16;
/// Rows added up in eight bits before they are widened: four weights of at most 31.
const BATCH: usize = 4;
/// The largest weight.
pub const WEIGHT_MAX: i8 = 31;

/// Rows found before they are added up; 16-bit sums of so many weights do not overflow.
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
    /// For each slot: what its key adds to the slot's number, and the row plus one; 0 where there is none.
    slots: Vec<u32>,
    slot_bits: u32,
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
    /// Lays weights out for scoring. A key whose slot is taken is dropped: the training program keeps one to a slot.
    pub fn new(weights: &Weights) -> Self {
        let lanes = weights.languages.len();
        let steps = lanes.div_ceil(STEP);
        let slot_bits = slot_bits(weights.keys.len());
        let mut slots = vec![0u32; 1 << slot_bits];
        // The first row is of zeros, for features that have none.
        let mut rows = vec![[0i8; STEP]; steps];
        for (&key, weights) in weights.keys.iter().zip(weights.rows.chunks_exact(lanes)) {
            let row = (rows.len() / steps) as u32;
            slots[slot(key, slot_bits)] = row << (32 - slot_bits) | fingerprint(key, slot_bits);
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
            slot_bits,
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
        let mut sums = Sums([[0i32; STEP]; STEPS]);
        let (mut features, mut known) = (0, 0);
        // Rows are found first and added up after: the loads of one do not wait for the other, and no branch asks
        // whether a feature is known.
        let mut found = [0u32; FOUND_MAX];
        let mut count = 0;
        features::each(stream, |key| {
            features += 1;
            let row = self.row(key);
            found[count % FOUND_MAX] = row;
            count += usize::from(row != 0);
            if count == FOUND_MAX {
                self.add(&found, &mut sums);
                known += count as u32;
                count = 0;
            }
        });
        known += count as u32;
        let end = count.next_multiple_of(BATCH);
        found[count..end].fill(0);
        self.add(&found[..end], &mut sums);
        Scores { sums: sums.0.as_flattened()[..self.languages.len()].to_vec(), features, known }
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
        let entry = self.slots[slot(key, self.slot_bits)];
        let mask = (1u32 << (32 - self.slot_bits)) - 1;
        if entry & mask == fingerprint(key, self.slot_bits) { entry >> (32 - self.slot_bits) } else { 0 }
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

/// How many bits of slots keep so many rows apart.
pub fn slot_bits(rows: usize) -> u32 {
    if rows > 30_000 { SLOT_BITS } else { SLOT_BITS_FEW }
}

/// The slot of a key.
#[inline]
pub fn slot(key: Key, slot_bits: u32) -> usize {
    (key >> (32 - slot_bits)) as usize
}

#[inline]
fn fingerprint(key: Key, slot_bits: u32) -> u32 {
    key & ((1 << (32 - slot_bits)) - 1)
}
