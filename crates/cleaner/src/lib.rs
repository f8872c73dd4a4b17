//! Turns a capture into an article: charset, boilerplate, body, metadata.
#![warn(missing_docs)]

mod page;
