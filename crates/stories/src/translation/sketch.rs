//! By what candidates are found: the few keys of an article that say most, and where in it each stands first.
//!
//! A translation shares some fifteen of them with its original, and in one order; two articles by chance a third of one.
//! Of two hundred thousand pairs in two languages some twenty are candidates by chance.

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
/// By so many of them it is found.
const FINDERS: usize = 96;
/// Marks such a key beside its weight.
const FINDER: u8 = 0x80;
/// How like two sketches must be.
const FLOOR: f32 = 0.04;
/// As much as that must be said by the keys by which one finds the other, in whatever order.
const FOUND: f32 = 0.04;
/// Candidates: the nearest of each language; and of all of them so many that are no liker than chance makes one in a
/// hundred thousand.
const NEAREST: usize = 3;
const NEAREST_FAINT: usize = 12;
const FAINT: f32 = 0.08;
/// From one key of a chain to the next it is as far in both texts, in 255ths, but for so many; and for a share, since one
/// text may have paragraphs that the other lacks.
const ASTRAY: u32 = 26;
const ASTRAY_SHARE: u32 = 4;
/// How far the next may stand before the last: words of one sentence come in any order.
const BEFORE: u32 = 3;
/// Lengths of two texts that are one, cut to two thirds or with some paragraphs added: one is so many times the other (e to 1.2), at most.
const LENGTHS: f32 = 3.320_117;

/// The keys of an article that say most.
#[derive(Clone, Debug, Default)]
pub struct Sketch {
    spots: Spots,
    bits: f32,
    letters: f32,
    /// Of the primary language; candidates are of another.
    language: u32,
}

/// Keys, six bytes each, sorted by their lower halves: these first, then the upper halves, then the rest. For sketches of
/// thousands are looked through for each article, and of most of them no more than the lower halves.
#[derive(Clone, Debug, Default)]
struct Spots(Box<[u16]>);

/// A key and what is said of it.
#[derive(Clone, Copy, Debug)]
struct Spot {
    key: u32,
    /// Where in the text it stands first, in 255ths.
    place: u8,
    /// What it says, in tenths of a bit, with [`FINDER`].
    tenths: u8,
}

impl Spots {
    fn of(mut spots: Vec<Spot>) -> Self {
        spots.sort_unstable_by_key(|spot| spot.key.rotate_left(16));
        let lower = spots.iter().map(|spot| spot.key as u16);
        let upper = spots.iter().map(|spot| (spot.key >> 16) as u16);
        let rest = spots.iter().map(|spot| u16::from_le_bytes([spot.place, spot.tenths]));
        Self(lower.chain(upper).chain(rest).collect())
    }

    fn len(&self) -> usize {
        self.0.len() / 3
    }

    /// The lower halves of the keys.
    fn lower(&self) -> &[u16] {
        &self.0[..self.len()]
    }

    fn at(&self, at: usize) -> Spot {
        let [place, tenths] = self.0[2 * self.len() + at].to_le_bytes();
        let key = u32::from(self.0[at]) | u32::from(self.0[self.len() + at]) << 16;
        Spot { key, place, tenths }
    }

    fn iter(&self) -> impl Iterator<Item = Spot> {
        (0..self.len()).map(|at| self.at(at))
    }

