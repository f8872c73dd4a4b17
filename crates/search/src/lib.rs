//! Search in everything stored, in the language of topics: an index beside the store, kept by following its changes.
//!
//! The engine (tantivy, a full-text index) sees words as `text` cuts them and a query's [`Plan`](veille_query::Plan). What the
//! plan finds exactly is answered by the index alone; of what it finds wider, each candidate is read from the store and
//! asked by the query's own matcher. So a search finds what a topic of the same query would tag.
#![warn(missing_docs)]

mod config;
mod days;
mod error;
mod facets;
mod fields;
mod folder;
mod follow;
mod home;
mod indexer;
mod labels;
mod lookup;
mod names;
mod order;
mod period;
mod relevance;
mod request;
mod search;
mod terms;
mod walk;

pub use config::Config;
pub use days::{Day, Days};
pub use error::SearchError;
pub use follow::{catch_up, follow};
pub use order::{Cursor, Sort};
pub use request::{Among, Answer, Counting, Facets, Found, Request, Total};
pub use search::Search;
