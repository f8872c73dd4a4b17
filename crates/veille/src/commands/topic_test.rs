//! `veille topic test`: what a topic matches, with the passages, and what came near.

use std::path::{Path, PathBuf};

use anyhow::Result;
use futures_util::TryStreamExt;
use serde::Serialize;
use veille_classifier::{Classifier, TopicExplanation, Topics};
use veille_model::{Article, TaggedArticle};

use super::Context;
use crate::arguments::{Column, Database};
use crate::exit::{Cause, failure};
use crate::shown::{self, Line, Progress, Results, Row, Table, count};
use crate::torn::Torn;
use crate::wiring::{self, documents};

/// Near misses shown: the nearest few teach, the rest is noise.
const NEAR_MISSES_MAX: usize = 5;
/// Passages shown of one article.
const PASSAGES_MAX: usize = 8;
/// Before what belongs to an article, under `match`.
const INDENT: &str = "       ";
/// What is said of an article in one line.
const FACTS: [Column; 4] = [Column::Date, Column::Language, Column::Source, Column::Origin];
/// The names of the values off a terminal.
const NAMES: [&str; 9] =
    ["verdict", "date", "language", "source", "headline", "passages", "missed", "address", "place"];

pub async fn run(name: &str, paths: &[PathBuf], database: &Database, context: &Context) -> Result<()> {
    let topics = only(name, context)?;
    let mut trial = Trial::new(Classifier::new(topics.clone()), context);
    match paths {
        [] => {
            let store = context.open_existing_store(database).await?;
            // Before the first article: it is what one wants to know of a slow query.
            cost(&topics, context);
            let mut articles = store.every_current();
            while let Some(TaggedArticle { article, .. }) = articles.try_next().await? {
                let place = article.url.clone().unwrap_or_else(|| article.id.to_string());
                trial.take(place, article)?;
                if trial.results.is_closed() {
                    return Ok(());
                }
            }
            anyhow::ensure!(trial.tried > 0, "{}: the store holds no article yet", store.location());
        }
        paths => {
            let cleaner = wiring::cleaner(&context.configuration);
            let torn = Torn::default();
            let mut read = 0;
            let documents = documents(paths)?;
            cost(&topics, context);
            for document in documents {
                read += 1;
                let place = document.place.clone();
                match document.article(&cleaner) {
                    Ok(article) => trial.take(place, article)?,
                    Err(reason) => {
                        torn.note_reason(&place, &reason);
                        trial.progress.note(&format!("{place}: {reason}"));
                    }
                }
                // Nobody reads on, as `head` does not.
                if trial.results.is_closed() {
                    return Ok(());
                }
            }
            anyhow::ensure!(
                trial.tried > 0,
                "none of {} is an article",
                count(read, "document", "documents")
            );
            trial.finish(context)?;
            return torn.conclude();
        }
    }
    trial.finish(context)
}

/// What it costs to ask the topic of every article, before it is saved.
fn cost(topics: &Topics, context: &Context) {
    for (language, query) in topics.iter().flat_map(|topic| &topic.queries) {
        let cost = query.cost();
        let language = if language.is_empty() { "query" } else { language };
        let line = format!(
            "{language:<6} looked at for {} in 1000 articles, by {}",
            cost.per_thousand,
            cost.anchors.join(", ")
        );
        let line = Line::plain(line);
        context.say_lines(&[line.cut(shown::prose_width().unwrap_or(110))]);
        shown::unsaid(query).into_iter().for_each(|note| context.say(note));
    }
}

/// One document held against the topic.
#[derive(Serialize)]
struct Tried {
    place: String,
    headline: Option<String>,
    #[serde(flatten)]
    explanation: TopicExplanation,
    #[serde(skip)]
    row: Row,
}

/// An article that matched, as it will be shown.
struct Found {
    row: Row,
    lines: Vec<Line>,
}

/// Documents held against a topic, one after the other.
struct Trial {
    classifier: Classifier,
    json: bool,
    width: Option<usize>,
    results: Results,
    progress: Progress,
    tried: u64,
    found: Vec<Found>,
    near: Vec<Tried>,
}

impl Trial {
    fn new(classifier: Classifier, context: &Context) -> Self {
        Self {
            classifier,
            json: context.global.json,
            width: shown::width(),
            results: Results::new(),
            progress: Progress::start(context.global.quiet, "testing"),
            tried: 0,
            found: Vec::new(),
            near: Vec::new(),
        }
    }

    fn take(&mut self, place: String, article: Article) -> Result<()> {
        let explained = self.classifier.explain(&article);
        let Some(explanation) = explained.topics.into_iter().next() else { return Ok(()) };
        self.tried += 1;
        let tried = Tried {
            row: Row::untagged(&article, explained.languages.language, &place),
            headline: article.headline.clone(),
            place,
            explanation,
        };
        if self.json {
            self.results.json(&tried)?;
        } else if tried.explanation.matched {
            let lines = match self.width {
                None => vec![values("match", &tried)],
                Some(width) => matched(&tried, &article, width),
            };
            // Rendered at once: the article, which may be long, need not be held until the end.
            self.found.push(Found { row: tried.row, lines });
        } else if tried.explanation.closeness > 0.0 {
            self.near.push(tried);
            // The sort keeps the order of documents between equals.
            self.near.sort_by(|a, b| b.explanation.closeness.total_cmp(&a.explanation.closeness));
            self.near.truncate(NEAR_MISSES_MAX);
        }
        self.progress.matched(self.tried, self.found.len());
        Ok(())
    }

