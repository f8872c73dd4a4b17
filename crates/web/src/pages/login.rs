//! The way in and the way out.

use std::sync::Arc;

use askama::Template;
use axum::extract::State as Shared;
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use url::form_urlencoded;

use super::{Shell, html};
use crate::access::{AccessError, ComesBack, Filled, LoggedIn, Unproven};
use crate::ask::Ask;
use crate::problem::Problem;
use crate::state::State;
use crate::text::foreign;
use crate::text::shown;

#[derive(Template)]
#[template(path = "login.html", whitespace = "minimize")]
struct Page {
    shell: Shell,
    /// Where it goes on.
    next: String,
    name: String,
    fault: Option<String>,
    /// The identity provider, and the way there.
    provider: Option<(String, String)>,
}

/// The login page.
pub(crate) async fn login(Shared(state): Shared<Arc<State>>, ask: Ask) -> Response {
    let next = onwards(ask.value("next"));
    if ask.who.is_some() || !state.access.is_asked {
        // Who is in already, with the back button, is not asked again.
        return onto(&next, None);
    }
    page(&state, &ask, next, String::new(), None)
}

fn page(state: &State, ask: &Ask, next: String, name: String, fault: Option<String>) -> Response {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("next", &next).finish();
    let provider = state.access.provider.as_ref().map(|provider| {
        let said = ask.words.with("log-in-at", &[("provider", &shown(&provider.name()))]);
        (said, format!("/login/oidc?{query}"))
    });
    html(&Page { shell: Shell::bare(ask, state, ask.words.get("log-in")), next, name, fault, provider })
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
        Ok(LoggedIn::Yes(cookie)) => return onto(&next, cookie),
        Ok(LoggedIn::No) => (StatusCode::UNAUTHORIZED, ask.words.get("log-in-wrong")),
        Ok(LoggedIn::Wait(seconds)) => {
            let seconds = usize::try_from(seconds).unwrap_or(usize::MAX);
            (StatusCode::TOO_MANY_REQUESTS, ask.words.count("log-in-wait", seconds))
        }
        Err(error) => return Problem::Access(error).answer(&ask, &state),
    };
    (status, page(&state, &ask, next, name, Some(fault))).into_response()
}

/// The way to the identity provider.
pub(crate) async fn go_out(Shared(state): Shared<Arc<State>>, ask: Ask, parts: Parts) -> Response {
    let next = onwards(ask.value("next"));
    // Where nobody is asked there is no session to begin.
    let Some(provider) = state.access.provider.as_ref().filter(|_| state.access.is_asked) else {
        return Problem::NotThere(ask.path.clone()).answer(&ask, &state);
    };
    match state.access.go_out(provider, &parts, &next).await {
        Ok((address, cookie)) => onto(&address, Some(cookie)),
        Err(error) => unproven(&state, &ask, &next, &error.into()),
    }
}

/// The way back from it.
pub(crate) async fn come_back(Shared(state): Shared<Arc<State>>, ask: Ask, parts: Parts) -> Response {
    let Some(provider) = state.access.provider.as_ref().filter(|_| state.access.is_asked) else {
        return Problem::NotThere(ask.path.clone()).answer(&ask, &state);
    };
    match state.access.come_back(provider, &parts).await {
        Ok((cookies, next)) => {
            let mut response = onto(&next, None);
            for cookie in cookies.into_iter().filter_map(|cookie| cookie.parse().ok()) {
                // Two of them: the new session, and the end of the cookie that went out.
                response.headers_mut().append(header::SET_COOKIE, cookie);
            }
            response
        }
        Err(error) => unproven(&state, &ask, "/", &error),
    }
}

/// Says what came of a login at the provider; the log has all of it.
fn unproven(state: &State, ask: &Ask, next: &str, error: &ComesBack) -> Response {
    // The page says less: what exactly does not hold is for who runs the server.
    tracing::warn!(%error, "nobody was logged in at the identity provider");
    let key = match error {
        ComesBack::Unproven(Unproven::NoRole(_)) => "log-in-no-role",
        ComesBack::Unproven(Unproven::Unreachable(_)) => "log-in-unreachable",
        ComesBack::Access(AccessError::Taken(_)) => "log-in-taken",
        _ => "log-in-unproven",
    };
    let page = page(state, ask, next.to_owned(), String::new(), Some(ask.words.get(key)));
    (StatusCode::FORBIDDEN, page).into_response()
}

/// The way out.
pub(crate) async fn log_out(Shared(state): Shared<Arc<State>>, ask: Ask) -> Response {
    // Logged out in another tab already.
    let Some(who) = &ask.who else { return onto("/", None) };
    match state.access.log_out(who).await {
        Ok(cookie) => onto("/login", Some(cookie)),
        Err(error) => Problem::Access(error).answer(&ask, &state),
    }
}
