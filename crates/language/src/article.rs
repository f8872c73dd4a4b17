//! The languages of an article, block by block and as a whole.

use std::collections::BTreeMap;

use serde::Serialize;
use veille_model::{LanguageGuess, LanguageTag};

use super::Tagger;
use super::guess::{Guess, rounded};
use super::reading::Reading;
use super::tags::declared_language;

/// The languages of an article.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ArticleLanguages {
    /// Of the article as a whole: what most of its letters are in.
    pub language: LanguageTag,
    /// How sure that is, 0 to 1.
    pub confidence: f64,
    /// The next best language, or the next most frequent where the article is mixed.
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
/// A language with this share of an article's letters is named beside the first.
const MIXED_SHARE_MIN: f64 = 0.1;
/// What a declaration adds to its language's logit: it decides between near equals, and nothing else.
const DECLARED_LOGIT: f32 = 1.6;

pub(super) fn languages(
    tagger: &Tagger,
    headline: Option<&str>,
    blocks: &[&str],
    declared: Option<&str>,
) -> ArticleLanguages {
    let texts = headline.into_iter().chain(blocks.iter().copied());
    let readings: Vec<Reading> = texts.map(|text| tagger.read(text)).collect();
    let own: Vec<Guess> = readings.iter().map(|reading| tagger.decide(reading)).collect();
    // `lang=""` and `und` are what templates leave behind: they declare nothing.
    let declared = declared.map(declared_language).filter(|tag| !tag.is_empty() && tag != "und");
    let votes = votes(&own, &readings);
    let whole = whole(tagger, &own, &readings, &votes, declared.as_deref());
    // The headline votes with the blocks and is none of them.
    let blocks: Vec<LanguageTag> = own[own.len() - blocks.len()..]
        .iter()
        .map(|guess| if guess.confidence >= BLOCK_CONFIDENCE_MIN { &guess.tag } else { &whole.tag })
        .cloned()
        .collect();
    let disagrees =
        |declared: String| !whole.tag.is_und() && declared_language(whole.tag.as_str()) != declared;
    ArticleLanguages {
        runner_up: second(&votes, &whole),
        language: whole.tag.clone(),
        confidence: whole.confidence,
        runs: runs(&blocks),
        blocks,
        declared_disagrees: declared.is_some_and(disagrees),
    }
}

/// Letters by language, as far as they are believed, the most first.
fn votes(own: &[Guess], readings: &[Reading]) -> Vec<(LanguageTag, f64)> {
    let mut votes: BTreeMap<&LanguageTag, f64> = BTreeMap::new();
    for (guess, reading) in own.iter().zip(readings).filter(|(guess, _)| !guess.tag.is_und()) {
        // By letters: ten captions in English do not outvote the French article that they hang in.
        *votes.entry(&guess.tag).or_default() += guess.confidence * f64::from(reading.letters);
    }
    let mut votes: Vec<(LanguageTag, f64)> = votes.into_iter().map(|(tag, sum)| (tag.clone(), sum)).collect();
    votes.sort_by(|a, b| b.1.total_cmp(&a.1));
    votes
}

/// One answer from all that is in the winning language's script and not clearly in another language.
fn whole(
    tagger: &Tagger,
    own: &[Guess],
    readings: &[Reading],
    votes: &[(LanguageTag, f64)],
    declared: Option<&str>,
) -> Guess {
    let Some((first, _)) = votes.first() else { return Guess::und() };
    // Clear blocks of another language (a Vietnamese tail in a French page) would spoil the sum; unsure ones
    // of the same script are most likely the article's.
    let belongs = |guess: &Guess| guess.tag == *first || guess.confidence < BLOCK_CONFIDENCE_MIN;
    let Some(script) = own.iter().find(|guess| guess.tag == *first).map(|guess| guess.script) else {
        return Guess::und();
    };
    let mut sum = Reading::default();
    for (_, reading) in own.iter().zip(readings).filter(|(guess, _)| guess.script == script && belongs(guess))
    {
        sum.add(reading);
    }
    if let (Some(declared), Some(model)) = (declared, tagger.model(script)) {
        sum.favour(declared, model, DECLARED_LOGIT);
    }
    tagger.decide(&sum)
}

fn second(votes: &[(LanguageTag, f64)], whole: &Guess) -> Option<LanguageGuess> {
    let all: f64 = votes.iter().map(|(_, letters)| letters).sum();
    let other = votes.iter().find(|(tag, _)| *tag != whole.tag);
    // Named before the model's own second: that a tenth of the page is in Vietnamese matters more than that
    // French looks a little like Occitan.
    let mixed = other.filter(|(_, letters)| *letters >= MIXED_SHARE_MIN * all);
    match mixed {
        Some((tag, letters)) => {
            Some(LanguageGuess { language: tag.clone(), confidence: rounded(letters / all) })
        }
        None => whole.runner_up.clone(),
    }
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
