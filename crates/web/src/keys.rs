//! The keys, in one table: the dialog shows them, and the script does what the dialog says.

/// What one key does.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key {
    /// The keys, one after the other: `j`, `g t`.
    pub keys: &'static str,
    /// What the script calls it; empty where it leads to a page.
    pub act: &'static str,
    /// The page it leads to.
    pub href: &'static str,
    /// The word that says it.
    word: &'static str,
}

const fn act(keys: &'static str, act: &'static str, word: &'static str) -> Key {
    Key { keys, act, href: "", word }
}

const fn go(keys: &'static str, href: &'static str, word: &'static str) -> Key {
    Key { keys, act: "", href, word }
}

/// As feed readers have them.
pub(crate) const KEYS: &[Key] = &[
    act("j", "next", "key-next"),
    act("k", "previous", "key-previous"),
    act("o", "open", "key-open"),
    act("v", "original", "key-original"),
    act("s", "star", "key-star"),
    act("m", "read", "key-read"),
    act("+", "relevant", "triage-relevant"),
    act("-", "irrelevant", "triage-irrelevant"),
    act(".", "fresh", "key-fresh"),
    act("/", "search", "key-search"),
    act("f", "filter", "key-filter"),
    act("?", "help", "key-help"),
    go("g t", "/", "today"),
    go("g s", "/search", "search"),
    go("g e", "/stories", "stories"),
    go("g c", "/coverage", "coverage"),
    go("g p", "/people", "people"),
    go("g o", "/topics", "topics"),
    go("g r", "/sources", "sources"),
    go("g u", "/outcomes", "outcomes"),
];

/// The words of the table.
#[cfg(test)]
pub(crate) fn words() -> impl Iterator<Item = &'static str> {
    KEYS.iter().map(|key| key.word)
}

impl Key {
    /// What it does, in words.
    pub fn said(self, words: &crate::words::Words) -> String {
        words.get(self.word)
    }

    /// Each of its keys.
    pub fn strokes(self) -> std::str::Split<'static, char> {
        self.keys.split(' ')
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_script_knows_every_act_and_no_other() {
        let script = include_str!("../assets/veille.js");
        let (_, acts) = script.split_once("const acts = {").unwrap();
        let (acts, _) = acts.split_once("\n  };").unwrap();
        let named: BTreeSet<&str> = acts
            .lines()
            .filter_map(|line| line.strip_prefix("    "))
            .filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()))
            .filter_map(|line| line.split_once(':').map(|(name, _)| name))
            .collect();
        let table: BTreeSet<&str> = KEYS.iter().map(|key| key.act).filter(|act| !act.is_empty()).collect();
        assert_eq!(named, table);
    }

    #[test]
    fn every_key_that_may_do_nothing_says_where_it_works() {
        let script = include_str!("../assets/veille.js");
        let (_, works) = script.split_once("const works = {").unwrap();
        let (works, _) = works.split_once("\n  };").unwrap();
        for key in KEYS.iter().filter(|key| !key.act.is_empty() && key.act != "help") {
            assert!(works.contains(&format!("\n    {}: () =>", key.act)), "{}", key.act);
        }
    }

    #[test]
    fn no_key_does_two_things() {
        let keys: BTreeSet<&str> = KEYS.iter().map(|key| key.keys).collect();
        assert_eq!(keys.len(), KEYS.len());
        let first = |keys: &str| keys.split(' ').next().unwrap().to_owned();
        for key in KEYS.iter().filter(|key| key.keys.contains(' ')) {
            assert!(!keys.contains(first(key.keys).as_str()), "{} begins another", key.keys);
        }
    }
}
