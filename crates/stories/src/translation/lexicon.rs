//! What words of many languages mean, as far as a small lexicon knows: names of territories, cities, languages, months, and
//! common words; each by an English one, which stands for the meaning and is never shown.

use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};
use veille_text::{Traits, letter};

use super::word::{Word, hash};

/// Each begins with English, whose lines have how rare a word is; those of other languages have which of these they mean.
const FILES: [&str; 2] =
    [include_str!("../../data/lexicon-names.txt"), include_str!("../../data/lexicon-parallel.txt")];
/// Most words, or characters, of one entry.
const WORDS: usize = 4;
const CHARACTERS: usize = 12;

/// Of one language.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    /// By the hash of the entry: the meaning, and that one article in 2^n has it.
    entries: FxHashMap<u64, (u32, u8)>,
    /// What longer entries begin with.
    beginnings: FxHashSet<u64>,
    kind: Kind,
}

/// How a language's words are cut for the lexicon.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// At spaces, endings left out.
    #[default]
    Spaced,
    /// At spaces, articles before the word left out as well: Arabic.
    Prefixed,
    /// At spaces, with particles after the word: Korean.
    Particled,
    /// Syllables as they are: Vietnamese.
    Syllables,
    /// Not at all: Chinese, Japanese, Thai.
    Unspaced,
}

impl Kind {
    /// Of a language by its primary subtag.
    pub fn of(language: &str) -> Self {
        match Traits::of(language) {
            // Chinese too, whose characters are syllables as well.
            Traits { unspaced: true, .. } => Self::Unspaced,
            Traits { syllabic: true, .. } => Self::Syllables,
            Traits { prefixed: true, .. } => Self::Prefixed,
            Traits { particled: true, .. } => Self::Particled,
            _ => Self::Spaced,
        }
    }
}

/// A word without its ending, as the lexicon has it.
pub fn stem(kind: Kind, folded: &str) -> &str {
    const ARTICLES: [&str; 6] = ["وال", "بال", "كال", "فال", "لل", "ال"];
    // What is left must be long enough to be a word: the article's letters may be its own first ones.
    let bare = |article: &&str| folded.strip_prefix(*article).filter(|rest| rest.chars().count() >= 3);
    let word = match kind {
        Kind::Syllables | Kind::Unspaced => return folded,
        Kind::Prefixed => ARTICLES.iter().find_map(bare).unwrap_or(folded),
        Kind::Particled | Kind::Spaced => folded,
    };
    let letters = word.chars().count();
    let kept = if letters < 5 || kind == Kind::Particled { letters } else { (letters - 1).min(6) };
    word.char_indices().nth(kept).map_or(word, |(end, _)| &word[..end])
}

impl Lexicon {
    /// Of a language by its BCP 47 tag, if there is one.
    pub(crate) fn of(language: &str) -> Option<&'static Self> {
        static ALL: OnceLock<FxHashMap<&'static str, Lexicon>> = OnceLock::new();
        let primary = language.split('-').next().unwrap_or(language);
        ALL.get_or_init(load).get(primary)
    }

    /// Finds the meanings of a text's words, the longest entry first.
    pub(crate) fn meanings(&self, words: &[Word<'_>], mut add: impl FnMut(u32, f32, (usize, usize))) {
        let mut at = 0;
        let mut entry = String::new();
        while at < words.len() {
            match self.longest(&words[at..], &mut entry) {
                Some(((meaning, octave), length)) => {
                    add(meaning, f32::from(octave), (words[at].start, words[at + length - 1].end));
                    at += length;
                }
                None => at += 1,
            }
        }
    }

    /// The longest entry that these words begin with, and of how many of them.
    fn longest(&self, words: &[Word<'_>], entry: &mut String) -> Option<((u32, u8), usize)> {
        let is_unspaced = letter::is_unspaced(words[0].first);
        let mut found = None;
        entry.clear();
        for (before, word) in words.iter().take(if is_unspaced { CHARACTERS } else { WORDS }).enumerate() {
            let is_apart =
                before > 0 && (word.starts_sentence || is_unspaced && word.start != words[before - 1].end);
            if is_apart || letter::is_unspaced(word.first) != is_unspaced {
                break;
            }
            if !is_unspaced && before > 0 {
                entry.push(' ');
            }
            entry.push_str(stem(self.kind, word.folded));
            let hash = veille_text::hash(entry);
            if let Some(meaning) = self.entries.get(&hash) {
                found = Some((*meaning, before + 1));
            }
            // No entry goes on so.
            if !self.beginnings.contains(&hash) {
                break;
            }
        }
        if found.is_none() && self.kind == Kind::Particled {
            return self.particled(words[0].folded).map(|meaning| (meaning, 1));
        }
        found
    }

    /// A word before its particles.
    fn particled(&self, word: &str) -> Option<(u32, u8)> {
        // A word of one syllable before its particle is too many things.
        let ends: Vec<usize> = word.char_indices().map(|(at, _)| at).skip(2).collect();
        ends.into_iter().rev().find_map(|end| self.entries.get(&veille_text::hash(&word[..end])).copied())
    }
}

fn load() -> FxHashMap<&'static str, Lexicon> {
    let mut all: FxHashMap<&'static str, Lexicon> = FxHashMap::default();
    let mut meanings: Vec<(u32, u8)> = Vec::new();
    let mut language = "";
    for line in FILES.iter().flat_map(|file| file.lines()).filter(|line| !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            language = name;
            if language == "en" {
                meanings.clear();
            }
            all.entry(language).or_default().kind = Kind::of(language);
            continue;
        }
        let Some((entry, number)) = line.split_once('\t') else { continue };
        let Some((lexicon, number)) = all.get_mut(language).zip(number.parse::<usize>().ok()) else {
            continue;
        };
        if language == "en" {
            meanings.push((hash('m', entry.as_bytes()), number as u8));
        }
        let meaning = if language == "en" { meanings.last() } else { meanings.get(number) };
        if let Some(meaning) = meaning {
            lexicon.entries.entry(veille_text::hash(entry)).or_insert(*meaning);
            let is_end = |(at, character): &(usize, char)| {
                *at > 0 && (*character == ' ' || lexicon.kind == Kind::Unspaced)
            };
            let ends = entry.char_indices().filter(is_end);
            lexicon.beginnings.extend(ends.map(|(at, _)| veille_text::hash(&entry[..at])));
        }
    }
    all
}
