//! Words by number.

use std::hash::Hasher;

use hashbrown::HashTable;
use rustc_hash::FxHasher;

/// Numbers words from 0 on. The words lie in one string, one after the other.
#[derive(Clone, Debug, Default)]
pub(super) struct Vocabulary {
    letters: String,
    ends: Vec<u32>,
    table: HashTable<u32>,
}

/// The hash of a word.
pub(super) fn hash(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(word.as_bytes());
    hasher.finish()
}

impl Vocabulary {
    /// The number of a word, a new one if need be.
    pub fn intern(&mut self, word: &str) -> u32 {
        self.intern_hashed(word, hash(word))
    }

    /// The number of a word with this hash, a new one if need be.
    pub fn intern_hashed(&mut self, word: &str, hash: u64) -> u32 {
        if let Some(number) = self.find(word, hash) {
            return number;
        }
        let number = self.ends.len() as u32;
        self.letters.push_str(word);
        self.ends.push(self.letters.len() as u32);
        let Self { letters, ends, table } = self;
        table.insert_unique(hash, number, |number| self::hash(slice(letters, ends, *number)));
        number
    }

    /// The number of a word with this hash.
    pub fn find(&self, word: &str, hash: u64) -> Option<u32> {
        self.table.find(hash, |number| slice(&self.letters, &self.ends, *number) == word).copied()
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn clear(&mut self) {
        self.letters.clear();
        self.ends.clear();
        self.table.clear();
    }

    pub fn shrink(&mut self) {
        self.letters.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}

fn slice<'l>(letters: &'l str, ends: &[u32], number: u32) -> &'l str {
    let start = if number == 0 { 0 } else { ends[number as usize - 1] };
    &letters[start as usize..ends[number as usize] as usize]
}
