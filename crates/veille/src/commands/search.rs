//! `veille search`: what the store holds, asked in the language of topics.
//!
//! Where nobody keeps the store's index, this brings it up to date first; where somebody does, they are waited for until it
//! has what was stored when it was asked for.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;
use console::measure_text_width;
use veille_model::ArticleId;
use veille_query::{Problem, Query, QueryError};
use veille_search::{Answer, Counting, Cursor, Request, Search, SearchError, Sort, Total, catch_up};
use veille_sink::Store;

use super::among::Compared;
use super::{Context, save, told};
use crate::arguments::{self, SearchSort};
use crate::configuration::index_path;
use crate::exit::{Cause, failure};
use crate::health::Health;
use crate::machine::holder;
use crate::shown::{Answered, Hint, Progress, count, safe};
use crate::signals::Signals;
use crate::when::Period;
use crate::wiring::{office_days, stories_behind};

pub async fn run(arguments: arguments::Search, context: Context) -> Result<()> {
    let Some(written) = &arguments.query else { return serve(&arguments, &context).await };
    // Before anything is opened: what is wrong with the query is wrong in any store.
    let query = Query::parse(written).map_err(|error| unreadable(written, &error))?;
    if let Some(id) = &arguments.save {
        save::check(id, &context)?;
    }
    // What is a copy is told by stories that are level with the store.
    let store = match arguments.originals {
        true => told::open(&arguments.database, "search", &context).await?,
        false => context.open_existing_store(&arguments.database).await?,
    };
    let request = request(query, &arguments, &context)?;
    let signals = Signals::listen()?;
    let path = index_path(&store, &context.configuration.settings);
    // Asked before the index is brought level: what is stored meanwhile is not waited for.
    let last = store.last_change().await?;
    let keeper = bring_level(&store, &path, last, &signals, &context).await?;
    if signals.stop.is_cancelled() {
        return signals.conclude();
    }
    let about_to_build = |keeper: &str| {
        let path = path.display();
        failure(
            Cause::Unavailable,
            format!("{path}: {keeper} is about to build the index; try again in a moment"),
        )
    };
    let search = Search::open(&path).map_err(|error| match (error, &keeper) {
        (SearchError::NoIndex { .. }, Some(keeper)) => about_to_build(keeper),
        (error, _) => error.into(),
    })?;
    let answer = search.ask(&store, &request).await?;
    // An index of nothing, of a store that holds something: its first commit is still to come.
    if let (0, 1.., Some(keeper)) = (answer.position, last, &keeper) {
        return Err(about_to_build(keeper));
    }
    let found: Vec<ArticleId> = answer.results.iter().map(|found| found.article.article.id.clone()).collect();
    let among = Compared::of(&store).await?.look_up(&store, &found).await?;
    let originals = originals(&search, &store, &request, &answer).await?;
    store.close().await;
    let behind = last.saturating_sub(answer.position);
    let (arguments, request, answer) = (&arguments, &request, &answer);
    Answered { arguments, request, answer, among, originals, behind, context: &context }.show()?;
    if let (Some(keeper), 1..) = (keeper, behind) {
        let behind = count(behind, "change", "changes");
        context.say(format!("the index is {behind} behind the store; {keeper} keeps it"));
    }
    match &arguments.save {
        Some(id) => save::run(id, written, &arguments.database, context).await,
        None => Ok(()),
    }
}

/// How many of those found are originals; None where that is not known: not all are counted, or not all were compared.
async fn originals(
    search: &Search,
    store: &Store,
    request: &Request,
    answer: &Answer,
) -> Result<Option<u64>> {
    let Some(Total { articles, at_least: false }) = answer.total else { return Ok(None) };
    if articles == 0 || request.originals {
        return Ok(Some(articles));
    }
    // What was not compared yet would be counted as an original.
    if stories_behind(store).await? > 0 {
        return Ok(None);
    }
    let counted =
        // The number alone is wanted, and no article is fetched for it.
        Request { originals: true, limit: 0, after: None, counting: Counting::Total, ..request.clone() };
    Ok(search.ask(store, &counted).await?.total.map(|total| total.articles))
}

