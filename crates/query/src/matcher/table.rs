//! From anchors to queries.

use rustc_hash::FxHashMap;

use super::anchors::Anchor;
use super::bits::Bits;
use super::scratch::{Chains, Scratch};

/// The queries of each anchor.
#[derive(Clone, Debug, Default)]
pub(super) struct Lookup {
    words: Lists,
    patterns: Lists,
    pairs: FxHashMap<(u32, u32), u32>,
    pair_lists: Lists,
    /// By word: whether some pair begins with it.
    begins_pair: Bits,
    guards: Vec<u32>,
}

/// Words of which one must occur too.
#[derive(Clone, Copy, Debug)]
enum Guard {
    Open,
    Word(u32),
    /// How many there are and their numbers follow each other in [`Lookup::guards`] from here.
    Words(u32),
}

/// A query that may match where an anchor occurs.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    query: u32,
    guard: Guard,
}

/// Lists of queries, by number.
#[derive(Clone, Debug, Default)]
struct Lists {
    starts: Vec<u32>,
    /// The numbers that have a list.
    filled: Bits,
    queries: Vec<Candidate>,
}

/// Gathers anchors for a [`Lookup`].
#[derive(Debug, Default)]
pub(super) struct LookupBuilder {
    words: Vec<(u32, Candidate)>,
    patterns: Vec<(u32, Candidate)>,
    pairs: Vec<(u32, Candidate)>,
    pair_numbers: FxHashMap<(u32, u32), u32>,
    guards: Vec<u32>,
}

impl LookupBuilder {
    /// Adds a query with its anchors, and with words of which one must occur too.
    pub fn add(&mut self, query: u32, guard: &[u32], anchors: &mut Vec<Anchor>) {
        let query = Candidate { query, guard: self.guard(guard) };
        anchors.sort_unstable();
        anchors.dedup();
        for anchor in anchors.drain(..) {
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

    // One word in the entry itself, as most guards are: no second look at another list.
    fn guard(&mut self, words: &[u32]) -> Guard {
        match words {
            [] => Guard::Open,
            [word] => Guard::Word(*word),
            words => {
                let at = self.guards.len() as u32;
                self.guards.push(words.len() as u32);
                self.guards.extend_from_slice(words);
                Guard::Words(at)
            }
        }
    }

    /// The lookup, for so many words and wildcards.
    pub fn build(self, words: usize, patterns: usize) -> Lookup {
        let mut begins_pair = Bits::new(words);
        for (first, _) in self.pair_numbers.keys() {
            begins_pair.set(*first);
        }
        Lookup {
            words: Lists::new(&self.words, words),
            patterns: Lists::new(&self.patterns, patterns),
            pair_lists: Lists::new(&self.pairs, self.pair_numbers.len()),
            pairs: self.pair_numbers,
            begins_pair,
            guards: self.guards,
        }
    }
}

impl Lists {
    fn new(entries: &[(u32, Candidate)], count: usize) -> Self {
        let mut starts = vec![0; count + 1];
        let mut filled = Bits::new(count);
        // Compressed sparse rows: 100,000 queries in two flat lists, not in a vector for each word.
        for (number, _) in entries {
            filled.set(*number);
            starts[*number as usize + 1] += 1;
        }
        for index in 0..count {
            starts[index + 1] += starts[index];
        }
        // Counted, so that each is put where it belongs without comparing any: queries came in their order and keep it.
        let mut next = starts.clone();
        let mut queries = vec![Candidate { query: 0, guard: Guard::Open }; entries.len()];
        for (number, candidate) in entries {
            let at = &mut next[*number as usize];
            queries[*at as usize] = *candidate;
            *at += 1;
        }
        Self { starts, filled, queries }
    }

    fn of(&self, number: u32) -> &[Candidate] {
        if !self.filled.has(number) {
            return &[];
        }
        &self.queries[self.starts[number as usize] as usize..self.starts[number as usize + 1] as usize]
    }
}

impl Lookup {
    /// The queries with an anchor in the document that the scratch has read, each once.
    pub fn candidates(&self, scratch: &mut Scratch, candidates: &mut Vec<u32>) {
        let Scratch { ids, forms, words, patterns, looked_at, article, .. } = scratch;
        let mut offer = |queries: &[Candidate]| {
            for Candidate { query, guard } in queries {
                if !self.admits(*guard, words) {
                    continue;
                }
                // A stamp of the article instead of a set: nothing has to be cleared before the next one.
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
        // The last word of the headline and the first of the text are a pair too; the verifier refuses it.
        for pair in ids.windows(2) {
            // One bit decides most positions without a visit to the map.
            if self.begins_pair.has(pair[0])
                && let Some(number) = self.pairs.get(&(pair[0], pair[1]))
            {
                offer(self.pair_lists.of(*number));
            }
        }
        // Forms stand beside the words of `ids`, and make pairs of their own.
        for (at, form) in forms.iter() {
            let beside = |at: u32| {
                let first = forms.partition_point(|(of, _)| *of < at);
                let forms = forms[first..].iter().take_while(move |(of, _)| *of == at);
                ids.get(at as usize).copied().into_iter().chain(forms.map(|(_, form)| *form))
            };
            let pairs = beside(at + 1).map(|next| (*form, next));
            let pairs =
                pairs.chain(at.checked_sub(1).into_iter().flat_map(beside).map(|before| (before, *form)));
            for pair in pairs {
                if let Some(number) = self.pairs.get(&pair) {
                    offer(self.pair_lists.of(*number));
                }
            }
        }
    }

    fn admits(&self, guard: Guard, words: &Chains) -> bool {
        match guard {
            Guard::Open => true,
            Guard::Word(word) => words.has(word),
            Guard::Words(at) => {
                let count = self.guards[at as usize] as usize;
                let first = at as usize + 1;
                self.guards[first..first + count].iter().any(|word| words.has(*word))
            }
        }
    }
}
