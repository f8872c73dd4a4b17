//! What the office thinks of an article.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use veille_model::ArticleId;

use super::answer::json;
use super::problem::{Answered, Failure, ProblemBody};
use crate::ask::Ask;
use crate::asking::triage::{say, written};
use crate::state::State;
use crate::triage::{NOTE_MAX, Said, Triage, read};

/// What the office thinks of an article.
#[derive(Serialize, Deserialize, ToSchema)]
#[allow(dead_code)] // written as a value; this says it to people and programs
pub(crate) struct TriageBody {
    /// Null where nobody said.
    relevant: Option<bool>,
    starred: bool,
    note: String,
    /// Whose it is: the name of a user.
    assigned: Option<String>,
    /// Whether who asks has read it.
    read: bool,
}

/// What is to be changed of it; what does not stand there stays.
#[derive(Deserialize, ToSchema)]
#[allow(dead_code)] // read as a value, in which null is not absence
pub(crate) struct TriageChange {
    relevant: Option<bool>,
    starred: Option<bool>,
    #[schema(max_length = 10000)]
    note: Option<String>,
    #[schema(max_length = 64)]
    assigned: Option<String>,
    read: Option<bool>,
}

/// What the office thinks of an article.
#[utoipa::path(
    get, path = "/api/v1/articles/{id}/triage", tag = "triage", params(("id" = String, Path, description = "An article")),
    responses(
        (status = 200, body = TriageBody, content_type = "application/json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json", description = "It is not stored, or no longer"),
        (status = 503, body = ProblemBody, content_type = "application/problem+json", description = "The store cannot be read"),
    )
)]
pub(crate) async fn triage(Shared(state): Shared<Arc<State>>, Path(id): Path<String>, ask: Ask) -> Answered {
    let article = ArticleId::from(id.clone());
    if state.store.current(std::slice::from_ref(&article)).await?.is_empty() {
        return Err(Failure::not_there(&id));
    }
    let triage: Triage = read(&state.store, &article).await?.unwrap_or_default();
    json(&written(&triage, &ask.reader()))
}

/// Says what is thought of an article; what is read, whoever may look says for themselves, the rest editors.
#[utoipa::path(
    patch, path = "/api/v1/articles/{id}/triage", tag = "triage", params(("id" = String, Path, description = "An article")),
    request_body = TriageChange,
    responses(
        (status = 200, body = TriageBody, content_type = "application/json"),
        (status = 400, body = ProblemBody, content_type = "application/problem+json", description = "What is said cannot be understood"),
        (status = 403, body = ProblemBody, content_type = "application/problem+json", description = "Who asks may not say it"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json", description = "It is not stored, or no longer"),
        (status = 503, body = ProblemBody, content_type = "application/problem+json", description = "The store cannot be written"),
    )
)]
pub(crate) async fn change(
    Shared(state): Shared<Arc<State>>,
    Path(id): Path<String>,
    ask: Ask,
    body: Bytes,
) -> Answered {
    let said = understood(&body)?;
    let triage = say(&state, &ask, &ArticleId::from(id), &said).await?;
    json(&written(&triage, &ask.reader()))
}

fn understood(body: &[u8]) -> Result<Vec<Said>, Failure> {
    let wrong = |what: String| Failure::new(StatusCode::BAD_REQUEST, "this cannot be understood", what);
    let value: Value =
        serde_json::from_slice(body).map_err(|error| wrong(format!("it is no JSON: {error}")))?;
    let Value::Object(fields) = value else { return Err(wrong("expected an object".to_owned())) };
    let mut said = Vec::new();
    for (name, value) in fields {
        said.push(match (name.as_str(), value) {
            ("relevant", Value::Null) => Said::Relevant(None),
            ("relevant", Value::Bool(relevant)) => Said::Relevant(Some(relevant)),
            ("starred", Value::Bool(starred)) => Said::Starred(starred),
            ("read", Value::Bool(read)) => Said::Read(read),
            ("note", Value::String(note)) if note.chars().count() <= NOTE_MAX => Said::Note(note),
            ("assigned", Value::Null) => Said::Assigned(None),
            ("assigned", Value::String(name)) => Said::Assigned(Some(name)),
            // Null in a change of a field that has no third value: it stays.
            ("starred" | "read" | "note", Value::Null) => continue,
            _ => {
                let name = crate::text::shown(&name);
                return Err(wrong(format!(
                    "`{name}` cannot be that; /api/v1/openapi.json says what it may be"
                )));
            }
        });
    }
    Ok(said)
}
