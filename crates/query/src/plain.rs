//! What plain words may ask for that were written without operators: a sentence pasted from an article, a question.

use veille_text::fold::compact;
use veille_text::frequency::of_word;

use crate::query::Query;

/// Words that are asked for; whoever pastes a page means none of them in particular.
const WORDS_MAX: usize = 60;
/// The share of articles that a word may stand in that is one of several: *the* and *de* stand in more.
const SHARE: f32 = 0.2;
/// Signs inside a word that belong to it.
const INSIDE: [char; 6] = ['\'', '’', 'ʼ', '-', '‐', '‑'];
/// Signs that the language asks for beside a word.
const ASKED: [char; 10] = ['+', '#', '&', '@', '$', '%', '€', '£', '¥', '§'];

/// The words as one phrase, all of them, any of them: those of these that say more than the ones before.
pub(crate) fn readings(text: &str) -> [Option<Query>; 3] {
    let words = words(text);
    let phrase = Query::parse(&format!("\"{}\"", words.join(" "))).ok();
    let terms: Vec<String> = words.iter().map(|word| term(word)).collect();
    if terms.len() < 2 {
        return [phrase, None, None];
    }
    // What every article has finds every article.
    let mut telling: Vec<&str> = Vec::new();
    for (word, term) in words.iter().zip(&terms) {
        let folded = compact(word);
        // Of a word with marks it is not known: *Nội* is not the Italian *noi*.
        let is_common = folded == word.to_lowercase() && of_word(&folded) > SHARE;
        if !is_common && !telling.contains(&term.as_str()) {
            telling.push(term);
        }
    }
    let any = (telling.len() > 1).then(|| telling.join(" OR "));
    [phrase, Query::parse(&terms.join(" AND ")).ok(), any.and_then(|any| Query::parse(&any).ok())]
}

/// The words of a text without what the language would read as signs and operators of its own.
fn words(text: &str) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    let is_digit = |at: usize| characters.get(at).is_some_and(char::is_ascii_digit);
    let kept = |(at, c): (usize, &char)| match c {
        // `2.500` and `3,5` are numbers.
        '.' | ',' if at > 0 && is_digit(at - 1) && is_digit(at + 1) => *c,
        c if INSIDE.contains(c) || ASKED.contains(c) => *c,
        c if c.is_ascii_punctuation() || c.is_control() || is_punctuation(*c) => ' ',
        c => *c,
    };
    let plain: String = characters.iter().enumerate().map(kept).collect();
    // In a headline that is all capitals AND is a word.
    let has_small = text.chars().any(char::is_lowercase);
    let is_operator = |word: &&str| has_small && matches!(*word, "AND" | "OR" | "NOT");
    let begins = |c: char| INSIDE.contains(&c) || matches!(c, '+' | '&');
    let words = plain
        .split_whitespace()
        .map(|word| word.trim_start_matches(begins).trim_end_matches(|c| INSIDE.contains(&c)))
        .filter(|word| word.chars().any(char::is_alphanumeric) && !is_operator(word));
    words.take(WORDS_MAX).map(str::to_owned).collect()
}

/// Quotation marks, brackets, dots and dashes of all scripts: no part of a word in any.
fn is_punctuation(c: char) -> bool {
    matches!(c,
        '\u{a1}' | '\u{ab}' | '\u{b6}' | '\u{b7}' | '\u{bb}' | '\u{bf}' | '\u{55a}'..='\u{55f}' | '\u{589}' | '\u{5be}'
        | '\u{60c}' | '\u{61b}' | '\u{61f}' | '\u{6d4}' | '\u{964}' | '\u{965}' | '\u{2010}'..='\u{2027}'
        | '\u{2030}'..='\u{205e}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301f}'
        | '\u{30fb}' | '\u{fe10}'..='\u{fe19}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff01}'..='\u{ff0f}'
        | '\u{ff1a}'..='\u{ff20}' | '\u{ff3b}'..='\u{ff40}' | '\u{ff5b}'..='\u{ff65}' | '\u{feff}')
}

/// A word as a term: in quotes where it would be read as something else.
fn term(word: &str) -> String {
    let quoted = format!("\"{word}\"");
    match (Query::parse(word), Query::parse(&quoted)) {
        (Ok(bare), Ok(meant)) if bare.canonical() == meant.canonical() => word.to_owned(),
        _ => quoted,
    }
}
