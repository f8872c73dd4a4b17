//! Searches that are kept, each with a feed of its own.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{json, said};
use super::problem::{Answered, Failure, ProblemBody};
use crate::ask::Ask;
use crate::asking::watches as asking;
use crate::revocable::Revocable;
use crate::selection::Misread;
use crate::state::State;
use crate::watches::{self, WATCH, Watch};

/// A search that is kept.
#[derive(Serialize, ToSchema)]
pub(crate) struct WatchBody {
    /// What it is called where it is revoked.
    id: String,
    name: String,
    /// As they stand in an address.
    filters: String,
    /// Whose it is: its feed shows what they may see.
    by: String,
    created_at: String,
}

/// A search to be kept.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WatchWantedBody {
    /// As they stand in the address of a list.
    #[schema(example = "q=cyber*&language=fr")]
    filters: String,
    /// What people call it; what it asks for, where it is not given.
    #[serde(default)]
    #[schema(max_length = 100)]
    name: String,
}

/// A search that was kept just now.
#[derive(Serialize, ToSchema)]
pub(crate) struct WatchAddedBody {
    /// The address of its feed (`.rss` and `.json` too), which opens nothing else, and which nobody can say again.
    feed: String,
}

/// The searches that are kept, by when they were.
#[utoipa::path(
    get, path = "/api/v1/watches", tag = "watches",
    responses(
        (status = 200, body = Vec<WatchBody>, content_type = "application/json"),
        (status = 503, body = ProblemBody, content_type = "application/problem+json", description = "The store cannot be read"),
    )
)]
pub(crate) async fn watches(Shared(state): Shared<Arc<State>>) -> Answered {
    let body = |watch: Revocable<Watch>| WatchBody {
        id: watch.id,
        name: watch.what.name,
        filters: watch.what.filters,
        by: watch.by,
        created_at: watch.created_at.to_rfc3339(),
    };
    json(&watches::all(&state.store).await?.into_iter().map(body).collect::<Vec<_>>())
}

/// Keeps a search with a feed of its own.
#[utoipa::path(
    post, path = "/api/v1/watches", tag = "watches", request_body = WatchWantedBody,
    responses(
        (status = 200, body = WatchAddedBody, content_type = "application/json"),
        (status = 400, body = ProblemBody, content_type = "application/problem+json", description = "Filters or request cannot be understood"),
        (status = 403, body = ProblemBody, content_type = "application/problem+json", description = "Who asks may not keep searches"),
        (status = 415, body = ProblemBody, content_type = "application/problem+json", description = "The request is no JSON"),
        (status = 503, body = ProblemBody, content_type = "application/problem+json", description = "The store cannot be written"),
    )
)]
pub(crate) async fn add(Shared(state): Shared<Arc<State>>, ask: Ask, body: Bytes) -> Answered {
    let wanted: WatchWantedBody = said(&body)?;
    if wanted.name.chars().count() > watches::NAME_MAX {
        return Err(Misread { name: "name", value: wanted.name }.into());
    }
    let secret = asking::add(&state, &ask, &wanted.filters, Some(wanted.name.as_str())).await?;
    json(&WatchAddedBody { feed: format!("{}/feeds/{secret}.atom", ask.base) })
}

/// Revokes a search that is kept: its feed is nowhere from then on.
#[utoipa::path(
    delete, path = "/api/v1/watches/{id}", tag = "watches", params(("id" = String, Path, description = "As the list has it")),
    responses(
        (status = 204, description = "It is revoked"),
        (status = 403, body = ProblemBody, content_type = "application/problem+json", description = "Who asks may not revoke it"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json", description = "There is none of this id"),
        (status = 503, body = ProblemBody, content_type = "application/problem+json", description = "The store cannot be written"),
    )
)]
pub(crate) async fn revoke(Shared(state): Shared<Arc<State>>, Path(id): Path<String>, ask: Ask) -> Answered {
    if Revocable::<Watch>::revoke(&state.store, WATCH, &id, &ask.reader()).await?.is_none() {
        return Err(Failure::not_there(&id));
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}
