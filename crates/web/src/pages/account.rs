//! *Account*: the browsers that somebody is logged in with, their tokens, their password.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};

use super::{Shell, html};
use crate::access::{AccessError, Filled, LoggedIn, Scope, Who};
use crate::ask::Ask;
use crate::problem::Problem;
use crate::state::State;
use crate::text::shown;

#[derive(Template)]
#[template(path = "account.html", whitespace = "minimize")]
struct Page {
    shell: Shell,
    name: String,
    role: String,
    sessions: Vec<Row>,
    tokens: Vec<Row>,
    /// A token that was made just now, which nobody can show again.
    secret: Option<String>,
    fault: Option<String>,
    done: Option<String>,
    has_password: bool,
    may_triage: bool,
    sees_trail: bool,
}

struct Row {
    id: String,
    name: String,
    scopes: String,
    since: String,
    seen: String,
    here: bool,
}

/// What is theirs.
pub(crate) async fn account(Shared(state): Shared<Arc<State>>, ask: Ask) -> Response {
    let Some(who) = ask.who.clone().filter(|who| !who.is_here()) else {
        return Problem::NotThere(ask.path.clone()).answer(&ask, &state);
    };
    let page = page(&state, &ask, &who, Told::default()).await;
    page.unwrap_or_else(|error| Problem::Access(error).answer(&ask, &state))
}

/// What came of a change.
#[derive(Default)]
struct Told {
    secret: Option<String>,
    fault: Option<String>,
    done: Option<String>,
}

async fn page(state: &State, ask: &Ask, who: &Who, told: Told) -> Result<Response, AccessError> {
    let accounts = &state.access.accounts;
    let at = |at: DateTime<Utc>| {
        let at = state.zone.local(at);
        ask.words.clock(at)
    };
    let here = who.session().and_then(|digest| digest.get(..12));
    let sessions = accounts.sessions().await?.into_iter().filter(|session| session.user == who.name);
    let tokens = accounts.tokens().await?.into_iter().filter(|token| token.user == who.name);
    let user = accounts.user(&who.name).await?;
    let page = Page {
        name: who.name.clone(),
        role: ask.words.get(&format!("role-{}", who.role)),
        sessions: sessions
            .map(|it| Row {
                here: here == Some(it.id.as_str()),
                name: shown(&it.agent),
                scopes: String::new(),
                since: at(it.created_at),
                seen: at(it.seen_at),
                id: it.id,
            })
            .collect(),
        tokens: tokens
            .map(|it| Row {
                here: false,
                name: shown(&it.name),
                scopes: it.scopes.iter().map(Scope::to_string).collect::<Vec<_>>().join(", "),
                since: at(it.created_at),
                seen: it.used_at.map(at).unwrap_or_default(),
                id: it.id,
            })
            .collect(),
        shell: Shell::new(ask, state, ask.words.get("account")).once(told.secret.is_some()),
        secret: told.secret,
        fault: told.fault,
        done: told.done,
        has_password: user.is_some_and(|user| user.has_password()),
        may_triage: who.may_triage(),
        sees_trail: who.role >= crate::Role::Admin,
    };
    Ok(html(&page))
}

/// Changes what is theirs.
pub(crate) async fn change(
    Shared(state): Shared<Arc<State>>,
    Path(change): Path<String>,
    ask: Ask,
    filled: Filled,
) -> Response {
    let Some(who) = ask.who.clone().filter(|who| !who.is_here()) else {
        return Problem::NotThere(ask.path.clone()).answer(&ask, &state);
    };
    let changed = changed(&state, &ask, &who, &change, &filled).await;
    let told = match changed {
        Ok(Some(told)) => told,
        Ok(None) => return (StatusCode::SEE_OTHER, [(header::LOCATION, "/account")]).into_response(),
        // The one mistake that is made in a form, and is told beside it.
        Err(AccessError::Password) => {
            Told { fault: Some(ask.words.get("password-short")), ..Told::default() }
        }
        Err(AccessError::NotThere { id, .. }) => return Problem::NotThere(id).answer(&ask, &state),
        Err(error) => return Problem::Access(error).answer(&ask, &state),
    };
    let status = if told.fault.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    match page(&state, &ask, &who, told).await {
        Ok(page) => (status, page).into_response(),
        Err(error) => Problem::Access(error).answer(&ask, &state),
    }
}

/// What is to be said of it; nothing where the page says it.
async fn changed(
    state: &State,
    ask: &Ask,
    who: &Who,
    change: &str,
    filled: &Filled,
) -> Result<Option<Told>, AccessError> {
    let accounts = &state.access.accounts;
    let id = filled.value("id").unwrap_or_default();
    match change {
        "end-session" => {
            let theirs = accounts.sessions().await?.into_iter().any(|it| it.id == id && it.user == who.name);
            // Others' are not there, for who asks.
            let id = if theirs { id } else { "" };
            accounts.end_session(id, &who.name).await.map(|()| None)
        }
        "revoke-token" => {
            let theirs = accounts.tokens().await?.into_iter().any(|it| it.id == id && it.user == who.name);
            let id = if theirs { id } else { "" };
            accounts.revoke_token(id, &who.name).await.map(|()| None)
        }
        "add-token" => {
            let triage = who.may_triage() && filled.value("triage").is_some();
            // As far as a feed reader or a script needs it; for more an admin makes one (`veille token add`).
            let scopes = [Some(Scope::Read), triage.then_some(Scope::Triage)];
            let scopes: Vec<Scope> = scopes.into_iter().flatten().collect();
            let name = filled.value("name").map(str::trim).filter(|name| !name.is_empty());
            let name: String = name.unwrap_or("feed reader").chars().take(80).collect();
            let (_, secret) = accounts.add_token(&name, &who.name, &scopes, None, &who.name).await?;
            Ok(Some(Told { secret: Some(secret), ..Told::default() }))
        }
        "password" => {
            let (old, new) =
                (filled.value("old").unwrap_or_default(), filled.value("new").unwrap_or_default());
            let fault = match state.access.is_password_of(&who.name, old).await? {
                LoggedIn::Yes(_) => None,
                LoggedIn::No => Some(ask.words.get("password-wrong")),
                LoggedIn::Wait(seconds) => {
                    Some(ask.words.count("log-in-wait", usize::try_from(seconds).unwrap_or(usize::MAX)))
                }
            };
            if fault.is_some() {
                return Ok(Some(Told { fault, ..Told::default() }));
            }
            // The browser at hand stays: who changes the password because another leaked wants the others out.
            accounts.set_password(&who.name, new, &who.name, who.session()).await?;
            Ok(Some(Told { done: Some(ask.words.get("password-changed")), ..Told::default() }))
        }
        other => Err(AccessError::NotThere { what: "change", id: other.to_owned() }),
    }
}
