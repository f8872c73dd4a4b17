//! Articles: lists of them, and everything about one.

use std::sync::Arc;

use axum::extract::{Path, State as Shared};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use veille_sink::Revised;

use super::answer::{filters, json, limit};
use super::filters::{Filters, Queried};
use super::passages::PassageBody;
use super::problem::{Answered, Failure, ProblemBody};
use crate::ask::Ask;
use crate::asking::search::{not_relevant, number, originals};
use crate::brief::{Brief, briefs};
use crate::catalogue::Counted;
use crate::evidence::passages;
use crate::selection::Selection;
use crate::state::State;

/// A page of a list of articles.
#[derive(Serialize, ToSchema)]
pub(crate) struct Articles {
    /// The newest first; those without a date last.
    articles: Vec<Brief>,
    /// How many the whole list has.
    total: usize,
    /// How many of these are no copies of other articles.
    originals: usize,
    /// How many pass the other filters that the office called not relevant; without `triage` they are left out.
    not_relevant: usize,
    /// What `after` is for the page after this one; null at the end. What is stored meanwhile moves nothing.
    next: Option<String>,
    /// The number of the last change that this knows: `/api/v1/stream?after=` goes on from here.
    position: u64,
}

/// A list with the filters of the pages.
#[utoipa::path(
    get, path = "/api/v1/articles", tag = "articles",
    params(Filters, Queried, ("limit" = Option<usize>, Query, minimum = 1, maximum = 500, description = "Articles on a page; 50 where it is not given"),
        ("sort" = Option<String>, Query, description = "`newest`, or `relevant` for what says most about a topic or the query first"),
        ("after" = Option<String>, Query, description = "Where the page before ended: its `next`")),
    responses(
        (status = 200, body = Articles, content_type = "application/json"),
        (status = 400, body = ProblemBody, content_type = "application/problem+json", description = "A parameter that cannot be understood"),
        (status = 503, body = ProblemBody, content_type = "application/problem+json", description = "The store cannot be read"),
    )
)]
pub(crate) async fn articles(Shared(state): Shared<Arc<State>>, ask: Ask) -> Answered {
    let selection = filters(&state, &ask).await?;
    if selection.query.is_some() {
        let (selection, request, answer) = super::search::answered(&state, &ask, selection).await?;
        let found = answer.results.iter().map(|found| &found.article);
        return json(&Articles {
            articles: briefs(&state.store, found, &state.watched()).await?,
            total: number(answer.total.map_or(0, |total| total.articles)),
            originals: number(originals(&state, &request, &answer).await?.map_or(0, |total| total.articles)),
            not_relevant: not_relevant(&state, &selection, &request).await?,
            next: answer.next.map(|next| next.to_string()),
            position: answer.position,
        });
    }
    let limit = limit(&ask)?;
    let (_, turn) = ask.selection()?;
    // Before the list is cut: what comes meanwhile may stand in it, and is not promised.
    let position = state.catalogue.position().await;
    let (cut, originals, not_relevant) = {
        let shelf = state.catalogue.read();
        let originals = shelf.count(&Selection { originals: true, ..selection.clone() });
        (shelf.cut(&selection, &turn, limit), originals, shelf.not_relevant(&selection))
    };
    let documents = state.catalogue.documents(&cut.ids).await?;
    json(&Articles {
        articles: briefs(&state.store, documents.iter(), &state.watched()).await?,
        total: cut.total,
        originals,
        not_relevant,
        next: cut.older.map(|place| place.to_string()),
        position,
    })
}

/// Names of a kind that are counted.
const NAMED: usize = 16;

/// How many articles have a value of a filter.
#[derive(Serialize, ToSchema)]
pub(crate) struct Count {
    /// The value, as the filter takes it.
    value: String,
    articles: usize,
}

/// What a list could be narrowed to: each filter counted as if it alone were not set.
#[derive(Serialize, ToSchema)]
pub(crate) struct Facets {
    topics: Vec<Count>,
    languages: Vec<Count>,
    sources: Vec<Count>,
    /// By the outlets that pages say their texts are of, as these write them.
    origins: Vec<Count>,
    countries: Vec<Count>,
    /// The newest first; `unknown` for those without a date.
    days: Vec<Count>,
    /// Those that most articles name, 16 of each kind, as most of them write it. `person:"…"`, `org:"…"` and `place:"…"` ask for one in a
    /// query. Of a search they are counted over the first 2,000 articles.
    people: Vec<Count>,
    organisations: Vec<Count>,
    places: Vec<Count>,
    /// How many the list has.
    total: usize,
    /// How many pass the other filters that the office called not relevant; without `triage` they are left out.
    not_relevant: usize,
}

