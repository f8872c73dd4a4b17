//! A translation beside its original, for people and programs: paragraph beside paragraph, with what is the same in both.

use anyhow::Result;
use serde_json::{Value, json};
use veille_model::TaggedArticle;
use veille_stories::{Beside, beside};

use crate::shown::{self, Line, Results, count};

/// Before the paragraphs.
pub(super) const INDENT: &str = "    ";
/// Lines of a paragraph on a terminal.
pub(super) const LINES_MAX: usize = 4;
/// Most agreements that are named of a paragraph.
const NAMED: usize = 8;

/// Each paragraph of a translation above those of the original that stand in its place, and what is the same in them.
pub fn paragraphs(copy: &TaggedArticle, original: &TaggedArticle, results: &mut Results) -> Result<()> {
    let inside = shown::width().map(|width| width.saturating_sub(INDENT.len() + 7));
    let most = if inside.is_some() { LINES_MAX } else { usize::MAX };
    let begin = || Line::plain(INDENT).text("       ");
    let paragraphs = beside(copy, original, true);
    for paragraph in &paragraphs {
        let mut line = Line::plain(INDENT).bold(format!("{:>3} %  ", paragraph.percent));
        for text in shown::wrapped(paragraph.text, inside, most) {
            results.styled(&line.text(text))?;
            line = begin();
        }
        for other in &paragraph.others {
            for text in shown::wrapped(other, inside, most) {
                results.styled(&begin().dim(text))?;
            }
        }
        let same = paragraph.same();
        if !same.is_empty() {
            let named: Vec<String> =
                same.iter().take(NAMED).map(|(here, there)| format!("{here} = {there}")).collect();
            for text in shown::wrapped(&format!("same: {}", named.join("; ")), inside, most) {
                results.styled(&begin().text(text))?;
            }
        }
    }
    let agreeing: usize = paragraphs.iter().map(|paragraph| paragraph.agreements.len()).sum();
    Ok(results.line(format!(
        "{INDENT}{} in the same order",
        count(agreeing, "sentence stands", "sentences stand")
    ))?)
}

/// A paragraph of one for programs.
pub fn as_json(paragraph: &Beside<'_>) -> Value {
    let sentence = |agreement: &veille_stories::translation::Agreement| {
        let same = agreement.same.iter().map(|(here, there)| json!([here, there]));
        json!({
            "copy": agreement.sentence, "original": agreement.other, "same": same.collect::<Vec<_>>(),
        })
    };
    let sentences: Vec<Value> = paragraph.agreements.iter().map(sentence).collect();
    json!({
        "copy": paragraph.text, "original": paragraph.others, "percent": paragraph.percent,
        "sentences": sentences,
    })
}
