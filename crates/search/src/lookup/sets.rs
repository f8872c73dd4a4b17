//! Sets of documents under AND and OR (intersection, union), walked in the order of the index.

use tantivy::{DocId, DocSet, TERMINATED};

/// Some set of documents of one segment.
pub(crate) type Set = Box<dyn DocSet>;

/// The documents from one number to before another.
pub(crate) struct Stretch {
    doc: DocId,
    end: DocId,
}

impl Stretch {
    pub(crate) fn new(start: DocId, end: DocId) -> Self {
        Self { doc: if start < end { start } else { TERMINATED }, end }
    }
}

impl DocSet for Stretch {
    fn advance(&mut self) -> DocId {
        self.seek(self.doc.saturating_add(1))
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target > self.doc {
            self.doc = if target < self.end { target } else { TERMINATED };
        }
        self.doc
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.end.saturating_sub(self.doc)
    }
}

/// What is in each of several sets.
pub(crate) struct AllOf {
    /// The smallest first: it leads.
    sets: Vec<Set>,
    doc: DocId,
}

impl AllOf {
    /// At least one set.
    pub(crate) fn new(mut sets: Vec<Set>) -> Self {
        // The rarest leads: the others are sought to its documents, and never walked.
        sets.sort_by_key(|set| set.cost());
        let doc = sets.first().map_or(TERMINATED, |set| set.doc());
        let mut all = Self { sets, doc };
        all.meet(doc);
        all
    }

    /// The first document from `doc` on, where the first set stands, that is in every set.
    fn meet(&mut self, mut doc: DocId) -> DocId {
        'meeting: while doc != TERMINATED {
            for set in &mut self.sets[1..] {
                let other = if set.doc() < doc { set.seek(doc) } else { set.doc() };
                if other > doc {
                    doc = self.sets[0].seek(other);
                    continue 'meeting;
                }
            }
            break;
        }
        self.doc = doc;
        doc
    }
}

impl DocSet for AllOf {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED {
            return TERMINATED;
        }
        let doc = self.sets[0].advance();
        self.meet(doc)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target <= self.doc {
            return self.doc;
        }
        let doc = self.sets[0].seek(target);
        self.meet(doc)
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.sets.first().map_or(0, |set| set.size_hint())
    }

    fn cost(&self) -> u64 {
        self.sets.iter().map(|set| set.cost()).min().unwrap_or(0)
    }
}

/// Documents that are gathered at once.
const WINDOW: u32 = 64 * 64;

/// What is in any of several sets. They are read in turn, a window of documents each, rather than compared document by
/// document.
pub(crate) struct AnyOf<S = Set> {
    sets: Vec<S>,
    window: Box<[u64; 64]>,
    start: DocId,
    doc: DocId,
}

impl<S: DocSet> AnyOf<S> {
    pub(crate) fn new(sets: Vec<S>) -> Self {
        let mut any = Self { sets, window: Box::new([0; 64]), start: 0, doc: 0 };
        any.refill();
        any
    }

    /// Gathers the window that begins with the first document that is left in any set, and stands on that.
    fn refill(&mut self) -> DocId {
        self.sets.retain(|set| set.doc() != TERMINATED);
        let Some(start) = self.sets.iter().map(|set| set.doc()).min() else {
            self.doc = TERMINATED;
            return TERMINATED;
        };
        self.start = start;
        let end = start.saturating_add(WINDOW);
        for set in &mut self.sets {
            let mut doc = set.doc();
            // The end of a set lies beyond every window.
            while doc < end {
                let at = doc - start;
                self.window[(at / 64) as usize] |= 1 << (at % 64);
                doc = set.advance();
            }
        }
        self.doc = start;
        start
    }

