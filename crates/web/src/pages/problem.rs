//! What is said where there is no page: not there, not understood, a store that cannot be read.

use std::sync::Arc;

use askama::Template;
use axum::extract::{FromRequestParts, Request, State as Shared};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use veille_model::Reason;
use veille_search::SearchError;

use super::{Shell, html};
use crate::AccessError;
use crate::access::Refusal;
use crate::ask::Ask;
use crate::format::Format;
use crate::problem::Problem;
use crate::selection::{Misread, Selection};
use crate::state::State;
use crate::text::shown;
use crate::words::{Said, Words};

#[derive(Template)]
#[template(path = "problem.html", whitespace = "minimize")]
struct Page {
    shell: Shell,
    detail: String,
    /// Where to begin again, with what that is called.
    again: Option<(String, String)>,
}

impl Problem {
    /// The answer, in the words and in the kind of format that was asked for.
    pub fn answer(self, ask: &Ask, state: &State) -> Response {
        let words = ask.words;
        let (status, title, detail) = match self {
            Self::NotThere(what) => {
                let detail = words.with("not-there-detail", &[("what", &shown(&what))]);
                (StatusCode::NOT_FOUND, words.get("not-there"), detail)
            }
            Self::LinkGone => (StatusCode::NOT_FOUND, words.get("link-gone"), words.get("link-gone-detail")),
            Self::Misread(misread) => {
                (StatusCode::BAD_REQUEST, words.get("misread"), in_words(&misread, words))
            }
            Self::Query(error) => {
                (StatusCode::BAD_REQUEST, words.get("misread-query"), words.fault_at(&error))
            }
            Self::Told(why) => (StatusCode::UNPROCESSABLE_ENTITY, words.get("not-done"), why),
            Self::Failed(Reason { code, detail }) => {
                let said = words.failure(&code).unwrap_or_else(|| words.get("failed-look"));
                let said = format!("{said}{} {}", words.get("colon"), shown(&detail));
                (StatusCode::UNPROCESSABLE_ENTITY, words.get("not-done"), said)
            }
            Self::Forbidden => (StatusCode::FORBIDDEN, words.get("not-done"), words.get("may-not")),
            Self::Busy | Self::Access(AccessError::Changed(_)) => {
                (StatusCode::SERVICE_UNAVAILABLE, words.get("not-done"), words.get("others-write"))
            }
            Self::NoSearch => (StatusCode::NOT_FOUND, words.get("no-search"), words.get("no-search-detail")),
            Self::Search(SearchError::NoIndex { .. }) => {
                (StatusCode::SERVICE_UNAVAILABLE, words.get("no-index"), words.get("no-index-detail"))
            }
            Self::Search(error) => {
                tracing::error!(%error, "the index cannot be asked");
                (StatusCode::SERVICE_UNAVAILABLE, words.get("no-index"), error.to_string())
            }
            Self::Access(AccessError::Store(error)) | Self::Store(error) => {
                tracing::error!(%error, "the store cannot be read");
                (StatusCode::SERVICE_UNAVAILABLE, words.get("unreadable"), error.to_string())
            }
            Self::Access(error) => {
                (StatusCode::UNPROCESSABLE_ENTITY, words.get("not-done"), error.to_string())
            }
        };
        // Who asked for a feed or a table is a program, and reads no page.
        if ask.format != Format::Html {
            let problem = json!({ "title": title, "status": status.as_u16(), "detail": detail });
            let kind = [(header::CONTENT_TYPE, "application/problem+json")];
            return (status, kind, problem.to_string()).into_response();
        }
        let page = Page { shell: Shell::new(ask, state, title), detail, again: None };
        (status, html(&page)).into_response()
    }
}

fn in_words(misread: &Misread, words: Words) -> String {
    let period = match misread.name {
        Misread::REVERSED => Some("misread-reversed"),
        Misread::AHEAD => Some("misread-ahead"),
        _ => None,
    };
    if let Some(key) = period {
        return words.with(key, &[("value", &misread.said())]);
    }
    let said = words.with("misread-detail", &[("name", misread.name), ("value", &misread.said())]);
    match misread.example() {
        Some(example) => format!("{said} {}", words.with("misread-example", &[("example", example)])),
        None => said,
    }
}

/// The lists that are carried away as files and feeds.
const LISTS: [&str; 8] =
    ["/today", "/search", "/stories", "/topics", "/outcomes", "/coverage", "/people", "/sources"];
/// What they take beside filters: places, what a list of its own is narrowed to, who asks and how they read.
const TAKEN: [&str; 18] = [
    "after", "before", "page", "next", "limit", "by", "kind", "role", "stage", "outcome", "reason", "split",
    "more", "show", "token", "ui", "zone", "light",
];

/// Refuses what a file or a feed would not keep to: a page shows how it is narrowed, in a spreadsheet nobody sees it.
pub(crate) async fn heeded(Shared(state): Shared<Arc<State>>, request: Request, next: Next) -> Response {
    let (list, format) = Format::split(request.uri().path());
    if format == Format::Html || !LISTS.contains(&list) {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    let ask = Ask::from_request_parts(&mut parts, &()).await.unwrap_or_else(|never| match never {});
    match Selection::unknown(&ask.pairs, &TAKEN) {
        Some(misread) => Problem::Misread(misread).answer(&ask, &state),
        None => next.run(Request::from_parts(parts, body)).await,
    }
}

/// Makes pages of what the gate says to people: in their language, with what to try. It says so before anybody is known, so the page
/// shows nothing of what is stored.
pub(crate) async fn refused(Shared(state): Shared<Arc<State>>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    // Before the request is given away; what was refused has no body worth reading.
    let ask = Ask::from_request_parts(&mut parts, &()).await.unwrap_or_else(|never| match never {});
    let response = next.run(Request::from_parts(parts, body)).await;
    let Some(refusal) = response.extensions().get::<Refusal>() else { return response };
    let words = ask.words;
    let (title, detail) = match refusal {
        Refusal::Right => ("refused-right", words.get("refused-right-detail")),
        Refusal::Form => ("refused-form", words.get("refused-form-detail")),
        Refusal::Size(most) => {
            ("refused-size", words.with("refused-size-detail", &[("most", &words.number(*most))]))
        }
        Refusal::Stranger => ("refused-stranger", words.get("refused-stranger-detail")),
        Refusal::Zones => ("refused-zones", words.get("refused-zones-detail")),
        Refusal::Store(error) => ("unreadable", error.clone()),
    };
    // Whoever follows the address of a form is led to the page that it stands on.
    let again = match refusal {
        Refusal::Form | Refusal::Size(_) => Some((ask.path.clone(), words.get("refused-again"))),
        Refusal::Stranger => Some(("/login".to_owned(), words.get("log-in"))),
        Refusal::Right | Refusal::Zones | Refusal::Store(_) => None,
    };
    let page = Page { shell: Shell::bare(&ask, &state, words.get(title)), detail, again };
    let mut answer = (response.status(), html(&page)).into_response();
    answer
        .headers_mut()
        // A new answer has none of the headers of the one that it stands for.
        .extend(response.headers().get(header::RETRY_AFTER).map(|it| (header::RETRY_AFTER, it.clone())));
    answer
}

/// Every address that leads nowhere.
pub(crate) async fn nothing_there(Shared(state): Shared<Arc<State>>, ask: Ask) -> Response {
    Problem::NotThere(ask.path.clone()).answer(&ask, &state)
}
