//! *Streams*: what is told on as it comes: kept searches with feeds of their own, and addresses that changes are sent to.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use veille_query::Query;
use veille_search::Request;

use super::listening::{Listening, RECEIVER};
use super::search::listed;
use super::{Shell, html};
use crate::access::{Filled, Role};
use crate::ask::Ask;
use crate::asking::search::request as search_request;
use crate::asking::watches;
use crate::cursor::Turn;
use crate::format::Format;
use crate::formats;
use crate::hooks::{Delivery, Endpoint, HookError, Hooks};
use crate::lists::chips;
use crate::lists::{Chip, Listed, Maker, PAGE};
use crate::problem::Problem;
use crate::revocable::Revocable;
use crate::selection::{Misread, Selection};
use crate::state::State;
use crate::text::{bare, shown};
use crate::watches::{self as kept, WATCH, Watch};

#[derive(Template)]
#[template(path = "streams.html", whitespace = "minimize")]
struct Page {
    shell: Shell,
    chips: Vec<Chip>,
    unfiltered: String,
    listening: Listening,
    watches: Vec<Row>,
    /// The feed of a search that was kept just now, whose address nobody can say again.
    secret: Option<String>,
    may_write: bool,
    /// For who may see where changes are sent to.
    hooks: Option<Vec<Hook>>,
    /// The key of an endpoint that was added just now.
    key: Option<String>,
    /// A program that takes what is sent.
    receiver: String,
    fault: Option<String>,
    url: String,
    filters: String,
}

/// Where changes are sent to.
struct Hook {
    id: String,
    url: String,
    filters: String,
    waiting: String,
    state: String,
    is_disabled: bool,
    is_failing: bool,
}

#[derive(Template)]
#[template(path = "deliveries.html", whitespace = "minimize")]
struct DeliveriesPage {
    shell: Shell,
    id: String,
    rows: Vec<Sent>,
}

/// One delivery.
struct Sent {
    id: String,
    kind: String,
    article: Option<String>,
    at: String,
    outcome: String,
    taken: bool,
    waits: bool,
}

/// Deliveries on a page; `veille webhook deliveries` prints all that are kept.
const ROWS: usize = 100;

/// What a page of streams says beside what is kept.
#[derive(Default)]
struct Said {
    secret: Option<String>,
    key: Option<String>,
    fault: Option<String>,
    url: String,
    filters: String,
}

struct Row {
    id: String,
    name: String,
    href: String,
    since: String,
    by: String,
}

/// What is told on.
pub(crate) async fn streams(Shared(state): Shared<Arc<State>>, ask: Ask) -> Response {
    page(&state, &ask, Said::default()).await.unwrap_or_else(|problem| problem.answer(&ask, &state))
}

async fn page(state: &State, ask: &Ask, said: Said) -> Result<Response, Problem> {
    let shows_secret = said.secret.is_some() || said.key.is_some();
    let row = |watch: Revocable<Watch>| Row {
        href: watch.page(),
        name: shown(&watch.what.name),
        since: ask.words.short_day(state.zone.local(watch.created_at).date_naive()),
        by: shown(&watch.by),
        id: watch.id,
    };
    let (selection, watched) = (ask.filters()?, state.watched());
    let maker = Maker { root: "/streams", state, watched: &watched, words: ask.words, selection: &selection };
    let page = Page {
        chips: chips(&maker),
        unfiltered: "/streams".to_owned(),
        listening: Listening::to(&selection, state, ask).await?,
        watches: kept::all(&state.store).await?.into_iter().map(row).collect(),
        secret: said.secret.map(|secret| format!("{}/feeds/{secret}", ask.base)),
        hooks: match may_send(state, ask) {
            true => Some(
                hooks(state)
                    .list()
                    .await
                    .map_err(problem)?
                    .into_iter()
                    .map(|it| hook(it, state, ask))
                    .collect(),
            ),
            false => None,
        },
        receiver: RECEIVER.replace("{key}", said.key.as_deref().unwrap_or("whsec_…")),
        key: said.key,
        fault: said.fault,
        url: shown(&bare(&said.url)),
        filters: shown(&said.filters),
        may_write: watches::may_add(state, ask),
        shell: Shell::new(ask, state, ask.words.get("streams")).once(shows_secret),
    };
    Ok(html(&page))
}

/// Whether who looks may have changes sent to others.
fn may_send(state: &State, ask: &Ask) -> bool {
    !state.is_read_only && ask.who.as_ref().is_some_and(|who| who.role >= Role::Admin && who.may_triage())
}

