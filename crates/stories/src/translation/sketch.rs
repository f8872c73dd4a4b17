//! By what candidates are found: the few keys of an article that say most, and where in it each stands first.
//!
//! A translation shares some fifteen of them with its original, and in one order; two articles by chance a third of one.

use veille_text::hash;

use super::sentences::Sentences;

/// Most keys of a sketch.
const KEYS: usize = 150;
/// What a key must say.
const LEAST: f32 = 3.5;
/// A key says more where it is repeated, up to so often; and no more than that counts.
const TIMES: f32 = 4.0;
const MOST: f32 = 10.0;
/// An article of few keys is held to have so many bits.
const BITS: f32 = 30.0;
/// How like two sketches must be.
const FLOOR: f32 = 0.04;
/// Candidates of one language: the nearest.
const NEAREST: usize = 3;
/// Lengths of two texts that are one, cut to two thirds or with some paragraphs added: e to this, at most.
const LENGTHS: f32 = 1.2;

/// The keys of an article that say most.
#[derive(Clone, Debug, Default)]
pub struct Sketch {
    /// Sorted.
    keys: Box<[u32]>,
    /// Where in the text each stands first, in 255ths; and what it says, in tenths of a bit.
    places: Box<[(u8, u8)]>,
    bits: f32,
    letters: f32,
    /// Of the primary language; candidates are of another.
    language: u32,
}

/// A candidate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Alike {
    /// Who.
    pub slot: u32,
    /// How like, from 0 to 1.
    pub likeness: f32,
    language: u32,
}

impl Sketch {
    /// Of an article in this language.
    pub fn of(sentences: &Sentences, language: &str) -> Self {
        let total = sentences.total().max(1.0);
        let mut before = 0.0;
        let mut middles: Vec<f32> = Vec::with_capacity(sentences.len());
        for letters in &sentences.letters {
            middles.push((before + f32::from(*letters) / 2.0) / total);
            before += f32::from(*letters);
        }
        let mut heaviest: Vec<(f32, u32, f32)> = Vec::new();
        for mass in &sentences.masses {
            let places = sentences.places(mass);
            let weight = mass.weight * (1.0 + 0.3 * ((places.len() as f32).min(TIMES) - 1.0));
            if weight >= LEAST {
                heaviest.push((weight, mass.hash, middles[usize::from(places[0])]));
            }
        }
        heaviest.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        heaviest.truncate(KEYS);
        heaviest.sort_unstable_by_key(|(_, hash, _)| *hash);
        let primary = language.split('-').next().unwrap_or(language);
        Self {
            keys: heaviest.iter().map(|(_, hash, _)| *hash).collect(),
            places: heaviest
                .iter()
                .map(|(weight, _, at)| ((at * 255.0) as u8, (weight.min(MOST) * 10.0) as u8))
                .collect(),
            bits: heaviest.iter().map(|(weight, ..)| weight.min(MOST)).sum::<f32>().max(BITS),
            letters: total,
            language: crate::words::short(hash(primary)),
        }
    }

    /// By what others share it.
    pub fn keys(&self) -> &[u32] {
        &self.keys
    }

    /// Whether the other is of another language, and as long as a translation may be.
    pub(crate) fn may_translate(&self, other: &Self) -> bool {
        self.language != other.language && (self.letters / other.letters).ln().abs() <= LENGTHS
    }

    /// Whether the other is a candidate, if no others are nearer.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        self.likeness(other) >= FLOOR
    }

    /// How much the two have in one order, more than backwards by half, of all that they say.
    pub(crate) fn likeness(&self, other: &Self) -> f32 {
        let mut shared: Vec<(u8, u8, f32)> = Vec::with_capacity(32);
        let (mut at, mut there) = (0, 0);
        while at < self.keys.len() && there < other.keys.len() {
            match self.keys[at].cmp(&other.keys[there]) {
                std::cmp::Ordering::Less => at += 1,
                std::cmp::Ordering::Greater => there += 1,
                std::cmp::Ordering::Equal => {
                    let ((here, bits), (place, others)) = (self.places[at], other.places[there]);
                    shared.push((here, place, f32::from(bits.min(others)) / 10.0));
                    at += 1;
                    there += 1;
                }
            }
        }
        let forward = chain(&mut shared);
        for (_, place, _) in &mut shared {
            *place = 255 - *place;
        }
        (forward - chain(&mut shared) / 2.0).max(0.0) / (self.bits * other.bits).sqrt()
    }
}

/// The heaviest chain of keys that stand in the same order in both.
fn chain(shared: &mut [(u8, u8, f32)]) -> f32 {
    shared.sort_unstable_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.total_cmp(&b.2)));
    let mut best: Vec<f32> = Vec::with_capacity(shared.len());
    for (at, (_, place, bits)) in shared.iter().enumerate() {
        let before = shared[..at].iter().zip(&best).filter(|((_, other, _), _)| other <= place);
        let most = before.map(|(_, sum)| *sum).fold(0.0, f32::max);
        best.push(most + bits);
    }
    best.into_iter().fold(0.0, f32::max)
}

/// Of those that share keys with an article, the nearest of each language, in the order of their names.
pub fn nearest<'s>(sketch: &Sketch, others: impl Iterator<Item = (u32, &'s Sketch)>) -> Vec<Alike> {
    let mut alike: Vec<Alike> = others
        .filter(|(_, other)| sketch.may_translate(other))
        .map(|(slot, other)| Alike { slot, likeness: sketch.likeness(other), language: other.language })
        .filter(|alike| alike.likeness >= FLOOR)
        .collect();
    alike.sort_by(|a, b| a.language.cmp(&b.language).then(b.likeness.total_cmp(&a.likeness)));
    let mut kept: Vec<Alike> = Vec::new();
    for one in alike {
        if kept.iter().filter(|other| other.language == one.language).count() < NEAREST {
            kept.push(one);
        }
    }
    kept
}
