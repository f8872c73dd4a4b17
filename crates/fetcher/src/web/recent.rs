//! A bounded table that forgets first what was not asked for longest (LRU, least recently used). What is known of hosts,
//! domains, addresses and origins is kept in such tables: how many there are is for the writers of feeds to say.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

/// Looked at when one is to be forgotten: no more, so that a use costs the same however many there are.
const LOOKS: usize = 16;

/// Values by their keys.
pub(crate) struct Recent<K, V> {
    max: usize,
    uses: u64,
    held: HashMap<K, (u64, V)>,
    /// Keys by their last use.
    order: BTreeMap<u64, K>,
}

impl<K: Clone + Eq + Hash, V> Recent<K, V> {
    /// Holds no more than `max`, and those that are busy beyond it.
    pub(crate) fn new(max: usize) -> Self {
        Self { max, uses: 0, held: HashMap::new(), order: BTreeMap::new() }
    }

    /// The value of a key, a fresh one where none is held. Where there are too many, the one that was not used for longest
    /// goes, unless it `is_busy`: somebody has it at this moment.
    pub(crate) fn get(&mut self, key: K, fresh: impl FnOnce() -> V, is_busy: impl Fn(&V) -> bool) -> &mut V {
        let known = self.held.get(&key).map(|(used, _)| *used);
        match known {
            Some(used) => _ = self.order.remove(&used),
            // Before it is put in, so that it is not itself what goes.
            None => self.make_room(is_busy),
        }
        let used = self.put_last(key.clone());
        let (last_used, value) = self.held.entry(key).or_insert_with(|| (used, fresh()));
        *last_used = used;
        value
    }

    fn make_room(&mut self, is_busy: impl Fn(&V) -> bool) {
        for _ in 0..LOOKS {
            if self.held.len() < self.max {
                return;
            }
            let Some((_, key)) = self.order.pop_first() else { return };
            if !self.held.get(&key).is_some_and(|(_, value)| is_busy(value)) {
                self.held.remove(&key);
                continue;
            }
            // Behind the others, which are looked at first the next time.
            let used = self.put_last(key.clone());
            if let Some((last_used, _)) = self.held.get_mut(&key) {
                *last_used = used;
            }
        }
    }

    fn put_last(&mut self, key: K) -> u64 {
        self.uses += 1;
        self.order.insert(self.uses, key);
        self.uses
    }

    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        assert_eq!(self.held.len(), self.order.len());
        self.held.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn use_all(table: &mut Recent<u32, bool>, keys: impl IntoIterator<Item = u32>, busy: bool) {
        for key in keys {
            table.get(key, || busy, |busy| *busy);
        }
    }

    fn holds(table: &Recent<u32, bool>, keys: impl IntoIterator<Item = u32>) -> bool {
        keys.into_iter().all(|key| table.held.contains_key(&key))
    }

    #[test]
    fn the_one_that_was_not_used_for_longest_goes() {
        let mut table = Recent::new(3);
        use_all(&mut table, [1, 2, 3, 1, 4], false);
        assert!(holds(&table, [1, 3, 4]) && table.len() == 3);
        use_all(&mut table, [3, 5, 6], false);
        assert!(holds(&table, [3, 5, 6]) && table.len() == 3);
    }

    #[test]
    fn who_is_busy_stays_and_the_others_go_as_soon_as_they_are_not() {
        let mut table = Recent::new(10);
        use_all(&mut table, 0..100, true);
        assert!(holds(&table, 0..100));
        for (_, busy) in table.held.values_mut() {
            *busy = false;
        }
        use_all(&mut table, 100..110, false);
        assert!(table.len() == 10 && holds(&table, 101..110), "{}", table.len());
    }
}
