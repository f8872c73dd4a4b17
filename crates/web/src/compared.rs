//! What changed from one wording to the next, word by word.

use crate::text::shown;

/// A stretch of two wordings: kept, or replaced by another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// What stands in both.
    pub kept: String,
    /// What stood only in the old one.
    pub deleted: String,
    /// What stands only in the new one.
    pub inserted: String,
}

/// Tells the stretches of two texts, from their beginning to their end.
pub type Compare = fn(&str, &str) -> Vec<Changed>;

/// Characters of what stayed that are shown around a change.
const AROUND: usize = 90;

/// What changed, for a page: of what stayed a little around each change. Empty where nothing changed.
pub(crate) fn shortened(stretches: Vec<Changed>) -> Vec<Changed> {
    if stretches.iter().all(|stretch| !stretch.kept.is_empty()) {
        return Vec::new();
    }
    let last = stretches.len() - 1;
    let shorten = |(at, stretch): (usize, Changed)| Changed {
        kept: shown(&kept(&stretch.kept, at == 0, at == last)),
        deleted: shown(&stretch.deleted),
        inserted: shown(&stretch.inserted),
    };
    stretches.into_iter().enumerate().map(shorten).collect()
}

fn kept(text: &str, is_first: bool, is_last: bool) -> String {
    let characters: Vec<char> = text.chars().collect();
    // What would be left out must be longer than the sign for it.
    if characters.len() <= 2 * AROUND + 20 {
        return text.to_owned();
    }
    let is_blank = |at: &usize| characters[*at].is_whitespace();
    // Whole words, where there are blanks.
    let head_ends = (AROUND / 2..AROUND).rev().find(is_blank).unwrap_or(AROUND);
    let from = characters.len() - AROUND;
    let tail_begins = (from..from + AROUND / 2).find(is_blank).unwrap_or(from);
    let head: String = if is_first { String::new() } else { characters[..head_ends].iter().collect() };
    let tail: String = if is_last { String::new() } else { characters[tail_begins..].iter().collect() };
    format!("{head} […] {}", tail.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretch(kept: &str, deleted: &str, inserted: &str) -> Changed {
        Changed { kept: kept.to_owned(), deleted: deleted.to_owned(), inserted: inserted.to_owned() }
    }

    #[test]
    fn what_stayed_is_shown_around_what_changed() {
        let long = "mot ".repeat(200);
        let told = shortened(vec![stretch(&long, "", ""), stretch("", "72", "71"), stretch(&long, "", "")]);
        assert!(told[0].kept.starts_with(" […] mot") && told[0].kept.len() < 110, "{:?}", told[0]);
        assert_eq!(told[1], stretch("", "72", "71"));
        assert!(told[2].kept.starts_with("mot mot") && told[2].kept.ends_with(" […] "), "{:?}", told[2]);
        let unspaced = "河".repeat(900);
        assert!(
            shortened(vec![stretch(&unspaced, "", ""), stretch("", "", "公")])[0].kept.chars().count() < 110
        );
        assert_eq!(shortened(vec![stretch(&long, "", "")]), []);
        assert_eq!(shortened(vec![stretch("court", "", ""), stretch("", "a", "")])[0].kept, "court");
    }
}
