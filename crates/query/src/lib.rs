//! Standing queries: the language in which press offices say what they watch, and a matcher for any number of them.
//!
//! ```
//! use veille_query::{Matcher, Query};
//! use veille_text::{Document, Parts};
//!
//! let text = "Soixante pays ont signé la Convention de Hanoï samedi.";
//! let document = Document::of(&Parts { text, language: "fr", ..Parts::default() });
//!
//! let query = Query::parse("(convention OR traité) NEAR/3 hanoi AND NOT football")?;
//! let passages = query.matches(&document).expect("the convention is named beside the city");
//! assert_eq!(passages[0].exact, "Convention de Hanoï");
//!
//! // Many at once, looked up by the rarest of their words.
//! let matcher = Matcher::build([("convention", query.source()), ("budapest", "budapest")]).expect("both parse");
//! let found = matcher.match_article(&document);
//! assert_eq!(found.len(), 1);
//! assert_eq!(found[0].0, "convention");
//! # Ok::<(), veille_query::QueryError>(())
//! ```
//!
//! `GRAMMAR.md` beside this file has the grammar, and what each operator answers. [`Query::matches`] looks at every word
//! for every clause and so defines the language (brute force); [`Matcher`] finds the same and a test holds the two
//! equal. A [`Plan`] says what an index looks up for a query, [`Query::in_words`] what it asks for, to people. [`import`] translates from Lucene's syntax and Meltwater's. Nothing here knows articles, topics or stores.
#![cfg_attr(not(test), forbid(clippy::disallowed_methods, clippy::disallowed_types))]
#![warn(missing_docs)]

mod ast;
mod brute;
mod check;
mod error;
mod hit;
mod import;
mod lexer;
mod matcher;
mod miss;
mod parser;
mod plain;
mod plan;
mod prose;
mod proximity;
mod query;
mod signs;
mod term;

pub use ast::{Element, Glob, Scope};
pub use error::{Problem, QueryError};
pub use import::{Dialect, ImportError, Translation, import};
pub use matcher::{Cost, Match, Matcher, MatcherBuilder, MatcherError, Matches, Passage, Scratch};
pub use miss::{Lack, NearMiss};
pub use plan::{Lookup, Plan, Sought};
pub use prose::{English, Tongue};
pub use query::Query;
