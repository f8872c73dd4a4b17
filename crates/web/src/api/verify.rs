//! Whether what somebody quotes stands in an article.

use std::sync::Arc;

use axum::extract::{Path, State as Shared};
use serde::Serialize;
use utoipa::ToSchema;
use veille_model::Field;

use super::answer::json;
use super::articles::current;
use super::problem::{Answered, ProblemBody};
use crate::ask::Ask;
use crate::compared::Changed;
use crate::selection::Misread;
use crate::state::State;
use crate::verify::{Verdict, has_other_numbers, verify as verdicts};

/// What is said of one sentence.
#[derive(Serialize, ToSchema)]
pub(crate) struct VerdictBody {
    /// As it was asked.
    sentence: String,
    /// `verbatim`, `nearly` (in other words, or a part of it), or `nowhere`.
    stands: &'static str,
    /// The words of the article, where they stand.
    passage: Option<PlaceBody>,
    /// Where the two are one sentence but for some words: these, in their order.
    differs: Vec<DifferenceBody>,
    /// Whether a number of the sentence is not the article's: then the article does not say so, however alike the two are.
    has_other_numbers: bool,
    /// Whether it stands nowhere and is in another language than the article: what is translated is not looked for.
    in_another_language: bool,
}

/// What differs in one place.
#[derive(Serialize, ToSchema)]
pub(crate) struct DifferenceBody {
    /// As it was asked; empty where the article has more.
    asked: String,
    /// As the article has it; empty where it has nothing there.
    article: String,
}

/// Words and where they stand.
#[derive(Serialize, ToSchema)]
pub(crate) struct PlaceBody {
    /// `headline` or `text`.
    #[schema(value_type = String)]
    field: Field,
    /// In Unicode code points of that field.
    start: usize,
    end: usize,
    exact: String,
}

/// Whether each sentence of a text stands in an article word for word, nearly, or nowhere; case, accents and signs do not
/// matter.
#[utoipa::path(
    get, path = "/api/v1/articles/{id}/verify", tag = "articles",
    params(("id" = String, Path, description = "An article"), ("text" = String, Query, description = "What is said to stand there; of its first 10,000 characters the first 50 sentences are looked at")),
    responses(
        (status = 200, body = Vec<VerdictBody>, content_type = "application/json"),
        (status = 400, body = ProblemBody, content_type = "application/problem+json", description = "No text"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json", description = "It is not stored, or no longer"),
        (status = 503, body = ProblemBody, content_type = "application/problem+json", description = "The store cannot be read"),
    )
)]
pub(crate) async fn verify(Shared(state): Shared<Arc<State>>, Path(id): Path<String>, ask: Ask) -> Answered {
    let text = ask.value("text").ok_or(Misread { name: "text", value: String::new() })?;
    let article = current(&state, &id).await?.article;
    let body = |(verdict, stretches): (Verdict, Vec<Changed>)| {
        let is_other = |it: &Changed| !it.deleted.is_empty() || !it.inserted.is_empty();
        VerdictBody {
            has_other_numbers: has_other_numbers(&stretches),
            differs: stretches
                .into_iter()
                .filter(is_other)
                .map(|it| DifferenceBody { asked: it.inserted, article: it.deleted })
                .collect(),
            sentence: verdict.sentence,
            stands: verdict.stands.as_str(),
            in_another_language: verdict.is_foreign,
            passage: verdict.passage.map(|it| PlaceBody {
                field: it.field,
                start: it.start,
                end: it.end,
                exact: it.exact,
            }),
        }
    };
    let verdicts = verdicts(&article, text, state.compare).await;
    json(&verdicts.into_iter().map(body).collect::<Vec<_>>())
}
