//! `veille export`: what the store holds.

use std::pin::pin;

use anyhow::Result;
use futures_util::{Stream, TryStreamExt, stream};
use serde::Serialize;
use veille_model::{LanguageTag, TopicId};
use veille_sink::{Filter, StoreError};

use super::Context;
use crate::arguments::Export;
use crate::exit::{Cause, failure};
use crate::shown::Results;

pub async fn run(arguments: Export, context: &Context) -> Result<()> {
    let store = context.open_existing_store(&arguments.database).await?;
    let mut results = Results::new();
    if arguments.ledger {
        print(store.ledger(), &mut results).await?;
    } else if arguments.revisions {
        print(store.export(), &mut results).await?;
    } else {
        let filter = Filter {
            topic: arguments.topic.as_deref().map(TopicId::new),
            language: arguments.language.as_deref().map(LanguageTag::new),
            limit: u32::MAX,
            ..Filter::default()
        };
        let articles = store.articles(&filter).await?;
        if articles.is_empty() {
            context.say(nothing(&arguments, context)?);
        }
        print(stream::iter(articles.into_iter().map(Ok)), &mut results).await?;
    }
    Ok(results.flush()?)
}

/// Why nothing was found.
///
/// # Errors
/// Where a topic or a language is asked for that nobody knows: then nothing ever will be.
fn nothing(arguments: &Export, context: &Context) -> Result<String> {
    let known: Vec<&str> = context.configuration.topics.iter().map(|topic| topic.id.as_str()).collect();
    match &arguments.topic {
        Some(topic) if !known.contains(&topic.as_str()) => {
            return Err(failure(
                Cause::Usage,
                format!(
                    "no article has the topic {topic}, and the configuration has none of that name: {}",
                    known.join(", ")
                ),
            ));
        }
        _ => {}
    }
    match &arguments.language {
        Some(language) if !LanguageTag::new(language).is_registered() => {
            Err(failure(Cause::Usage, LanguageTag::complaint(language)))
        }
        _ => Ok("no article is stored that is asked for".to_owned()),
    }
}

async fn print<T: Serialize>(
    rows: impl Stream<Item = Result<T, StoreError>>,
    results: &mut Results,
) -> Result<()> {
    let mut rows = pin!(rows);
    while let Some(row) = rows.try_next().await? {
        results.json(&row)?;
        if results.is_closed() {
            break;
        }
    }
    Ok(())
}
