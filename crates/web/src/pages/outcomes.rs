//! *Outcomes*: what became of every input at every stage, and why.

use std::sync::Arc;

use askama::Template;
use axum::extract::State as Shared;
use axum::response::Response;
use serde_json::json;
use url::form_urlencoded;
use veille_model::{Outcome, OutcomeKind, StageName};
use veille_sink::{OutcomeFilter, Tallied};

use super::{Shell, html};
use crate::ask::Ask;
use crate::asking::outcomes::{filter, page};
use crate::format::Format;
use crate::formats::{Entry, Feed, Reader, Table};
use crate::problem::Problem;
use crate::state::State;
use crate::text::{link, shown};
use crate::words::{Said, Words};

/// The stages in the order of an article's way.
const STAGES: [StageName; 5] =
    [StageName::Fetch, StageName::Capture, StageName::Clean, StageName::Classify, StageName::Store];

#[derive(Template)]
#[template(path = "outcomes.html", whitespace = "minimize")]
struct OutcomesPage {
    shell: Shell,
    stages: Vec<Stage>,
    steps: Vec<Step>,
    whole: bool,
    asked_for: String,
    /// The first page, of another one, and the page after it.
    newer: Option<String>,
    older: Option<String>,
}

/// A stage: its inputs, and what became of them.
struct Stage {
    name: String,
    inputs: String,
    forwarded: String,
    discarded: String,
    quarantined: String,
    retried: String,
    reasons: Vec<ReasonRow>,
    /// How often feeds were read: these are no inputs, their entries are.
    readings: Option<String>,
}

/// A reason with how often it was given.
struct ReasonRow {
    outcome: String,
    code: String,
    detail: String,
    /// The reason in the words of the interface, where these are not English, which is how it is told.
    said: Option<String>,
    count: String,
    href: String,
    share: usize,
}

/// One outcome as a step of the way.
pub(crate) struct Step {
    pub at: String,
    pub datetime: String,
    pub stage: String,
    pub outcome: String,
    pub kind: &'static str,
    pub detail: String,
    pub code: String,
    /// The reason in the words of the interface, where these are not English, which is how it is told.
    pub said: Option<String>,
    pub what: String,
    pub why: String,
}

/// What became of everything, or what was set aside for one reason, in whichever format.
pub(crate) async fn outcomes(Shared(state): Shared<Arc<State>>, ask: Ask) -> Response {
    all(&state, &ask).await.unwrap_or_else(|problem| problem.answer(&ask, &state))
}

async fn all(state: &State, ask: &Ask) -> Result<Response, Problem> {
    state.catalogue.catch_up().await?;
    let filter = filter(ask)?;
    let words = ask.words;
    let whole = (&filter.stage, &filter.outcome, &filter.reason) == (&None, &None, &None);
    let title = match whole {
        true => words.get("outcomes"),
        false => {
            let parts = [
                filter.stage.map(|stage| words.stage(stage)),
                filter.outcome.map(|outcome| words.outcome(outcome)),
                filter.reason.as_deref().map(shown),
            ];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
        }
    };
    let (found, next) = if whole { (Vec::new(), None) } else { page(state, &filter).await? };
    let tally = if whole {
        // Counting goes over the whole ledger: it is remembered for a while.
        state.tally.get(async { Ok(state.store.tally().await?.into()) }).await?
    } else {
        Arc::default()
    };
    if ask.format != Format::Html {
        let next = next.map(|next| format!("{}{}", ask.base, href(&ask.path, &next)));
        return Ok(written(ask, state, &title, &tally, &found, next));
    }
    let page = OutcomesPage {
        stages: STAGES.iter().filter_map(|stage| self::stage(*stage, &tally, words)).collect(),
        steps: steps(&found, state, words),
        whole,
        asked_for: String::new(),
        newer: filter.before.map(|_| href("/outcomes", &OutcomeFilter { before: None, ..filter.clone() })),
        older: next.map(|next| href("/outcomes", &next)),
        shell: Shell::new(ask, state, title)
            .with_entries(|ending| href(&format!("/outcomes{ending}"), &filter)),
    };
    Ok(html(&page))
}

