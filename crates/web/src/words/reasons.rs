//! Why a block of a page was kept or left out, and where something was found, in the reader's language:
//! `words/reasons/*.txt`, a line for each sentence that the cleaner says in English (translation memory).

use std::collections::HashMap;
use std::sync::LazyLock;

use super::Words;
use crate::text::shown;

/// By language; English needs none.
const FILES: &[(&str, &str)] = &[
    ("fr", include_str!("../../words/reasons/fr.txt")),
    ("es", include_str!("../../words/reasons/es.txt")),
    ("vi", include_str!("../../words/reasons/vi.txt")),
    ("ar", include_str!("../../words/reasons/ar.txt")),
];

static SAID: LazyLock<HashMap<&str, HashMap<&str, &str>>> =
    LazyLock::new(|| FILES.iter().map(|(tag, file)| (*tag, lines(file).collect())).collect());

fn lines(file: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    file.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(" = "))
}

impl Words {
    /// What stands instead of what a query asks for, which the query says in English: `2 of 3`, `14 words apart`.
    pub fn instead(self, told: &str) -> String {
        let number = |text: &str| text.parse::<usize>().ok();
        if let Some(words) = told.strip_suffix(" words apart").and_then(number) {
            return self.count("instead-apart", words);
        }
        if let Some((found, times)) = told.split_once(" of ")
            && let (Some(found), Some(times)) = (number(found), number(times))
        {
            let (found, times) = (self.number(found), self.number(times));
            return self.with("instead-times", &[("found", &found), ("times", &times)]);
        }
        match told {
            "never in one field" => self.get("instead-field"),
            "never in one paragraph" => self.get("instead-paragraph"),
            "not in one sentence" => self.get("instead-one-sentence"),
            "not in one paragraph" => self.get("instead-one-paragraph"),
            "too low a score" => self.get("instead-score"),
            "in the other order" => self.get("instead-order"),
            other => shown(other),
        }
    }

    /// What the cleaner says of a block, `it has commas; links follow it`, in this language: with the tag of the language that it
    /// came out in. English as a whole where one sentence of it is in no file, so that nobody reads half of each.
    pub fn because(self, english: &str) -> (String, &'static str) {
        let said: Option<Vec<String>> = english.split("; ").map(|sentence| self.reason(sentence)).collect();
        match said {
            Some(said) => (said.join(&self.get("reasons-between")), self.tag()),
            None => (english.to_owned(), "en"),
        }
    }

    fn reason(self, english: &str) -> Option<String> {
        let Some(known) = SAID.get(self.tag()) else { return Some(english.to_owned()) };
        if let Some(said) = known.get(english) {
            return Some((*said).to_owned());
        }
        // `the page's names for it say "sidebar"`: the name is the page's own.
        let (before, name) = english.split_once('"')?;
        let said = known.get(format!("{before}{{}}").as_str())?;
        Some(said.replacen("{}", &format!("“{}”", name.trim_end_matches('"')), 1))
    }

    /// Where something was found, `title element`; names of formats and elements are what they are in every language.
    pub fn place(self, english: &'static str) -> String {
        self.reason(english).unwrap_or_else(|| english.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the cleaner says of its columns.
    const COLUMNS: &str = include_str!("../../../cleaner/data/reasons.txt");

    #[test]
    fn every_sentence_of_the_cleaner_is_said_in_every_language() {
        let columns = COLUMNS.lines().filter(|line| !line.starts_with('#'));
        let sentences: Vec<&str> = columns
            .filter_map(|line| line.split_once(": "))
            .flat_map(|(_, said)| said.split(" | "))
            .collect();
        assert!(sentences.len() > 200, "{}", sentences.len());
        for (tag, file) in FILES {
            let words = Words::choose(Some(tag), "");
            for sentence in &sentences {
                assert!(words.reason(sentence).is_some(), "{tag} has no {sentence:?}");
            }
            let mut known: Vec<&str> = lines(file).map(|(english, _)| english).collect();
            let all = known.len();
            known.sort_unstable();
            known.dedup();
            assert_eq!((known.len(), all), (all, file.lines().count() - 1), "{tag} says something twice");
        }
    }

    #[test]
    fn reasons_are_said_whole_or_in_english() {
        let check = |tag: &str, english: &str, expected: (&str, &str)| {
            let said = Words::choose(Some(tag), "").because(english);
            assert_eq!((said.0.as_str(), said.1), expected, "{tag} {english}");
        };
        let both = "it has commas; the page's names for it say \"sidebar\"";
        check("en", both, (both, "en"));
        check(
            "fr",
            both,
            ("il contient des virgules\u{a0}; les noms que lui donne la page disent “sidebar”", "fr"),
        );
        check("ar", "it has commas; links follow it", ("فيه فواصل؛ تليه روابط", "ar"));
        check("fr", "it has commas; it is blue", ("it has commas; it is blue", "en"));
        assert_eq!(Words::choose(Some("es"), "").place("title element"), "elemento title");
        assert_eq!(Words::choose(Some("es"), "").place("h1"), "h1");
    }
}
