//! How commands find the article that is meant, and what the store knows of it among the others.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use veille_model::{ArticleId, TaggedArticle, Told, canonical_url};
use veille_sink::Store;

use super::Context;
use crate::arguments::Database;
use crate::shown::Progress;
use crate::signals::Signals;
use crate::wiring::{stories_behind, tell_all};

/// Opens a store whose stories are level with it, as far as nobody else joins them.
pub async fn open(database: &Database, command: &str, context: &Context) -> Result<Store> {
    // To read at first: mostly the stories are level, and then nobody need be able to write.
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
    join(&writing, command, context, &signals).await?;
    writing.close().await;
    signals.conclude()?;
    Ok(store)
}

/// Joins the stories of what is stored. What keeps it from that is said, and nothing fails by it: whoever asks for stories
/// tries again.
pub async fn join(store: &Store, command: &str, context: &Context, signals: &Signals) -> Result<()> {
    let behind = stories_behind(store).await?;
    if behind == 0 {
        return Ok(());
    }
    let progress = Progress::start(context.global.quiet, "comparing");
    let last = store.last_change().await?;
    let settings = &context.configuration.settings;
    let told = tell_all(store, command, settings, |at| progress.indexed(at, last), &signals.stop).await;
    drop(progress);
    match told {
        Ok(Some(other)) => {
            context.say(format!("the stories are {behind} changes behind the store; {other} joins them"))
        }
        Ok(None) => {}
        Err(error) => context.say(format!("the stories are as they were: {error}")),
    }
    Ok(())
}

/// The article of this address or id, as the store has it.
pub async fn article(store: &Store, named: &str) -> Result<TaggedArticle> {
    // Which of the two it is nobody has to say.
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
        // Not compared yet, so it is nothing to others so far.
        let at = article.article.dated_at().map(|at| at.timestamp());
        Told::alone(id, article.article.revision.clone(), at)
    }))
}

/// Which of these articles are copies of others.
pub async fn copies(store: &Store, articles: &[TaggedArticle]) -> Result<BTreeSet<ArticleId>> {
    let ids: Vec<ArticleId> = articles.iter().map(|article| article.article.id.clone()).collect();
    let mut copies = BTreeSet::new();
    for ids in ids.chunks(500) {
        let told = store.told(ids).await?.into_iter();
        copies.extend(told.filter(|told| told.original().is_some()).map(|told| told.article));
    }
    Ok(copies)
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
