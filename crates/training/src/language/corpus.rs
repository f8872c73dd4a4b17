//! The training lines of one script, read once and folded to symbols.

use std::collections::BTreeMap;

use super::tagger::Script;
use super::tagger::training::{Counts, read_symbols};
use anyhow::Context;

/// The lines of the languages that share a script.
pub struct Corpus {
    pub script: Script,
    /// ISO 639-3 codes in order; their places are the lanes.
    pub languages: Vec<String>,
    pub lines: Vec<Line>,
}

pub struct Line {
    pub lane: usize,
    pub stream: Vec<u8>,
}

/// Reads `language<TAB>text` lines. A line whose letters are mostly of another script than its language is left out:
/// a Hindi line in Latin letters is an English name.
pub fn read(lines: impl Iterator<Item = anyhow::Result<String>>) -> anyhow::Result<Vec<Corpus>> {
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in lines {
        let line = line?;
        let (language, text) = line.split_once('\t').context("a training line has no tab")?;
        texts.entry(language.to_owned()).or_default().push(text.to_owned());
    }
    let mut corpora: Vec<Corpus> = Vec::new();
    for script in Script::MODELLED {
        let mut corpus = Corpus { script, languages: Vec::new(), lines: Vec::new() };
        for (language, texts) in &texts {
            if script_of(texts) == script {
                corpus.add(language, texts);
            }
        }
        corpora.push(corpus);
    }
    Ok(corpora)
}

impl Corpus {
    fn add(&mut self, language: &str, texts: &[String]) {
        let lane = self.languages.len();
        self.languages.push(language.to_owned());
        let mut stream = Vec::new();
        for text in texts {
            let counts = read_symbols(text, Some(self.script), &mut stream);
            if main_script(&counts) == self.script {
                self.lines.push(Line { lane, stream: stream.clone() });
            }
        }
    }
}

fn script_of(texts: &[String]) -> Script {
    let mut sums = [0; Script::ALL.len()];
    let mut stream = Vec::new();
    // Two hundred lines say which script a language is written in, strays among them included.
    for text in texts.iter().take(200) {
        let counts = read_symbols(text, None, &mut stream);
        for (sum, count) in sums.iter_mut().zip(counts) {
            *sum += count;
        }
    }
    main_script(&sums)
}

fn main_script(counts: &Counts) -> Script {
    // `max_by_key` takes the last of equals; reversed, the first of `Script::ALL` wins, always the same.
    let most = Script::ALL.into_iter().rev().max_by_key(|script| counts[*script as usize]);
    most.filter(|script| counts[*script as usize] > 0).unwrap_or(Script::None)
}
