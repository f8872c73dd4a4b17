//! The table of all sets: `VEILLE_SHARED=… cargo run --release -p veille-training -- language-quality`.
//!
//! For each set: macro-F1 × 100, how many answers were right, how many were given at .9 or more and how many of those were
//! right, and megabytes a second on one core. `peers/` prints another tagger's beside ours.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::Context;
use clap::Args;

use super::score;
use super::sets::{self, Sample};
use super::tagger::Tagger;

#[derive(Args, Debug)]
pub struct TableOptions {
    /// Say too what was taken for what
    #[arg(long)]
    confusions: bool,
    /// Weights [default: those that come with the tagger]
    #[arg(value_name = "FILE")]
    weights: Option<PathBuf>,
}

const SETS: [&str; 17] = [
    "sent_core",
    "head_core",
    "short_core",
    "strip_sent",
    "strip_head",
    "sent_core+sent_extra",
    "head_core+head_extra",
    "sent_extra",
    "head_extra",
    "pud_sent",
    "pud_head",
    "mnews_head",
    "zh_sent",
    "zh_head",
    "zh_sent-yue",
    "zh_head-yue",
    "seed_par",
];

pub fn print(options: &TableOptions) -> anyhow::Result<()> {
    let tagger = match &options.weights {
        None => Tagger::new(),
        Some(path) => {
            let bytes = std::fs::read(path).with_context(|| format!("reading {}", path.display()))?;
            Tagger::with_weights(&bytes).with_context(|| format!("reading {}", path.display()))?
        }
    };
    println!("{:22}  macro-F1    right   given ≥ .9      MB/s", "set");
    for set in SETS {
        row(set, &sets::read(set)?, &tagger, options.confusions);
    }
    Ok(())
}

fn row(set: &str, samples: &[Sample], tagger: &Tagger, with_confusions: bool) {
    let start = Instant::now();
    let guesses: Vec<_> = samples.iter().map(|sample| tagger.detect(&sample.text)).collect();
    let bytes: usize = samples.iter().map(|sample| sample.text.len()).sum();
    let speed = bytes as f64 / 1e6 / start.elapsed().as_secs_f64();
    let answers: Vec<String> = guesses.iter().map(|guess| guess.tag.to_string()).collect();
    let score = score::score(samples, &answers);
    let sure: Vec<bool> = guesses
        .iter()
        .zip(samples)
        .filter(|(guess, _)| guess.confidence >= 0.9)
        // With its script where the set tells it.
        .map(|(guess, sample)| sample.gold == guess.tag.as_str() || sample.gold == guess.tag.primary())
        .collect();
    let right = sure.iter().filter(|right| **right).count() as f64;
    let right = 100.0 * right / sure.len().max(1) as f64;
    println!("{set:22} {:9.2} {:6.2} % {right:6.1} % right {speed:6.1}", score.f1, score.accuracy);
    if with_confusions {
        let named = score.confusions.iter().take(15).map(|(pair, count)| format!("{pair} {count}"));
        println!("    {}", named.collect::<Vec<_>>().join("  "));
    }
}
