//! Why a spelling of an article is taken for the name that another spelling gives.

use super::key;
use crate::fold::compact;

/// Why two spellings are one name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The world knows both for one: *ONU*, *Nations unies*.
    Known,
    /// The same letters, in capitals or not, with accents or without.
    Letters,
    /// A letter stands for the given name: *A. Guterres*.
    Initial,
    /// It is a part of the name, which nobody else in the article has.
    Part,
    /// The same words in another case: *Ольгой Ветровой*.
    Case,
}

impl Why {
    /// Of a spelling of who has this name and key.
    pub fn of(name: &str, key: &str, spelling: &str) -> Self {
        let words = |name: &str| name.split_whitespace().count();
        if key != self::key(name) {
            Self::Known
        } else if compact(spelling) == compact(name) {
            Self::Letters
        } else if has_initial(name, spelling) {
            Self::Initial
        } else if words(spelling) < words(name) {
            Self::Part
        } else {
            Self::Case
        }
    }
}

/// Whether one of two names of several words begins with a letter that stands for the other's first word.
fn has_initial(name: &str, spelling: &str) -> bool {
    let first = |name: &str| {
        let mut words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let first = words.next().map(compact)?;
        words.next().map(|_| first)
    };
    let stands_for = |letter: &str, word: &str| {
        letter.chars().nth(1).is_none() && word.chars().nth(1).is_some() && word.starts_with(letter)
    };
    let (Some(one), Some(other)) = (first(name), first(spelling)) else { return false };
    stands_for(&one, &other) || stands_for(&other, &one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_spelling_says_why_it_is_the_same() {
        let check = |name: &str, key: &str, spelling: &str, expected: Why| {
            assert_eq!(Why::of(name, key, spelling), expected, "{spelling}");
        };
        check("António Guterres", "ntn ktls", "Guterres", Why::Part);
        check("António Guterres", "ntn ktls", "ANTÓNIO GUTERRES", Why::Letters);
        check("António Guterres", "ntn ktls", "Antonio Guterres", Why::Letters);
        check("António Guterres", "ntn ktls", "A. Guterres", Why::Initial);
        check("António Guterres", "ntn ktls", "A.Guterres", Why::Initial);
        check("Юлия Ветрова", &key("Юлия Ветрова"), "Ю. Ветровой", Why::Initial);
        check("G. Guterres", &key("G. Guterres"), "Guterres", Why::Part);
        check("Ольга Ветрова", &key("Ольга Ветрова"), "Ольгой Ветровой", Why::Case);
        check("ONU", "unitednations", "Nations unies", Why::Known);
    }
}
