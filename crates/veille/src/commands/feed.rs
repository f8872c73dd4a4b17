//! `veille feed`: what a feed says, as JSON.

use std::io::{IsTerminal, Read};

use anyhow::{Context as _, Result, anyhow};
use serde::Serialize;
use veille_fetcher::{Credentials, Feed as Said, Fetcher, InMemory, Sources, heading};
use veille_model::{FeedEntry, Moment};

use super::Context;
use crate::arguments::Feed;
use crate::exit::{Cause, failure};
use crate::shown::Results;
use crate::wiring::finding;

pub async fn run(arguments: Feed, context: &Context) -> Result<()> {
    let (bytes, media_type, base) = match arguments.place.as_str() {
        // What browsers hand to feed readers.
        place if place.starts_with("feed:") => fetched(&finding::whole(place), context).await?,
        place if place.starts_with("http://") || place.starts_with("https://") => {
            fetched(place, context).await?
        }
        "-" => (standard_input()?, None, None),
        place if place.contains("://") => {
            let told = format!("{place}: expected a file, `-` or an http or https address");
            return Err(failure(Cause::Usage, told));
        }
        path => (std::fs::read(path).with_context(|| path.to_owned())?, None, None),
    };
    let media_type = arguments.content_type.or(media_type);
    let base = arguments.base.or(base);
    let said = veille_fetcher::feed(&bytes, media_type.as_deref(), base.as_deref())
        .map_err(|error| failure(Cause::Failed, format!("{}: {error}", arguments.place)))?;
    let mut results = Results::new();
    results.json(&Shown::of(&said, base.as_deref()))?;
    Ok(results.flush()?)
}

/// Fetches one feed as politely as all that is fetched.
async fn fetched(url: &str, context: &Context) -> Result<(Vec<u8>, Option<String>, Option<String>)> {
    context.warn();
    let config = context.configuration.settings.fetcher.clone();
    let fetcher = Fetcher::new(config, Sources::default(), InMemory::default())?;
    let shown = Credentials::of(url).1;
    let feed = fetcher.feed(url).await.map_err(|reason| anyhow!("{shown}: {reason}"))?;
    Ok((feed.body, feed.media_type, feed.url))
}

fn standard_input() -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if std::io::stdin().is_terminal() {
        crate::shown::say("reading a feed from standard input");
    }
    std::io::stdin().read_to_end(&mut bytes).context("reading standard input")?;
    Ok(bytes)
}

/// A feed as it is printed: every key, whether it says anything or not.
#[derive(Serialize)]
struct Shown<'a> {
    title: Option<String>,
    link: Option<&'a str>,
    description: Option<&'a str>,
    language: Option<&'a str>,
    id: Option<&'a str>,
    authors: &'a [String],
    updated_at: Option<Moment>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    hubs: &'a [String],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    sitemaps: &'a [String],
    entries: Vec<ShownEntry<'a>>,
}

#[derive(Serialize)]
struct ShownEntry<'a> {
    id: Option<&'a str>,
    link: Option<&'a str>,
    title: Option<String>,
    summary: Option<&'a str>,
    content: Option<&'a str>,
    authors: &'a [String],
    published_at: Option<Moment>,
    updated_at: Option<Moment>,
    language: Option<&'a str>,
}

impl<'a> Shown<'a> {
    fn of(feed: &'a Said, base: Option<&str>) -> Self {
        Self {
            // Whoever lists feeds needs a line for each.
            title: feed.title.clone().or_else(|| feed.link.clone()).or_else(|| base.map(str::to_owned)),
            // The feed's own address leads to its publisher as well.
            link: feed.link.as_deref().or(feed.own_address.as_deref()),
            description: feed.description.as_deref(),
            language: feed.language.as_deref(),
            id: feed.id.as_deref(),
            authors: &feed.authors,
            updated_at: feed.updated_at,
            hubs: &feed.hubs,
            sitemaps: &feed.sitemaps,
            entries: feed.entries.iter().map(ShownEntry::of).collect(),
        }
    }
}

impl<'a> ShownEntry<'a> {
    fn of(entry: &'a FeedEntry) -> Self {
        Self {
            id: entry.id.as_deref(),
            link: entry.url.as_deref(),
            title: heading(entry),
            summary: entry.summary.as_deref(),
            content: entry.content.as_deref(),
            authors: &entry.authors,
            published_at: entry.published_at,
            updated_at: entry.updated_at,
            language: entry.language.as_deref(),
        }
    }
}
