//! Turns a capture into an article: charset, boilerplate, body, metadata.
//!
//! A page and a text flattened from one take the same path: [`decode`](Charset) to text, read into a flat arena of blocks
//! (`page`), ask the markup for its metadata (`metadata`, `dates`, `provenance`), judge each block (`body`), let the
//! visible lines complete the metadata, and put the kept blocks together (`clean`). Nothing here knows files, networks
//! or clocks: the same capture gives the same article.
#![warn(missing_docs)]

mod body;
mod clean;
mod config;
mod dates;
mod decode;
mod explain;
mod fold;
mod metadata;
mod page;
mod provenance;
mod reading;
mod refusal;
mod survey;
mod unclean;

pub use body::{Judges, Trees, WeightsError};
pub use clean::Cleaner;
pub use config::Config;
pub use decode::{Charset, CharsetReason};
pub use explain::{BlockExplanation, Discarded, Explanation, MetadataExplanation};
pub use reading::{SiteRules, SiteRulesError};
pub use survey::{SurveyedBlock, columns, flatten, words};
pub use unclean::Unclean;
