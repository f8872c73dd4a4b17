//! What the models look at: the n-grams of letters and the words of a text, each as a 32-bit key.

use super::letters::APOSTROPHE;

/// Names a feature: a hash of its symbols.
pub type Key = u32;

/// Features that a symbol ends, at most.
pub const EACH_MAX: usize = 4;

/// Calls `emit` with the key of every feature of a stream (see [`super::letters::read`]): n-grams of two to four
/// symbols, and words.
///
/// N-grams cross the gap between words, so that the order of short words counts. Longer n-grams and pairs of words
/// were tried: they cost a third of the speed and gave nothing.
#[inline]
pub fn each(stream: &[u8], mut emit: impl FnMut(Key)) {
    each_placed(stream, |key, _, _| emit(key));
}

/// The same with the places where the feature begins and ends.
#[inline]
pub fn each_placed(stream: &[u8], mut emit: impl FnMut(Key, usize, usize)) {
    let mut window = 0u32;
    let mut word = WORD;
    let mut word_start = 0;
    for (at, &symbol) in stream.iter().enumerate() {
        window = window << 8 | u32::from(symbol);
        if symbol <= APOSTROPHE {
            if word != WORD {
                emit(finish(word), word_start, at);
                word = WORD;
            }
            word_start = at + 1;
        } else {
            word = (word ^ u64::from(symbol)).wrapping_mul(MIX);
        }
        // At the beginning the window holds what reads as gaps.
        emit(gram(window & 0xffff, 2), at.saturating_sub(1), at + 1);
        emit(gram(window & 0xff_ffff, 3), at.saturating_sub(2), at + 1);
        emit(gram(window, 4), at.saturating_sub(3), at + 1);
    }
}

/// The key of a whole word, given its symbols without gaps.
pub fn of_word(symbols: &[u8]) -> Key {
    finish(symbols.iter().fold(WORD, |word, symbol| (word ^ u64::from(*symbol)).wrapping_mul(MIX)))
}

const MIX: u64 = 0x9e37_79b9_7f4a_7c15;
const WORD: u64 = 0x51_7cc1_b727_220a;

/// Multiplicative hashing (Knuth, volume 3, 6.4): the upper bits depend on all symbols.
#[inline]
fn gram(symbols: u32, order: u64) -> Key {
    ((u64::from(symbols) | order << 40).wrapping_mul(MIX) >> 32) as Key
}

#[inline]
fn finish(word: u64) -> Key {
    ((word ^ word >> 29).wrapping_mul(MIX) >> 32) as Key
}
