//! An inverted index in memory: from a fingerprint to the texts that have it, bounded where thousands have it.

use rustc_hash::FxHashMap;

use crate::credit::Standing;

/// So many of those that have a fingerprint are looked at: the first in order of the week before, among which is the
/// original. What a paper puts under each of its pages, or the press prints a thousand times, costs no more than that.
const FIRST: usize = 32;

/// Marks that a key has a list; most keys one has alone.
const LISTED: u32 = 1 << 31;
/// Bits of who has a key; how much it says may stand above them.
pub(crate) const SLOT_BITS: u32 = 24;
/// Most that are held.
pub(crate) const SLOTS: usize = 1 << SLOT_BITS;

/// Keys and who has them.
#[derive(Debug, Default)]
pub(crate) struct Lists {
    /// Who has it; or the list of those that have it, marked.
    first: FxHashMap<u32, u32>,
    /// Each side by side in memory: what thousands have is read through for each article.
    lists: Vec<Vec<u32>>,
    /// Lists that nobody is in any more.
    free: Vec<u32>,
}

impl Lists {
    /// One more has a key: before which of those that had it, by how many stand before.
    pub(crate) fn insert(&mut self, key: u32, at: usize, slot: u32) {
        let Some(first) = self.first.get_mut(&key) else {
            self.first.insert(key, slot);
            return;
        };
        if *first & LISTED == 0 {
            let both = if at == 0 { vec![slot, *first] } else { vec![*first, slot] };
            let list = self.free.pop().unwrap_or(self.lists.len() as u32);
            match self.lists.get_mut(list as usize) {
                Some(free) => *free = both,
                None => self.lists.push(both),
            }
            *first = list | LISTED;
            return;
        }
        let list = &mut self.lists[(*first & !LISTED) as usize];
        if list.len() == list.capacity() {
            // Half as much again, and not twice: most of memory is these.
            list.reserve_exact(list.len() / 2 + 2);
        }
        list.insert(at, slot);
    }

    /// Those that have a key, in their order.
    pub(crate) fn of(&self, key: u32) -> &[u32] {
        match self.first.get(&key) {
            Some(list) if list & LISTED != 0 => &self.lists[(list & !LISTED) as usize],
            Some(alone) => std::slice::from_ref(alone),
            None => &[],
        }
    }

    /// One has a key no more, after which so many of those that have it stand before it.
    pub(crate) fn remove_at(&mut self, key: u32, at: usize) {
        match self.of(key).len() {
            // The last one, or one alone: no empty list stays.
            0 | 1 => self.remove(key),
            _ => drop(self.lists[(self.first[&key] & !LISTED) as usize].remove(at)),
        }
    }

    /// Nobody has a key any more.
    fn remove(&mut self, key: u32) {
        if let Some(list) = self.first.remove(&key).filter(|first| first & LISTED != 0) {
            self.lists[(list & !LISTED) as usize] = Vec::new();
            self.free.push(list & !LISTED);
        }
    }
}

/// Fingerprints and who has them, in an order where many have it.
#[derive(Debug, Default)]
pub(crate) struct Postings {
    few: Lists,
    /// What more than [`FIRST`] have, in their order.
    many: FxHashMap<u32, Vec<u32>>,
}

/// By what those that have a fingerprint are ordered, and which of them count for another.
pub(crate) trait Order {
    /// Whether the first text comes before the second: by their standing, then the earlier.
    fn is_before(&self, first: u32, second: u32) -> bool;
    /// Whether the first text was published more than a week before the second.
    fn is_a_week_before(&self, first: u32, second: u32) -> bool;
    /// How near a text is to where it came from.
    fn standing(&self, slot: u32) -> Standing;
    /// Whether a text counts.
    fn is_live(&self, slot: u32) -> bool;
}

