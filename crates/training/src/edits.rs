//! How many copies are found of texts that were edited in eight ways, and how many are found that are none: figures for
//! the README of this crate, on the topic articles.

use std::time::Duration;

use anyhow::Context;
use clap::Args;
use serde_json::Value;
use veille_model::{Article, ArticleId, BlockKind, Capture, LanguageTag, SourceId, TaggedArticle, Text};
use veille_stories::{Shingles, Stories, Telling, compare};

use crate::mix::Dice;
use crate::places;
use crate::search_speed::processor_time;

/// The edited article's id.
const EDITED: &str = "edited";
/// Pairs that are drawn.
const PAIRS: u64 = 20_000;

#[derive(Args, Debug)]
pub struct Options {
    /// Other numbers make other edits
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
    /// Print which were missed, and which pairs of the set itself are copies
    #[arg(long)]
    show: bool,
}

/// A topic article.
struct Written {
    id: String,
    language: String,
    headline: String,
    text: String,
}

impl Written {
    /// One of its language.
    fn telling(
        &self,
        id: &str,
        source: &str,
        at: i64,
        (headline, text): (&str, &str),
    ) -> (Telling, Shingles) {
        let language = LanguageTag::new(&self.language);
        telling_of(&TaggedArticle { language, ..article(id, source, headline, text) }, at)
    }
}

type Edit = fn(&Written, &Written, &mut Dice) -> String;

/// The kinds of edits, in the order of the table.
const EDITS: [(&str, Edit); 8] = [
    ("case and accents", |one, _, _| unaccented(&one.text)),
    ("boilerplate added", |one, _, _| {
        format!("{BOILERPLATE}\n{}\n{BOILERPLATE}\n{MORE_BOILERPLATE}", one.text)
    }),
    ("first half", |one, _, _| half(&one.text, 0)),
    ("lead only", |one, _, _| words(&one.text)[..].iter().take(40).copied().collect::<Vec<_>>().join(" ")),
    ("12 % of words changed", |one, _, dice| changed(&one.text, 12, dice)),
    ("25 % of words changed", |one, _, dice| changed(&one.text, 25, dice)),
    ("reordered", |one, _, dice| reordered(&one.text, dice)),
    ("two halves merged", |one, other, _| format!("{}\n{}", half(&one.text, 0), half(&other.text, 1))),
];

/// What sites put around an article, in words of our own.
const BOILERPLATE: &str = "Sign up here for our letter of the morning and read what others will only talk about tomorrow. Share \
     this page with your friends, save it for later or send it by mail. Our readers keep us independent: support us.";
const MORE_BOILERPLATE: &str = "All rights reserved. No part of this page may be printed without the written permission of the \
     publisher. Read also: the ten most beautiful gardens of the coast, and how to get there without a car.";

pub fn run(options: &Options) -> anyhow::Result<()> {
    let set = read()?;
    let mut stories = Stories::of_a_set();
    let begun = processor_time();
    for (number, written) in set.iter().enumerate() {
        let whole = (&*written.headline, &*written.text);
        // Seconds after each other, so that which is the original is no matter of chance.
        let (telling, shingles) = written.telling(&written.id, "original", number as i64, whole);
        stories.put(telling, shingles);
    }
    let decided =
        stories.settle().map_err(|wanted| anyhow::anyhow!("a whole set asks for more: {wanted:?}"))?;
    println!("{} articles, {:.0} a second of a core", set.len(), rate(set.len(), processor_time() - begun));
    let mut among = 0;
    for (standing, _) in &decided.told {
        for copied in &standing.originals {
            among += 1;
            if options.show {
                println!("  {}: {copied:?}", standing.article);
            }
        }
    }
    println!("{among} copies in the set itself");
    println!("{:<24} {:>7} {:>9} {:>12}", "edit", "found", "share", "a second");
    for (name, edit) in EDITS {
        let mut dice = Dice(options.seed);
        let mut texts = Vec::new();
        for (number, written) in set.iter().enumerate() {
            let other = &set[(number + 1 + dice.below(set.len() as u64 - 1) as usize) % set.len()];
            texts.push(edit(written, other, &mut dice));
        }
        let mut told = Vec::new();
        let begun = processor_time();
        for (written, text) in set.iter().zip(&texts) {
            // Without a headline: copies often have another, and the text alone is to be known.
            let (edited, shingles) = written.telling(EDITED, "copy", 10_000, ("", text));
            stories.put(edited, shingles);
            let decided = stories.settle().ok().context("a whole set asks for more")?;
            // An arrival may have others joined anew as well.
            let edited = decided.told.into_iter().find(|(told, _)| told.article.as_str() == EDITED);
            let (standing, _) = edited.context("nothing was decided of what was put")?;
            // Or the next edit would be found as a copy of this one.
            stories.take_away(standing.clone());
            told.push(standing);
        }
        stories.settle().ok().context("a whole set asks for more")?;
        let spent = processor_time() - begun;
        let mut found = 0;
        for ((written, text), standing) in set.iter().zip(&texts).zip(&told) {
            let originals: Vec<&str> =
                standing.originals.iter().map(|copied| copied.original.as_str()).collect();
            let is_found = originals.iter().any(|id| is_one(&set, id, written));
            found += usize::from(is_found);
            if options.show && !is_found {
                println!("  missed {} ({} words): {originals:?}", written.id, words(text).len());
            }
        }
        let share = found as f64 * 100.0 / set.len() as f64;
        println!("{name:<24} {found:>7} {share:>8.2}% {:>12.0}", rate(set.len(), spent));
    }
    pairs(&set, options)
}

