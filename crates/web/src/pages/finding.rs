//! A publisher that somebody wants to have read: looked at first, shown with what it announces, and only then added.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::{Ask, Problem, Shell, html};
use crate::FoundSource;
use crate::access::{Filled, Role, Who};
use crate::state::State;
use crate::text::shown;

#[derive(Template)]
#[template(path = "source.html", whitespace = "minimize")]
struct Page {
    shell: Shell,
    address: String,
    fault: Option<String>,
    found: Option<Found>,
}

/// What was found.
struct Found {
    name: String,
    id: String,
    language: String,
    known: Option<String>,
    feeds: Vec<Feed>,
}

struct Feed {
    url: String,
    entries: Vec<(String, String)>,
}

/// Whether who looks may add sources here.
pub(crate) fn may_add(state: &State, ask: &Ask) -> bool {
    state.add_source.is_some() && is_admin(ask)
}

/// Whether who looks may add sources where that can be done.
pub(crate) fn is_admin(ask: &Ask) -> bool {
    ask.who.as_ref().is_some_and(|who: &Who| who.role >= Role::Admin && who.may_triage())
}

/// Looks at a publisher, or adds it.
pub(crate) async fn change(
    Shared(state): Shared<Arc<State>>,
    Path(change): Path<String>,
    ask: Ask,
    filled: Filled,
) -> Response {
    changed(&state, &ask, &change, &filled).await.unwrap_or_else(|problem| problem.answer(&ask, &state))
}

async fn changed(state: &State, ask: &Ask, change: &str, filled: &Filled) -> Result<Response, Problem> {
    let (Some(way), true) = (&state.add_source, may_add(state, ask)) else { return Err(Problem::Forbidden) };
    let is_wanted = match change {
        "look" => false,
        "add" => true,
        _ => return Err(Problem::NotThere(ask.path.clone())),
    };
    let address = filled.value("address").unwrap_or_default().trim().to_owned();
    match way.look(&address, is_wanted).await {
        Ok(found) if is_wanted && found.known.is_none() => {
            let who = ask.who.as_ref().map_or("local", |who| who.name.as_str());
            let id = found.id.to_string();
            state.access.accounts.note(who, "source-added", &id, &address).await.map_err(Problem::Access)?;
            let to = format!("/sources?added={id}");
            Ok((StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response())
        }
        Ok(found) => Ok(page(state, ask, &address, None, Some(shown_found(found, ask)))),
        Err(why) => {
            let page = page(state, ask, &address, Some(shown(&why)), None);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

fn page(state: &State, ask: &Ask, address: &str, fault: Option<String>, found: Option<Found>) -> Response {
    let shell = Shell::new(ask, state, ask.words.get("source-add"));
    html(&Page { shell, address: shown(address), fault, found })
}

fn shown_found(found: FoundSource, ask: &Ask) -> Found {
    let entry = |(date, headline): (Option<String>, String)| (date.unwrap_or_default(), shown(&headline));
    let feed = |(url, entries): (String, Vec<_>)| Feed {
        url: shown(&url),
        entries: entries.into_iter().map(entry).collect(),
    };
    Found {
        name: shown(&found.name),
        id: found.id.to_string(),
        language: found.language.map(|language| ask.words.language(&language)).unwrap_or_default(),
        known: found.known.as_deref().map(shown),
        feeds: found.feeds.into_iter().map(feed).collect(),
    }
}
