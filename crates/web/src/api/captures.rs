//! Captures in: the same way as everything else goes.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use chrono::Utc;
use serde::Serialize;
use utoipa::ToSchema;
use veille_model::Capture;

use super::answer::json;
use super::problem::{Answered, Failure, ProblemBody};
use crate::adding::Given;
use crate::pages::{Ask, Handed, added_article, hand};
use crate::state::State;

/// What became of a capture.
#[derive(Serialize, ToSchema)]
pub(crate) struct AddedBody {
    /// The article that it became; null where it is none.
    article: Option<String>,
    /// What each stage decided, with its reason, as the ledger has it.
    #[schema(value_type = Vec<Object>)]
    outcomes: serde_json::Value,
}

/// Hands in a page as it was received: a `body` (or `body_base64`, or `html`), and as far as known `url`, `source`, `captured_at`,
/// `media_type` and `headers`. `veille schema capture` prints the JSON Schema.
#[utoipa::path(
    post, path = "/api/v1/captures", tag = "captures", request_body(content = Object, content_type = "application/json"),
    responses(
        (status = 200, body = AddedBody, content_type = "application/json"),
        (status = 400, body = ProblemBody, content_type = "application/problem+json", description = "It is no capture"),
        (status = 403, body = ProblemBody, content_type = "application/problem+json", description = "Who asks may not add, or the request is no JSON"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json", description = "Nobody takes captures here: the store may only be read"),
        (status = 413, body = ProblemBody, content_type = "application/problem+json", description = "More than 8 MB"),
        (status = 503, body = ProblemBody, content_type = "application/problem+json", description = "It could not be stored"),
    )
)]
pub(crate) async fn capture(Shared(state): Shared<Arc<State>>, ask: Ask, body: Bytes) -> Answered {
    let wrong = |error: serde_json::Error| {
        Failure::new(
            StatusCode::BAD_REQUEST,
            "it is no capture",
            format!("{error}; `veille schema capture` says what one is"),
        )
    };
    let mut capture: Capture = serde_json::from_slice(&body).map_err(wrong)?;
    capture.captured_at.get_or_insert_with(Utc::now);
    let id = capture.id.to_string();
    let outcomes = match hand(&state, Given::Capture(Box::new(capture))).await {
        Ok(outcomes) => outcomes,
        Err(Handed::Nobody) => return Err(Failure::not_there("/api/v1/captures")),
        Err(Handed::Failed(why)) => {
            return Err(Failure::new(StatusCode::SERVICE_UNAVAILABLE, "it could not be stored", why));
        }
    };
    let who = ask.who.as_ref().map_or("local", |who| who.name.as_str());
    state.access.accounts.note(who, "added", &id, "").await.map_err(crate::pages::Problem::from)?;
    json(&AddedBody {
        article: added_article(&outcomes).cloned(),
        outcomes: serde_json::to_value(&outcomes).unwrap_or_default(),
    })
}
