//! The query language and its matcher from outside.
//!
//! One binary for all of them: each further one would link the words and their tables again.

mod import;
mod malformed_queries;
mod matcher_equals_brute_force;
mod names;
mod plain_words;
mod query_language;
