//! Why the tagger answered as it did.

use serde::Serialize;

use super::Guess;

/// An answer and what weighed most in it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explanation {
    /// The answer: language, confidence, runner-up, script, margin.
    #[serde(flatten)]
    pub guess: Guess,
    /// What spoke most for the language and against the runner-up, the heaviest first.
    pub weights: Vec<Weight>,
}

/// One piece of text that spoke for a language.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Weight {
    /// A word or an n-gram; `_` stands for the edge of a word.
    pub text: String,
    /// How much more it speaks for the language than for the runner-up.
    pub weight: f64,
}

impl Explanation {
    pub(super) fn of(guess: Guess) -> Self {
        Self { guess, weights: Vec::new() }
    }
}
