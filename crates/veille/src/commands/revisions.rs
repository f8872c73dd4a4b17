//! `veille revisions`: every wording of an article, and what changed from one to the next.

use anyhow::Result;
use chrono::{DateTime, Utc};
use serde_json::json;
use veille_sink::Revised;

use super::Context;
use crate::arguments::Revisions;
use crate::difference::words;
use crate::shown::{self, Hint, Line, Results, count, reworded};

/// Before what belongs to a wording.
const INDENT: &str = "    ";
/// The widest name of a part, with its gap.
const NAME_WIDTH: usize = 10;

pub async fn run(arguments: &Revisions, context: &Context) -> Result<()> {
    let store = context.open_existing_store(&arguments.database).await?;
    let wordings = store.wordings_of(&arguments.what).await?;
    let mut results = Results::new();
    if wordings.is_empty() {
        let hint = Hint::new(["why", &arguments.what]).option("--store", arguments.database.path.as_deref());
        let hint = hint.with(&context.global);
        anyhow::bail!(
            "{}: no article of this address or id is stored; `{hint}` says what is known of it",
            arguments.what
        );
    }
    // An address may have given several articles: the page, and what others call by its name.
    for of_one in wordings.chunk_by(|a, b| a.article.article.id == b.article.article.id) {
        if context.global.json { as_json(of_one, &mut results)? } else { show(of_one, &mut results)? }
    }
    Ok(results.flush()?)
}

/// A line for each wording, with what changed since the one before.
fn as_json(wordings: &[Revised], results: &mut Results) -> Result<()> {
    let mut before: Option<&Revised> = None;
    for (number, wording) in (1..).zip(wordings) {
        let article = &wording.article.article;
        let changes = before.map(|before| {
            let old = &before.article.article;
            json!({
                "headline": words::between(headline(before), headline(wording)),
                "text": words::between(&old.text, &article.text),
            })
        });
        results.json(&json!({
            "number": number, "revisions": wordings.len(), "current": wording.current,
            "first_captured_at": wording.first_captured_at, "last_captured_at": wording.last_captured_at,
            "withdrawn_at": wording.withdrawn_at, "changes": changes, "article": wording.article,
        }))?;
        before = Some(wording);
    }
    Ok(())
}

fn headline(wording: &Revised) -> &str {
    wording.article.article.headline.as_deref().unwrap_or_default()
}

fn show(wordings: &[Revised], results: &mut Results) -> Result<()> {
    let width = shown::width();
    // Where none is current, as of an article that is gone, the last stands for it.
    let Some(last) = wordings.iter().find(|wording| wording.current).or(wordings.last()) else {
        return Ok(());
    };
    let row = shown::Row::of(&last.article, None);
    for line in row.title_lines(width.unwrap_or(usize::MAX), 2) {
        results.styled(&line)?;
    }
    results.styled(&row.address_line(0, width))?;
    results.line(format!("{}, {}", row.provenance(), count(wordings.len(), "wording", "wordings")))?;
    let mut before: Option<&Revised> = None;
    for (number, wording) in (1..).zip(wordings) {
        results.styled(&Line::default())?;
        for line in head(number, wording, width) {
            results.styled(&line)?;
        }
        if let Some(before) = before {
            let (old, new) = (&before.article.article, &wording.article.article);
            part("headline", headline(before), headline(wording), width, results)?;
            part("text", &old.text, &new.text, width, results)?;
        }
        before = Some(wording);
    }
    Ok(())
}

/// `2  captured on 2025-10-25 08:00:00, last on …; the current one; gone since …`
fn head(number: usize, wording: &Revised, width: Option<usize>) -> Vec<Line> {
    let mut facts = vec![captured(wording)];
    if wording.current {
        facts.push("the current one".to_owned());
    }
    if let Some(at) = wording.withdrawn_at {
        facts.push(format!("seen to be gone on {}", second(at)));
    }
    let inside = width.map(|width| width.saturating_sub(INDENT.len()));
    let lines = shown::wrapped(&facts.join("; "), inside, usize::MAX);
    let first = Line::default().bold(number).padded(INDENT.len());
    let begins = std::iter::once(first).chain(std::iter::repeat(Line::plain(INDENT)));
    begins.zip(lines).map(|(begin, line)| begin.text(line)).collect()
}

fn captured(wording: &Revised) -> String {
    match (wording.first_captured_at, wording.last_captured_at) {
        (Some(first), Some(last)) if last > first => {
            format!("captured first on {}, last on {}", second(first), second(last))
        }
        (Some(at), _) | (None, Some(at)) => format!("captured on {}", second(at)),
        (None, None) => "captured nobody knows when".to_owned(),
    }
}

fn second(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d %H:%M:%S").to_string()
}

fn part(name: &str, old: &str, new: &str, width: Option<usize>, results: &mut Results) -> Result<()> {
    if old == new {
        return Ok(());
    }
    let inside = width.map(|width| width.saturating_sub(INDENT.len() + NAME_WIDTH));
    let lines = reworded(&words::between(old, new), inside);
    for (at, line) in lines.iter().enumerate() {
        let name = Line::default().dim(if at == 0 { name } else { "" }).padded(NAME_WIDTH);
        results.styled(&Line::plain(INDENT).line(&name).line(line))?;
    }
    Ok(())
}
