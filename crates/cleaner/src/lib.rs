//! Turns a capture into an article: charset, boilerplate, body, metadata.
//!
//! A page and a text flattened from one take the same path, room by room: a capture is decoded and told from what is no text
//! (`reading`), laid out in a flat arena of blocks (`page`), asked for its metadata (`metadata`, `dates`, `provenance`); each
//! block is judged (`body`); the visible lines complete the metadata; what is no article is refused (`refusal`), and the kept
//! blocks are put together (`clean`), with what a feed said that announced the page (`announced`). A room uses those that stand before it in this list, and none behind: `page`, `dates`,
//! `provenance`, `metadata`, `body`, `reading`, `refusal`.
//!
//! The weights by which blocks are judged are made by `crates/training`; what that program shares with the cleaner, so that both see
//! a page alike, is [`training`].
//!
//! Nothing here knows files, networks or clocks: the same capture gives the same article.
#![cfg_attr(not(test), forbid(clippy::disallowed_methods, clippy::disallowed_types))]
#![warn(missing_docs)]

mod announced;
mod body;
mod clean;
mod config;
mod dates;
mod decode;
mod explain;
mod listed;
mod metadata;
mod page;
mod provenance;
mod reading;
mod refusal;
mod survey;
pub mod training;
mod unclean;

pub use clean::Cleaner;
pub use config::Config;
pub use explain::{BlockExplanation, Discarded, Explanation, MetadataExplanation};
pub use listed::Links;
pub use reading::SiteRules;
pub use unclean::Unclean;
