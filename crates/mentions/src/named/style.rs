//! What languages do with capitals, cases and small words, as far as names are concerned.

use veille_model::LanguageTag;

/// How a language writes names.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Style {
    /// Cases change how names end.
    pub declines: bool,
    /// All nouns have capitals.
    pub capital_nouns: bool,
    /// An adjective stands behind its noun with a small letter: *Union européenne*.
    pub small_behind: bool,
    /// A noun stands behind its adjective with a small letter: *Европейский союз*.
    pub small_nouns: bool,
    /// Syllables are written as words.
    pub syllabic: bool,
    /// Months and days are written with capitals.
    pub capital_months: bool,
    /// English, whose words end as they do.
    pub english: bool,
    /// Works, and no bodies, stand between quotation marks.
    pub quotes_works: bool,
}

impl Style {
    pub fn of(language: &LanguageTag) -> Self {
        let style = Self::default();
        match &*language.primary() {
            "bg" | "cs" | "ru" | "uk" | "sl" | "pl" | "sk" | "hr" | "sr" | "be" | "mk" | "bs" => {
                Self { declines: true, small_nouns: true, ..style }
            }
            "fr" | "es" | "it" | "pt" | "ca" | "ro" | "gl" => {
                Self { small_behind: true, quotes_works: true, ..style }
            }
            "de" | "lb" => Self { capital_nouns: true, capital_months: true, ..style },
            "en" => Self { english: true, capital_months: true, quotes_works: true, ..style },
            "vi" => Self { syllabic: true, ..style },
            _ => style,
        }
    }
}
