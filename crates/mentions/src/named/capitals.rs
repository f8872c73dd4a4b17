//! Which capitals of a document are those of names: how often each word stands inside a sentence with a capital, and with none.

use rustc_hash::FxHashMap;
use veille_text::{Traits, hash};

use crate::words::Words;

/// Words of languages with cases are compared by so many letters.
const STEM_LETTERS: usize = 5;
/// A line of so many words of which most have capitals is a title: its capitals say nothing.
const TITLE_WORDS_MIN: usize = 4;
/// A line is read so many words far.
const TITLE_REACH: usize = 24;
/// Shorter words have no capital in titles either.
const TITLE_LETTERS_MIN: usize = 4;

/// How often a word stands inside sentences.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Count {
    pub capital: u32,
    pub small: u32,
}

/// The counts of a document's words, and where its capitals say nothing.
#[derive(Debug)]
pub(super) struct Capitals {
    counts: FxHashMap<u64, Count>,
    declines: bool,
}

impl Capitals {
    pub fn of(zones: &[Words<'_>; 2], traits: Traits) -> Self {
        let mut capitals = Self { counts: FxHashMap::default(), declines: traits.declines };
        for words in zones {
            let mut end = 0;
            for at in (0..words.len()).filter(|at| words.is_capital(*at)) {
                if end <= at {
                    end = sentence_end(words, at);
                }
                let inside = inside(words, at) && !shouted(words, at) && !in_title_to(words, at, end);
                let count = capitals.counts.entry(capitals.key(words, at)).or_default();
                count.capital += u32::from(inside);
            }
        }
        for words in zones {
            for at in (0..words.len()).filter(|at| words.is_small(*at)) {
                let key = capitals.key(words, at);
                if let Some(count) = capitals.counts.get_mut(&key) {
                    count.small += 1;
                }
            }
        }
        capitals
    }

    /// How often a word stands inside sentences with a capital, and how often with none.
    pub fn count(&self, words: &Words<'_>, at: usize) -> Count {
        self.counts.get(&self.key(words, at)).copied().unwrap_or_default()
    }

    fn key(&self, words: &Words<'_>, at: usize) -> u64 {
        if !self.declines {
            return words.hash(at).unwrap_or_default();
        }
        let folded = words.folded(at);
        let end = folded.char_indices().nth(STEM_LETTERS).map_or(folded.len(), |(end, _)| end);
        if end == folded.len() { words.hash(at).unwrap_or_default() } else { hash(&folded[..end]) }
    }
}

/// Whether a word goes on with a sentence: behind a word, and nothing but a space or a comma between.
fn inside(words: &Words<'_>, at: usize) -> bool {
    let gap = if at == 0 { "." } else { words.gap_before(at) };
    !words.starts_sentence(at)
        && matches!(gap, " " | ", " | "-" | "’" | "'" | "\u{a0}" | " (")
        && (words.is_small(at - 1) || words.is_capital(at - 1))
}

/// Whether a capital here may be that of a sentence: behind a stop, an opening mark, a colon.
pub(super) fn opens(words: &Words<'_>, at: usize) -> bool {
    words.starts_sentence(at) || {
        let gap = words.gap_before(at);
        gap.len() > 1
            && gap.contains(['"', '“', '„', '«', '»', '”', ':', '•', '|', '‘', '…', '›', '‹', '*', '/'])
            || gap.contains(['\t', '>'])
    }
}

/// Whether a word and its neighbours are written in capitals altogether.
pub(super) fn shouted(words: &Words<'_>, at: usize) -> bool {
    let long = |at: usize| words.is_acronym(at) && words.written(at).chars().count() > 3;
    let beside = |at: usize| words.is_acronym(at) || (words.is_capital(at) && words.written(at).len() == 1);
    words.is_acronym(at)
        && ((at > 0 && beside(at - 1) && (long(at - 1) || long(at)) && !words.starts_sentence(at))
            || (beside(at + 1) && (long(at + 1) || long(at)) && !words.starts_sentence(at + 1)))
}

/// Whether a word stands in a line of which most words have capitals: the title of an English article.
pub(super) fn in_title(words: &Words<'_>, at: usize) -> bool {
    let last = words.len().min(at + TITLE_REACH);
    let end = (at + 1..last).find(|at| words.starts_sentence(*at)).unwrap_or(last);
    in_title_to(words, at, end)
}

/// The first word behind this one that begins a sentence, or behind the last.
fn sentence_end(words: &Words<'_>, at: usize) -> usize {
    (at + 1..words.len()).find(|at| words.starts_sentence(*at)).unwrap_or(words.len())
}

/// The same, of a word whose sentence ends there.
fn in_title_to(words: &Words<'_>, at: usize, sentence_end: usize) -> bool {
    let end = sentence_end.min(at + TITLE_REACH);
    // A title ends with its line, a sentence with a stop.
    if end < words.len() && !words.gap_before(end).contains('\n') {
        return false;
    }
    if end == words.len() && words.gap_before(end).starts_with('.') {
        return false;
    }
    let long = |at: &usize| words.written(*at).len() >= TITLE_LETTERS_MIN;
    let mut start = at;
    while start > 0 && !words.starts_sentence(start) && at - start < 12 {
        start -= 1;
    }
    let (mut capital, mut all) = (0, 0);
    for at in (start..end).filter(long) {
        all += 1;
        capital += usize::from(words.is_capital(at));
    }
    all >= TITLE_WORDS_MIN && capital * 5 >= all * 4
}