/// How many of the pairs that are drawn are taken for copies, out of all pairs of different articles.
fn pairs(set: &[Written], options: &Options) -> anyhow::Result<()> {
    let read: Vec<(Telling, Shingles)> = set
        .iter()
        .map(|written| telling(&written.id, &written.id, 0, &written.headline, &written.text))
        .collect();
    // Other draws than those of the edits.
    let mut dice = Dice(options.seed ^ 0xfeed);
    let mut copies = 0;
    for _ in 0..PAIRS {
        let one = dice.below(set.len() as u64) as usize;
        let other = (one + 1 + dice.below(set.len() as u64 - 1) as usize) % set.len();
        let (first, second) = (&read[one], &read[other]);
        if let Some(copied) = compare((&first.0, &first.1), (&second.0, &second.1)) {
            copies += 1;
            println!("  {} and {}: {copied:?}", set[one].id, set[other].id);
        }
    }
    println!("{copies} copies in {PAIRS} random pairs");
    Ok(())
}

/// Whether an original is the article, or one with the same text.
fn is_one(set: &[Written], id: &str, written: &Written) -> bool {
    id == written.id || {
        let other = set.iter().find(|other| other.id == id);
        other.is_some_and(|other| {
            let (first, second) = (
                telling("a", "a", 0, &other.headline, &other.text),
                telling("b", "b", 0, &written.headline, &written.text),
            );
            compare((&first.0, &first.1), (&second.0, &second.1)).is_some()
        })
    }
}

fn rate(articles: usize, spent: Duration) -> f64 {
    articles as f64 / spent.as_secs_f64()
}

fn read() -> anyhow::Result<Vec<Written>> {
    let mut set = Vec::new();
    for line in places::lines(&places::shared()?.join("data/topics/articles.jsonl.gz"))? {
        let article: Value = serde_json::from_str(&line?)?;
        let text =
            |key: &str| article[key].as_str().map(str::to_owned).context("a topic article lacks a key");
        let (id, language) = (text("id")?, text("language")?);
        set.push(Written { id, language, headline: text("headline")?, text: text("text")? });
    }
    Ok(set)
}

/// An article with nothing but a headline and a text.
pub fn telling(id: &str, source: &str, at: i64, headline: &str, text: &str) -> (Telling, Shingles) {
    telling_of(&article(id, source, headline, text), at)
}

/// The same of one that was made before.
pub fn telling_of(article: &TaggedArticle, at: i64) -> (Telling, Shingles) {
    let (mut telling, shingles) = Telling::of(article);
    telling.at = Some(at);
    (telling, shingles)
}

/// An article with nothing but a headline and a text.
pub fn article(id: &str, source: &str, headline: &str, text: &str) -> TaggedArticle {
    let mut paragraphs = Text::default();
    text.lines().for_each(|line| paragraphs.push(BlockKind::Paragraph, line));
    let capture = Capture { source: SourceId::new(source), ..Capture::page(None, Vec::new()) };
    let headline = (!headline.is_empty()).then(|| headline.to_owned());
    let mut article = Article::of(&capture, headline, paragraphs.finish());
    article.id = ArticleId::from(id.to_owned());
    TaggedArticle::unjudged(article)
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

fn half(text: &str, which: usize) -> String {
    let words = words(text);
    let (first, second) = words.split_at(words.len() / 2);
    [first, second][which].join(" ")
}

/// In capitals, and without its accents where Latin letters have them.
fn unaccented(text: &str) -> String {
    let letter = |letter: char| match letter.is_alphanumeric() {
        true => veille_text::fold::fold_keeping_case(letter.encode_utf8(&mut [0; 4])).to_uppercase(),
        false => letter.to_string(),
    };
    text.chars().map(letter).collect()
}

fn changed(text: &str, percent: u64, dice: &mut Dice) -> String {
    let words = words(text);
    let change = |word: &&str| match dice.below(100) < percent {
        true => words[dice.below(words.len() as u64) as usize].chars().rev().collect(),
        false => (*word).to_owned(),
    };
    words.iter().map(change).collect::<Vec<_>>().join(" ")
}

/// Its paragraphs in another order; its sentences, where it is of one paragraph.
fn reordered(text: &str, dice: &mut Dice) -> String {
    let mut parts: Vec<&str> = text.lines().collect();
    if parts.len() < 3 {
        parts = text.split_inclusive(['.', '!', '?', '።', '\n']).collect();
    }
    for at in (1..parts.len()).rev() {
        parts.swap(at, dice.below(at as u64 + 1) as usize);
    }
    parts.join("\n")
}
