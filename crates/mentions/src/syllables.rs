//! Whether a word can be a syllable of Vietnamese, which foreign names seldom are: *Hoa*, not *Wenger*. How its accents are written.

use veille_text::fold::composed;

const INITIAL_LETTERS_MAX: usize = 3;
const VOWELS_MAX: usize = 3;

/// Where a tone stands in the one spelling and in the other: *Thuỵ* and *Thụy*.
const TONES: [(&str, &str); 15] = [
    ("oà", "òa"),
    ("oá", "óa"),
    ("oả", "ỏa"),
    ("oã", "õa"),
    ("oạ", "ọa"),
    ("oè", "òe"),
    ("oé", "óe"),
    ("oẻ", "ỏe"),
    ("oẽ", "õe"),
    ("oẹ", "ọe"),
    ("uỳ", "ùy"),
    ("uý", "úy"),
    ("uỷ", "ủy"),
    ("uỹ", "ũy"),
    ("uỵ", "ụy"),
];

/// Words in small letters with their accents, whichever of two vowels has the tone.
pub(super) fn spelling<'w>(words: impl Iterator<Item = &'w str>) -> String {
    let mut spelling = String::new();
    for word in words {
        if !spelling.is_empty() {
            spelling.push(' ');
        }
        spelling.push_str(&composed(word.chars().flat_map(char::to_lowercase)));
    }
    for (late, early) in TONES {
        if spelling.contains(late) {
            spelling = spelling.replace(late, early);
        }
    }
    spelling
}

/// Whether a folded word has a beginning, vowels and an end as syllables have them.
pub(super) fn is_syllable(folded: &str) -> bool {
    let letters = folded.strip_prefix('đ').unwrap_or(folded).as_bytes();
    let vowel = |letter: &u8| matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y');
    let begun = letters.iter().take(INITIAL_LETTERS_MAX + 1).take_while(|letter| !vowel(letter)).count();
    let (initial, rest) = letters.split_at(begun);
    let vowels = rest.iter().take(VOWELS_MAX + 1).take_while(|letter| vowel(letter)).count();
    let initials = matches!(
        initial,
        b"" | b"b"
            | b"c"
            | b"d"
            | b"g"
            | b"h"
            | b"k"
            | b"l"
            | b"m"
            | b"n"
            | b"p"
            | b"q"
            | b"r"
            | b"s"
            | b"t"
            | b"v"
            | b"x"
            | b"ch"
            | b"gh"
            | b"kh"
            | b"ng"
            | b"nh"
            | b"ph"
            | b"th"
            | b"tr"
            | b"ngh"
    );
    let finals = matches!(&rest[vowels..], b"" | b"c" | b"m" | b"n" | b"p" | b"t" | b"ch" | b"ng" | b"nh");
    initials && finals && (1..=VOWELS_MAX).contains(&vowels)
}

#[cfg(test)]
mod tests {
    use super::is_syllable;

    #[test]
    fn syllables_are_told_from_foreign_names() {
        for syllable in ["nguyen", "hoa", "anh", "quoc", "giang", "gi", "đinh", "y", "nghieu", "khuyen", "ut"]
        {
            assert!(is_syllable(syllable), "{syllable}");
        }
        for name in ["wenger", "walter", "malhotra", "putin", "singh", "bandar", "john", "", "ng"] {
            assert!(!is_syllable(name), "{name}");
        }
    }
}
