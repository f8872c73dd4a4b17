//! Whether a word can be a syllable of Vietnamese, which foreign names seldom are: *Hoa*, not *Wenger*.

/// Longer ones before those that they begin with.
const INITIALS: [&str; 26] = [
    "ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g", "h", "k",
    "l", "m", "n", "r", "s", "t", "v", "x",
];
const FINALS: [&str; 9] = ["", "ch", "ng", "nh", "c", "m", "n", "p", "t"];
const VOWELS_MAX: usize = 3;

/// Whether a folded word has a beginning, vowels and an end as syllables have them.
pub(super) fn is_syllable(folded: &str) -> bool {
    let begun = INITIALS.iter().find_map(|initial| folded.strip_prefix(initial)).unwrap_or(folded);
    // *gi* and *qu* may have their vowel in them: `Gì`.
    let begun = if begun.starts_with(is_vowel) { begun } else { folded.trim_start_matches(['g', 'q']) };
    let end = begun.trim_start_matches(is_vowel);
    let vowels = begun.len() - end.len();
    (1..=VOWELS_MAX).contains(&vowels) && FINALS.contains(&end)
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
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
