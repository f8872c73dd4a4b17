//! The phrases of a language as they are looked up: by their first word, and by how words end.

use rustc_hash::FxHashMap;
use veille_text::{Document, Parts};

use super::phrase_kind::{Kind, Kinds};

/// What may begin with a word.
#[derive(Debug, Default)]
pub(super) struct Beginning {
    /// What the word is by itself, whatever its accents.
    pub alone: Kinds,
    /// Phrases of several words, and words that are compared as written.
    pub others: Vec<Phrase>,
}

/// A phrase, by the hashes of its folded words after the first.
#[derive(Debug)]
pub(super) struct Phrase {
    pub rest: Box<[u64]>,
    /// The first of these; 0 where there is none.
    pub next: u64,
    pub kind: Kind,
    /// As written, in small letters: a word of one or two letters is another with an accent, *a* and *à*.
    pub exact: Option<Box<str>>,
}

impl Phrase {
    /// Whether the first word may be written so.
    pub fn begins(&self, written: &str) -> bool {
        self.exact.as_deref().is_none_or(|exact| {
            exact == written || exact.chars().eq(written.chars().flat_map(char::to_lowercase))
        })
    }
}

/// How words may end, looked up by their last byte.
#[derive(Debug, Default)]
pub(super) struct Endings(FxHashMap<u8, Vec<String>>);

impl Endings {
    pub fn of(endings: &[String]) -> Self {
        let mut by_last: FxHashMap<u8, Vec<String>> = FxHashMap::default();
        for ending in endings {
            if let Some(last) = ending.bytes().last() {
                by_last.entry(last).or_default().push(ending.clone());
            }
        }
        Self(by_last)
    }

    /// Whether a word ends so, and has so many bytes more at least.
    pub fn end(&self, folded: &str, more: usize) -> bool {
        let Some(endings) = folded.bytes().last().and_then(|last| self.0.get(&last)) else { return false };
        endings.iter().any(|ending| folded.len() >= ending.len() + more && folded.ends_with(ending.as_str()))
    }
}

/// Whether a word ends in one of these.
pub(super) fn ends_so(folded: &str, endings: &[String]) -> bool {
    endings.iter().any(|ending| folded.ends_with(ending.as_str()))
}

/// `сказал/а/и` is *сказал*, *сказала* and *сказали*.
pub(super) fn forms(text: &str) -> Vec<String> {
    let mut parts = text.split('/');
    let base = parts.next().unwrap_or_default();
    let mut forms = vec![base.to_owned()];
    forms.extend(parts.map(|ending| format!("{base}{ending}")));
    forms
}

/// Texts folded, the longest first.
pub(super) fn folded(texts: &[String]) -> Vec<String> {
    let fold = |text: &String| {
        let document = Document::of(&Parts { text, ..Parts::default() });
        document.tokens().iter().map(|token| document.folded(token.folded_start, token.folded_end)).collect()
    };
    let mut folded: Vec<String> = texts.iter().map(fold).collect();
    folded.sort_by_key(|text| std::cmp::Reverse(text.chars().count()));
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_after_a_slash_make_more_words() {
        assert_eq!(forms("сказал/а/и"), ["сказал", "сказала", "сказали"]);
        assert_eq!(forms("said"), ["said"]);
    }
}
