//! The pages, one a file: what is asked of the store, and what its template shows of the answer.

mod article;
mod ask;
mod asked;
mod list;
mod narrowing;
mod outcomes;
mod problem;
mod search;
mod shell;
mod tally;
mod today;
mod topics;

pub(crate) use article::article;
pub(crate) use outcomes::{outcomes, why};
pub(crate) use problem::nothing_there;
pub(crate) use search::search;
pub(crate) use tally::Tally;
pub(crate) use today::today;
pub(crate) use topics::{topic, topics};

pub(crate) use ask::{Ask, Format};
pub(crate) use list::{Listed, Maker, PAGE};
pub(crate) use problem::Problem;

use shell::Shell;

use axum::http::header;
use axum::response::{IntoResponse, Response};

/// A template as a page.
fn html(template: &impl askama::Template) -> Response {
    match template.render() {
        Ok(page) => ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response(),
        Err(error) => {
            // Writing into memory does not fail, and neither do our filters.
            tracing::error!(%error, "a page could not be put together");
            axum::http::StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
