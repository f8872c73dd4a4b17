//! Topics as somebody tries them, and as they keep them.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use veille_query::Query;

use super::answer::{json, said};
use super::passages::PassageBody;
use super::problem::{Answered, Failure, ProblemBody};
use crate::ask::Ask;
use crate::asking::topics::{Changed, Draft, Refused, kept, tried};
use crate::brief::{Brief, briefs};
use crate::evidence::found as of_evidence;
use crate::selection::Misread;
use crate::state::State;

/// What a topic would gain and lose of everything stored.
#[derive(Serialize, ToSchema)]
pub(crate) struct TrialBody {
    /// What the query asks for, in English.
    in_words: String,
    gained: ChangedBody,
    /// Null of a topic that is not there yet.
    lost: Option<ChangedBody>,
    /// How many it finds that it found before.
    stays: u64,
}

/// Articles that a topic gains or loses.
#[derive(Serialize, ToSchema)]
pub(crate) struct ChangedBody {
    articles: u64,
    /// Whether there may be more.
    at_least: bool,
    /// The newest of them, 20 at most.
    latest: Vec<ChangedArticle>,
    /// The query that finds all of them; null where there is none.
    query: Option<String>,
}

/// One of them, with what makes it match.
#[derive(Serialize, ToSchema)]
pub(crate) struct ChangedArticle {
    #[serde(flatten)]
    article: Brief,
    passages: Vec<PassageBody>,
}

/// Articles of each side.
const SHOWN: usize = 20;

/// What a topic would gain and lose of everything stored with this query, before it is saved; nothing is written.
#[utoipa::path(
    get, path = "/api/v1/topic-test", tag = "watched",
    params(
        ("q" = String, Query, description = "The query, in the language of topics"),
        ("topic" = Option<String>, Query, description = "The topic that it would be of; a new one where it is not given"),
        ("language" = Option<String>, Query, description = "The language whose query it would take the place of; for all where it is not given"),
    ),
    responses(
        (status = 200, body = TrialBody, content_type = "application/json"),
        (status = 400, body = ProblemBody, content_type = "application/problem+json", description = "A query or a parameter that cannot be understood"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json", description = "Nobody keeps an index of this store"),
        (status = 503, body = ProblemBody, content_type = "application/problem+json", description = "Store or index cannot be read"),
    )
)]
pub(crate) async fn test(Shared(state): Shared<Arc<State>>, ask: Ask) -> Answered {
    let written = ask.value("q").ok_or(Misread { name: "q", value: String::new() })?;
    let query = Query::parse(written)?;
    state.catalogue.catch_up().await?;
    let watched = state.watched();
    let topic = ask.value("topic").and_then(|id| watched.topic(id));
    let old = topic.map(|topic| topic.queries.clone()).unwrap_or_default();
    let language = ask.value("language").unwrap_or_default().to_owned();
    let trial = tried(&state, &old, &[(language, query.clone())].into(), SHOWN).await?;
    let lost = match trial.lost {
        Some(lost) => Some(body(&state, lost).await?),
        None => None,
    };
    json(&TrialBody {
        in_words: query.in_words(),
        gained: body(&state, trial.gained).await?,
        lost,
        stays: trial.stays,
    })
}

async fn body(state: &State, changed: Changed) -> Result<ChangedBody, Failure> {
    let found = changed.found.iter().map(|found| &found.article);
    let articles = briefs(&state.store, found, &state.watched()).await?;
    let latest = articles.into_iter().zip(&changed.found).map(|(article, found)| ChangedArticle {
        article,
        passages: of_evidence(&found.passages).into_iter().map(PassageBody::of).collect(),
    });
    Ok(ChangedBody {
        articles: changed.total,
        at_least: changed.at_least,
        latest: latest.collect(),
        query: changed.query.map(|query| query.source().to_owned()),
    })
}

/// A topic as somebody wants it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DraftBody {
    /// In the language of topics.
    query: String,
    /// The language whose query it is; for all where it is not given.
    #[serde(default)]
    language: String,
    /// What people call it, in the language of `Accept-Language`; what it is called already, where it is not given.
    #[serde(default)]
    label: String,
    /// The `revision` of the topic that it takes the place of; not given of one that is not there yet.
    #[serde(default)]
    was: String,
}

/// A topic that was kept.
#[derive(Serialize, ToSchema)]
pub(crate) struct TopicKeptBody {
    id: String,
    /// What the query asks for, in English.
    in_words: String,
}

/// Keeps a topic: it is written into its file, everything stored is judged by it, and its earlier wordings stay, with who wrote
/// them. Of a topic that is there, the query of one language is replaced.
#[utoipa::path(
    put, path = "/api/v1/topics/{id}", tag = "watched", params(("id" = String, Path, description = "Letters, digits and `-`")),
    request_body = DraftBody,
    responses(
        (status = 200, body = TopicKeptBody, content_type = "application/json"),
        (status = 400, body = ProblemBody, content_type = "application/problem+json", description = "The query, the id or the request cannot be understood"),
        (status = 403, body = ProblemBody, content_type = "application/problem+json", description = "Who asks may not write topics"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json", description = "Nobody keeps topics here: the store may only be read"),
        (status = 409, body = ProblemBody, content_type = "application/problem+json", description = "There is one already, or somebody wrote it since"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json", description = "It cannot be written into its file"),
        (status = 503, body = ProblemBody, content_type = "application/problem+json", description = "The store cannot be written"),
    )
)]
pub(crate) async fn keep(
    Shared(state): Shared<Arc<State>>,
    Path(id): Path<String>,
    ask: Ask,
    body: Bytes,
) -> Answered {
    let wanted: DraftBody = said(&body)?;
    let query = Query::parse(&wanted.query)?;
    let DraftBody { query: written, language, label, was } = wanted;
    let draft = Draft { id: id.clone(), language, query: written, also: Vec::new(), label };
    match kept(&state, &ask, &draft, &was).await? {
        None => json(&TopicKeptBody { id, in_words: query.in_words() }),
        Some(refused) => Err(not_kept(&id, refused)),
    }
}

fn not_kept(id: &str, refused: Refused) -> Failure {
    let id = crate::text::shown(id);
    let (status, detail) = match refused {
        Refused::Id { proper } => {
            (StatusCode::BAD_REQUEST, format!("`{id}` is no id of a topic; `{proper}` would be"))
        }
        Refused::Taken => (
            StatusCode::CONFLICT,
            format!("there is a topic {id} already; give its `revision` as `was` to write another query"),
        ),
        Refused::Changed => {
            (StatusCode::CONFLICT, format!("{id} is not as `was` says; read it again at /api/v1/topics/{id}"))
        }
        Refused::Query => (StatusCode::BAD_REQUEST, "the query cannot be read".to_owned()),
        Refused::Told(why) => (StatusCode::UNPROCESSABLE_ENTITY, why),
    };
    Failure::new(status, "the topic is not kept", detail)
}
