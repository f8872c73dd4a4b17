//! What is known of Vietnamese names, whose words are syllables, before a text is read.

use std::sync::OnceLock;

use rustc_hash::FxHashSet;
use serde::Deserialize;

use crate::lists::{self, Lists};
use crate::words::Words;

const WORDS: &str = include_str!("../data/names/vi.toml");

/// Syllables and phrases in small letters.
#[derive(Deserialize)]
pub(super) struct Lexicon {
    pub titles: FxHashSet<String>,
    pub roles: FxHashSet<String>,
    pub heads: FxHashSet<String>,
    pub grounds: FxHashSet<String>,
    pub others: FxHashSet<String>,
    pub stops: FxHashSet<String>,
    pub surnames: FxHashSet<String>,
}

impl Lexicon {
    pub fn get() -> &'static Self {
        static LEXICON: OnceLock<Lexicon> = OnceLock::new();
        LEXICON.get_or_init(|| toml::from_str(WORDS).expect("a test reads it"))
    }
}

/// Whether a syllable is a Vietnamese surname.
pub(super) fn is_surname(words: &Words<'_>, at: usize) -> bool {
    Lexicon::get().surnames.contains(&lower(words, at))
}

/// Where the name of somebody begins behind the short name of a country or a body, in Vietnamese: `Mỹ **John Kerry**`.
pub(super) fn behind_country(words: &Words<'_>, start: usize, end: usize) -> usize {
    let lists = Lists::get();
    let known = [lists.phrase(words, start, false), lists.word(words, start, false)];
    let known = known.into_iter().find(|known| known.class & (lists::PLACE | lists::BODY) != 0);
    let length = known.map_or(0, |known| known.words);
    // Two words at least are somebody's, and a surname begins a name of its own: `Thái Bá Dũng`.
    if length > 0 && start + length + 2 <= end && !is_surname(words, start) { start + length } else { start }
}

/// Whether a place that the lists know is named here: `Tổng thống **Syria**`.
pub(super) fn is_country(words: &Words<'_>, at: usize) -> bool {
    let lists = Lists::get();
    [lists.phrase(words, at, false), lists.word(words, at, false)]
        .into_iter()
        .any(|known| known.class & (lists::PLACE | lists::BODY) != 0)
}

/// A syllable in small letters.
pub(super) fn lower(words: &Words<'_>, at: usize) -> String {
    words.written(at).to_lowercase()
}
