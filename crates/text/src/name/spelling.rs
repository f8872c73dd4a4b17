//! What spellings of one word keep and change: languages write a foreign sound each in its own way, Vietnamese accents tell people apart,
//! and a last vowel tells a woman's name from a man's.

use unicode_normalization::UnicodeNormalization as _;

use super::{Script, Word};

/// The five tones of Vietnamese that are written, as marks behind a letter.
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];
/// What languages write for one sound in names from elsewhere, the longest first.
const RESPELLED: [(&str, &str); 11] = [
    ("tsch", "ch"),
    ("dzh", "j"),
    ("sch", "sh"),
    ("tch", "ch"),
    ("kh", "k"),
    ("ph", "f"),
    ("ck", "k"),
    ("ch", "k"),
    ("w", "v"),
    ("y", "i"),
    ("j", "i"),
];

/// A syllable of Vietnamese: its letters, and its tone, on whichever of them it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spelled(String, Option<char>);

impl Spelled {
    pub fn of(word: &str) -> Self {
        let (mut letters, mut tone) = (String::new(), None);
        for letter in word.chars().flat_map(char::to_lowercase).nfd() {
            match letter {
                letter if TONES.contains(&letter) => tone = Some(letter),
                'y' => letters.push('i'),
                letter => letters.push(letter),
            }
        }
        Self(letters, tone)
    }
}

/// Whether a name has accents that hardly any other language has.
pub(super) fn is_vietnamese(name: &str) -> bool {
    name.contains(|letter| matches!(letter, '\u{1ea0}'..='\u{1ef9}' | 'ơ' | 'Ơ' | 'ư' | 'Ư'))
}

/// A word in small Latin letters as no language in particular writes it: *Khodorkovsky*, *Chodorkowski*.
pub(super) fn plain(roman: &str) -> String {
    let mut plain = String::with_capacity(roman.len());
    let mut rest = roman;
    while let Some(letter) = rest.chars().next() {
        match RESPELLED.iter().find(|(own, _)| rest.starts_with(own)) {
            Some((own, common)) => {
                plain.push_str(common);
                rest = &rest[own.len()..];
            }
            None => {
                plain.push(letter);
                rest = &rest[letter.len_utf8()..];
            }
        }
    }
    plain
}

/// `Michel Martin` and `Michèle Martin`: names of as many words that are the same but for one, which is a woman's of the two. Where the
/// last words differ too, it is a case: *Donalda Tuska*.
pub(super) fn is_of_other_sex(one: &[Word], other: &[Word]) -> bool {
    if one.len() != other.len() || one.len() < 2 {
        return false;
    }
    let mut pairs = one.iter().zip(other).filter(|(one, other)| one.roman != other.roman);
    let (Some((a, b)), None) = (pairs.next(), pairs.next()) else { return false };
    let same_last = one.last().map(|word| &word.roman) == other.last().map(|word| &word.roman);
    let (short, long) = if a.roman.len() < b.roman.len() { (a, b) } else { (b, a) };
    let behind = long.roman.strip_prefix(short.roman.as_str());
    same_last
        && short.script == Script::Latin
        && long.script == Script::Latin
        && matches!(behind, Some("a" | "e" | "ne" | "le" | "te"))
}
