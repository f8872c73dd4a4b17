//! What is known of Vietnamese names, whose words are syllables, before a text is read.

use std::sync::OnceLock;

use rustc_hash::FxHashSet;
use serde::Deserialize;

use crate::lists::{BODY, Known, Lists, PLACE};
use crate::syllables::is_syllable;
use crate::words::Words;

const WORDS: &str = include_str!("../data/names/vi.toml");
/// A text that has accents has one among so many words.
const ACCENT_REACH: usize = 100;

/// Syllables and phrases in small letters.
#[derive(Deserialize)]
pub(super) struct Lexicon {
    pub titles: FxHashSet<String>,
    pub roles: FxHashSet<String>,
    pub heads: FxHashSet<String>,
    pub grounds: FxHashSet<String>,
    pub others: FxHashSet<String>,
    pub stops: FxHashSet<String>,
    pub counted: FxHashSet<String>,
    pub numerals: FxHashSet<String>,
    pub compounds: FxHashSet<String>,
    pub named_after: FxHashSet<String>,
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
    let known = [phrase(words, start), word(words, start)];
    let known = known.into_iter().find(|known| known.class & (PLACE | BODY) != 0);
    let length = known.map_or(0, |known| known.words);
    // Two words at least are somebody's, and a surname begins a name of its own: `Thái Bá Dũng`.
    if length > 0 && start + length + 2 <= end && !is_surname(words, start) { start + length } else { start }
}

/// Whether a place that the lists know is named here: `Tổng thống **Syria**`.
pub(super) fn is_country(words: &Words<'_>, at: usize) -> bool {
    [phrase(words, at), word(words, at)].into_iter().any(|known| known.class & (PLACE | BODY) != 0)
}

/// The longest of the known names and phrases that begin here with several words.
pub(super) fn phrase(words: &Words<'_>, at: usize) -> Known {
    spelled(words, at, Lists::get().phrase(words, at, false))
}

/// What is known of one word.
pub(super) fn word(words: &Words<'_>, at: usize) -> Known {
    spelled(words, at, Lists::get().word(words, at, false))
}

/// What is known, if it is no place or body or has its accents: *Anh* is England, *Ảnh* a picture. Foreign names go without, and so does
/// a text that has none. Several syllables may be known as others write them, *Ho Chi Minh*; but `bà Lan` is not *Ba Lan*.
fn spelled(words: &Words<'_>, at: usize, known: Known) -> Known {
    let own = at..at + known.words;
    let lists = Lists::get();
    let elsewhere = || {
        own.len() > 1
            && !Lexicon::get().titles.contains(&lower(words, at))
            && lists.is_spelled(own.clone().map(|at| words.folded(at)))
    };
    let is_other = || {
        own.clone().all(|at| is_syllable(words.folded(at)))
            && !lists.is_spelled(own.clone().map(|at| words.written(at)))
            && !elsewhere()
            && has_accents(words)
    };
    if known.class & (PLACE | BODY) != 0 && is_other() { Known::default() } else { known }
}

/// Whether one of the first words has an accent.
fn has_accents(words: &Words<'_>) -> bool {
    let accent = |letter: char| !letter.is_ascii() && letter.is_alphabetic();
    (0..words.len().min(ACCENT_REACH)).any(|at| words.written(at).contains(accent))
}

/// A syllable in small letters.
pub(super) fn lower(words: &Words<'_>, at: usize) -> String {
    words.written(at).to_lowercase()
}