fn href(path: &str, filter: &OutcomeFilter) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(filter.stage.map(|stage| ("stage", stage.as_str())));
    query.extend_pairs(filter.outcome.map(|outcome| ("outcome", outcome.as_str())));
    query.extend_pairs(filter.reason.as_deref().map(|reason| ("reason", reason)));
    query.extend_pairs(filter.before.map(|row| ("after", row.to_string())));
    match query.finish() {
        query if query.is_empty() => path.to_owned(),
        query => format!("{path}?{query}"),
    }
}

fn stage(stage: StageName, tally: &[Tallied], words: Words) -> Option<Stage> {
    let (readings, rows): (Vec<&Tallied>, Vec<&Tallied>) =
        // Feeds are read day and night: counted as inputs they would hide what becomes of pages.
        tally.iter().filter(|row| row.latest.stage == stage).partition(|row| row.latest.is_reading());
    let sum = |kind: Option<OutcomeKind>| -> u64 {
        rows.iter()
            .filter(|row| kind.is_none_or(|kind| row.latest.outcome == kind))
            .map(|row| row.count)
            .sum()
    };
    if rows.is_empty() && readings.is_empty() {
        // A stage that nothing came to is not run here.
        return None;
    }
    let number = |count: u64| words.number(usize::try_from(count).unwrap_or(usize::MAX));
    let mut reasons: Vec<&&Tallied> = rows.iter().filter(|row| row.latest.reason.is_some()).collect();
    reasons.sort_by_key(|row| std::cmp::Reverse(row.count));
    let most = reasons.first().map_or(1, |row| row.count.max(1));
    let reason = |row: &&Tallied| {
        let reason = row.latest.reason.as_ref()?;
        let filter = OutcomeFilter {
            stage: Some(stage),
            outcome: Some(row.latest.outcome),
            reason: Some(reason.code.clone()),
            ..OutcomeFilter::default()
        };
        Some(ReasonRow {
            outcome: words.outcome(row.latest.outcome),
            code: shown(&reason.code),
            said: in_own_words(&reason.code, words),
            detail: shown(&reason.detail),
            count: number(row.count),
            href: href("/outcomes", &filter),
            // Upwards, so that what was given once has a bar that can be seen.
            share: usize::try_from((row.count * 100).div_ceil(most)).unwrap_or(100),
        })
    };
    let some = |kind: OutcomeKind| match sum(Some(kind)) {
        0 => String::new(),
        count => number(count),
    };
    Some(Stage {
        name: words.stage(stage),
        inputs: number(sum(None)),
        forwarded: number(sum(Some(OutcomeKind::Forwarded))),
        discarded: number(sum(Some(OutcomeKind::Discarded))),
        quarantined: some(OutcomeKind::Quarantined),
        retried: some(OutcomeKind::Retried),
        reasons: reasons.into_iter().filter_map(reason).collect(),
        readings: match readings.iter().map(|row| row.count).sum::<u64>() {
            0 => None,
            count => Some(words.count("readings", usize::try_from(count).unwrap_or(usize::MAX))),
        },
    })
}

/// Where it is said what became of something.
pub(crate) fn why_of(what: &str) -> String {
    let query: String = form_urlencoded::Serializer::new(String::new()).append_pair("q", what).finish();
    format!("/why?{query}")
}

/// A reason in the words of the interface; its own sentence is English.
fn in_own_words(code: &str, words: Words) -> Option<String> {
    (words.tag() != "en").then(|| words.failure(code)).flatten()
}

/// Outcomes as the steps of a way.
pub(crate) fn steps(outcomes: &[Outcome], state: &State, words: Words) -> Vec<Step> {
    let step = |outcome: &Outcome| {
        let what = outcome.url.as_deref().unwrap_or(&outcome.input);
        let at = outcome.at.map(|at| state.zone.local(at));
        let said = |at: chrono::DateTime<chrono::FixedOffset>| {
            format!("{} {}", words.short_day(at.date_naive()), at.format("%H:%M:%S"))
        };
        Step {
            at: at.map(said).unwrap_or_default(),
            datetime: at.map(|at| at.to_rfc3339()).unwrap_or_default(),
            stage: words.stage(outcome.stage),
            outcome: words.outcome(outcome.outcome),
            kind: outcome.outcome.as_str(),
            detail: outcome.reason.as_ref().map(|reason| shown(&reason.detail)).unwrap_or_default(),
            code: outcome.reason.as_ref().map(|reason| shown(&reason.code)).unwrap_or_default(),
            said: outcome.reason.as_ref().and_then(|reason| in_own_words(&reason.code, words)),
            what: shown(what),
            why: why_of(what),
        }
    };
    outcomes.iter().map(step).collect()
}

