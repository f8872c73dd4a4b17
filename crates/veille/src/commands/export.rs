//! `veille export`: what the store holds.

use anyhow::Result;
use futures_util::TryStreamExt;
use veille_model::{LanguageTag, TopicId};
use veille_sink::Filter;

use super::Context;
use crate::arguments::Export;
use crate::output::Results;

pub async fn run(arguments: Export, context: &Context) -> Result<()> {
    let store = context.open_existing_store(&arguments.database).await?;
    let mut results = Results::new();
    if arguments.revisions {
        let mut revisions = store.export();
        while let Some(article) = revisions.try_next().await? {
            results.json(&article)?;
            if results.is_closed() {
                break;
            }
        }
    } else {
        let filter = Filter {
            topic: arguments.topic.as_deref().map(TopicId::new),
            language: arguments.language.as_deref().map(LanguageTag::new),
            limit: u32::MAX,
            ..Filter::default()
        };
        for article in store.articles(&filter).await? {
            results.json(&article)?;
        }
    }
    Ok(results.flush()?)
}
