//! The classifier from outside: topics, provenance, the seeds.
//!
//! One binary for all of them: each further one would link the weights and the words again.

mod any_article;
mod convention;
mod languages;
mod names;
mod provenance;
mod seeds;
mod topics;
