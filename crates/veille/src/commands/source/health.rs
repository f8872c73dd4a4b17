//! `veille source health`: how each feed stands, by what the fetcher remembers of it, and which sources bring less than they use to.

use std::collections::{BTreeMap, HashMap};

use anyhow::Result;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use veille_fetcher::{FeedRecord, Source};
use veille_model::{Outcome, OutcomeKind, SourceId, StageName};
use veille_sink::{CoverageFilter, OutcomeFilter, Store};

use super::Context;
use super::band::{self, Hours, Shortfall, shortfall};
use crate::arguments::Database;
use crate::shown::{Heading, Listing, count};

/// Outcomes of one source that are looked through for what keeps its articles away.
const OUTCOMES: u32 = 2_000;
/// Codes of what is decided and keeps nothing away.
const DECIDED: &[&str] = &["unchanged", "duplicate", "entries_max", "read", "told"];

pub(super) async fn run(database: &Database, context: &Context) -> Result<()> {
    let store = context.open_existing_store(database).await?;
    let now = Utc::now();
    let published = published(&store, now).await?;
    let headings = [
        Heading::left("STATE"),
        Heading::left("SOURCE"),
        Heading::words("FEED").least(30).dispensable(1),
        Heading::words("SAYS").least(24),
    ];
    let mut list = Listing::new(&headings, context.global.json);
    let (mut failing, mut unread, mut short) = (0_u64, 0_u64, 0_u64);
    for source in context.configuration.sources.iter() {
        let mut records = Vec::new();
        for feed in source.watched() {
            let key = FeedRecord::key(feed.as_str());
            let held = match key {
                Some(key) => store.mark(&key).await?.and_then(|value| FeedRecord::read(&value)),
                None => None,
            };
            let (state, line) = match &held {
                _ if source.paused => ("paused", "paused".to_owned()),
                None => {
                    unread += 1;
                    ("unread", "not read yet".to_owned())
                }
                Some(record) => told(record),
            };
            failing += u64::from(state == "failing");
            let value = json!({ "source": source.id, "url": feed.as_str(), "state": state, "feed": held });
            list.row(&value, [state.to_owned(), source.id.to_string(), feed.to_string(), line])?;
            records.extend(held);
        }
        let found = published.get(&source.id).and_then(|hours| shortfall(hours, now));
        if let Some(found) = found.filter(|_| !source.paused) {
            short += 1;
            let (state, why) = cause(&store, source, &records, &found).await?;
            tell(&mut list, source, state, &why, &found)?;
        }
    }
    list.flush()?;
    let failing = count(failing, "feed", "feeds");
    let short = count(short, "source brings", "sources bring");
    context.say(format!("{failing} cannot be read, {unread} not read yet; {short} less than usual"));
    store.close().await;
    Ok(())
}

fn tell(list: &mut Listing, source: &Source, state: &str, why: &str, found: &Shortfall) -> Result<()> {
    let (articles, usual) = (found.articles.round() as u64, found.usual.round() as u64);
    let value = json!({
        "source": source.id, "state": state, "why": why, "since": found.since, "hours": found.hours,
        "articles": articles, "usual": usual, "missing": found.missing(),
    });
    let came = count(articles, "article", "articles");
    let since = found.since.format("%Y-%m-%d %H:%M");
    let missing = found.missing();
    let said = format!("{came} since {since}, where {usual} are usual; some {missing} missing: {why}");
    Ok(list.row(&value, [state.to_owned(), source.id.to_string(), "-".to_owned(), said])?)
}

/// Articles of each source in the last weeks, by the hour.
async fn published(store: &Store, now: DateTime<Utc>) -> Result<HashMap<SourceId, Hours>> {
    // As many weeks before the longest window, which is one; what is only a day begins up to a day earlier.
    let since = Some((now - TimeDelta::weeks(band::WEEKS + 1) - TimeDelta::days(1)).fixed_offset());
    let mut published: HashMap<SourceId, Hours> = HashMap::new();
    for slot in store.coverage(&CoverageFilter { since, ..CoverageFilter::default() }).await? {
        band::add(published.entry(slot.source.clone()).or_default(), &slot);
    }
    Ok(published)
}

/// Why a source brings less: it has moved, something in between is broken, or it is silent itself.
async fn cause(
    store: &Store,
    source: &Source,
    feeds: &[FeedRecord],
    found: &Shortfall,
) -> Result<(&'static str, String)> {
    let mut outcomes = Vec::new();
    for stage in [StageName::Fetch, StageName::Clean] {
        let (source, since) = (Some(source.id.clone()), Some(found.since));
        let filter =
            OutcomeFilter { stage: Some(stage), source, since, limit: OUTCOMES, ..OutcomeFilter::default() };
        outcomes.extend(store.outcomes(&filter).await?);
    }
    Ok(judged(feeds, &outcomes, found.since))
}

