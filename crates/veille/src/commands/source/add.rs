//! `veille source add`: what a publisher announces, found, shown, and only then written down.

use std::path::Path;

use anyhow::{Result, anyhow};
use chrono::Utc;
use serde_json::{Value, json};
use veille_fetcher::{Credentials, Findings, FoundFeed, Source, heading};
use veille_language::Tagger;
use veille_model::{FeedEntry, SourceId};

use super::{Context, fetcher, file};
use crate::exit::{Cause, failure};
use crate::shown::{Results, count};
use crate::wiring::finding::{self, language, newest};
use crate::wiring::listing;

/// What the person wants otherwise than it was found.
pub(super) struct Wishes {
    pub(super) id: Option<String>,
    pub(super) name: Option<String>,
    pub(super) feeds: Vec<String>,
    pub(super) dry_run: bool,
}

pub(super) async fn run(url: &str, wishes: Wishes, context: &Context) -> Result<()> {
    // Before anybody is asked: what could not be written would have been asked for in vain.
    if !wishes.dry_run {
        listing::list_path(&context.configuration)?;
    }
    is_of_web(url)?;
    let whole = finding::whole(url);
    let (credentials, shown) = Credentials::of(&whole);
    let found =
        // The reason often names the address already.
        fetcher(context)?.find(&whole).await.map_err(|reason| match finding::advised(reason, url) {
            reason if reason.detail.contains(&shown) => anyhow!("{reason}"),
            reason => anyhow!("{shown}: {reason}"),
        })?;
    let whole = shown;
    show(&found, context)?;
    let chosen = chosen(&found, &wishes.feeds)?;
    let Some(first) = chosen.first() else {
        let told = finding::nothing(&found, &context.configuration).detail;
        return Err(failure(Cause::Failed, format!("{whole}: {told}")));
    };
    let source = source(&found, first, &chosen, &wishes)?;
    let credentials = credentials.with_those_of_server(source.watched());
    let source = Source { credentials, ..source };
    let held = &context.configuration.sources;
    // A feed that another source has would be read twice, and its articles be of two publishers.
    if let Some(known) =
        held.iter().find(|known| known.watched().any(|feed| source.watched().any(|own| own == feed)))
    {
        context.say(format!(
            "{} has a feed of these already, in {}",
            known.id,
            context.configuration.files.shown("sources.toml")
        ));
        return Ok(());
    }
    if held.iter().any(|known| known.id == source.id) {
        let told = format!("there is a source {} already; name this one with --id", source.id);
        return Err(failure(Cause::Usage, told));
    }
    file::append(&[source], wishes.dry_run, context)
}

/// Nobody is asked for what is no address: a file, or nothing.
fn is_of_web(written: &str) -> Result<()> {
    let is_file =
        written.starts_with(['/', '.', '~']) || !written.contains("://") && Path::new(written).is_file();
    let told = match written.trim() {
        "" => "expected the address of a publisher or of a feed, such as https://www.example.org".to_owned(),
        path if is_file => format!(
            "{path} is a file, and expected is the address of a publisher or of a feed; `veille feed {path}` shows what a feed in a file \
             says, and `veille source import {path}` takes an OPML"
        ),
        _ => return Ok(()),
    };
    Err(failure(Cause::Usage, told))
}

/// The feeds asked for; else the likeliest.
fn chosen<'f>(found: &'f Findings, wanted: &[String]) -> Result<Vec<&'f FoundFeed>> {
    if wanted.is_empty() {
        return Ok(finding::likeliest(found));
    }
    let named = |url: &String| {
        let feed = found.feeds.iter().find(|feed| feed.url.as_str() == url);
        feed.ok_or_else(|| failure(Cause::Usage, format!("--feed {url}: it was not found, or is no feed")))
    };
    wanted.iter().map(named).collect()
}

fn source(found: &Findings, first: &FoundFeed, chosen: &[&FoundFeed], wishes: &Wishes) -> Result<Source> {
    let id = match &wishes.id {
        Some(id) if SourceId::new(id).as_str() != id => {
            let told = format!("--id {id}: an id is made of a-z, 0-9, - and _; try {}", SourceId::new(id));
            return Err(failure(Cause::Usage, told));
        }
        Some(id) => SourceId::new(id),
        None => SourceId::of_url(&found.url),
    };
    Ok(finding::source_of(found, first, chosen, id, wishes.name.clone()))
}

fn show(found: &Findings, context: &Context) -> Result<()> {
    let mut results = Results::new();
    let tagger = Tagger::new();
    if context.global.json {
        for feed in &found.feeds {
            results.json(&feed_value(feed, found.crawl_delay_secs, &tagger))?;
        }
        for (url, reason) in &found.refused {
            results.json(&json!({ "url": url, "refused": reason }))?;
        }
        return Ok(results.flush()?);
    }
    let delay = found
        .crawl_delay_secs
        .filter(|secs| *secs > 0)
        .map(|secs| format!(", and asks for {secs} seconds between requests"));
    results.line(format!("{}: robots.txt lets us in{}", found.url, delay.unwrap_or_default()))?;
    for feed in &found.feeds {
        let named = feed.feed.title.as_deref().unwrap_or("without a title");
        results.line(format!("\n{} ({}): {named}", feed.url, feed.how))?;
        let listed = count(feed.feed.entries.len() as u64, "entry", "entries");
        results.line(format!("  {listed}; to be read every {}", every(feed.interval_secs)))?;
        for hub in &feed.feed.hubs {
            results.line(format!("  announced by the WebSub hub {hub}"))?;
        }
        for entry in newest(&feed.feed.entries) {
            let date = entry.published_at.or(entry.updated_at);
            let date = date.map_or_else(|| "no date".to_owned(), |date| date.to_string());
            let late = date.get(..4).is_some_and(|year| year > Utc::now().format("%Y").to_string().as_str());
            // `no date` sorts behind any year.
            let doubt = if late && date != "no date" { " (in the future)" } else { "" };
            let title = heading(entry).unwrap_or_default();
            results.line(format!("  {date}{doubt}  {}  {title}", language(&tagger, entry)))?;
        }
    }
    for (url, reason) in &found.refused {
        results.line(format!("\n{url}: {reason}"))?;
    }
    if found.left_out > 0 {
        let more = count(found.left_out as u64, "more feed", "more feeds");
        results.line(format!(
            "\n{more} advertised, and not looked at; give the address of one to see what it says"
        ))?;
    }
    if !found.feeds.is_empty() {
        results.line("")?;
    }
    Ok(results.flush()?)
}

/// A feed as programs see it, with its newest entries and what its host asks for.
fn feed_value(feed: &FoundFeed, crawl_delay_secs: Option<u64>, tagger: &Tagger) -> Value {
    let entry = |entry: &FeedEntry| {
        json!({
            "url": entry.url, "title": heading(entry), "date": entry.published_at.or(entry.updated_at),
            "language": language(tagger, entry),
        })
    };
    let FoundFeed { url, how, feed, interval_secs } = feed;
    let newest: Vec<Value> = newest(&feed.entries).into_iter().map(entry).collect();
    json!({
        "url": url.as_str(), "how": how, "title": feed.title, "language": feed.language, "entries": feed.entries.len(),
        "newest": newest, "hubs": feed.hubs, "interval_secs": interval_secs, "crawl_delay_secs": crawl_delay_secs,
    })
}

/// `20 minutes`, `4 hours`.
fn every(secs: u64) -> String {
    match secs {
        0..7_200 => count(secs.div_ceil(60), "minute", "minutes"),
        _ => count(secs / 3_600, "hour", "hours"),
    }
}
