//! Counts how many articles have a key: `crates/stories/data/common-keys.bin`.

use std::collections::{BTreeMap, BTreeSet};

use clap::Args;
use veille_stories::translation::Reading;

use super::lexicon::LANGUAGES;
use crate::places;

/// Lines of a language that are counted, and how many of them make an article.
const LINES: u32 = 4_000;
const LINES_MIN: u32 = 500;
const ARTICLE: i32 = 15;
/// What fewer than one article in 2^n has is rare.
const OCTAVES: f32 = 5.0;

#[derive(Args, Debug)]
pub struct Options {
    /// Count, and compare with the committed file
    #[arg(long)]
    check: bool,
}

pub fn run(options: &Options) -> anyhow::Result<()> {
    let mut lines: BTreeMap<&str, u32> = BTreeMap::new();
    let mut counts: BTreeMap<&str, BTreeMap<u32, u32>> = BTreeMap::new();
    for line in places::lines(&places::shared()?.join("data/language/train.tsv.gz"))? {
        let line = line?;
        let Some((code, text)) = line.split_once('\t') else { continue };
        let Some((_, language)) = LANGUAGES.iter().find(|(long, _)| *long == code) else { continue };
        let read = lines.entry(language).or_default();
        // As many of each language: a key is as common as in the language that has it most, whatever the set has of it.
        if *read == LINES {
            continue;
        }
        *read += 1;
        let keys: BTreeSet<u32> = Reading::of("", text, language).keys.iter().map(|key| key.hash).collect();
        for key in keys {
            *counts.entry(language).or_default().entry(key).or_default() += 1;
        }
    }
    let mut common: BTreeMap<u32, u8> = BTreeMap::new();
    for (language, keys) in counts.iter().filter(|(language, _)| lines[*language] >= LINES_MIN) {
        for (key, count) in keys {
            // From lines to articles of so many: whatever stands in one line of ten stands in most articles.
            let share = 1.0 - (1.0 - *count as f32 / lines[language] as f32).powi(ARTICLE);
            let octave = (-share.log2()).round().max(0.0);
            if octave <= OCTAVES {
                let least = common.entry(*key).or_insert(u8::MAX);
                // The commonest of all languages, as keys are compared across them.
                *least = (*least).min(octave as u8);
            }
        }
    }
    let bytes: Vec<u8> =
        common.iter().flat_map(|(key, octave)| key.to_le_bytes().into_iter().chain([*octave])).collect();
    println!("{} keys", common.len());
    places::put(&bytes, &places::data(places::STORIES_DATA).join("common-keys.bin"), options.check)
}
