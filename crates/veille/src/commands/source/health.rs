//! `veille source health`: how each feed stands, by what the fetcher remembers of it, and which sources bring less than they use to.

use anyhow::Result;
use chrono::{DateTime, Utc};
use serde_json::json;
use veille_fetcher::FeedRecord;

use super::Context;
use crate::arguments::Database;
use crate::shown::{Heading, Listing, count};
use crate::wiring::bands::{self, Short};

pub(super) async fn run(database: &Database, context: &Context) -> Result<()> {
    let store = context.open_existing_store(database).await?;
    let now = Utc::now();
    let sources = &context.configuration.sources;
    let mut short = bands::short(&store, sources, now).await?;
    // Counted now: each is taken out of the list as it is told.
    let sources_short = short.len() as u64;
    let headings = [
        Heading::left("STATE"),
        Heading::left("SOURCE"),
        Heading::words("FEED").least(30).dispensable(1),
        Heading::words("SAYS").least(24),
    ];
    let mut list = Listing::new(&headings, context.global.json);
    let (mut failing, mut unread) = (0_u64, 0_u64);
    for source in sources.iter() {
        for feed in source.watched() {
            let key = FeedRecord::key(feed.as_str());
            let held = match key {
                Some(key) => store.mark(&key).await?.and_then(|value| FeedRecord::read(&value)),
                None => None,
            };
            let (state, line) = match &held {
                // Before anything else: what is paused is not expected to be read.
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
        }
        if let Some(at) = short.iter().position(|short| short.source == source.id) {
            tell(&mut list, &short.swap_remove(at))?;
        }
    }
    list.flush()?;
    let failing = count(failing, "feed", "feeds");
    let short = count(sources_short, "source brings", "sources bring");
    context.say(format!("{failing} cannot be read, {unread} not read yet; {short} less than usual"));
    store.close().await;
    Ok(())
}

fn tell(list: &mut Listing, short: &Short) -> Result<()> {
    let Short { source, state, why, found } = short;
    let value = json!({
        "source": source, "state": state, "why": why, "since": found.since, "hours": found.hours,
        "articles": found.articles.round() as u64, "usual": found.usual.round() as u64, "missing": found.missing(),
    });
    Ok(list.row(&value, [(*state).to_owned(), source.to_string(), "-".to_owned(), short.said()])?)
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
    let left_out = [(feed.left_out, "entry", "entries"), (feed.sitemaps_left_out, "sitemap", "sitemaps")];
    let left_out = left_out.into_iter().filter(|(number, ..)| *number > 0);
    let left_out: String = left_out
        .map(|(number, one, many)| format!("; {} left out", count(number as u64, one, many)))
        .collect();
    ("well", format!("read on {asked}: {entries}{news} new{left_out}; next on {due}{moved}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_left_out_of_a_long_feed_is_said() {
        let held = r#"{"url":"https://a.example/s.xml","asked_at":"2026-11-22T20:30:00Z","due":"2026-11-22T20:40:00Z","entries":20005,
            "news":500,"left_out":19505,"sitemaps_left_out":1}"#;
        let (state, said) = told(&FeedRecord::read(held).unwrap());
        let expected = "read on 2026-11-22 20:30: 20,005 entries, 500 new; 19,505 entries left out; 1 sitemap left out; next on \
                        2026-11-22 20:40";
        assert_eq!((state, said.as_str()), ("well", expected));
    }
}
