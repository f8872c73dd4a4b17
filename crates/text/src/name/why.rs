//! Why a spelling of an article is taken for the name that another spelling gives.

use super::key;

/// Why two spellings are one name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The world knows both for one: *ONU*, *Nations unies*.
    Known,
    /// The same letters, in capitals or not.
    Letters,
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
        } else if spelling.to_lowercase() == name.to_lowercase() {
            Self::Letters
        } else if words(spelling) < words(name) {
            Self::Part
        } else {
            Self::Case
        }
    }
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
        check("Ольга Ветрова", &key("Ольга Ветрова"), "Ольгой Ветровой", Why::Case);
        check("ONU", "unitednations", "Nations unies", Why::Known);
    }
}
