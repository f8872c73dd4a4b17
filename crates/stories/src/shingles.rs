//! A text as its shingles (k-grams of words, Broder 1997): how much of one text stands in another, in percent both ways.

use rustc_hash::FxHashMap;

use crate::packed::{Packed, length};
use crate::translation::Sentences;
use crate::words::{Word, Words, together};

/// Words in a shingle. A character of a script without spaces is half a word.
const HALF_WORDS: u32 = 6;

/// Shingles from one that two texts share to the next: in a text of which a quarter of the words was changed six in the
/// mean, and seldom more than this.
const GAP: usize = 10;

/// A text with fewer shingles is compared with its headline before it.
const SHORT: usize = 8;

/// The shingles of a text, in order; and by what it is compared with texts in other languages.
#[derive(Clone, Debug, Default)]
pub struct Shingles {
    hashes: Box<[u32]>,
    /// Nothing of a text that stands by itself.
    pub(crate) sentences: Sentences,
}

/// How much two texts have of each other.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Shared {
    /// The share of the first text's shingles that stand in the second.
    pub of_first: f32,
    /// And the other way round.
    pub of_second: f32,
    /// How many different shingles both have.
    pub shingles: usize,
    /// The share of either text, the lesser of the two, that lies between shingles that both have and that are no further
    /// apart than [`GAP`]: a text that was changed word by word is woven into the other, one that quotes it is not.
    pub woven: f32,
}

impl Shingles {
    /// Reads a text that stands by itself; a line is a paragraph.
    pub fn of_text(text: &str) -> Self {
        Self::of(&Words::of_text(text))
    }

    pub(crate) fn of(words: &Words) -> Self {
        let mut hashes = Vec::with_capacity(words.text.len());
        each(&words.text, |hash| hashes.push(hash));
        if hashes.len() < SHORT {
            let mut of_headline = Vec::new();
            each(&words.headline, |hash| of_headline.push(hash));
            hashes.splice(..0, of_headline);
        }
        Self { hashes: hashes.into(), sentences: Sentences::default() }
    }

    pub(crate) fn of_parts(hashes: Box<[u32]>, sentences: Sentences) -> Self {
        Self { hashes, sentences }
    }

    pub(crate) fn hashes(&self) -> &[u32] {
        &self.hashes
    }

    /// Which of them the other text has.
    pub(crate) fn held_by(&self, other: &Self) -> Vec<bool> {
        let known = other.known();
        self.hashes.iter().map(|hash| known.contains_key(hash)).collect()
    }

    fn known(&self) -> FxHashMap<u32, ()> {
        self.hashes.iter().map(|hash| (*hash, ())).collect()
    }
}

/// Calls with each shingle of consecutive words.
fn each(words: &[Word], mut found: impl FnMut(u32)) {
    let halves = |word: &Word| if word.is_unspaced { 1 } else { 2 };
    let (mut end, mut held) = (0, 0);
    for start in 0..words.len() {
        while held < HALF_WORDS && end < words.len() {
            held += halves(&words[end]);
            end += 1;
        }
        if held < HALF_WORDS {
            return;
        }
        found(together(words[start..end].iter().map(|word| word.hash)));
        held -= halves(&words[start]);
    }
}

/// Compares two texts. Shingles that a text has twice count twice in its share.
pub(crate) fn shared(first: &Shingles, second: &Shingles) -> Shared {
    if first.hashes.is_empty() || second.hashes.is_empty() {
        return Shared::default();
    }
    // `true` says that the other text has it too.
    let mut seen: FxHashMap<u32, bool> = first.hashes.iter().map(|hash| (*hash, false)).collect();
    let (mut of_second, mut in_second, mut shingles) = (0_usize, Weave::default(), 0);
    for (at, hash) in second.hashes.iter().enumerate() {
        if let Some(both) = seen.get_mut(hash) {
            shingles += usize::from(!std::mem::replace(both, true));
            of_second += 1;
            in_second.add(at);
        }
    }
    let (mut of_first, mut in_first) = (0_usize, Weave::default());
    for (at, hash) in first.hashes.iter().enumerate() {
        if seen[hash] {
            of_first += 1;
            in_first.add(at);
        }
    }
    Shared {
        of_first: of_first as f32 / first.hashes.len() as f32,
        of_second: of_second as f32 / second.hashes.len() as f32,
        shingles,
        woven: in_first.share(first.hashes.len()).min(in_second.share(second.hashes.len())),
    }
}

/// How much of a text lies between what it shares.
#[derive(Default)]
struct Weave {
    last: Option<usize>,
    covered: usize,
}

impl Weave {
    fn add(&mut self, at: usize) {
        let gap = self.last.map_or(at + 1, |last| at - last);
        self.covered += if gap <= GAP { gap } else { 1 };
        self.last = Some(at);
    }

    fn share(&self, shingles: usize) -> f32 {
        // What follows the last shingle counts as what lies between two.
        let rest = self.last.map_or(0, |last| shingles - 1 - last);
        let rest = if rest < GAP { rest } else { 0 };
        (self.covered + rest) as f32 / shingles as f32
    }
}

impl Shingles {
    /// All that is compared of a text.
    pub fn packed(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(8 + 4 * self.hashes().len() + self.sentences.packed_bytes());
        bytes.extend(length(self.hashes().len()));
        self.hashes().iter().for_each(|hash| bytes.extend(hash.to_le_bytes()));
        self.sentences.pack(&mut bytes);
        bytes
    }

    /// Of what [`packed`](Self::packed) gave; None of anything else.
    pub fn unpacked(bytes: &[u8]) -> Option<Self> {
        let mut rest = Packed::of(bytes);
        let count = rest.length()?;
        let hashes = rest.take(count.checked_mul(4)?)?.as_chunks::<4>().0;
        let hashes = hashes.iter().map(|hash| u32::from_le_bytes(*hash)).collect();
        Some(Self::of_parts(hashes, Sentences::unpack(&mut rest)?))
    }
}
