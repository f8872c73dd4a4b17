//! `veille retag`: everything that is stored, judged by the topics as they are now.
//!
//! The cleaned article lies in the store whole, so a changed topic needs no page again: the classifier is asked anew, and
//! what it says takes the place of what it said. Rows and position are written in one transaction, so that it may be
//! interrupted anywhere.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use anyhow::Result;
use serde::{Deserialize, Serialize};
use serde_json::json;
use veille_classifier::{Classifier, TagChange};
use veille_model::{Batch, Mark, RuleRevision, TaggedArticle, TopicId};
use veille_sink::{Store, StoredWording};

use super::Context;
use crate::arguments::Retag;
use crate::configuration::Configuration;
use crate::shown::{Hint, Progress, Results, count};
use crate::signals::Signals;
use crate::wiring;

/// The mark under which a store has how far we have come.
const MARK: &str = "retag";
/// Wordings in one transaction.
const BATCH_WORDINGS: u32 = 256;
/// Their bytes.
const BATCH_BYTES: usize = 8 << 20;

/// How far we have come, and what has changed until there.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Position {
    /// The rules; under others it begins anew.
    rules: String,
    row: i64,
    wordings: u64,
    changed: u64,
    /// Wordings at which the classifier failed; they stay as they are.
    failed: u64,
    topics: BTreeMap<TopicId, Difference>,
}

/// Articles, by their current wording.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Difference {
    gained: u64,
    lost: u64,
    moved: u64,
}

pub async fn run(arguments: &Retag, context: &Context) -> Result<()> {
    // Opened to read first: `open_store` would make an empty store of a misspelt name.
    context.open_existing_store(&arguments.database).await?.close().await;
    let signals = Signals::listen()?;
    let store = context.open_store(&arguments.database).await?;
    let classifier = wiring::classifier(&context.configuration);
    let cores = context.configuration.settings.pipeline.cores();
    let mut position = begin(&store, rules(&context.configuration), context).await?;
    let progress = Progress::start(context.global.quiet, "retagging");
    let left = store.count_after(position.row).await? + position.wordings;
    let mut done = false;
    while !done && !signals.stop.is_cancelled() {
        let held = store.wordings_after(position.row, BATCH_WORDINGS, BATCH_BYTES).await?;
        done = held.is_empty();
        let judging = {
            let classifier = classifier.clone();
            move || judge(&classifier, held, cores)
        };
        // Off the async threads: a batch takes every core for a while.
        let judged = tokio::task::spawn_blocking(judging).await?;
        let articles = judged.into_iter().filter_map(|(held, now)| position.note(&held, now)).collect();
        // At the end there is nothing left to go on from.
        let value = if done { None } else { Some(serde_json::to_string(&position)?) };
        let marks = vec![Mark { key: MARK.to_owned(), value }];
        store.commit(&Batch { articles, marks, ..Batch::default() }).await?;
        progress.of(position.wordings, left, position.changed);
    }
    drop(progress);
    let path = store.location().to_string();
    store.close().await;
    if done {
        return show(&position, &path, context);
    }
    let hint = Hint::new(["retag"]).option("--store", arguments.database.path.as_deref());
    let hint = hint.with(&context.global);
    let left = count(left, "wording", "wordings");
    context.say(format!("{} of {left} judged; next: {hint}", position.wordings));
    signals.conclude()
}

/// Where the last one was interrupted, if it went by the same rules.
async fn begin(store: &Store, rules: String, context: &Context) -> Result<Position> {
    let held = store.mark(MARK).await?.and_then(|value| serde_json::from_str::<Position>(&value).ok());
    Ok(match held {
        // Half judged by old rules and half by new would be neither; other rules begin anew.
        Some(position) if position.rules == rules => {
            context.say(format!("going on after {}", count(position.wordings, "wording", "wordings")));
            position
        }
        Some(_) => {
            context.say("the rules have changed since the last one was interrupted, so it begins anew");
            Position { rules, ..Position::default() }
        }
        None => Position { rules, ..Position::default() },
    })
}

