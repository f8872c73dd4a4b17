//! Queries of other systems, translated into ours.
//!
//! What has no counterpart is either an error (a range, a regular expression) or a note (an optional term, a boost): a
//! press officer reads the notes before the topic is saved.

mod lexer;
mod translate;

use thiserror::Error;

use crate::{Query, QueryError};

/// The language that a query is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Lucene's classic query syntax, as Elasticsearch, OpenSearch and Solr take it: terms side by side are alternatives.
    Lucene,
    /// Meltwater's and its like: `near/5` in any case, `<<<remarks>>>`; terms side by side are all required.
    Meltwater,
}

/// A query in our language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Translation {
    /// The query.
    pub query: String,
    /// What was changed or left out on the way.
    pub notes: Vec<String>,
}

/// Why a query was not translated.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[allow(missing_docs)] // each message says it
pub enum ImportError {
    #[error("column {column}: {found} has no counterpart here; {instead}")]
    NoCounterpart { column: usize, found: String, instead: &'static str },
    #[error("column {column}: expected {expected}, found {found}")]
    Malformed { column: usize, expected: &'static str, found: String },
    #[error("`{query}`, as translated, cannot be used: {error}")]
    Unusable { query: String, error: Box<QueryError> },
}

/// Translates a query.
///
/// # Errors
///
/// Where it is malformed, holds something that our language has not, or comes out as a query that we refuse.
pub fn import(dialect: Dialect, query: &str) -> Result<Translation, ImportError> {
    let translation = translate::translate(dialect, query)?;
    match Query::parse(&translation.query) {
        Ok(_) => Ok(translation),
        Err(error) => Err(ImportError::Unusable { query: translation.query, error: Box::new(error) }),
    }
}
