//! One topic file.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use veille_model::{RuleRevision, TopicId};

use super::{Topic, TopicError, TopicProblem};
use veille_query::Query;

type Fault = (usize, TopicProblem);
type Entry<'t> = Spanned<DeValue<'t>>;

/// The topic of a file, and the byte at which its id stands.
pub(super) fn parse(name: &str, content: &str) -> Result<(Topic, usize), TopicError> {
    read(content).map_err(|(offset, problem)| error(name, content, offset, problem))
}

/// An error at a byte of a file.
pub(super) fn error(name: &str, content: &str, offset: usize, problem: TopicProblem) -> TopicError {
    let before = content.get(..offset.min(content.len())).unwrap_or(content);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    TopicError { file: name.to_owned(), line, column, problem }
}

fn read(content: &str) -> Result<(Topic, usize), Fault> {
    let table = DeTable::parse(content).map_err(|error| {
        let offset = error.span().map_or(0, |span| span.start);
        (offset, TopicProblem::Toml(error.message().to_owned()))
    })?;
    let mut keys = Keys::default();
    for (key, value) in table.get_ref() {
        let slot = match key.get_ref().as_ref() {
            "id" => &mut keys.id,
            "labels" => &mut keys.labels,
            "query" => &mut keys.query,
            "media_topics" => &mut keys.media_topics,
            "author" => &mut keys.author,
            "note" => &mut keys.note,
            key_name => {
                return Err((key.span().start, TopicProblem::UnknownKey { key: key_name.to_owned() }));
            }
        };
        *slot = Some(value);
    }
    keys.topic(content)
}

#[derive(Default)]
struct Keys<'a, 't> {
    id: Option<&'a Entry<'t>>,
    labels: Option<&'a Entry<'t>>,
    query: Option<&'a Entry<'t>>,
    media_topics: Option<&'a Entry<'t>>,
    author: Option<&'a Entry<'t>>,
    note: Option<&'a Entry<'t>>,
}

impl Keys<'_, '_> {
    fn topic(&self, content: &str) -> Result<(Topic, usize), Fault> {
        let id_entry = required(self.id, "id", "id = \"my-topic\"")?;
        let id = id(id_entry)?;
        let queries = queries(
            required(self.query, "query", "query = \"…\", or a table of them by language")?,
            content,
        )?;
        let labels = match self.labels {
            Some(entry) => strings(entry, "labels")?,
            None => BTreeMap::new(),
        };
        let topic = Topic {
            revision: revision(&queries),
            id,
            labels: labels.into_iter().map(|(language, (text, _))| (language, text)).collect(),
            queries,
            media_topics: self.media_topics.map_or(Ok(Vec::new()), media_topics)?,
            author: self.author.map(|entry| string(entry, "author")).transpose()?,
            note: self.note.map(|entry| string(entry, "note")).transpose()?,
        };
        Ok((topic, id_entry.span().start))
    }
}

fn required<'a, 't>(
    entry: Option<&'a Entry<'t>>,
    key: &'static str,
    expected: &'static str,
) -> Result<&'a Entry<'t>, Fault> {
    entry.ok_or((0, TopicProblem::MissingKey { key, expected }))
}

fn wrong(entry: &Entry<'_>, key: &str, expected: &'static str) -> Fault {
    let found = format!("of type {}", entry.get_ref().type_str());
    (entry.span().start, TopicProblem::WrongType { key: key.to_owned(), found, expected })
}

fn string(entry: &Entry<'_>, key: &str) -> Result<String, Fault> {
    let text = entry.get_ref().as_str().ok_or_else(|| wrong(entry, key, "a text in quotes"))?;
    Ok(text.trim().to_owned())
}

fn id(entry: &Entry<'_>) -> Result<TopicId, Fault> {
    let written = string(entry, "id")?;
    let id = TopicId::new(&written);
    if id.as_str() == written {
        return Ok(id);
    }
    let problem = TopicProblem::BadId { id: written, suggestion: id.to_string() };
    Err((entry.span().start, problem))
}

/// A table of texts, each with its place.
fn strings(entry: &Entry<'_>, key: &str) -> Result<BTreeMap<String, (String, Range<usize>)>, Fault> {
    let table = entry.get_ref().as_table().ok_or_else(|| wrong(entry, key, "a table by language"))?;
    let mut texts = BTreeMap::new();
    for (language, value) in table {
        let name = format!("{key}.{}", language.get_ref());
        let text = value.get_ref().as_str().ok_or_else(|| wrong(value, &name, "a text in quotes"))?;
        texts.insert(language.get_ref().to_string(), (text.to_owned(), value.span()));
    }
    Ok(texts)
}

fn queries(entry: &Entry<'_>, content: &str) -> Result<BTreeMap<String, Query>, Fault> {
    let texts = match entry.get_ref().as_str() {
        Some(text) => BTreeMap::from([(String::new(), (text.to_owned(), entry.span()))]),
        None => strings(entry, "query")?,
    };
    if texts.is_empty() {
        return Err(wrong(entry, "query", "at least one query"));
    }
    let mut queries = BTreeMap::new();
    for (language, (text, span)) in texts {
        let query = Query::parse(&text).map_err(|error| {
            let written = content.get(span.clone()).unwrap_or_default();
            let inside = written.find(&text).map_or(0, |at| at + error.offset);
            (span.start + inside, TopicProblem::Query(Box::new(error)))
        })?;
        queries.insert(language, query);
    }
    Ok(queries)
}

fn media_topics(entry: &Entry<'_>) -> Result<Vec<String>, Fault> {
    let list = entry.get_ref().as_array().ok_or_else(|| wrong(entry, "media_topics", "a list of codes"))?;
    let mut codes = Vec::with_capacity(list.len());
    for value in list.iter() {
        let code = string(value, "media_topics")?;
        let digits = code.strip_prefix("medtop:").unwrap_or_default();
        if digits.len() != 8 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err((value.span().start, TopicProblem::BadMediaTopic { code }));
        }
        codes.push(code);
    }
    Ok(codes)
}

fn revision(queries: &BTreeMap<String, Query>) -> RuleRevision {
    let compiled: Vec<String> =
        queries.iter().map(|(language, query)| format!("{language}\t{}", query.canonical())).collect();
    RuleRevision::of(&compiled.join("\n"))
}
