//! Topics as somebody tries them.

use std::sync::Arc;

use axum::extract::State as Shared;
use serde::Serialize;
use utoipa::ToSchema;
use veille_query::Query;

use super::answer::json;
use super::articles::PassageBody;
use super::brief::Brief;
use super::problem::{Answered, ProblemBody};
use crate::evidence::found as of_evidence;
use crate::pages::{Ask, TopicChanged, topic_tried};
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
    let trial = topic_tried(&state, &old, ask.value("language").unwrap_or_default(), &query, SHOWN).await?;
    let body = |changed: TopicChanged| ChangedBody {
        articles: changed.total,
        at_least: changed.at_least,
        latest: changed
            .found
            .into_iter()
            .map(|found| ChangedArticle {
                article: Brief::of(&found.article, &watched),
                passages: of_evidence(&found.passages).into_iter().map(PassageBody::of).collect(),
            })
            .collect(),
        query: changed.query.map(|query| query.source().to_owned()),
    };
    json(&TrialBody {
        in_words: query.in_words(),
        gained: body(trial.gained),
        lost: trial.lost.map(body),
        stays: trial.stays,
    })
}
