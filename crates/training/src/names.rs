//! How good names are on the annotated texts, and how well spellings of one are told from those of two: the figures of the two scorers
//! beside the sets in `$VEILLE_SHARED/data/names`.

use std::collections::HashSet;
use std::path::Path;

use anyhow::Context;
use serde_json::Value;
use veille_mentions::mentions;
use veille_model::LanguageTag;
use veille_text::{Document, Parts, name};

use crate::counts::Counts;
use crate::places;

/// Sets of `$VEILLE_SHARED/data/names`, with the languages that are counted by themselves.
const SETS: [(&str, &[&str]); 5] = [
    ("bsnlp", &["bg", "cs", "pl", "ru", "sl", "uk"]),
    ("pud", &["en"]),
    ("wikineural", &["de", "es", "fr", "it", "nl", "pl", "pt", "ru"]),
    ("wojood", &["ar"]),
    ("hipe", &["de", "fr"]),
];
/// From this likeness on two names are said to be one.
const LIKENESS: f64 = 0.7;

/// A mention: where it stands, and what of.
type Place = (usize, usize);

/// The figures of a set.
#[derive(Clone, Copy, Debug, Default)]
pub struct Figures {
    /// Same first and last code point, whatever it is of.
    pub untyped: Counts,
    /// And said to be of the same kind.
    pub typed: Counts,
}

/// Prints the figures of each set and language, and of the pairs.
pub fn run() -> anyhow::Result<()> {
    let folder = places::shared()?.join("data/names");
    for (set, languages) in SETS {
        let path = folder.join(format!("{set}.jsonl.gz"));
        let print = |label: &str, figures: Figures| {
            println!("{label:14}  untyped {}   typed F1 {:.3}", figures.untyped.row(), figures.typed.f1());
        };
        print(set, measure(&path, None)?);
        for language in languages.iter().filter(|_| languages.len() > 1) {
            print(&format!("  {language}"), measure(&path, Some(language))?);
        }
    }
    println!("{:14}  at {LIKENESS} {}", "pairs", measure_pairs(&folder.join("pairs.tsv.gz"))?.row());
    Ok(())
}

/// The figures of one file, of one language alone if there is one.
pub fn measure(path: &Path, only: Option<&str>) -> anyhow::Result<Figures> {
    let mut figures = Figures::default();
    for line in places::lines(path)? {
        let row: Value = serde_json::from_str(&line?)?;
        let language = row["lang"].as_str().unwrap_or_default();
        if only.is_some_and(|only| only != language) {
            continue;
        }
        let text = row["text"].as_str().unwrap_or_default();
        let document = Document::of(&Parts { text, ..Parts::default() });
        let found = mentions(&document, &LanguageTag::new(language));
        let found = found.iter().flat_map(|mention| {
            mention.text.iter().map(|span| ((span.start, span.end), mention.kind.as_str()))
        });
        let gold = row["mentions"].as_array().map_or(&[][..], Vec::as_slice);
        figures.add(gold, &found.collect::<Vec<_>>());
    }
    Ok(figures)
}

impl Figures {
    fn add(&mut self, gold: &[Value], found: &[(Place, &str)]) {
        let at = |mention: &Value, key: &str| usize::try_from(mention[key].as_u64().unwrap_or_default());
        let place = |mention: &Value| -> Place {
            (at(mention, "start").unwrap_or_default(), at(mention, "end").unwrap_or_default())
        };
        // Names of peoples are neither wanted nor unwanted.
        let (free, gold): (Vec<&Value>, Vec<&Value>) =
            gold.iter().partition(|mention| mention["free"].as_bool().unwrap_or_default());
        let free: Vec<Place> = free.iter().map(|mention| place(mention)).collect();
        let touches = |(start, end): Place| free.iter().any(|free| free.0 < end && start < free.1);
        let found: Vec<&(Place, &str)> = found.iter().filter(|(place, _)| !touches(*place)).collect();
        let typed: HashSet<(Place, &str)> = gold
            .iter()
            .map(|mention| (place(mention), mention["type"].as_str().unwrap_or_default()))
            .collect();
        let untyped: HashSet<Place> = gold.iter().map(|mention| place(mention)).collect();
        for (counts, hit) in [
            (&mut self.untyped, found.iter().filter(|(place, _)| untyped.contains(place)).count()),
            (&mut self.typed, found.iter().filter(|found| typed.contains(found)).count()),
        ] {
            counts.hit += hit;
            counts.found += found.len();
            counts.wanted += gold.len();
        }
    }
}

/// How many of the pairs that are one are said to be.
pub fn measure_pairs(path: &Path) -> anyhow::Result<Counts> {
    let mut counts = Counts::default();
    for line in places::lines(path)?.skip(1) {
        let line = line?;
        let mut columns = line.split('\t').skip(2);
        let mut next = || columns.next().context("a pair has two names and whether they are one");
        let (one, other, is_match) = (next()?, next()?, next()? == "true");
        let said = name::likeness(one, other) >= LIKENESS;
        counts.hit += usize::from(said && is_match);
        counts.found += usize::from(said);
        counts.wanted += usize::from(is_match);
    }
    Ok(counts)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests

    use super::*;

    /// Floors: untyped, typed.
    const FLOORS: [(&str, Option<&str>, f64, f64); 6] = [
        ("bsnlp", None, 0.86, 0.79),
        ("pud", None, 0.83, 0.64),
        ("wikineural", Some("fr"), 0.85, 0.67),
        ("wikineural", Some("pt"), 0.86, 0.58),
        ("wikineural", Some("de"), 0.59, 0.49),
        ("wojood", None, 0.51, 0.48),
    ];

    #[test]
    fn names_stay_above_their_floors() {
        let Some(shared) = places::shared_if_any() else { return };
        for (set, language, untyped, typed) in FLOORS {
            let figures = measure(&shared.join(format!("data/names/{set}.jsonl.gz")), language).unwrap();
            assert!(figures.untyped.f1() >= untyped, "{set} {language:?}: {}", figures.untyped.row());
            assert!(figures.typed.f1() >= typed, "{set} {language:?}: typed {}", figures.typed.row());
        }
    }

    #[test]
    fn spellings_of_one_name_are_told_from_those_of_two() {
        let Some(shared) = places::shared_if_any() else { return };
        let counts = measure_pairs(&shared.join("data/names/pairs.tsv.gz")).unwrap();
        assert!(counts.f1() >= 0.86, "{}", counts.row());
    }
}
