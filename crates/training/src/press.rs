//! A week of the press to measure on: events told by some, printed again, and translated, each article in words of its own.
//!
//! [`mix`](crate::mix) puts whole sentences together, so that a hundred thousand articles share each of them by the hundred. Here a text
//! goes on with the words of some other for two words in the mean, half of them of its own category: words, and phrases of three,
//! are as frequent as they are in the press, and what two articles share beyond that was given them. Of ten articles six are of an
//! event of their own; two tell an earlier event, with its names, its numbers and some of its words; one prints an earlier text again;
//! and one is its translation, which has its names and numbers in the same places. Articles come in the order of time.

use std::collections::BTreeMap;

use anyhow::Context;
use serde_json::Value;
use veille_model::{LanguageTag, TaggedArticle};

use crate::edits::article;
use crate::mix::{Dice, name};
use crate::places;

/// Languages are as frequent as they are among the topic articles, or as if they had so many.
const OTHERS: usize = 40;
/// Sources.
const SOURCES: u64 = 1_200;
/// Names of an event, numbers, and words that its tellings come back to.
const NAMES: u64 = 8;
const NUMBERS: u64 = 6;
const WORDS: u64 = 30;
/// How far back an event lies that is told, in articles.
const BACK: u64 = 20_000;

/// The first articles are of events of their own.
const FIRST: u64 = 100;
/// Of ten kinds of articles those that go back to another: two that tell its event, one that prints it, one that translates it.
const TOLD: u64 = 1;
const PRINTED: u64 = 2;
const TRANSLATED: u64 = 3;

/// A language: its tag, all its words, and where those of each category begin with how many they are.
type Spoken = (String, Vec<String>, Vec<(usize, usize)>);

/// The words of which articles are made.
pub struct Press {
    seed: u64,
    articles: u64,
    days: u64,
    languages: Vec<Spoken>,
    /// A language for each text, as often as it is among these.
    spoken: Vec<usize>,
}

/// An article and when it was published.
pub struct Written {
    pub article: TaggedArticle,
    pub at: i64,
}

impl Press {
    /// A press that prints so many articles in so many days.
    pub fn read(seed: u64, articles: u64, days: u64) -> anyhow::Result<Self> {
        let data = places::shared()?.join("data");
        let mut texts: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for (path, is_topic) in [("topics/articles.jsonl.gz", true), ("translations/ntrex.jsonl.gz", false)] {
            for line in places::lines(&data.join(path))? {
                let read: Value = serde_json::from_str(&line?)?;
                let text = |key: &str| read[key].as_str().context("an article lacks a key");
                let language = text(if is_topic { "language" } else { "lang" })?;
                let language = language.split('-').next().unwrap_or_default().to_owned();
                if is_topic {
                    *counts.entry(language.clone()).or_default() += 1;
                }
                let category = read["category"].as_str().unwrap_or_default().to_owned();
                texts.entry((language, category)).or_default().extend(pieces(text("text")?));
            }
        }
        let mut languages: Vec<Spoken> = Vec::new();
        for ((language, _), words) in texts {
            if languages.last().is_none_or(|(last, ..)| *last != language) {
                languages.push((language, Vec::new(), Vec::new()));
            }
            let (_, all, categories) = languages.last_mut().context("a language was just put there")?;
            categories.push((all.len(), words.len()));
            all.extend(words);
        }
        let often = |(at, (language, ..)): (usize, &Spoken)| {
            vec![at; counts.get(language).copied().unwrap_or(OTHERS)]
        };
        let spoken = languages.iter().enumerate().flat_map(often).collect();
        Ok(Self { seed, articles, days, languages, spoken })
    }

    /// The article of that number.
    pub fn article(&self, number: u64) -> Written {
        let mut dice = self.dice(number, 1);
        // Most of what is told again was told just before.
        // Twice by chance: near distances are more likely than far ones.
        let far = dice.below(number.min(BACK));
        let before = number - number.min(1 + dice.below(1 + far));
        // Back to an article with an event of its own: one that tells another's has none.
        let event = (0..=before).rev().find(|number| self.kind(*number) > TRANSLATED).unwrap_or_default();
        let (own, there) = (self.language(number), self.language(event));
        let (language, text) = match self.kind(number) {
            0 if dice.below(3) > 0 => (there, self.text(event, number, there)),
            0 | TOLD => (own, self.text(event, number, own)),
            PRINTED => (there, printed_again(&self.text(event, event, there), &mut dice)),
            TRANSLATED => (own, self.text(event, event, own)),
            _ => (own, self.text(number, number, own)),
        };
        let (headline, text) = text.split_once('\n').unwrap_or_default();
        let source = format!("paper{}", dice.below(SOURCES));
        let second = number * self.days * 86_400 / self.articles.max(1);
        let at = 1_700_000_000 + second as i64 + dice.below(7_200) as i64;
        let article = article(&format!("{number:016x}"), &source, headline, text);
        let language = LanguageTag::new(&self.languages[language].0);
        Written { article: TaggedArticle { language, ..article }, at }
    }

