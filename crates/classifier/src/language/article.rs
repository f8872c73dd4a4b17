//! The languages of an article, block by block and as a whole.

use serde::Serialize;
use veille_model::{LanguageGuess, LanguageTag};

use super::{Guess, Tagger};

/// The languages of an article.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ArticleLanguages {
    /// Of the article as a whole.
    pub language: LanguageTag,
    /// How sure that is, 0 to 1.
    pub confidence: f64,
    /// The next best language, where there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub runner_up: Option<LanguageGuess>,
    /// Of each block, in their order. A short uncertain block takes the article's.
    pub blocks: Vec<LanguageTag>,
    /// Neighbouring blocks in one language.
    pub runs: Vec<Run>,
    /// Whether the page declares another language than its text is in.
    pub declared_disagrees: bool,
}

/// Neighbouring blocks in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Run {
    /// Their language.
    pub language: LanguageTag,
    /// Index of the first block.
    pub first_block: usize,
    /// Index of the last block, itself in the run.
    pub last_block: usize,
}

/// Below this a block's own answer gives way to the article's.
const BLOCK_CONFIDENCE_MIN: f64 = 0.8;

pub(super) fn languages(
    tagger: &Tagger,
    headline: Option<&str>,
    blocks: &[&str],
    declared: Option<&str>,
) -> ArticleLanguages {
    let whole = headline.into_iter().chain(blocks.iter().copied()).collect::<Vec<_>>().join("\n");
    let guess = tagger.detect(&whole);
    let declared = declared.map(LanguageTag::new);
    let declared_disagrees =
        declared.is_some_and(|declared| !guess.tag.is_und() && declared.primary() != guess.tag.primary());
    let blocks: Vec<LanguageTag> =
        blocks.iter().map(|block| block_language(tagger.detect(block), &guess.tag)).collect();
    ArticleLanguages {
        language: guess.tag,
        confidence: guess.confidence,
        runner_up: guess.runner_up,
        runs: runs(&blocks),
        blocks,
        declared_disagrees,
    }
}

fn block_language(own: Guess, article: &LanguageTag) -> LanguageTag {
    if own.confidence >= BLOCK_CONFIDENCE_MIN { own.tag } else { article.clone() }
}

fn runs(blocks: &[LanguageTag]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (index, language) in blocks.iter().enumerate() {
        match runs.last_mut() {
            Some(run) if run.language == *language => run.last_block = index,
            _ => runs.push(Run { language: language.clone(), first_block: index, last_block: index }),
        }
    }
    runs
}
