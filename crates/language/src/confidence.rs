//! How sure a model's answer is.
//!
//! A linear model is sure of everything, also of languages that it has never seen. So its confidence is learned apart,
//! from lines that it was not trained on and from languages that were hidden from it: a logistic regression on how far
//! the runner-up is behind, how much text there was, how much of it was known, and how well it fitted at all.

use super::linear::{Linear, Scores};
use super::weights::Calibration;

/// The best two lanes of a text, and what speaks for believing them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    /// The best lane.
    pub best: usize,
    /// The next best.
    pub second: usize,
    /// How far the second is behind, as a logit of the model's own.
    pub margin: f32,
    /// The signs: margin, logarithm of the features, share of them that were known, fit of the best language.
    pub signs: [f32; 4],
}

impl Verdict {
    /// The best two lanes; None where nothing was known.
    pub fn of(scores: &Scores, model: &Linear) -> Option<Self> {
        if scores.known == 0 || scores.sums.len() < 2 {
            return None;
        }
        let (mut best, mut second) = (0, 1);
        if scores.sums[1] > scores.sums[0] {
            (best, second) = (1, 0);
        }
        for (lane, sum) in scores.sums.iter().enumerate().skip(2) {
            if *sum > scores.sums[best] {
                (best, second) = (lane, best);
            } else if *sum > scores.sums[second] {
                second = lane;
            }
        }
        let known = scores.known as f32;
        // Sums of so many features differ by chance as their square root does; divided by it, margins of headlines
        // and of articles can be compared.
        let margin = (scores.sums[best] - scores.sums[second]) as f32 * model.unit / known.sqrt();
        let fit = scores.sums[best] as f32 * model.unit / known;
        let signs = [margin, known.ln(), known / scores.features as f32, fit];
        Some(Self { best, second, margin, signs })
    }

    /// The share of such answers that are right.
    pub fn confidence(&self, calibration: &Calibration) -> f64 {
        let [constant, rest @ ..] = calibration;
        let logit: f32 = constant + rest.iter().zip(self.signs).map(|(c, sign)| c * sign).sum::<f32>();
        // Logistic regression (Platt's scaling, with three signs beside the margin).
        1.0 / (1.0 + f64::from(-logit).exp())
    }
}
