//! Any number of tagged articles, mixed from the sentences of the topic articles: to measure on, never to read.
//!
//! An article is some 294 words of one language, as the press has them on average, with names of its own among them, so
//! that the vocabulary grows with the articles. It is of a source and of an instant within five years; topics stand for the
//! topic articles' categories. The same seed gives the same articles, and the first thousand of a million are those of a
//! thousand.

use std::collections::BTreeMap;
use std::io::{BufWriter, Write};

use anyhow::Context;
use chrono::{DateTime, TimeDelta, Utc};
use clap::Args;
use serde_json::Value;
use veille_model::{
    Article, BlockKind, Capture, LanguageTag, Moment, RuleRevision, SourceId, Tag, TaggedArticle, Text,
    TopicId,
};

use crate::places;

/// Words of an article, on average.
const WORDS: usize = 294;
/// By how many an article goes beyond the words that it was to have, on average.
const BEYOND: usize = 42;
/// Names that there are.
const NAMES: u64 = 3_000_000;
/// Names that one article has.
const NAMES_OF_ONE: u64 = 8;
/// Sources.
const SOURCES: u64 = 1_200;
/// Over so many days articles are spread.
const DAYS: i64 = 5 * 365;

#[derive(Args, Debug)]
pub struct Options {
    /// How many
    #[arg(long, value_name = "COUNT", default_value_t = 1_000)]
    pub articles: u64,
    /// Other numbers give other articles
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    pub seed: u64,
}

/// Prints tagged articles as JSON Lines, as `veille store` reads them.
pub fn run(options: &Options) -> anyhow::Result<()> {
    let mix = Mix::read(options.seed)?;
    let mut output = BufWriter::new(std::io::stdout().lock());
    for number in 0..options.articles {
        serde_json::to_writer(&mut output, &mix.article(number))?;
        output.write_all(b"\n")?;
    }
    Ok(output.flush()?)
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers on every machine.
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, bound: u64) -> u64 {
        // A remainder prefers small numbers by less than one in 2^40 here.
        self.next() % bound.max(1)
    }

    /// Small numbers more often, as names and sources are spread over the press.
    fn unevenly_below(&mut self, bound: u64) -> u64 {
        let share = self.below(1 << 20) as f64 / f64::from(1 << 20);
        ((share * share * share) * bound as f64) as u64
    }
}

/// What articles are mixed of.
pub struct Mix {
    seed: u64,
    /// By language: its sentences, each with its category.
    sentences: Vec<(String, Vec<(String, String)>)>,
    /// A language for each topic article: as often as it is among those.
    languages: Vec<usize>,
}

impl Mix {
    pub fn read(seed: u64) -> anyhow::Result<Self> {
        let mut by_language: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for line in places::lines(&places::shared()?.join("data/topics/articles.jsonl.gz"))? {
            let article: Value = serde_json::from_str(&line?)?;
            let text = |key: &str| article[key].as_str().context("a topic article lacks a key");
            *counts.entry(text("language")?.to_owned()).or_default() += 1;
            let sentences = by_language.entry(text("language")?.to_owned()).or_default();
            let category = TopicId::new(text("category")?).to_string();
            for sentence in text("text")?.split_inclusive(['\n', '.']).map(str::trim) {
                // Abbreviations end with a stop too: what is left of those is no sentence.
                if sentence.split(' ').count() > 3 {
                    sentences.push((sentence.to_owned(), category.clone()));
                }
            }
        }
        let sentences: Vec<_> = by_language.into_iter().collect();
        let index = |(at, (language, _)): (usize, &(String, _))| vec![at; counts[language]];
        let languages = sentences.iter().enumerate().flat_map(index).collect();
        Ok(Self { seed, sentences, languages })
    }

