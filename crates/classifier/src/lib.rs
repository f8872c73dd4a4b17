//! Tags articles: language, topics, provenance. Pure functions of their arguments.
//!
//! A [`Classifier`] is made of [`Topics`] and adds to an article what it found. A [`Query`] on its own answers which
//! passages of a [`Document`] it matches, and what it lacked.

mod classify;
mod explain;
mod import;
pub mod language;
mod matcher;
mod provenance;
pub mod query;
mod quotations;
mod text;
mod topics;

pub use classify::Classifier;
pub use explain::{Explanation, TopicExplanation};
pub use import::{Dialect, ImportError, Translation, import};
pub use matcher::{Cost, Match, Matcher, MatcherBuilder, MatcherError, Matches, Passage, Scratch};
pub use provenance::{Outlet, Outlets};
pub use query::{NearMiss, Query, QueryError};
pub use text::{Document, Parts};
pub use topics::{TagChange, Topic, TopicProblem, Topics};
