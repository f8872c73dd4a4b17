//! Learns how sure the model may be.
//!
//! A second model is trained without one line in eight and without one language in seven. What it says of those lines
//! shows how often it is right; what it says of those languages shows how it looks when it has no idea.

use super::tagger::training::{Calibration, Linear, Verdict, Weights};

use super::chance::Chance;
use super::corpus::Corpus;
use super::spans::Spans;

/// One line in so many is held out.
pub const HELD_OUT: usize = 8;
/// Copies of each line that is held out.
const COPIES: usize = 2;
/// Strangers are this rare beside the model's own languages.
const STRANGER_WEIGHT: f64 = 0.35;
const ROUNDS: usize = 400;

/// Whether a language is hidden from the second model: every seventh, if the script has so many.
pub fn is_hidden(corpus: &Corpus, lane: usize) -> bool {
    // By its place, not drawn: the same languages every time, spread over the alphabet.
    corpus.languages.len() >= 7 && lane % 7 == 3
}

/// Fits the coefficients to what the second model says.
pub fn calibrate(corpus: &Corpus, spans: &Spans, second: &Weights) -> Calibration {
    let model = Linear::new(second);
    let mut chance = Chance(11);
    let mut copy = Vec::new();
    let mut samples = Vec::new();
    // The lines that the second model was trained without: `seen` in `train` leaves out the same multiples.
    for line in corpus.lines.iter().step_by(HELD_OUT) {
        let hidden = is_hidden(corpus, line.lane);
        for _ in 0..COPIES {
            spans.copy(&line.stream, &mut chance, &mut copy);
            if let Some(verdict) = Verdict::of(&model.score(&copy), &model) {
                // All languages that are not ours come as rarely as that in the press, and would otherwise make every answer
                // unsure.
                let weight = if hidden { STRANGER_WEIGHT } else { 1.0 };
                // Of a hidden language every answer is wrong, however sure it is: so the model
                // learns how not knowing looks.
                samples.push((verdict.signs.map(f64::from), !hidden && verdict.best == line.lane, weight));
            }
        }
    }
    fit(&samples)
}

/// Logistic regression by gradient descent over all samples, the signs brought to one scale.
fn fit(samples: &[([f64; 4], bool, f64)]) -> Calibration {
    let count = samples.len().max(1) as f64;
    let mean: [f64; 4] = std::array::from_fn(|i| samples.iter().map(|s| s.0[i]).sum::<f64>() / count);
    let spread: [f64; 4] = std::array::from_fn(|i| {
        // Without one scale a step that suits one sign is far too long for another. A sign that never
        // varies is not divided by zero.
        (samples.iter().map(|s| (s.0[i] - mean[i]).powi(2)).sum::<f64>() / count).sqrt().max(1e-6)
    });
    let mut weights = [0f64; 5];
    for _ in 0..ROUNDS {
        let mut slope = [0f64; 5];
        for (signs, right, weight) in samples {
            let scaled: [f64; 4] = std::array::from_fn(|i| (signs[i] - mean[i]) / spread[i]);
            let logit = weights[0] + scaled.iter().zip(&weights[1..]).map(|(s, w)| s * w).sum::<f64>();
            let miss = weight * (1.0 / (1.0 + (-logit).exp()) - f64::from(u8::from(*right)));
            slope[0] += miss;
            for (slope, sign) in slope[1..].iter_mut().zip(scaled) {
                *slope += miss * sign;
            }
        }
        for (weight, slope) in weights.iter_mut().zip(slope) {
            *weight -= 2.0 * slope / count;
        }
    }
    // Back from standardised signs to signs as the tagger has them, so that it need not know mean and spread.
    let constant = weights[0] - (0..4).map(|i| weights[i + 1] * mean[i] / spread[i]).sum::<f64>();
    let mut calibration = [constant as f32; 5];
    for i in 0..4 {
        calibration[i + 1] = (weights[i + 1] / spread[i]) as f32;
    }
    calibration
}
