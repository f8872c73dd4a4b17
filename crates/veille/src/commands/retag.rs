//! `veille retag`: everything that is stored, judged by the topics as they are now.
//!
//! The cleaned article lies in the store whole, so a changed topic needs no page again: the classifier is asked anew, and
//! what it says takes the place of what it said.

use anyhow::Result;
use serde::{Deserialize, Serialize};
use serde_json::json;
use veille_classifier::Classifier;
use veille_model::{Batch, RuleRevision, TaggedArticle};
use veille_sink::{Store, StoredWording};

use super::review::{Position, Review, review};
use super::{Context, access};
use crate::arguments::Retag;
use crate::configuration::Configuration;
use crate::difference::{ByTopic, topic_changes};
use crate::shown::{self, Results, count, grouped};
use crate::wiring;

/// Wordings in one transaction.
const PIECE_WORDINGS: u32 = 256;
/// Their bytes.
const PIECE_BYTES: usize = 8 << 20;

pub async fn run(arguments: &Retag, context: &Context) -> Result<()> {
    // Opened to read first: `open_store` would make an empty store of a misspelt name.
    context.open_existing_store(&arguments.database).await?.close().await;
    let store = context.open_store(&arguments.database).await?;
    let retagging = Retagging::of(&context.configuration);
    let done = review(retagging, &store, true, &arguments.database, context).await?;
    if let Some(done) = &done {
        let detail = format!("{} judged, {} changed", done.done, done.noted.wordings);
        access::note(&store, "store-retagged", "", detail).await?;
    }
    let name = store.location().to_string();
    store.close().await;
    done.map_or(Ok(()), |position| show(&position, &name, context))
}

/// A name for everything that an article is judged by.
pub fn rules(configuration: &Configuration) -> String {
    // The program's version as well: languages, quotations and origins are judged by its code and data.
    let mut rules = env!("CARGO_PKG_VERSION").to_owned();
    for topic in configuration.topics.iter() {
        // Beside the revision, which is of the queries alone: articles are tagged with these codes.
        rules.push_str(&format!("\n{} {} {}", topic.id, topic.revision, topic.media_topics.join(" ")));
    }
    rules.push_str(configuration.files.text("outlets.toml"));
    RuleRevision::of(&rules).to_string()
}

/// Wordings, and the classifier that judges them.
pub struct Retagging {
    classifier: Classifier,
    rules: String,
}

impl Retagging {
    /// By the topics of a configuration.
    pub fn of(configuration: &Configuration) -> Self {
        Self { classifier: wiring::classifier(configuration), rules: rules(configuration) }
    }
}

/// What has changed.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Changed {
    wordings: u64,
    /// Of current wordings: others are judged, for whoever exports them, and are no gain or loss of anybody's topic.
    topics: ByTopic,
}

impl Review for Retagging {
    const NAME: &'static str = "retag";
    const VERB: &'static str = "retagging";
    const NOUN: [&'static str; 2] = ["wording", "wordings"];
    type Held = StoredWording;
    type Judged = TaggedArticle;
    type Noted = Changed;

    fn rules(&self) -> &str {
        &self.rules
    }

    fn row(held: &StoredWording) -> i64 {
        held.row
    }

    async fn after(&self, store: &Store, row: i64) -> Result<Vec<StoredWording>> {
        Ok(store.wordings_after(row, PIECE_WORDINGS, PIECE_BYTES).await?)
    }

    async fn all(&self, store: &Store, row: i64, done: u64) -> Result<u64> {
        Ok(store.count_after(row).await? + done)
    }

    fn judge(&self, held: &StoredWording) -> TaggedArticle {
        self.classifier.classify(held.article.article.clone())
    }

    async fn note(
        &self,
        _: &Store,
        changed: &mut Changed,
        judged: Vec<(StoredWording, Option<TaggedArticle>)>,
    ) -> Result<Batch> {
        let mut batch = Batch::default();
        for (held, now) in judged {
            let Some(now) = now else {
                let article = &held.article.article;
                tracing::warn!(article = %article.id, url = article.url, "the classifier failed; it stays as it is");
                continue;
            };
            changed.wordings += u64::from(now != held.article);
            if held.current {
                changed.topics.take(&topic_changes(&held.article, &now));
            }
            batch.articles.push(now);
        }
        Ok(batch)
    }

    fn changed(noted: &Changed) -> u64 {
        noted.wordings
    }
}

fn show(position: &Position<Changed>, store: &str, context: &Context) -> Result<()> {
    let mut results = Results::new();
    let Position { done, failed, noted, .. } = position;
    if context.global.json {
        for (topic, count) in noted.topics.iter() {
            let (gained, lost, moved) = (count.gained, count.lost, count.moved);
            results.json(&json!({ "topic": topic, "gained": gained, "lost": lost, "moved": moved }))?;
        }
    } else {
        shown::difference::by_topic(&noted.topics, &mut results)?;
    }
    results.flush()?;
    let judged = count(*done, "wording", "wordings");
    context
        .say(format!("{judged} in {store} judged by the current rules, {} changed", grouped(noted.wordings)));
    if noted.topics.is_empty() {
        context.say("no article has gained or lost a topic");
    }
    anyhow::ensure!(*failed == 0, "the classifier failed at {failed} of them, which stay as they were");
    Ok(())
}
