//! Turns a capture into an article: charset, boilerplate, body, metadata.
//!
//! A page and a text flattened from one take the same path: [`decode`](Charset) to text, read into a flat arena of blocks
//! (`page`), ask the markup for its metadata (`metadata`, `dates`, `provenance`), judge each block (`body`), let the
//! visible lines complete the metadata, and put the kept blocks together (`clean`). Nothing here knows files, networks
//! or clocks: the same capture gives the same article.
#![cfg_attr(not(test), forbid(clippy::disallowed_methods, clippy::disallowed_types))]
#![warn(missing_docs)]

mod binary;
mod body;
mod clean;
mod config;
mod dates;
mod decode;
mod discard;
mod explain;
mod hydration;
mod metadata;
mod notices;
mod page;
mod provenance;
mod sites;
mod source;
mod stated;
mod teasers;
#[cfg(feature = "training")]
#[doc(hidden)]
pub mod training;
mod unclean;

pub use clean::Cleaner;
pub use config::Config;
pub use explain::{BlockExplanation, Discarded, Explanation, MetadataExplanation};
pub use sites::{SiteRules, SiteRulesError};
pub use unclean::Unclean;
pub use veille_text::charset::{Charset, CharsetReason};

use veille_text::letter as fold;
