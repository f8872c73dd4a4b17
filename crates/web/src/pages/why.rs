//! *What became of it*: the way of one address, file, id or headline, and what is stored of it; of a part of one, those that may be meant.

use std::sync::Arc;

use askama::Template;
use axum::extract::State as Shared;
use axum::response::Response;
use veille_model::OutcomeKind;
use veille_sink::Standing;

use super::outcomes::{Step, steps, why_of};
use super::{Shell, html};
use crate::ask::Ask;
use crate::asking::outcomes::{Known, Meant, known};
use crate::evidence::strongest;
use crate::problem::Problem;
use crate::state::State;
use crate::text::{direction, shown};
use crate::words::{Said, Words};

#[derive(Template)]
#[template(path = "why.html", whitespace = "minimize")]
struct Page {
    shell: Shell,
    asked_for: String,
    steps: Vec<Step>,
    stored: Vec<Stored>,
    meant: Vec<MeantRow>,
}

/// An article that is stored.
struct Stored {
    href: String,
    headline: String,
    lang: String,
    dir: &'static str,
    wording: String,
    /// What it touches, or that this is nothing.
    topics: String,
}

/// What may be meant, as the page has it.
struct MeantRow {
    href: String,
    name: String,
    detail: String,
}

/// What became of one address, file or name.
pub(crate) async fn why(Shared(state): Shared<Arc<State>>, ask: Ask) -> Response {
    answer(&state, &ask).await.unwrap_or_else(|problem| problem.answer(&ask, &state))
}

async fn answer(state: &State, ask: &Ask) -> Result<Response, Problem> {
    state.catalogue.catch_up().await?;
    let asked_for = ask.value("q").unwrap_or_default().to_owned();
    let known = match asked_for.as_str() {
        "" => Known::default(),
        what => known(state, what).await?,
    };
    let title = match asked_for.as_str() {
        "" => ask.words.get("why"),
        what => format!("{} · {}", shown(what), ask.words.get("why")),
    };
    let page = Page {
        steps: steps(&known.outcomes, state, ask.words),
        stored: known.standings.iter().map(|standing| stored(standing, state, ask.words)).collect(),
        meant: known.meant.iter().map(|meant| row(meant, ask.words)).collect(),
        asked_for,
        shell: Shell::new(ask, state, title),
    };
    Ok(html(&page))
}

fn row(meant: &Meant, words: Words) -> MeantRow {
    let (href, what) = (why_of(&meant.what), shown(&meant.what));
    match &meant.said {
        Some(said) => MeantRow { href, name: shown(said), detail: what },
        None => MeantRow { href, name: what, detail: words.outcome(OutcomeKind::Discarded) },
    }
}

fn stored(standing: &Standing, state: &State, words: Words) -> Stored {
    let article = &standing.article.article;
    let lang = standing.article.language.to_string();
    let watched = state.watched();
    let topics: Vec<String> = strongest(&standing.article)
        .into_iter()
        .map(|tag| shown(watched.label(tag.topic.as_str(), words.tag())))
        .collect();
    Stored {
        href: format!("/article/{}", article.id),
        headline: match &article.headline {
            Some(headline) => shown(headline),
            None => words.get("no-headline"),
        },
        dir: direction(&lang),
        lang,
        wording: wording(standing, words),
        topics: if topics.is_empty() { words.get("no-reason") } else { topics.join(" · ") },
    }
}

/// `wording 2 of 3`; nothing where there is one.
pub(crate) fn wording(standing: &Standing, words: Words) -> String {
    match standing.wordings {
        0 | 1 => String::new(),
        all => {
            let (number, all) = (words.number(standing.number), words.number(all));
            words.with("wording", &[("number", &number), ("all", &all)])
        }
    }
}
