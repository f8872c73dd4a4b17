//! What the tagger answers for one text.

use serde::Serialize;
use veille_model::{LanguageGuess, LanguageTag};

/// The language of one text, and how sure that is.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Guess {
    /// BCP 47; `und` where nothing in the text says.
    pub tag: LanguageTag,
    /// The share of such answers that are right, 0 to 1, three decimals.
    pub confidence: f64,
    /// The next best language, where there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub runner_up: Option<LanguageGuess>,
    /// The script that most letters are in.
    pub script: Script,
    /// How far the runner-up is behind, per letter; comparable only between texts of one script.
    pub margin: f64,
}

impl Guess {
    /// The answer for a text without letters.
    pub fn und() -> Self {
        Self { tag: LanguageTag::und(), confidence: 0.0, runner_up: None, script: Script::None, margin: 0.0 }
    }
}

/// A writing system, serialised as its ISO 15924 code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Script {
    /// No letters at all.
    #[serde(rename = "Zyyy")]
    None,
    /// Latin.
    #[serde(rename = "Latn")]
    Latin,
    /// Any other, in the first cut.
    #[serde(rename = "Zzzz")]
    Other,
}

impl Script {
    /// The ISO 15924 code.
    pub fn code(self) -> &'static str {
        match self {
            Self::None => "Zyyy",
            Self::Latin => "Latn",
            Self::Other => "Zzzz",
        }
    }

    pub(super) fn of(script: whatlang::Script) -> Self {
        if script == whatlang::Script::Latin { Self::Latin } else { Self::Other }
    }
}

/// Three decimals: what is printed is what is compared.
pub(super) fn rounded(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

/// BCP 47 for whatlang's ISO 639-3 codes: two letters where there are two.
pub(super) fn tag_of(language: whatlang::Lang) -> &'static str {
    const TWO_LETTERS: &str = include_str!("../../data/language/codes.txt");
    let code = language.code();
    TWO_LETTERS
        .lines()
        .filter_map(|line| line.split_once(' '))
        .find(|(three, _)| *three == code)
        .map_or(code, |(_, tag)| tag)
}
