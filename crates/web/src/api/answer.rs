//! Answers of the API: JSON, with what tells a reader that nothing has changed since the last time.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State as Shared};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use veille_model::hexadecimal;

use super::problem::{Answered, Failure};
use crate::ask::Ask;
use crate::selection::{Misread, Selection};
use crate::state::State;
use crate::unknown::{Unknown, unknown};
use crate::zoned::in_address;

/// Articles on a page of the API, where nobody asks for another number, and at most.
const LIMIT: usize = 50;
const LIMIT_MAX: usize = 500;

/// A value as JSON.
pub(crate) fn json(value: &impl Serialize) -> Answered {
    let text = serde_json::to_string(value).map_err(|error| {
        // Our own values have text keys and finite numbers.
        Failure::new(StatusCode::INTERNAL_SERVER_ERROR, "the answer cannot be written", error.to_string())
    })?;
    Ok(([(header::CONTENT_TYPE, "application/json; charset=utf-8")], text).into_response())
}

/// What a request says, as JSON.
pub(crate) fn said<T: DeserializeOwned>(body: &[u8]) -> Result<T, Failure> {
    serde_json::from_slice(body).map_err(|error| {
        let detail = format!("{error}; /api/v1/openapi.json says what is expected");
        Failure::new(StatusCode::BAD_REQUEST, "this cannot be understood", detail)
    })
}

/// How many are asked for.
pub(crate) fn limit(ask: &Ask) -> Result<usize, Misread> {
    limit_or(ask, LIMIT)
}

/// How many are asked for, where somebody asks for a number.
pub(crate) fn limit_or(ask: &Ask, otherwise: usize) -> Result<usize, Misread> {
    let Some(value) = ask.value("limit") else { return Ok(otherwise) };
    let misread = || Misread { name: "limit", value: value.to_owned() };
    let number: usize = value.parse().map_err(|_| misread())?;
    // Refused rather than cut to the most: a program would take 500 for all there is.
    (1..=LIMIT_MAX).contains(&number).then_some(number).ok_or_else(misread)
}

/// The filters that lists of articles have, as the pages read them: where nothing is watched, everything is listed. What is known is then
/// level with the store.
pub(crate) async fn filters(state: &State, ask: &Ask) -> Result<Selection, Failure> {
    let mut selection = ask.filters()?;
    selection.untagged_too |= state.watched().topics.is_empty();
    state.catalogue.catch_up().await?;
    known(state, &selection)?;
    Ok(selection)
}

/// That the names in filters are somebody's, by what is known now: a program that misspells one would take what it gets for all there is.
pub(crate) fn known(state: &State, selection: &Selection) -> Result<(), Failure> {
    let watched = state.watched();
    let shelf = state.catalogue.read();
    // A country is one whether any source is of it or not.
    let mut names = unknown(selection, &watched, &shelf).into_iter();
    let Some(name) = names.find(|it| !matches!(it, Unknown::Country(_))) else { return Ok(()) };
    let (name, value) = name.pair();
    let detail = format!(
        "no {name} {:?} is watched or stored; /api/v1/topics, /api/v1/sources and /api/v1/facets list what is",
        crate::text::shown(&value)
    );
    Err(Failure::new(StatusCode::BAD_REQUEST, "a name that nobody has", detail))
}

/// Answers in the zone that is asked for, which is one.
pub(crate) async fn zoned(Shared(state): Shared<Arc<State>>, request: Request, next: Next) -> Response {
    let is_of_ours = |zone: &str| state.zones.as_ref().is_some_and(|zones| zones.of(zone).is_some());
    let is_zone = |zone: &str| zone == state.office_zone.name() || is_of_ours(zone);
    match in_address(&request).filter(|zone| !is_zone(zone)) {
        Some(zone) => {
            let zone = crate::text::shown(&zone);
            let detail = format!("`zone` cannot be {zone:?}: it is an IANA name, as Asia/Ho_Chi_Minh");
            Failure::new(StatusCode::BAD_REQUEST, "a parameter cannot be understood", detail).into_response()
        }
        None => next.run(request).await,
    }
}

/// Gives an answer its digest as `ETag`, and says only that nothing has changed to who knows it already (RFC 9110, 13.1.2).
pub(crate) async fn tagged(Shared(_): Shared<Arc<State>>, request: Request, next: Next) -> Response {
    // Before the request is given away.
    let known = request.headers().get(header::IF_NONE_MATCH).cloned();
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let response = next.run(request).await;
    // A stream has no end that a digest could be made at.
    let is_stream = response.headers().get(header::CONTENT_TYPE).is_some_and(|it| it == "text/event-stream");
    if !is_read || is_stream || response.status() != StatusCode::OK {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    // All of it is in memory already.
    let Ok(bytes) = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    // 96 bits: it tells two answers of one address apart, and nobody gains by forging it.
    let digest = hexadecimal(&Sha256::digest(&bytes)[..12]);
    let tag = format!("\"{digest}\"");
    let is_known = known.as_ref().and_then(|known| known.to_str().ok()).is_some_and(|known| {
        known
            .split(',')
            // Weakly, as RFC 9110, 13.1.2 wants it.
            .map(|known| known.trim().trim_start_matches("W/"))
            .any(|known| known == tag || known == "*")
    });
    if let Ok(value) = HeaderValue::try_from(tag) {
        parts.headers.insert(header::ETAG, value);
    }
    if is_known {
        parts.status = StatusCode::NOT_MODIFIED;
        // They would be those of the body that is not sent.
        parts.headers.remove(header::CONTENT_TYPE);
        parts.headers.remove(header::CONTENT_LENGTH);
        return Response::from_parts(parts, Body::empty());
    }
    Response::from_parts(parts, Body::from(bytes))
}
