//! Counts in how many articles words stand (document frequency), and writes the table that `text` comes with.
//!
//! Lines are `language<TAB>text`, sentences that are in no order. So many of them in a row of one language are taken for
//! an article. Languages weigh what they have of the press, not what they have of the lines, and a word is as common as
//! in the language that has it most: `der` is no rarer for a query because few of the world's articles are German.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use veille_text::letter::is_unspaced;
use veille_text::{Document, Parts};

use crate::places;

#[derive(Args, Debug)]
pub struct Options {
    /// Write nothing: fail unless the table has the bytes that counting gives
    #[arg(long)]
    check: bool,
    /// The file of the table [default: that of the text crate]
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

/// Sentences that make an article.
const ARTICLE_LINES: usize = 25;
/// Articles of its language that a word stands in, or it is not listed.
const ARTICLES_MIN: u32 = 5;
/// Shares of the press, roughly, by ISO 639-3 code.
const SHARES: [(&str, f64); 14] = [
    ("eng", 0.4),
    ("fra", 0.3),
    ("spa", 0.2),
    ("vie", 0.2),
    ("ara", 0.2),
    ("deu", 0.15),
    ("rus", 0.15),
    ("por", 0.15),
    ("ita", 0.1),
    ("nld", 0.1),
    ("pol", 0.1),
    ("tur", 0.1),
    ("ind", 0.1),
    ("swa", 0.1),
];
/// The share of every other language. Its words are listed where one in eight of its articles has them.
const OTHER_SHARE: f64 = 0.1;
const OTHER_ARTICLES_MIN: f64 = 0.12;

const HEADER: &str = "\
# How often words stand in articles, folded: each line is a number n and words that about one article in 2^n has,
# over the press of some hundred languages. Counted on public multilingual text; words not listed are rarer.
";

pub fn run(options: &Options) -> anyhow::Result<()> {
    let lines = places::lines(&places::shared()?.join("data/language/train.tsv.gz"))?;
    let path = options.to.clone().unwrap_or_else(|| places::data(places::TEXT_DATA).join("frequencies.txt"));
    places::put(table(lines)?.as_bytes(), &path, options.check)
}

fn table(lines: impl Iterator<Item = anyhow::Result<String>>) -> anyhow::Result<String> {
    // In order, as the table is compared by its bytes.
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in lines {
        let line = line?;
        let (language, text) = line.split_once('\t').context("a training line has no tab")?;
        texts.entry(language.to_owned()).or_default().push(text.to_owned());
    }
    let mut shares: HashMap<String, f64> = HashMap::new();
    for (language, texts) in &texts {
        for (word, share) in common(language, texts) {
            let most = shares.entry(word).or_default();
            // The most, not the sum: a query's word must be rare in every language to be rare.
            *most = most.max(share);
        }
    }
    Ok(written(shares))
}

/// The words of a language that are listed, with the share of the press that has them.
fn common(language: &str, texts: &[String]) -> Vec<(String, f64)> {
    let articles = texts.chunks(ARTICLE_LINES);
    let count = articles.len() as f64;
    let mut held: HashMap<String, u32> = HashMap::new();
    for article in articles {
        for word in words(&article.join("\n")) {
            *held.entry(word).or_default() += 1;
        }
    }
    let share = SHARES.iter().find(|(of, _)| *of == language).map(|(_, share)| *share);
    let listed = |articles: u32| match share {
        // Of the press's main languages every word that is not an accident; of the others
        // only what is everywhere.
        Some(_) => articles >= ARTICLES_MIN,
        None => f64::from(articles) / count >= OTHER_ARTICLES_MIN,
    };
    held.into_iter()
        .filter(|(_, articles)| listed(*articles))
        .map(|(word, articles)| (word, share.unwrap_or(OTHER_SHARE) * f64::from(articles) / count))
        .collect()
}

/// The words of an article, folded, each once. A number tells nothing of the press at large, and a character of Thai or
/// Chinese is no word: what has no entry is taken to be rare, or where it is one letter, common.
fn words(text: &str) -> HashSet<String> {
    let document = Document::of(&Parts { text, ..Parts::default() });
    let folded = document.tokens().iter().map(|token| document.folded(token.folded_start, token.folded_end));
    let is_word = |word: &&str| !word.chars().any(|c| c.is_numeric() || is_unspaced(c));
    folded.filter(is_word).map(str::to_owned).collect()
}

fn written(shares: HashMap<String, f64>) -> String {
    let mut levels: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for (word, share) in shares {
        levels.entry((-share.log2()).round().max(1.0) as u32).or_default().push(word);
    }
    let mut table = HEADER.to_owned();
    for (level, mut words) in levels {
        // They come out of a hash table, in another order each time.
        words.sort_unstable();
        writeln!(table, "{level} {}", words.join(" ")).expect("a text grows");
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(language: &str, text: &str, count: usize) -> Vec<anyhow::Result<String>> {
        (0..count).map(|_| Ok(format!("{language}\t{text}"))).collect()
    }

    #[test]
    fn a_word_is_as_common_as_in_the_language_that_has_it_most() {
        let mut corpus = lines("eng", "The vote on 3 May", 200);
        corpus.extend(lines("eng", "A quiet day", 200));
        corpus.extend(lines("isl", "Þá kaus hann: vote", 200));
        let table = table(corpus.into_iter()).unwrap();
        let listed: Vec<&str> = table.lines().skip(2).collect();
        // Half of 0.4 is nearer to 1 in 4 than to 1 in 2; all of 0.1 to 1 in 8.
        assert_eq!(listed, ["2 a day may on quiet the vote", "3 hann kaus tha"]);
    }

    #[test]
    fn what_few_articles_have_is_not_listed() {
        let mut corpus = lines("eng", "a vote", 24 * ARTICLE_LINES);
        corpus.extend(lines("eng", "once", 4 * ARTICLE_LINES));
        corpus.extend(lines("eng", "often", 5 * ARTICLE_LINES));
        let table = table(corpus.into_iter()).unwrap();
        assert!(table.contains(" often") && !table.contains(" once"), "{table}");
    }
}
