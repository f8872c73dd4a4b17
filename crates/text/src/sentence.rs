//! Where sentences end.

use std::collections::HashSet;
use std::sync::OnceLock;

const ABBREVIATIONS: &str = include_str!("../data/abbreviations.txt");

/// Marks that end a sentence wherever they stand: those of scripts that need no space after them.
pub fn ends_always(mark: char) -> bool {
    matches!(mark, '。' | '！' | '？' | '｡' | '।' | '॥' | '۔' | '؟' | '។' | '၊' | '။' | '።')
}

/// Marks between the items of a list, which part phrases and end no sentence.
pub fn is_semicolon(mark: char) -> bool {
    matches!(mark, ';' | '；' | '؛')
}

/// Marks that end a sentence where a space follows.
pub fn may_end(mark: char) -> bool {
    matches!(mark, '.' | '!' | '?' | '…')
}

/// Whether a mark after this word ends the sentence, given the character that follows.
///
/// `2.500`, `U.S.`, `M. Dupont` and `nhandan.vn` do not.
pub fn ends_after(word: &str, mark: char, next: Option<char>) -> bool {
    if next.is_some_and(char::is_alphanumeric) {
        return false;
    }
    // An initial with a full stop goes on, `J. Holloway`; with another mark it ends, `Plan B!`.
    mark != '.' || !(is_initial(word) || abbreviations().contains(word))
}

fn is_initial(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
}

fn abbreviations() -> &'static HashSet<&'static str> {
    static WORDS: OnceLock<HashSet<&'static str>> = OnceLock::new();
    WORDS.get_or_init(|| ABBREVIATIONS.lines().filter(|line| !line.starts_with('#')).collect())
}
