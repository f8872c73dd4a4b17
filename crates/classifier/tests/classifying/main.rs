//! The classifier from outside: language, queries, topics, quotations, provenance.
//!
//! One binary for all of them: each further one would link the weights and the words again.

mod convention;
mod import;
mod language_quality;
mod malformed_queries;
mod matcher_equals_brute_force;
mod provenance;
mod query_language;
mod quotations;
mod quotations_passages;
mod scoring;
mod seeds;
mod sets;
mod topics;
