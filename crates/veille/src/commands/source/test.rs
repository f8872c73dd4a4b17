//! `veille source test`: each feed read once, and what it says; nothing is kept.

use anyhow::Result;
use serde_json::json;
use veille_fetcher::{Fetcher, InMemory};
use veille_model::{FeedEntry, Moment};

use super::{Context, fetcher};
use crate::exit::{Cause, failure};
use crate::shown::{Results, count};

pub(super) async fn run(ids: &[String], context: &Context) -> Result<()> {
    let sources = &context.configuration.sources;
    if let Some(unknown) = ids.iter().find(|id| sources.iter().all(|source| source.id.as_str() != **id)) {
        return Err(failure(
            Cause::Usage,
            format!("there is no source {unknown:?}; `veille source list` has them all"),
        ));
    }
    // Whoever names a paused source wants to know whether it can be read again.
    let wanted = |source: &&veille_fetcher::Source| match ids.is_empty() {
        true => !source.paused,
        false => ids.iter().any(|id| id == source.id.as_str()),
    };
    let fetcher = fetcher(context)?;
    let mut results = Results::new();
    let (mut read, mut failed) = (0_u64, 0_u64);
    for source in sources.iter().filter(wanted) {
        for feed in source.watched() {
            let said = entries(&fetcher, source, feed.as_str()).await;
            let (value, line) = match said {
                Ok(entries) => {
                    read += 1;
                    let dates = entries.iter().filter_map(|entry| entry.published_at.or(entry.updated_at));
                    let newest = dates.max_by_key(Moment::first).map(|date| date.to_string());
                    let line = format!(
                        "{}, the newest of {}",
                        count(entries.len() as u64, "entry", "entries"),
                        newest.as_deref().unwrap_or("no date")
                    );
                    (json!({ "entries": entries.len(), "newest": newest }), line)
                }
                Err(cause) => {
                    failed += 1;
                    (json!({ "error": cause }), cause)
                }
            };
            match context.global.json {
                true => {
                    results.json(&json!({ "source": source.id, "feed": feed.as_str(), "said": value }))?
                }
                false => results.line(format!("{}  {feed}: {line}", source.id))?,
            }
            // Each as it comes: publishers are asked one after the other.
            results.flush()?;
        }
    }
    context.say(format!("{} can be read, {failed} cannot", count(read, "feed", "feeds")));
    if failed > 0 {
        Err(failure(Cause::Failed, format!("{} could not be read", count(failed, "feed", "feeds"))))
    } else {
        Ok(())
    }
}

/// What a feed, a section or a single page of a source says just now.
async fn entries(
    fetcher: &Fetcher<InMemory>,
    source: &veille_fetcher::Source,
    url: &str,
) -> Result<Vec<FeedEntry>, String> {
    if let Some(section) = source.sections.iter().find(|section| section.url.as_str() == url) {
        let listed = fetcher.section(section).await.map_err(|reason| reason.to_string())?;
        return match listed.is_empty() {
            true => Err("no link of it leads to an article by its rule".to_owned()),
            false => Ok(listed),
        };
    }
    if source.pages.iter().any(|page| page.as_str() == url) {
        // With the name and the password that the list keeps apart from its addresses.
        let page = fetcher.page(&source.whole(url)).await.map_err(|reason| reason.to_string())?;
        return Ok(vec![FeedEntry { url: page.url, ..FeedEntry::default() }]);
    }
    let document = fetcher.feed(&source.whole(url)).await.map_err(|reason| reason.to_string())?;
    veille_fetcher::entries(&document.body, document.media_type.as_deref(), document.url.as_deref())
        .map_err(|error| error.to_string())
}
