//! Which language a text is in: of a headline, of each block, of an article as a whole; 115 languages.
//!
//! ```
//! use veille_language::Tagger;
//!
//! let tagger = Tagger::new();
//! let guess = tagger.detect("Lễ ký sẽ diễn ra vào thứ bảy tại thủ đô");
//! assert_eq!(guess.tag.as_str(), "vi");
//! assert!(guess.confidence > 0.9);
//! // Digits and addresses are in no language.
//! assert!(tagger.detect("25-26/10 https://nhandan.vn").tag.is_und());
//! ```
//!
//! [`Tagger`] is the only door. It is made once, costs nothing to share by reference, and gives the same answer for
//! the same text on every machine. Scripts come first: most of the world's scripts have one press language, which is
//! decided there; Chinese characters tell by themselves (`han`); a model of n-grams and words (`linear`) tells the
//! languages of Latin, Cyrillic, Arabic, Devanagari, Bengali, Ethiopic and Hebrew letters apart; on a single word it
//! hears whatlang too (`second_opinion`). The weights are trained by `crates/training`; what that program shares with the
//! tagger, so that both see a text alike, is [`training`].
#![cfg_attr(not(test), forbid(clippy::disallowed_methods, clippy::disallowed_types))]
#![warn(missing_docs)]

mod article;
mod confidence;
mod explain;
mod features;
mod guess;
mod han;
mod letters;
mod linear;
mod reading;
mod sample;
mod script;
mod second_opinion;
mod tags;
pub mod training;
mod weights;

use std::sync::{Arc, LazyLock};

use veille_model::{LanguageGuess, LanguageTag};

pub use article::{ArticleLanguages, Run};
pub use explain::{Explanation, Weight};
pub use guess::Guess;
pub use script::Script;

use confidence::Verdict;
use letters::Counts;
use linear::{Linear, Scores};
use reading::Reading;
use weights::BadWeights;

/// The weights that come with the program, laid out once in a process.
static BUILT_IN: LazyLock<Tagger> = LazyLock::new(|| {
    let weights = include_bytes!("../data/weights.bin");
    Tagger::with_weights(weights).expect("a test reads the weights that come with the program")
});

/// A script that one language is alone in may still carry another that no press uses: Shan in Burmese letters.
const ALONE_CONFIDENCE: f64 = 0.99;
/// How many letters of an alphabet a Chinese character, kana or Hangul syllable is worth. English names in Chinese
/// headlines are common, Chinese ones in English headlines are not.
const IDEOGRAM_LETTERS: u32 = 6;
/// Features that must be known for an answer.
const KNOWN_MIN: u32 = 2;

/// Tells languages apart. Make one and share it; clones share its weights.
#[derive(Clone, Debug)]
pub struct Tagger {
    models: Arc<[(Script, Linear)]>,
}

impl Default for Tagger {
    fn default() -> Self {
        Self::new()
    }
}

impl Tagger {
    /// A tagger with the weights that come with the program.
    pub fn new() -> Self {
        BUILT_IN.clone()
    }

    /// A tagger with other weights.
    ///
    /// # Errors
    /// Says what is wrong with bytes that are no weights.
    pub fn with_weights(bytes: &[u8]) -> Result<Self, BadWeights> {
        let models = weights::decode(bytes)?.iter().map(|model| (model.script, Linear::new(model))).collect();
        Ok(Self { models })
    }

    /// The language of one text. URLs, addresses, handles, digits and control marks do not count; a text without
    /// letters is `und` at confidence 0.
    pub fn detect(&self, text: &str) -> Guess {
        second_opinion::heard(self.decide(&self.read(text)), text)
    }

    /// The languages of an article: as a whole, and of each block.
    ///
    /// `declared` is what the page says of itself (`lang`, `og:locale`, the feed's language); it is one more piece of
    /// evidence and never overrules clear text.
    pub fn article(
        &self,
        headline: Option<&str>,
        blocks: &[&str],
        declared: Option<&str>,
    ) -> ArticleLanguages {
        article::languages(self, headline, blocks, declared)
    }

    /// Why [`Tagger::detect`] answers as it does.
    pub fn explain(&self, text: &str) -> Explanation {
        explain::explain(self, text)
    }

    fn model(&self, script: Script) -> Option<&Linear> {
        self.models.iter().find(|(own, _)| *own == script).map(|(_, model)| model)
    }

