//! Where captures were read from, while their articles are on their way: an article without an address is found by its file.

use std::collections::HashMap;

use veille_model::Batch;
use veille_model::{Outcome, OutcomeKind, StageName, TaggedArticle};

/// The file of each capture that has given neither an article nor a reason so far.
#[derive(Debug, Default)]
pub struct Places(HashMap<String, String>);

impl Places {
    /// Takes note of where captures came from.
    pub fn learn(&mut self, outcome: &Outcome) {
        if outcome.stage == StageName::Capture {
            for capture in &outcome.outputs {
                self.0.insert(capture.clone(), outcome.input.clone());
            }
        }
    }

    /// Where an article was read from.
    pub fn of(&self, article: &TaggedArticle) -> Option<&str> {
        self.0.get(article.article.capture.as_str()).map(String::as_str)
    }

    /// Forgets what a batch has settled.
    pub fn forget(&mut self, batch: &Batch) {
        for article in &batch.articles {
            self.0.remove(article.article.capture.as_str());
        }
        let settled = |outcome: &&Outcome| {
            outcome.stage != StageName::Capture
                && matches!(outcome.outcome, OutcomeKind::Discarded | OutcomeKind::Quarantined)
        };
        for outcome in batch.outcomes.iter().filter(settled) {
            self.0.remove(&outcome.input);
        }
    }
}
