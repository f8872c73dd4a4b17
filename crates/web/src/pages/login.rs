//! The way in and the way out.

use std::sync::Arc;

use askama::Template;
use axum::extract::State as Shared;
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::{Ask, Problem, Shell, html};
use crate::access::{Filled, LoggedIn, foreign};
use crate::state::State;

#[derive(Template)]
#[template(path = "login.html", whitespace = "minimize")]
struct Page {
    shell: Shell,
    /// Where it goes on.
    next: String,
    name: String,
    fault: Option<String>,
}

/// The login page.
pub(crate) async fn login(Shared(state): Shared<Arc<State>>, ask: Ask) -> Response {
    let next = onwards(ask.value("next"));
    if ask.who.is_some() || !state.access.is_asked {
        return onto(&next, None);
    }
    page(&state, &ask, next, String::new(), None)
}

fn page(state: &State, ask: &Ask, next: String, name: String, fault: Option<String>) -> Response {
    html(&Page { shell: Shell::bare(ask, state, ask.words.get("log-in")), next, name, fault })
}

/// Only to pages of ours.
fn onwards(next: Option<&str>) -> String {
    next.filter(|next| !foreign(next)).unwrap_or("/").to_owned()
}

fn onto(next: &str, cookie: Option<String>) -> Response {
    let mut response = (StatusCode::SEE_OTHER, [(header::LOCATION, next.to_owned())]).into_response();
    if let Some(cookie) = cookie.and_then(|cookie| cookie.parse().ok()) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// What came of name and password.
pub(crate) async fn log_in(
    Shared(state): Shared<Arc<State>>,
    ask: Ask,
    filled: Filled,
    parts: Parts,
) -> Response {
    let name = filled.value("name").unwrap_or_default().trim().to_owned();
    let next = onwards(filled.value("next"));
    let password = filled.value("password").unwrap_or_default();
    let (status, fault) = match state.access.log_in(&parts, &name, password).await {
        Ok(LoggedIn::Yes(cookie)) => return onto(&next, Some(cookie)),
        Ok(LoggedIn::No) => (StatusCode::UNAUTHORIZED, ask.words.get("log-in-wrong")),
        Ok(LoggedIn::Wait(seconds)) => {
            let seconds = usize::try_from(seconds).unwrap_or(usize::MAX);
            (StatusCode::TOO_MANY_REQUESTS, ask.words.count("log-in-wait", seconds))
        }
        Err(error) => return Problem::Access(error).answer(&ask, &state),
    };
    (status, page(&state, &ask, next, name, Some(fault))).into_response()
}

/// The way out.
pub(crate) async fn log_out(Shared(state): Shared<Arc<State>>, ask: Ask) -> Response {
    let Some(who) = &ask.who else { return onto("/", None) };
    match state.access.log_out(who).await {
        Ok(cookie) => onto("/login", Some(cookie)),
        Err(error) => Problem::Access(error).answer(&ask, &state),
    }
}
