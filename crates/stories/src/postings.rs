//! An inverted index in memory: from a key to the tellings that have it.

use rustc_hash::FxHashMap;

const NONE: u32 = u32::MAX;

/// Keys and who has them, each key a chain through one list.
#[derive(Debug, Default)]
pub(crate) struct Postings {
    first: FxHashMap<u32, u32>,
    /// Who, and where the chain goes on.
    links: Vec<(u32, u32)>,
}

impl Postings {
    pub(crate) fn add(&mut self, keys: &[u32], slot: u32) {
        for key in keys {
            let at = self.links.len() as u32;
            let next = self.first.insert(*key, at).unwrap_or(NONE);
            self.links.push((slot, next));
        }
    }

    /// Calls with each that has one of the keys, once for each key.
    pub(crate) fn each(&self, keys: &[u32], mut found: impl FnMut(u32)) {
        for key in keys {
            let mut at = self.first.get(key).copied().unwrap_or(NONE);
            while at != NONE {
                let (slot, next) = self.links[at as usize];
                found(slot);
                at = next;
            }
        }
    }
}

/// Counts for each slot, without clearing all of them for the next question.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    counts: Vec<u16>,
    touched: Vec<u32>,
}

impl Tally {
    pub(crate) fn add(&mut self, slot: u32) {
        let at = slot as usize;
        if at >= self.counts.len() {
            self.counts.resize(at + 1, 0);
        }
        if self.counts[at] == 0 {
            self.touched.push(slot);
        }
        self.counts[at] = self.counts[at].saturating_add(1);
    }

    /// Gives who was counted how often, and begins anew.
    pub(crate) fn take(&mut self) -> Vec<(u32, u16)> {
        let taken: Vec<(u32, u16)> =
            self.touched.iter().map(|slot| (*slot, self.counts[*slot as usize])).collect();
        for slot in self.touched.drain(..) {
            self.counts[slot as usize] = 0;
        }
        taken
    }
}
