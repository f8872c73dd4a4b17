//! The annotated sets of `VEILLE_SHARED`.

use super::tagger::training::tag_of;
use crate::places;

/// One line of a set.
pub struct Sample {
    /// BCP 47; of Chinese with its script where the set tells it.
    pub gold: String,
    pub text: String,
}

/// Reads a set; `a+b` is two of them as one, `a-yue` one without its Cantonese.
pub fn read(set: &str) -> anyhow::Result<Vec<Sample>> {
    let (set, without) = set.split_once('-').unwrap_or((set, ""));
    let folder = places::shared()?.join("data/language");
    let mut samples = Vec::new();
    for name in set.split('+') {
        for line in places::lines(&folder.join(format!("{name}.tsv.gz")))? {
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
