//! *How it was read*: what the cleaner took for the article and what it left out, where each date and name was found, and
//! which topics the article came near. Judged now, by the rules as they are.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::response::Response;
use veille_classifier::TopicExplanation;
use veille_cleaner::BlockExplanation;

use super::article::flag_words;
use super::{Shell, html};
use crate::ask::Ask;
use crate::instants;
use crate::lists::{Chip, Maker};
use crate::problem::Problem;
use crate::selection::Selection;
use crate::state::State;
use crate::text::{direction, shown};
use crate::words::Words;

/// Topics that an article came near.
const NEAR: usize = 5;
/// The least share of a query that is near.
const NEAR_MIN: f64 = 0.3;
/// Passages of a near miss.
const PASSAGES: usize = 4;
/// Blocks of a page that are shown.
// A page of links may have thousands, all of them left out.
const BLOCKS: usize = 600;

#[derive(Template)]
#[template(path = "how.html", whitespace = "minimize")]
struct Page {
    shell: Shell,
    headline: String,
    href: String,
    lang: String,
    dir: &'static str,
    near: Vec<Near>,
    /// None where the page is kept no longer.
    blocks: Option<Vec<Run>>,
    left_out: String,
    found: Vec<Found>,
    json: String,
}

/// A topic that an article nearly has.
struct Near {
    topic: Chip,
    share: String,
    has: Vec<String>,
    lacks: Vec<(String, String)>,
    excluded: Vec<String>,
}

/// Blocks of a page that follow each other and were judged alike.
struct Run {
    kept: bool,
    count: String,
    blocks: Vec<Block>,
}

struct Block {
    text: String,
    because: String,
    /// The language of `because`.
    lang: &'static str,
}

/// Something found that could be a field of the article.
struct Found {
    field: String,
    value: String,
    place: String,
    chosen: bool,
    flag: String,
}

/// How one article was read.
pub(crate) async fn how(Shared(state): Shared<Arc<State>>, Path(id): Path<String>, ask: Ask) -> Response {
    answer(&state, &id, &ask).await.unwrap_or_else(|problem| problem.answer(&ask, &state))
}

async fn answer(state: &State, id: &str, ask: &Ask) -> Result<Response, Problem> {
    state.catalogue.catch_up().await?;
    let ids = [veille_model::ArticleId::from(id.to_owned())];
    let Some(tagged) = state.catalogue.documents(&ids).await?.pop() else {
        return Err(Problem::NotThere(id.to_owned()));
    };
    let (words, watched) = (ask.words, state.watched());
    let maker = Maker { root: "/", state, watched: &watched, words, selection: &Selection::default() };
    let explained = state.explain(tagged).await?;
    let topics = explained.classification.as_ref().map(|it| it.topics.as_slice()).unwrap_or_default();
    let near = topics.iter().filter(|topic| !topic.matched && topic.closeness >= NEAR_MIN);
    let article = &explained.article.article;
    let headline = article.headline.as_deref().map_or_else(|| words.get("no-headline"), shown);
    let lang = explained.article.language.to_string();
    let cleaned = explained.cleaning.as_ref();
    let left_out = cleaned.map_or(0, |cleaned| cleaned.blocks.iter().filter(|block| !block.kept).count());
    let page = Page {
        near: near.take(NEAR).map(|topic| self::near(topic, &maker)).collect(),
        blocks: cleaned.map(|cleaned| runs(&cleaned.blocks, words)),
        left_out: words.count("blocks-left-out", left_out),
        found: cleaned
            .map(|cleaned| cleaned.metadata.iter().map(|it| found(it, state, words)).collect())
            .unwrap_or_default(),
        json: format!("/api/v1/articles/{id}/explain"),
        href: format!("/article/{id}"),
        dir: direction(&lang),
        lang,
        shell: Shell::new(ask, state, format!("{} · {headline}", words.get("how"))),
        headline,
    };
    Ok(html(&page))
}

fn near(topic: &TopicExplanation, maker: &Maker<'_>) -> Near {
    let exact = |evidence: &[veille_model::Evidence]| {
        let mut exact: Vec<String> = Vec::new();
        for passage in evidence.iter().map(|passage| shown(&passage.exact)) {
            if !exact.contains(&passage) && exact.len() < PASSAGES {
                exact.push(passage);
            }
        }
        exact
    };
    Near {
        topic: maker.topic_chip(&topic.topic),
        share: maker.words.percent((topic.closeness * 100.0).floor()),
        has: exact(&topic.evidence),
        lacks: topic
            .lacked
            .iter()
            .take(PASSAGES)
            .map(|it| (shown(&it.clause), maker.words.instead(&it.instead)))
            .collect(),
        excluded: exact(&topic.excluded),
    }
}

fn runs(blocks: &[BlockExplanation], words: Words) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for block in blocks.iter().take(BLOCKS).filter(|block| !block.text.trim().is_empty()) {
        if runs.last().is_none_or(|run| run.kept != block.kept) {
            runs.push(Run { kept: block.kept, count: String::new(), blocks: Vec::new() });
        }
        if let Some(run) = runs.last_mut() {
            let (because, lang) = words.because(in_words(&block.because));
            run.blocks.push(Block { text: shown(&block.text), because: shown(&because), lang });
        }
    }
    for run in &mut runs {
        let number = run.blocks.len();
        run.count = if run.kept {
            words.count("blocks-kept", number)
        } else {
            words.count("blocks-left-out", number)
        };
    }
    runs
}

/// Without the numbers of the judges, which are for who trains them.
fn in_words(because: &str) -> &str {
    match because.split_once(" [") {
        // `it has commas [0.93 0.71]`.
        Some((words, numbers)) if numbers.ends_with(']') => words,
        _ => because,
    }
}

fn found(found: &veille_cleaner::MetadataExplanation, state: &State, words: Words) -> Found {
    let key = match found.field {
        "headline" => "column-headline",
        "standfirst" => "found-standfirst",
        "byline" => "found-byline",
        "site_name" => "outlet",
        "canonical_url" => "address",
        "published_at" => "published",
        "modified_at" => "modified",
        "declared_language" => "language",
        "lead_image" => "found-image",
        "accessible_for_free" => "found-free",
        "section" => "section",
        "keywords" => "keywords",
        other => other,
    };
    let at = instants::instant(&found.value).filter(|_| found.field.ends_with("_at"));
    Found {
        field: words.get(key),
        value: at.map_or_else(|| shown(&found.value), |at| words.clock(state.zone.local(at))),
        place: words.place(found.origin),
        chosen: found.chosen,
        flag: found.flag.map(|flag| flag_words(flag, words)).unwrap_or_default(),
    }
}
