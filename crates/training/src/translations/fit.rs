//! Logistic regression of the measures, each standardised, pairs of both kinds weighing as much.

use std::fmt::Write as _;

use veille_stories::translation::NAMES;

use super::pairs::Pair;
use super::texts::{Set, Text};
use crate::places;

const MEASURES: usize = NAMES.len();
const FOLDS: u32 = 5;
const ROUNDS: usize = 25;
/// What keeps weights small.
const RIDGE: f64 = 0.0005;
/// Every so many of the pairs that share next to nothing is learnt from.
const EASY: usize = 7;
/// What is taken is, of the pairs learnt from, whole, cut and with paragraphs added, wrong no more often than so. All that is wrong
/// there is one pair of documents in its languages, a brief and a long report of one earthquake; to take what comes before it
/// left out one in six of what was cut.
const WRONG: f32 = 1.0 / 2_000.0;

/// What is refused stays so.
const REFUSED: f32 = -100.0;

/// Weights of the measures, and what is added.
type Weights = [f32; MEASURES + 1];

/// Writes the weights, or compares them.
pub fn run(texts: &[Text], pairs: &[Pair], check: bool) -> anyhow::Result<()> {
    let all = fit(&learnt(texts, pairs, None));
    let shift = shift(texts, pairs);
    let mut file = String::from(
        "# How much each measure of an order says for a translation. Made by `veille-training translations --train`.\n",
    );
    for (name, weight) in NAMES.iter().zip(all) {
        writeln!(file, "{name}\t{weight:.4}")?;
    }
    writeln!(file, "bias\t{:.4}", all[MEASURES] + shift)?;
    print!("{file}");
    places::put(file.as_bytes(), &places::data(places::STORIES_DATA).join("translation.txt"), check)
}

/// The scores of all pairs: those learnt from by weights fitted to other documents.
pub fn crossed(texts: &[Text], pairs: &[Pair]) -> Vec<f32> {
    let shift = shift(texts, pairs);
    raw(texts, pairs).into_iter().map(|score| score + shift).collect()
}

fn raw(texts: &[Text], pairs: &[Pair]) -> Vec<f32> {
    let all = fit(&learnt(texts, pairs, None));
    // One more than once over: each pair is scored by weights that saw neither of its documents.
    let folds: Vec<Weights> = (0..FOLDS).map(|fold| fit(&learnt(texts, pairs, Some(fold)))).collect();
    let score = |pair: &Pair| {
        let first = &texts[pair.first];
        let weights = if is_learnt(texts, pair) { &folds[fold_of(&first.doc) as usize] } else { &all };
        if pair.likeness.is_refused { REFUSED } else { weigh(weights, &pair.likeness.measures) }
    };
    pairs.iter().map(score).collect()
}

/// What makes 0 the score above which one in so many ([`WRONG`]) pairs is false.
fn shift(texts: &[Text], pairs: &[Pair]) -> f32 {
    let scores = raw(texts, pairs);
    let learnt = pairs.iter().zip(&scores).filter(|(pair, _)| is_learnt(texts, pair));
    let mut learnt: Vec<(f32, bool)> = learnt.map(|(pair, score)| (*score, pair.is_true)).collect();
    learnt.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut wrong, mut least) = (0_usize, 0.0);
    for (taken, (score, is_true)) in learnt.iter().enumerate() {
        wrong += usize::from(!is_true);
        if wrong as f32 <= WRONG * (taken + 1) as f32 {
            least = *score;
        }
    }
    -least
}

/// WMT is measured on, and nothing of it is learnt; and of the others nobody knows which of them are translations.
fn is_learnt(texts: &[Text], pair: &Pair) -> bool {
    let sets = [texts[pair.first].set, texts[pair.second].set];
    sets.contains(&Set::Ntrex) && !sets.contains(&Set::Wmt)
}

fn learnt<'p>(texts: &[Text], pairs: &'p [Pair], without: Option<u32>) -> Vec<&'p Pair> {
    let is_here = |(number, pair): &(usize, &Pair)| {
        let is_hard = pair.is_true || pair.likeness.measures[0] > 2.5 || number % EASY == 0;
        let is_other =
            [pair.first, pair.second].iter().all(|text| Some(fold_of(&texts[*text].doc)) != without);
        is_learnt(texts, pair) && is_hard && is_other && !pair.likeness.is_refused
    };
    pairs.iter().enumerate().filter(is_here).map(|(_, pair)| pair).collect()
}