fn hooks(state: &State) -> Hooks {
    // Made for the request: what they hold is the store's, and a queue is read when it is looked at.
    Hooks::over(state.store.clone(), state.zone.clone(), state.watching.clone())
}

fn at(at: DateTime<Utc>, state: &State, ask: &Ask) -> String {
    let at = state.zone.local(at);
    ask.words.clock(at)
}

fn hook(endpoint: Endpoint, state: &State, ask: &Ask) -> Hook {
    let words = ask.words;
    let since = |key: &str, instant| words.with(key, &[("when", &at(instant, state, ask))]);
    let said = match (endpoint.disabled_at, endpoint.failing_since, &endpoint.last) {
        (Some(instant), ..) => since("hook-disabled", instant),
        (None, Some(instant), _) => since("hook-failing", instant),
        (None, None, Some(last)) => since("hook-last", last.at),
        (None, None, None) => words.get("hook-nothing"),
    };
    Hook {
        url: shown(&endpoint.url),
        filters: shown(&endpoint.filters),
        waiting: words.number(endpoint.waiting),
        state: said,
        is_disabled: endpoint.disabled_at.is_some(),
        is_failing: endpoint.failing_since.is_some(),
        id: endpoint.id,
    }
}

/// What was sent to an endpoint, and what waits.
pub(crate) async fn deliveries(
    Shared(state): Shared<Arc<State>>,
    Path(id): Path<String>,
    ask: Ask,
) -> Response {
    match hooks(&state).deliveries(&id).await {
        Ok(deliveries) => {
            let rows =
                deliveries.into_iter().take(ROWS).map(|delivery| sent(delivery, &state, &ask)).collect();
            let shell = Shell::new(&ask, &state, ask.words.get("hook-deliveries"));
            html(&DeliveriesPage { shell, id: shown(&id), rows })
        }
        Err(error) => problem(error).answer(&ask, &state),
    }
}

fn sent(delivery: Delivery, state: &State, ask: &Ask) -> Sent {
    let waits = delivery.outcome.is_none();
    Sent {
        at: at(delivery.at, state, ask),
        outcome: delivery.outcome.as_deref().map_or_else(|| ask.words.get("hook-waits"), shown),
        kind: shown(&delivery.kind),
        article: delivery.article.map(|article| article.to_string()),
        taken: delivery.taken,
        id: shown(&delivery.id),
        waits,
    }
}

fn problem(error: HookError) -> Problem {
    match error {
        HookError::NotThere(what) => Problem::NotThere(what),
        HookError::Query(error) => Problem::Query(error),
        HookError::Store(error) => Problem::Store(error),
        HookError::NoTopic { topic: value, .. } | HookError::Filter { value, .. } => {
            Problem::Misread(Misread { name: "filters", value })
        }
        HookError::Address(value) => Problem::Misread(Misread { name: "url", value }),
        HookError::Busy => Problem::Busy,
    }
}

/// Adds an address that changes are sent to, removes one, or has something sent again.
pub(crate) async fn change_hooks(
    Shared(state): Shared<Arc<State>>,
    Path(change): Path<String>,
    ask: Ask,
    filled: Filled,
) -> Response {
    let changed = hook_changed(&state, &ask, &change, &filled).await;
    changed.unwrap_or_else(|problem| problem.answer(&ask, &state))
}

async fn hook_changed(state: &State, ask: &Ask, change: &str, filled: &Filled) -> Result<Response, Problem> {
    if !may_send(state, ask) {
        return Err(Problem::Forbidden);
    }
    let (who, hooks) = (ask.reader(), hooks(state));
    let value = |name: &str| filled.value(name).unwrap_or_default();
    let to = |path: String| (StatusCode::SEE_OTHER, [(header::LOCATION, path)]).into_response();
    match change {
        "add" => {
            let (url, filters) = (value("url").to_owned(), value("filters").to_owned());
            // Nothing is sent where nothing is fetched from.
            if let Some(desk) = &state.desk
                && let Some(why) = desk.refuses(&url).await
            {
                tracing::info!(url = %bare(&url), %why, "a webhook is refused");
                let fault = Some(ask.words.get("hook-private"));
                // With what was typed, to be corrected.
                let page = page(state, ask, Said { fault, url, filters, ..Said::default() });
                return Ok((StatusCode::UNPROCESSABLE_ENTITY, page.await?).into_response());
            }
            match hooks.add(&url, &filters, &who).await {
                Ok((_, key)) => page(state, ask, Said { key: Some(key), ..Said::default() }).await,
                Err(HookError::Store(error)) => Err(error.into()),
                Err(error) => {
                    let fault = match &error {
                        HookError::Query(error) => ask.words.fault(&error.problem),
                        HookError::Address(_) => ask.words.get("hook-no-address"),
                        _ => ask.words.get("hook-no-filter"),
                    };
                    let page = page(state, ask, Said { fault: Some(fault), url, filters, ..Said::default() });
                    Ok((StatusCode::UNPROCESSABLE_ENTITY, page.await?).into_response())
                }
            }
        }
        "remove" => {
            hooks.remove(value("id"), &who).await.map_err(problem)?;
            Ok(to("/streams".to_owned()))
        }
        "again" => {
            let id = value("id");
            hooks.again(id, filled.value("delivery"), &who).await.map_err(problem)?;
            Ok(to(format!("/streams/hooks/{id}")))
        }
        _ => Err(Problem::NotThere(ask.path.clone())),
    }
}

