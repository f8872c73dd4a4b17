//! What plain words may ask for that were written without operators: a sentence pasted from an article, a question.

use veille_text::fold::{Folded, compact, fold};
use veille_text::frequency::of_word;

use crate::query::Query;
use crate::signs::sign;

/// Words that are asked for; whoever pastes a page means none of them in particular.
const WORDS_MAX: usize = 60;
/// The share of articles that a word may stand in that is one of several: *the* and *de* stand in more.
const SHARE: f32 = 0.2;
/// Signs inside a word that belong to it.
const INSIDE: [char; 6] = ['\'', '’', 'ʼ', '-', '‐', '‑'];

impl Query {
    /// What somebody may have meant who wrote plain words: all of them as one phrase, each of them anywhere, any of them. None where
    /// that is no query, or no other than the one before. Of a text whose signs cannot be read, too.
    pub fn readings(text: &str) -> [Option<Self>; 3] {
        readings(text)
    }
}

fn readings(text: &str) -> [Option<Query>; 3] {
    // All its words are to be left out: without its NOT it would find the very articles that have them.
    if has_small(text) && text.split_whitespace().next() == Some("NOT") {
        return [None, None, None];
    }
    let words = words(text);
    let phrase = Query::parse(&format!("\"{}\"", words.join(" "))).ok();
    let terms: Vec<String> = words.iter().map(|word| term(word)).collect();
    // One word: as a phrase, all and any it is the same.
    if terms.len() < 2 {
        return [phrase, None, None];
    }
    // What every article has finds every article.
    let mut telling: Vec<&str> = Vec::new();
    for (word, term) in words.iter().zip(&terms) {
        // `Qu'est-ce` is as common as its parts.
        if !word.split(INSIDE).all(is_common) && !telling.contains(&term.as_str()) {
            telling.push(term);
        }
    }
    let any = (telling.len() > 1).then(|| telling.join(" OR "));
    // Where all are common they are what was asked for, and AND still narrows.
    let all = if telling.len() > 1 { telling.join(" AND ") } else { terms.join(" AND ") };
    [phrase, Query::parse(&all).ok(), any.and_then(|any| Query::parse(&any).ok())]
}

/// Whether every other article has a word. Of a word with marks it is not known: *Nội* is not the Italian *noi*.
fn is_common(word: &str) -> bool {
    let folded = compact(word);
    folded == word.to_lowercase() && of_word(&folded) > SHARE
}

/// Whether capitals mean something in it.
fn has_small(text: &str) -> bool {
    text.chars().any(char::is_lowercase)
}

/// The words of a text without what the language would read as signs and operators of its own.
fn words(text: &str) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    let is_digit = |at: usize| characters.get(at).is_some_and(char::is_ascii_digit);
    let kept = |(at, c): (usize, &char)| match c {
        // `2.500` and `3,5` are numbers.
        '.' | ',' if at > 0 && is_digit(at - 1) && is_digit(at + 1) => *c,
        c if INSIDE.contains(c) || sign(*c).is_some() => *c,
        c if fold(*c) == Folded::Separator => ' ',
        c => *c,
    };
    let plain: String = characters.iter().enumerate().map(kept).collect();
    // In a headline that is all capitals AND is a word.
    let is_query = has_small(text);
    let is_operator = |word: &&str| is_query && matches!(*word, "AND" | "OR" | "NOT");
    let begins = |c: char| INSIDE.contains(&c) || matches!(c, '+' | '&');
    let words = plain
        .split_whitespace()
        .map(|word| word.trim_start_matches(begins).trim_end_matches(|c| INSIDE.contains(&c)))
        .filter(|word| word.chars().any(char::is_alphanumeric) && !is_operator(word));
    words.take(WORDS_MAX).map(str::to_owned).collect()
}

/// A word as a term: in quotes where it would be read as something else.
fn term(word: &str) -> String {
    let quoted = format!("\"{word}\"");
    match (Query::parse(word), Query::parse(&quoted)) {
        (Ok(bare), Ok(meant)) if bare.canonical() == meant.canonical() => word.to_owned(),
        _ => quoted,
    }
}
