//! Words of dates that are no names: what a number is, and what stands between numbers.

use std::sync::LazyLock;

const WORDS: &str = include_str!("../../data/date-words.txt");

static MONTH: LazyLock<Vec<&str>> = LazyLock::new(|| listed("month: "));

static BETWEEN: LazyLock<Vec<&str>> = LazyLock::new(|| listed("between: "));

fn listed(name: &str) -> Vec<&'static str> {
    let line = WORDS.lines().find_map(|line| line.strip_prefix(name));
    line.expect("a test reads both lines").split(' ').collect()
}

/// Words that make the number behind them a month, in small letters: `tháng 10`.
pub fn month_signs() -> &'static [&'static str] {
    &MONTH
}

/// Whether a word, in small letters, stands between day, month and year: `25 de octubre de 2025`.
pub(super) fn stands_between(word: &str) -> bool {
    BETWEEN.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_lists_are_read() {
        assert_eq!(month_signs(), ["tháng", "thg", "thang"]);
        assert!(stands_between("năm") && stands_between("de") && !stands_between("and"));
    }
}