    fn read(&self, text: &str) -> Reading {
        let mut stream = Vec::with_capacity(text.len() + 2);
        let counts = letters::read_symbols(text, None, &mut stream);
        let Some(script) = main_script(&counts) else { return Reading::default() };
        let mut reading = Reading {
            script: Some(script),
            letters: letters_of(script, &counts),
            letters_all: counts.iter().sum(),
            ..Reading::default()
        };
        if let Some(model) = self.model(script) {
            // A second pass, only where letters of another modelled script stand in between: it is rare.
            if is_mixed(&counts, script) {
                letters::read_symbols(text, Some(script), &mut stream);
            }
            reading.scores = sample::pieces(&stream).map(|piece| model.score(piece)).reduce(Scores::plus);
        } else if matches!(script, Script::Han | Script::Kana) {
            reading.ranked = han::rank(text, &counts);
        } else if let Some(tag) = tags::alone_in(script) {
            reading.ranked = vec![(tag, 1.0)];
        }
        reading
    }

    fn decide(&self, reading: &Reading) -> Guess {
        let Some(script) = reading.script else { return Guess::und() };
        let verdict = self.model(script).zip(reading.scores.as_ref()).and_then(|(model, scores)| {
            let verdict = Verdict::of(scores, model).filter(|_| scores.known >= KNOWN_MIN)?;
            Some((model, verdict))
        });
        match verdict {
            Some((model, verdict)) => by_model(model, &verdict, script, reading.share()),
            None => by_script(script, reading),
        }
    }
}

/// The script that most of the text is in. Chinese characters count more than letters: `位于 Whitehall 的`.
fn main_script(counts: &Counts) -> Option<Script> {
    let weight = |script: Script| match script {
        Script::None => 0,
        Script::Han | Script::Kana | Script::Hangul => IDEOGRAM_LETTERS * counts[script as usize],
        _ => counts[script as usize],
    };
    let most = Script::ALL.into_iter().rev().max_by_key(|script| weight(*script))?;
    // Japanese in kana alone is decided where its characters are.
    let most = if most == Script::Kana { Script::Han } else { most };
    (weight(most) > 0 || counts[Script::Kana as usize] > 0).then_some(most)
}

/// The letters of a script: Japanese mixes kana with its characters, or writes nothing else.
fn letters_of(script: Script, counts: &Counts) -> u32 {
    let kana = if script == Script::Han { counts[Script::Kana as usize] } else { 0 };
    counts[script as usize] + kana
}

/// Whether letters of other models stand among those of the script.
fn is_mixed(counts: &Counts, script: Script) -> bool {
    Script::MODELLED.into_iter().any(|other| other != script && counts[other as usize] > 0)
}

fn by_model(model: &Linear, verdict: &Verdict, script: Script, share: f64) -> Guess {
    let tag = |lane: usize| LanguageTag::new(&model.languages[lane]);
    // `data/siblings.txt`: Kinyarwanda may be Kirundi, of which we have no lines to learn from.
    let ceiling = model.ceilings[verdict.best];
    let confidence = (verdict.confidence(&model.calibration) * share).min(ceiling);
    // What is left of certainty, never more than the best has, and less the further behind.
    let second = LanguageGuess {
        language: tag(verdict.second),
        confidence: guess::rounded((1.0 - confidence).min(confidence) / (1.0 + f64::from(verdict.margin))),
    };
    Guess {
        tag: tag(verdict.best),
        confidence: guess::rounded(confidence),
        runner_up: Some(second),
        script,
        margin: guess::rounded(f64::from(verdict.margin)),
    }
}

fn by_script(script: Script, reading: &Reading) -> Guess {
    // Letters of no press language: the script is told, the language is not guessed.
    let [(tag, evidence), rest @ ..] = &reading.ranked[..] else { return Guess { script, ..Guess::und() } };
    let Some((second, less)) = rest.first() else {
        let confidence = guess::rounded(ALONE_CONFIDENCE * reading.share());
        return Guess { tag: LanguageTag::new(tag), confidence, runner_up: None, script, margin: 1.0 };
    };
    // One telling character is a strong sign, none a guess; a share of them is the margin.
    let margin = f64::from((evidence - less) / (evidence + less + 0.5));
    let confidence = (0.5 + 0.5 * margin) * reading.share();
    let runner_up = LanguageGuess {
        language: LanguageTag::new(second),
        confidence: guess::rounded(f64::from(less / (evidence + less))),
    };
    Guess {
        tag: LanguageTag::new(tag),
        confidence: guess::rounded(confidence),
        runner_up: (*less > 0.0).then_some(runner_up),
        script,
        margin: guess::rounded(margin),
    }
}

#[cfg(test)]
mod tests;
