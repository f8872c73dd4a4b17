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
    filter: Filter,
    /// All other shapes.
    others: Vec<(Space, Glob, u32)>,
}

/// What words have that may have one of the shapes: most of a text's words are told by it to have none.
#[derive(Clone, Debug)]
struct Filter {
    /// The first bytes of shapes that begin with letters, at most [`BEGINNING_BYTES_MAX`], by hash.
    beginnings: Bits,
    /// How many bytes they may be: one `aç*` among all topics would else let half of all words through.
    lengths: Vec<usize>,
    /// Two bytes that stand anywhere in a word of the other shapes: `cr` of `*crimin*`.
    inside: Bits,
    has_inside: bool,
    /// Some shape has no letters to go by.
    all: bool,
}

impl Default for Filter {
    fn default() -> Self {
        Self {
            beginnings: Bits::new(1 << BEGINNING_BITS),
            lengths: Vec::new(),
            inside: Bits::new(1 << 16),
            has_inside: false,
            all: false,
        }
    }
}

impl Filter {
    fn begins_with(&mut self, letters: &str) {
        let length = letters.len().min(BEGINNING_BYTES_MAX);
        if let Err(at) = self.lengths.binary_search(&length) {
            self.lengths.insert(at, length);
        }
        self.beginnings.set(beginning(&letters.as_bytes()[..length]));
    }

    fn add(&mut self, glob: &Glob) {
        if let Some(Piece::Letters(letters)) = glob.0.first() {
            return self.begins_with(letters);
        }
        let letters = glob.0.iter().filter_map(|piece| match piece {
            Piece::Letters(letters) => Some(letters.as_bytes()),
            _ => None,
        });
        // The longest letters: two bytes of them are the rarest to be met by chance.
        match letters.max_by_key(|letters| letters.len()) {
            Some(&[first, second, ..]) => {
                self.has_inside = true;
                self.inside.set(pair(first, second));
            }
            _ => self.all = true,
        }
    }

    fn lets_through(&self, word: &[u8]) -> bool {
        // A word shorter than that, and a cut within a character, begin with none of that length.
        let mut beginnings = self.lengths.iter().filter_map(|length| word.get(..*length)).map(beginning);
        beginnings.any(|beginning| self.beginnings.has(beginning))
            || self.has_inside && word.windows(2).any(|two| self.inside.has(pair(two[0], two[1])))
            || self.all
    }
}

fn pair(first: u8, second: u8) -> u32 {
    u32::from(first) << 8 | u32::from(second)
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
        self.filter = Filter::default();
        for (prefix, _) in self.prefixes.values().flatten() {
            self.filter.begins_with(prefix);
        }
        for (_, glob, _) in &self.others {
            self.filter.add(glob);
        }
    }

    /// False for words that surely have none of the shapes.
    pub fn may_match(&self, word: &str) -> bool {
        self.filter.lets_through(word.as_bytes())
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

#[cfg(test)]
mod tests {
    use super::*;

    fn check(patterns: &Patterns, word: &str, expected: bool) {
        assert_eq!(patterns.may_match(word), expected, "{word}");
    }

    #[test]
    fn a_short_wildcard_lets_no_other_words_through() {
        let letters = |letters: &str| Piece::Letters(letters.to_owned());
        let mut patterns = Patterns::default();
        for prefix in ["ac", "cybercrim", "loi", "é"] {
            patterns.intern(Space::Body, &Glob(vec![letters(prefix), Piece::Some]));
        }
        patterns.intern(Space::Body, &Glob(vec![Piece::Some, letters("개국"), Piece::Some]));
        patterns.intern(Space::Body, &Glob(vec![letters("cho"), Piece::One, letters("e"), Piece::Some]));
        patterns.finish();
        check(&patterns, "acier", true);
        check(&patterns, "ac", true);
        check(&patterns, "cybercriminel", true);
        check(&patterns, "loin", true);
        check(&patterns, "été", true);
        check(&patterns, "achat", true);
        check(&patterns, "cycle", false);
        check(&patterns, "logis", false);
        check(&patterns, "a", false);
        check(&patterns, "", false);
        check(&patterns, "60개국이", true);
        check(&patterns, "chose", true);
        check(&patterns, "choc", true);
        check(&patterns, "chemin", false);
        patterns.intern(Space::Body, &Glob(vec![Piece::One, Piece::One]));
        patterns.finish();
        check(&patterns, "cycle", true);
    }
}
