//! The proof of a translation, for people: sentence beside sentence, with what is the same in both.
//!
//! A sentence is told only where something is the same that can be shown; what else speaks for it is not.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::keys::{Key, Reading, Segment};
use super::order::{ENOUGH, Tables, align};
use super::sentences::Sentences;

/// A key that says less is no agreement.
const BITS: f32 = 2.0;

/// Two sentences that stand in each other's place.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// The sentence of the first text.
    pub sentence: String,
    /// Its first byte in the text, or in the headline.
    pub(crate) start: usize,
    /// The sentence of the other text.
    pub other: String,
    /// What is the same in both, as each writes it; the surest first.
    pub same: Vec<(String, String)>,
}

/// What proves that a text translates another, by the lines of the first; None is its headline.
#[derive(Debug, Default)]
pub(crate) struct Proof {
    pub lines: BTreeMap<Option<usize>, Proved>,
}

/// A line of the first text.
#[derive(Debug, Default)]
pub(crate) struct Proved {
    /// Letters of its sentences, and of those of them that share enough with what stands in their place.
    pub letters: f32,
    pub covered: f32,
    /// Lines of the other text in its place, in their order; None is the headline.
    pub others: Vec<Option<usize>>,
    /// Sentences of which something can be shown.
    pub agreements: Vec<Agreement>,
}

impl Proof {
    /// Aligns two articles (headline, text, language). What is covered is counted as the percents of a copy are.
    pub(crate) fn of(first: (&str, &str, &str), second: (&str, &str, &str)) -> Self {
        let (reading, other) =
            (Reading::of(first.0, first.1, first.2), Reading::of(second.0, second.1, second.2));
        let order = align(&Sentences::of(&reading), &Sentences::of(&other), &mut Tables::default());
        let mut lines: BTreeMap<Option<usize>, Proved> = BTreeMap::new();
        let mut shared = vec![0.0_f32; reading.segments.len()];
        for pair in &order.pairs {
            shared[pair.first] += pair.bits.max(0.0);
            let (here, there) = (reading.segments[pair.first], other.segments[pair.second]);
            let proved = lines.entry(line(first.1, here)).or_default();
            let in_its_place = line(second.1, there);
            if !proved.others.contains(&in_its_place) {
                proved.others.push(in_its_place);
            }
            let same = same((&reading, pair.first, first), (&other, pair.second, second));
            if !same.is_empty() && pair.bits >= ENOUGH {
                proved.agreements.push(Agreement {
                    sentence: written(first, here, (here.start, here.end)).to_owned(),
                    start: here.start as usize,
                    other: written(second, there, (there.start, there.end)).to_owned(),
                    same,
                });
            }
        }
        for (segment, bits) in reading.segments.iter().zip(shared) {
            let proved = lines.entry(line(first.1, *segment)).or_default();
            // As [`Sentences`] counts them.
            let letters = segment.letters.min(60_000) as f32;
            proved.letters += letters;
            proved.covered += if bits >= ENOUGH { letters } else { 0.0 };
        }
        Self { lines }
    }
}

type Side<'s> = (&'s Reading, usize, (&'s str, &'s str, &'s str));

/// What two sentences share, each word of them once.
fn same(first: Side<'_>, second: Side<'_>) -> Vec<(String, String)> {
    let keys = |side: &Side<'_>| {
        let segment = side.1;
        side.0
            .keys
            .iter()
            .filter(move |key| usize::from(key.segment) == segment)
            .copied()
            .collect::<Vec<Key>>()
    };
    let mut there: FxHashMap<u32, Key> = FxHashMap::default();
    for key in keys(&second) {
        there.entry(key.hash).or_insert(key);
    }
    let mut pairs: Vec<(f32, Key, Key)> = Vec::new();
    for key in keys(&first) {
        if let Some(other) = there.get(&key.hash) {
            let bits = key.weight.min(other.weight);
            if bits >= BITS {
                pairs.push((bits, key, *other));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.start.cmp(&b.1.start)));
    let mut taken: Vec<(Key, Key)> = Vec::new();
    for (_, key, other) in pairs {
        let overlaps = |a: &Key, b: &Key| a.start < b.end && b.start < a.end;
        // The surest of what overlaps: a number and its year are the same digits.
        if !taken.iter().any(|(here, there)| overlaps(here, &key) || overlaps(there, &other)) {
            taken.push((key, other));
        }
    }
    let words = |side: &Side<'_>, key: &Key| {
        written(side.2, side.0.segments[side.1], (key.start, key.end)).to_owned()
    };
    taken.iter().map(|(key, other)| (words(&first, key), words(&second, other))).collect()
}

fn written<'w>(article: (&'w str, &'w str, &'w str), segment: Segment, bytes: (u32, u32)) -> &'w str {
    let field = if segment.is_headline { article.0 } else { article.1 };
    &field[bytes.0 as usize..bytes.1 as usize]
}

/// The line of the text that a sentence stands in; None of the headline's.
fn line(text: &str, segment: Segment) -> Option<usize> {
    (!segment.is_headline).then(|| text[..segment.start as usize].matches('\n').count())
}
