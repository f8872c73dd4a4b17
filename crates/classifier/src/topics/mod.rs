//! Topics: what press offices asked us to watch, as read from `config/topics/*.toml`.

mod change;
mod file;

pub use change::TagChange;

use std::collections::BTreeMap;

use thiserror::Error;
use veille_model::{Fault, RuleRevision, Severity, TopicId};
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

/// What can be wrong with a topic file.
#[derive(Clone, Debug, PartialEq, Error)]
#[allow(missing_docs)] // each message says it
pub enum TopicProblem {
    #[error("unknown key `{key}`; expected one of id, labels, query, media_topics, author, note")]
    UnknownKey { key: String },
    #[error("the topic has no `{key}`; expected {expected}")]
    MissingKey { key: &'static str, expected: &'static str },
    #[error(
        "`{key}` stands below [{table}], where it is taken for a language; expected it above the line [{table}]"
    )]
    Misplaced { key: String, table: &'static str },
    #[error(
        "`{id}` is no name for a subject; expected lower-case letters, digits, - and _, such as `{suggestion}`"
    )]
    BadId { id: String, suggestion: String },
    #[error("topic `{id}` is already defined in {other}; expected another id")]
    DuplicateId { id: String, other: String },
    #[error("`{code}` is no IPTC Media Topic; expected `medtop:` and eight digits")]
    BadMediaTopic { code: String },
    #[error(
        "{}{}",
        .0.problem,
        if *.1 { "; TOML has taken the outer quotation marks: write the query between '''" } else { "" }
    )]
    Query(Box<QueryError>, bool),
}

impl Topics {
    /// What the whole set is called, so that two instances can tell whether they judge by the same: a digest of ids and
    /// revisions, whatever the files are called.
    pub fn revision(&self) -> String {
        let revisions: Vec<String> =
            self.iter().map(|topic| format!("{}\u{1f}{}", topic.id, topic.revision)).collect();
        RuleRevision::of(&revisions.join("\u{1e}")).to_string()
    }

    /// Reads topic files: name and content of each.
    ///
    /// # Errors
    ///
    /// The first that is wrong of what [`Topics::read`] finds.
    pub fn parse(files: &[(String, String)]) -> Result<Self, Fault> {
        let (topics, faults) = Self::read(files);
        faults.into_iter().find(Fault::is_error).map_or(Ok(topics), Err)
    }

    /// Reads topic files, name and content of each: the topics that can be used, and everything that is wrong in any
    /// file. Errors are: what is malformed, unknown or misplaced keys, an id that another topic has, languages that are
    /// none, queries that cannot be used.
    pub fn read(files: &[(String, String)]) -> (Self, Vec<Fault>) {
        let mut topics: Vec<(Topic, &str)> = Vec::with_capacity(files.len());
        let mut faults = Vec::new();
        for (name, content) in files {
            let (topic, found) = file::read(name, content);
            faults.extend(found);
            let Some((topic, id_at)) = topic else { continue };
            if let Some((_, other)) = topics.iter().find(|(known, _)| known.id == topic.id) {
                let problem =
                    TopicProblem::DuplicateId { id: topic.id.to_string(), other: (*other).to_owned() };
                faults.push(Fault::at(Severity::Error, name, content, id_at, problem.to_string()));
                continue;
            }
            topics.push((topic, name));
        }
        let mut topics: Vec<Topic> = topics.into_iter().map(|(topic, _)| topic).collect();
        // Not by file name: the order of tags must not depend on what an office calls its files.
        topics.sort_by(|a, b| a.id.cmp(&b.id));
        (Self { topics }, faults)
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
