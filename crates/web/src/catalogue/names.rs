//! Names by number, so that counting is adding to a vector.

use std::collections::HashMap;

use super::Counted;

/// Names by number, so that counting is adding to a vector.
#[derive(Debug, Default)]
pub(super) struct Names {
    by_name: HashMap<String, u32>,
    names: Vec<String>,
}

impl Names {
    /// The number of a name, which it gets where it has none.
    pub fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.by_name.get(name) {
            return *number;
        }
        let number = u32::try_from(self.names.len()).expect("there are fewer names than articles");
        self.by_name.insert(name.to_owned(), number);
        self.names.push(name.to_owned());
        number
    }

    /// A name by its number.
    pub fn name(&self, number: u32) -> &str {
        &self.names[number as usize]
    }

    /// The number of a name that is known.
    pub fn known(&self, name: &str) -> Option<u32> {
        self.by_name.get(name).copied()
    }

    /// The numbers of those that are meant.
    pub fn all(&self, is_meant: impl Fn(&str) -> bool) -> impl Iterator<Item = u32> {
        let meant = self.by_name.iter().filter(move |(name, _)| is_meant(name));
        meant.map(|(_, number)| *number)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Those that were counted at all, of counts by their numbers; the most frequent first.
    pub fn counted(&self, counts: &[usize]) -> Counted {
        let counts = self.names.iter().zip(counts).filter(|(_, count)| **count > 0);
        let mut counted: Counted = counts.map(|(name, count)| (name.clone(), *count)).collect();
        // Of equals by name: a facet keeps its place from one look to the next.
        counted.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        counted
    }
}

/// Names that are still had, under new numbers.
#[derive(Debug)]
pub(super) struct Renumbered {
    before: Names,
    after: Names,
    /// By its number before, that of a name now.
    numbers: Vec<Option<u32>>,
}

impl Renumbered {
    pub fn new(before: Names) -> Self {
        let numbers = vec![None; before.len()];
        Self { before, after: Names::default(), numbers }
    }

    /// The number of a name now.
    pub fn number(&mut self, before: u32) -> u32 {
        *self.numbers[before as usize].get_or_insert_with(|| self.after.number(self.before.name(before)))
    }

    /// Those that were asked for.
    pub fn finish(self) -> Names {
        self.after
    }
}
