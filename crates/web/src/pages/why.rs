//! *What became of it*: the way of one address, file, id or headline, and what is stored of it; of a part of one, those that may be meant.

use std::collections::BTreeSet;
use std::sync::Arc;

use askama::Template;
use axum::extract::State as Shared;
use axum::response::Response;
use url::form_urlencoded;
use veille_model::{Outcome, OutcomeKind};
use veille_query::Query;
use veille_search::Request;
use veille_sink::{OutcomeFilter, Standing};

use super::list::strongest;
use super::outcomes::{Step, steps};
use super::{Ask, Problem, Shell, html};
use crate::state::State;
use crate::text::{direction, shown};
use crate::words::{Said, Words};

/// Those that may be meant, of either kind.
const MEANT: usize = 10;
/// The latest outcomes of a kind that are looked through for a part of an address.
const LOOKED_THROUGH: u32 = 2_000;
/// Letters of a part of an address; fewer stand in all of them.
const PART_MIN: usize = 3;
/// Words of a headline or an address that are asked for.
const WORDS_MAX: usize = 16;

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

/// What is known of something.
#[derive(Default)]
pub(crate) struct Known {
    pub outcomes: Vec<Outcome>,
    pub standings: Vec<Standing>,
    /// What may be meant, where nothing is called exactly so.
    pub meant: Vec<Meant>,
}

/// Something that may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Meant {
    /// What it is asked for by.
    pub what: String,
    /// The headline of an article; why there is none.
    pub said: Option<String>,
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

/// Where it is said what became of something.
pub(crate) fn why_of(what: &str) -> String {
    let query: String = form_urlencoded::Serializer::new(String::new()).append_pair("q", what).finish();
    format!("/why?{query}")
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

/// What is known of an address, a file or an id; else what may be meant by it.
pub(crate) async fn known(state: &State, what: &str) -> Result<Known, Problem> {
    let (_, outcomes, standings) = state.store.known_as(what).await?;
    if !outcomes.is_empty() || !standings.is_empty() {
        return Ok(Known { outcomes, standings, meant: Vec::new() });
    }
    let mut meant = articles(state, what).await?;
    let known: BTreeSet<String> = meant.iter().map(|meant| meant.what.clone()).collect();
    let others = set_aside(state, what).await?;
    meant.extend(others.into_iter().filter(|other| !known.contains(&other.what)));
    Ok(Known { meant, ..Known::default() })
}

/// Articles whose headline or address has these words: in a row, else anywhere in the headline.
async fn articles(state: &State, what: &str) -> Result<Vec<Meant>, Problem> {
    let words = what.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words: Vec<&str> = words.take(WORDS_MAX).collect();
    if words.is_empty() || !state.index.is_kept() {
        return Ok(Vec::new());
    }
    let row = words.join(" ");
    let each: Vec<String> = words.iter().map(|word| format!("headline:\"{word}\"")).collect();
    for query in [format!("headline:\"{row}\" OR url:\"{row}\""), each.join(" AND ")] {
        let Ok(query) = Query::parse(&query) else { continue };
        let found = match state.search(&Request { limit: MEANT, ..Request::new(query) }).await {
            Ok(answer) => answer.results,
            // An index that is being built knows none yet; the ledger is asked all the same.
            Err(Problem::Search(_)) => return Ok(Vec::new()),
            Err(problem) => return Err(problem),
        };
        if !found.is_empty() {
            let meant = found.into_iter().map(|found| {
                let article = found.article.article;
                Meant { what: article.url.unwrap_or_else(|| article.id.to_string()), said: article.headline }
            });
            return Ok(meant.collect());
        }
    }
    Ok(Vec::new())
}

/// What became no article lately, and whose address or file has this part.
async fn set_aside(state: &State, what: &str) -> Result<Vec<Meant>, Problem> {
    let part = what.to_lowercase();
    let mut meant: Vec<Meant> = Vec::new();
    if part.chars().count() < PART_MIN {
        return Ok(meant);
    }
    for outcome in [OutcomeKind::Discarded, OutcomeKind::Quarantined] {
        let filter =
            OutcomeFilter { outcome: Some(outcome), limit: LOOKED_THROUGH, ..OutcomeFilter::default() };
        for outcome in state.store.outcomes(&filter).await? {
            let named = [outcome.url.as_deref(), Some(outcome.input.as_str())].into_iter().flatten();
            let Some(named) = named.into_iter().find(|it| it.to_lowercase().contains(&part)) else {
                continue;
            };
            if meant.iter().all(|known| known.what != named) {
                meant.push(Meant { what: named.to_owned(), said: None });
            }
            if meant.len() == MEANT {
                return Ok(meant);
            }
        }
    }
    Ok(meant)
}
