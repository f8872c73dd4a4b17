//! Who is quoted, and what they said.

use std::sync::Arc;

use axum::extract::State as Shared;
use serde::Serialize;
use utoipa::ToSchema;
use veille_sink::Quoted;

use super::answer::{filters, json, limit};
use super::articles::of_lists;
use super::filters::Filters;
use super::problem::{Answered, ProblemBody};
use crate::pages::{Ask, persons, quotation_filter};
use crate::state::State;

/// A quotation, and where it was read.
#[derive(Serialize, ToSchema)]
pub(crate) struct QuotationBody {
    /// `direct`, `partial` or `answer`: the speaker's own words; `indirect`: the article's, for what the speaker said.
    kind: &'static str,
    /// The words.
    exact: String,
    speaker: Option<String>,
    role: Option<String>,
    /// In Unicode code points of the article's text.
    start: usize,
    end: usize,
    article: String,
    url: Option<String>,
    headline: Option<String>,
    source: String,
    /// BCP 47, in lower case.
    language: String,
    /// When it was published, though never after it was captured.
    dated_at: Option<String>,
}

/// Somebody who is quoted.
#[derive(Serialize, ToSchema)]
pub(crate) struct PersonBody {
    name: String,
    /// As the latest article has it.
    role: Option<String>,
    quotations: usize,
    articles: usize,
    latest: QuotationBody,
}

impl QuotationBody {
    fn of(quoted: &Quoted) -> Self {
        let quotation = &quoted.quotation;
        Self {
            kind: quotation.kind.as_str(),
            exact: quotation.exact.clone(),
            speaker: quotation.speaker.clone(),
            role: quotation.role.clone(),
            start: quotation.start,
            end: quotation.end,
            article: quoted.article.to_string(),
            url: quoted.url.clone(),
            headline: quoted.headline.clone(),
            source: quoted.source.to_string(),
            language: quoted.language.clone(),
            dated_at: quoted.dated_at.map(|at| at.to_rfc3339()),
        }
    }
}

/// Quotations, those of the newest articles first.
#[utoipa::path(
    get, path = "/api/v1/quotations", tag = "people",
    params(Filters, ("by" = Option<String>, Query, description = "Of people with all of these words in their name, whatever their order, accents and capitals"),
        ("limit" = Option<usize>, Query, minimum = 1, maximum = 500, description = "At most so many; 50 where it is not given")),
    responses(
        (status = 200, body = Vec<QuotationBody>, content_type = "application/json"),
        (status = 400, body = ProblemBody, content_type = "application/problem+json", description = "A parameter that cannot be understood"),
        (status = 503, body = ProblemBody, content_type = "application/problem+json", description = "The store cannot be read"),
    )
)]
pub(crate) async fn quotations(Shared(state): Shared<Arc<State>>, ask: Ask) -> Answered {
    let selection = of_lists(&filters(&state, &ask)?);
    let limit = u32::try_from(limit(&ask)?).unwrap_or(u32::MAX);
    let found = state.store.quotations(&quotation_filter(&state, &ask, &selection, limit)).await?;
    json(&found.iter().map(QuotationBody::of).collect::<Vec<_>>())
}

/// Everyone who is quoted in articles that pass the filters, those in most articles first.
#[utoipa::path(
    get, path = "/api/v1/people", tag = "people",
    params(Filters, ("role" = Option<String>, Query, description = "Of this role or office alone, or a part of it: `ministre`"),
        ("limit" = Option<usize>, Query, minimum = 1, maximum = 500, description = "At most so many; 50 where it is not given")),
    responses(
        (status = 200, body = Vec<PersonBody>, content_type = "application/json"),
        (status = 400, body = ProblemBody, content_type = "application/problem+json", description = "A parameter that cannot be understood"),
        (status = 503, body = ProblemBody, content_type = "application/problem+json", description = "The store cannot be read"),
    )
)]
pub(crate) async fn people(Shared(state): Shared<Arc<State>>, ask: Ask) -> Answered {
    let selection = of_lists(&filters(&state, &ask)?);
    let limit = limit(&ask)?;
    state.catalogue.catch_up().await?;
    let (found, _) = persons(&state, &selection, ask.value("role"), limit).await?;
    let body = |person: crate::pages::Person| PersonBody {
        role: person.role,
        quotations: person.quotations,
        articles: person.articles,
        latest: QuotationBody::of(&person.latest),
        name: person.name,
    };
    json(&found.into_iter().map(body).collect::<Vec<_>>())
}
