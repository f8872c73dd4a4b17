//! Trains the language models (multinomial logistic regression over n-grams and words), in a minute or two on one core.
//!
//! Lines are `language<TAB>text`, the language an ISO 639-3 code. The same lines give the same bytes. For each script
//! that several languages share, it leaves out mislabelled lines, chooses the features that tell most, trains a model
//! without some lines and languages to learn how sure it may be, and then the model itself. [`table`] prints how good tags
//! are on the annotated sets; [`floors`] are tests.

mod calibrate;
mod chance;
mod corpus;
mod descend;
#[cfg(test)]
mod floors;
mod quantise;
mod score;
mod select;
mod sets;
mod shibboleths;
mod spans;
mod table;

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
/// The crate whose weights are made here; this line alone says where it lies.
use veille_language as tagger;

use self::corpus::Corpus;
use self::descend::{Row, Settings};
use self::shibboleths::{Shibboleth, Shibboleths};
use self::spans::Spans;
use self::tagger::Script;
use self::tagger::training::{Feature, Weights, encode};
use crate::places;

pub use table::{TableOptions, print};

#[derive(Args, Debug)]
pub struct Options {
    /// Write nothing: fail unless the weights have the bytes that training gives
    #[arg(long)]
    check: bool,
    /// The file of the weights [default: that of the tagger]
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

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

pub fn run(options: &Options) -> anyhow::Result<()> {
    let lines = places::lines(&places::shared()?.join("data/language/train.tsv.gz"))?;
    let folder = places::data(places::LANGUAGE_DATA);
    let list = std::fs::read_to_string(folder.join("shibboleths.txt"))?;
    let models: Vec<Weights> = corpus::read(lines)?.into_iter().map(|corpus| train(corpus, &list)).collect();
    let path = options.to.clone().unwrap_or_else(|| folder.join("weights.bin"));
    places::put(&encode(&models), &path, options.check)
}

fn train(mut corpus: Corpus, shibboleths: &str) -> Weights {
    let start = Instant::now();
    let spans = Spans::new(corpus.script);
    let shibboleths = Shibboleths::new(&corpus, shibboleths);
    shibboleths.drop_strangers(&mut corpus);
    shibboleths.add_lines(&mut corpus, SHIBBOLETH_LINES);
    let words = shibboleths.words(&corpus);
    let rows_max = if corpus.script == Script::Latin { LATIN_ROWS_MAX } else { ROWS_MAX };
    let forced: Vec<_> = words.iter().map(|word| word.key).collect();
    let features = select::select(&corpus, &spans, rows_max, OCCURRENCES_MIN, &forced);

    // What calibration asks about must be unseen: one line in eight, and whole languages.
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
        // A word whose row was not kept has nothing to be raised.
        let Ok(place) = features.binary_search(&Feature::Word(word.key)) else { continue };
        rows[place][word.lane] += SHIBBOLETH_BONUS;
        for neighbour in &word.neighbours {
            rows[place][*neighbour] -= SHIBBOLETH_BONUS;
        }
    }
}
