//! Rows of numbers to rows of small integers.

use super::tagger::training::{Calibration, Feature, WEIGHT_MAX, Weights, tag_of};

use super::corpus::Corpus;
use super::descend::Row;

/// The share of weights that are let through whole; the few beyond are cut.
const UNCUT: f64 = 0.9995;
/// Weights smaller than this, in units, are left out: most of the size and nothing of the quality.
const ZERO: f32 = 0.9;

/// The model at rest.
pub fn quantise(corpus: &Corpus, features: &[Feature], rows: &[Row], calibration: Calibration) -> Weights {
    let lanes = corpus.languages.len();
    let mut sizes: Vec<f32> =
        rows.iter().flat_map(|row| row[..lanes].iter().map(|weight| weight.abs())).collect();
    sizes.sort_by(f32::total_cmp);
    // The largest weights would stretch the scale for all others, whose differences are what is looked up.
    let unit = sizes[(sizes.len() as f64 * UNCUT) as usize] / f32::from(WEIGHT_MAX);
    let small = |weight: &f32| {
        let weight = weight / unit;
        let cut = weight.clamp(-f32::from(WEIGHT_MAX), f32::from(WEIGHT_MAX));
        if weight.abs() < ZERO { 0 } else { cut.round() as i8 }
    };
    Weights {
        script: corpus.script,
        languages: corpus.languages.iter().map(|code| tag_of(code).to_owned()).collect(),
        unit,
        calibration,
        features: features.to_vec(),
        rows: rows.iter().flat_map(|row| row[..lanes].iter().map(small)).collect(),
    }
}
