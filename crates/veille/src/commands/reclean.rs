//! `veille reclean`: all captures that are kept, through the cleaner and the rules as they are now.
//!
//! What a capture gives takes the place of what it gave: the store ends as if today's program had received it. Where a wording
//! came of captures that are kept no longer, it stays.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::Result;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use veille_classifier::Classifier;
use veille_cleaner::{Cleaner, Unclean};
use veille_model::{
    ArticleId, Batch, Capture, Outcome, OutcomeKind, Reason, Revision, RuleRevision, StageName, Superseded,
    TaggedArticle,
};
use veille_sink::{Revised, Store, StoredCapture};

use super::review::{Position, Review, review};
use super::{Context, access, diff, retag, store};
use crate::arguments::Reclean;
use crate::configuration::Configuration;
use crate::difference::Totals;
use crate::shown::{self, Line, Results, count};
use crate::wiring;

/// Before what belongs to an article.
const INDENT: &str = "         ";
/// Captures in one transaction.
const PIECE_CAPTURES: u32 = 128;
/// Their bytes, as received.
const PIECE_BYTES: usize = 16 << 20;

pub async fn run(arguments: &Reclean, context: &Context) -> Result<()> {
    // Opened to read first: `open_store` would make an empty store of a misspelt name.
    let store = context.open_existing_store(&arguments.database).await?;
    let store = match arguments.dry_run {
        true => store,
        false => {
            store.close().await;
            context.open_store(&arguments.database).await?
        }
    };
    let configuration = &context.configuration;
    let recleaning = Recleaning {
        cleaner: wiring::cleaner(configuration),
        classifier: wiring::classifier(configuration),
        rules: rules(configuration),
        json: context.global.json,
        looked_at: Mutex::default(),
    };
    let done = review(recleaning, &store, !arguments.dry_run, &arguments.database, context).await?;
    let Some(position) = done else { return Ok(()) };
    // Before it is told: who had it done stands in the trail whatever becomes of the rest.
    if !arguments.dry_run {
        access::note(&store, "store-recleaned", "", format!("{} judged", position.done)).await?;
    }
    let size = store.captures_size().await?;
    let articles = store.counts().await?.articles;
    let name = store.location().to_string();
    store.close().await;
    show(&position, &name, arguments.dry_run, context)?;
    context.tell(store::captures_line(&size, articles));
    let failed = position.failed;
    // Told last, as an error: the summary of what was done stands above it.
    anyhow::ensure!(failed == 0, "cleaning failed at {failed} of them; what they gave stays as it was");
    Ok(())
}

/// A name for everything that a capture is judged by.
fn rules(configuration: &Configuration) -> String {
    let files = &configuration.files;
    // With the settings, and not by their file: defaults are rules as well.
    let cleaner = format!("{:?}\n{}", configuration.settings.cleaner, files.text("sites.toml"));
    RuleRevision::of(&format!("{}\n{cleaner}", retag::rules(configuration))).to_string()
}

/// Captures, and what judges them.
struct Recleaning {
    cleaner: Cleaner,
    classifier: Classifier,
    rules: String,
    json: bool,
    /// Captures further on that are judged already, with an earlier one of their article.
    looked_at: Mutex<HashSet<i64>>,
}

/// All captures of an article, judged together at the first of them; at the others there is nothing left to do.
struct Group {
    /// The row at which it is judged.
    row: i64,
    captures: Vec<Capture>,
    /// What was made of them.
    wordings: Vec<Revised>,
}

/// What a capture gives.
type Verdict = Result<Box<TaggedArticle>, Unclean>;

/// What has changed.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Changed {
    totals: Totals,
    /// Captures that gave an article and give none now.
    refused: u64,
}

