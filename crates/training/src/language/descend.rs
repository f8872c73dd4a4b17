//! Multinomial logistic regression by stochastic gradient descent, a learning rate for each row (AdaGrad).

use super::tagger::training::{Feature, Key, SLOTS, each_feature, slot};

use super::chance::Chance;
use super::corpus::Corpus;
use super::spans::Spans;

/// Lanes of a row, whatever the number of languages: rows of one size are added up fast.
pub const LANES: usize = 80;
pub type Row = [f32; LANES];

/// A line whose gradient is smaller teaches nothing more.
const LEARNT: f32 = 1e-4;
/// Keeps the first steps of a row small.
const STEADY: f32 = 0.05;

/// How far down to go.
pub struct Settings {
    /// Times that the lines of the largest language are gone through.
    pub passes: usize,
    /// Learning rate at the start; it falls to nothing.
    pub rate: f32,
    /// Languages with few lines are gone through more often: by the ratio to the largest, to this power.
    pub even: f64,
    /// Features left out of each copy, in a hundred: no language may hang on a few words of its training lines.
    pub drop_percent: usize,
    pub seed: u64,
}

/// Rows in training and where they stand.
struct Trained {
    keys: Vec<Key>,
    slots: Vec<u32>,
    rows: Vec<Row>,
}

impl Trained {
    fn new(features: &[Feature]) -> Self {
        let keys: Vec<Key> = features.iter().map(|feature| feature.key()).collect();
        // One key to a slot, as the tagger has it: `select` has seen to it that no two kept features meet.
        let mut slots = vec![0u32; SLOTS];
        for (place, &key) in keys.iter().enumerate() {
            slots[slot(key)] = place as u32;
        }
        Self { rows: vec![[0f32; LANES]; keys.len()], keys, slots }
    }

    /// The places of a stream's features.
    fn find(&self, stream: &[u8], found: &mut Vec<u32>) {
        found.clear();
        each_feature(stream, |feature| {
            let key = feature.key();
            let place = self.slots[slot(key)];
            if self.keys[place as usize] == key {
                found.push(place);
            }
        });
    }

    fn logits(&self, found: &[u32]) -> Row {
        let mut logits = [0f32; LANES];
        for &place in found {
            for (logit, weight) in logits.iter_mut().zip(&self.rows[place as usize]) {
                *logit += weight;
            }
        }
        // By the root of their number: a long line must not be surer than a short one only
        // for having more n-grams.
        let scale = 1.0 / (found.len().max(1) as f32).sqrt();
        for logit in &mut logits {
            *logit *= scale;
        }
        logits
    }
}

/// Trains the rows of the features, in their order, on the lines that are wanted.
pub fn descend(
    corpus: &Corpus,
    spans: &Spans,
    features: &[Feature],
    settings: &Settings,
    wanted: impl Fn(usize) -> bool,
) -> Vec<Row> {
    let mut trained = Trained::new(features);
    let mut squares = vec![0f32; features.len()];
    let mut chance = Chance(settings.seed);
    let (mut copy, mut found) = (Vec::new(), Vec::new());
    let lanes = corpus.languages.len();
    let schedule = schedule(corpus, settings, wanted, &mut chance);
    for (step, &line) in schedule.iter().enumerate() {
        let line = &corpus.lines[line as usize];
        spans.copy(&line.stream, &mut chance, &mut copy);
        trained.find(&copy, &mut found);
        // Dropout, of features: a line must be known by what is left of it.
        found.retain(|_| !chance.percent(settings.drop_percent));
        if found.is_empty() {
            continue;
        }
        let scale = 1.0 / (found.len() as f32).sqrt();
        let logits = trained.logits(&found);
        let mut gradient = softmax(&logits, lanes);
        // The derivative of the cross-entropy: shares told, less one for the right language.
        gradient[line.lane] -= 1.0;
        let size: f32 = gradient.iter().map(|g| g * g).sum();
        if size < LEARNT {
            continue;
        }
        let rate = settings.rate * (1.0 - step as f32 / schedule.len() as f32);
        for &place in &found {
            let square = &mut squares[place as usize];
            // AdaGrad: what is seen often has learnt, and moves little.
            *square += size * scale * scale;
            let rate = rate * scale / (square.sqrt() + STEADY);
            for (weight, slope) in trained.rows[place as usize].iter_mut().zip(&gradient) {
                *weight -= rate * slope;
            }
        }
    }
    trained.rows
}

/// Which line comes when.
fn schedule(
    corpus: &Corpus,
    settings: &Settings,
    wanted: impl Fn(usize) -> bool,
    chance: &mut Chance,
) -> Vec<u32> {
    let mut by_lane = vec![Vec::new(); corpus.languages.len()];
    for (place, line) in corpus.lines.iter().enumerate().filter(|(place, _)| wanted(*place)) {
        by_lane[line.lane].push(place as u32);
    }
    let largest = by_lane.iter().map(Vec::len).max().unwrap_or(0) as f64;
    let mut schedule = Vec::new();
    for _ in 0..settings.passes {
        let mut pass: Vec<u32> = Vec::new();
        for lines in &mut by_lane {
            let share = (largest / lines.len() as f64).powf(settings.even);
            let turns = (lines.len() as f64 * share).round() as usize;
            chance.shuffle(lines);
            pass.extend(lines.iter().cycle().take(turns));
        }
        chance.shuffle(&mut pass);
        schedule.extend(pass);
    }
    schedule
}

/// The shares of the first `lanes` lanes.
fn softmax(logits: &Row, lanes: usize) -> Row {
    // The largest becomes e^0, so that no sum overflows.
    let top = logits[..lanes].iter().copied().fold(f32::MIN, f32::max);
    let mut shares = [0f32; LANES];
    let mut sum = 0.0;
    for (share, logit) in shares[..lanes].iter_mut().zip(logits) {
        *share = exp(logit - top);
        sum += *share;
    }
    for share in &mut shares[..lanes] {
        *share /= sum;
    }
    shares
}

/// e to the x for x up to 0, by squaring: the same bits on every machine, which a system's libm does not promise.
fn exp(x: f32) -> f32 {
    let mut y = (1.0 + x.max(-80.0) / 256.0 + x.max(-80.0) * x.max(-80.0) / 131_072.0).max(0.0);
    for _ in 0..8 {
        y *= y;
    }
    y
}
