//! *Sources*: who is read, how much comes of it, and what went wrong last; as far as the store knows.

use std::sync::Arc;

use askama::Template;
use axum::extract::State as Shared;
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use veille_model::SourceId;

use super::coverage::small;
use super::{Shell, html};
use crate::ask::Ask;
use crate::asking::sources::{self, Source};
use crate::cursor::Turn;
use crate::format::Format;
use crate::formats::{Reader, Table, XLSX};
use crate::problem::Problem;
use crate::selection::{Misread, Selection};
use crate::state::State;
use crate::text::shown;
use crate::words::{Said, Words};

/// Sources on a page; tables have all of them.
const ROWS: usize = 50;

#[derive(Template)]
#[template(path = "sources.html", whitespace = "minimize")]
struct Page {
    shell: Shell,
    total: String,
    rows: Vec<Row>,
    /// Whether who looks may add sources, and the address that the form begins with.
    may_add: bool,
    address: &'static str,
    /// Whether they could, were the list a file.
    is_builtin: bool,
    /// Whether the list can be carried away as OPML.
    may_carry: bool,
    /// Says that one was added, or several.
    added: Option<String>,
    /// Whether nobody reads them at the moment, for who added one.
    is_idle: bool,
    /// The pages before and after this one.
    before: Option<String>,
    after: Option<String>,
}

/// A source in the list of them.
pub(crate) struct Row {
    pub id: String,
    pub name: String,
    pub href: String,
    pub watched: bool,
    count: String,
    /// Its articles of these days.
    recent: usize,
    recent_shown: String,
    svg: String,
    /// The day of its latest article.
    latest: Option<NaiveDate>,
    latest_shown: String,
    read_shown: String,
    /// Why it failed last, as it was told.
    pub failed: Option<String>,
    pub failed_shown: String,
    /// The failure in the words of the interface, where these are not English, which is how it is told.
    pub failed_said: Option<String>,
    is_failing: bool,
    paused: bool,
    due_shown: String,
    pub band_said: Option<String>,
    pub unusual: Option<String>,
    /// Its articles, in words.
    pub count_said: String,
}

impl Row {
    pub fn of(source: &Source, state: &State, words: Words) -> Self {
        let instant = |at: DateTime<Utc>| instant(at, state, words);
        let number = |count: usize| words.number(count);
        let failed = source.failed.as_ref();
        // Its number counts all of its articles, and so must the list that it leads to.
        let only = Selection { source: Some(source.id.clone()), untagged_too: true, ..Selection::default() };
        Self {
            id: source.id.to_string(),
            name: source.name.clone(),
            href: only.href("/", &Turn::First),
            watched: source.watched,
            count: number(source.articles),
            recent: source.recent(),
            recent_shown: number(source.recent()),
            svg: small(&source.days),
            latest: source.latest.map(|(day, _)| day),
            latest_shown: source.latest.map(|(day, stated)| words.day_known(day, stated)).unwrap_or_default(),
            read_shown: source.read.map(instant).unwrap_or_default(),
            failed: failed.map(|(_, why)| shown(&why.detail)),
            failed_shown: failed.map(|(at, _)| instant(*at)).unwrap_or_default(),
            failed_said: failed.filter(|_| words.tag() != "en").and_then(|(_, why)| words.failure(&why.code)),
            is_failing: source.is_failing,
            paused: source.paused,
            due_shown: source.due.map(instant).unwrap_or_default(),
            band_said: source
                .usual
                .map(|(low, high)| words.with("band", &[("low", &number(low)), ("high", &number(high))])),
            unusual: source.short.as_ref().map(|(why, missing)| {
                let state = words.get(&format!("unusual-{}", why.code));
                let missing = words.count("band-missing", *missing as usize);
                words.with("band-short", &[("state", &state), ("missing", &missing)])
            }),
            count_said: words.count("articles", source.articles),
        }
    }
}

/// An instant as a clock here shows it.
pub(crate) fn instant(at: DateTime<Utc>, state: &State, words: Words) -> String {
    words.clock(state.zone.local(at))
}

