//! Phrases that may open a line, found by their first letter: lines are many, and most open with none.

use std::collections::HashMap;

/// Phrases in lower case, by first letter; of one letter the longest first.
#[derive(Debug, Default)]
pub(crate) struct Openings {
    by_first: HashMap<char, Vec<&'static str>>,
}

impl Openings {
    /// Takes the phrases of a table's lines of this kind: `kind: phrase | phrase`.
    pub(crate) fn of(table: &'static str, kind: &str) -> Self {
        let lines = table.lines().filter_map(|line| line.split_once(':').filter(|(name, _)| *name == kind));
        let mut by_first: HashMap<char, Vec<&'static str>> = HashMap::new();
        for phrase in lines.flat_map(|(_, phrases)| phrases.split('|')).map(str::trim) {
            if let Some(first) = phrase.chars().next() {
                by_first.entry(first).or_default().push(phrase);
            }
        }
        for phrases in by_first.values_mut() {
            // `source originale` before `source`, or the rest would begin with `originale`.
            phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
        }
        Self { by_first }
    }

    /// What follows the first phrase that opens `line` and whose rest `accepts` takes.
    pub(crate) fn strip<'a, T>(&self, line: &'a str, accepts: impl Fn(&'a str) -> Option<T>) -> Option<T> {
        let first = line.chars().next()?;
        let first =
            if first.is_ascii() { first.to_ascii_lowercase() } else { first.to_lowercase().next()? };
        self.by_first.get(&first)?.iter().find_map(|phrase| accepts(strip_phrase(line, phrase)?))
    }
}

/// Strips a phrase in any case, with either apostrophe; `phrase` is lower case.
fn strip_phrase<'a>(line: &'a str, phrase: &str) -> Option<&'a str> {
    let mut rest = line.chars();
    for expected in phrase.chars() {
        let found = rest.next()?;
        let same = found == expected
            || (found.is_ascii() && found.to_ascii_lowercase() == expected)
            || (!found.is_ascii() && found.to_lowercase().eq(std::iter::once(expected)))
            // The tables are written with straight apostrophes, newspapers with curly ones.
            || matches!((found, expected), ('’', '\'') | ('\'', '’'));
        if !same {
            return None;
        }
    }
    Some(rest.as_str())
}
