//! `veille topic diff`: the same articles through two versions of a topic.

use std::path::PathBuf;

use anyhow::Result;
use console::style;
use serde_json::json;
use veille_classifier::{Classifier, TagChange};
use veille_model::{Article, Evidence};
use veille_sink::Filter;

use super::{Context, topic};
use crate::arguments::Database;
use crate::output::Results;
use crate::torn::Torn;
use crate::wiring::{self, documents, reason};

/// Passages shown of one change.
const PASSAGES_MAX: usize = 5;

pub async fn run(
    versions: (&str, &str),
    paths: &[PathBuf],
    database: &Database,
    context: &Context,
) -> Result<()> {
    let (old, new) = (
        Classifier::new(topic::only(versions.0, context)?),
        Classifier::new(topic::only(versions.1, context)?),
    );
    let articles = match paths {
        [] => stored(database, context).await?,
        paths => cleaned(paths, context)?,
    };
    let mut results = Results::new();
    let (mut gained, mut lost, mut moved) = (0, 0, 0);
    for article in &articles {
        let tags = (old.classify(article.clone()).tags, new.classify(article.clone()).tags);
        let Some(change) = TagChange::between(tags.0.first(), tags.1.first()) else { continue };
        match change {
            TagChange::Gained { .. } => gained += 1,
            TagChange::Lost { .. } => lost += 1,
            TagChange::Moved { .. } => moved += 1,
        }
        match context.global.json {
            true => {
                let (id, url, headline) = (&article.id, &article.url, &article.headline);
                results.json(&json!({ "id": id, "url": url, "headline": headline, "change": change }))?;
            }
            false => show(&mut results, article, &change)?,
        }
    }
    results.flush()?;
    context.say(format!("{} articles: {gained} gained, {lost} lost, {moved} moved", articles.len()));
    Ok(())
}

/// The articles of the store as they stand now.
async fn stored(database: &Database, context: &Context) -> Result<Vec<Article>> {
    let store = context.open_existing_store(database).await?;
    let articles = store.articles(&Filter { limit: u32::MAX, ..Filter::default() }).await?;
    Ok(articles.into_iter().map(|tagged| tagged.article).collect())
}

fn cleaned(paths: &[PathBuf], context: &Context) -> Result<Vec<Article>> {
    let cleaner = wiring::cleaner(&context.configuration);
    let mut articles = Vec::new();
    let torn = Torn::default();
    for document in documents(paths)? {
        let cleaned =
            document.capture.and_then(|capture| cleaner.clean(&capture).map_err(|unclean| reason(&unclean)));
        match cleaned {
            Ok(article) => articles.push(article),
            Err(reason) => {
                torn.note_reason(&document.place, &reason);
                context.say(format!("{}: {reason}", document.place));
            }
        }
    }
    torn.conclude()?;
    Ok(articles)
}

fn show(results: &mut Results, article: &Article, change: &TagChange) -> Result<()> {
    let (word, gained, lost): (_, &[Evidence], &[Evidence]) = match change {
        TagChange::Gained { passages } => (style("gained").green(), passages, &[]),
        TagChange::Lost { passages } => (style("lost").red(), &[], passages),
        TagChange::Moved { gained, lost } => (style("moved").yellow(), gained, lost),
    };
    let name = article.headline.as_deref().or(article.url.as_deref()).unwrap_or(article.id.as_str());
    results.line(format!("{}  {}", word.bold(), style(name).bold()))?;
    for (sign, passages) in [("+", gained), ("-", lost)] {
        for passage in passages.iter().take(PASSAGES_MAX) {
            results.line(format!("      {sign} {}", topic::in_context(passage, article)))?;
        }
    }
    Ok(())
}
