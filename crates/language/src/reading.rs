//! What a text's letters said, before anything is decided: readings of an article's blocks add up.

use super::linear::{Linear, Scores};
use super::script::Script;

/// What a text's letters said.
#[derive(Clone, Debug, Default)]
pub(super) struct Reading {
    /// The script that most of it is in; None without letters.
    pub script: Option<Script>,
    /// Letters of that script.
    pub letters: u32,
    /// Letters of all scripts.
    pub letters_all: u32,
    /// Where a model was asked.
    pub scores: Option<Scores>,
    /// Where none was: languages with their evidence, the best first.
    pub ranked: Vec<(&'static str, f32)>,
}

impl Reading {
    /// How much of the text is in its script. Names in other letters are no reason to doubt.
    pub fn share(&self) -> f64 {
        let share = f64::from(self.letters) / f64::from(self.letters_all.max(1));
        (share / 0.7).min(1.0)
    }

    /// Adds what another text in the same script said.
    pub fn add(&mut self, other: &Self) {
        self.script = self.script.or(other.script);
        self.letters += other.letters;
        self.letters_all += other.letters_all;
        match (&mut self.scores, &other.scores) {
            (Some(own), Some(other)) => own.add(other),
            (own @ None, other) => own.clone_from(other),
            (Some(_), None) => {}
        }
        for (tag, evidence) in &other.ranked {
            match self.ranked.iter_mut().find(|(known, _)| known == tag) {
                Some((_, sum)) => *sum += evidence,
                None => self.ranked.push((tag, *evidence)),
            }
        }
        self.ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
    }

    /// Adds so much to the logit of a language.
    pub fn favour(&mut self, tag: &str, model: &Linear, logit: f32) {
        let lane = model.languages.iter().position(|own| own == tag);
        if let (Some(lane), Some(scores)) = (lane, &mut self.scores) {
            // The inverse of `Verdict::of`: a logit weighs the same for a headline and for a long article.
            scores.sums[lane] += (logit * (scores.known as f32).sqrt() / model.unit) as i32;
        }
    }
}