    /// What an article is: one that tells of another's event, in its language or not, prints its text, translates it, or none.
    fn kind(&self, number: u64) -> u64 {
        if number < FIRST { TRANSLATED + 1 } else { self.dice(number, 6).below(10) }
    }

    fn dice(&self, number: u64, about: u64) -> Dice {
        let mut dice = Dice(self.seed ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ about << 56);
        // Stirred once: seeds of neighbours differ in a few bits, and so would their first throws.
        Dice(dice.next())
    }

    fn language(&self, number: u64) -> usize {
        self.spoken[self.dice(number, 2).below(self.spoken.len() as u64) as usize]
    }

    /// Headline and paragraphs that tell of an event: who and how many, and where in the text, is the author's, the other words are
    /// the language's.
    fn text(&self, event: u64, author: u64, language: usize) -> String {
        let mut of_event = self.dice(event, 3);
        let category = of_event.next();
        let names: Vec<String> = (0..NAMES).map(|_| name(&mut of_event)).collect();
        let numbers: Vec<u64> = (0..NUMBERS).map(|which| of_event.below(16 << (2 * which))).collect();
        let (_, all, categories) = &self.languages[language];
        let (first, count) = categories[(category % categories.len() as u64) as usize];
        let words: Vec<&str> =
            (0..WORDS).map(|_| &*all[first + of_event.below(count as u64) as usize]).collect();
        // Two generators: the author's shape is the same in each language, so that names stand where they stood.
        let (mut shape, mut dice) = (self.dice(author, 4), self.dice(author, 5 + language as u64));
        let mut text = String::new();
        let mut at = 0;
        for sentence in 0..10 + shape.below(8) {
            let length = if sentence == 0 { 8 } else { 12 + shape.below(20) };
            let places = [shape.below(length), shape.below(length), shape.below(length * 3)];
            let said = [shape.below(NAMES), shape.below(NAMES), shape.below(NUMBERS)];
            for place in 0..length {
                if dice.below(2) == 0 || at + 1 >= all.len() {
                    let range = if dice.below(2) == 0 { (first, count) } else { (0, all.len()) };
                    at = range.0 + dice.below(range.1 as u64) as usize;
                } else {
                    at += 1;
                }
                let own = words[dice.below(WORDS) as usize];
                text.push_str(if dice.below(4) == 0 { own } else { &all[at] });
                for (name, _) in said.iter().zip(&places[..2]).filter(|(_, there)| **there == place) {
                    text.push_str(&names[*name as usize]);
                    text.push(' ');
                }
                if places[2] == place {
                    text.push_str(&format!("{} ", numbers[said[2] as usize]));
                }
            }
            let is_paragraph = sentence == 0 || shape.below(3) == 0;
            text.truncate(text.trim_end().len());
            text.push_str(if sentence == 0 {
                "\n"
            } else if is_paragraph {
                ".\n"
            } else {
                ". "
            });
        }
        text
    }
}

/// Words with the space behind them; of scripts without spaces, two characters.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    for word in text.split_whitespace() {
        if !word.chars().any(veille_text::letter::is_unspaced) {
            pieces.push(format!("{} ", word.trim_end_matches(veille_text::is_stop)));
            continue;
        }
        let characters: Vec<char> = word.chars().filter(|character| character.is_alphanumeric()).collect();
        pieces.extend(characters.chunks(2).map(String::from_iter));
    }
    pieces
}

/// One word of thirty is another, and one text of three is cut.
fn printed_again(text: &str, dice: &mut Dice) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let kept = if dice.below(3) == 0 { words.len() / 2 } else { words.len() };
    let word =
        // Backwards: no word of the language, so it is sure to be another.
        |word: &&str| if dice.below(30) == 0 { word.chars().rev().collect() } else { (*word).to_owned() };
    words[..kept].iter().map(word).collect::<Vec<String>>().join(" ")
}
