//! What languages are called, in those of the interface: `words/languages.txt`, a line for each language.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{FILES, Words};

const FILE: &str = include_str!("../../words/languages.txt");
/// Where the file has no name.
const NONE: &str = "-";

/// By tag, its name in each language of the interface, in the order of the file.
static NAMES: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| {
    let lines = FILE.lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| {
            let mut columns = line.split(" | ");
            Some((columns.next()?, columns.collect()))
        })
        .collect()
});

impl Words {
    /// What a language is called; its tag where nobody has a name for it.
    pub fn language(self, tag: &str) -> String {
        let token = tag.to_ascii_lowercase();
        let primary = token.split('-').next().unwrap_or_default();
        match self.named(primary) {
            Some(name) if primary == token => name.to_owned(),
            // A variety: `French (fr-CA)`.
            Some(name) => format!("{name} ({tag})"),
            None => tag.to_owned(),
        }
    }

    fn named(self, primary: &str) -> Option<&'static str> {
        let names = NAMES.get(primary)?;
        let at = COLUMNS.iter().position(|tag| *tag == self.tag())?;
        names.get(at).filter(|name| **name != NONE).or_else(|| names.first()).copied()
    }
}

/// The languages of the columns.
const COLUMNS: [&str; FILES.len()] = ["en", "fr", "es", "vi", "ar"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_language_is_found_has_a_name_in_every_language_of_the_interface() {
        let codes = include_str!("../../../language/data/codes.txt");
        let alone = include_str!("../../../language/data/alone.txt");
        let lines = codes.lines().chain(alone.lines()).filter(|line| !line.starts_with('#'));
        let found = lines.filter_map(|line| line.split_once(' ')).map(|(_, tag)| tag);
        for tag in found.chain(["yue", "wuu", "zh-Hans", "und"]) {
            for (interface, ..) in FILES {
                let name = Words::choose(Some(interface), "").language(tag);
                assert_ne!(name, tag, "{interface}");
            }
        }
        let arabic = Words::choose(Some("ar"), "");
        assert_eq!(arabic.language("sw"), "السواحيلية");
        assert_eq!(Words::choose(Some("fr"), "").language("pcm"), "pidgin nigérian");
        assert_eq!(arabic.language("zh-Hant"), "الصينية (zh-Hant)");
    }

    #[test]
    fn every_line_has_a_column_for_each_language_of_the_interface() {
        assert_eq!(COLUMNS.to_vec(), FILES.iter().map(|(tag, ..)| *tag).collect::<Vec<_>>());
        for (tag, names) in NAMES.iter() {
            assert_eq!(names.len(), COLUMNS.len(), "{tag}");
            assert!(names.iter().all(|name| !name.trim().is_empty() && name.trim() == *name), "{tag}");
        }
    }
}
