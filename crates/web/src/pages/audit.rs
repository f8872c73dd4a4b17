//! The trail of what people did, the latest first, for admins.

use std::sync::Arc;

use askama::Template;
use axum::extract::State as Shared;
use axum::response::Response;
use veille_sink::Audited;

use super::{Shell, html};
use crate::ask::Ask;
use crate::format::Format;
use crate::formats::{Reader, Table, XLSX};
use crate::problem::Problem;
use crate::state::State;
use crate::text::shown;

/// Lines on a page.
const LINES: usize = 100;
/// Lines that are read at once.
const AT_ONCE: u32 = 1_000;

#[derive(Template)]
#[template(path = "audit.html", whitespace = "minimize")]
struct Page {
    shell: Shell,
    rows: Vec<Row>,
    total: String,
    /// The first line that is not as it was written.
    broken: Option<String>,
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
    let (mut lines, mut broken): (Vec<Audited>, Option<u64>) = (Vec::new(), None);
    let (mut number, mut digest) = (0, Audited::BEGINNING.to_owned());
    loop {
        let read = state.store.audit(number, AT_ONCE).await?;
        let Some(last) = read.last() else { break };
        // All of it: a line is as it was written if its digest follows from all before it.
        for line in &read {
            if broken.is_none() && !line.follows(number, &digest) {
                broken = Some(line.number);
            }
            (number, digest) = (line.number, line.digest.clone());
        }
        number = last.number;
        lines.extend(read);
    }
    if ask.format != Format::Html {
        let mut table = Table::new("audit", &["at", "who", "what", "on", "detail", "number", "digest"]);
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
        return Ok(table.answer("veille-audit", ask.format, Reader { words: ask.words, state }));
    }
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
        rows: lines.iter().rev().take(LINES).filter_map(row).collect(),
        total: words.count("lines-count", lines.len()),
        broken: broken.map(|line| words.with("trail-broken", &[("line", &words.number(line))])),
        shell: Shell::new(ask, state, words.get("audit")).with_formats(&formats),
    };
    Ok(html(&page))
}
