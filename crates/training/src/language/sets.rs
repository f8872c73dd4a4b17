//! The annotated sets of `VEILLE_SHARED`.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;
use veille_classifier::language::tag_of;

/// One line of a set.
pub struct Sample {
    /// BCP 47; of Chinese with its script where the set tells it.
    pub gold: String,
    pub text: String,
}

/// Reads a set; `a+b` is two of them as one, `a-yue` one without its Cantonese.
pub fn read(shared: &Path, set: &str) -> io::Result<Vec<Sample>> {
    let (set, without) = set.split_once('-').unwrap_or((set, ""));
    let mut samples = Vec::new();
    for name in set.split('+') {
        let file = File::open(shared.join(format!("data/language/{name}.tsv.gz")))?;
        for line in BufReader::new(MultiGzDecoder::new(BufReader::new(file))).lines() {
            let line = line?;
            let mut parts = line.splitn(3, '\t');
            if let (Some(gold), Some(_), Some(text)) = (parts.next(), parts.next(), parts.next()) {
                samples.push(Sample { gold: gold_tag(gold), text: text.to_owned() });
            }
        }
    }
    samples.retain(|sample: &Sample| sample.gold != without);
    Ok(samples)
}

fn gold_tag(gold: &str) -> String {
    match gold {
        "zho_hans" => "zh-Hans".to_owned(),
        "zho_hant" => "zh-Hant".to_owned(),
        other => tag_of(other).to_owned(),
    }
}