    /// Looks for a key from a place on that is not behind it.
    fn find(&self, key: u32, from: usize) -> Option<Spot> {
        let rest = self.lower().get(from..)?.iter().take_while(|lower| **lower <= key as u16).count();
        (from..from + rest).map(|at| self.at(at)).find(|spot| spot.key == key)
    }
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

/// A sketch that others are compared with, one after the other.
#[derive(Debug)]
pub(crate) struct Question {
    /// Which lower halves its keys have, a bit for each.
    known: Box<[u64; KNOWN / 64]>,
    /// How many of its keys come before the first bit of each.
    before: Box<[u8; KNOWN / 64]>,
    shared: Vec<Shared>,
}

/// So many lower halves there are: of three hundred keys that it has not, one looks as if it had it.
const KNOWN: usize = 1 << 16;

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
        let mut heaviest: Vec<(f32, u32, f32)> = Vec::with_capacity(sentences.masses.len());
        for mass in &sentences.masses {
            let places = sentences.places(mass);
            // By three tenths for each time more: what is repeated is what the text is about.
            let weight = mass.weight * (1.0 + 0.3 * ((places.len() as f32).min(TIMES) - 1.0));
            if weight >= LEAST {
                heaviest.push((weight, mass.hash, middles[usize::from(places[0])]));
            }
        }
        // Of equals by their hashes, so that the same article always has the same sketch.
        heaviest.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        heaviest.truncate(KEYS);
        let spot = |(rank, (weight, key, at)): (usize, &(f32, u32, f32))| {
            let tenths = (weight.min(MOST) * 10.0) as u8;
            let tenths = if rank < FINDERS { tenths | FINDER } else { tenths };
            Spot { key: *key, place: (at * 255.0) as u8, tenths }
        };
        let primary = language.split('-').next().unwrap_or(language);
        Self {
            spots: Spots::of(heaviest.iter().enumerate().map(spot).collect()),
            bits: heaviest.iter().map(|(weight, ..)| weight.min(MOST)).sum::<f32>().max(BITS),
            letters: total,
            language: crate::words::short(hash(primary)),
        }
    }

    /// The keys by which others find it, and what each says in tenths of a bit.
    pub fn finders(&self) -> impl Iterator<Item = (u32, u8)> {
        let finders = self.spots.iter().filter(|spot| spot.tenths & FINDER != 0);
        finders.map(|spot| (spot.key, spot.tenths & !FINDER))
    }

    /// Whether an article of another language may be a candidate, where the keys by which one finds the other say so many
    /// tenths of a bit, of each the lesser.
    pub fn may_be_like(&self, other: &Self, tenths: u16) -> bool {
        self.language != other.language && f32::from(tenths) >= self.found() * other.root()
    }

    /// The lower halves of its keys where they begin and where they end: who looks at these has the sketch on its way from memory.
    pub(crate) fn ends(&self) -> [Option<u16>; 2] {
        [self.spots.lower().first().copied(), self.spots.lower().last().copied()]
    }

    /// The primary language, by its hash.
    pub(crate) fn language(&self) -> u32 {
        self.language
    }

    /// The root of all that its keys say.
    pub(crate) fn root(&self) -> f32 {
        self.bits.sqrt()
    }

    /// So many tenths of a bit, times the root of the other, must be said by the keys by which one finds the other.
    pub(crate) fn found(&self) -> f32 {
        10.0 * FOUND * self.root()
    }

    /// Whether the other is of another language, and as long as a translation may be.
    pub(crate) fn may_translate(&self, other: &Self) -> bool {
        self.language != other.language
            && self.letters.max(other.letters) <= LENGTHS * self.letters.min(other.letters)
    }

    /// Whether the other is a candidate, if no others are nearer.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        let mut question = Question::default();
        question.ask(self);
        question.alike(self, 0, other).is_some()
    }
}

impl Default for Question {
    fn default() -> Self {
        Self { known: Box::new([0; KNOWN / 64]), before: Box::new([0; KNOWN / 64]), shared: Vec::new() }
    }
}

impl Question {
    /// Goes on to this sketch.
    pub(crate) fn ask(&mut self, sketch: &Sketch) {
        self.known.fill(0);
        for lower in sketch.spots.lower() {
            self.known[usize::from(lower / 64)] |= 1 << (lower % 64);
        }
        let mut at = 0;
        for (bits, before) in self.known.iter().zip(self.before.iter_mut()) {
            *before = at;
            at += bits.count_ones() as u8;
        }
    }

    /// Another as a candidate of the sketch that is asked about, if it is one.
    pub(crate) fn alike(&mut self, sketch: &Sketch, slot: u32, other: &Sketch) -> Option<Alike> {
        let likeness = if sketch.may_translate(other) { self.likeness(sketch, other) } else { 0.0 };
        (likeness >= FLOOR).then_some(Alike { slot, likeness, language: other.language })
    }

    /// How much the two have in one order, more than backwards by half, of all that they say; the same whichever is asked.
    fn likeness(&mut self, sketch: &Sketch, other: &Sketch) -> f32 {
        self.shared.clear();
        // One order for both, so that it is the same whichever is asked.
        let is_first = sketch.language <= other.language;
        for (number, lower) in other.spots.lower().iter().enumerate() {
            let bits = self.known[usize::from(lower / 64)];
            let bit = 1 << (lower % 64);
            if bits & bit == 0 {
                continue;
            }
            let there = other.spots.at(number);
            // Or somewhat behind it, where two keys have one lower half.
            let at =
                usize::from(self.before[usize::from(lower / 64)]) + (bits & (bit - 1)).count_ones() as usize;
            if let Some(here) = sketch.spots.find(there.key, at) {
                // What both say is what the lesser of them says.
                let bits = f32::from((here.tenths & !FINDER).min(there.tenths & !FINDER)) / 10.0;
                let places = [u32::from(here.place), u32::from(there.place)];
                let [first, second] = if is_first { places } else { [places[1], places[0]] };
                self.shared.push((first, second, bits));
            }
        }
        let most = (sketch.bits * other.bits).sqrt();
        let each = || self.shared.iter().map(|(_, _, bits)| *bits);
        // Of most pairs even all that they share is too little, if no more than one key of it went backwards.
        if each().sum::<f32>() - each().fold(0.0, f32::max) / 2.0 < FLOOR * most {
            return 0.0;
        }
        let forward = chain(&mut self.shared);
        for (_, place, _) in &mut self.shared {
            *place = 255 - *place;
        }
        (forward - chain(&mut self.shared) / 2.0).max(0.0) / most
    }
}