/// Keeps the index until told to stop.
async fn serve(arguments: &arguments::Search, context: &Context) -> Result<()> {
    let signals = Signals::listen()?;
    let health = Health::begin("search", &[], arguments.observed.metrics, context, &signals.stop).await?;
    let store = context.open_existing_store(&arguments.database).await?;
    let settings = &context.configuration.settings;
    let path = index_path(&store, settings);
    tracing::info!(store = %store.location(), index = %path.display(), "keeping the index");
    health.ready();
    let holder = holder("search --serve");
    veille_search::follow(&store, &path, &holder, settings.search.memory_bytes, &signals.stop).await;
    health.end().await;
    store.close().await;
    signals.conclude()
}

/// How long a keeper of the index is waited for who gets no further.
const PATIENCE: Duration = Duration::from_secs(5);

/// Brings the index level with the store, or waits until its keeper has. Who that is where it is not.
async fn bring_level(
    store: &Store,
    path: &Path,
    last: u64,
    signals: &Signals,
    context: &Context,
) -> Result<Option<String>> {
    let progress = Progress::start(context.global.quiet, "indexing");
    let memory = context.configuration.settings.search.memory_bytes;
    let on_work = |position| progress.indexed(position, last);
    let (mut reached, mut since) = (0, Instant::now());
    loop {
        let keeper = match catch_up(store, path, &holder("search"), memory, on_work, &signals.stop).await {
            Ok(None) => return Ok(None),
            Ok(Some(keeper)) => keeper,
            // Another user's index can be asked all the same.
            Err(error @ SearchError::Folder { .. }) if Search::open(path).is_ok() => {
                progress.note(&format!("the index is asked as it is: {error}"));
                return Ok(None);
            }
            Err(error) => return Err(error.into()),
        };
        let position = Search::open(path).and_then(|index| index.position()).unwrap_or_default();
        on_work(position);
        // Who gets further is waited for as long as it takes; patience is spent on who stands still.
        if position > reached {
            (reached, since) = (position, Instant::now());
        }
        if position >= last || since.elapsed() > PATIENCE || signals.stop.is_cancelled() {
            return Ok((position < last).then_some(keeper));
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn request(query: Query, arguments: &arguments::Search, context: &Context) -> Result<Request> {
    let (selection, settings) = (&arguments.selection, &context.configuration.settings);
    let Period { since, until, .. } = selection.period(&context.configuration)?;
    let sort = match arguments.sort {
        SearchSort::Newest => Sort::Newest,
        SearchSort::Relevant => Sort::Relevant,
    };
    if let Some(other) = arguments.after.as_ref().map(Cursor::sort).filter(|other| *other != sort) {
        let other = match other {
            Sort::Newest => "newest",
            Sort::Relevant => "relevant",
        };
        let told = format!(
            "--after is a place among results that were sorted by --sort {other}: say that too, or begin without --after"
        );
        return Err(failure(Cause::Usage, told));
    }
    Ok(Request {
        since,
        until,
        days: office_days(settings),
        languages: selection.language().into_iter().collect(),
        sources: selection.source().into_iter().collect(),
        origins: arguments.origin.iter().cloned().collect(),
        topics: selection.topic().into_iter().collect(),
        originals: arguments.originals,
        sort,
        limit: arguments.limit,
        after: arguments.after.clone(),
        counting: if arguments.facets { Counting::Facets } else { Counting::Total },
        ..Request::new(query)
    })
}

/// What is wrong with a query, and where: the line of it, and a mark under the place.
fn unreadable(query: &str, error: &QueryError) -> anyhow::Error {
    let before = query.get(..error.offset).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let line = query[start..].lines().next().unwrap_or_default();
    // Columns of a terminal: a Chinese character before the place takes two.
    let column = measure_text_width(&safe::line(&query[start..error.offset.max(start)]));
    let line = safe::line(line);
    let mut message =
        format!("the query, column {}: {}\n  {line}\n  {}^", error.column, error.problem, " ".repeat(column));
    // Whoever typed a sentence meant its words; whoever typed NEAR/0 meant no word NEAR.
    let is_sentence = !matches!(error.problem, Problem::ExpectedNumber { .. });
    let readings = is_sentence.then(|| {
        ["as a phrase:", "all of these words:", "any of them:"].into_iter().zip(Query::readings(query))
    });
    for (name, reading) in readings.into_iter().flatten().filter_map(|(name, reading)| Some((name, reading?)))
    {
        message.push_str(&format!("\n  {name:<20}{}", Hint::new(["search", &*safe::line(reading.source())])));
    }
    failure(Cause::Usage, message)
}
