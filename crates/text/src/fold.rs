//! Folding: what makes `souverainete` find *souveraineté*, and `Ha Noi` find *Hà Nội*.
//!
//! This is the folding for words, as queries compare them: what is no letter separates. [`crate::letter`] folds lines.
//! Queries and articles go through the same table, so that it does not matter which of the two was written with its
//! accents. The table is made once, from Unicode's decompositions and `data/letters.txt`.

use std::ops::RangeInclusive;
use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{compose, is_combining_mark};

use crate::letter::is_unspaced;
use crate::undecomposed;

const BMP: usize = 0x1_0000;

/// What a character is to a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Folded {
    /// Stands between words.
    Separator,
    /// Left out, without ending the word: an accent on its own, a soft hyphen, a joiner.
    Transparent,
    /// A letter, mark or digit of a word.
    Word(char),
    /// A letter that becomes several: `œ`.
    Several(&'static str),
    /// A character of a script that does not put spaces between words.
    Unspaced(char),
}

/// Folds one character.
#[inline]
pub fn fold(character: char) -> Folded {
    // Most characters of most texts end here, without a visit to the table.
    if character.is_ascii() {
        return if character.is_ascii_alphanumeric() {
            Folded::Word(character.to_ascii_lowercase())
        } else {
            Folded::Separator
        };
    }
    // Beyond the basic plane stand rare Han and emoji: asked one by one, so that the table stays small.
    table().get(character as usize).copied().unwrap_or_else(|| fold_slowly(character))
}

/// Folds accents and leaves capitals: what `CASE(…)` compares.
pub fn fold_keeping_case(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.chars() {
        if join_last(&mut folded, character) {
            continue;
        }
        let upper = character.is_uppercase();
        match fold(character) {
            Folded::Word(letter) | Folded::Unspaced(letter) if upper => folded.extend(letter.to_uppercase()),
            Folded::Word(letter) | Folded::Unspaced(letter) => folded.push(letter),
            Folded::Several(letters) if upper => folded.push_str(&letters.to_uppercase()),
            Folded::Several(letters) => folded.push_str(letters),
            Folded::Separator | Folded::Transparent => {}
        }
    }
    folded
}

/// The letters and digits of a name, folded, and nothing between them: `Báo Nhân dân`, `BÁO NHÂN DÂN` and `Bao Nhan-Dan` are one.
pub fn compact(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    for character in name.chars() {
        if join_last(&mut key, character) {
            continue;
        }
        match fold(character) {
            Folded::Word(letter) | Folded::Unspaced(letter) => key.push(letter),
            Folded::Several(letters) => key.push_str(letters),
            Folded::Separator | Folded::Transparent => {}
        }
    }
    key
}

/// The same text with each letter and its accents as one character where there is one (NFC): what `EXACT(…)` compares.
pub fn composed(text: impl Iterator<Item = char>) -> String {
    text.nfc().collect()
}

/// Letters as they are written down where a printer had forms of them: what Arabic looks like at the beginning, in the middle and at
/// the end of a word, `ﬁ` drawn as one sign.
pub fn without_forms(text: &str) -> String {
    let is_form = |c: &char| matches!(u32::from(*c), 0xfb00..=0xfb4f | 0xfb50..=0xfdff | 0xfe70..=0xfefc);
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        match is_form(&character) {
            true => plain.extend(std::iter::once(character).nfkc()),
            false => plain.push(character),
        }
    }
    plain
}

/// The characters that join the parts of a compound: `vice-ministre`.
#[inline]
pub fn is_hyphen(character: char) -> bool {
    matches!(character, '-' | '\u{2010}' | '\u{2011}')
}

/// Invisible characters that may stand inside a word: soft hyphens, joiners, directions, variants of a picture.
#[inline]
pub fn is_format(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0100}'..='\u{e01ef}')
}

/// Whether a mark between two letters is the one of Hebrew acronyms, however it is typed: `ארה״ב`, `ארה"ב`.
pub fn is_gershayim(mark: char, before: Option<char>, after: Option<char>) -> bool {
    let is_hebrew = |letter: Option<char>| matches!(letter, Some('\u{5d0}'..='\u{5ea}'));
    matches!(mark, '"' | '\u{5f4}' | '\u{201d}') && is_hebrew(before) && is_hebrew(after)
}

