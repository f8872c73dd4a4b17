//! `veille search`: what the store holds, asked in the language of topics.
//!
//! Where nobody keeps the store's index, this brings it up to date first; where somebody does, what is committed is asked,
//! which is some two seconds old at most.

use anyhow::Result;
use chrono::Utc;
use console::measure_text_width;
use veille_query::{Query, QueryError};
use veille_search::{Counting, Request, Search, SearchError, Sort, catch_up};
use veille_sink::Store;

use super::{Context, save};
use crate::arguments::{self, SearchSort};
use crate::context::holder;
use crate::exit::{Cause, failure};
use crate::shown::{Answered, Progress, safe};
use crate::signals::Signals;
use crate::wiring::{index_path, office_days};

pub async fn run(arguments: arguments::Search, context: Context) -> Result<()> {
    let Some(written) = &arguments.query else { return serve(&arguments, &context).await };
    // Before anything is opened: what is wrong with the query is wrong in any store.
    let query = Query::parse(written).map_err(|error| unreadable(written, &error))?;
    if let Some(id) = &arguments.save {
        save::check(id, &context)?;
    }
    let store = context.open_existing_store(&arguments.database).await?;
    let signals = Signals::listen()?;
    let path = index_path(&store, &context.configuration.settings);
    bring_level(&store, &path, &signals, &context).await?;
    if signals.stop.is_cancelled() {
        return signals.conclude();
    }
    let request = request(query, &arguments, &context);
    let answer = Search::open(&path)?.ask(&store, &request).await?;
    store.close().await;
    Answered { arguments: &arguments, request: &request, answer: &answer, context: &context }.show()?;
    match &arguments.save {
        Some(id) => save::run(id, written, &arguments.database, context).await,
        None => Ok(()),
    }
}

/// Keeps the index until told to stop.
async fn serve(arguments: &arguments::Search, context: &Context) -> Result<()> {
    let signals = Signals::listen()?;
    let store = context.open_existing_store(&arguments.database).await?;
    let settings = &context.configuration.settings;
    let path = index_path(&store, settings);
    tracing::info!(store = %store.location(), index = %path.display(), "keeping the index");
    crate::services::ready();
    let holder = holder("search --serve");
    veille_search::follow(&store, &path, &holder, settings.search.memory_bytes, &signals.stop).await;
    store.close().await;
    signals.conclude()
}

/// Brings an index up to date that nobody keeps.
async fn bring_level(
    store: &Store,
    path: &std::path::Path,
    signals: &Signals,
    context: &Context,
) -> Result<()> {
    let progress = Progress::start(context.global.quiet, "indexing");
    let last = store.last_change().await?;
    let memory = context.configuration.settings.search.memory_bytes;
    let on_work = |position| progress.indexed(position, last);
    match catch_up(store, path, &holder("search"), memory, on_work, &signals.stop).await {
        Ok(None) => Ok(()),
        Ok(Some(keeper)) => {
            tracing::debug!(keeper, "the index is kept by another");
            Ok(())
        }
        // Another user's index can be asked all the same.
        Err(error @ SearchError::Folder { .. }) if Search::open(path).is_ok() => {
            progress.note(&format!("the index is asked as it is: {error}"));
            Ok(())
        }
        Err(error) => Err(error.into()),
    }
}

fn request(query: Query, arguments: &arguments::Search, context: &Context) -> Request {
    let (selection, settings) = (&arguments.selection, &context.configuration.settings);
    let (now, zone) = (Utc::now(), settings.office.time_zone());
    Request {
        since: selection.since.map(|since| since.begin(now, zone)),
        until: selection.until.map(|until| until.end(now, zone)),
        days: office_days(settings),
        languages: selection.language().into_iter().collect(),
        sources: selection.source().into_iter().collect(),
        topics: selection.topic().into_iter().collect(),
        sort: match arguments.sort {
            SearchSort::Newest => Sort::Newest,
            SearchSort::Relevant => Sort::Relevant,
        },
        limit: arguments.limit,
        after: arguments.after.clone(),
        counting: if arguments.facets { Counting::Facets } else { Counting::Total },
        ..Request::new(query)
    }
}

/// What is wrong with a query, and where: the line of it, and a mark under the place.
fn unreadable(query: &str, error: &QueryError) -> anyhow::Error {
    let before = query.get(..error.offset).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let line = query[start..].lines().next().unwrap_or_default();
    let column = measure_text_width(&safe::line(&query[start..error.offset.max(start)]));
    let line = safe::line(line);
    let message =
        format!("the query, column {}: {}\n  {line}\n  {}^", error.column, error.problem, " ".repeat(column));
    failure(Cause::Usage, message)
}
