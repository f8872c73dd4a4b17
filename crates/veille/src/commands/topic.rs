//! `veille topic`: what is watched, and what a topic matches.

use std::path::{Path, PathBuf};

use anyhow::Result;
use console::style;
use serde::Serialize;
use serde_json::json;
use veille_classifier::{Classifier, TopicExplanation, Topics};
use veille_model::{Article, Evidence};
use veille_query::Dialect;

use super::Context;
use crate::arguments::{QueryDialect, Topic};
use crate::exit::{Cause, failure};
use crate::output::Results;
use crate::torn::Torn;
use crate::wiring::{self, documents, reason};

/// Near misses shown: the nearest few teach, the rest is noise.
const NEAR_MISSES_MAX: usize = 5;
/// Passages shown of one article.
const PASSAGES_MAX: usize = 8;
/// Characters of text around a passage.
const AROUND: usize = 48;

pub async fn run(topic: Topic, context: &Context) -> Result<()> {
    match topic {
        Topic::List => list(context),
        Topic::Test { topic, paths } => test(&topic, &paths, context),
        Topic::Diff { old, new, paths, database } => {
            super::topic_diff::run((&old, &new), &paths, &database, context).await
        }
        Topic::Import { from, query } => import(from, query, context),
    }
}

/// Translates one query, or one a line; what could not be kept as it was is said on stderr.
fn import(from: QueryDialect, query: Option<String>, context: &Context) -> Result<()> {
    let dialect = match from {
        QueryDialect::Lucene => Dialect::Lucene,
        QueryDialect::Meltwater => Dialect::Meltwater,
    };
    let queries: Vec<String> = match query {
        Some(query) => vec![query],
        None => std::io::stdin().lines().collect::<Result<_, _>>()?,
    };
    let mut results = Results::new();
    let mut refused = 0;
    for (number, query) in (1..).zip(&queries) {
        match veille_query::import(dialect, query) {
            Ok(translation) => {
                match context.global.json {
                    true => {
                        results.json(&json!({ "query": translation.query, "notes": translation.notes }))?
                    }
                    false => results.line(&translation.query)?,
                }
                translation.notes.iter().for_each(|note| context.say(format!("query {number}: {note}")));
            }
            Err(error) => {
                refused += 1;
                crate::prose::say(format_args!("veille: query {number}: {error}"));
            }
        }
    }
    results.flush()?;
    anyhow::ensure!(refused == 0, "{refused} of {} queries could not be translated", queries.len());
    Ok(())
}

fn list(context: &Context) -> Result<()> {
    let mut results = Results::new();
    for topic in context.configuration.topics.iter() {
        let languages: Vec<&str> =
            topic.queries.keys().filter(|key| !key.is_empty()).map(String::as_str).collect();
        if context.global.json {
            results.json(&json!({
                "id": topic.id, "labels": topic.labels, "media_topics": topic.media_topics,
                "query_languages": languages, "revision": topic.revision, "author": topic.author, "note": topic.note,
            }))?;
        } else {
            results.line(format!(
                "{}  {}  [{}]  {}",
                console::pad_str(topic.id.as_str(), 30, console::Alignment::Left, None),
                console::pad_str(topic.label("en"), 36, console::Alignment::Left, None),
                languages.join(" "),
                topic.media_topics.join(" "),
            ))?;
        }
    }
    Ok(results.flush()?)
}

/// One document held against the topic.
#[derive(Serialize)]
struct Tried {
    place: String,
    headline: Option<String>,
    #[serde(flatten)]
    explanation: TopicExplanation,
    #[serde(skip)]
    article: Article,
}

fn test(name: &str, paths: &[PathBuf], context: &Context) -> Result<()> {
    let topics = only(name, context)?;
    cost(&topics, context);
    let classifier = Classifier::new(topics);
    let cleaner = wiring::cleaner(&context.configuration);
    let mut tried = Vec::new();
    let mut read = 0;
    let torn = Torn::default();
    for document in documents(paths)? {
        read += 1;
        let article =
            document.capture.and_then(|capture| cleaner.clean(&capture).map_err(|unclean| reason(&unclean)));
        match article {
            Ok(article) => tried.extend(try_one(&classifier, document.place, article)),
            Err(reason) => {
                torn.note_reason(&document.place, &reason);
                context.say(format!("{}: {reason}", document.place));
            }
        }
    }
    anyhow::ensure!(!tried.is_empty(), "none of {read} documents is an article");
    show(&tried, context)?;
    torn.conclude()
}

