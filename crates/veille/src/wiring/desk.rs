//! The list of sources for those who look at the pages: found and added, paused, carried in and out, and how their feeds stand.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, PoisonError};

use anyhow::Result;
use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::BoxFuture;
use tokio::sync::Mutex;
use veille_fetcher::{FeedRecord, Fetcher, InMemory, Poster};
use veille_model::{Reason, SourceId};
use veille_sink::{OutcomeFilter, Store};
use veille_web::{FeedStanding, FoundSource, SourceDesk};

use super::bands::{self, Short};
use super::{finding, listing, reported};
use crate::configuration::{Configuration, Files};

/// Requests of a report.
const REPORTED: u32 = 200;
/// Whoever reads the sources of a list has asked somebody within so long, and leaves no feed that is due for longer.
const LATELY: TimeDelta = TimeDelta::minutes(10);

/// Who has the list of sources of this configuration.
pub fn desk(store: &Store, configuration: &Configuration, is_read_only: bool) -> Result<Arc<dyn SourceDesk>> {
    Ok(Arc::new(Desk {
        store: store.clone(),
        fetcher: Arc::new(finding::finder(configuration)?),
        files: configuration.files.clone(),
        poster: Poster::new(&configuration.settings.fetcher)?,
        agent: configuration.settings.fetcher.agent(),
        is_read_only,
        writing: Arc::default(),
        parsed: Arc::default(),
    }))
}

#[derive(Clone)]
struct Desk {
    store: Store,
    fetcher: Arc<Fetcher<InMemory>>,
    /// Whose guard says where nothing is sent.
    poster: Poster,
    files: Files,
    agent: String,
    is_read_only: bool,
    /// The file is read, changed and written by one at a time.
    writing: Arc<Mutex<()>>,
    /// The configuration as it was parsed last: of eighty topics that takes longer than the page which wants the sources alone.
    parsed: Arc<std::sync::Mutex<Option<Arc<Configuration>>>>,
}

impl fmt::Debug for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Desk")
    }
}

impl Desk {
    /// The configuration as it is now: another may have changed it. Off the async threads.
    async fn now(&self) -> Result<Arc<Configuration>> {
        let desk = self.clone();
        tokio::task::spawn_blocking(move || desk.read()).await?
    }

    /// Read anew, and parsed where any file is another than the last time.
    fn read(&self) -> Result<Arc<Configuration>> {
        // Read before the lock is taken, parsed under it: two who look at once parse once.
        let files = self.files.again()?;
        let mut parsed = self.parsed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = parsed.as_ref().filter(|known| known.files == files) {
            return Ok(Arc::clone(known));
        }
        let now = Arc::new(Configuration::parse(files)?);
        *parsed = Some(Arc::clone(&now));
        Ok(now)
    }

    async fn standings(&self) -> Result<Vec<FeedStanding>> {
        let configuration = self.now().await?;
        // One look for all of them.
        let marks = self.store.marks(FeedRecord::PREFIX).await?;
        let held: HashMap<String, FeedRecord> =
            marks.into_iter().filter_map(|mark| Some((mark.key, FeedRecord::read(&mark.value?)?))).collect();
        let mut standings = Vec::new();
        for source in configuration.sources.iter() {
            for feed in source.watched() {
                let record = FeedRecord::key(feed.as_str()).and_then(|key| held.get(&key));
                standings.push(FeedStanding {
                    source: source.id.clone(),
                    url: feed.to_string(),
                    paused: source.paused,
                    asked_at: record.and_then(|it| it.asked_at),
                    due: record.map(|it| it.due),
                    failures: record.map_or(0, |it| it.failures),
                    refused: record.and_then(|it| it.refused.clone()),
                    moved_to: record.and_then(|it| it.moved_to.clone()),
                });
            }
        }
        Ok(standings)
    }

    /// Whether somebody reads the sources, by what is stored of them: to ask who has the place is to take it for a moment.
    async fn reads(&self) -> bool {
        let now = Utc::now();
        let latest = self.store.outcomes(&reported::latest(1)).await.unwrap_or_default();
        latest.iter().filter_map(|outcome| outcome.at).any(|at| at > now - LATELY)
            || are_read(&self.standings().await.unwrap_or_default(), now)
    }

    async fn told(&self, id: &SourceId) -> Result<String> {
        let filter = OutcomeFilter { source: Some(id.clone()), ..reported::latest(REPORTED) };
        let mut outcomes = self.store.outcomes(&filter).await?;
        // Before the rows of what was not asked are left out: it is the ledger that has more.
        let is_cut = outcomes.len() >= REPORTED as usize;
        outcomes.retain(reported::is_request);
        outcomes.sort_by_key(|outcome| std::cmp::Reverse(outcome.at));
        let whom = self.now().await?.sources.iter().find(|source| source.id == *id).map(|it| it.name.clone());
        let mut text = reported::head(&self.agent, &whom.unwrap_or_else(|| id.to_string()));
        for outcome in &outcomes {
            text.push('\n');
            text.push_str(&reported::line(outcome));
        }
        if is_cut {
            text.push_str("\n\nWhat is older is not in this list.");
        }
        Ok(text)
    }
}

