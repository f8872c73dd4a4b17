//! A text followed into what is stored, sentence by sentence.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use veille_stories::Trace;

use super::answer::{filters, json, said};
use super::filters::Filters;
use super::problem::{Answered, Failure, ProblemBody};
use crate::ask::Ask;
use crate::asking::trace::{Followed, TEXT_MAX, followed};
use crate::selection::Misread;
use crate::state::State;

/// A text that is followed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TextBody {
    /// 60,000 characters at most.
    text: String,
}

/// Where the sentences of a text stand.
#[derive(Serialize, ToSchema)]
pub(crate) struct TraceBody {
    sentences: Vec<TracedSentence>,
    /// How many articles have something of it.
    articles: usize,
    /// How many were looked at, the newest first: 20,000 at most, in 20 seconds at most. Filters lead to the others.
    looked_at: usize,
    /// How many the filters leave.
    of: usize,
}

/// A sentence, and the articles that have something of the text, by what became of it there.
#[derive(Serialize, ToSchema)]
pub(crate) struct TracedSentence {
    /// From 1.
    number: usize,
    sentence: String,
    verbatim: Vec<StandsIn>,
    altered: Vec<StandsIn>,
    shortened: Vec<StandsIn>,
    translated: Vec<StandsIn>,
    left_out: Vec<StandsIn>,
}

/// An article.
#[derive(Serialize, ToSchema)]
pub(crate) struct StandsIn {
    article: String,
    url: Option<String>,
    source: String,
    /// How it reads there, where that is in other words.
    #[serde(rename = "as")]
    words: Option<String>,
}

/// Follows a text, a communiqué mostly, into what is stored: where each of its sentences stands word for word, in other words,
/// shortened, in another language, and where it was left out. As `veille trace --json` tells it.
#[utoipa::path(
    post, path = "/api/v1/trace", tag = "articles", params(Filters), request_body = TextBody,
    responses(
        (status = 200, body = TraceBody, content_type = "application/json"),
        (status = 400, body = ProblemBody, content_type = "application/problem+json", description = "No sentence, or something that cannot be understood"),
        (status = 415, body = ProblemBody, content_type = "application/problem+json", description = "The request is no JSON"),
        (status = 413, body = ProblemBody, content_type = "application/problem+json", description = "More than 60,000 characters, or than 256 KB in all"),
        (status = 503, body = ProblemBody, content_type = "application/problem+json", description = "The store cannot be read"),
    )
)]
pub(crate) async fn trace(Shared(state): Shared<Arc<State>>, ask: Ask, body: Bytes) -> Answered {
    let wanted: TextBody = said(&body)?;
    // Refused and not cut: a part would be followed for the whole, and the end of a text be told as left out by everybody.
    let characters = wanted.text.chars().count();
    if characters > TEXT_MAX {
        let detail = format!(
            "the text has {characters} characters; {TEXT_MAX} at most are followed: send it in parts"
        );
        return Err(Failure::new(StatusCode::PAYLOAD_TOO_LARGE, "too long", detail));
    }
    let selection = filters(&state, &ask).await?;
    let followed = followed(&state, &wanted.text, &selection).await?;
    let followed = followed.ok_or(Misread { name: "text", value: String::new() })?;
    json(&TraceBody {
        sentences: (0..followed.sentences.len()).map(|number| sentence(number, &followed)).collect(),
        articles: followed.taken.len(),
        looked_at: followed.looked_at,
        of: followed.of,
    })
}

fn sentence(number: usize, followed: &Followed) -> TracedSentence {
    let of = |kind: &str| -> Vec<StandsIn> {
        let here = followed.taken.iter().filter(|taken| taken.traces[number].as_str() == kind);
        here.map(|taken| {
            let article = &taken.article.article;
            StandsIn {
                article: article.id.to_string(),
                url: article.url.clone(),
                source: article.source.to_string(),
                words: taken.traces[number].words().map(str::to_owned),
            }
        })
        .collect()
    };
    let [verbatim, altered, shortened, translated, left_out] = Trace::KINDS.map(of);
    let sentence = followed.sentences[number].clone();
    TracedSentence { number: number + 1, sentence, verbatim, altered, shortened, translated, left_out }
}
