//! Words with wildcards by number, and which of them a word has the shape of.

use rustc_hash::FxHashMap;

use super::space::Space;
use super::vocabulary::hash;
use crate::query::ast::{Glob, Piece};

/// The wildcards of all queries.
#[derive(Clone, Debug, Default)]
pub(super) struct Patterns {
    numbers: FxHashMap<(Space, Glob), u32>,
    /// By the hash of the letters before `*`, for `letters*`.
    prefixes: FxHashMap<(Space, u64), Vec<(String, u32)>>,
    /// The lengths, in bytes, of those letters.
    prefix_lengths: Vec<usize>,
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

    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// The numbers of the shapes that a word has, in no particular order.
    pub fn of_word(&self, space: Space, word: &str, found: &mut Vec<u32>) {
        for length in self.prefix_lengths.iter().take_while(|length| **length <= word.len()) {
            let Some(prefix) = word.get(..*length) else { continue };
            let Some(bucket) = self.prefixes.get(&(space, hash(prefix))) else { continue };
            found.extend(bucket.iter().filter(|(letters, _)| letters == prefix).map(|(_, number)| *number));
        }
        let others = self.others.iter().filter(|(own, glob, _)| *own == space && glob.matches(word));
        found.extend(others.map(|(_, _, number)| *number));
    }
}
