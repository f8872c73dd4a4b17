//! A text as words with the signs between them.

use std::ops::Range;

use veille_text::fold::compact;
use veille_text::{Document, Token, Zone};

/// The words of an article's text.
#[derive(Clone, Copy)]
pub(super) struct Words<'a> {
    text: &'a str,
    document: &'a Document,
    tokens: &'a [Token],
    /// The position of the first word in the document.
    first: u32,
}

impl<'a> Words<'a> {
    /// The words of a document's text zone.
    pub fn of(document: &'a Document) -> Self {
        Self::of_zone(document, Zone::Text)
    }

    /// The words of its headline or its text.
    pub fn of_zone(document: &'a Document, zone: Zone) -> Self {
        let positions = document.zone(zone);
        Self {
            text: document.field(zone),
            document,
            tokens: &document.tokens()[positions.start as usize..positions.end as usize],
            first: positions.start,
        }
    }

    pub fn text(&self) -> &'a str {
        self.text
    }

    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    pub fn token(&self, at: usize) -> &'a Token {
        &self.tokens[at]
    }

    pub fn folded(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| self.document.folded(token.folded_start, token.folded_end))
    }

    /// What a word is without what its language writes together with it, folded.
    pub fn forms(&self, at: usize) -> impl Iterator<Item = &'a str> {
        let forms = self.document.forms_at(self.first + at as u32).iter();
        forms.map(|form| self.document.folded(form.folded_start, form.folded_end))
    }

    /// Code points that a word has as written behind a beginning that is folded.
    pub fn behind(&self, at: usize, beginning: &str) -> usize {
        let written = self.written(at);
        let mut ends = written.char_indices().map(|(at, letter)| at + letter.len_utf8());
        let end = ends.find(|end| compact(&written[..*end]) == beginning);
        end.map_or(0, |end| written[end..].chars().count())
    }

    pub fn written(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| &self.text[token.start as usize..token.end as usize])
    }

    /// The hash of a word; None behind the last.
    pub fn hash(&self, at: usize) -> Option<u64> {
        self.tokens.get(at).map(|token| token.hash)
    }

    /// Whether a word has several letters and all are capitals.
    pub fn is_acronym(&self, at: usize) -> bool {
        let mut capitals = 0;
        for letter in self.written(at).chars() {
            if letter.is_lowercase() {
                return false;
            }
            capitals += usize::from(letter.is_uppercase());
        }
        capitals > 1
    }

    /// Whether only a space lies between this word and the one before.
    pub fn follows(&self, at: usize) -> bool {
        matches!(self.gap_bytes(at), Some(b" " | b"\xc2\xa0" | b"  "))
    }

    /// Whether a word with a capital goes on with the one before.
    pub fn follows_capital(&self, at: usize) -> bool {
        self.follows(at) && self.is_capital(at) && !self.starts_sentence(at)
    }

    /// The words of a range as written, with what lies between them.
    pub fn passage(&self, range: &Range<usize>) -> &'a str {
        match (self.tokens.get(range.start), range.end.checked_sub(1).and_then(|last| self.tokens.get(last)))
        {
            (Some(first), Some(last)) if first.start < last.end => {
                &self.text[first.start as usize..last.end as usize]
            }
            _ => "",
        }
    }

    /// What lies between a word and the next.
    pub fn gap(&self, at: usize) -> &'a str {
        let start = self.tokens[at].end as usize;
        let end = self.tokens.get(at + 1).map_or(self.text.len(), |next| next.start as usize);
        &self.text[start..end]
    }

    /// The bytes between a word and the one before; None before the first and behind the last.
    pub fn gap_bytes(&self, at: usize) -> Option<&'a [u8]> {
        let (before, next) = (self.tokens.get(at.checked_sub(1)?)?, self.tokens.get(at)?);
        self.text.as_bytes().get(before.end as usize..next.start as usize)
    }

    /// What lies before a word.
    pub fn gap_before(&self, at: usize) -> &'a str {
        match at.checked_sub(1) {
            Some(before) if before < self.len() => self.gap(before),
            _ => &self.text[..self.tokens.first().map_or(self.text.len(), |first| first.start as usize)],
        }
    }

    /// The first word that begins at this byte or later.
    pub fn at_byte(&self, byte: usize) -> usize {
        self.tokens.partition_point(|token| (token.start as usize) < byte)
    }

    /// Whether a word begins with a capital.
    pub fn is_capital(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.capital)
    }

    /// Whether a word begins with a small letter.
    pub fn is_small(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.small)
    }

    /// Whether a sentence begins here.
    pub fn starts_sentence(&self, at: usize) -> bool {
        // Behind the last word nothing goes on, so whoever asks there may stop.
        self.tokens.get(at).is_none_or(|token| token.starts_sentence || token.starts_paragraph)
    }

    /// The words before this one in its sentence, no more than `most`.
    pub fn sentence_before(&self, end: usize, most: usize) -> Range<usize> {
        let floor = end.saturating_sub(most);
        let mut start = end;
        while start > floor {
            start -= 1;
            if self.starts_sentence(start) {
                break;
            }
        }
        start..end
    }

    /// The words from here to the end of the sentence, no more than `most`.
    pub fn sentence_after(&self, start: usize, most: usize) -> Range<usize> {
        let last = self.len().min(start + most);
        let end = (start + 1..last).find(|at| self.starts_sentence(*at)).unwrap_or(last);
        start.min(end)..end
    }
}
