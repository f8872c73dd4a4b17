//! `veille topic`: what is watched, and what a topic matches.

use std::path::{Component, Path};

use anyhow::{Context as _, Result};
use serde_json::json;
use veille_query::Dialect;

use super::Context;
use crate::arguments::{Database, QueryDialect, Topic};
use crate::exit::{Cause, failure};
use crate::shown::{Heading, Listing, Results, count};
use crate::wiring::shared;

pub async fn run(topic: Topic, context: &Context) -> Result<()> {
    match topic {
        Topic::List => list(context),
        Topic::Test { topic, paths, database } => {
            super::topic_test::run(&topic, &paths, &database, context).await
        }
        Topic::Diff { old, new, paths, database } => {
            super::topic_diff::run((&old, &new), &paths, &database, context).await
        }
        Topic::Publish { dry_run, database } => publish(dry_run, &database, context).await,
        Topic::Export { folder, database } => export(&folder, &database, context).await,
        Topic::Import { from, query } => import(from, query, context),
    }
}

/// Puts the topics of the folder into the store.
async fn publish(dry_run: bool, database: &Database, context: &Context) -> Result<()> {
    // Whoever only looks makes no store.
    let store = match dry_run {
        true => context.open_existing_store(database).await?,
        false => context.open_store(database).await?,
    };
    let by = super::access::by();
    let differing = shared::publish(&store, &context.configuration, &by, dry_run).await?;
    let mut results = Results::new();
    let kinds =
        [("added", &differing.added), ("changed", &differing.changed), ("removed", &differing.removed)];
    for (kind, names) in kinds {
        for name in names {
            match context.global.json {
                true => results.json(&json!({ "file": name, "what": kind }))?,
                false => results.line(format!("{kind:8} {name}"))?,
            }
        }
    }
    results.flush()?;
    store.close().await;
    if differing.is_none() {
        context.say("the store has these topics already");
    } else if !dry_run {
        context
            .say("every instance takes them over in a moment; `veille retag` judges by them what is stored");
    }
    if !context.configuration.settings.topics.in_store {
        context.say("they count where veille.toml has [topics] in_store = true; here it has not");
    }
    Ok(())
}

/// Writes the topics of the store as files.
async fn export(folder: &Path, database: &Database, context: &Context) -> Result<()> {
    let store = context.open_existing_store(database).await?;
    let Some(files) = shared::files(&store).await? else {
        let told = "the store holds no topics; `veille topic publish` puts those of config/topics there";
        return Err(failure(Cause::Failed, told));
    };
    store.close().await;
    let _alone = context.configuration.files.alone()?;
    for (name, text) in &files {
        let path = folder.join(name);
        // A set may come from another machine: nothing of it is written elsewhere.
        let is_plain = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
        anyhow::ensure!(is_plain, "{name:?} in the store is no name of a file");
        if let Some(above) = path.parent() {
            std::fs::create_dir_all(above).with_context(|| above.display().to_string())?;
        }
        std::fs::write(&path, text).with_context(|| format!("writing {}", path.display()))?;
    }
    context.say(format!("{} written to {}", count(files.len() as u64, "topic", "topics"), folder.display()));
    Ok(())
}

/// Translates one query, or one a line; what could not be kept as it was is said on stderr.
fn import(from: QueryDialect, query: Option<String>, context: &Context) -> Result<()> {
    let dialect = match from {
        QueryDialect::Lucene => Dialect::Lucene,
        QueryDialect::Meltwater => Dialect::Meltwater,
    };
    let queries: Vec<String> = match query {
        Some(query) => vec![query],
        None => std::io::stdin().lines().collect::<Result<_, _>>()?,
    };
    let mut results = Results::new();
    let mut refused = 0;
    for (number, query) in (1..).zip(&queries) {
        match veille_query::import(dialect, query) {
            Ok(translation) => {
                match context.global.json {
                    true => {
                        results.json(&json!({ "query": translation.query, "notes": translation.notes }))?
                    }
                    false => results.line(&translation.query)?,
                }
                translation.notes.iter().for_each(|note| context.say(format!("query {number}: {note}")));
            }
            Err(error) => {
                refused += 1;
                crate::shown::say(format_args!("veille: query {number}: {error}"));
            }
        }
    }
    results.flush()?;
    let asked = count(queries.len(), "query", "queries");
    anyhow::ensure!(refused == 0, "{refused} of {asked} could not be translated");
    Ok(())
}

fn list(context: &Context) -> Result<()> {
    let headings = [
        Heading::left("TOPIC"),
        Heading::words("NAME"),
        Heading::words("LANGUAGES").dispensable(1),
        Heading::left("MEDIA TOPICS").dispensable(2),
    ];
    let mut list = Listing::new(&headings, context.global.json);
    for topic in context.configuration.topics.iter() {
        let languages: Vec<&str> =
            topic.queries.keys().filter(|key| !key.is_empty()).map(String::as_str).collect();
        let value = json!({
            "id": topic.id, "labels": topic.labels, "media_topics": topic.media_topics,
            "query_languages": languages, "revision": topic.revision, "author": topic.author, "note": topic.note,
        });
        let cells = [
            topic.id.to_string(),
            topic.label("en").to_owned(),
            // A query that stands by itself is asked of texts in all of them.
            if languages.is_empty() { "all".to_owned() } else { languages.join(" ") },
            topic.media_topics.join(" "),
        ];
        list.row(&value, cells)?;
    }
    Ok(list.flush()?)
}