fn judged(feeds: &[FeedRecord], outcomes: &[Outcome], since: DateTime<Utc>) -> (&'static str, String) {
    // It was we who were silent.
    if feeds.iter().all(|feed| feed.asked_at.is_none_or(|asked_at| asked_at < since)) {
        return ("unread", "nobody has read it since; is `veille run` at work?".to_owned());
    }
    if let Some(to) = feeds.iter().find_map(|feed| feed.moved_to.as_ref()) {
        return ("moved", format!("its feed says that it is at {to} now"));
    }
    let refused: Vec<&String> = feeds.iter().filter_map(|feed| feed.refused.as_ref()).collect();
    if let Some(code) = refused.first() {
        let (of, all) = (refused.len(), count(feeds.len() as u64, "feed", "feeds"));
        return ("broken", format!("{of} of its {all} cannot be read ({code})"));
    }
    let is_well = |outcome: &Outcome| outcome.reason.is_none() && outcome.outcome == OutcomeKind::Forwarded;
    let mut kept_away: BTreeMap<(StageName, &str), u64> = BTreeMap::new();
    for outcome in outcomes.iter().filter(|outcome| !is_well(outcome)) {
        if let Some(reason) =
            outcome.reason.as_ref().filter(|reason| !DECIDED.contains(&reason.code.as_str()))
        {
            *kept_away.entry((outcome.stage, &reason.code)).or_default() += 1;
        }
    }
    let well = outcomes.iter().filter(|outcome| outcome.stage == StageName::Clean && is_well(outcome)).count()
        as u64;
    match kept_away.into_iter().max_by_key(|(_, times)| *times) {
        Some(((StageName::Clean, code), times)) if times > well => {
            ("broken", format!("{} came that are no articles ({code})", count(times, "page", "pages")))
        }
        Some(((_, code), times)) if times > well => {
            ("broken", format!("its pages cannot be had, {} ({code})", count(times, "time", "times")))
        }
        _ => ("silent", "what it announces is read, and there is no more".to_owned()),
    }
}

fn told(feed: &FeedRecord) -> (&'static str, String) {
    let minute = |at: DateTime<Utc>| at.format("%Y-%m-%d %H:%M").to_string();
    let asked = feed.asked_at.map_or_else(|| "never".to_owned(), minute);
    let due = minute(feed.due);
    if let Some(code) = &feed.refused {
        let times = count(feed.failures, "time", "times");
        return ("failing", format!("asked on {asked}, in vain {times} in a row ({code}); next on {due}"));
    }
    let entries = feed
        .entries
        .map_or_else(String::new, |entries| format!("{}, ", count(entries as u64, "entry", "entries")));
    let news = feed.news.unwrap_or_default();
    let moved = feed.moved_to.as_ref().map_or_else(String::new, |to| format!("; it has moved to {to}"));
    ("well", format!("read on {asked}: {entries}{news} new; next on {due}{moved}"))
}

#[cfg(test)]
mod tests {
    use veille_model::Reason;

    use super::*;

    #[test]
    fn silence_is_told_from_what_is_broken_and_from_a_move() {
        let feed = |refused: Option<&str>, moved: Option<&str>| FeedRecord {
            url: "https://a.example/rss".to_owned(),
            asked_at: Some(DateTime::UNIX_EPOCH + TimeDelta::days(2)),
            entries: Some(10),
            news: Some(0),
            failures: u32::from(refused.is_some()),
            refused: refused.map(str::to_owned),
            due: DateTime::UNIX_EPOCH,
            moved_to: moved.map(str::to_owned),
        };
        let outcome = |stage: StageName, kind: OutcomeKind, code: Option<&str>| Outcome {
            stage,
            outcome: kind,
            input: "https://a.example/1".to_owned(),
            source: SourceId::new("a"),
            url: None,
            at: None,
            reason: code.map(|code| Reason::new(code, "x")),
            outputs: Vec::new(),
        };
        let check = |feeds: &[FeedRecord], outcomes: &[Outcome], expected: &str, part: &str| {
            let (state, why) = judged(feeds, outcomes, DateTime::UNIX_EPOCH + TimeDelta::days(1));
            assert!(state == expected && why.contains(part), "{state}: {why}");
        };
        let well = outcome(StageName::Clean, OutcomeKind::Forwarded, None);
        let read = outcome(StageName::Fetch, OutcomeKind::Discarded, Some("unchanged"));
        let refused = outcome(StageName::Fetch, OutcomeKind::Forwarded, Some("http_403"));
        let empty = outcome(StageName::Clean, OutcomeKind::Discarded, Some("no_body"));
        check(&[feed(None, None)], &[well.clone(), read.clone(), read], "silent", "no more");
        check(&[feed(None, None)], &[well.clone(), refused.clone()], "silent", "");
        check(&[feed(None, None)], &[well.clone(), refused.clone(), refused], "broken", "http_403");
        check(
            &[feed(None, None)],
            &[well, empty.clone(), empty],
            "broken",
            "2 pages came that are no articles",
        );
        check(&[feed(None, None), feed(Some("timeout"), None)], &[], "broken", "1 of its 2 feeds");
        check(&[feed(None, Some("https://b.example/rss"))], &[], "moved", "b.example");
        check(&[FeedRecord { asked_at: None, ..feed(None, None) }], &[], "unread", "veille run");
    }
}
