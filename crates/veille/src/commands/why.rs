//! `veille why`: what became of an address, a feed or a file, and what is true of it now.

use std::collections::BTreeMap;

use anyhow::Result;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use veille_fetcher::FeedRecord;
use veille_model::{Outcome, StageName};
use veille_sink::{Revised, Standing, Store};

use super::{Context, among};
use crate::arguments::Why;
use crate::exit::{Cause, failure};
use crate::shown::{Documents, Hint, Results, Row, count, ledger};

pub async fn run(arguments: &Why, context: &Context) -> Result<()> {
    let store = context.open_existing_store(&arguments.database).await?;
    // As the ledger names a file whose name is no text.
    let what = &arguments.what.to_string_lossy();
    if what.trim().is_empty() {
        return Err(failure(Cause::Usage, "an empty name is nobody's; give an address, a file or an id"));
    }
    let (what, outcomes, standings) = store.known_as(what).await?;
    let what = &*what;
    let mut results = Results::new();
    let mut documents = Documents::default();
    outcomes.iter().for_each(|outcome| documents.learn(outcome));
    for outcome in &outcomes {
        if context.global.json {
            results.json(outcome)?;
        } else {
            let at = outcome.at.map(|at| format!("{}  ", second(at))).unwrap_or_default();
            results.line(format!("{at}{}", ledger::line_of(outcome, &documents)))?;
        }
    }
    let feed = feed(&store, what).await?;
    let wordings = store.wordings_of(what).await?;
    let mut now: Vec<(Value, String)> = Vec::new();
    for standing in &standings {
        now.extend(among::of_article(&store, &standing.article).await?);
    }
    // Last, what most people ask for.
    now.extend(standings.iter().map(|standing| stored(standing, &wordings)));
    now.extend(feed.as_ref().map(|feed| read(feed, context)));
    // Only where nothing else is true of it now: an article may have come back under another address.
    if now.is_empty() {
        now.extend(outcomes.iter().rev().find(|outcome| is_forgotten(outcome)).map(forgotten));
    }
    if now.is_empty() {
        now.extend(outcomes.last().map(not_stored));
    }
    if let Some(source) = source_of(what, context).filter(|_| feed.is_none()) {
        // A feed counts as read once every page that it announced is settled.
        let line = format!("a feed of {source}, not read to its last page yet");
        now.push((json!({ "now": "feed", "source": source, "feed": null }), line));
    }
    if now.is_empty() {
        if let Some(records) = store.records_of(what).await? {
            return of_records(what, records, arguments, results, context);
        }
        return never_discovered(&store, what, results, context).await;
    }
    for (value, line) in now {
        if context.global.json { results.json(&value)? } else { results.line(format!("now: {line}"))? }
    }
    results.flush()?;
    if standings.iter().any(|standing| standing.wordings > 1) {
        let hint = Hint::new(["revisions", what]).option("--store", arguments.database.path.as_deref());
        context.say(format!("next: {}", hint.with(&context.global)));
    }
    Ok(())
}

fn second(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d %H:%M:%S").to_string()
}

/// An article that is stored, in its current wording.
fn stored(standing: &Standing, wordings_of: &[Revised]) -> (Value, String) {
    let Standing { article: tagged, number, wordings, last_captured_at } = standing;
    let article = &tagged.article;
    let row = Row::of(tagged, None);
    let topics = row.topics();
    let last: Option<DateTime<Utc>> = last_captured_at.parse().ok();
    let captured = match (article.captured_at, last) {
        (Some(first), Some(last)) if last > first => {
            format!(" on {}, captured last on {}", second(first), second(last))
        }
        (Some(first), _) => format!(" on {}", second(first)),
        (None, _) => String::new(),
    };
    let revision = match wordings {
        1 => "in revision 1, the only one".to_owned(),
        _ => format!("in revision {number} of {wordings}"),
    };
    let found =
        if topics.is_empty() { "in no topic".to_owned() } else { format!("in {}", topics.join(", ")) };
    let name = article.headline.as_deref().or(article.url.as_deref()).unwrap_or(article.id.as_str());
    let withdrawn = wordings_of.iter().find(|wording| wording.article.article.id == article.id);
    let withdrawn = withdrawn.and_then(|wording| wording.withdrawn_at);
    let gone =
        withdrawn.map(|at| format!(", seen to be gone from its site on {}", second(at))).unwrap_or_default();
    let value = json!({
        "now": "stored", "withdrawn_at": withdrawn, "article": article.id, "url": article.url, "headline": article.headline,
        "captured_at": article.captured_at, "last_captured_at": last, "topics": topics,
        "revision": article.revision, "number": number, "revisions": wordings,
    });
    (value, format!("stored{captured}, {revision}{gone}, {found}: {name}"))
}

