//! Where sentences end: the marks of every script, and which full stops are none. Nobody else has a list of them.

use std::collections::HashSet;
use std::sync::OnceLock;

const ABBREVIATIONS: &str = include_str!("../data/abbreviations.txt");

/// Marks that end a sentence wherever they stand: those of scripts that need no space after them.
pub fn ends_always(mark: char) -> bool {
    matches!(mark, '。' | '！' | '？' | '｡' | '।' | '॥' | '۔' | '؟' | '។' | '၊' | '။' | '።')
}

/// Marks that a sentence may end with, in any script.
pub fn is_stop(mark: char) -> bool {
    may_end(mark) || ends_always(mark)
}

/// Of these, which end a question.
pub fn is_question_mark(mark: char) -> bool {
    matches!(mark, '?' | '？' | '؟')
}

/// Marks between the items of a list, which part phrases and end no sentence.
pub(crate) fn is_semicolon(mark: char) -> bool {
    matches!(mark, ';' | '；' | '؛')
}

/// Marks that end a sentence where a space follows.
pub(crate) fn may_end(mark: char) -> bool {
    matches!(mark, '.' | '!' | '?' | '…')
}

/// Whether a mark after this word ends the sentence, given the character that follows.
///
/// `2.500`, `U.S.`, `M. Dupont` and `nhandan.vn` do not. `rest` begins behind the mark.
pub(crate) fn ends_after(word: &str, mark: char, rest: &str) -> bool {
    if rest.chars().next().is_some_and(char::is_alphanumeric) {
        return mark == '.' && has_lost_space(word, rest);
    }
    // An initial with a full stop goes on, `J. Holloway`; with another mark it ends, `Plan B!`.
    mark != '.' || !(is_initial(word) || abbreviations().contains(word))
}

/// Whether the space behind a full stop was lost where lines were joined: `son nouveau club.Le joueur`, not `J.Dupont` or
/// `node.JS`.
fn has_lost_space(word: &str, rest: &str) -> bool {
    let mut next = rest.chars();
    let capital = next.next().is_some_and(char::is_uppercase);
    let small = next.next().is_some_and(|sign| sign.is_lowercase() || matches!(sign, ' ' | '\'' | '’'));
    let whole = word.chars().count() >= WHOLE_WORD_LETTERS
        && word.chars().next_back().is_some_and(|last| last.is_lowercase() || last.is_ascii_digit());
    capital && small && whole && !abbreviations().contains(word)
}

/// Shorter words before a full stop and a capital may be abbreviations, `St.Louis`, or numbers, `2.Bundesliga`.
const WHOLE_WORD_LETTERS: usize = 4;

fn is_initial(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
}

fn abbreviations() -> &'static HashSet<&'static str> {
    static WORDS: OnceLock<HashSet<&'static str>> = OnceLock::new();
    WORDS.get_or_init(|| ABBREVIATIONS.lines().filter(|line| !line.starts_with('#')).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter::{STOP, letter};
    use crate::{Document, Parts};

    #[track_caller]
    fn check(text: &str, sentences: usize) {
        let document = Document::of(&Parts { text, ..Parts::default() });
        assert_eq!(document.units(|word| word.starts_sentence).len(), sentences, "{text}");
    }

    #[test]
    fn a_sentence_begins_behind_a_full_stop_that_lost_its_space() {
        check("Il quitte son club.Le joueur part en 2020.Cardiff attend.", 3);
        for text in ["Voir nhandan.vn ou J.Dupont", "la 2.Bundesliga", "un U.S.Steel", "avec node.JS"] {
            check(text, 1);
        }
    }

    #[test]
    fn a_word_before_a_million_full_stops_is_looked_up_once() {
        check(&format!("{}{} Suite.", "a".repeat(1 << 20), ".".repeat(1 << 20)), 2);
        check("M... Dupont. Suite... puis rien", 2);
    }

    #[test]
    fn whatever_ends_a_question_or_a_line_ends_a_sentence() {
        for mark in ('\0'..=char::MAX).filter(|mark| is_question_mark(*mark) || letter(*mark).is(STOP)) {
            assert!(is_stop(mark), "{mark}");
        }
        assert!(!['’', ',', ';', ':', '、', '،'].into_iter().any(is_stop));
    }
}
