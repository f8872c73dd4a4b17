//! The table of all sets against whatlang:
//!
//! ```text
//! VEILLE_SHARED=… cargo run --release -p veille-classifier --example language_scores [-- --confusions] [WEIGHTS.bin]
//! ```
//!
//! For each set: macro-F1 × 100, how many answers were given at .9 or more and how many of those were right, and
//! megabytes a second on one core.
#![allow(clippy::print_stdout, reason = "a program that prints a table")]

#[path = "../tests/scoring/mod.rs"]
mod scoring;
#[path = "../tests/sets/mod.rs"]
mod sets;

use std::path::PathBuf;
use std::time::Instant;

use anyhow::Context;
use veille_classifier::language::{Tagger, tag_of};

use crate::sets::Sample;

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

fn main() -> anyhow::Result<()> {
    let shared = PathBuf::from(std::env::var("VEILLE_SHARED").context("reading VEILLE_SHARED")?);
    let mut tagger = Tagger::new();
    let mut with_confusions = false;
    for argument in std::env::args().skip(1) {
        if argument == "--confusions" {
            with_confusions = true;
        } else {
            let bytes = std::fs::read(&argument).with_context(|| format!("reading {argument}"))?;
            tagger = Tagger::with_weights(&bytes).with_context(|| format!("reading {argument}"))?;
        }
    }
    println!("{:22}  veille     right   given ≥ .9      MB/s | whatlang    MB/s", "set");
    for set in SETS {
        let samples = sets::read(&shared, set).with_context(|| format!("reading {set}"))?;
        row(set, &samples, &tagger, with_confusions);
    }
    Ok(())
}

fn row(set: &str, samples: &[Sample], tagger: &Tagger, with_confusions: bool) {
    let (guesses, speed) = timed(samples, |text| tagger.detect(text));
    let (others, other_speed) = timed(samples, whatlang::detect_lang);
    let answers: Vec<String> = guesses.iter().map(|guess| guess.tag.to_string()).collect();
    let others: Vec<String> =
        others.into_iter().map(|lang| lang.map_or("und", |lang| tag_of(lang.code())).to_owned()).collect();
    let (own, other) = (scoring::score(samples, &answers), scoring::score(samples, &others));
    let sure: Vec<bool> = guesses
        .iter()
        .zip(samples)
        .filter(|(guess, _)| guess.confidence >= 0.9)
        .map(|(guess, sample)| sample.gold == guess.tag.as_str() || sample.gold == guess.tag.primary())
        .collect();
    let right = sure.iter().filter(|right| **right).count() as f64;
    println!(
        "{set:22} {:7.2} {:8.2} % {:6.1} % right {:6.1} | {:8.2} {:7.1}",
        own.f1,
        own.accuracy,
        100.0 * right / sure.len().max(1) as f64,
        speed,
        other.f1,
        other_speed
    );
    if with_confusions {
        let named: Vec<String> =
            own.confusions.iter().take(15).map(|(pair, count)| format!("{pair} {count}")).collect();
        println!("    {}", named.join("  "));
    }
}

/// Answers, and megabytes a second.
fn timed<T>(samples: &[Sample], answer: impl Fn(&str) -> T) -> (Vec<T>, f64) {
    let start = Instant::now();
    let answers = samples.iter().map(|sample| answer(&sample.text)).collect();
    let bytes: usize = samples.iter().map(|sample| sample.text.len()).sum();
    (answers, bytes as f64 / 1e6 / start.elapsed().as_secs_f64())
}
