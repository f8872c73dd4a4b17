//! A translation beside its original, for people and programs: paragraph beside paragraph, with what is the same in both.

use anyhow::Result;
use serde_json::{Value, json};
use veille_model::TaggedArticle;
use veille_stories::translation::{Agreement, agreements};

use super::copies::{INDENT, LINES_MAX};
use crate::shown::{self, Line, Results, count};

/// Most agreements that are named of a paragraph.
const NAMED: usize = 8;

/// A paragraph of the copy, or its headline.
struct Paragraph<'a> {
    text: &'a str,
    /// Lines of the original that stand in its place; None is the headline.
    others: Vec<&'a str>,
    agreements: Vec<Agreement>,
}

impl Paragraph<'_> {
    /// What is the same in both, each once.
    fn same(&self) -> Vec<&(String, String)> {
        let mut same: Vec<&(String, String)> = Vec::new();
        // Round by round, the surest of each sentence first.
        let longest = self.agreements.iter().map(|agreement| agreement.same.len()).max().unwrap_or(0);
        for round in 0..longest {
            for pair in self.agreements.iter().filter_map(|agreement| agreement.same.get(round)) {
                if !same.contains(&pair) {
                    same.push(pair);
                }
            }
        }
        same
    }
}

/// Each paragraph of a translation above those of the original that stand in its place, and what is the same in them.
pub fn paragraphs(copy: &TaggedArticle, original: &TaggedArticle, results: &mut Results) -> Result<()> {
    let inside = shown::width().map(|width| width.saturating_sub(INDENT.len() + 4));
    let most = if inside.is_some() { LINES_MAX } else { usize::MAX };
    let begin = || Line::plain(INDENT).text("    ");
    for paragraph in read(copy, original) {
        let mut line = Line::plain(INDENT).bold(format!("{:>2}  ", paragraph.agreements.len()));
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
    let agreeing = agreements(article(copy), article(original)).len();
    Ok(results.line(format!(
        "{INDENT}{} in the same order",
        count(agreeing, "sentence stands", "sentences stand")
    ))?)
}

/// The same for programs.
pub fn as_json(copy: &TaggedArticle, original: &TaggedArticle) -> Vec<Value> {
    let one = |paragraph: Paragraph<'_>| {
        let sentences: Vec<Value> = paragraph
            .agreements
            .iter()
            .map(|agreement| {
                let same = agreement.same.iter().map(|(here, there)| json!([here, there]));
                json!({
                    "copy": agreement.sentence, "original": agreement.other, "same": same.collect::<Vec<_>>(),
                })
            })
            .collect();
        json!({ "copy": paragraph.text, "original": paragraph.others, "sentences": sentences })
    };
    read(copy, original).into_iter().map(one).collect()
}

fn read<'a>(copy: &'a TaggedArticle, original: &'a TaggedArticle) -> Vec<Paragraph<'a>> {
    let mut found = agreements(article(copy), article(original));
    let (_, text, _) = article(original);
    let theirs: Vec<&str> = text.split('\n').collect();
    let headline = original.article.headline.as_deref().unwrap_or_default();
    let (title, text, _) = article(copy);
    let ours =
        std::iter::once((None, title)).chain(text.split('\n').enumerate().map(|(at, line)| (Some(at), line)));
    let mut paragraphs = Vec::new();
    for (line, text) in ours.filter(|(_, text)| !text.trim().is_empty()) {
        let (here, rest): (Vec<_>, Vec<_>) = found.into_iter().partition(|agreement| agreement.line == line);
        found = rest;
        let mut lines: Vec<Option<usize>> = here.iter().map(|agreement| agreement.other_line).collect();
        lines.dedup();
        let others = lines.into_iter().map(|at| at.map_or(headline, |at| theirs[at])).collect();
        paragraphs.push(Paragraph { text, others, agreements: here });
    }
    paragraphs
}

fn article(tagged: &TaggedArticle) -> (&str, &str, &str) {
    let article = &tagged.article;
    (article.headline.as_deref().unwrap_or_default(), &article.text, tagged.language.as_str())
}
