//! What became of every input, and of one.

use std::sync::Arc;

use axum::extract::State as Shared;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use veille_model::Outcome;
use veille_sink::{OutcomeFilter, Standing};

use super::answer::{json, limit_or};
use super::problem::{Answered, ProblemBody};
use crate::ask::Ask;
use crate::asking::outcomes::{self as asking, Known, Meant};
use crate::selection::Misread;
use crate::state::State;

/// How often something became of inputs at a stage.
#[derive(Serialize, ToSchema)]
pub(crate) struct TallyBody {
    stage: String,
    outcome: String,
    /// The code of the reason, where there is one.
    reason: Option<String>,
    count: u64,
}

/// All outcomes by stage, outcome and reason: what goes into a stage comes out of it.
#[utoipa::path(
    get, path = "/api/v1/tally", tag = "outcomes",
    responses(
        (status = 200, body = Vec<TallyBody>, content_type = "application/json"),
        (status = 503, body = ProblemBody, content_type = "application/problem+json", description = "The store cannot be read"),
    )
)]
pub(crate) async fn tally(Shared(state): Shared<Arc<State>>) -> Answered {
    let tally = state.tally.get(async { Ok(state.store.tally().await?.into()) }).await?;
    let body = |row: &veille_sink::Tallied| TallyBody {
        stage: row.latest.stage.to_string(),
        outcome: row.latest.outcome.to_string(),
        reason: row.latest.reason.as_ref().map(|reason| reason.code.clone()),
        count: row.count,
    };
    json(&tally.iter().map(body).collect::<Vec<_>>())
}

/// A page of outcomes.
#[derive(Serialize, ToSchema)]
pub(crate) struct Outcomes {
    /// Those stored last first. `veille schema outcome` prints their JSON Schema.
    #[schema(value_type = Vec<Object>)]
    outcomes: Vec<Outcome>,
    /// What `after` is for the page after this one; null at the end. What is stored meanwhile moves nothing.
    next: Option<String>,
}

/// What became of inputs, those stored last first.
#[utoipa::path(
    get, path = "/api/v1/outcomes", tag = "outcomes",
    params(("stage" = Option<String>, Query, description = "`fetch`, `capture`, `clean`, `classify` or `store`"),
        ("outcome" = Option<String>, Query, description = "`forwarded`, `discarded`, `retried` or `quarantined`"),
        ("reason" = Option<String>, Query, description = "The code of a reason"),
        ("limit" = Option<usize>, Query, minimum = 1, maximum = 500, description = "Outcomes on a page; 100 where it is not given"),
        ("after" = Option<String>, Query, description = "Where the page before ended: its `next`")),
    responses(
        (status = 200, body = Outcomes, content_type = "application/json"),
        (status = 400, body = ProblemBody, content_type = "application/problem+json", description = "A parameter that cannot be understood"),
        (status = 503, body = ProblemBody, content_type = "application/problem+json", description = "The store cannot be read"),
    )
)]
pub(crate) async fn outcomes(Shared(state): Shared<Arc<State>>, ask: Ask) -> Answered {
    let filter = asking::filter(&ask)?;
    let limit = limit_or(&ask, filter.limit as usize)?;
    let filter = OutcomeFilter { limit: u32::try_from(limit).unwrap_or(filter.limit), ..filter };
    let (outcomes, next) = asking::page(&state, &filter).await?;
    let next = next.and_then(|next| next.before).map(|row| row.to_string());
    json(&Outcomes { outcomes, next })
}

/// What became of one address, file or name.
#[derive(Serialize, ToSchema)]
pub(crate) struct Why {
    /// Each stage that it came to, in order.
    #[schema(value_type = Vec<Object>)]
    outcomes: Vec<Value>,
    /// What is stored of it now.
    stored: Vec<Stored>,
    /// Where nothing is called exactly so: what may be meant by a headline or a part of an address.
    meant: Vec<MeantBody>,
}

/// Something that may be meant.
#[derive(Serialize, ToSchema)]
pub(crate) struct MeantBody {
    /// What it is asked for by.
    q: String,
    /// The headline of an article that is stored; null where it became none.
    headline: Option<String>,
}

/// An article as it stands now.
#[derive(Serialize, ToSchema)]
pub(crate) struct Stored {
    article: String,
    headline: Option<String>,
    url: Option<String>,
    topics: Vec<String>,
    /// Which of its wordings is the current one, from 1, and how many there are.
    wording: usize,
    wordings: usize,
}

/// What became of the address of an article or a feed, of a file, of the id of an article or a capture, and what is true of it now; of a
/// headline or a part of an address, what may be meant.
#[utoipa::path(
    get, path = "/api/v1/why", tag = "outcomes", params(("q" = String, Query, description = "The address, file or name")),
    responses(
        (status = 200, body = Why, content_type = "application/json"),
        (status = 400, body = ProblemBody, content_type = "application/problem+json", description = "Nothing is asked for"),
        (status = 503, body = ProblemBody, content_type = "application/problem+json", description = "The store cannot be read"),
    )
)]
pub(crate) async fn why(Shared(state): Shared<Arc<State>>, ask: Ask) -> Answered {
    let Some(what) = ask.value("q") else { return Err(Misread { name: "q", value: String::new() }.into()) };
    state.catalogue.catch_up().await?;
    let Known { outcomes, standings, meant } = asking::known(&state, what).await?;
    let stored = |standing: &Standing| Stored {
        article: standing.article.article.id.to_string(),
        headline: standing.article.article.headline.clone(),
        url: standing.article.article.url.clone(),
        topics: standing.article.tags.iter().map(|tag| tag.topic.to_string()).collect(),
        wording: standing.number,
        wordings: standing.wordings,
    };
    json(&Why {
        stored: standings.iter().map(stored).collect(),
        meant: meant.into_iter().map(|Meant { what, said }| MeantBody { q: what, headline: said }).collect(),
        outcomes: outcomes.iter().filter_map(|outcome| serde_json::to_value(outcome).ok()).collect(),
    })
}
