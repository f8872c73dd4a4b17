//! What the models look at: the n-grams of letters and the words of a text.
//!
//! N-grams are of two to four symbols (see [`super::letters::read_symbols`]) and cross the gap between words, so that the
//! order of short words counts. Longer n-grams and pairs of words were tried: they cost a third of the speed and gave nothing.

use super::letters::APOSTROPHE;

/// Names a feature: a hash of its symbols.
pub type Key = u32;

/// The lengths of n-grams, the longest first.
pub const ORDERS: [u8; 3] = [4, 3, 2];

/// A feature by what it is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Feature {
    /// So many symbols, the last in the lowest byte.
    Gram(u8, u32),
    /// A whole word, by its key.
    Word(Key),
}

impl Feature {
    /// The n-gram of this length at the end of a window of symbols.
    #[inline]
    pub fn ending(window: u32, order: u8) -> Self {
        Self::Gram(order, window & (u32::MAX >> (32 - 8 * u32::from(order))))
    }

    /// Its name.
    #[inline]
    pub fn key(self) -> Key {
        match self {
            // Multiplicative hashing (Knuth, volume 3, 6.4): the upper bits depend on all symbols.
            Self::Gram(order, symbols) => {
                ((u64::from(symbols) | u64::from(order) << 40).wrapping_mul(MIX) >> 32) as Key
            }
            Self::Word(key) => key,
        }
    }

    /// The n-gram that always ends where this one does; none of a pair or a word.
    pub fn suffix(self) -> Option<Self> {
        match self {
            Self::Gram(order, symbols) if order > 2 => Some(Self::ending(symbols, order - 1)),
            _ => None,
        }
    }
}

/// Calls `emit` for each symbol of a stream: with it and the three before, and with the word that it ends, if it ends one:
/// the word's key and where it begins. Before the beginning stand gaps.
#[inline]
pub fn each_window(stream: &[u8], mut emit: impl FnMut(u32, Option<(Key, usize)>)) {
    let mut window = 0u32;
    let (mut letters, mut start) = (WORD, 0);
    for (at, &symbol) in stream.iter().enumerate() {
        window = window << 8 | u32::from(symbol);
        let mut word = None;
        // A word ends at an apostrophe too, and `l'eau` gives *eau*; n-grams run on across both.
        if symbol <= APOSTROPHE {
            if letters != WORD {
                word = Some((finish(letters), start));
                letters = WORD;
            }
            start = at + 1;
        } else {
            letters = (letters ^ u64::from(symbol)).wrapping_mul(MIX);
        }
        emit(window, word);
    }
}

/// Each symbol of a stream with the three before. Before the beginning stand gaps.
#[inline]
pub(super) fn windows(stream: &[u8]) -> impl Iterator<Item = u32> {
    let mut window = 0u32;
    stream.iter().map(move |symbol| {
        window = window << 8 | u32::from(*symbol);
        window
    })
}

/// Calls `emit` with the key of each word of a stream.
#[inline]
pub(super) fn each_word(stream: &[u8], mut emit: impl FnMut(Key)) {
    let mut letters = WORD;
    for &symbol in stream {
        if symbol > APOSTROPHE {
            letters = (letters ^ u64::from(symbol)).wrapping_mul(MIX);
        } else if letters != WORD {
            emit(finish(letters));
            letters = WORD;
        }
    }
}

/// Calls `emit` with every feature of a stream.
#[inline]
pub fn each_feature(stream: &[u8], mut emit: impl FnMut(Feature)) {
    each_window(stream, |window, word| {
        if let Some((word, _)) = word {
            emit(Feature::Word(word));
        }
        for order in ORDERS.into_iter().rev() {
            emit(Feature::ending(window, order));
        }
    });
}

/// The key of a whole word, given its symbols without gaps.
pub fn word_key(symbols: &[u8]) -> Key {
    finish(symbols.iter().fold(WORD, |word, symbol| (word ^ u64::from(*symbol)).wrapping_mul(MIX)))
}

const MIX: u64 = 0x9e37_79b9_7f4a_7c15;
const WORD: u64 = 0x51_7cc1_b727_220a;

#[inline]
fn finish(word: u64) -> Key {
    ((word ^ word >> 29).wrapping_mul(MIX) >> 32) as Key
}