impl Review for Recleaning {
    const NAME: &'static str = "reclean";
    const VERB: &'static str = "recleaning";
    const NOUN: [&'static str; 2] = ["capture", "captures"];
    type Held = Group;
    type Judged = Vec<Verdict>;
    type Noted = Changed;

    fn rules(&self) -> &str {
        &self.rules
    }

    fn row(held: &Group) -> i64 {
        held.row
    }

    async fn after(&self, store: &Store, row: i64) -> Result<Vec<Group>> {
        let mut groups = Vec::new();
        for stored in store.captures_after(row, PIECE_CAPTURES, PIECE_BYTES).await? {
            groups.push(self.group(stored, store).await?);
        }
        Ok(groups)
    }

    async fn all(&self, store: &Store, _: i64, done: u64) -> Result<u64> {
        // What is pruned meanwhile must not make the share of it more than all.
        Ok(store.captures_size().await?.captures.max(done))
    }

    fn judge(&self, held: &Group) -> Vec<Verdict> {
        let give = |capture: &Capture| {
            let article = self.cleaner.clean(capture)?;
            Ok(Box::new(self.classifier.classify(article)))
        };
        held.captures.iter().map(give).collect()
    }

    async fn note(
        &self,
        store: &Store,
        changed: &mut Changed,
        judged: Vec<(Group, Option<Vec<Verdict>>)>,
    ) -> Result<Batch> {
        let mut piece = Piece::default();
        for (group, verdicts) in judged {
            match verdicts {
                Some(verdicts) => piece.settle(&group, verdicts, store).await?,
                None => {
                    let url = group.captures.first().and_then(|capture| capture.url.as_deref());
                    tracing::warn!(url, "cleaning failed; what it gave stays as it is");
                }
            }
        }
        let mut results = Results::new();
        for touched in piece.articles.values() {
            touched.tell(self.json, changed, &mut results)?;
        }
        results.flush()?;
        Ok(piece.batch)
    }

    fn changed(noted: &Changed) -> u64 {
        noted.totals.changed + noted.totals.gained + noted.totals.lost
    }
}

/// What is gathered of some captures.
#[derive(Default)]
struct Piece {
    batch: Batch,
    articles: BTreeMap<ArticleId, Touched>,
}

/// An article whose captures are judged again.
struct Touched {
    /// Its wordings as they are stored.
    stored: Vec<Revised>,
    /// Its wordings, as they will stand once the piece is stored.
    wordings: Vec<Revised>,
    /// Its captures that give no article now.
    refused: Vec<(Capture, Reason)>,
}

impl Recleaning {
    /// The captures that are judged with this one.
    async fn group(&self, stored: StoredCapture, store: &Store) -> Result<Group> {
        let row = stored.row;
        // Once: the row is not met again.
        if self.looked_at().remove(&row) {
            return Ok(Group { row, captures: Vec::new(), wordings: Vec::new() });
        }
        // By the ledger: what was made of this capture.
        let wordings = store.wordings_of(stored.capture.id.as_str()).await?;
        let mut captures = BTreeMap::from([(row, stored.capture)]);
        for of_one in wordings.chunk_by(|a, b| key(&a.article).0 == key(&b.article).0) {
            let kept = store.captures_of(&of_one[0].article.article.id).await?;
            captures.extend(kept.into_iter().map(|stored| (stored.row, stored.capture)));
        }
        // Those before it too: they were judged before the work was interrupted, or when nothing was known of their article
        // yet, and say the same again.
        self.looked_at().extend(captures.keys().filter(|other| **other > row));
        Ok(Group { row, captures: captures.into_values().collect(), wordings })
    }

    fn looked_at(&self) -> MutexGuard<'_, HashSet<i64>> {
        self.looked_at.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Piece {
    /// Puts what captures give now in the place of what they gave.
    async fn settle(&mut self, group: &Group, verdicts: Vec<Verdict>, store: &Store) -> Result<()> {
        for of_one in group.wordings.chunk_by(|a, b| key(&a.article).0 == key(&b.article).0) {
            let id = of_one[0].article.article.id.clone();
            self.articles.entry(id).or_insert_with(|| Touched::of(of_one));
        }
        let given: BTreeSet<(ArticleId, Revision)> = verdicts
            .iter()
            .flatten()
            .map(|now| (now.article.id.clone(), now.article.revision.clone()))
            .collect();
        for (capture, verdict) in group.captures.iter().zip(verdicts) {
            // By today's rules its address may be that of an article which this capture never gave.
            if let Ok(now) = &verdict
                && !self.articles.contains_key(&now.article.id)
            {
                let known = store.wordings_of(now.article.id.as_str()).await?;
                self.articles.insert(now.article.id.clone(), Touched::of(&known));
            }
            let gave = self.gave(capture);
            let is_same = gave
                .as_ref()
                .is_some_and(|(id, revision)| verdict.as_ref().is_ok_and(|now| key(now) == (id, revision)));
            // What gave nothing and gives nothing is no news to the ledger.
            if !is_same && (gave.is_some() || verdict.is_ok()) {
                self.batch.outcomes.extend(outcomes(capture, &verdict));
            }
            // Another capture of the article may give this wording still.
            if let Some(gave) = gave.filter(|gave| !is_same && !given.contains(gave)) {
                self.supersede(gave, capture, &verdict);
            }
            if let Ok(now) = verdict {
                if let Some(touched) = self.articles.get_mut(&now.article.id) {
                    touched.take(&now);
                }
                self.batch.articles.push(*now);
            }
        }
        Ok(())
    }

    /// The wording whose document was made from a capture.
    fn gave(&self, capture: &Capture) -> Option<(ArticleId, Revision)> {
        let mut wordings = self.articles.values().flat_map(|touched| &touched.stored);
        let gave = wordings.find(|wording| wording.article.article.capture == capture.id)?;
        Some((gave.article.article.id.clone(), gave.article.article.revision.clone()))
    }

    /// Takes a wording out: its captures give another one, or none.
    fn supersede(
        &mut self,
        (article, revision): (ArticleId, Revision),
        capture: &Capture,
        verdict: &Verdict,
    ) {
        let by = verdict.as_ref().ok().filter(|now| now.article.id == article);
        let Some(touched) = self.articles.get_mut(&article) else { return };
        let Some(at) = touched.wordings.iter().position(|one| one.article.article.revision == revision)
        else {
            return;
        };
        let old = touched.wordings.remove(at);
        if let Some(by) = by {
            touched.take(by);
            touched.seen(&by.article.revision, old.last_captured_at);
        }
        if let Err(unclean) = verdict {
            touched.refused.push((capture.clone(), wiring::reason(unclean)));
        }
        let by = by.map(|now| now.article.revision.clone());
        self.batch.superseded.push(Superseded { article, revision, by });
    }
}

impl Touched {
    fn of(wordings: &[Revised]) -> Self {
        Self { stored: wordings.to_vec(), wordings: wordings.to_vec(), refused: Vec::new() }
    }

