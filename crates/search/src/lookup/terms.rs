//! From a word of a query to the terms of the index that answer it (expansion of wildcards, of compounds, of pairs of
//! characters).

use std::sync::Arc;

use tantivy::postings::{SegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, InvertedIndexReader, TERMINATED, TantivyError};
use veille_query::{Element, Glob};

use crate::terms::{ALIAS, UNSPACED, alias, is_unspaced};

type Result<T> = std::result::Result<T, TantivyError>;

/// The terms of one field of a segment.
pub(super) struct Terms {
    index: Arc<InvertedIndexReader>,
}

/// A term that answers.
pub(super) struct Term {
    info: TermInfo,
    /// The positions that it takes.
    pub length: u32,
}

/// What answers a word of a phrase.
pub(super) enum InPhrase {
    /// Any of these at its place.
    Terms(Vec<Term>),
    /// Nothing of its own: any word will do, or the pair before it has it.
    Covered,
    TooMany,
}

impl Terms {
    pub(super) fn new(index: Arc<InvertedIndexReader>) -> Self {
        Self { index }
    }

    pub(super) fn get(&self, term: &str) -> Result<Option<Term>> {
        Ok(self.index.terms().get(term)?.map(|info| Term { info, length: 1 }))
    }

    pub(super) fn list(&self, term: &Term, option: IndexRecordOption) -> Result<SegmentPostings> {
        Ok(self.index.read_postings_from_terminfo(&term.info, option)?)
    }

    /// The documents of all of these as one set.
    pub(super) fn union(&self, terms: &[Term], documents: u32) -> Result<tantivy::BitSet> {
        let mut set = tantivy::BitSet::with_max_value(documents);
        for term in terms {
            let mut list = self.list(term, IndexRecordOption::Basic)?;
            let mut doc = list.doc();
            while doc != TERMINATED {
                set.insert(doc);
                doc = list.advance();
            }
        }
        Ok(set)
    }

    /// What answers a word that stands alone, compounds too; None where that are more than `max`.
    pub(super) fn alone(&self, word: &Element, max: usize) -> Result<Option<Vec<Term>>> {
        let mut found = Vec::new();
        match word {
            Element::Word(word) if is_unspaced(word) => {
                return self.beginning(&format!("{UNSPACED}{word}"), max);
            }
            Element::Word(word) => {
                found.extend(self.get(word)?);
                // Alone a compound answers at once with all its parts; within a phrase its places would not fit.
                for (mark, length) in ALIAS.into_iter().zip(2..) {
                    let info = self.index.terms().get(format!("{mark}{word}"))?;
                    found.extend(info.map(|info| Term { info, length }));
                }
            }
            Element::Glob(glob) => return self.shape(glob, true, max),
            Element::Any => {}
        }
        Ok(Some(found))
    }

    /// What answers the word at this place of a phrase. Compounds are no part of one.
    pub(super) fn in_phrase(&self, words: &[Element], at: usize, max: usize) -> Result<InPhrase> {
        let is_character =
            |at: usize| matches!(words.get(at), Some(Element::Word(word)) if is_unspaced(word));
        let found = match &words[at] {
            Element::Any => return Ok(InPhrase::Covered),
            Element::Glob(glob) => self.shape(glob, false, max)?,
            Element::Word(word) if !is_unspaced(word) => Some(self.get(word)?.into_iter().collect()),
            Element::Word(word) => match words.get(at + 1) {
                Some(Element::Word(next)) => {
                    // Alone where a word of another script follows.
                    let next = if is_character(at + 1) { next.as_str() } else { "" };
                    Some(self.get(&format!("{UNSPACED}{word}{next}"))?.into_iter().collect())
                }
                // What follows is not known. The pair before, where there is one, ends in it.
                _ if at > 0 && is_character(at - 1) => return Ok(InPhrase::Covered),
                _ => self.beginning(&format!("{UNSPACED}{word}"), max)?,
            },
        };
        Ok(found.map_or(InPhrase::TooMany, InPhrase::Terms))
    }

    /// The terms of hosts that end in these labels.
    pub(super) fn of_site(&self, labels: &[Element]) -> Result<Vec<Term>> {
        let words: Option<Vec<&str>> = labels
            .iter()
            .map(|label| match label {
                Element::Word(word) => Some(word.as_str()),
                Element::Glob(_) | Element::Any => None,
            })
            .collect();
        if let Some(words) = words {
            return Ok(self.get(&words.join("."))?.into_iter().collect());
        }
        let fits = |label: &Element, word: &str| match label {
            Element::Word(wanted) => wanted == word,
            Element::Glob(glob) => glob.matches(word),
            Element::Any => true,
        };
        // There are no more hosts than sources, roughly.
        let mut found = Vec::new();
        self.scan("", |term, info| {
            let mut words = term.split('.');
            let all = labels.iter().all(|label| words.next().is_some_and(|word| fits(label, word)));
            if all && words.next().is_none() {
                found.push(Term { info: info.clone(), length: 1 });
            }
            true
        })?;
        Ok(found)
    }

    /// The terms that begin so.
    fn beginning(&self, start: &str, max: usize) -> Result<Option<Vec<Term>>> {
        let mut found = Vec::new();
        self.scan(start, |_, info| {
            found.push(Term { info: info.clone(), length: 1 });
            found.len() <= max
        })?;
        Ok((found.len() <= max).then_some(found))
    }

    /// The terms of a shape, compounds too where they count.
    fn shape(&self, glob: &Glob, with_aliases: bool, max: usize) -> Result<Option<Vec<Term>>> {
        let start = glob.beginning();
        let mut found = Vec::new();
        let mut take = |term: &str, info: &TermInfo| {
            let (length, word) = match term.strip_prefix(UNSPACED) {
                // Of a pair the first is the word here.
                Some(pair) => (1, pair.chars().next().map_or(pair, |first| &pair[..first.len_utf8()])),
                None => alias(term).unwrap_or((1, term)),
            };
            if (length == 1 || with_aliases) && glob.matches(word) {
                found.push(Term { info: info.clone(), length });
            }
            found.len() <= max
        };
        self.scan(start, &mut take)?;
        if !start.is_empty() {
            // Compounds and characters stand apart, behind their marks.
            for mark in ALIAS.into_iter().filter(|_| with_aliases) {
                self.scan(&format!("{mark}{start}"), &mut take)?;
            }
            if is_unspaced(start) {
                self.scan(&format!("{UNSPACED}{start}"), &mut take)?;
            }
        }
        Ok((found.len() <= max).then_some(found))
    }

    /// Shows all terms that begin so, until one is enough.
    fn scan(&self, start: &str, mut show: impl FnMut(&str, &TermInfo) -> bool) -> Result<()> {
        let range = self.index.terms().range().ge(start);
        let mut end = start.as_bytes().to_vec();
        // No byte of UTF-8 is the greatest one.
        if let Some(last) = end.last_mut() {
            // One more at the last byte: everything that begins so lies before it.
            *last += 1;
        }
        let range = if end.is_empty() { range } else { range.lt(end) };
        let mut stream = range.into_stream()?;
        while stream.advance() {
            let Ok(term) = std::str::from_utf8(stream.key()) else { continue };
            if !show(term, stream.value()) {
                break;
            }
        }
        Ok(())
    }
}