/// How many articles have which topic, language, source and day, and name whom.
#[utoipa::path(
    get, path = "/api/v1/facets", tag = "articles", params(Filters, Queried),
    responses(
        (status = 200, body = Facets, content_type = "application/json"),
        (status = 400, body = ProblemBody, content_type = "application/problem+json", description = "A parameter that cannot be understood"),
        (status = 503, body = ProblemBody, content_type = "application/problem+json", description = "Store or index cannot be read"),
    )
)]
pub(crate) async fn facets(Shared(state): Shared<Arc<State>>, ask: Ask) -> Answered {
    let selection = filters(&state, &ask).await?;
    let (counts, total) = match selection.query {
        Some(_) => super::search::counts(&state, selection).await?,
        None => {
            let shelf = state.catalogue.read();
            let mut counts = shelf.counts(&selection);
            counts.named = shelf.most_named(&selection, NAMED);
            let total = counts.total;
            (counts, total)
        }
    };
    let [people, organisations, places] = counts.named;
    // As pages write them: what a program shows to people, and what the filter takes.
    let origins = {
        let shelf = state.catalogue.read();
        counts.origins.iter().map(|(name, n)| (shelf.origin_name(name).to_owned(), *n)).collect::<Counted>()
    };
    let counted = |counted: Counted| -> Vec<Count> {
        counted.into_iter().map(|(value, articles)| Count { value, articles }).collect()
    };
    let day = |(day, articles): (std::cmp::Reverse<Option<chrono::NaiveDate>>, usize)| Count {
        value: day.0.map_or_else(|| "unknown".to_owned(), |day| day.to_string()),
        articles,
    };
    json(&Facets {
        not_relevant: counts.not_relevant,
        topics: counted(counts.topics),
        languages: counted(counts.languages),
        sources: counted(counts.sources),
        origins: counted(origins),
        countries: counted(counts.countries),
        days: counts.days.into_iter().map(day).collect(),
        people: counted(people),
        organisations: counted(organisations),
        places: counted(places),
        total,
    })
}

/// One article, as it is stored: text, blocks, dates, tags with their evidence, quotations, names. `schema tagged-article` prints its
/// JSON Schema.
#[utoipa::path(
    get, path = "/api/v1/articles/{id}", tag = "articles", params(("id" = String, Path, description = "An article")),
    responses(
        (status = 200, body = Object, content_type = "application/json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json", description = "It is not stored, or no longer"),
        (status = 503, body = ProblemBody, content_type = "application/problem+json", description = "The store cannot be read"),
    )
)]
pub(crate) async fn article(Shared(state): Shared<Arc<State>>, Path(id): Path<String>) -> Answered {
    json(&current(&state, &id).await?.article)
}

/// A wording of an article.
#[derive(Serialize, ToSchema)]
pub(crate) struct Wording {
    revision: String,
    /// When it was captured first, and last.
    first_captured_at: Option<String>,
    last_captured_at: Option<String>,
    /// Whether it is the article's current one.
    current: bool,
    /// Since when the publisher has taken the article down.
    withdrawn_at: Option<String>,
    /// The wording as it is stored.
    #[schema(value_type = Object)]
    article: Value,
}

/// Every wording of an article, those captured first before the others.
#[utoipa::path(
    get, path = "/api/v1/articles/{id}/revisions", tag = "articles", params(("id" = String, Path, description = "An article")),
    responses(
        (status = 200, body = Vec<Wording>, content_type = "application/json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json", description = "It is not stored, or no longer"),
        (status = 503, body = ProblemBody, content_type = "application/problem+json", description = "The store cannot be read"),
    )
)]
pub(crate) async fn revisions(Shared(state): Shared<Arc<State>>, Path(id): Path<String>) -> Answered {
    let instant = |at: Option<chrono::DateTime<chrono::Utc>>| at.map(|at| at.to_rfc3339());
    let wording = |revised: &Revised| Wording {
        revision: revised.article.article.revision.to_string(),
        first_captured_at: instant(revised.first_captured_at),
        last_captured_at: instant(revised.last_captured_at),
        current: revised.current,
        withdrawn_at: instant(revised.withdrawn_at),
        article: serde_json::to_value(&revised.article).unwrap_or_default(),
    };
    let wordings = wordings(&state, &id).await?;
    json(&wordings.iter().map(wording).collect::<Vec<_>>())
}

/// The passages that earned an article its topics, in the order of reading.
#[utoipa::path(
    get, path = "/api/v1/articles/{id}/evidence", tag = "articles", params(("id" = String, Path, description = "An article")),
    responses(
        (status = 200, body = Vec<PassageBody>, content_type = "application/json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json", description = "It is not stored, or no longer"),
        (status = 503, body = ProblemBody, content_type = "application/problem+json", description = "The store cannot be read"),
    )
)]
pub(crate) async fn evidence(Shared(state): Shared<Arc<State>>, Path(id): Path<String>) -> Answered {
    let found = passages(&current(&state, &id).await?.article);
    json(&found.into_iter().map(PassageBody::of).collect::<Vec<_>>())
}

/// How an article's page was read (`cleaning`: each block with its verdict, each field with where it was found; null where the page
/// is kept no longer), and how it was judged (`classification`: what each topic found or lacked, its language with the
/// runner-up, whose text it is). By the rules as they are now.
#[utoipa::path(
    get, path = "/api/v1/articles/{id}/explain", tag = "articles", params(("id" = String, Path, description = "An article")),
    responses(
        (status = 200, body = Object, content_type = "application/json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json", description = "It is not stored, or no longer"),
        (status = 503, body = ProblemBody, content_type = "application/problem+json", description = "The store cannot be read"),
    )
)]
pub(crate) async fn explain(Shared(state): Shared<Arc<State>>, Path(id): Path<String>) -> Answered {
    json(&state.explain(current(&state, &id).await?.article).await?)
}

/// By its id alone: an address of the press is no name of ours.
async fn wordings(state: &State, id: &str) -> Result<Vec<Revised>, Failure> {
    let mut wordings = state.store.wordings_of(id).await?;
    wordings.retain(|wording| wording.article.article.id.as_str() == id);
    if wordings.is_empty() { Err(Failure::not_there(id)) } else { Ok(wordings) }
}

pub(super) async fn current(state: &State, id: &str) -> Result<Revised, Failure> {
    let wordings = wordings(state, id).await?;
    wordings.into_iter().find(|wording| wording.current).ok_or_else(|| Failure::not_there(id))
}
