//! From anchors to queries.

use rustc_hash::FxHashMap;

use super::anchors::Anchor;
use super::scratch::{NONE, Scratch};

/// The queries of each anchor.
#[derive(Clone, Debug, Default)]
pub(super) struct Lookup {
    words: Lists,
    patterns: Lists,
    pairs: FxHashMap<(u32, u32), u32>,
    pair_lists: Lists,
    /// By word: whether some pair begins with it.
    begins_pair: Vec<bool>,
}

/// Lists of queries, by number.
#[derive(Clone, Debug, Default)]
struct Lists {
    starts: Vec<u32>,
    queries: Vec<u32>,
}

/// Gathers anchors for a [`Lookup`].
#[derive(Debug, Default)]
pub(super) struct LookupBuilder {
    words: Vec<(u32, u32)>,
    patterns: Vec<(u32, u32)>,
    pairs: Vec<(u32, u32)>,
    pair_numbers: FxHashMap<(u32, u32), u32>,
}

impl LookupBuilder {
    /// Adds the anchors of a query.
    pub fn add(&mut self, query: u32, mut anchors: Vec<Anchor>) {
        anchors.sort_unstable();
        anchors.dedup();
        for anchor in anchors {
            match anchor {
                Anchor::Word(word) => self.words.push((word, query)),
                Anchor::Pattern(pattern) => self.patterns.push((pattern, query)),
                Anchor::Pair(first, second) => {
                    let next = self.pair_numbers.len() as u32;
                    let number = *self.pair_numbers.entry((first, second)).or_insert(next);
                    self.pairs.push((number, query));
                }
            }
        }
    }

    /// The lookup, for so many words and wildcards.
    pub fn build(self, words: usize, patterns: usize) -> Lookup {
        let mut begins_pair = vec![false; words];
        for (first, _) in self.pair_numbers.keys() {
            begins_pair[*first as usize] = true;
        }
        Lookup {
            words: Lists::new(self.words, words),
            patterns: Lists::new(self.patterns, patterns),
            pair_lists: Lists::new(self.pairs, self.pair_numbers.len()),
            pairs: self.pair_numbers,
            begins_pair,
        }
    }
}

impl Lists {
    fn new(mut entries: Vec<(u32, u32)>, count: usize) -> Self {
        entries.sort_unstable();
        let mut starts = vec![0; count + 1];
        for (number, _) in &entries {
            starts[*number as usize + 1] += 1;
        }
        for index in 0..count {
            starts[index + 1] += starts[index];
        }
        Self { starts, queries: entries.into_iter().map(|(_, query)| query).collect() }
    }

    fn of(&self, number: u32) -> &[u32] {
        &self.queries[self.starts[number as usize] as usize..self.starts[number as usize + 1] as usize]
    }
}

impl Lookup {
    /// The queries with an anchor in the document that the scratch has read, each once.
    pub fn candidates(&self, scratch: &mut Scratch, candidates: &mut Vec<u32>) {
        let Scratch { ids, words, patterns, looked_at, article, .. } = scratch;
        let mut offer = |queries: &[u32]| {
            for query in queries {
                let seen = &mut looked_at[*query as usize];
                if *seen != *article {
                    *seen = *article;
                    candidates.push(*query);
                }
            }
        };
        for word in words.touched() {
            offer(self.words.of(*word));
        }
        for pattern in patterns.touched() {
            offer(self.patterns.of(*pattern));
        }
        for pair in ids.windows(2) {
            let begins = pair[0] != NONE && self.begins_pair.get(pair[0] as usize).copied().unwrap_or(false);
            if begins && let Some(number) = self.pairs.get(&(pair[0], pair[1])) {
                offer(self.pair_lists.of(*number));
            }
        }
    }
}