fn try_one(classifier: &Classifier, place: String, article: Article) -> Option<Tried> {
    let explanation = classifier.explain(&article).topics.into_iter().next()?;
    Some(Tried { place, headline: article.headline.clone(), explanation, article })
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
    let alone = files.into_iter().filter_map(|file| Topics::parse(&[file]).ok());
    alone.into_iter().find(|topics| topics.get(name).is_some()).ok_or_else(|| {
        let known: Vec<&str> = context.configuration.topics.iter().map(|topic| topic.id.as_str()).collect();
        failure(Cause::Usage, format!("no topic {name:?}; there are {}", known.join(", ")))
    })
}

/// What it costs to ask the topic of every article, before it is saved.
fn cost(topics: &Topics, context: &Context) {
    for (language, query) in topics.iter().flat_map(|topic| &topic.queries) {
        let cost = query.cost();
        let language = if language.is_empty() { "query" } else { language };
        let mut anchors = cost.anchors.join(", ");
        if anchors.chars().count() > 60 {
            anchors = anchors.chars().take(60).chain(['…']).collect();
        }
        context
            .say(format!("{language:<6} looked at for {} in 1000 articles, by {anchors}", cost.per_thousand));
    }
}

fn show(tried: &[Tried], context: &Context) -> Result<()> {
    let mut results = Results::new();
    if context.global.json {
        for one in tried {
            results.json(one)?;
        }
        return Ok(results.flush()?);
    }
    let matched: Vec<&Tried> = tried.iter().filter(|one| one.explanation.matched).collect();
    for one in &matched {
        results.line(format!("{} {}", style("match").green().bold(), title(one)))?;
        for passage in one.explanation.evidence.iter().take(PASSAGES_MAX) {
            results.line(format!("      {}", in_context(passage, &one.article)))?;
        }
        let more = one.explanation.evidence.len().saturating_sub(PASSAGES_MAX);
        if more > 0 {
            results.line(format!("      … and {more} more passages"))?;
        }
    }
    // They come sorted by document; the nearest first is what a reader of misses wants.
    let mut near: Vec<&Tried> = tried.iter().filter(|one| !one.explanation.matched).collect();
    near.sort_by(|a, b| b.explanation.closeness.total_cmp(&a.explanation.closeness));
    near.retain(|one| one.explanation.closeness > 0.0);
    for one in near.iter().take(NEAR_MISSES_MAX) {
        results.line(format!("{}  {}", style("near").yellow().bold(), title(one)))?;
        results.line(format!("      {}", missed(&one.explanation)))?;
    }
    results.flush()?;
    context.say(format!("{} of {} articles match", matched.len(), tried.len()));
    Ok(())
}

fn title(one: &Tried) -> String {
    format!("{}  {}", one.place, style(one.headline.as_deref().unwrap_or("(no headline)")).bold())
}

/// `has *Convention de Hanoï*; lacks `cyber*``
pub fn missed(explanation: &TopicExplanation) -> String {
    let mut parts = Vec::new();
    let mut has: Vec<String> =
        explanation.evidence.iter().map(|passage| format!("*{}*", passage.exact)).collect();
    has.dedup();
    has.truncate(3);
    if !has.is_empty() {
        parts.push(format!("has {}", has.join(", ")));
    }
    let lacks: Vec<String> = explanation
        .lacked
        .iter()
        .map(|lack| match lack.instead.as_str() {
            "" => format!("`{}`", lack.clause),
            instead => format!("`{}` ({instead})", lack.clause),
        })
        .collect();
    if !lacks.is_empty() {
        parts.push(format!("lacks {}", lacks.join(" and ")));
    }
    for passage in explanation.excluded.iter().take(1) {
        parts.push(format!("excluded by *{}* (`{}`)", passage.exact, passage.clause));
    }
    parts.join("; ")
}

/// A passage with what stands around it: `text 181-201  … la **Convention de Hanoï** est …  ("convention de hanoi")`
pub fn in_context(passage: &Evidence, article: &Article) -> String {
    let whole = match passage.field {
        veille_model::Field::Headline => article.headline.as_deref().unwrap_or_default(),
        veille_model::Field::Text => article.text.as_str(),
        _ => passage.exact.as_str(),
    };
    let field = serde_json::to_value(passage.field).ok();
    let field = field.as_ref().and_then(|value| value.as_str()).unwrap_or_default();
    if whole == passage.exact {
        return format!("{field}  {}  (`{}`)", style(&passage.exact).bold(), passage.clause);
    }
    let before: String = {
        let start = passage.start.saturating_sub(AROUND);
        whole.chars().skip(start).take(passage.start - start).collect()
    };
    let after: String = whole.chars().skip(passage.end).take(AROUND).collect();
    let line = format!("…{before}{}{after}…", style(&passage.exact).bold());
    let line: String = line.chars().map(|c| if c == '\n' { ' ' } else { c }).collect();
    format!("{field} {}-{}  {line}  (`{}`)", passage.start, passage.end, passage.clause)
}