/// A name for everything that an article is judged by.
fn rules(configuration: &Configuration) -> String {
    // The program's version as well: languages, quotations and origins are judged by its code and data.
    let mut rules = env!("CARGO_PKG_VERSION").to_owned();
    for topic in configuration.topics.iter() {
        rules.push_str(&format!("\n{} {} {}", topic.id, topic.revision, topic.media_topics.join(" ")));
    }
    rules.push_str(configuration.files.text("outlets.toml"));
    RuleRevision::of(&rules).to_string()
}

/// Asks the classifier about each wording, on all cores; None where it fails.
fn judge(
    classifier: &Classifier,
    mut held: Vec<StoredWording>,
    cores: usize,
) -> Vec<(StoredWording, Option<TaggedArticle>)> {
    let share = held.len().div_ceil(cores.max(1)).max(1);
    let mut shares = Vec::new();
    while !held.is_empty() {
        shares.push(held.drain(..share.min(held.len())).collect::<Vec<_>>());
    }
    let one = |held: StoredWording| {
        let article = held.article.article.clone();
        // One article at which the classifier panics must not stop the other hundred thousand.
        let now = catch_unwind(AssertUnwindSafe(|| classifier.classify(article))).ok();
        (held, now)
    };
    thread::scope(|scope| {
        let threads: Vec<_> = shares
            .into_iter()
            .map(|share| scope.spawn(move || share.into_iter().map(one).collect::<Vec<_>>()))
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("panics are caught inside")).collect()
    })
}

impl Position {
    /// Notes what has changed at one wording; the article to store.
    fn note(&mut self, held: &StoredWording, now: Option<TaggedArticle>) -> Option<TaggedArticle> {
        self.row = held.row;
        self.wordings += 1;
        // Passed over and counted: stopping at it would stop at it again each time the work is taken up.
        let Some(now) = now else {
            self.failed += 1;
            let article = &held.article.article;
            tracing::warn!(article = %article.id, url = article.url, "the classifier failed; it stays as it is");
            return None;
        };
        self.changed += u64::from(now != held.article);
        // Superseded wordings are judged, for whoever exports them, and are no gain or
        // loss of anybody's topic.
        if held.current {
            self.compare(&held.article, &now);
        }
        Some(now)
    }

    fn compare(&mut self, before: &TaggedArticle, now: &TaggedArticle) {
        let topics = before.tags.iter().chain(&now.tags).map(|tag| &tag.topic);
        let topics: std::collections::BTreeSet<&TopicId> = topics.collect();
        for topic in topics {
            let tag =
                |article: &'_ TaggedArticle| article.tags.iter().find(|tag| tag.topic == *topic).cloned();
            let (old, new) = (tag(before), tag(now));
            let Some(change) = TagChange::between(old.as_ref(), new.as_ref()) else { continue };
            let difference = self.topics.entry(topic.clone()).or_default();
            match change {
                TagChange::Gained { .. } => difference.gained += 1,
                TagChange::Lost { .. } => difference.lost += 1,
                TagChange::Moved { .. } => difference.moved += 1,
            }
        }
    }
}

fn show(position: &Position, path: &str, context: &Context) -> Result<()> {
    let mut results = Results::new();
    for (topic, Difference { gained, lost, moved }) in &position.topics {
        match context.global.json {
            true => {
                results.json(&json!({ "topic": topic, "gained": gained, "lost": lost, "moved": moved }))?
            }
            false => {
                let topic = topic.as_str();
                results.line(format!("{topic:<32} {gained:>6} gained {lost:>6} lost {moved:>6} moved"))?
            }
        }
    }
    results.flush()?;
    let Position { wordings, changed, failed, .. } = position;
    let judged = count(*wordings, "wording", "wordings");
    context.say(format!("{judged} in {path} judged by the current rules, {changed} changed"));
    if position.topics.is_empty() {
        context.say("no article has gained or lost a topic");
    }
    anyhow::ensure!(*failed == 0, "the classifier failed at {failed} of them, which stay as they were");
    Ok(())
}