    /// Takes a wording as the store will.
    fn take(&mut self, now: &TaggedArticle) {
        let at = now.article.captured_at;
        let known = self.wordings.iter_mut().find(|wording| key(&wording.article) == key(now));
        let Some(known) = known else {
            self.wordings.push(Revised {
                article: now.clone(),
                first_captured_at: at,
                last_captured_at: at,
                current: false,
                withdrawn_at: None,
            });
            return;
        };
        let earliest =
            |article: &TaggedArticle| (article.article.captured_at, article.article.capture.clone());
        // As the store keeps the document of the earliest capture.
        if earliest(now) <= earliest(&known.article) {
            known.article = now.clone();
        }
        known.last_captured_at = known.last_captured_at.max(at);
    }

    /// A wording was there at this instant too.
    fn seen(&mut self, revision: &Revision, at: Option<DateTime<Utc>>) {
        let wording = self.wordings.iter_mut().find(|wording| wording.article.article.revision == *revision);
        if let Some(wording) = wording {
            wording.last_captured_at = wording.last_captured_at.max(at);
        }
    }

    /// Tells what readers will find changed.
    fn tell(&self, json: bool, changed: &mut Changed, results: &mut Results) -> Result<()> {
        // As the store chooses: the wording captured last, a page before an entry, then by its name.
        let after = self.wordings.iter().max_by_key(|wording| {
            let article = &wording.article.article;
            (wording.last_captured_at, article.kind, article.revision.clone())
        });
        let after = after.map(|wording| &wording.article);
        let before = self.stored.iter().find(|wording| wording.current).map(|wording| &wording.article);
        diff::Told { results, json, totals: &mut changed.totals }.tell(before, after)?;
        changed.refused += self.refused.len() as u64;
        for (capture, reason) in &self.refused {
            if json {
                results.json(&json!({
                    "change": "refused", "capture": capture.id, "url": capture.url, "reason": reason,
                }))?;
                continue;
            }
            let why = format!("the page of {} is refused now: {reason}", captured(capture));
            let inside = shown::width().map(|width| width.saturating_sub(INDENT.len()));
            for line in shown::wrapped(&why, inside, 4) {
                results.styled(&Line::plain(INDENT).text(line))?;
            }
        }
        Ok(())
    }
}

fn captured(capture: &Capture) -> String {
    capture
        .captured_at
        .map_or_else(|| "unknown date".to_owned(), |at| at.format("%Y-%m-%d %H:%M:%S").to_string())
}

/// Which wording of which article.
fn key(article: &TaggedArticle) -> (&ArticleId, &Revision) {
    (&article.article.id, &article.article.revision)
}

/// What the ledger says of a capture that gives something else than it gave.
fn outcomes(capture: &Capture, verdict: &Verdict) -> Vec<Outcome> {
    let outcome = |stage, outcome, reason, outputs| Outcome {
        stage,
        outcome,
        input: capture.id.to_string(),
        source: capture.source.clone(),
        url: capture.url.clone(),
        at: capture.captured_at,
        reason,
        outputs,
    };
    match verdict {
        Ok(now) => [StageName::Clean, StageName::Classify, StageName::Store]
            .map(|stage| outcome(stage, OutcomeKind::Forwarded, None, vec![now.article.id.to_string()]))
            .into(),
        Err(unclean) => {
            vec![outcome(StageName::Clean, OutcomeKind::Discarded, Some(wiring::reason(unclean)), Vec::new())]
        }
    }
}

fn show(position: &Position<Changed>, name: &str, dry_run: bool, context: &Context) -> Result<()> {
    let Changed { totals, refused } = &position.noted;
    let mut results = Results::new();
    if context.global.json {
        results.json(&json!({ "summary": totals, "captures": position.done, "refused": refused }))?;
    } else if !totals.topics.is_empty() {
        results.styled(&Line::default())?;
        shown::difference::by_topic(&totals.topics, &mut results)?;
    }
    results.flush()?;
    let captures = count(position.done, "capture", "captures");
    let would = if dry_run { "; nothing was written" } else { "" };
    context.tell(format!("{captures} of {name} cleaned anew{would}: {}", diff::summary(totals)));
    if *refused > 0 {
        let captures = count(*refused, "capture that gave an article is", "captures that gave articles are");
        context.tell(format!("{captures} refused now; `veille why ADDRESS` has the reason"));
    }
    Ok(())
}