fn written(
    ask: &Ask,
    state: &State,
    title: &str,
    tally: &[Tallied],
    found: &[Outcome],
    next: Option<String>,
) -> Response {
    if ask.format.is_table() {
        return table(tally, found).goes_on(next).answer(
            "veille-outcomes",
            ask.format,
            Reader { words: ask.words, state },
        );
    }
    let words = ask.words;
    let entry = |number: Option<u64>, outcome: &Outcome| {
        let reason = outcome.reason.as_ref();
        let code = reason.map(|reason| shown(&reason.code)).unwrap_or_default();
        let what = outcome.url.as_deref().unwrap_or(&outcome.input);
        let said = [words.stage(outcome.stage), words.outcome(outcome.outcome), code.clone()];
        let said = said.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
        let stage = (outcome.stage, outcome.outcome);
        let (id, title, page) = match number {
            Some(count) => {
                let filter = OutcomeFilter {
                    stage: Some(stage.0),
                    outcome: Some(stage.1),
                    reason: reason.map(|reason| reason.code.clone()),
                    ..OutcomeFilter::default()
                };
                (code, format!("{said}: {count}"), href("/outcomes", &filter))
            }
            None => (outcome.input.clone(), shown(what), why_of(what)),
        };
        Entry {
            // An input may be a file with blanks in its name: neither a URN (RFC 8141) nor the `id` of an Atom entry has any.
            id: form_urlencoded::byte_serialize(format!("{}:{}:{id}", stage.0, stage.1).as_bytes())
                .fold("urn:veille:outcome:".to_owned(), |all, part| all + part),
            title,
            page: format!("{}{page}", ask.base),
            original: outcome.url.as_deref().and_then(link),
            text: reason.map_or(said, |reason| shown(&reason.detail)),
            at: outcome.at.map(|at| at.fixed_offset()),
            more: match number {
                Some(count) => json!({
                    "stage": stage.0, "outcome": stage.1, "reason": reason.map(|it| &it.code), "count": count,
                }),
                None => json!(outcome),
            },
            ..Entry::default()
        }
    };
    let counted = tally.iter().map(|row| entry(Some(row.count), &row.latest));
    // It was read above, where a fault in it was told.
    let page = href("/outcomes", &filter(ask).unwrap_or_default());
    let feed = Feed {
        title: format!("veille · {title}"),
        page: format!("{}{page}", ask.base),
        address: format!("{}{}", ask.base, page.replacen("/outcomes", &ask.path, 1)),
        next,
        language: words.tag(),
        entries: counted.chain(found.iter().map(|outcome| entry(None, outcome))).collect(),
        ..Feed::default()
    };
    feed.answer(ask.format)
}

fn table(tally: &[Tallied], found: &[Outcome]) -> Table {
    let code =
        |outcome: &Outcome| outcome.reason.as_ref().map(|reason| shown(&reason.code)).unwrap_or_default();
    let names = |outcome: &Outcome| [outcome.stage.to_string(), outcome.outcome.to_string(), code(outcome)];
    if found.is_empty() {
        let mut table = Table::new("outcomes", &["stage", "outcome", "reason", "count"]);
        for row in tally {
            table.row(names(&row.latest).iter().chain([&row.count.to_string()]));
        }
        return table;
    }
    let mut table =
        Table::new("outcomes", &["at", "stage", "outcome", "reason", "detail", "address", "source", "input"]);
    for outcome in found {
        let at = outcome.at.map(|at| at.to_rfc3339()).unwrap_or_default();
        let rest = [
            outcome.reason.as_ref().map(|reason| shown(&reason.detail)).unwrap_or_default(),
            outcome.url.as_deref().map(shown).unwrap_or_default(),
            outcome.source.to_string(),
            shown(&outcome.input),
        ];
        table.row([at].iter().chain(&names(outcome)).chain(&rest));
    }
    table
}
