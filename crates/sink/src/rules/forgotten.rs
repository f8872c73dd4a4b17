//! What was forgotten is not stored again: the articles, their captures and the ledger's word that they were stored.

use std::borrow::Cow;
use std::collections::BTreeSet;

use veille_model::{
    ArticleId, Batch, Capture, Mark, Outcome, OutcomeKind, PackedCapture, Reason, StageName, TaggedArticle,
    canonical_url,
};

/// What somebody asked to have taken out.
pub(crate) struct Request<'r> {
    /// An address, or an article's id.
    pub url_or_id: &'r str,
    /// What the ledger says from now on of pages there, where no article was made of them.
    pub pages: &'r [Outcome],
    /// Keys of the marks that say something of it.
    pub marks: &'r [String],
    /// What each of these marks is to say instead.
    pub without: &'r (dyn Fn(&Mark) -> Option<Mark> + Send + Sync),
}

/// The keys of what was forgotten: articles' ids, and ids made of the addresses that they were captured from. No
/// address can be read from them.
pub(crate) type Forgotten = BTreeSet<String>;

/// Under which keys an article is looked for.
pub(crate) fn keys_of(id: &str, url: Option<&str>) -> impl Iterator<Item = String> {
    let address = url.and_then(canonical_url);
    // By both, for the same article may come again from an address of which its id was not made.
    std::iter::once(id.to_owned()).chain(address.into_iter().flat_map(|address| of_address(&address)))
}

/// All keys of a batch.
pub(crate) fn keys(batch: &Batch) -> BTreeSet<String> {
    let articles = batch.articles.iter().map(|tagged| &tagged.article);
    let articles = articles.flat_map(|article| keys_of(article.id.as_str(), article.url.as_deref()));
    // What another stage says of a page tells nothing of the article.
    let stored = batch.outcomes.iter().filter(|outcome| is_stored(outcome));
    let outputs = stored.flat_map(|outcome| outcome.outputs.iter().cloned());
    let captures = batch.captures.iter().flat_map(capture_keys);
    articles.chain(outputs).chain(captures).collect()
}

/// What articles at an address are, or were, known by.
pub(crate) fn of_address(address: &str) -> [String; 2] {
    ArticleId::at_url(address).map(|id| id.to_string())
}

pub(crate) fn holds(forgotten: &Forgotten, tagged: &TaggedArticle) -> bool {
    let article = &tagged.article;
    // Mostly nothing was forgotten, and then no address need be digested.
    !forgotten.is_empty()
        && keys_of(article.id.as_str(), article.url.as_deref()).any(|key| forgotten.contains(&key))
}

/// The captures of a batch that are kept.
pub(crate) fn captures<'b>(batch: &'b Batch, forgotten: &Forgotten) -> Vec<&'b PackedCapture> {
    let refused: BTreeSet<&str> = batch
        .articles
        .iter()
        .filter(|tagged| holds(forgotten, tagged))
        .map(|tagged| tagged.article.capture.as_str())
        .collect();
    let is_kept = |packed: &&PackedCapture| {
        forgotten.is_empty()
            || (!refused.contains(packed.capture.id.as_str())
                && !capture_keys(packed).any(|key| forgotten.contains(&key)))
    };
    batch.captures.iter().filter(is_kept).collect()
}

/// The outcomes of a batch: where an article was refused, the store's word says so, and not that it is stored.
pub(crate) fn outcomes<'b>(batch: &'b Batch, forgotten: &Forgotten) -> Vec<Cow<'b, Outcome>> {
    let articles: Vec<&TaggedArticle> =
        batch.articles.iter().filter(|tagged| holds(forgotten, tagged)).collect();
    let ids: BTreeSet<&str> = articles.iter().map(|tagged| tagged.article.id.as_str()).collect();
    let is_refused = |output: &String| forgotten.contains(output) || ids.contains(output.as_str());
    let mut said = BTreeSet::new();
    let mut outcomes: Vec<Cow<'b, Outcome>> = Vec::with_capacity(batch.outcomes.len());
    for outcome in &batch.outcomes {
        if is_stored(outcome) && outcome.outputs.iter().any(is_refused) {
            said.insert(outcome.input.as_str());
            outcomes.push(Cow::Owned(refused(outcome.clone())));
        } else {
            outcomes.push(Cow::Borrowed(outcome));
        }
    }
    // Whoever brings articles without the word that they are stored, as a filter does, is told all the same.
    let unsaid = articles.into_iter().filter(|tagged| !said.contains(tagged.article.capture.as_str()));
    outcomes.extend(unsaid.map(|tagged| {
        let article = &tagged.article;
        Cow::Owned(refused(Outcome {
            stage: StageName::Store,
            outcome: OutcomeKind::Discarded,
            input: article.capture.to_string(),
            source: article.source.clone(),
            url: article.url.clone(),
            at: article.captured_at,
            reason: None,
            outputs: Vec::new(),
        }))
    }));
    outcomes
}

/// Why an article is taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// Somebody asked: it is not stored again.
    Asked,
    /// It was kept for as long as it should be. What comes again is stored again.
    Old,
}

impl Why {
    fn reason(self) -> Reason {
        match self {
            Self::Asked => {
                Reason::new(REASON, "forgotten on request: text, quotations and captures were removed")
            }
            Self::Old => Reason::new(
                "pruned",
                "kept for as long as it was to be: text, quotations and captures were removed",
            ),
        }
    }
}

/// The line that stays in the ledger when an article is taken out: under its own name and the address that it was named by,
/// because no row leads from one to the other any more.
pub(crate) fn line(tagged: &TaggedArticle, why: Why) -> Outcome {
    let article = &tagged.article;
    Outcome {
        stage: StageName::Store,
        outcome: OutcomeKind::Discarded,
        input: article.id.to_string(),
        source: article.source.clone(),
        url: article.canonical_url.clone().or_else(|| article.url.clone()),
        at: article.captured_at,
        reason: Some(why.reason()),
        outputs: Vec::new(),
    }
}

/// The same of a page of which no article was made.
pub(crate) fn page(capture: &Capture) -> Outcome {
    Outcome {
        stage: StageName::Store,
        outcome: OutcomeKind::Discarded,
        input: capture.id.to_string(),
        source: capture.source.clone(),
        url: capture.url.clone(),
        at: capture.captured_at,
        reason: Some(Reason::new(REASON, "forgotten on request: the page was removed; it had no article")),
        outputs: Vec::new(),
    }
}

const REASON: &str = "forgotten";

fn refused(outcome: Outcome) -> Outcome {
    Outcome {
        outcome: OutcomeKind::Discarded,
        reason: Some(Reason::new(REASON, "the article was forgotten on request and is not stored again")),
        outputs: Vec::new(),
        ..outcome
    }
}

fn is_stored(outcome: &Outcome) -> bool {
    outcome.stage == StageName::Store && outcome.outcome == OutcomeKind::Forwarded
}

fn capture_keys(packed: &PackedCapture) -> impl Iterator<Item = String> {
    let address = packed.capture.url.as_deref().and_then(canonical_url);
    address.into_iter().flat_map(|address| of_address(&address))
}
