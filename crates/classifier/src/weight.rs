//! How much an article is about a topic (aboutness): from where its passages stand, and how many they are for its length.
//!
//! The headline says what an article is about, the lead what happened. What stands once in a long text is a mention, what
//! the text comes back to in all its parts is a subject even where the headline plays with words.

use std::collections::BTreeSet;

use veille_model::{Evidence, Field};
use veille_text::{Document, Zone};

const HEADLINE: f64 = 40.0;
const LEAD: f64 = 20.0;
const DENSITY: f64 = 20.0;
const SPREAD: f64 = 20.0;

/// Passages in a hundred words from which on more say nothing.
const DENSE: f64 = 1.5;
/// Parts that a text is cut into.
const PARTS: usize = 4;
/// A shorter text is taken for one of this length: one word of a line of ten is no tenth of an article.
const WORDS_MIN: f64 = 100.0;

/// What passages are held against: one article's text.
pub(crate) struct Yardstick {
    /// One past the last code point.
    text_end: usize,
    lead_end: usize,
    words: f64,
}

impl Yardstick {
    pub fn of(document: &Document) -> Self {
        let end_of = |positions: std::ops::Range<u32>| match positions.is_empty() {
            true => 0,
            false => document.tokens()[positions.end as usize - 1].end_code_point as usize,
        };
        let text = document.zone(Zone::Text);
        let (tokens, text_end) = (text.len() as f64, end_of(text));
        // Where nearly every character is a word of its own, two make one.
        let words = if tokens * 2.0 > text_end as f64 { tokens / 2.0 } else { tokens };
        Self { text_end, lead_end: end_of(document.lead()), words: words.max(WORDS_MIN) }
    }

    /// From 1 to 100.
    pub fn weigh(&self, evidence: &[Evidence]) -> u8 {
        let in_headline = evidence.iter().any(|passage| passage.field == Field::Headline);
        let in_text = || evidence.iter().filter(|passage| passage.field == Field::Text);
        let in_lead = in_text().any(|passage| passage.start < self.lead_end);
        let part = |passage: &Evidence| passage.start * PARTS / self.text_end.max(1);
        let parts: BTreeSet<usize> = in_text().map(part).collect();
        let density = side_by_side(in_text()) as f64 * 100.0 / self.words;
        let weight = if in_headline { HEADLINE } else { 0.0 }
            + if in_lead { LEAD } else { 0.0 }
            + DENSITY * (density / DENSE).min(1.0)
            + SPREAD * parts.len() as f64 / PARTS as f64;
        weight.round().clamp(1.0, 100.0) as u8
    }
}

/// How many passages do not overlap. They are sorted by where they begin.
fn side_by_side<'e>(passages: impl Iterator<Item = &'e Evidence>) -> usize {
    let (mut count, mut free) = (0, 0);
    for passage in passages {
        if passage.start >= free {
            count += 1;
        }
        free = free.max(passage.end);
    }
    count
}

#[cfg(test)]
mod tests {
    use veille_model::Tag;
    use veille_text::Parts;

    use super::*;

    /// Of an article of that many words, in paragraphs of forty, with passages at these words, the headline being before the
    /// first.
    #[track_caller]
    fn check(words: usize, passages: &[Option<usize>], expected: u8, is_about: bool) {
        let text: Vec<String> =
            (0..words).map(|word| if word % 40 == 0 { "\nmots" } else { " mots" }.to_owned()).collect();
        let text = text.concat();
        let document = Document::of(&Parts { text: &text, headline: "Un titre", ..Parts::default() });
        let passage = |word: &Option<usize>| {
            let (field, start) = match word {
                None => (Field::Headline, 0),
                Some(word) => (Field::Text, word * 5 + 1),
            };
            Evidence { field, start, end: start + 4, exact: "mots".to_owned(), clause: "mots".to_owned() }
        };
        let evidence: Vec<Evidence> = passages.iter().map(passage).collect();
        let weight = Yardstick::of(&document).weigh(&evidence);
        assert_eq!((weight, weight >= Tag::ABOUT), (expected, is_about), "{words} words, {passages:?}");
    }

    #[test]
    fn one_word_of_a_long_text_is_a_mention() {
        check(600, &[Some(300)], 7, false);
        check(600, &[Some(3)], 27, false);
        check(600, &[], 1, false);
    }

    #[test]
    fn a_headline_is_what_an_article_is_about() {
        check(600, &[None], 40, true);
        check(200, &[None, Some(3), Some(100), Some(190)], 95, true);
    }

    #[test]
    fn a_short_item_is_about_what_its_lead_says() {
        check(40, &[Some(3)], 38, false);
        check(40, &[Some(3), Some(20)], 50, true);
    }

    #[test]
    fn a_text_that_comes_back_to_something_is_about_it() {
        check(400, &[Some(50), Some(120), Some(150), Some(220), Some(300), Some(380)], 40, true);
    }
}