/// The sources: as a page or as a table.
pub(crate) async fn sources(Shared(state): Shared<Arc<State>>, ask: Ask) -> Response {
    answer(&state, &ask).await.unwrap_or_else(|problem| problem.answer(&ask, &state))
}

async fn answer(state: &State, ask: &Ask) -> Result<Response, Problem> {
    let found = sources::all(state, ask.words).await?;
    if ask.format.is_table() {
        return Ok(table(&found).answer("veille-sources", ask.format, Reader { words: ask.words, state }));
    }
    if ask.format != Format::Html {
        return Err(Problem::NotThere(ask.path.clone()));
    }
    let formats = [
        ("CSV", "text/csv", "/sources.csv".to_owned()),
        ("Excel", XLSX, "/sources.xlsx".to_owned()),
        ("JSON Lines", "application/jsonl", "/sources.jsonl".to_owned()),
    ];
    let number: usize = match ask.value("page") {
        Some(written) => written
            .parse()
            .ok()
            .filter(|page| *page > 0)
            .ok_or_else(|| Misread { name: "page", value: written.to_owned() })?,
        None => 1,
    };
    // Somebody may ask for page 18446744073709551615.
    let (all, begin) = (found.len(), (number - 1).saturating_mul(ROWS));
    let at = |number: usize| format!("/sources?page={number}");
    let page = Page {
        shell: Shell::new(ask, state, ask.words.get("sources")).with_formats(&formats),
        total: ask.words.count("sources-count", all),
        may_add: super::finding::may_add(state, ask),
        address: "",
        is_builtin: state.add.is_some()
            && state.desk.as_ref().is_some_and(|desk| desk.is_written().is_err())
            && super::finding::is_admin(ask),
        may_carry: state.desk.is_some(),
        is_idle: said(state, ask).is_some() && super::finding::is_idle(state).await,
        added: said(state, ask),
        rows: found.iter().skip(begin).take(ROWS).map(|it| Row::of(it, state, ask.words)).collect(),
        // The first page has one address.
        before: (number > 1).then(|| if number == 2 { "/sources".to_owned() } else { at(number - 1) }),
        after: (begin.saturating_add(ROWS) < all).then(|| at(number + 1)),
    };
    Ok(html(&page))
}

fn said(state: &State, ask: &Ask) -> Option<String> {
    if let Some(number) = ask.value("imported").and_then(|number| number.parse().ok()) {
        return Some(ask.words.count("sources-imported", number));
    }
    let (id, watched) = (ask.value("added")?, state.watched());
    let name = watched.sources.get(&SourceId::new(id)).map_or(id, String::as_str);
    Some(ask.words.with("source-added", &[("name", &shown(name))]))
}

fn table(found: &[Source]) -> Table {
    let mut table = Table::new(
        "sources",
        &[
            "name",
            "configured",
            "articles",
            "last_14_days",
            "latest_article",
            "last_read",
            "last_failure",
            "reason",
            "paused",
            "next_reading",
            "usual_low",
            "usual_high",
            "unusual",
            "source",
        ],
    );
    let instant = |at: DateTime<Utc>| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    for row in found {
        table.row(&[
            row.name.clone(),
            if row.watched { "yes" } else { "no" }.to_owned(),
            row.articles.to_string(),
            row.recent().to_string(),
            row.latest.map(|(day, _)| day.to_string()).unwrap_or_default(),
            row.read.map(instant).unwrap_or_default(),
            row.failed.as_ref().map(|(at, _)| instant(*at)).unwrap_or_default(),
            row.failed.as_ref().map(|(_, why)| shown(&why.detail)).unwrap_or_default(),
            if row.paused { "yes" } else { "no" }.to_owned(),
            row.due.map(instant).unwrap_or_default(),
            row.usual.map(|(low, _)| low.to_string()).unwrap_or_default(),
            row.usual.map(|(_, high)| high.to_string()).unwrap_or_default(),
            row.short.as_ref().map(|(why, _)| why.code.clone()).unwrap_or_default(),
            row.id.to_string(),
        ]);
    }
    table
}
