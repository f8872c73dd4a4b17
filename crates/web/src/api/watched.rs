//! What is watched: topics and sources.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Path, State as Shared};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::json;
use super::problem::{Answered, Failure, ProblemBody};
use crate::ask::Ask;
use crate::asking::sources::{self, Source};
use crate::asking::topics::revision;
use crate::state::State;
use crate::text::shown;

/// A topic.
#[derive(Serialize, ToSchema)]
pub(crate) struct TopicBody {
    id: String,
    /// What people call it, by language.
    labels: BTreeMap<String, String>,
    /// Its queries as written, by language; under the empty name where there is one for all.
    queries: BTreeMap<String, String>,
    /// IPTC Media Topics.
    media_topics: Vec<String>,
    /// How many articles have it.
    articles: usize,
    /// The day of the latest.
    latest: Option<String>,
    /// A name for its queries as they are; who writes others says it.
    revision: String,
}

/// The topics that are watched, with how many articles have each.
#[utoipa::path(
    get, path = "/api/v1/topics", tag = "watched",
    responses(
        (status = 200, body = Vec<TopicBody>, content_type = "application/json"),
        (status = 503, body = ProblemBody, content_type = "application/problem+json", description = "The store cannot be read"),
    )
)]
pub(crate) async fn topics(Shared(state): Shared<Arc<State>>) -> Answered {
    json(&all(&state).await?)
}

/// One topic.
#[utoipa::path(
    get, path = "/api/v1/topics/{id}", tag = "watched", params(("id" = String, Path, description = "A topic")),
    responses(
        (status = 200, body = TopicBody, content_type = "application/json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json", description = "No such topic is watched"),
        (status = 503, body = ProblemBody, content_type = "application/problem+json", description = "The store cannot be read"),
    )
)]
pub(crate) async fn topic(Shared(state): Shared<Arc<State>>, Path(id): Path<String>) -> Answered {
    let topic = all(&state).await?.into_iter().find(|topic| topic.id == id);
    json(&topic.ok_or_else(|| Failure::not_there(&id))?)
}

async fn all(state: &State) -> Result<Vec<TopicBody>, Failure> {
    state.catalogue.catch_up().await?;
    let (watched, shelf) = (state.watched(), state.catalogue.read());
    let found = shelf.by_topic();
    let body = |topic: &crate::Topic| {
        let (articles, latest, _) = found.get(topic.id.as_str()).copied().unwrap_or((0, None, false));
        TopicBody {
            id: topic.id.to_string(),
            labels: topic.labels.clone(),
            queries: topic.queries.clone(),
            media_topics: topic.media_topics.clone(),
            articles,
            latest: latest.map(|day| day.to_string()),
            revision: revision(topic),
        }
    };
    Ok(watched.topics.iter().map(body).collect())
}

/// A source as far as the store knows it.
#[derive(Serialize, ToSchema)]
pub(crate) struct SourceBody {
    id: String,
    name: String,
    /// Whether it is configured, or only met in what was read.
    configured: bool,
    articles: usize,
    last_14_days: usize,
    /// The day of its latest article.
    latest: Option<String>,
    /// When the fetcher last took something from it.
    last_read_at: Option<String>,
    /// When it last failed, and why.
    last_failure_at: Option<String>,
    last_failure: Option<String>,
    /// Whether it failed after everything that went well.
    failing: bool,
    /// Whether it is read no more, for a while.
    paused: bool,
    /// When one of its feeds is read next; null where the store does not know.
    next_reading_at: Option<String>,
    /// How many articles a day are usual, eight days of ten: from so many, to so many; null of who was not read for long enough.
    usual: Option<[usize; 2]>,
    /// Why it brings less than that, where it does: `silent`, `broken`, `moved`, or `unread` where nobody asked it.
    unusual: Option<String>,
    /// The same as a sentence: since when, how many are usual, what stands in the way.
    unusual_why: Option<String>,
    /// How many articles are missing, as far as one can tell.
    missing: Option<u64>,
}

/// The sources: those that fail first, then those with the most articles of late.
#[utoipa::path(
    get, path = "/api/v1/sources", tag = "watched",
    responses(
        (status = 200, body = Vec<SourceBody>, content_type = "application/json"),
        (status = 503, body = ProblemBody, content_type = "application/problem+json", description = "The store cannot be read"),
    )
)]
pub(crate) async fn sources(Shared(state): Shared<Arc<State>>, ask: Ask) -> Answered {
    let instant = |at: DateTime<Utc>| at.to_rfc3339();
    let found = sources::all(&state, ask.words).await?;
    let body = |source: Source| SourceBody {
        configured: source.watched,
        articles: source.articles,
        last_14_days: source.recent(),
        latest: source.latest.map(|(day, _)| day.to_string()),
        last_read_at: source.read.map(instant),
        last_failure_at: source.failed.as_ref().map(|(at, _)| instant(*at)),
        last_failure: source.failed.map(|(_, why)| shown(&why.detail)),
        failing: source.is_failing,
        paused: source.paused,
        next_reading_at: source.due.map(instant),
        usual: source.usual.map(|(low, high)| [low, high]),
        unusual: source.short.as_ref().map(|(why, _)| why.code.clone()),
        missing: source.short.as_ref().map(|(_, missing)| *missing),
        unusual_why: source.short.map(|(why, _)| why.detail),
        id: source.id.to_string(),
        name: source.name,
    };
    json(&found.into_iter().map(body).collect::<Vec<_>>())
}
