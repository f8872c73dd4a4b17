//! Letters that no Unicode decomposition takes apart (`đ`, `ß`), and what remains of each: the table of both foldings.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

const LETTERS: &str = include_str!("../data/letters.txt");

/// What a small letter becomes that no Unicode decomposition takes apart: `đ`, `ß`; one that stays whole (`й`) is itself.
pub(crate) fn letters_of(letter: char) -> Option<&'static str> {
    static TABLE: LazyLock<FxHashMap<char, &'static str>> = LazyLock::new(|| all().collect());
    TABLE.get(&letter).copied()
}

/// All of them, with what they become.
pub(crate) fn all() -> impl Iterator<Item = (char, &'static str)> {
    let lines =
        LETTERS.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
    lines.filter_map(|(letter, folded)| Some((letter.chars().next()?, folded)))
}
