//! Why the tagger answered as it did.

use std::collections::HashMap;

use serde::Serialize;

use super::confidence::Verdict;
use super::guess::{Guess, rounded};
use super::letters::{self, APOSTROPHE, GAP};
use super::linear::Linear;
use super::script::Script;
use super::{Tagger, han};

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
    /// A word or an n-gram; `_` stands for the edge of a word. Or a telling Chinese character.
    pub text: String,
    /// How much more it speaks for the language than for the runner-up, over all its occurrences.
    pub weight: f64,
}

/// More reasons than these convince nobody.
const WEIGHTS_MAX: usize = 12;

pub(super) fn explain(tagger: &Tagger, text: &str) -> Explanation {
    let guess = tagger.detect(text);
    let weights = match tagger.model(guess.script) {
        Some(model) => by_model(model, guess.script, text),
        None => han::telling(text, guess.tag.as_str()),
    };
    let mut weights: Vec<Weight> = weights
        .into_iter()
        .filter(|(_, weight)| *weight > 0.0)
        .map(|(text, weight)| Weight { text, weight: rounded(f64::from(weight)) })
        .collect();
    weights.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.text.cmp(&b.text)));
    weights.truncate(WEIGHTS_MAX);
    Explanation { guess, weights }
}

fn by_model(model: &Linear, script: Script, text: &str) -> HashMap<String, f32> {
    let mut stream = Vec::new();
    letters::read_symbols(text, Some(script), &mut stream);
    let mut weights = HashMap::new();
    let Some(verdict) = Verdict::of(&model.score(&stream), model) else { return weights };
    let names = letters::names(text, script);
    model.each_known(&stream, |start, end, row| {
        // Against the runner-up, not by itself: `de` weighs much for French and as much for Spanish.
        let more = f32::from(row[verdict.best]) - f32::from(row[verdict.second]);
        *weights.entry(spell(&stream[start..end], &names)).or_default() += more * model.unit;
    });
    weights
}

fn spell(symbols: &[u8], names: &[Option<char>; 256]) -> String {
    let spell = |symbol: &u8| match *symbol {
        GAP => '_',
        APOSTROPHE => '\'',
        symbol => names[usize::from(symbol)].unwrap_or('?'),
    };
    symbols.iter().map(spell).collect()
}