/// A folded letter with what was written behind it apart, where the two are another letter: `カ` and `゛` are `ガ`, `и` and U+0306
/// are `й`, and the parts of a Korean syllable one (what a Mac and many a PDF write: NFD). None where they are not, and where
/// nothing of the mark remains.
pub fn with_mark(letter: char, mark: char) -> Option<char> {
    let mark = match mark {
        '\u{309b}' => '\u{3099}',
        '\u{309c}' => '\u{309a}',
        mark if joins(mark) => mark,
        _ => return None,
    };
    // None of these stays whole: most marks of most texts.
    if letter.is_ascii() {
        return None;
    }
    let is_capital = letter.is_uppercase();
    let (Folded::Word(whole) | Folded::Unspaced(whole)) = fold(compose(letter, mark)?) else { return None };
    let whole = if is_capital { whole.to_uppercase().next()? } else { whole };
    Some(whole).filter(|whole| *whole != letter)
}

/// Where all letters lie that may be one with the letter before them.
pub(crate) const JOINING: RangeInclusive<char> = '\u{93c}'..='\u{1b35}';

/// Whether a character may be one with the letter before it: the second ones of Unicode's compositions, but for those that no
/// folded letter keeps.
fn joins(mark: char) -> bool {
    mark >= '\u{300}'
        && matches!(mark, '\u{300}'..='\u{345}' | '\u{654}' | '\u{93c}' | '\u{9be}' | '\u{9d7}' | '\u{b3e}' | '\u{b56}'
        | '\u{b57}' | '\u{bbe}' | '\u{bd7}' | '\u{c56}' | '\u{cc2}' | '\u{cd5}' | '\u{cd6}' | '\u{d3e}' | '\u{d57}' | '\u{dca}'
        | '\u{dcf}' | '\u{ddf}' | '\u{102e}' | '\u{1161}'..='\u{1175}' | '\u{11a8}'..='\u{11c2}' | '\u{1b35}'
        | '\u{3099}' | '\u{309a}')
}

/// Joins a mark to the last letter of what is folded so far.
pub(crate) fn join_last(folded: &mut String, mark: char) -> bool {
    if !joins(mark) {
        return false;
    }
    let Some(whole) = folded.chars().next_back().and_then(|letter| with_mark(letter, mark)) else {
        return false;
    };
    folded.pop();
    folded.push(whole);
    true
}

/// Whether a folded letter is Cyrillic.
#[inline]
pub(crate) fn is_cyrillic(letter: char) -> bool {
    matches!(letter, '\u{400}'..='\u{52f}')
}

/// Letters of Latin and Cyrillic that look the same, small or capital.
const LOOKALIKES: [(char, char); 15] = [
    ('a', 'а'),
    ('b', 'в'),
    ('c', 'с'),
    ('e', 'е'),
    ('h', 'н'),
    ('i', 'і'),
    ('j', 'ј'),
    ('k', 'к'),
    ('m', 'м'),
    ('o', 'о'),
    ('p', 'р'),
    ('s', 'ѕ'),
    ('t', 'т'),
    ('x', 'х'),
    ('y', 'у'),
];

/// A folded word of two scripts in the one that most of its letters are of, where those of the other look like letters of
/// it, else in the other: `Xaнoй` that was typed on two keyboards. As it is where it can be neither.
pub fn unmixed(word: String) -> String {
    let latin = word.chars().filter(char::is_ascii_lowercase).count();
    let cyrillic = word.chars().filter(|letter| is_cyrillic(*letter)).count();
    if latin == 0 || cyrillic == 0 {
        return word;
    }
    let turned = |to_cyrillic: bool| -> Option<String> {
        let turn = |letter: char| match to_cyrillic {
            true if letter.is_ascii_lowercase() => {
                LOOKALIKES.iter().find(|pair| pair.0 == letter).map(|pair| pair.1)
            }
            false if is_cyrillic(letter) => {
                LOOKALIKES.iter().find(|pair| pair.1 == letter).map(|pair| pair.0)
            }
            _ => Some(letter),
        };
        word.chars().map(turn).collect()
    };
    let most_are_cyrillic = latin < cyrillic;
    turned(most_are_cyrillic).or_else(|| turned(!most_are_cyrillic)).unwrap_or(word)
}

