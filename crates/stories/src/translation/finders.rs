//! Who has the keys by which sketches are found: lists of slots (inverted index), by language where many have a key.
//!
//! Articles of one language have most of their words in common, and are no candidates for each other: where many have a key, those
//! of an article's own language are not read through.

use rustc_hash::FxHashMap;

use crate::postings::SLOT_BITS;

/// Languages beyond those that have a number.
pub(super) const OTHERS: u8 = u8::MAX;

/// Marks a key that one has alone, which most are.
const ALONE: u32 = 1 << 31;
/// Of more than so many it is looked whether most are of one language.
const FEW: usize = 32;

/// Keys and who has them.
#[derive(Debug, Default)]
pub(super) struct Finders {
    /// Who has it, marked as alone; or the list of those that have it.
    first: FxHashMap<u32, u32>,
    lists: Vec<List>,
}

/// Who has a key, and above [`SLOT_BITS`] what it says of each.
#[derive(Debug)]
struct List {
    /// Each side by side in memory: it is read through for each article.
    any: Vec<u32>,
    /// Those of languages in which many have it, each by itself.
    native: Vec<(u8, Vec<u32>)>,
}

impl Finders {
    /// One has a key, which says so much of it: less than 128.
    pub(super) fn push(&mut self, key: u32, slot: u32, weight: u8, languages: &[u8]) {
        let one = slot | u32::from(weight) << SLOT_BITS;
        let Some(first) = self.first.get_mut(&key) else {
            // Without a list: one for each key would be most of what is held.
            self.first.insert(key, one | ALONE);
            return;
        };
        if *first & ALONE == 0 {
            self.lists[*first as usize].push(one, languages);
            return;
        }
        let both = List { any: vec![*first & !ALONE, one], native: Vec::new() };
        *first = self.lists.len() as u32;
        self.lists.push(both);
    }

    /// Calls with those that have a key, and how much it says of each; of one language only with some.
    pub(super) fn abroad(&self, key: u32, language: u8, mut found: impl FnMut(u32, u8)) {
        let mut each = |ones: &[u32]| ones.iter().for_each(|one| found(slot(*one), (one >> SLOT_BITS) as u8));
        match self.first.get(&key) {
            Some(alone) if alone & ALONE != 0 => each(&[alone & !ALONE]),
            Some(list) => {
                let List { any, native } = &self.lists[*list as usize];
                each(any);
                let others = native.iter().filter(|(there, _)| *there != language || language == OTHERS);
                others.for_each(|(_, ones)| each(ones));
            }
            None => {}
        }
    }
}

impl List {
    fn push(&mut self, one: u32, languages: &[u8]) {
        let language = |one: u32| languages[slot(one) as usize];
        if let Some((_, ones)) = self.native.iter_mut().find(|(there, _)| *there == language(one)) {
            push(ones, one);
            return;
        }
        push(&mut self.any, one);
        // At 64, 128, 256: looking at each one that comes would cost more than is saved.
        if self.any.len() > FEW && self.any.len().is_power_of_two() {
            let mut counts = [0_usize; OTHERS as usize + 1];
            self.any.iter().for_each(|one| counts[usize::from(language(*one))] += 1);
            let most = (0..=OTHERS).max_by_key(|language| counts[usize::from(*language)]).unwrap_or(OTHERS);
            if counts[usize::from(most)] * 2 >= FEW {
                let is_native = |one: &u32| language(*one) == most;
                let (native, any): (Vec<u32>, Vec<u32>) = self.any.iter().partition(|one| is_native(one));
                self.any = any;
                self.native.push((most, native));
            }
        }
    }
}

fn slot(one: u32) -> u32 {
    one & ((1 << SLOT_BITS) - 1)
}

/// Half as much room again, and not twice: most of memory is these.
fn push(list: &mut Vec<u32>, one: u32) {
    if list.len() == list.capacity() {
        list.reserve_exact(list.len() / 2 + 2);
    }
    list.push(one);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_abroad_that_have_a_key_are_listed_with_what_it_says() {
        let mut finders = Finders::default();
        let languages: Vec<u8> = (0..600).map(|slot| [0, 1, 2, OTHERS][slot % 4]).collect();
        for slot in 0..600_u32 {
            finders.push(slot % 3, slot, (slot % 128) as u8, &languages);
            finders.push(1_000 + slot, slot, 7, &languages);
        }
        let listed = |key: u32, language: u8| {
            let mut found: Vec<(u32, u8)> = Vec::new();
            finders.abroad(key, language, |slot, weight| found.push((slot, weight)));
            found.sort_unstable();
            found
        };
        for (key, language) in [(0, 0), (1, 2), (2, 2), (2, OTHERS)] {
            let is_abroad = |slot: &u32| languages[*slot as usize] != language || language == OTHERS;
            let expected = (0..600).filter(|slot| slot % 3 == key).filter(is_abroad);
            let expected: Vec<(u32, u8)> = expected.map(|slot| (slot, (slot % 128) as u8)).collect();
            assert_eq!(listed(key, language), expected, "{key} {language}");
        }
        assert_eq!(listed(1_042, 1), [(42, 7)]);
        assert_eq!(listed(5_000, 1), []);
    }
}
