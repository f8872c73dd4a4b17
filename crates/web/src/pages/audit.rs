//! The trail of what people did, the latest first, for admins: a page of it at a time, by the number of a line.

use std::sync::Arc;

use askama::Template;
use axum::extract::State as Shared;
use axum::response::Response;
use veille_sink::{Audited, StoreError};

use super::{Shell, html};
use crate::ask::Ask;
use crate::format::Format;
use crate::formats::{Reader, Table, XLSX};
use crate::problem::Problem;
use crate::selection::Misread;
use crate::state::State;
use crate::text::shown;
use crate::trail::first_broken;

/// Lines on a page.
const LINES: u32 = 100;
/// Lines of a file that are read at once.
const AT_ONCE: u32 = 1_000;

#[derive(Template)]
#[template(path = "audit.html", whitespace = "minimize")]
struct Page {
    shell: Shell,
    rows: Vec<Row>,
    total: String,
    /// The first line that is not as it was written.
    broken: Option<String>,
    newer: Option<String>,
    older: Option<String>,
}

struct Row {
    number: String,
    at: String,
    datetime: String,
    who: String,
    what: String,
    on: String,
    detail: String,
}

/// The trail, as a page or as a table.
pub(crate) async fn audit(Shared(state): Shared<Arc<State>>, ask: Ask) -> Response {
    answer(&state, &ask).await.unwrap_or_else(|problem| problem.answer(&ask, &state))
}

async fn answer(state: &State, ask: &Ask) -> Result<Response, Problem> {
    if ask.format != Format::Html {
        let table = table(state).await?;
        return Ok(table.answer("veille-audit", ask.format, Reader { words: ask.words, state }));
    }
    let last = state.store.last_audit().await?;
    let after = ask.value("after").filter(|after| !after.is_empty());
    let misread = |value: &str| Misread { name: "after", value: value.to_owned() };
    // The lines before this one.
    let end = match after {
        Some(after) => after.parse::<u64>().map_err(|_| misread(after))?.clamp(1, last + 1),
        None => last + 1,
    };
    let begin = end.saturating_sub(u64::from(LINES) + 1);
    // With the line before: the digest of the first hangs on it.
    let mut lines = state.store.audit(begin.saturating_sub(1), LINES + 1).await?;
    lines.retain(|line| line.number < end);
    let before = if begin > 0 && !lines.is_empty() { Some(lines.remove(0)) } else { None };
    let (number, digest) =
        before.as_ref().map_or((0, Audited::BEGINNING), |line| (line.number, &*line.digest));
    let here = first_broken(number, digest, &lines);
    let broken = state.trail.broken(&state.store).await?.into_iter().chain(here).min();
    let href = |end: u64| if end > last { "/audit".to_owned() } else { format!("/audit?after={end}") };
    let words = ask.words;
    let row = |line: &Audited| {
        let deed = line.deed()?;
        let at = state.zone.local(deed.at);
        Some(Row {
            number: words.number(usize::try_from(line.number).unwrap_or(usize::MAX)),
            at: words.clock(at),
            datetime: at.to_rfc3339(),
            who: shown(&deed.who),
            what: shown(&deed.what),
            on: shown(&deed.on),
            detail: shown(&deed.detail),
        })
    };
    let broken = broken.map(|line| usize::try_from(line).unwrap_or(usize::MAX));
    let formats = [
        ("CSV", "text/csv", "/audit.csv".to_owned()),
        ("Excel", XLSX, "/audit.xlsx".to_owned()),
        ("JSON Lines", "application/jsonl", "/audit.jsonl".to_owned()),
    ];
    let page = Page {
        newer: (end <= last).then(|| href(end + u64::from(LINES))),
        older: lines.first().filter(|first| first.number > 1).map(|first| href(first.number)),
        rows: lines.iter().rev().filter_map(row).collect(),
        total: words.count("lines-count", usize::try_from(last).unwrap_or(usize::MAX)),
        broken: broken.map(|line| words.with("trail-broken", &[("line", &words.number(line))])),
        shell: Shell::new(ask, state, words.get("audit")).with_formats(&formats),
    };
    Ok(html(&page))
}

/// All of it, as a table.
async fn table(state: &State) -> Result<Table, StoreError> {
    let mut table = Table::new("audit", &["at", "who", "what", "on", "detail", "number", "digest"]);
    let mut number = 0;
    loop {
        let lines = state.store.audit(number, AT_ONCE).await?;
        let Some(last) = lines.last() else { return Ok(table) };
        number = last.number;
        for line in &lines {
            let deed = line.deed();
            let text = |text: fn(&veille_sink::Deed) -> String| deed.as_ref().map(text).unwrap_or_default();
            table.row(&[
                text(|deed| deed.at.to_rfc3339()),
                text(|deed| deed.who.clone()),
                text(|deed| deed.what.clone()),
                text(|deed| deed.on.clone()),
                text(|deed| deed.detail.clone()),
                line.number.to_string(),
                line.digest.clone(),
            ]);
        }
    }
}