fn table() -> &'static [Folded] {
    static TABLE: OnceLock<Vec<Folded>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let code_point = |code: usize| u32::try_from(code).ok().and_then(char::from_u32);
        let mut table: Vec<Folded> =
            (0..BMP).map(|code| code_point(code).map_or(Folded::Separator, fold_slowly)).collect();
        for (letter, folded) in undecomposed::all() {
            let folded = several(folded);
            // `data/letters.txt` has small letters only. The capital of *ß* is *SS*: what is ASCII
            // stays what it is.
            for letter in std::iter::once(letter).chain(letter.to_uppercase()) {
                if let Some(entry) = table.get_mut(letter as usize)
                    && !letter.is_ascii()
                {
                    *entry = folded;
                }
            }
        }
        table
    })
}

fn several(letters: &'static str) -> Folded {
    let mut characters = letters.chars();
    match (characters.next(), characters.next()) {
        (None, _) => Folded::Transparent,
        (Some(letter), None) => Folded::Word(letter),
        _ => Folded::Several(letters),
    }
}

fn fold_slowly(character: char) -> Folded {
    // Accents typed apart, and soft hyphens within a word, end no word.
    if is_format(character) || is_accent(character) {
        return Folded::Transparent;
    }
    if is_apostrophe(character) {
        return Folded::Separator;
    }
    // Half-width kana, the radicals that text out of a PDF is made of: characters of these scripts in another shape.
    let mut compatible = character.nfkc();
    if let (Some(one), None) = (compatible.next(), compatible.next())
        && is_unspaced(one)
    {
        return Folded::Unspaced(one);
    }
    if !character.is_alphanumeric() && !is_combining_mark(character) {
        return Folded::Separator;
    }
    if is_unspaced(character) {
        return Folded::Unspaced(character);
    }
    let mut bare = character
        .to_lowercase()
        // Compatibility forms too: full-width `２０２５`, the ligature `ﬁ`, Arabic presentation forms.
        .nfkd()
        .filter(|c| !is_accent(*c))
        .flat_map(char::to_lowercase)
        .collect::<Vec<_>>();
    // Hangul and Devanagari decompose into parts that are letters: taken apart, no word would be found.
    if !bare.iter().all(|c| is_decomposed(*c)) {
        // A few are two in every form that Unicode knows: `ড়` of Bengali keyboards, one character, is `ড` and its dot.
        bare = character.to_lowercase().nfc().filter(|c| !is_accent(*c)).collect();
    }
    match bare.as_slice() {
        [] => Folded::Transparent,
        // `ǿ` without its accent is `ø`; the form of `ة` that ends a word is `ة`.
        [one] => undecomposed::letters_of(*one).map_or(Folded::Word(*one), several),
        _ if bare.iter().all(|c| c.is_alphanumeric() || is_combining_mark(*c)) => {
            // Leaked once in a process: the table is static, and few letters fold to several.
            Folded::Several(Box::leak(bare.into_iter().collect::<String>().into_boxed_str()))
        }
        [first, ..] => Folded::Word(*first),
    }
}

/// Letters to Unicode that people type for an apostrophe, in Ukrainian, Breton or Uzbek: each separates as `'` does.
fn is_apostrophe(character: char) -> bool {
    matches!(
        character,
        '\u{2b9}' | '\u{374}' | '\u{2bb}'
            ..='\u{2bf}' | '\u{2c8}' | '\u{2ca}' | '\u{2cb}' | '\u{a78b}' | '\u{a78c}'
    )
}

/// Accents and vowel points that writers leave out. The marks of other scripts are letters in all but name.
fn is_accent(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}')
}

