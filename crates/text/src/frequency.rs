//! How common a word is in the press at large (document frequency): what a query is looked up by should be rare, and
//! a name is not made of words that every article has.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

const FREQUENCIES: &str = include_str!("../data/frequencies.txt");

/// The share of articles that words not in the table are taken to stand in.
pub const UNLISTED: f32 = 0.001;

/// The share of articles that have this word, roughly.
pub fn of_word(folded: &str) -> f32 {
    let level = table().get(folded);
    level.map_or_else(
        // A single character is an initial, a figure or one of Han, and never as rare as a name.
        || if folded.chars().nth(1).is_none() { 0.1 } else { UNLISTED },
        // The file has the words by octave: level 3 stands in an eighth of all articles.
        |level| 0.5_f32.powi(*level),
    )
}

/// Whether a word stands in one article of thirty or more.
pub fn is_common(folded: &str) -> bool {
    of_word(folded) > 0.03
}

fn table() -> &'static FxHashMap<&'static str, i32> {
    static TABLE: OnceLock<FxHashMap<&'static str, i32>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = FxHashMap::default();
        for line in FREQUENCIES.lines().filter(|line| !line.starts_with('#')) {
            let mut words = line.split(' ');
            let Some(level) = words.next().and_then(|level| level.parse().ok()) else { continue };
            table.extend(words.map(|word| (word, level)));
        }
        table
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_rarer_than_the_words_between_them() {
        assert!(of_word("the") > of_word("convention"));
        assert!(of_word("des") > of_word("cybercriminalite"));
    }
}