/// Where a key stands in both texts, and what it says.
type Shared = (u32, u32, f32);

/// The heaviest chain of keys that stand in the same order in both, about as far from each other.
fn chain(shared: &mut [Shared]) -> f32 {
    shared.sort_unstable_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.total_cmp(&b.2)));
    let mut best: Vec<f32> = Vec::with_capacity(shared.len());
    for (at, (here, there, bits)) in shared.iter().enumerate() {
        let goes_on = |(before, other, _): &Shared| {
            let (far, other_far) = (here - before, there.saturating_sub(*other));
            there + BEFORE >= *other && far.abs_diff(other_far) <= ASTRAY + far.max(other_far) / ASTRAY_SHARE
        };
        let before = shared[..at].iter().zip(&best).filter(|(one, _)| goes_on(one));
        let most = before.map(|(_, sum)| *sum).fold(0.0, f32::max);
        best.push(most + bits);
    }
    best.into_iter().fold(0.0, f32::max)
}

/// Of those that share keys with an article, the nearest of each language, the nearest first.
pub fn nearest<'s>(sketch: &Sketch, others: impl Iterator<Item = (u32, &'s Sketch)>) -> Vec<Alike> {
    let mut question = Question::default();
    question.ask(sketch);
    let alike = others.filter_map(|(slot, other)| question.alike(sketch, slot, other));
    Nearest::of(alike.collect()).kept.into()
}

impl Alike {
    /// The same seen from the other side: one is as like the other as the other is like it.
    pub(crate) fn of(self, slot: u32, sketch: &Sketch) -> Self {
        Self { slot, language: sketch.language, ..self }
    }
}

/// The candidates of an article, the nearest first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Nearest {
    pub kept: Box<[Alike]>,
    /// Whether others were left out that are fainter.
    is_full: bool,
}

impl Nearest {
    /// Of those that were found to be alike; of equals the first come first.
    pub(crate) fn of(mut alike: Vec<Alike>) -> Self {
        // Stable: so that it hangs on the order in which they are given.
        alike.sort_by(|a, b| b.likeness.total_cmp(&a.likeness));
        Self::chosen(alike.into_iter())
    }

    fn chosen(nearest_first: impl Iterator<Item = Alike>) -> Self {
        let (mut kept, mut faint): (Vec<Alike>, usize) = (Vec::new(), 0);
        for one in nearest_first {
            if faint == NEAREST_FAINT {
                break;
            }
            if kept.iter().filter(|other| other.language == one.language).count() < NEAREST {
                faint += usize::from(one.likeness < FAINT);
                kept.push(one);
            }
        }
        Self { kept: kept.into(), is_full: faint == NEAREST_FAINT }
    }

    /// One more is alike; whether what comes into question is known still. `is_before` says who comes first of equals.
    pub(crate) fn take_in(&mut self, new: Alike, is_before: impl Fn(&Alike) -> bool) -> bool {
        let goes_first = |one: &Alike| match one.likeness.total_cmp(&new.likeness) {
            std::cmp::Ordering::Equal => is_before(one),
            order => order.is_gt(),
        };
        let (first, rest) = self.kept.split_at(self.kept.partition_point(goes_first));
        let chosen = Self::chosen(first.iter().copied().chain([new]).chain(rest.iter().copied()));
        // Instead of a faint one of its language: then another faint one, that is not known, comes into question.
        let is_known = chosen.is_full || !self.is_full;
        *self = chosen;
        is_known
    }

    pub(crate) fn has(&self, slot: u32) -> bool {
        self.kept.iter().any(|one| one.slot == slot)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_comes_one_by_one_is_chosen_as_if_all_had_come_at_once() {
        let mut seed = 7_u32;
        let mut dice = |sides: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) % sides
        };
        for _ in 0..300 {
            let mut all: Vec<Alike> = Vec::new();
            let mut nearest = Some(Nearest::default());
            for slot in 0..60 {
                let alike = Alike { slot, likeness: 0.04 + dice(9) as f32 / 100.0, language: dice(7) };
                all.push(alike);
                let is_known =
                    nearest.as_mut().is_some_and(|one| one.take_in(alike, |other| other.slot < slot));
                let expected = Nearest::of(all.clone());
                if is_known {
                    assert_eq!(nearest.as_ref().unwrap().kept, expected.kept);
                }
                nearest = Some(expected);
            }
        }
    }
}
