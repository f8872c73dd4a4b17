//! Who is named, and what they said.

use std::sync::Arc;

use axum::extract::State as Shared;
use serde::Serialize;
use utoipa::ToSchema;
use veille_model::MentionKind;
use veille_sink::Quoted;

use super::answer::{filters, json, limit};
use super::filters::Filters;
use super::problem::{Answered, ProblemBody};
use crate::ask::Ask;
use crate::asking::people::{self as asking, Known};
use crate::catalogue::{Rung, SaidAt, Whom};
use crate::selection::query_of;
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
    /// How many articles have these words of this speaker: the others are left out. Null where it is not counted.
    articles: Option<usize>,
}

/// Somebody or something that is named.
#[derive(Serialize, ToSchema)]
pub(crate) struct PersonBody {
    /// `person`, `organisation` or `place`.
    kind: &'static str,
    /// As most articles write it.
    name: String,
    /// As others do, in any script, those of most articles first; 12 at most with `name`.
    spellings: Vec<String>,
    /// As the latest article that quotes them has it.
    role: Option<String>,
    /// How many articles name or quote them.
    articles: usize,
    quotations: usize,
    /// The query that asks for them, in the language of topics; null for a name that it cannot write.
    query: Option<String>,
    /// The newest article that names them.
    article: String,
    /// The latest quotation; null where nothing is quoted.
    latest: Option<QuotationBody>,
}

/// A page of quotations.
#[derive(Serialize, ToSchema)]
pub(crate) struct Quotations {
    quotations: Vec<QuotationBody>,
    /// How many the whole list has.
    total: usize,
    /// What `after` is for the page after this one; null at the end. What is stored meanwhile moves nothing, unless another paper prints
    /// the same words, which stand with that then.
    next: Option<String>,
}

/// A page of those who are named.
#[derive(Serialize, ToSchema)]
pub(crate) struct People {
    people: Vec<PersonBody>,
    /// How many the whole list has.
    total: usize,
    /// What `after` is for the page after this one; null at the end. What is stored meanwhile moves those alone whom it names.
    next: Option<String>,
}

impl QuotationBody {
    fn of(quoted: &Quoted, articles: Option<usize>) -> Self {
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
            articles,
        }
    }
}

/// Quotations, those of the newest articles first: each once, where it stands first, and without what stands inside another of its speaker's.
#[utoipa::path(
    get, path = "/api/v1/quotations", tag = "people",
    params(Filters, ("by" = Option<String>, Query, description = "Of whom `/api/v1/people` finds under it: people with all of these words in their name, in any spelling and script, or with this role or office: `ministre`"),
        ("limit" = Option<usize>, Query, minimum = 1, maximum = 500, description = "Quotations on a page; 50 where it is not given"),
        ("after" = Option<String>, Query, description = "Where the page before ended: its `next`")),
    responses(
        (status = 200, body = Quotations, content_type = "application/json"),
        (status = 400, body = ProblemBody, content_type = "application/problem+json", description = "A parameter that cannot be understood"),
        (status = 503, body = ProblemBody, content_type = "application/problem+json", description = "The store cannot be read"),
    )
)]
pub(crate) async fn quotations(Shared(state): Shared<Arc<State>>, ask: Ask) -> Answered {
    let selection = filters(&state, &ask).await?;
    let (by, after) = (ask.name("by")?, asking::after::<SaidAt>(&ask)?);
    let (found, total, next) =
        asking::quotations(&state, by, &selection, after.as_ref(), limit(&ask)?).await?;
    json(&Quotations {
        quotations: found.iter().map(|it| QuotationBody::of(&it.quoted, Some(it.articles))).collect(),
        total,
        next: next.map(|next| next.to_string()),
    })
}

/// Everybody and everything that is named or quoted in articles that pass the filters, those in most articles first.
#[utoipa::path(
    get, path = "/api/v1/people", tag = "people",
    params(Filters, ("kind" = Option<String>, Query, description = "`person`, `organisation` or `place`; all of them where it is not given"),
        ("by" = Option<String>, Query, description = "Of this name alone, or a part of it, in any spelling and script; or of this role or office: `ministre`"),
        ("role" = Option<String>, Query, description = "The same as `by`"),
        ("limit" = Option<usize>, Query, minimum = 1, maximum = 500, description = "How many on a page; 50 where it is not given"),
        ("after" = Option<String>, Query, description = "Where the page before ended: its `next`")),
    responses(
        (status = 200, body = People, content_type = "application/json"),
        (status = 400, body = ProblemBody, content_type = "application/problem+json", description = "A parameter that cannot be understood"),
        (status = 503, body = ProblemBody, content_type = "application/problem+json", description = "The store cannot be read"),
    )
)]
pub(crate) async fn people(Shared(state): Shared<Arc<State>>, ask: Ask) -> Answered {
    let selection = filters(&state, &ask).await?;
    let limit = limit(&ask)?;
    let whom = Whom { kind: asking::kind(&ask)?, by: ask.name("by")?.or(ask.name("role")?) };
    let after = asking::after::<Rung>(&ask)?;
    let (found, totals, next) = asking::named(&state, &selection, whom, after.as_ref(), limit).await?;
    let of_kind =
        MentionKind::ALL.into_iter().zip(totals).filter(|it| whom.kind.is_none_or(|kind| kind == it.0));
    let body = |Known { person, role, quoted, .. }: Known| PersonBody {
        kind: person.kind.as_str(),
        query: query_of(person.kind, &person.name),
        name: person.name,
        spellings: person.spellings,
        role,
        articles: person.articles,
        quotations: person.quotations,
        article: person.latest.to_string(),
        latest: quoted.as_ref().map(|(quoted, _)| QuotationBody::of(quoted, None)),
    };
    json(&People {
        people: found.into_iter().map(body).collect(),
        total: of_kind.map(|(_, total)| total).sum(),
        next: next.map(|next| next.to_string()),
    })
}
