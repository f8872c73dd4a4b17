//! The words of reporting, by language, as sequences of folded words.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;
use veille_model::LanguageTag;

use super::words::Words;

const LEXICON: &str = include_str!("../../data/quotations/lexicon.toml");
const ORGANISATIONS: &str = include_str!("../../data/quotations/organisations.txt");

/// Phrases of one kind, each a sequence of folded words, the longest first.
pub(super) type Phrases = Vec<Vec<String>>;

/// How one language reports speech.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    /// They report speech.
    pub verbs: Phrases,
    /// They name a source: `selon`.
    pub before: Phrases,
    /// What people are.
    pub roles: Phrases,
    /// What stands before a surname alone.
    pub titles: Phrases,
    /// How an interviewer addresses whoever is interviewed.
    pub you: Phrases,
    /// What stands before a name in quotation marks.
    pub naming: Phrases,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    verbs: Vec<String>,
    before: Vec<String>,
    roles: Vec<String>,
    titles: Vec<String>,
    you: Vec<String>,
    naming: Vec<String>,
}

impl Lexicon {
    /// The lexicon of a language; None for languages that we cannot read quotations in.
    pub fn of(language: &LanguageTag) -> Option<&'static Self> {
        static LEXICONS: OnceLock<BTreeMap<String, Lexicon>> = OnceLock::new();
        let lexicons = LEXICONS.get_or_init(|| {
            let entries: BTreeMap<String, Entry> = toml::from_str(LEXICON).expect("a test reads the lexicon");
            entries.into_iter().map(|(language, entry)| (language, Self::from(entry))).collect()
        });
        lexicons.get(&language.primary())
    }

    /// Words and phrases that make a name in capitals an institution's or a place's.
    pub fn organisations() -> &'static Phrases {
        static PHRASES: OnceLock<Phrases> = OnceLock::new();
        PHRASES.get_or_init(|| {
            phrases(ORGANISATIONS.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect())
        })
    }
}

impl From<Entry> for Lexicon {
    fn from(entry: Entry) -> Self {
        Self {
            verbs: phrases(entry.verbs),
            before: phrases(entry.before),
            roles: phrases(entry.roles),
            titles: phrases(entry.titles),
            you: phrases(entry.you),
            naming: phrases(entry.naming),
        }
    }
}

/// Texts as phrases, the longest first.
fn phrases(texts: Vec<String>) -> Phrases {
    let mut phrases: Phrases = texts.iter().map(|text| Words::of(text).all_folded()).collect();
    phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
    phrases
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_languages_are_read() {
        for language in ["fr", "en", "vi", "es", "de", "pt", "it", "ru", "ar", "zh"] {
            let lexicon = Lexicon::of(&LanguageTag::new(language)).unwrap();
            assert!(
                !lexicon.verbs.is_empty() && lexicon.verbs.iter().all(|verb| !verb.is_empty()),
                "{language}"
            );
        }
        assert!(Lexicon::of(&LanguageTag::new("xx")).is_none());
    }
}