    /// The article of that number.
    pub fn article(&self, number: u64) -> TaggedArticle {
        // From one on: number 0 would leave the seed as it is, and the next seed begins with a like one.
        let mut dice = Dice(self.seed ^ (number + 1).wrapping_mul(0xd134_2543_de82_ef95));
        let language = self.languages[dice.below(self.languages.len() as u64) as usize];
        let (language, sentences) = &self.sentences[language];
        let pick = |dice: &mut Dice| &sentences[dice.below(sentences.len() as u64) as usize];
        let (first, category) = pick(&mut dice);
        let headline: Vec<&str> = first.split(' ').take(9).collect();
        // An article is about a few people and places, and names them again and again.
        let own: Vec<String> = (0..NAMES_OF_ONE).map(|_| name(&mut dice)).collect();
        let named = |dice: &mut Dice| own[dice.below(NAMES_OF_ONE) as usize].as_str();
        let headline = format!("{} {}", headline.join(" "), named(&mut dice));
        // It ends with the paragraph in which it gets there.
        let wanted = WORDS / 2 - BEYOND + dice.below(WORDS as u64 - 20) as usize;
        let (mut text, mut words) = (Text::default(), 0);
        while words < wanted {
            let mut paragraph = String::new();
            for _ in 0..1 + dice.below(4) {
                let sentence = &pick(&mut dice).0;
                // Two names follow each sentence.
                words += sentence.split(' ').count() + 2;
                paragraph.push_str(&format!("{sentence} {} {}. ", named(&mut dice), named(&mut dice)));
            }
            text.push(BlockKind::Paragraph, paragraph.trim());
        }
        let text = text.finish();
        let begins: DateTime<Utc> = "2021-01-01T00:00:00Z".parse().expect("a date");
        let captured = begins + TimeDelta::seconds(dice.below((DAYS * 86_400) as u64) as i64);
        let published = captured - TimeDelta::seconds(dice.below(7_200) as i64);
        let source = format!("paper-{:04}", dice.unevenly_below(SOURCES));
        let url = format!("https://www.{source}.example/{}/{number}.html", category);
        // One page in five says no more than the day.
        let published_at = match dice.below(5) {
            0 => Moment::Day(published.date_naive()),
            _ => Moment::Instant(published.fixed_offset()),
        };
        let byline = if dice.below(2) == 0 {
            vec![format!("{} {}", named(&mut dice), named(&mut dice))]
        } else {
            vec![]
        };
        let topics = [(category.clone(), 1), ("watched".to_owned(), 5), ("office".to_owned(), 20)];
        let topics = topics.into_iter().filter(|(_, one_in)| dice.below(*one_in) == 0);
        let tags = topics.map(|(topic, _)| Tag {
            rule: RuleRevision::of(&topic),
            topic: TopicId::new(&topic),
            weight: 50,
            media_topics: Vec::new(),
            evidence: Vec::new(),
        });
        let capture = Capture {
            source: SourceId::new(&source),
            captured_at: Some(captured),
            ..Capture::page(Some(url), text.0.as_bytes().to_vec())
        };
        TaggedArticle {
            tags: tags.collect(),
            language: LanguageTag::new(language),
            language_confidence: 1.0,
            ..TaggedArticle::unjudged(Article {
                byline,
                published_at: Some(published_at),
                ..Article::of(&capture, Some(headline), text)
            })
        }
    }
}

/// A name that can be spoken, one of [`NAMES`].
pub fn name(dice: &mut Dice) -> String {
    let mut number = dice.unevenly_below(NAMES) + 41;
    let mut name = String::new();
    while number > 0 {
        name.push_str(["b", "d", "ng", "k", "l", "m", "n", "r", "s", "t", "v"][(number % 11) as usize]);
        number /= 11;
        name.push_str(["a", "e", "i", "o", "u"][(number % 5) as usize]);
        number /= 5;
    }
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_articles() {
        if places::shared_if_any().is_none() {
            return;
        }
        let (one, other) = (Mix::read(1).unwrap(), Mix::read(1).unwrap());
        assert_eq!(one.article(7), other.article(7));
        assert_ne!(one.article(7), one.article(8));
        assert_ne!(one.article(7), Mix::read(2).unwrap().article(7));
        let words: usize =
            (0..500).map(|number| one.article(number).article.text.split_whitespace().count()).sum();
        assert!((270..320).contains(&(words / 500)), "{}", words / 500);
    }
}
