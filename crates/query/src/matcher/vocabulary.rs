//! Words by number.

use super::space::Space;
use veille_text::hash;

/// The number of no word.
pub(super) const NONE: u32 = u32::MAX;

/// Numbers words from 0 on. The words lie in one string, one after the other.
///
/// The table holds half of each word's hash beside its number and is never more than half full, so that looking a word
/// up costs one visit to memory. The other half of the hash chose the slot: together 50 bits or so agree by chance
/// once in a quadrillion, and [`Vocabulary::is`] settles it.
#[derive(Clone, Debug, Default)]
pub(super) struct Vocabulary {
    letters: String,
    ends: Vec<u32>,
    hashes: Vec<u64>,
    slots: Vec<Slot>,
    /// Whether two words have the same tag, so that tags alone decide nothing.
    ambiguous: bool,
}

#[derive(Clone, Copy, Debug)]
struct Slot {
    tag: u32,
    number: u32,
}

const EMPTY: Slot = Slot { tag: 0, number: NONE };
const SLOTS_MIN: usize = 1 << 8;

impl Vocabulary {
    /// The number of a word, a new one if need be.
    pub fn intern(&mut self, space: Space, folded: &str) -> u32 {
        self.intern_hashed(space, folded, space.hash(hash(folded)))
    }

    /// The number of a word with this hash, a new one if need be.
    pub fn intern_hashed(&mut self, space: Space, folded: &str, hash: u64) -> u32 {
        self.intern_as(space, folded, hash, |words, number| words.is(number, space, folded))
    }

    /// The same by the hash alone, of which two words share all 64 bits: letters lie where no cache has them.
    pub fn intern_probably(&mut self, space: Space, folded: &str, hash: u64) -> u32 {
        self.intern_as(space, folded, hash, |words, number| words.hashes[number as usize] == hash)
    }

    #[inline]
    fn intern_as(&mut self, space: Space, folded: &str, hash: u64, is: impl Fn(&Self, u32) -> bool) -> u32 {
        if self.slots.len() < (self.ends.len() + 1) * 2 {
            // Half full at most: chains of linear probing grow fast beyond that.
            self.grow();
        }
        let mut at = self.first_slot(hash);
        while self.slots[at].number != NONE {
            let Slot { tag, number } = self.slots[at];
            if tag == tag_of(hash) {
                if is(self, number) {
                    return number;
                }
                // From now on letters decide, at the cost of a second visit to memory.
                self.ambiguous = true;
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
        let number = self.ends.len() as u32;
        self.letters.push_str(space.mark());
        self.letters.push_str(folded);
        self.ends.push(self.letters.len() as u32);
        self.hashes.push(hash);
        self.slots[at] = Slot { tag: tag_of(hash), number };
        number
    }

    /// The number of the word with this hash; [`NONE`] where there is none, nothing where tags decide nothing.
    ///
    /// A word of the vocabulary gets its own number; any other gets [`NONE`], or once in a quadrillion another's.
    pub fn probable(&self, hash: u64) -> Option<u32> {
        if self.ambiguous { None } else { Some(self.first(hash)) }
    }

    fn first(&self, hash: u64) -> u32 {
        if self.slots.is_empty() {
            return NONE;
        }
        let mut at = self.first_slot(hash);
        loop {
            let Slot { tag, number } = self.slots[at];
            // No letter is compared: where no two tags are equal, this is the word or a stranger to all queries.
            if number == NONE || tag == tag_of(hash) {
                return number;
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    /// The number of a word, compared letter by letter; [`NONE`] where it has none.
    pub fn find(&self, space: Space, folded: &str, hash: u64) -> u32 {
        if self.slots.is_empty() {
            return NONE;
        }
        let mut at = self.first_slot(hash);
        loop {
            let Slot { tag, number } = self.slots[at];
            if number == NONE || (tag == tag_of(hash) && self.is(number, space, folded)) {
                return number;
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    /// Whether a number is this word's.
    pub fn is(&self, number: u32, space: Space, folded: &str) -> bool {
        self.word(number).strip_prefix(space.mark()) == Some(folded)
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn clear(&mut self) {
        self.letters.clear();
        self.ends.clear();
        self.hashes.clear();
        // The table keeps its size: as many words come back at once.
        self.slots.fill(EMPTY);
        self.ambiguous = false;
    }

    pub fn shrink(&mut self) {
        self.letters.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.hashes.shrink_to_fit();
    }

    /// A word with the mark of its space.
    pub fn word(&self, number: u32) -> &str {
        let start = if number == 0 { 0 } else { self.ends[number as usize - 1] };
        &self.letters[start as usize..self.ends[number as usize] as usize]
    }

    fn first_slot(&self, hash: u64) -> usize {
        hash as usize & (self.slots.len() - 1)
    }

    fn grow(&mut self) {
        // Open addressing with linear probing wants a power of two, for the mask in `first_slot`.
        let slots = (self.slots.len() * 2).max(SLOTS_MIN);
        self.slots = vec![EMPTY; slots];
        for (number, &hash) in (0..).zip(&self.hashes) {
            let mut at = self.first_slot(hash);
            while self.slots[at].number != NONE {
                at = (at + 1) & (slots - 1);
            }
            self.slots[at] = Slot { tag: tag_of(hash), number };
        }
    }
}

fn tag_of(hash: u64) -> u32 {
    (hash >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_the_number_by_its_hash_that_it_has_by_its_letters() {
        let (mut by_letters, mut by_hash) = (Vocabulary::default(), Vocabulary::default());
        // Twice, and more than the table is made for: the second time all are known, and it has grown.
        for word in (0..2).flat_map(|_| 0..3 * SLOTS_MIN).map(|at| format!("w{at}")) {
            let number = by_hash.intern_probably(Space::Body, &word, hash(&word));
            assert_eq!(number, by_letters.intern(Space::Body, &word), "{word}");
            assert!(by_hash.is(number, Space::Body, &word));
        }
        assert_eq!(by_hash.len(), 3 * SLOTS_MIN);
    }
}
