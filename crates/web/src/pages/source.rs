//! One source: how its feeds stand, when they are read next, what was asked of it; and a way to have it read no more.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use veille_model::{Reason, SourceId};

use super::finding::may_add;
use super::sources::{Row, instant};
use super::{Shell, html};
use crate::FeedStanding;
use crate::ask::Ask;
use crate::asking::sources;
use crate::problem::Problem;
use crate::state::State;
use crate::text::{link, shown};
use crate::words::Said;

#[derive(Template)]
#[template(path = "source.html", whitespace = "minimize")]
struct Page {
    shell: Shell,
    row: Row,
    feeds: Vec<Feed>,
    paused: bool,
    /// Whether who looks may have it read no more, or again.
    may_change: bool,
    /// What was asked of it, in words that can be sent to it.
    report: String,
}

struct Feed {
    url: String,
    href: Option<String>,
    asked: String,
    due: String,
    failing: Option<String>,
    moved: Option<String>,
}

/// One source, or with `.txt` what was asked of it.
pub(crate) async fn source(
    Shared(state): Shared<Arc<State>>,
    Path(name): Path<String>,
    ask: Ask,
) -> Response {
    one(&state, &name, &ask).await.unwrap_or_else(|problem| problem.answer(&ask, &state))
}

async fn one(state: &State, name: &str, ask: &Ask) -> Result<Response, Problem> {
    let (id, is_text) = match name.strip_suffix(".txt") {
        Some(id) => (id, true),
        None => (name, false),
    };
    let found = sources::all(state, ask.words).await?.into_iter().find(|source| source.id.as_str() == id);
    let found = found.ok_or_else(|| Problem::NotThere(name.to_owned()))?;
    let row = Row::of(&found, state, ask.words);
    let (mut feeds, mut report) = (Vec::new(), String::new());
    if let Some(desk) = &state.desk {
        let source = SourceId::new(id);
        // While somebody is half-way through writing the configuration, the rest is shown.
        let told = |why: Reason| tracing::warn!(%why, "how a source stands cannot be told");
        report = desk.report(&source).await.map_err(told).unwrap_or_default();
        feeds = desk.feeds().await.map_err(told).unwrap_or_default();
        feeds.retain(|feed| feed.source == source);
    }
    let report: String = report.lines().map(shown).collect::<Vec<_>>().join("\n");
    if is_text {
        return Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], report + "\n").into_response());
    }
    let is_listed = !feeds.is_empty();
    let page = Page {
        // All feeds of a source are paused together.
        paused: feeds.iter().any(|feed| feed.paused),
        may_change: is_listed && may_add(state, ask),
        feeds: feeds.iter().map(|feed| of(feed, state, ask)).collect(),
        report,
        shell: Shell::new(ask, state, row.name.clone()),
        row,
    };
    Ok(html(&page))
}

fn of(feed: &FeedStanding, state: &State, ask: &Ask) -> Feed {
    let instant = |at| instant(at, state, ask.words);
    Feed {
        url: shown(&feed.url),
        href: link(&feed.url),
        asked: feed.asked_at.map(instant).unwrap_or_default(),
        due: feed.due.filter(|_| !feed.paused).map(instant).unwrap_or_default(),
        failing: feed.refused.as_deref().map(|code| {
            let said = ask.words.failure(code).unwrap_or_else(|| shown(code));
            let times = ask.words.count("times", feed.failures as usize);
            ask.words.with("feed-failing", &[("times", &times), ("why", &said)])
        }),
        moved: feed.moved_to.as_deref().map(shown),
    }
}
