//! What was done, in plain words: every document accounted for.

use std::time::Duration;

use veille_model::StageName;
use veille_pipeline::Tally;

use super::{Digest, count, wrapped};

/// `18 documents (21 pages or entries) in 0.4 s: 20 articles are now in veille.db, 18 of them on your topics.`, and what
/// became of the rest.
pub fn done(
    tally: &Tally,
    digest: &Digest,
    store: &str,
    elapsed: Duration,
    width: Option<usize>,
) -> Vec<String> {
    let (documents, cleaned) = (tally.of(StageName::Capture), tally.of(StageName::Clean));
    let classified = tally.of(StageName::Classify);
    let articles = classified.forwarded;
    let mut sentence = count(documents.inputs, "document", "documents");
    // A feed is one document, and each of its entries a page of its own.
    if cleaned.inputs > documents.forwarded {
        sentence.push_str(&format!(" ({})", count(cleaned.inputs, "page or entry", "pages or entries")));
    }
    sentence.push_str(&format!(" in {:.1} s: ", elapsed.as_secs_f64()));
    sentence.push_str(&match articles {
        0 => format!("no article; {store} holds what it held"),
        1 => format!("1 article is now in {store}"),
        _ => format!("{} are now in {store}", count(articles, "article", "articles")),
    });
    sentence.push_str(&match digest.tagged {
        _ if articles == 0 => ".".to_owned(),
        0 => ", none of them on your topics (which are these: veille topic list).".to_owned(),
        tagged => format!(", {tagged} of them on your topics."),
    });
    let mut lines = wrapped(&sentence, width, usize::MAX);
    let set_aside = documents.discarded + cleaned.discarded + classified.discarded;
    let kept = documents.quarantined + cleaned.quarantined + classified.quarantined;
    let mut rest = Vec::new();
    if set_aside > 0 {
        rest.push(format!("{} no article", count(set_aside, "document was", "documents were")));
    }
    if kept > 0 {
        rest.push(format!("{} not be read", count(kept, "document could", "documents could")));
    }
    if !rest.is_empty() {
        let sentence = format!("{}; `veille export --ledger` has the reasons.", rest.join(", "));
        lines.extend(wrapped(&sentence, width, usize::MAX));
    }
    lines
}

#[cfg(test)]
mod tests {
    use veille_model::{Outcome, OutcomeKind, SourceId};

    use super::*;

    fn tally(stages: &[(StageName, OutcomeKind, u64)]) -> Tally {
        let mut tally = Tally::default();
        for (stage, outcome, many) in stages.iter().copied() {
            for number in 0..many {
                tally.take(stage);
                tally.settle(&Outcome {
                    stage,
                    outcome,
                    input: number.to_string(),
                    source: SourceId::unknown(),
                    url: None,
                    at: None,
                    reason: None,
                    outputs: Vec::new(),
                });
            }
        }
        tally
    }

    #[test]
    fn every_document_is_accounted_for() {
        let check = |stages: &[(StageName, OutcomeKind, u64)], tagged: u64, expected: &[&str]| {
            let mut digest = Digest::default();
            digest.tagged = tagged;
            let lines = done(&tally(stages), &digest, "a.db", Duration::from_millis(400), None);
            assert_eq!(lines, expected);
        };
        use OutcomeKind::{Discarded, Forwarded, Quarantined};
        use StageName::{Capture, Classify, Clean};
        check(
            &[
                (Capture, Forwarded, 18),
                (Capture, Discarded, 1),
                (Clean, Forwarded, 20),
                (Clean, Discarded, 1),
                (Classify, Forwarded, 20),
            ],
            18,
            &[
                "19 documents (21 pages or entries) in 0.4 s: 20 articles are now in a.db, 18 of them on your topics.",
                "2 documents were no article; `veille export --ledger` has the reasons.",
            ],
        );
        check(
            &[(Capture, Quarantined, 1)],
            0,
            &[
                "1 document in 0.4 s: no article; a.db holds what it held.",
                "1 document could not be read; `veille export --ledger` has the reasons.",
            ],
        );
        check(
            &[(Capture, Forwarded, 1), (Clean, Forwarded, 1), (Classify, Forwarded, 1)],
            0,
            &[
                "1 document in 0.4 s: 1 article is now in a.db, none of them on your topics (which are these: veille topic list).",
            ],
        );
    }
}