/// Scripts whose letters are compared by their base: Latin, Greek, Cyrillic, Hebrew, Arabic.
fn is_decomposed(character: char) -> bool {
    matches!(character, '0'..='9' | 'a'..='z' | '\u{df}'..='\u{24f}' | '\u{250}'..='\u{2af}'
        | '\u{370}'..='\u{52f}' | '\u{5d0}'..='\u{5ea}' | '\u{620}'..='\u{6d3}' | '\u{1d00}'..='\u{1dbf}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_case_are_folded_in_every_script_that_has_them() {
        let check = |text: &str, expected: &str| assert_eq!(compact(text), expected, "{text}");
        check("SOUVERAINETÉ", "souverainete");
        check("Đặng", "dang");
        check("Nội", "noi");
        check("No\u{323}\u{302}i", "noi");
        check("Œuvre", "oeuvre");
        check("Straße", "strasse");
        check("İstanbul", "istanbul");
        check("ƙafa", "kafa");
        check("ＵＮ２０２５", "un2025");
        check("ﬁn", "fin");
        check("Ёлка", "елка");
        check("Йод", "йод");
        check("Ἀθῆναι", "αθηναι");
        check("اتّفاقية", "اتفاقيه");
        check("الأمم", "الامم");
        check("co\u{ad}opération", "cooperation");
    }

    #[test]
    fn marks_that_are_letters_stay() {
        let check = |text: &str| assert_eq!(compact(text), text, "{text}");
        check("हिन्दी");
        check("กรุงเทพ");
        check("서울");
        check("አዲስ");
        check("がぎ");
    }

    #[test]
    fn letters_with_their_marks_apart_are_those_that_have_them() {
        let check = |text: &str| {
            let apart: String = text.nfd().collect();
            assert_eq!(compact(&apart), compact(text), "{text}");
            assert_eq!(fold_keeping_case(&apart), fold_keeping_case(text), "{text}");
        };
        check("Ханой Йод Український Ёлка ґрунт");
        check("하노이 협약");
        check("हिन्दी ऩ क़ानून ढाका");
        check("বাংলাদেশ সো গণতন্ত্র পড়া");
        check("தொகை மலையாளம் ശ്രീ കൊ කොළඹ");
        check("ガギ パ ဦး");
        check("Hà Nội Souveraineté Øǿ ǽ");
        check("ؤ ئ آ ۀ");
        assert_eq!(fold('\u{9dc}'), Folded::Several("\u{9a1}\u{9bc}"));
        assert_eq!(compact("ǿ"), "o");
        assert_eq!(compact("\u{fe94}"), compact("ة"));
        assert_eq!(with_mark('И', '\u{306}'), Some('Й'));
        assert_eq!(with_mark('e', '\u{301}'), None);
    }

    #[test]
    fn no_letter_is_another_one_where_it_is_written_apart() {
        let is_other = |letter: &char| {
            let apart: String = std::iter::once(*letter).nfd().collect();
            compact(&apart) != compact(letter.encode_utf8(&mut [0; 4]))
        };
        let others: Vec<char> = (0..BMP as u32).filter_map(char::from_u32).filter(is_other).collect();
        assert!(others.is_empty(), "{others:?}");
    }

    #[test]
    fn apostrophes_of_every_keyboard_separate() {
        for apostrophe in "'’‘´`ʼʻ′＇՚ꞌʹ".chars() {
            assert_eq!(fold(apostrophe), Folded::Separator, "{apostrophe}");
        }
    }

    #[test]
    fn what_cannot_be_seen_ends_no_word() {
        for mark in ['\u{200b}', '\u{61c}', '\u{202b}', '\u{2067}', '\u{fe0f}', '\u{2064}', '\u{e0100}', 'ـ']
        {
            assert_eq!(fold(mark), Folded::Transparent, "{mark:?}");
        }
    }

    #[test]
    fn characters_in_another_shape_are_those_they_stand_for() {
        let check =
            |shape: char, expected: char| assert_eq!(fold(shape), Folded::Unspaced(expected), "{shape}");
        check('ｶ', 'カ');
        check('⼀', '一');
        check('⼈', '人');
        check('\u{f900}', '豈');
        assert_eq!(with_mark('カ', '\u{3099}'), Some('ガ'));
        assert_eq!(with_mark('ハ', '\u{309c}'), Some('パ'));
        assert_eq!(with_mark('ア', '\u{3099}'), None);
        assert_eq!(fold('ﾞ'), Folded::Unspaced('\u{3099}'));
    }

    #[test]
    fn letters_of_two_keyboards_are_those_of_most() {
        let check = |word: &str, expected: &str| assert_eq!(unmixed(word.to_owned()), expected, "{word}");
        check("xaнoйcкaя", "ханойская");
        check("сonvention", "convention");
        check("wебсайт", "wебсайт");
        check("64б", "64б");
    }

    #[test]
    fn capitals_stay_where_case_counts() {
        assert_eq!(fold_keeping_case("ÉTÉ à Œdipe"), "ETEaOEdipe");
    }
}
