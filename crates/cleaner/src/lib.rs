//! Turns a capture into an article: charset, boilerplate, body, metadata.
#![warn(missing_docs)]

mod dates;
mod metadata;
mod page;
mod provenance;

pub use metadata::{Candidate, Field, Origin};
