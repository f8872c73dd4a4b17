//! The words of every block of a page, one after the other.

use std::ops::Range;

use super::scan::{Scan, scan};

/// The words of many texts, one after the other.
#[derive(Clone, Debug, Default)]
pub(crate) struct Words {
    all: Vec<u32>,
    ranges: Vec<Range<usize>>,
}

impl Words {
    /// Counts a text and appends its words.
    pub(crate) fn add(&mut self, text: &str) -> Scan {
        let start = self.all.len();
        let scanned = scan(text, &mut self.all);
        self.ranges.push(start..self.all.len());
        scanned
    }

    /// The words of one text.
    pub(crate) fn of(&self, text: usize) -> &[u32] {
        &self.all[self.ranges[text].clone()]
    }
}
