//! What languages do with capitals, spaces, cases and small words: one table for all who ask, by the language's tag.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

const LANGUAGES: &str = include_str!("../data/languages.txt");

/// How a language writes words and names. Of one that we know nothing of, nothing holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traits {
    /// Its script has no capitals.
    pub uncased: bool,
    /// No spaces stand between words.
    pub unspaced: bool,
    /// Articles and small words are written as one with the word behind them.
    pub prefixed: bool,
    /// Particles are written as one with the word before them.
    pub particled: bool,
    /// Syllables are written as words, so that a role, a name or a verb is several of them.
    pub syllabic: bool,
    /// Cases change how names end.
    pub declines: bool,
    /// All nouns have capitals.
    pub capital_nouns: bool,
    /// Months and days are written with capitals.
    pub capital_months: bool,
    /// An adjective stands behind its noun with a small letter: *Union européenne*.
    pub small_behind: bool,
    /// A noun stands behind its adjective with a small letter: *Европейский союз*.
    pub small_nouns: bool,
    /// Works, and no bodies, stand between quotation marks.
    pub quotes_works: bool,
    /// Words end as those of English do.
    pub english_endings: bool,
}

impl Traits {
    /// Those of a language by its primary subtag in lower case: `zh` of `zh-Hans`.
    pub fn of(primary: &str) -> Self {
        static ALL: LazyLock<FxHashMap<&'static str, Traits>> = LazyLock::new(|| lines().collect());
        ALL.get(primary).copied().unwrap_or_default()
    }

    fn named(&mut self, name: &str) -> Option<&mut bool> {
        Some(match name {
            "uncased" => &mut self.uncased,
            "unspaced" => &mut self.unspaced,
            "prefixed" => &mut self.prefixed,
            "particled" => &mut self.particled,
            "syllabic" => &mut self.syllabic,
            "declines" => &mut self.declines,
            "capital_nouns" => &mut self.capital_nouns,
            "capital_months" => &mut self.capital_months,
            "small_behind" => &mut self.small_behind,
            "small_nouns" => &mut self.small_nouns,
            "quotes_works" => &mut self.quotes_works,
            "english_endings" => &mut self.english_endings,
            _ => return None,
        })
    }
}

fn lines() -> impl Iterator<Item = (&'static str, Traits)> {
    let lines = LANGUAGES.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once('\t')).map(|(language, names)| {
        let mut traits = Traits::default();
        for name in names.split(' ') {
            *traits.named(name).expect("a test reads each line") = true;
        }
        (language, traits)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_of_one_language_and_names_traits() {
        let mut known: Vec<&str> = lines().map(|(language, _)| language).collect();
        let written = LANGUAGES.lines().filter(|line| !line.starts_with('#')).count();
        known.dedup();
        assert!(known.is_sorted() && known.len() == written, "{known:?}");
        assert!(Traits::of("zh").syllabic && Traits::of("zh").unspaced && Traits::of("de").capital_nouns);
        assert_eq!(Traits::of("und"), Traits::default());
    }
}
