//! Scores answers the way the sets' own scorer does: macro-averaged F1 over the gold languages; a label outside of them
//! counts only as a miss.

use std::collections::BTreeMap;

use super::sets::Sample;

/// How a set was answered.
#[derive(Default)]
pub struct Score {
    /// Macro-averaged F1, of 100.
    pub f1: f64,
    /// Answers that were right, of 100.
    pub accuracy: f64,
    /// What was taken for what, the commonest first.
    pub confusions: Vec<(String, usize)>,
}

/// Scores answers, one for each sample. Where gold names no script, the answer's is not looked at.
pub fn score(samples: &[Sample], answers: &[String]) -> Score {
    let mut counts: BTreeMap<&str, [f64; 3]> = BTreeMap::new();
    let mut confusions: BTreeMap<String, usize> = BTreeMap::new();
    for sample in samples {
        counts.entry(&sample.gold).or_default()[0] += 1.0;
    }
    let with_script = samples.iter().any(|sample| sample.gold.contains('-'));
    let mut right = 0;
    for (sample, answer) in samples.iter().zip(answers) {
        // `zh` in a set that does not tell scripts is right for `zh-Hans` as for `zh-Hant`.
        let answer = if with_script { answer } else { answer.split('-').next().unwrap_or_default() };
        // A language outside of the set's has no precision of its own to lose; it is a miss of the right one.
        if let Some(count) = counts.get_mut(answer) {
            count[1] += 1.0;
        }
        if answer == sample.gold {
            counts.entry(&sample.gold).or_default()[2] += 1.0;
            right += 1;
        } else {
            *confusions.entry(format!("{}->{answer}", sample.gold)).or_default() += 1;
        }
    }
    // F1 in full: twice the hits, over what was said and what was wanted.
    let f1 = |[gold, said, hit]: &[f64; 3]| 200.0 * hit / (gold + said);
    let mut confusions: Vec<(String, usize)> = confusions.into_iter().collect();
    confusions.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    Score {
        f1: counts.values().map(f1).sum::<f64>() / counts.len().max(1) as f64,
        accuracy: 100.0 * f64::from(right) / samples.len().max(1) as f64,
        confusions,
    }
}
