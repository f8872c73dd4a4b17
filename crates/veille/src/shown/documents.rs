//! Which file a document was read from: what has no address is told, and its article found, by its file.

use std::collections::HashMap;

use veille_model::{Batch, Outcome, OutcomeKind, StageName, TaggedArticle};

/// The file of each capture that has given neither an article nor a reason so far.
#[derive(Debug, Default)]
pub struct Documents(HashMap<String, String>);

impl Documents {
    /// Files remembered where nobody says what is settled. What became of a document is told soon after it was read.
    const MAX: usize = 10_000;

    /// Learns from an outcome which file a capture was read from.
    pub fn learn(&mut self, outcome: &Outcome) {
        if outcome.stage != StageName::Capture {
            return;
        }
        // All at once: which of them are settled nobody here knows, and an article whose file is forgotten is called by its id.
        if self.0.len() >= Self::MAX {
            self.0.clear();
        }
        self.0.extend(outcome.outputs.iter().map(|output| (output.clone(), outcome.input.clone())));
    }

    /// The file that an outcome is about, where that has no address.
    pub fn of(&self, outcome: &Outcome) -> Option<&str> {
        self.0.get(&outcome.input).filter(|_| outcome.url.is_none()).map(String::as_str)
    }

    /// Where an article was read from.
    pub fn of_article(&self, article: &TaggedArticle) -> Option<&str> {
        self.0.get(article.article.capture.as_str()).map(String::as_str)
    }

    /// Forgets what a batch has settled.
    pub fn forget(&mut self, batch: &Batch) {
        for article in &batch.articles {
            self.0.remove(article.article.capture.as_str());
        }
        let settled = |outcome: &&Outcome| {
            outcome.stage != StageName::Capture
                // What was forwarded still has stages before it; its article, or a later reason, is to be called by the file.
                && matches!(outcome.outcome, OutcomeKind::Discarded | OutcomeKind::Quarantined)
        };
        for outcome in batch.outcomes.iter().filter(settled) {
            self.0.remove(&outcome.input);
        }
    }
}

#[cfg(test)]
mod tests {
    use veille_model::{Reason, SourceId};

    use super::*;

    fn outcome(stage: StageName, kind: OutcomeKind, input: &str, outputs: &[&str]) -> Outcome {
        Outcome {
            stage,
            outcome: kind,
            input: input.to_owned(),
            source: SourceId::unknown(),
            url: None,
            at: None,
            reason: Some(Reason::new("too_short", "3 words")),
            outputs: outputs.iter().map(|output| (*output).to_owned()).collect(),
        }
    }

    #[test]
    fn a_document_without_an_address_is_told_by_its_file_until_it_is_settled() {
        let mut documents = Documents::default();
        documents.learn(&outcome(StageName::Capture, OutcomeKind::Forwarded, "a/page.html", &["c1"]));
        let discarded = outcome(StageName::Clean, OutcomeKind::Discarded, "c1", &[]);
        assert_eq!(documents.of(&discarded), Some("a/page.html"));
        let addressed = Outcome { url: Some("https://a.example/1".to_owned()), ..discarded.clone() };
        assert_eq!(documents.of(&addressed), None);
        documents.forget(&Batch { outcomes: vec![discarded.clone()], ..Batch::default() });
        assert_eq!(documents.of(&discarded), None);
    }
}