/// Whether the ledger says that an article was forgotten.
pub(in crate::commands) fn is_forgotten(outcome: &Outcome) -> bool {
    outcome.stage == StageName::Store
        && outcome.reason.as_ref().is_some_and(|reason| reason.code == "forgotten")
}

fn forgotten(outcome: &Outcome) -> (Value, String) {
    let value = json!({ "now": "forgotten", "reason": outcome.reason });
    (value, "forgotten on request: nothing of it is stored, and it is not stored again".to_owned())
}

/// Something that was met and did not become an article.
fn not_stored(last: &Outcome) -> (Value, String) {
    let reason = last.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
    let value =
        json!({ "now": "not_stored", "stage": last.stage, "outcome": last.outcome, "reason": last.reason });
    (value, format!("not stored; the last word is that of {}, {}{reason}", last.stage, last.outcome))
}

/// What the store remembers of a feed at this address.
async fn feed(store: &Store, what: &str) -> Result<Option<FeedRecord>> {
    let Some(key) = FeedRecord::key(what) else { return Ok(None) };
    Ok(store.mark(&key).await?.and_then(|value| FeedRecord::read(&value)))
}

fn read(feed: &FeedRecord, context: &Context) -> (Value, String) {
    let source = source_of(&feed.url, context);
    let of = source.as_ref().map(|source| format!(" of {source}")).unwrap_or_default();
    let value = json!({ "now": "feed", "source": source, "feed": feed });
    (value, format!("a feed{of}, {}; to be read again on {}", told(feed), second(feed.due)))
}

/// When it was last read, and what came of it.
fn told(feed: &FeedRecord) -> String {
    let Some(at) = feed.asked_at.map(second) else { return "not read yet".to_owned() };
    let listed = match feed.entries {
        Some(1) => "1 entry".to_owned(),
        Some(entries) => format!("{entries} entries"),
        None => "its entries".to_owned(),
    };
    match (&feed.refused, feed.news) {
        (Some(code), _) if feed.failures == 1 => format!("last asked for on {at}, in vain ({code})"),
        (Some(code), _) => {
            format!("last asked for on {at}, in vain {} times in a row ({code})", feed.failures)
        }
        (None, Some(0)) => format!("last read on {at}: {listed}, nothing new"),
        (None, Some(news)) => format!("last read on {at}: {listed}, {news} of them new or changed"),
        (None, None) => format!("last read on {at}: {listed}"),
    }
}

fn source_of(feed: &str, context: &Context) -> Option<String> {
    let sources = &context.configuration.sources;
    let source = sources.iter().find(|source| source.watched().any(|url| url.as_str() == feed));
    source.map(|source| source.id.to_string())
}

/// Nothing is known of it: who was asked, and who was not.
/// A file of records: each has a way of its own, and there may be millions.
fn of_records(
    what: &str,
    (one, records): (String, u64),
    arguments: &Why,
    mut results: Results,
    context: &Context,
) -> Result<()> {
    if context.global.json {
        results.json(&json!({ "now": "records", "what": what, "records": records, "record": one }))?;
    } else {
        let records = count(records, "record was", "records were");
        results.line(format!("now: {records} read of {what}, each with a way of its own"))?;
    }
    results.flush()?;
    let hint = Hint::new(["why", one.as_str()]).option("--store", arguments.database.path.as_deref());
    context.say(format!("next: {}", hint.with(&context.global)));
    Ok(())
}

async fn never_discovered(store: &Store, what: &str, mut results: Results, context: &Context) -> Result<()> {
    let mut asked = BTreeMap::new();
    for mark in store.marks(FeedRecord::PREFIX).await? {
        if let Some(feed) = mark.value.as_deref().and_then(FeedRecord::read) {
            asked.insert(feed.url.clone(), feed);
        }
    }
    let feeds = context.configuration.sources.iter().flat_map(veille_fetcher::Source::watched);
    let not_asked: Vec<&str> =
        feeds.map(|feed| feed.as_str()).filter(|feed| !asked.contains_key(*feed)).collect();
    if context.global.json {
        let asked: Vec<Value> = asked
            .values()
            .map(|feed| json!({ "source": source_of(&feed.url, context), "feed": feed }))
            .collect();
        results.json(
            &json!({ "now": "never_discovered", "what": what, "asked": asked, "not_asked": not_asked }),
        )?;
        return Ok(results.flush()?);
    }
    results.flush()?;
    context.say(format!("{what} was never discovered: no feed announced it and no replay held it"));
    if asked.is_empty() {
        context.say("no source has been asked for this store yet; `veille run` asks those of sources.toml");
        return Ok(());
    }
    context.say("the sources that were asked:");
    for feed in asked.values() {
        let source = source_of(&feed.url, context).unwrap_or_else(|| "(no longer a source)".to_owned());
        context.say(format!("  {source}  {}  {}", feed.url, told(feed)));
    }
    if !not_asked.is_empty() {
        context.say(format!("not asked yet: {}", not_asked.join(", ")));
    }
    Ok(())
}
