//! `veille source health`: how each feed stands, by what the fetcher remembers of it.

use anyhow::Result;
use chrono::{DateTime, Utc};
use serde_json::json;
use veille_fetcher::FeedRecord;

use super::Context;
use crate::arguments::Database;
use crate::shown::{Results, count};

pub(super) async fn run(database: &Database, context: &Context) -> Result<()> {
    let store = context.open_existing_store(database).await?;
    let mut results = Results::new();
    let (mut failing, mut unread) = (0_u64, 0_u64);
    for source in context.configuration.sources.iter() {
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
            match context.global.json {
                true => {
                    results.json(
                        &json!({ "source": source.id, "url": feed.as_str(), "state": state, "feed": held }),
                    )?;
                }
                false => results.line(format!("{state:8} {}  {feed}: {line}", source.id))?,
            }
        }
    }
    results.flush()?;
    context.say(format!("{} cannot be read, {unread} not read yet", count(failing, "feed", "feeds")));
    store.close().await;
    Ok(())
}

fn told(feed: &FeedRecord) -> (&'static str, String) {
    let minute = |at: DateTime<Utc>| at.format("%Y-%m-%d %H:%M").to_string();
    let asked = feed.asked_at.map_or_else(|| "never".to_owned(), minute);
    let due = minute(feed.due);
    if let Some(code) = &feed.refused {
        let times = count(feed.failures, "time", "times");
        return ("failing", format!("asked on {asked}, in vain {times} in a row ({code}); next on {due}"));
    }
    let entries =
        feed.entries.map_or_else(String::new, |entries| count(entries as u64, " entry", " entries"));
    let news = feed.news.unwrap_or_default();
    let moved = feed.moved_to.as_ref().map_or_else(String::new, |to| format!("; it has moved to {to}"));
    ("well", format!("read on {asked}:{entries}, {news} new; next on {due}{moved}"))
}