fn fold_of(doc: &str) -> u32 {
    doc.bytes().fold(0_u32, |all, byte| all.wrapping_mul(31).wrapping_add(u32::from(byte))) % FOLDS
}

fn weigh(weights: &Weights, measures: &[f32; MEASURES]) -> f32 {
    measures.iter().zip(weights).map(|(measure, weight)| measure * weight).sum::<f32>() + weights[MEASURES]
}

fn fit(pairs: &[&Pair]) -> Weights {
    let count = pairs.len().max(1) as f32;
    let mut mean = [0.0_f32; MEASURES];
    let mut deviation = [0.0_f32; MEASURES];
    for pair in pairs {
        for (sum, measure) in mean.iter_mut().zip(pair.likeness.measures) {
            *sum += measure / count;
        }
    }
    for pair in pairs {
        for ((sum, measure), mean) in deviation.iter_mut().zip(pair.likeness.measures).zip(mean) {
            *sum += (measure - mean).powi(2) / count;
        }
    }
    // A measure that is the same everywhere would divide by zero.
    let deviation = deviation.map(|sum| sum.sqrt().max(1e-3));
    let yes = pairs.iter().filter(|pair| pair.is_true).count().max(1) as f32;
    let no = (count - yes).max(1.0);
    let mut weights = [0.0_f64; MEASURES + 1];
    for _ in 0..ROUNDS {
        // Newton's method, with a ridge.
        let mut slope = [0.0_f64; MEASURES + 1];
        let mut curve = [[0.0_f64; MEASURES + 1]; MEASURES + 1];
        for pair in pairs {
            let mut row = [1.0_f64; MEASURES + 1];
            for at in 0..MEASURES {
                row[at] = f64::from((pair.likeness.measures[at] - mean[at]) / deviation[at]);
            }
            let sum: f64 = row.iter().zip(weights).map(|(value, weight)| value * weight).sum();
            let likely = 1.0 / (1.0 + (-sum).exp());
            // Halves for both kinds: true pairs are few among those that are compared.
            let share = f64::from(if pair.is_true { 0.5 / yes } else { 0.5 / no });
            let error = (likely - f64::from(u8::from(pair.is_true))) * share;
            // Far from the threshold the curve vanishes, and the matrix could not be solved.
            let bend = (likely * (1.0 - likely)).max(1e-6) * share;
            for at in 0..=MEASURES {
                slope[at] += error * row[at];
                for other in 0..=MEASURES {
                    curve[at][other] += bend * row[at] * row[other];
                }
            }
        }
        for at in 0..MEASURES {
            slope[at] += RIDGE * weights[at];
            curve[at][at] += RIDGE;
        }
        // The bias has no ridge, and the matrix is to stay positive definite.
        curve[MEASURES][MEASURES] += 1e-9;
        for (weight, step) in weights.iter_mut().zip(solve(curve, slope)) {
            *weight -= step;
        }
    }
    let mut weights = weights.map(|weight| weight as f32);
    for measure in 0..MEASURES {
        // Back from standardised ones, as the program weighs measures as they are.
        weights[measure] /= deviation[measure];
        weights[MEASURES] -= weights[measure] * mean[measure];
    }
    weights
}

/// Solves a system of linear equations (Gaussian elimination; the matrix is positive definite).
fn solve(
    mut rows: [[f64; MEASURES + 1]; MEASURES + 1],
    mut right: [f64; MEASURES + 1],
) -> [f64; MEASURES + 1] {
    for at in 0..=MEASURES {
        for below in at + 1..=MEASURES {
            let above = rows[at];
            let share = rows[below][at] / above[at];
            for (value, above) in rows[below].iter_mut().zip(above).skip(at) {
                *value -= share * above;
            }
            right[below] -= share * right[at];
        }
    }
    for at in (0..=MEASURES).rev() {
        let rest: f64 = (at + 1..=MEASURES).map(|column| rows[at][column] * right[column]).sum();
        right[at] = (right[at] - rest) / rows[at][at];
    }
    right
}