impl Postings {
    pub(crate) fn add(&mut self, keys: &[u32], slot: u32, order: &impl Order) {
        for key in keys {
            if let Some(many) = self.many.get_mut(key) {
                let at = many.partition_point(|other| order.is_before(*other, slot));
                many.insert(at, slot);
                continue;
            }
            self.few.insert(*key, self.few.of(*key).len(), slot);
            if self.few.of(*key).len() > FIRST {
                let few = self.few.of(*key).iter().copied();
                // In the short list they stood on after they left.
                let mut many: Vec<u32> = few.filter(|one| *one == slot || order.is_live(*one)).collect();
                many.sort_unstable_by(|a, b| order.is_before(*b, *a).cmp(&order.is_before(*a, *b)));
                self.few.remove(*key);
                self.many.insert(*key, many);
            }
        }
    }

    /// One text has them no more.
    pub(crate) fn remove(&mut self, keys: &[u32], slot: u32) {
        for key in keys {
            // Short lists keep who left: whoever reads them asks who counts.
            if let Some(many) = self.many.get_mut(key) {
                many.retain(|one| *one != slot);
            }
        }
    }

    /// Calls with each that has one of the keys and may be a text's original, once for each key.
    pub(crate) fn before(&self, keys: &[u32], slot: u32, order: &impl Order, mut found: impl FnMut(u32)) {
        for key in keys {
            let Some(many) = self.many.get(key) else {
                self.few.of(*key).iter().copied().for_each(&mut found);
                continue;
            };
            let parts = parts(many, order)
                .map(|part| &part[part.partition_point(|one| order.is_a_week_before(*one, slot))..]);
            parts.into_iter().flatten().take(FIRST).copied().for_each(&mut found);
        }
    }

    /// Calls with each that has one of the keys and whose original a text may be, once for each key, and whether there are so
    /// many that another one is looked at no more for it.
    pub(crate) fn after(
        &self,
        keys: &[u32],
        slot: u32,
        order: &impl Order,
        mut found: impl FnMut(u32, bool),
    ) {
        for key in keys {
            let Some(many) = self.many.get(key) else {
                self.few.of(*key).iter().for_each(|other| found(*other, false));
                continue;
            };
            let parts = parts(many, order);
            let at = parts.map(|part| part.partition_point(|other| order.is_before(*other, slot)));
            let ahead = |other: u32| -> usize {
                let start = |part: &[u32]| part.partition_point(|one| order.is_a_week_before(*one, other));
                (0..3).map(|one| at[one].saturating_sub(start(parts[one]))).sum()
            };
            for part in parts {
                // The later a text is, the fewer that come before this one are of its week.
                let start = part
                    .partition_point(|other| order.is_a_week_before(*other, slot) || ahead(*other) >= FIRST);
                let rest = part[start..].iter().filter(|other| order.is_before(slot, **other));
                rest.take_while(|other| !order.is_a_week_before(slot, **other))
                    .for_each(|other| found(*other, true));
            }
        }
    }
}

/// Those of one standing, each by time.
fn parts<'m>(many: &'m [u32], order: &impl Order) -> [&'m [u32]; 3] {
    let up_to = |standing: Standing| many.partition_point(|one| order.standing(*one) <= standing);
    let (agencies, own) = (up_to(Standing::Agency), up_to(Standing::Own));
    [&many[..agencies], &many[agencies..own], &many[own..]]
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
        // Only those that were counted: there are a million slots, and a question touches hundreds.
        for slot in self.touched.drain(..) {
            self.counts[slot as usize] = 0;
        }
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_has_a_key_is_listed_in_order_while_they_come_and_go() {
        let (mut lists, mut expected) = (Lists::default(), vec![Vec::new(); 7]);
        for step in 0..4_000_usize {
            let (key, draw) = (step * step % 7, step.wrapping_mul(2_654_435_761) >> 7);
            let listed: &mut Vec<u32> = &mut expected[key];
            let at = draw % (listed.len() + 1);
            // More come than go, then more go than come.
            if at < listed.len() && (draw % 3 == 0) != (step > 2_000) {
                listed.remove(at);
                lists.remove_at(key as u32, at);
            } else {
                listed.insert(at, step as u32);
                lists.insert(key as u32, at, step as u32);
            }
            assert_eq!(lists.of(key as u32), listed);
        }
        assert!(lists.of(7).is_empty());
    }
}
