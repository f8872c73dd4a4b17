//! What was done, in plain words: every document accounted for.

use std::time::Duration;

use veille_model::StageName;
use veille_pipeline::Tally;

use super::words::grouped;
use super::{Digest, Hint, count, wrapped};

/// How many articles a store had before, and has now.
#[derive(Clone, Copy, Debug)]
pub struct Held {
    pub before: u64,
    pub now: u64,
}

/// `18 documents (21 pages or entries) in 0.4 s: 20 articles are now in veille.db, 18 of them on your topics.`, and what
/// became of the rest; of a store that had others, how many came to them. `ledger` and `topics` are the commands that show more of both.
pub fn done(
    tally: &Tally,
    digest: &Digest,
    (store, held): (&str, Held),
    elapsed: Duration,
    (ledger, topics): (&Hint, &Hint),
    width: Option<usize>,
) -> Vec<String> {
    let (documents, cleaned) = (tally.of(StageName::Capture), tally.of(StageName::Clean));
    let classified = tally.of(StageName::Classify);
    let articles = digest.articles();
    let mut sentence = count(documents.inputs, "document", "documents");
    // A feed is one document, and each of its entries a page of its own.
    if cleaned.inputs > documents.forwarded {
        sentence.push_str(&format!(" ({})", count(cleaned.inputs, "page or entry", "pages or entries")));
    }
    sentence.push_str(&format!(" in {:.1} s: ", elapsed.as_secs_f64()));
    // Another process may prune the store meanwhile: it then holds fewer than before.
    let added = held.now.saturating_sub(held.before);
    // True of a store that was empty before, whose articles are all ours: then nothing is said of others.
    let is_all = (added, held.now) == (articles, articles);
    sentence.push_str(&match articles {
        1.. if !is_all => count(articles, "article", "articles"),
        0 => format!("no article; {store} holds what it held"),
        1 => format!("1 article is now in {store}"),
        _ => format!("{} are now in {store}", count(articles, "article", "articles")),
    });
    sentence.push_str(&match digest.tagged() {
        _ if articles == 0 => ".".to_owned(),
        0 => format!(", none of them on your topics (which are these: {topics})."),
        tagged => format!(", {} of them on your topics.", grouped(tagged)),
    });
    // What was classified and is neither a new article nor left out came twice: a feed's entry and its page, a page in two WARCs.
    let again = classified.forwarded.saturating_sub(articles + digest.left_out());
    if articles > 0 && !is_all {
        let new = match added {
            0 => "None of them is".to_owned(),
            _ => count(added, "of them is", "of them are"),
        };
        let now = count(held.now, "article", "articles");
        sentence.push_str(&format!(" {new} new in {store}, which now holds {now}."));
    }
    if again > 0 {
        let came = if again == 1 { "page or entry was" } else { "pages or entries were" };
        sentence.push_str(&format!(" {} one of these articles again.", count(again, came, came)));
    }
    if digest.left_out() > 0 {
        let came = count(digest.left_out(), "page or entry was", "pages or entries were");
        sentence.push_str(&format!(" {came} of what is forgotten here, and not stored."));
    }
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
        let sentence = format!("{}; `{ledger}` has the reasons.", rest.join(", "));
        lines.extend(wrapped(&sentence, width, usize::MAX));
    }
    lines
}

#[cfg(test)]
mod tests {
    use veille_model::{ArticleId, Outcome, OutcomeKind, SourceId};

    use super::*;
    use crate::shown::samples::tagged;

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
        let check = |stages: &[(StageName, OutcomeKind, u64)],
                     articles: [u64; 2],
                     held: [u64; 2],
                     expected: &[&str]| {
            let mut digest = Digest::default();
            for number in 0..articles[0] {
                let topics: &[(&str, usize)] = if number < articles[1] { &[("a", 1)] } else { &[] };
                let mut article = tagged(None, None, None, topics);
                article.article.id = ArticleId::of_url(&format!("https://a.example/{number}"));
                digest.take(&article, None);
            }
            let ledger = Hint::new(["export", "--ledger", "--store", "my store.db"]);
            let hints = (&ledger, &Hint::new(["topic", "list", "--config", "mine"]));
            let held = Held { before: held[0], now: held[1] };
            let lines =
                done(&tally(stages), &digest, ("a.db", held), Duration::from_millis(400), hints, None);
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
            [20, 18],
            [0, 20],
            &[
                "19 documents (21 pages or entries) in 0.4 s: 20 articles are now in a.db, 18 of them on your topics.",
                "2 documents were no article; `veille export --ledger --store 'my store.db'` has the reasons.",
            ],
        );
        check(
            &[(Capture, Quarantined, 1)],
            [0, 0],
            [5, 5],
            &[
                "1 document in 0.4 s: no article; a.db holds what it held.",
                "1 document could not be read; `veille export --ledger --store 'my store.db'` has the reasons.",
            ],
        );
        check(
            &[(Capture, Forwarded, 1), (Clean, Forwarded, 1), (Classify, Forwarded, 1)],
            [1, 0],
            [0, 1],
            &[
                "1 document in 0.4 s: 1 article is now in a.db, none of them on your topics (which are these: veille topic list --config mine).",
            ],
        );
        check(
            &[(Capture, Forwarded, 3), (Clean, Forwarded, 3), (Classify, Forwarded, 3)],
            [1, 1],
            [0, 1],
            &[
                "3 documents in 0.4 s: 1 article is now in a.db, 1 of them on your topics. 2 pages or entries were one of these articles again.",
            ],
        );
        let stages = [(Capture, Forwarded, 3), (Clean, Forwarded, 3), (Classify, Forwarded, 3)];
        check(
            &stages,
            [3, 2],
            [1_200, 1_201],
            &[
                "3 documents in 0.4 s: 3 articles, 2 of them on your topics. 1 of them is new in a.db, which now holds 1,201 articles.",
            ],
        );
        check(
            &stages,
            [3, 3],
            [3, 3],
            &[
                "3 documents in 0.4 s: 3 articles, 3 of them on your topics. None of them is new in a.db, which now holds 3 articles.",
            ],
        );
    }
}
