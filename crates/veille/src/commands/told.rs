//! What commands say of an article's originals and its story, and how they find the article that is meant.

use std::collections::BTreeMap;

use anyhow::Result;
use serde_json::{Value, json};
use veille_model::{ArticleId, CopyKind, TaggedArticle, Told, canonical_url};
use veille_sink::Store;

use super::Context;
use crate::arguments::Database;
use crate::shown::Progress;
use crate::signals::Signals;
use crate::wiring::{stories_behind, tell_all};

/// Opens a store whose stories are level with it, as far as nobody else joins them.
pub async fn open(database: &Database, command: &str, context: &Context) -> Result<Store> {
    let store = context.open_existing_store(database).await?;
    let behind = stories_behind(&store).await?;
    if behind == 0 {
        return Ok(store);
    }
    let writing = match context.open_store(database).await {
        Ok(writing) => writing,
        // Another user's store can be asked all the same.
        Err(error) => {
            context.say(format!("the stories are {behind} changes behind the store: {error}"));
            return Ok(store);
        }
    };
    let signals = Signals::listen()?;
    let progress = Progress::start(context.global.quiet, "comparing");
    let last = store.last_change().await?;
    let settings = &context.configuration.settings;
    let told = tell_all(&writing, command, settings, |at| progress.indexed(at, last), &signals.stop).await;
    drop(progress);
    match told {
        Ok(Some(other)) => {
            context.say(format!("the stories are {behind} changes behind the store; {other} joins them"))
        }
        Ok(None) => {}
        Err(error) => context.say(format!("the stories are as they were: {error}")),
    }
    writing.close().await;
    signals.conclude()?;
    Ok(store)
}

/// The article of this address or id, as the store has it.
pub async fn article(store: &Store, named: &str) -> Result<TaggedArticle> {
    let mut ids = vec![ArticleId::from(named.to_owned())];
    ids.extend(canonical_url(named).map(|url| ArticleId::of_url(&url)));
    if let Some(found) = store.current(&ids).await?.into_iter().next() {
        return Ok(found);
    }
    let wordings = store.wordings_of(named).await?;
    let current = wordings.into_iter().find(|wording| wording.current).map(|wording| wording.article);
    current.ok_or_else(|| anyhow::anyhow!("{named}: no article of this address or id is stored"))
}

/// What an article is to others.
pub async fn told(store: &Store, article: &TaggedArticle) -> Result<Told> {
    let id = article.article.id.clone();
    let told = store.told(std::slice::from_ref(&id)).await?.into_iter().next();
    Ok(told.unwrap_or_else(|| {
        let at = article.article.dated_at().map(|at| at.timestamp());
        Told::alone(id, article.article.revision.clone(), at)
    }))
}

/// These articles by their ids.
pub async fn by_id(store: &Store, ids: &[ArticleId]) -> Result<BTreeMap<ArticleId, TaggedArticle>> {
    let found = store.current(ids).await?;
    Ok(found.into_iter().map(|article| (article.article.id.clone(), article)).collect())
}

/// What a person calls an article: its address, or its id where it has none.
pub fn name(article: Option<&TaggedArticle>, id: &ArticleId) -> String {
    let address = article.and_then(|article| article.article.url.clone());
    address.unwrap_or_else(|| id.to_string())
}

/// `a reprint of https://…: 87 % of it stands there, 80 % of that here`.
pub fn sentences(told: &Told, known: &BTreeMap<ArticleId, TaggedArticle>) -> Vec<String> {
    let sentence = |copied: &veille_model::Copied| {
        let kind = match copied.kind {
            CopyKind::Twin => "the same article as",
            CopyKind::Identical => "word for word the text of",
            CopyKind::Reprint => "a reprint of",
            CopyKind::Excerpt => "an excerpt from",
            CopyKind::Extended => "a longer version of",
            CopyKind::Merged => "made in part of",
            CopyKind::Translated => "a translation of",
        };
        let original = name(known.get(&copied.original), &copied.original);
        let credited = if copied.credited { ", as it says itself" } else { "" };
        let (of_copy, of_original) = (copied.of_copy, copied.of_original);
        format!("{kind} {original}{credited}: {of_copy} % of it stands there, {of_original} % of that here")
    };
    told.originals.iter().map(sentence).collect()
}

/// The same for programs.
pub fn originals(told: &Told, known: &BTreeMap<ArticleId, TaggedArticle>) -> Value {
    let one = |copied: &veille_model::Copied| {
        let original = known.get(&copied.original).map(|article| &article.article);
        json!({
            "original": copied.original, "url": original.and_then(|article| article.url.as_ref()),
            "source": original.map(|article| &article.source), "kind": copied.kind, "of_copy": copied.of_copy,
            "of_original": copied.of_original, "credited": copied.credited,
        })
    };
    told.originals.iter().map(one).collect()
}
