//! Words folded for comparison: lower case, no diacritics.

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// Appends a character in lower case without its diacritics: `É` as `e`, `Đ` as `d`.
pub(crate) fn push(character: char, into: &mut String) {
    if character.is_ascii() {
        into.push(character.to_ascii_lowercase());
        return;
    }
    for lower in character.to_lowercase() {
        match lower {
            'đ' => into.push('d'),
            'ł' => into.push('l'),
            'ø' => into.push('o'),
            'ı' => into.push('i'),
            'ß' => into.push_str("ss"),
            'œ' => into.push_str("oe"),
            'æ' => into.push_str("ae"),
            '’' => into.push('\''),
            _ => decompose_canonical(lower, |part| {
                if !is_combining_mark(part) {
                    into.push(part);
                }
            }),
        }
    }
}

/// The text folded.
#[cfg(test)]
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.chars() {
        push(character, &mut folded);
    }
    folded
}

/// Scripts written without spaces: Chinese, Japanese, Thai, Lao, Khmer, Burmese. Their letters count as words.
pub(crate) fn is_unspaced(character: char) -> bool {
    matches!(character,
        '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
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
    }
}
