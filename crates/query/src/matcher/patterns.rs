//! Words with wildcards by number, and which of them a word has the shape of.

use rustc_hash::FxHashMap;

use super::bits::Bits;
use super::space::Space;
use crate::ast::{Glob, Piece};
use veille_text::hash;

const BEGINNING_BYTES_MAX: usize = 4;
// 2^16 bits are 8 KB, which stay in the nearest cache beside an article.
const BEGINNING_BITS: u32 = 16;

/// A number below 2^16 for the first bytes of a word.
fn beginning(bytes: &[u8]) -> u32 {
    let word = bytes.iter().fold(0_u32, |word, byte| word << 8 | u32::from(*byte));
    // Multiplicative hashing (Knuth, 6.4): 2^32 over the golden ratio.
    word.wrapping_mul(0x9e37_79b1) >> (32 - BEGINNING_BITS)
}

/// The wildcards of all queries.
#[derive(Clone, Debug, Default)]
pub(super) struct Patterns {
    numbers: FxHashMap<(Space, Glob), u32>,
    /// By the hash of the letters before `*`, for `letters*`.
    prefixes: FxHashMap<(Space, u64), Vec<(String, u32)>>,
    /// The lengths, in bytes, of those letters.
    prefix_lengths: Vec<usize>,
    /// The first bytes of those letters, as many as the shortest of them has, by hash.
    beginnings: Bits,
    beginning_bytes: usize,
    /// All other shapes.
    others: Vec<(Space, Glob, u32)>,
}

impl Patterns {
    /// The number of a shape, a new one if need be.
    pub fn intern(&mut self, space: Space, glob: &Glob) -> u32 {
        let next = self.numbers.len() as u32;
        let key = (space, glob.clone());
        if let Some(number) = self.numbers.get(&key) {
            return *number;
        }
        self.numbers.insert(key, next);
        match glob.0.as_slice() {
            [Piece::Letters(prefix), Piece::Some] => {
                if let Err(at) = self.prefix_lengths.binary_search(&prefix.len()) {
                    self.prefix_lengths.insert(at, prefix.len());
                }
                self.prefixes.entry((space, hash(prefix))).or_default().push((prefix.clone(), next));
            }
            _ => self.others.push((space, glob.clone(), next)),
        }
        next
    }

    /// Makes the filter of [`Patterns::may_match`] when all are known.
    pub fn finish(&mut self) {
        self.beginning_bytes = self.prefix_lengths.first().copied().unwrap_or(0).min(BEGINNING_BYTES_MAX);
        self.beginnings = Bits::new(1 << BEGINNING_BITS);
        for (prefix, _) in self.prefixes.values().flatten() {
            self.beginnings.set(beginning(&prefix.as_bytes()[..self.beginning_bytes]));
        }
    }

    /// False for words that surely have none of the shapes.
    pub fn may_match(&self, word: &str) -> bool {
        // One `*crimin*` among all topics may match any word, whatever its beginning.
        if !self.others.is_empty() {
            return true;
        }
        let Some(bytes) = word.as_bytes().get(..self.beginning_bytes) else { return false };
        self.beginnings.has(beginning(bytes))
    }

    /// A shape as written in queries.
    pub fn name(&self, number: u32) -> String {
        let found = self.numbers.iter().find(|(_, own)| **own == number);
        found.map_or_else(String::new, |((_, glob), _)| glob.to_string())
    }

    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// The numbers of the shapes that a word has, in no particular order.
    pub fn of_word(&self, space: Space, word: &str, found: &mut Vec<u32>) {
        for length in self.prefix_lengths.iter().take_while(|length| **length <= word.len()) {
            // Lengths are in bytes, and another prefix's may cut a character of this word.
            let Some(prefix) = word.get(..*length) else { continue };
            let Some(bucket) = self.prefixes.get(&(space, hash(prefix))) else { continue };
            found.extend(bucket.iter().filter(|(letters, _)| letters == prefix).map(|(_, number)| *number));
        }
        let others = self.others.iter().filter(|(own, glob, _)| *own == space && glob.matches(word));
        found.extend(others.map(|(_, _, number)| *number));
    }
}