    /// The first document of the window from `at` on, or of the next one.
    fn next_from(&mut self, at: u32) -> DocId {
        if at < WINDOW {
            let (first, bit) = ((at / 64) as usize, at % 64);
            for bucket in first..64 {
                let mut bits = self.window[bucket];
                if bucket == first {
                    bits &= u64::MAX << bit;
                }
                if bits != 0 {
                    self.doc = self.start + bucket as u32 * 64 + bits.trailing_zeros();
                    return self.doc;
                }
            }
        }
        self.window.fill(0);
        self.refill()
    }
}

impl<S: DocSet> DocSet for AnyOf<S> {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED {
            return TERMINATED;
        }
        self.next_from(self.doc - self.start + 1)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target <= self.doc || self.doc == TERMINATED {
            return self.doc;
        }
        if target - self.start < WINDOW {
            return self.next_from(target - self.start);
        }
        for set in &mut self.sets {
            if set.doc() < target {
                set.seek(target);
            }
        }
        self.window.fill(0);
        self.refill()
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.sets.iter().map(|set| set.size_hint()).fold(0, u32::saturating_add)
    }

    fn cost(&self) -> u64 {
        self.sets.iter().map(|set| set.cost()).sum()
    }

    fn count_including_deleted(&mut self) -> u32 {
        let mut count = 0;
        while self.doc != TERMINATED {
            let at = self.doc - self.start;
            let (first, rest) = ((at / 64) as usize, u64::MAX << (at % 64));
            count += (self.window[first] & rest).count_ones();
            count += self.window[first + 1..].iter().map(|bits| bits.count_ones()).sum::<u32>();
            self.next_from(WINDOW);
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use tantivy::BitSet;
    use tantivy::query::BitSetDocSet;

    use super::*;

    /// SplitMix64 (Steele, Lea, Flood 2014).
    fn dice(state: &mut u64) -> u64 {
        *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = *state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn some(state: &mut u64) -> BTreeSet<u32> {
        let (count, bound) = (dice(state) % 200, 1 + dice(state) % 30_000);
        (0..count).map(|_| (dice(state) % bound) as u32).collect()
    }

    fn set(documents: &BTreeSet<u32>) -> Set {
        let mut set = BitSet::with_max_value(30_001);
        for document in documents {
            set.insert(*document);
        }
        Box::new(BitSetDocSet::from(set))
    }

    #[track_caller]
    fn check(make: impl Fn() -> Set, expected: &BTreeSet<u32>, state: &mut u64) {
        let mut walked = Vec::new();
        let mut set = make();
        while set.doc() != TERMINATED {
            walked.push(set.doc());
            set.advance();
        }
        assert_eq!(walked, expected.iter().copied().collect::<Vec<_>>());
        assert_eq!(set.advance(), TERMINATED);
        assert_eq!(make().count_including_deleted() as usize, expected.len());
        // In leaps, some of them far.
        let mut set = make();
        while set.doc() != TERMINATED {
            let leap = [1, 5, 100, 5_000][(dice(state) % 4) as usize];
            let target = set.doc() + 1 + (dice(state) % leap) as u32;
            let next = expected.range(target..).next().copied().unwrap_or(TERMINATED);
            assert_eq!(set.seek(target), next);
        }
    }

    #[test]
    fn sets_are_what_they_are_called() {
        let mut state = 7;
        for _ in 0..300 {
            let [a, b, c] = [some(&mut state), some(&mut state), some(&mut state)];
            let any: BTreeSet<u32> = a.iter().chain(&b).chain(&c).copied().collect();
            check(|| Box::new(AnyOf::new(vec![set(&a), set(&b), set(&c)])), &any, &mut state);
            let all = any.iter().copied().filter(|doc| a.contains(doc) && b.contains(doc)).collect();
            check(|| Box::new(AllOf::new(vec![set(&a), set(&b)])), &all, &mut state);
            let both =
                any.iter().copied().filter(|doc| c.contains(doc) && (100..5_000).contains(doc)).collect();
            let stretch = || Box::new(Stretch::new(100, 5_000));
            check(|| Box::new(AllOf::new(vec![set(&c), stretch()])), &both, &mut state);
        }
    }
}