    /// Matches with the newest first, then the nearest misses.
    fn finish(mut self, context: &Context) -> Result<()> {
        drop(self.progress);
        if self.json {
            return Ok(self.results.flush()?);
        }
        if self.width.is_none() {
            self.results.styled(&Line::tabbed(&NAMES))?;
        }
        self.found.sort_by_key(|found| found.row.order());
        for line in self.found.iter().flat_map(|found| &found.lines) {
            self.results.styled(line)?;
        }
        for near in &self.near {
            let lines = match self.width {
                None => vec![values("near", near)],
                Some(width) => missed(near, width),
            };
            for line in &lines {
                self.results.styled(line)?;
            }
        }
        self.results.flush()?;
        let (found, tried) = (self.found.len() as u64, self.tried);
        let verb = if found == 1 { "matches" } else { "match" };
        context.say(format!("{found} of {} {verb}", count(tried, "article", "articles")));
        Ok(())
    }
}

/// A document as values for a program: whole, in the order of [`NAMES`].
fn values(verdict: &str, tried: &Tried) -> Line {
    let explanation = &tried.explanation;
    let mut passages: Vec<&str> = Vec::new();
    for passage in shown::distinct(&explanation.evidence) {
        if !passages.contains(&passage.evidence.exact.as_str()) {
            passages.push(&passage.evidence.exact);
        }
    }
    let row = |column| tried.row.value(column);
    let missed = if explanation.matched { String::new() } else { shown::missed(explanation) };
    Line::tabbed(&[
        verdict.to_owned(),
        row(Column::Date),
        row(Column::Language),
        row(Column::Source),
        row(Column::Headline),
        passages.join(" | "),
        missed,
        row(Column::Address),
        tried.place.clone(),
    ])
}

fn matched(tried: &Tried, article: &Article, width: usize) -> Vec<Line> {
    let mut lines = head(Line::default().green("match"), tried, width);
    let passages = shown::distinct(&tried.explanation.evidence);
    let inside = width.saturating_sub(INDENT.len());
    for passage in passages.iter().take(PASSAGES_MAX) {
        lines.push(Line::plain(INDENT).line(&shown::in_context(passage, article, Some(inside))));
    }
    let more = passages.len().saturating_sub(PASSAGES_MAX);
    if more > 0 {
        lines
            .push(Line::plain(INDENT).dim(format!("… and {}", count(more, "more passage", "more passages"))));
    }
    let clauses = shown::found_by(&passages, Some(inside));
    lines.extend(clauses.iter().map(|line| Line::plain(INDENT).line(line)));
    lines.push(Line::default());
    lines
}

fn missed(tried: &Tried, width: usize) -> Vec<Line> {
    let mut lines = head(Line::default().yellow("near"), tried, width);
    let inside = width.saturating_sub(INDENT.len());
    let missed = shown::wrapped(&shown::missed(&tried.explanation), Some(inside), 4);
    lines.extend(missed.into_iter().map(|line| Line::plain(INDENT).text(line)));
    lines.push(Line::default());
    lines
}

/// The headline; who published it, when, and the file that it lies in; its address.
fn head(verdict: Line, tried: &Tried, width: usize) -> Vec<Line> {
    let verdict = verdict.padded(INDENT.len());
    let inside = width.saturating_sub(INDENT.len());
    let mut lines = vec![verdict.line(&tried.row.title_line()).cut(width)];
    // Always as lines of its own, however wide the terminal: columns of different articles
    // have passages between them.
    let facts = Table::new(Some(inside.min(Table::NARROW_MAX)), &FACTS).lines(&tried.row);
    lines.extend(facts.iter().map(|line| Line::plain(INDENT).line(line)));
    lines.push(tried.row.address_line(INDENT.len(), Some(width)));
    if tried.place != tried.row.address() {
        lines.push(Line::plain(INDENT).dim(&tried.place).cut(width));
    }
    lines
}

/// The one topic that is tested: of the configuration, or a file of its own.
pub fn only(name: &str, context: &Context) -> Result<Topics> {
    let path = Path::new(name);
    if path.extension().is_some_and(|extension| extension == "toml") {
        let bytes = std::fs::read(path).map_err(|error| failure(Cause::Usage, format!("{name}: {error}")))?;
        let text = crate::configuration::text(&bytes).map_err(|(line, message)| {
            failure(Cause::Configuration, format!("{name}:{line}:1: {message}"))
        })?;
        let (topics, faults) = Topics::read(&[(name.to_owned(), text)]);
        let errors: Vec<String> =
            faults.iter().filter(|fault| fault.is_error()).map(ToString::to_string).collect();
        return match errors.is_empty() {
            true => Ok(topics),
            false => Err(failure(Cause::Configuration, errors.join("\n"))),
        };
    }
    let files = context.configuration.files.below("topics");
    // Each file by itself, so that a mistake in another one does not keep a topic from being tried.
    let alone = files.into_iter().filter_map(|file| Topics::parse(&[file]).ok());
    alone.into_iter().find(|topics| topics.get(name).is_some()).ok_or_else(|| {
        let known: Vec<&str> = context.configuration.topics.iter().map(|topic| topic.id.as_str()).collect();
        failure(Cause::Usage, format!("no topic {name:?}; there are {}", known.join(", ")))
    })
}
