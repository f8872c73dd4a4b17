//! Searches in the language of topics.

use std::sync::Arc;

use axum::extract::State as Shared;
use serde::Serialize;
use utoipa::ToSchema;
use veille_query::{English, Query};
use veille_search::{Answer, Counting, Request};

use super::answer::{filters, json, limit};
use super::filters::{Filters, Queried};
use super::passages::PassageBody;
use super::problem::{Answered, Failure, ProblemBody};
use crate::ask::Ask;
use crate::asking::search as asking;
use crate::brief::{Brief, briefs};
use crate::catalogue::Counts;
use crate::evidence::found as of_evidence;
use crate::selection::{Misread, Selection};
use crate::state::State;

/// A page of what a query finds.
#[derive(Serialize, ToSchema)]
pub(crate) struct FoundPage {
    /// The query as written.
    query: String,
    /// What it asks for, in English.
    in_words: String,
    articles: Vec<FoundArticle>,
    total: TotalBody,
    /// How many the query finds that the office called not relevant; without `triage` they are left out.
    not_relevant: usize,
    /// What `after` is for the page after this one; null where there is none.
    next: Option<String>,
    /// The number of the last change that the index knew.
    position: u64,
    /// Where nothing was found: what the query would find with one condition less.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    relaxed: Vec<Relaxed>,
}

/// An article that was found.
#[derive(Serialize, ToSchema)]
pub(crate) struct FoundArticle {
    #[serde(flatten)]
    article: Brief,
    /// What made it match.
    passages: Vec<PassageBody>,
}

/// How many were found.
#[derive(Serialize, ToSchema)]
pub(crate) struct TotalBody {
    articles: u64,
    /// How many of them are no copies of other articles.
    originals: u64,
    /// Whether there may be more of both.
    at_least: bool,
}

/// A query with one condition less.
#[derive(Serialize, ToSchema)]
pub(crate) struct Relaxed {
    /// What was left out, in English.
    without: String,
    query: String,
    articles: u64,
}

/// What a query finds: what a topic of it would tag, with the passages that satisfied it.
#[utoipa::path(
    get, path = "/api/v1/search", tag = "articles",
    params(Filters, Queried, ("sort" = Option<String>, Query, description = "`newest`, or `relevant` for what says most about the query first"),
        ("limit" = Option<usize>, Query, minimum = 1, maximum = 500, description = "Articles on a page; 50 where it is not given"),
        ("after" = Option<String>, Query, description = "Where the page before ended: its `next`")),
    responses(
        (status = 200, body = FoundPage, content_type = "application/json"),
        (status = 400, body = ProblemBody, content_type = "application/problem+json", description = "A query or a parameter that cannot be understood"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json", description = "Nobody keeps an index of this store"),
        (status = 503, body = ProblemBody, content_type = "application/problem+json", description = "Store or index cannot be read"),
    )
)]
pub(crate) async fn search(Shared(state): Shared<Arc<State>>, ask: Ask) -> Answered {
    let (selection, request, answer) = answered(&state, &ask, filters(&state, &ask).await?).await?;
    let not_relevant = asking::not_relevant(&state, &selection, &request).await?;
    found(&state, request, answer, not_relevant).await
}

fn asked(state: &State, selection: Selection) -> Result<(Selection, Request), Failure> {
    let written = selection.query.clone().unwrap_or_default();
    if written.is_empty() {
        return Err(Misread { name: "q", value: String::new() }.into());
    }
    let request = asking::request(&selection, state, Query::parse(&written)?);
    Ok((selection, request))
}

/// A page of what the query of these filters finds.
pub(crate) async fn answered(
    state: &State,
    ask: &Ask,
    selection: Selection,
) -> Result<(Selection, Request, Answer), Failure> {
    let (selection, request) = asked(state, selection)?;
    let after = asking::place(ask, request.sort)?;
    let request = Request { limit: limit(ask)?, after, counting: Counting::Total, ..request };
    let answer = state.search(&request).await?;
    Ok((selection, request, answer))
}

async fn found(state: &State, request: Request, answer: Answer, not_relevant: usize) -> Answered {
    let total = answer.total.map_or((0, false), |total| (total.articles, total.at_least));
    let originals = asking::originals(state, &request, &answer).await?.map_or(0, |total| total.articles);
    let found = answer.results.iter().map(|found| &found.article);
    let articles = briefs(&state.store, found, &state.watched()).await?;
    let mut relaxed = Vec::new();
    // Only where nothing is found: each condition left out is one search more.
    if total.0 == 0 {
        for (without, query) in request.query.relaxed(&English) {
            let wider = Request { limit: 0, query, ..request.clone() };
            let articles = state.search(&wider).await?.total.map_or(0, |total| total.articles);
            relaxed.push(Relaxed { without, query: wider.query.source().to_owned(), articles });
        }
    }
    json(&FoundPage {
        query: request.query.source().to_owned(),
        in_words: request.query.in_words(),
        articles: articles
            .into_iter()
            .zip(&answer.results)
            .map(|(article, found)| FoundArticle {
                article,
                passages: of_evidence(&found.passages).into_iter().map(PassageBody::of).collect(),
            })
            .collect(),
        total: TotalBody { articles: total.0, originals, at_least: total.1 },
        not_relevant,
        next: answer.next.map(|next| next.to_string()),
        position: answer.position,
        relaxed,
    })
}

/// What a search could be narrowed to, and how many it finds.
pub(crate) async fn counts(state: &State, selection: Selection) -> Result<(Counts, usize), Failure> {
    let (selection, request) = asked(state, selection)?;
    let whole = Request { limit: 0, counting: Counting::Facets, ..request.clone() };
    let answer = state.search(&whole).await?;
    let total = answer.total.map_or(0, |total| usize::try_from(total.articles).unwrap_or(usize::MAX));
    let (counts, _) = asking::counts(state, &selection, &request, &answer).await?;
    Ok((counts, total))
}
