//! What the tagger answers for one text.

use serde::Serialize;
use veille_model::{LanguageGuess, LanguageTag};

use super::script::Script;

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
    /// How far the runner-up is behind, in units of the model; comparable only between texts of one script. Negative
    /// where whatlang was asked, and preferred what the model thinks second.
    pub margin: f64,
}

impl Guess {
    /// The answer for a text without letters.
    pub fn und() -> Self {
        Self { tag: LanguageTag::und(), confidence: 0.0, runner_up: None, script: Script::None, margin: 0.0 }
    }
}

/// Three decimals: what is printed is what is compared.
pub(super) fn rounded(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}
