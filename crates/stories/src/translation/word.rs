//! One word of a text as it is compared across languages, and the hash of what a key stands for.

use veille_text::{Document, Token};

/// A word as it is looked at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word<'w> {
    pub folded: &'w str,
    pub written: &'w str,
    pub first: char,
    /// The share of articles that have it.
    pub frequency: f32,
    pub start: usize,
    pub end: usize,
    pub starts_sentence: bool,
}

impl<'w> Word<'w> {
    pub fn of(document: &'w Document, token: &Token, word: &crate::words::Word, written: &'w str) -> Self {
        let written = &written[token.start as usize..token.end as usize];
        Self {
            folded: document.folded(token.folded_start, token.folded_end),
            written,
            first: written.chars().next().unwrap_or(' '),
            frequency: word.frequency,
            start: token.start as usize,
            end: token.end as usize,
            starts_sentence: token.starts_sentence,
        }
    }
}

/// FNV-1a, and never another: hashes of keys stand in `data/common-keys.bin`.
pub(crate) fn hash(tag: char, bytes: &[u8]) -> u32 {
    let mut all: u64 = 0xcbf2_9ce4_8422_2325 ^ u64::from(tag);
    for byte in bytes {
        all = (all ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    crate::words::short(all)
}