/// Whether feeds stand as they do where somebody reads them: some were asked, and of these none has been due for long.
fn are_read(standings: &[FeedStanding], now: DateTime<Utc>) -> bool {
    let mut asked = standings.iter().filter(|feed| feed.asked_at.is_some() && !feed.paused).peekable();
    asked.peek().is_some() && asked.all(|feed| feed.due.is_some_and(|due| due > now - LATELY))
}

/// What goes on off the caller's thread, with what went wrong.
fn done<T: Send + 'static>(
    work: impl Future<Output = Result<T>> + Send + 'static,
) -> BoxFuture<'static, Result<T, Reason>> {
    Box::pin(async move { work.await.map_err(|error| unwritten(&error)) })
}

/// Why the list cannot be read or written.
fn unwritten(error: &anyhow::Error) -> Reason {
    Reason::new("configuration", format!("{error:#}"))
}

impl SourceDesk for Desk {
    fn is_written(&self) -> Result<(), String> {
        if self.is_read_only {
            return Err("the store may only be read here".to_owned());
        }
        match self.files.folder() {
            Some(_) => Ok(()),
            None => Err("the sources are built into the program: copy config/ to ./config".to_owned()),
        }
    }

    fn look(&self, address: &str, is_wanted: bool) -> BoxFuture<'static, Result<FoundSource, Reason>> {
        let (desk, address) = (self.clone(), address.to_owned());
        Box::pin(async move {
            // Whoever only looks writes nothing, and need not wait for who does.
            let _turn = if is_wanted { Some(desk.writing.lock().await) } else { None };
            let configuration = desk.now().await.map_err(|error| unwritten(&error))?;
            finding::add(&desk.fetcher, &address, is_wanted, &configuration).await
        })
    }

    fn pause(&self, id: &SourceId, paused: bool) -> BoxFuture<'static, Result<(), Reason>> {
        let (desk, id) = (self.clone(), id.to_string());
        done(async move {
            let _turn = desk.writing.lock().await;
            let configuration = desk.now().await?;
            listing::pause(&id, paused, &configuration).map(drop)
        })
    }

    fn import(
        &self,
        opml: &str,
        is_wanted: bool,
    ) -> BoxFuture<'static, Result<(Vec<String>, Vec<(String, Reason)>), Reason>> {
        let (desk, opml) = (self.clone(), opml.to_owned());
        Box::pin(async move {
            let _turn = desk.writing.lock().await;
            let configuration = desk.now().await.map_err(|error| unwritten(&error))?;
            let (added, said) = listing::imported(&opml, &configuration.sources)?;
            if is_wanted && !added.is_empty() {
                listing::append(&added, &configuration).map_err(|error| unwritten(&error))?;
            }
            Ok((added.into_iter().map(|source| source.name).collect(), said))
        })
    }

    fn export(&self) -> BoxFuture<'static, Result<String, Reason>> {
        let desk = self.clone();
        done(async move { Ok(desk.now().await?.sources.to_opml()) })
    }

    fn refuses(&self, address: &str) -> BoxFuture<'static, Option<String>> {
        let (poster, address) = (self.poster.clone(), address.to_owned());
        Box::pin(async move { poster.refuses(&address).await.map(|reason| reason.detail) })
    }

    fn is_read(&self) -> BoxFuture<'static, bool> {
        let desk = self.clone();
        Box::pin(async move { desk.reads().await })
    }

    fn feeds(&self) -> BoxFuture<'static, Result<Vec<FeedStanding>, Reason>> {
        let desk = self.clone();
        done(async move { desk.standings().await })
    }

    fn short(&self) -> BoxFuture<'static, Result<Vec<(SourceId, Reason, u64)>, Reason>> {
        let desk = self.clone();
        done(async move {
            let configuration = desk.now().await?;
            let short = bands::short(&desk.store, &configuration.sources, Utc::now()).await?;
            let told = |short: Short| {
                (short.source.clone(), Reason::new(short.state, short.said()), short.found.missing())
            };
            Ok(short.into_iter().map(told).collect())
        })
    }

    fn report(&self, id: &SourceId) -> BoxFuture<'static, Result<String, Reason>> {
        let (desk, id) = (self.clone(), id.clone());
        done(async move { desk.told(&id).await })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feeds_are_read_as_long_as_none_that_was_asked_is_overdue() {
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(10);
        let feed = |asked: bool, due_in: i64, paused: bool| FeedStanding {
            source: SourceId::new("a"),
            url: "https://a.example/rss".to_owned(),
            paused,
            asked_at: asked.then(|| now - TimeDelta::hours(3)),
            due: asked.then(|| now + TimeDelta::minutes(due_in)),
            failures: 0,
            refused: None,
            moved_to: None,
        };
        // What nobody has read yet says nothing, nor does what is paused.
        assert!(!are_read(&[], now) && !are_read(&[feed(false, 0, false), feed(true, 50, true)], now));
        assert!(are_read(&[feed(true, 50, false), feed(true, -5, false), feed(false, 0, false)], now));
        assert!(!are_read(&[feed(true, 50, false), feed(true, -15, false)], now));
        assert!(are_read(&[feed(true, 50, false), feed(true, -900, true)], now));
    }
}
