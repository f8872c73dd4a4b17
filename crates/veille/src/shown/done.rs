//! What was done, in plain words: every document accounted for.

use std::time::Duration;

use veille_model::StageName;
use veille_pipeline::Tally;

use super::{Digest, count, wrapped};

/// `18 documents read: 20 articles are in veille.db (0.4 s), 18 of them on your topics.` and what became of the rest.
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
    let mut sentence = format!("{} read", count(documents.inputs, "document", "documents"));
    // A feed is one document, and each of its entries a page of its own.
    if cleaned.inputs > documents.forwarded {
        sentence.push_str(&format!(
            ", with {} in them",
            count(cleaned.inputs, "page or entry", "pages or entries")
        ));
    }
    sentence.push_str(&format!(", in {:.1} s. ", elapsed.as_secs_f64()));
    sentence.push_str(&match articles {
        1 => format!("1 article is now in {store}; "),
        _ => format!("{} are now in {store}; ", count(articles, "article", "articles")),
    });
    sentence.push_str(&match digest.tagged {
        0 => "none is on any of your topics (see them: veille topic list).".to_owned(),
        1 => "1 is on your topics.".to_owned(),
        tagged => format!("{tagged} are on your topics."),
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
