//! `veille topic diff`: the same articles through two versions of a topic.

use std::path::PathBuf;

use anyhow::Result;
use serde_json::json;
use veille_classifier::{Classifier, TagChange};
use veille_model::{Article, Evidence, LanguageTag};
use veille_sink::Filter;

use super::{Context, topic_test};
use crate::arguments::Database;
use crate::shown::{self, Line, Results, Row, count};
use crate::torn::Torn;
use crate::wiring::{self, documents};

/// Passages shown of one change.
const PASSAGES_MAX: usize = 5;
/// Before what belongs to an article.
const INDENT: &str = "      ";

pub async fn run(
    versions: (&str, &str),
    paths: &[PathBuf],
    database: &Database,
    context: &Context,
) -> Result<()> {
    let (old, new) = (
        Classifier::new(topic_test::only(versions.0, context)?),
        Classifier::new(topic_test::only(versions.1, context)?),
    );
    let articles = match paths {
        [] => stored(database, context).await?,
        paths => cleaned(paths, context)?,
    };
    let mut results = Results::new();
    let (mut gained, mut lost, mut moved) = (0, 0, 0);
    for article in &articles {
        // Each of the two knows one topic, so the first tag is the only one.
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
    let articles = count(articles.len(), "article", "articles");
    context.say(format!("{articles}: {gained} gained, {lost} lost, {moved} moved"));
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
        let place = document.place.clone();
        match document.article(&cleaner) {
            Ok(article) => articles.push(article),
            Err(reason) => {
                torn.note_reason(&place, &reason);
                context.say(format!("{place}: {reason}"));
            }
        }
    }
    // Before anything is compared: with articles missing, a difference would look like one of the topics.
    torn.conclude()?;
    Ok(articles)
}

fn show(results: &mut Results, article: &Article, change: &TagChange) -> Result<()> {
    let (word, gained, lost): (_, &[Evidence], &[Evidence]) = match change {
        TagChange::Gained { passages } => (Line::default().green("gained"), passages, &[]),
        TagChange::Lost { passages } => (Line::default().red("lost"), &[], passages),
        TagChange::Moved { gained, lost } => (Line::default().yellow("moved"), gained, lost),
    };
    let width = shown::width();
    let cut = |line: Line| width.map_or_else(|| line.clone(), |width| line.cut(width));
    let row = Row::untagged(article, LanguageTag::und(), article.id.as_str());
    results.styled(&cut(word.text("  ").line(&row.title_line())))?;
    results.styled(&row.address_line(INDENT.len(), width))?;
    for (sign, passages) in [("+", gained), ("-", lost)] {
        let passages = shown::distinct(passages);
        let inside = width.map(|width| width.saturating_sub(INDENT.len() + 2));
        for passage in passages.iter().take(PASSAGES_MAX) {
            let head = Line::plain(INDENT).text(sign).text(" ");
            results.styled(&head.line(&shown::in_context(passage, article, inside)))?;
        }
        for line in shown::found_by(&passages, inside) {
            results.styled(&Line::plain(INDENT).text("  ").line(&line))?;
        }
    }
    Ok(())
}
