//! Topics: what press offices asked us to watch, as read from `config/topics/*.toml`.

mod change;
mod file;

pub use change::TagChange;

use std::collections::BTreeMap;

use thiserror::Error;
use veille_model::{RuleRevision, TopicId};
use veille_query::{Query, QueryError};

/// One topic: a name, and the queries that find it.
#[derive(Clone, Debug)]
pub struct Topic {
    /// Its name on subjects.
    pub id: TopicId,
    /// What readers see, by language.
    pub labels: BTreeMap<String, String>,
    /// Queries by language; under `""` where the file has only one. An article has the topic when any of them matches:
    /// a language told wrongly loses nothing, and `lang:` restricts a query where that is wanted.
    pub queries: BTreeMap<String, Query>,
    /// IPTC Media Topic codes.
    pub media_topics: Vec<String>,
    /// Who answers for the query.
    pub author: Option<String>,
    /// What a reader of the file should know.
    pub note: Option<String>,
    /// The version of its queries.
    pub revision: RuleRevision,
}

/// The topics of an office, by id, each once.
#[derive(Clone, Debug, Default)]
pub struct Topics {
    topics: Vec<Topic>,
}

/// A topic file that cannot be used, and where.
#[derive(Clone, Debug, PartialEq, Error)]
#[error("{file}:{line}:{column}: {problem}")]
pub struct TopicError {
    /// The file's name as given.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// From 1, in code points.
    pub column: usize,
    /// What is wrong and what was expected.
    pub problem: TopicProblem,
}

/// What can be wrong with a topic file.
#[derive(Clone, Debug, PartialEq, Error)]
#[allow(missing_docs)] // each message says it
pub enum TopicProblem {
    #[error("{0}")]
    Toml(String),
    #[error("unknown key `{key}`; expected one of id, labels, query, media_topics, author, note")]
    UnknownKey { key: String },
    #[error("the topic has no `{key}`; expected {expected}")]
    MissingKey { key: &'static str, expected: &'static str },
    #[error("`{key}` is {found}; expected {expected}")]
    WrongType { key: String, found: String, expected: &'static str },
    #[error(
        "`{id}` is no name for a subject; expected lower-case letters, digits, - and _, such as `{suggestion}`"
    )]
    BadId { id: String, suggestion: String },
    #[error("topic `{id}` is already defined in {other}; expected another id")]
    DuplicateId { id: String, other: String },
    #[error("`{code}` is no IPTC Media Topic; expected `medtop:` and eight digits")]
    BadMediaTopic { code: String },
    #[error("{} (column {} of the query)", .0.problem, .0.column)]
    Query(Box<QueryError>),
}

impl Topics {
    /// Reads topic files: name and content of each.
    ///
    /// # Errors
    ///
    /// The first that is malformed, has an unknown key, an id that another has, or a query that cannot be used.
    pub fn parse(files: &[(String, String)]) -> Result<Self, TopicError> {
        let mut topics: Vec<(Topic, &str)> = Vec::with_capacity(files.len());
        for (name, content) in files {
            let (topic, id_at) = file::parse(name, content)?;
            if let Some((_, other)) = topics.iter().find(|(known, _)| known.id == topic.id) {
                let problem =
                    TopicProblem::DuplicateId { id: topic.id.to_string(), other: (*other).to_owned() };
                return Err(file::error(name, content, id_at, problem));
            }
            topics.push((topic, name));
        }
        let mut topics: Vec<Topic> = topics.into_iter().map(|(topic, _)| topic).collect();
        topics.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(Self { topics })
    }

    /// The topics by id.
    pub fn iter(&self) -> impl Iterator<Item = &Topic> {
        self.topics.iter()
    }

    /// The topic of this id.
    pub fn get(&self, id: &str) -> Option<&Topic> {
        self.topics.iter().find(|topic| topic.id.as_str() == id)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.topics.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.topics.is_empty()
    }
}

impl Topic {
    /// Its label in a language, or in English, or its id.
    pub fn label(&self, language: &str) -> &str {
        let label = self.labels.get(language).or_else(|| self.labels.get("en"));
        label.or_else(|| self.labels.values().next()).map_or(self.id.as_str(), String::as_str)
    }
}
