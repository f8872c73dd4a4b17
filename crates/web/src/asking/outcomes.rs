//! What became of inputs: which outcomes are asked for, and what is known of one address, file, id or headline.

use std::collections::BTreeSet;

use serde_json::json;
use veille_model::{Outcome, OutcomeKind};
use veille_query::Query;
use veille_search::Request;
use veille_sink::{OutcomeFilter, Standing, StoreError};

use crate::ask::Ask;
use crate::problem::Problem;
use crate::selection::Misread;
use crate::state::State;

/// Outcomes on a page of them.
const SHOWN: u32 = 100;
/// Those that may be meant, of either kind.
const MEANT: usize = 10;
/// The latest outcomes of a kind that are looked through for a part of an address.
// The ledger has no index for parts of addresses: this many are read for each question.
const LOOKED_THROUGH: u32 = 2_000;
/// Letters of a part of an address; fewer stand in all of them.
const PART_MIN: usize = 3;
/// Words of a headline or an address that are asked for.
const WORDS_MAX: usize = 16;

/// Which outcomes are asked for.
pub(crate) fn filter(ask: &Ask) -> Result<OutcomeFilter, Misread> {
    // The names stand in the model's JSON.
    fn named<T: serde::de::DeserializeOwned>(ask: &Ask, name: &'static str) -> Result<Option<T>, Misread> {
        let read = |value: &str| serde_json::from_value(json!(value));
        let misread = |value: &str| Misread { name, value: value.to_owned() };
        ask.value(name).map(|value| read(value).map_err(|_| misread(value))).transpose()
    }
    let misread = |row: &str| Misread { name: "after", value: row.to_owned() };
    Ok(OutcomeFilter {
        stage: named(ask, "stage")?,
        outcome: named(ask, "outcome")?,
        reason: ask.value("reason").map(str::to_owned),
        before: ask.value("after").map(|row| row.parse().map_err(|_| misread(row))).transpose()?,
        limit: SHOWN,
        ..OutcomeFilter::default()
    })
}

/// The outcomes that are asked for, and the filter that asks for those after them, if there are any.
pub(crate) async fn page(
    state: &State,
    filter: &OutcomeFilter,
) -> Result<(Vec<Outcome>, Option<OutcomeFilter>), StoreError> {
    let limit = filter.limit as usize;
    // One more than is shown tells whether there is another page, without counting the ledger.
    let more = OutcomeFilter { limit: filter.limit.saturating_add(1), ..filter.clone() };
    let mut found = state.store.outcomes_by_row(&more).await?;
    let is_more = found.len() > limit;
    found.truncate(limit);
    let last = found.last().filter(|_| is_more).map(|(row, _)| *row);
    let next = last.map(|row| OutcomeFilter { before: Some(row), ..filter.clone() });
    Ok((found.into_iter().map(|(_, outcome)| outcome).collect(), next))
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
    // Each in quotation marks: `not` and `or` are words of headlines as well as of the language of queries.
    let each: Vec<String> = words.iter().map(|word| format!("headline:\"{word}\"")).collect();
    for query in [format!("headline:\"{row}\" OR url:\"{row}\""), each.join(" AND ")] {
        // Words of signs that the language cannot ask for.
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
    // What was forwarded is an article or on its way to be one, which the index or the ledger's own keys know.
    for outcome in [OutcomeKind::Discarded, OutcomeKind::Quarantined] {
        let filter =
            OutcomeFilter { outcome: Some(outcome), limit: LOOKED_THROUGH, ..OutcomeFilter::default() };
        for outcome in state.store.outcomes(&filter).await? {
            let named = [outcome.url.as_deref(), Some(outcome.input.as_str())].into_iter().flatten();
            // The address before the input's name: a person recognises it.
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
