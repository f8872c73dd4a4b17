//! A text as words with the signs between them.

use std::ops::Range;

use crate::text::{Document, Parts, Token};

/// A text cut into words.
pub(super) struct Words {
    text: String,
    document: Document,
}

impl Words {
    pub fn of(text: &str) -> Self {
        Self { text: text.to_owned(), document: Document::of(&Parts { text, ..Parts::default() }) }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn len(&self) -> usize {
        self.document.tokens().len()
    }

    pub fn token(&self, at: usize) -> &Token {
        &self.document.tokens()[at]
    }

    pub fn folded(&self, at: usize) -> &str {
        let token = self.token(at);
        self.document.folded(token.folded_start, token.folded_end)
    }

    pub fn written(&self, at: usize) -> &str {
        let token = self.token(at);
        &self.text[token.start as usize..token.end as usize]
    }

    /// The words of a range as written, with what lies between them.
    pub fn passage(&self, range: &Range<usize>) -> &str {
        &self.text[self.token(range.start).start as usize..self.token(range.end - 1).end as usize]
    }

    /// What lies between a word and the next.
    pub fn gap(&self, at: usize) -> &str {
        let start = self.token(at).end as usize;
        let end = if at + 1 < self.len() { self.token(at + 1).start as usize } else { self.text.len() };
        &self.text[start..end]
    }

    pub fn all_folded(&self) -> Vec<String> {
        (0..self.len()).map(|at| self.folded(at).to_owned()).collect()
    }

    /// The first word that begins at this byte or later.
    pub fn at_byte(&self, byte: usize) -> usize {
        self.document.tokens().partition_point(|token| (token.start as usize) < byte)
    }

    /// The words of the sentence that ends before this word.
    pub fn sentence_before(&self, end: usize) -> Range<usize> {
        let mut start = end;
        while start > 0 {
            start -= 1;
            let token = self.token(start);
            if token.starts_sentence || token.starts_paragraph {
                break;
            }
        }
        start..end
    }

    /// The words from here to the end of the sentence.
    pub fn sentence_after(&self, start: usize) -> Range<usize> {
        let mut end = start;
        while end < self.len()
            && (end == start || !(self.token(end).starts_sentence || self.token(end).starts_paragraph))
        {
            end += 1;
        }
        start..end
    }

    /// Whether a word begins with a capital.
    pub fn is_capital(&self, at: usize) -> bool {
        self.written(at).chars().next().is_some_and(char::is_uppercase)
    }

    /// How many words one of these phrases takes here; the longest of them.
    pub fn phrase_at(&self, at: usize, end: usize, phrases: &[Vec<String>]) -> Option<usize> {
        let fits = |phrase: &&Vec<String>| {
            at + phrase.len() <= end && phrase.iter().zip(at..).all(|(word, at)| self.folded(at) == word)
        };
        phrases.iter().find(fits).map(Vec::len)
    }

    /// The first of these phrases in a range.
    pub fn first_phrase(&self, range: Range<usize>, phrases: &[Vec<String>]) -> Option<Range<usize>> {
        let end = range.end;
        range.into_iter().find_map(|at| Some(at..at + self.phrase_at(at, end, phrases)?))
    }

    /// The last of these phrases in a range.
    pub fn last_phrase(&self, range: Range<usize>, phrases: &[Vec<String>]) -> Option<Range<usize>> {
        let end = range.end;
        range.into_iter().rev().find_map(|at| Some(at..at + self.phrase_at(at, end, phrases)?))
    }
}
