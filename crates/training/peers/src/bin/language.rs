//! The language tagger beside whatlang: macro-F1 over the gold languages, and time of the processor, on the same lines.
//!
//! `zcat $VEILLE_SHARED/data/language/head_core.tsv.gz | cargo run --release --bin language`: lines of gold (ISO 639-3), id and
//! text, with a tab between.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{self, BufRead, Write};

use cpu_time::ThreadTime;
use veille_language::Tagger;
use veille_language::training::tag_of;

fn main() -> Result<(), Box<dyn Error>> {
    let mut samples: Vec<(String, String)> = Vec::new();
    for line in io::stdin().lock().lines() {
        let line = line?;
        let mut parts = line.splitn(3, '\t');
        if let (Some(gold), Some(_), Some(text)) = (parts.next(), parts.next(), parts.next()) {
            samples.push((tag_of(gold).to_owned(), text.to_owned()));
        }
    }
    let tagger = Tagger::new();
    let own = |text: &str| tagger.detect(text).tag.primary().to_owned();
    let whatlang =
        |text: &str| whatlang::detect_lang(text).map_or("und", |lang| tag_of(lang.code())).to_owned();
    row("veille", &samples, own)?;
    row("whatlang", &samples, whatlang)
}

fn row(
    name: &str,
    samples: &[(String, String)],
    answer: impl Fn(&str) -> String,
) -> Result<(), Box<dyn Error>> {
    let start = ThreadTime::now();
    let answers: Vec<String> = samples.iter().map(|(_, text)| answer(text)).collect();
    let seconds = start.elapsed().as_secs_f64();
    let bytes: usize = samples.iter().map(|(_, text)| text.len()).sum();
    writeln!(
        io::stdout(),
        "{name:<10} macro-F1 {:6.2}  {:6.1} MB/s",
        macro_f1(samples, &answers),
        bytes as f64 / 1e6 / seconds
    )?;
    Ok(())
}

/// A label outside of the gold languages counts only as a miss.
fn macro_f1(samples: &[(String, String)], answers: &[String]) -> f64 {
    let mut counts: BTreeMap<&str, [f64; 3]> = BTreeMap::new();
    for (gold, _) in samples {
        counts.entry(gold).or_default()[0] += 1.0;
    }
    for ((gold, _), answer) in samples.iter().zip(answers) {
        if let Some(count) = counts.get_mut(answer.as_str()) {
            count[1] += 1.0;
            count[2] += f64::from(u8::from(gold == answer));
        }
    }
    let f1 = counts.values().map(|[gold, said, hit]| 200.0 * hit / (gold + said));
    f1.sum::<f64>() / counts.len().max(1) as f64
}
