//! What there is to know of a character, and lines folded for comparison: lower case, no diacritics.
//!
//! This is the folding for lines of a page (`Nguồn: ĐÀ NẴNG` against `nguon: da nang`): signs and spaces stay, and so do
//! the characters that [`crate::fold`], the folding for words, takes for another by their meaning alone (`ﬁ`, `２`).
//! Letters that Unicode does not decompose stand in one table for both, `data/letters.txt`.
//!
//! Every block's text is read several times, and Unicode's tables answer each question about a character by a search. Here
//! the answers stand in pages of 256 characters, filled in when the first character of a page is met.

use std::sync::OnceLock;

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

use crate::sentence::is_stop;
use crate::undecomposed;

/// What a character is: a set of the marks below.
pub type Class = u16;
/// Alphabetic.
pub const LETTER: Class = 1;
/// An upper-case letter.
pub const UPPER: Class = 1 << 1;
/// A figure of any script.
pub const NUMERIC: Class = 1 << 2;
/// A combining mark.
pub const MARK: Class = 1 << 3;
/// Of a script written without spaces.
pub const UNSPACED: Class = 1 << 4;
/// A comma or semicolon of any script.
pub const COMMA: Class = 1 << 5;
/// Ends a sentence, in most scripts.
pub const STOP: Class = 1 << 6;
/// Separates the items of a list.
pub const SEPARATOR: Class = 1 << 7;
/// Ends no word that it stands in: apostrophes, the hyphen.
pub const JOINT: Class = 1 << 8;

/// Longer foldings (none is known) are cut.
const FOLDED_BYTES: usize = 13;

/// A character's class and what it folds to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Letter {
    /// What it is.
    pub class: Class,
    length: u8,
    folded: [u8; FOLDED_BYTES],
}

impl Letter {
    /// In lower case without its diacritics: `É` as `e`, `Đ` as `d`.
    #[inline]
    pub fn folded(&self) -> &[u8] {
        &self.folded[..usize::from(self.length)]
    }

    /// Whether it is of one of these classes.
    #[inline]
    pub fn is(&self, class: Class) -> bool {
        self.class & class != 0
    }

    fn of(character: char) -> Self {
        let mut letter = Self { class: class(character), ..Self::default() };
        let mut add = |part: char| {
            let start = usize::from(letter.length);
            let end = start + part.len_utf8();
            if let Some(place) = letter.folded.get_mut(start..end) {
                part.encode_utf8(place);
                letter.length = end as u8;
            }
        };
        for lower in character.to_lowercase() {
            // Typeset and typed apostrophes are one: `L’ÉTÉ` and `l'ete`.
            if lower == '’' {
                add('\'');
            } else if let Some(letters) = undecomposed::letters_of(lower) {
                letters.chars().for_each(&mut add);
            } else {
                decompose_canonical(lower, |part| {
                    if part.is_ascii() || !is_combining_mark(part) {
                        add(part);
                    }
                });
            }
        }
        letter
    }
}

type Page = [Letter; 256];

/// The characters up to U+FFFF; those beyond are rare, and looked up one by one.
static PAGES: [OnceLock<Box<Page>>; 256] = [const { OnceLock::new() }; 256];

/// A character's class and folding.
#[inline]
pub fn letter(character: char) -> Letter {
    let code = u32::from(character) as usize;
    let Some(page) = PAGES.get(code >> 8) else { return Letter::of(character) };
    page.get_or_init(|| fill(code & !0xff))[code & 0xff]
}

fn fill(first: usize) -> Box<Page> {
    let of = |at: usize| u32::try_from(first + at).ok().and_then(char::from_u32).map(Letter::of);
    Box::new(std::array::from_fn(|at| of(at).unwrap_or_default()))
}

fn class(character: char) -> Class {
    let sign = match character {
        ',' | '،' | '、' | '，' | '؛' | ';' | '；' => COMMA,
        // The trees of the cleaner were trained without these.
        '｡' | '॥' | '។' | '၊' | '။' => 0,
        _ if is_stop(character) => STOP,
        '|' | '•' | '·' | '›' | '»' | '→' | '/' => SEPARATOR,
        '\'' | '’' | '-' => JOINT,
        _ => 0,
    };
    let kinds = [
        (LETTER, character.is_alphabetic()),
        (UPPER, character.is_uppercase()),
        (NUMERIC, character.is_numeric()),
        (MARK, !character.is_ascii() && is_combining_mark(character)),
        (UNSPACED, is_unspaced(character)),
    ];
    kinds.iter().filter(|(_, holds)| *holds).fold(sign, |class, (kind, _)| class | kind)
}

/// Letters of a text; one of a script without spaces says as much as three others.
pub fn count(text: &str) -> usize {
    let ascii = text.bytes().filter(u8::is_ascii_alphabetic).count();
    if text.is_ascii() {
        return ascii;
    }
    let others = text.chars().filter(|character| !character.is_ascii()).map(letter);
    ascii
        + others
            .map(|letter| match (letter.is(LETTER), letter.is(UNSPACED)) {
                (false, _) => 0,
                (true, false) => 1,
                (true, true) => 3,
            })
            .sum::<usize>()
}

/// The text folded.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.chars() {
        folded.push_str(std::str::from_utf8(letter(character).folded()).unwrap_or_default());
    }
    folded
}

/// Scripts written without spaces: Thai, Lao, Burmese, Khmer, kana and Han. Their letters count as words.
pub fn is_unspaced(character: char) -> bool {
    matches!(character, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{a9e0}'..='\u{a9ff}' | '\u{aa60}'..='\u{aa7f}' | '\u{f900}'..='\u{faff}'
        | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_case_make_no_difference() {
        let check = |text: &str, expected: &str| assert_eq!(fold(text), expected);
        check("Même Catégorie", "meme categorie");
        check("Nguồn: ĐÀ NẴNG", "nguon: da nang");
        check("L’ÉTÉ", "l'ete");
        check("Ω ΐ 𝔄 ẞ", "ω ι 𝔄 ss");
    }

    #[test]
    fn letters_of_a_script_without_spaces_count_three() {
        let check = |text: &str, expected: usize| assert_eq!(count(text), expected, "{text}");
        check("Hà Nội, 25", 5);
        check("河内, ไทย", 15);
        check("𝔄-𝔅", 2);
    }

    #[test]
    fn no_folding_is_cut() {
        for character in (0..=0x10_ffff).filter_map(char::from_u32) {
            let whole: usize = character
                .to_lowercase()
                .map(|lower| {
                    let mut bytes = 0;
                    decompose_canonical(lower, |part| bytes += part.len_utf8());
                    bytes
                })
                .sum();
            assert!(whole <= FOLDED_BYTES || letter(character).length < 9, "{character:?}");
        }
    }
}
