//! Captures in, the same way as everything else goes; and out, as they were received.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State as Shared};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use chrono::Utc;
use serde::Serialize;
use utoipa::ToSchema;
use veille_model::{Capture, CaptureId};

use super::answer::json;
use super::problem::{Answered, Failure, ProblemBody};
use crate::adding::Given;
use crate::ask::Ask;
use crate::asking::adding::{self as asking, Handed};
use crate::instants;
use crate::problem::Problem;
use crate::selection::Misread;
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
    post, path = "/api/v1/captures", tag = "captures", request_body(
        content = Object, content_type = "application/json",
        example = json!({ "html": "<html><h1>A headline</h1><p>What the page says.</p></html>", "url": "https://paper.example/1" }),
    ),
    responses(
        (status = 200, body = AddedBody, content_type = "application/json"),
        (status = 400, body = ProblemBody, content_type = "application/problem+json", description = "It is no capture"),
        (status = 403, body = ProblemBody, content_type = "application/problem+json", description = "Who asks may not add"),
        (status = 415, body = ProblemBody, content_type = "application/problem+json", description = "The request is no JSON"),
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
    // Such a date can be neither shown nor reckoned with.
    if capture.captured_at.is_some_and(|at| instants::bounded(Some(at)).is_none()) {
        return Err(Misread {
            name: "captured_at",
            value: "a year of more or less than four digits".to_owned(),
        }
        .into());
    }
    // Handed in now: without an instant an article would stand under no day, and be the first to be forgotten.
    capture.captured_at.get_or_insert_with(Utc::now);
    let id = capture.id.to_string();
    let outcomes = match asking::hand(&state, Given::Capture(Box::new(capture))).await {
        Ok(outcomes) => outcomes,
        Err(Handed::Nobody) => return Err(Failure::not_there("/api/v1/captures")),
        Err(Handed::Failed(why)) => {
            return Err(Failure::new(StatusCode::SERVICE_UNAVAILABLE, "it could not be stored", why));
        }
    };
    let who = ask.who.as_ref().map_or("local", |who| who.name.as_str());
    state.access.accounts.note(who, "added", &id, "").await.map_err(Problem::from)?;
    json(&AddedBody {
        article: asking::article(&outcomes).cloned(),
        outcomes: serde_json::to_value(&outcomes).unwrap_or_default(),
    })
}

/// A page as it was received, byte for byte, by the name of its capture: the digest of its address and its bytes, which articles
/// have as `capture`. Those that are older than `store.captures_days` are gone.
#[utoipa::path(
    get, path = "/api/v1/captures/{id}", tag = "captures", params(("id" = String, Path, description = "The name of a capture")),
    responses(
        (status = 200, content_type = "application/octet-stream", body = Vec<u8>, description = "The bytes; `Veille-Media-Type` and `Veille-Address` say what they were sent as, and from where"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json", description = "It is not kept, or no longer"),
        (status = 503, body = ProblemBody, content_type = "application/problem+json", description = "The store cannot be read"),
    )
)]
pub(crate) async fn bytes(Shared(state): Shared<Arc<State>>, Path(id): Path<String>) -> Answered {
    let found = state.store.capture(&CaptureId::from(id.clone())).await?;
    let capture = found.ok_or_else(|| Failure::not_there(&id))?.capture;
    let mut answer = capture.body.into_response();
    let headers = answer.headers_mut();
    // What a page wrote is never opened here as a page, whatever it says that it is.
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment"));
    let said = [("veille-media-type", capture.media_type), ("veille-address", capture.url)];
    for (name, value) in said {
        if let Some(value) = value.and_then(|value| HeaderValue::try_from(value).ok()) {
            headers.insert(name, value);
        }
    }
    Ok(answer)
}
