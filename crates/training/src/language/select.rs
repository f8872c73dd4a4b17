//! Which features earn a row.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use super::tagger::training::{Feature, Key, SLOTS, each_feature, slot};

use super::chance::Chance;
use super::corpus::Corpus;
use super::spans::Spans;

/// The features kept, in their order.
pub fn select(
    corpus: &Corpus,
    spans: &Spans,
    rows_max: usize,
    lines_min: u32,
    forced: &[Key],
) -> Vec<Feature> {
    let candidates = frequent(corpus, spans, lines_min);
    let lanes = corpus.languages.len();
    let mut counts = vec![0u32; candidates.len() * lanes];
    let mut sizes = vec![0f64; lanes];
    each_copy(corpus, spans, |lane, feature| {
        sizes[lane] += 1.0;
        if let Some(&place) = candidates.get(&feature.key()) {
            counts[place as usize * lanes + lane] += 1;
        }
    });
    let mut scored: Vec<(f64, Key)> = candidates
        .iter()
        .map(|(&key, &place)| (worth(&counts[place as usize * lanes..][..lanes], &sizes), key))
        .collect();
    // Then by key, or the order of equals would be that of a hash table.
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut taken = vec![false; SLOTS];
    let mut kept = HashSet::new();
    // Shibboleths first, whatever they are worth by count: they are there because few lines have them.
    for key in forced.iter().copied().chain(scored.into_iter().map(|(_, key)| key)) {
        let slot = slot(key);
        // Of two keys of one slot the one worth more is kept: the tagger's table has no chains.
        if kept.len() < rows_max && !taken[slot] {
            taken[slot] = true;
            kept.insert(key);
        }
    }
    named(corpus, spans, kept)
}

/// The features that have these keys. Of two that share one, the first met has it; a word that no line holds is one
/// that was forced.
fn named(corpus: &Corpus, spans: &Spans, mut keys: HashSet<Key>) -> Vec<Feature> {
    let mut features = Vec::with_capacity(keys.len());
    each_copy(corpus, spans, |_, feature| {
        if keys.remove(&feature.key()) {
            features.push(feature);
        }
    });
    features.extend(keys.into_iter().map(Feature::Word));
    features.sort_unstable();
    features
}

/// How much a feature tells of the language: its share of the mutual information, all languages being as likely.
fn worth(counts: &[u32], sizes: &[f64]) -> f64 {
    let rates: Vec<f64> = counts.iter().zip(sizes).map(|(&n, size)| f64::from(n) / size).collect();
    let mean = rates.iter().sum::<f64>() / rates.len() as f64;
    rates.iter().filter(|rate| **rate > 0.0).map(|rate| rate * (rate / mean).ln()).sum()
}

/// Features that occur in enough lines, numbered.
fn frequent(corpus: &Corpus, spans: &Spans, lines_min: u32) -> Numbers {
    // A rough count first, by the upper bits of the hash (a counting filter): most n-grams occur
    // once and need no entry in a map.
    // 32 MB of counts; the upper bits, as the map below takes the lower ones.
    const BITS: u32 = 25;
    let mut rough = vec![0u8; 1 << BITS];
    each_copy(corpus, spans, |_, feature| {
        let count = &mut rough[(feature.key() >> (32 - BITS)) as usize];
        *count = count.saturating_add(1);
    });
    let mut found = Numbers::default();
    each_copy(corpus, spans, |_, feature| {
        let key = feature.key();
        if u32::from(rough[(key >> (32 - BITS)) as usize]) >= lines_min {
            let next = found.len() as u32;
            found.entry(key).or_insert(next);
        }
    });
    found
}

/// Every line once as it is and, one time in three, once more without its accents.
fn each_copy(corpus: &Corpus, spans: &Spans, mut tell: impl FnMut(usize, Feature)) {
    let mut chance = Chance(1);
    let mut copy = Vec::new();
    for line in &corpus.lines {
        each_feature(&line.stream, |feature| tell(line.lane, feature));
        // About as many as `Spans` strips in training, so that n-grams without accents are candidates, too.
        if chance.percent(33) {
            spans.plain_copy(&line.stream, &mut copy);
            each_feature(&copy, |feature| tell(line.lane, feature));
        }
    }
}

/// Keys are hashes already: they need no other.
type Numbers = HashMap<Key, u32, BuildHasherDefault<AsItIs>>;

#[derive(Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {
        unreachable!("keys are u32")
    }

    fn write_u32(&mut self, key: u32) {
        // Doubled, because the map looks at the upper bits as well as at the lower.
        self.0 = u64::from(key) | u64::from(key) << 32;
    }
}
