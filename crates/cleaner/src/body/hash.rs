//! Words as hashes, and sets of them: enough to compare texts, cheap to keep.

use veille_text::letter::{self, LETTER, Letter, MARK, NUMERIC, UNSPACED};

/// FNV-1a, 32 bits.
pub(super) const START: u32 = 0x811c_9dc5;

pub(super) fn step(hash: u32, byte: u8) -> u32 {
    (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
}

/// Appends the hashes of a text's words, folded; each letter of a script without spaces is a word.
pub(crate) fn hash_words(text: &str, into: &mut Vec<u32>) {
    let mut hash = START;
    for character in text.chars() {
        if character.is_ascii_alphanumeric() {
            hash = step(hash, (character as u8).to_ascii_lowercase());
            continue;
        }
        // Marks of ASCII end words and have no letter to fold: the table need not be asked.
        let letter = if character.is_ascii() { Letter::default() } else { letter::letter(character) };
        if !letter.is(UNSPACED) && letter.is(LETTER | NUMERIC) {
            hash = letter.folded().iter().copied().fold(hash, step);
            continue;
        }
        // Combining marks are left out: `Việt` written decomposed and Arabic with harakat are
        // the same words as without.
        if !letter.is(UNSPACED) && letter.is(MARK) {
            continue;
        }
        if hash != START {
            into.push(hash);
            hash = START;
        }
        if letter.is(UNSPACED) {
            let mut bytes = [0; 4];
            into.push(character.encode_utf8(&mut bytes).bytes().fold(START, step));
        }
    }
    if hash != START {
        into.push(hash);
    }
}

/// A set of hashes with few false hits, made for many questions.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sieve {
    sorted: Vec<u32>,
    bits: Vec<u64>,
}

impl Sieve {
    /// A set of these hashes.
    pub(crate) fn of(mut hashes: Vec<u32>) -> Self {
        hashes.sort_unstable();
        hashes.dedup();
        // A Bloom filter of one hash function with sixteen bits a key: fifteen of sixteen
        // misses never reach the search.
        let size = (hashes.len() * 16).next_power_of_two().max(64);
        let mut bits = vec![0u64; size / 64];
        for hash in &hashes {
            let at = *hash as usize & (size - 1);
            bits[at / 64] |= 1 << (at % 64);
        }
        Self { sorted: hashes, bits }
    }

    /// The rows of four words in a text.
    pub(crate) fn of_shingles(words: &[u32]) -> Self {
        Self::of(words.windows(4).map(shingle).collect())
    }

    /// Hashes in the set.
    pub(crate) fn len(&self) -> usize {
        self.sorted.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.sorted.is_empty()
    }

    /// Whether a hash is in the set.
    pub(crate) fn has(&self, hash: u32) -> bool {
        if self.bits.is_empty() {
            return false;
        }
        let at = hash as usize & (self.bits.len() * 64 - 1);
        self.bits[at / 64] >> (at % 64) & 1 == 1 && self.sorted.binary_search(&hash).is_ok()
    }

    /// The share of these words that are in the set.
    pub(crate) fn share_of(&self, words: &[u32]) -> f32 {
        if words.is_empty() || self.is_empty() {
            return 0.0;
        }
        words.iter().filter(|word| self.has(**word)).count() as f32 / words.len() as f32
    }

    /// The share of these words' rows of four that are in the set.
    pub(crate) fn share_of_shingles(&self, words: &[u32]) -> f32 {
        if words.len() < 4 || self.is_empty() {
            return 0.0;
        }
        words.windows(4).filter(|row| self.has(shingle(row))).count() as f32 / (words.len() - 3) as f32
    }
}

/// Four words as one hash.
pub(crate) fn shingle(words: &[u32]) -> u32 {
    // The rotation keeps the order of the words, so that `man bites dog` is no `dog bites man`.
    words.iter().fold(START, |hash, word| (hash.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b1))
}

/// For maps whose keys are hashes already.
pub(crate) type Unhashed = std::hash::BuildHasherDefault<Already>;

/// Keys are hashes already.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Already(u64);

impl std::hash::Hasher for Already {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {}

    fn write_u32(&mut self, hash: u32) {
        // Fibonacci hashing (Knuth, volume 3, 6.4): the map takes its seven control bits from
        // the top, which 32 bits lack.
        self.0 = u64::from(hash).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_compared_by_their_words() {
        let words = |text: &str| {
            let mut words = Vec::new();
            hash_words(text, &mut words);
            words
        };
        assert_eq!(words("L’Été à Hanoï!"), words("l ete a hanoi"));
        assert_eq!(words("河内").len(), 2);
        let sieve = Sieve::of_shingles(&words("un deux trois quatre cinq six"));
        assert_eq!(sieve.share_of_shingles(&words("deux trois quatre cinq")), 1.0);
        assert_eq!(sieve.share_of_shingles(&words("cinq quatre trois deux")), 0.0);
    }
}