/// Keeps a search, or revokes one.
pub(crate) async fn change(
    Shared(state): Shared<Arc<State>>,
    Path(change): Path<String>,
    ask: Ask,
    filled: Filled,
) -> Response {
    changed(&state, &ask, &change, &filled).await.unwrap_or_else(|problem| problem.answer(&ask, &state))
}

async fn changed(state: &State, ask: &Ask, change: &str, filled: &Filled) -> Result<Response, Problem> {
    if !watches::may_add(state, ask) {
        return Err(Problem::Forbidden);
    }
    let who = ask.reader();
    match change {
        "add" => {
            let filters = filled.value("filters").unwrap_or_default();
            let secret = watches::add(state, ask, filters, filled.value("name")).await?;
            // No redirect, as after other changes: its address is said once, and the next page would not know it.
            page(state, ask, Said { secret: Some(secret), ..Said::default() }).await
        }
        "revoke" => {
            let id = filled.value("id").unwrap_or_default();
            if Revocable::<Watch>::revoke(&state.store, WATCH, id, &who).await?.is_none() {
                return Err(Problem::NotThere(id.to_owned()));
            }
            Ok((StatusCode::SEE_OTHER, [(header::LOCATION, "/streams")]).into_response())
        }
        _ => Err(Problem::NotThere(ask.path.clone())),
    }
}

/// The feed of a kept search: whoever has its address may read it, and it alone.
pub(crate) async fn feed(Shared(state): Shared<Arc<State>>, Path(name): Path<String>, ask: Ask) -> Response {
    fed(&state, &name, &ask).await.unwrap_or_else(|problem| problem.answer(&ask, &state))
}

async fn fed(state: &State, name: &str, ask: &Ask) -> Result<Response, Problem> {
    let (secret, format) = Format::split(name);
    let is_feed = matches!(format, Format::Atom | Format::Rss | Format::Json);
    let nothing = || Problem::LinkGone;
    let watch = Revocable::<Watch>::of_secret(&state.store, WATCH, secret, &state.access).await?;
    // A kept search opens as a feed alone: as a table it would be an export by who is not known.
    let watch = watch.filter(|_| is_feed).ok_or_else(nothing)?;
    state.catalogue.catch_up().await?;
    let watched = state.watched();
    let selection = watch.selection();
    // Where no topic is watched nothing is tagged, and a feed of what is tagged would be empty for ever.
    let untagged_too = selection.untagged_too || watched.topics.is_empty();
    let selection = Selection { untagged_too, ..selection };
    let maker = Maker { root: "/", state, watched: &watched, words: ask.words, selection: &selection };
    let found = match selection.query.as_deref() {
        Some(query) => {
            let query = Query::parse(query).map_err(Problem::Query)?;
            let asked = Request { limit: PAGE, ..search_request(&selection, state, query) };
            Listed::with_kin(listed(state.search(&asked).await?.results), &state.store).await?
        }
        None => {
            let cut = state.catalogue.read().cut(&selection, &Turn::First, PAGE);
            maker.listed(&cut.ids).await?
        }
    };
    // Its own address, which asks nobody who they are, and not that of the list.
    let place = formats::Place {
        page: format!("{}{}", ask.base, watch.page()),
        address: format!("{}{}", ask.base, ask.path),
        // A feed reader comes again, and asks for no second page.
        next: None,
    };
    Ok(formats::feed(ask, &maker, &found, &shown(&watch.what.name), place).answer(format))
}
