//! What is said where there is no page: not there, not understood, a store that cannot be read.

use std::sync::Arc;

use askama::Template;
use axum::extract::State as Shared;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use veille_search::SearchError;

use super::{Shell, html};
use crate::AccessError;
use crate::ask::Ask;
use crate::format::Format;
use crate::problem::Problem;
use crate::selection::Misread;
use crate::state::State;
use crate::words::Words;

#[derive(Template)]
#[template(path = "problem.html", whitespace = "minimize")]
struct Page {
    shell: Shell,
    detail: String,
}

impl Problem {
    /// The answer, in the words and in the kind of format that was asked for.
    pub fn answer(self, ask: &Ask, state: &State) -> Response {
        let words = ask.words;
        let (status, title, detail) = match self {
            Self::NotThere(what) => {
                let detail = words.with("not-there-detail", &[("what", &crate::text::shown(&what))]);
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
            Self::Forbidden => (StatusCode::FORBIDDEN, words.get("not-done"), words.get("may-not")),
            Self::Busy => (StatusCode::SERVICE_UNAVAILABLE, words.get("not-done"), words.get("others-write")),
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
                (StatusCode::INTERNAL_SERVER_ERROR, words.get("unreadable"), error.to_string())
            }
            Self::Access(error) => {
                (StatusCode::UNPROCESSABLE_ENTITY, words.get("not-done"), error.to_string())
            }
        };
        if ask.format != Format::Html {
            let problem = json!({ "title": title, "status": status.as_u16(), "detail": detail });
            let kind = [(header::CONTENT_TYPE, "application/problem+json")];
            return (status, kind, problem.to_string()).into_response();
        }
        let page = Page { shell: Shell::new(ask, state, title), detail };
        (status, html(&page)).into_response()
    }
}

fn in_words(misread: &Misread, words: Words) -> String {
    let said = words.with("misread-detail", &[("name", misread.name), ("value", &misread.said())]);
    match misread.example() {
        Some(example) => format!("{said} {}", words.with("misread-example", &[("example", example)])),
        None => said,
    }
}

/// Every address that leads nowhere.
pub(crate) async fn nothing_there(Shared(state): Shared<Arc<State>>, ask: Ask) -> Response {
    Problem::NotThere(ask.path.clone()).answer(&ask, &state)
}
