//! The API, `/api/v1`: what the pages show, for programs. Its description (OpenAPI 3.1) is made from this code.

mod answer;
mod articles;
mod asyncapi;
mod captures;
mod coverage;
mod described;
mod filters;
mod methods;
mod outcomes;
mod parameters;
mod passages;
mod people;
mod problem;
mod search;
mod stories;
mod stream;
mod topics;
mod trace;
mod triage;
mod verify;
mod watched;
mod watches;

pub(crate) use answer::{tagged, zoned};
pub(crate) use described::at_the_gate;
pub(crate) use methods::{told_apart, worded};
pub(crate) use parameters::{Parameters, taken};

use std::sync::Arc;

use axum::Router;
use axum::http::{StatusCode, Uri, header};
use axum::response::Response;
use axum::routing::get;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::State;

/// What stands at the head of the description.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "veille",
        description = "What the press writes: articles with the passages that earned their topics, for programs. Lists take \
                   the filters of the pages under the same names; of an address that cannot be answered, problem details \
                   (RFC 9457) say what to try.",
        license(name = "MIT", identifier = "MIT")
    ),
    components(schemas(stream::ToldBody))
)]
struct Described;

/// The description, made once.
pub(crate) fn description(described: &utoipa::openapi::OpenApi) -> Router<Arc<State>> {
    let text: Arc<str> = described.to_json().unwrap_or_default().into();
    let answer = move || {
        let text = Arc::clone(&text);
        async move { ([(header::CONTENT_TYPE, "application/json; charset=utf-8")], text.to_string()) }
    };
    Router::new()
        .route("/api/v1/openapi.json", get(answer))
        .route("/api/v1/asyncapi.json", get(asyncapi::answer))
}

/// All of it, with its description.
pub(crate) fn router() -> OpenApiRouter<Arc<State>> {
    OpenApiRouter::with_openapi(Described::openapi())
        .routes(routes!(articles::articles))
        .routes(routes!(articles::article))
        .routes(routes!(articles::revisions))
        .routes(routes!(articles::evidence))
        .routes(routes!(articles::explain))
        .routes(routes!(articles::facets))
        .routes(routes!(triage::triage, triage::change))
        .routes(routes!(search::search))
        .routes(routes!(stories::stories))
        .routes(routes!(stories::story))
        .routes(routes!(stories::copies))
        .routes(routes!(coverage::coverage))
        .routes(routes!(captures::capture))
        .routes(routes!(captures::bytes))
        .routes(routes!(people::people))
        .routes(routes!(people::quotations))
        .routes(routes!(watched::topics))
        .routes(routes!(watched::topic, topics::keep))
        .routes(routes!(watches::watches, watches::add))
        .routes(routes!(watches::revoke))
        .routes(routes!(watched::sources))
        .routes(routes!(topics::test))
        .routes(routes!(verify::verify))
        .routes(routes!(trace::trace))
        .routes(routes!(outcomes::tally))
        .routes(routes!(outcomes::outcomes))
        .routes(routes!(outcomes::why))
        .routes(routes!(stream::stream))
}

/// Every address of the API that leads nowhere.
pub(crate) async fn nothing_there(uri: Uri) -> Response {
    not_there(uri.path())
}

fn not_there(path: &str) -> Response {
    let path = crate::text::shown(path);
    let detail = format!("{path} is not of this API; /api/v1/openapi.json describes what is");
    problem::problem(StatusCode::NOT_FOUND, "not there", detail)
}
