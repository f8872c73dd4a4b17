//! Trains the language models, in some minutes on one core:
//!
//! ```text
//! cargo run --release -p veille-classifier --example train_language -- \
//!     "$VEILLE_SHARED/data/language/train.tsv.gz" crates/classifier/data/language/weights.bin
//! ```
//!
//! Lines are `language<TAB>text`, the language an ISO 639-3 code. The same lines give the same bytes. For each script
//! that several languages share, it leaves out mislabelled lines, chooses the features that tell most, trains a model
//! without some lines and languages to learn how sure it may be, and then the model itself.

mod calibrate;
mod chance;
mod corpus;
mod descend;
mod quantise;
mod select;
mod shibboleths;
mod spans;

use std::fs::File;
use std::io::BufReader;
use std::time::Instant;

use anyhow::Context;
use flate2::bufread::MultiGzDecoder;
use veille_classifier::language::features::Feature;
use veille_classifier::language::script::Script;
use veille_classifier::language::weights::{self, Weights};

use crate::corpus::Corpus;
use crate::descend::{Row, Settings};
use crate::shibboleths::{Shibboleth, Shibboleths};
use crate::spans::Spans;

const USAGE: &str = "usage: train_language TRAIN.tsv.gz WEIGHTS.bin";

/// Rows of the Latin model and of each of the others. Twice as many are a third slower and no better.
const LATIN_ROWS_MAX: usize = 64_000;
const ROWS_MAX: usize = 20_000;
/// A feature that occurs less often teaches only its lines.
const OCCURRENCES_MIN: u32 = 6;
/// Each shibboleth counts as so many lines, and its weight is raised by so much above its neighbours'.
const SHIBBOLETH_LINES: usize = 12;
const SHIBBOLETH_BONUS: f32 = 4.0;

const FULL: Settings = Settings { passes: 6, rate: 3.0, even: 0.5, drop_percent: 30, seed: 7 };
const CALIBRATING: Settings = Settings { passes: 2, ..FULL };

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let input = arguments.next().context(USAGE)?;
    let output = arguments.next().context(USAGE)?;
    let file = File::open(&input).with_context(|| format!("opening {input}"))?;
    let corpora = corpus::read(BufReader::new(MultiGzDecoder::new(BufReader::new(file))))?;
    let models: Vec<Weights> = corpora.into_iter().map(train).collect();
    let bytes = weights::encode(&models);
    std::fs::write(&output, &bytes).with_context(|| format!("writing {output}"))?;
    eprintln!("{output}: {} bytes", bytes.len());
    Ok(())
}

fn train(mut corpus: Corpus) -> Weights {
    let start = Instant::now();
    let spans = Spans::new(corpus.script);
    let shibboleths = Shibboleths::new(&corpus);
    shibboleths.drop_strangers(&mut corpus);
    shibboleths.add_lines(&mut corpus, SHIBBOLETH_LINES);
    let words = shibboleths.words(&corpus);
    let rows_max = if corpus.script == Script::Latin { LATIN_ROWS_MAX } else { ROWS_MAX };
    let forced: Vec<_> = words.iter().map(|word| word.key).collect();
    let features = select::select(&corpus, &spans, rows_max, OCCURRENCES_MIN, &forced);

    let seen = |place: usize| {
        !place.is_multiple_of(calibrate::HELD_OUT) && !calibrate::is_hidden(&corpus, corpus.lines[place].lane)
    };
    let second = descend::descend(&corpus, &spans, &features, &CALIBRATING, seen);
    let second = quantise::quantise(&corpus, &features, &second, Default::default());
    let calibration = calibrate::calibrate(&corpus, &spans, &second);

    let mut rows = descend::descend(&corpus, &spans, &features, &FULL, |_| true);
    raise(&mut rows, &features, &words);
    let (languages, lines) = (corpus.languages.len(), corpus.lines.len());
    eprintln!(
        "{:?}: {languages} languages, {lines} lines, {} rows, {:.0?}",
        corpus.script,
        features.len(),
        start.elapsed()
    );
    quantise::quantise(&corpus, &features, &rows, calibration)
}

/// A shibboleth decides between neighbours, whatever the words around it.
fn raise(rows: &mut [Row], features: &[Feature], words: &[Shibboleth]) {
    for word in words {
        let Ok(place) = features.binary_search(&Feature::Word(word.key)) else { continue };
        rows[place][word.lane] += SHIBBOLETH_BONUS;
        for neighbour in &word.neighbours {
            rows[place][*neighbour] -= SHIBBOLETH_BONUS;
        }
    }
}
