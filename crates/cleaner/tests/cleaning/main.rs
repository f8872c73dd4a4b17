//! The cleaner from outside: captures in, articles or reasons out.
//!
//! One binary for all of them: each further one would link the parser and the trees again.

mod captures;
mod corpus;
mod hostile;
mod hydration;
mod inputs;
mod long_articles;
mod metadata_quality;
mod quality;
#[path = "../../examples/quality/score.rs"]
#[allow(dead_code, reason = "the example prints more than the floors ask for")]
mod score;
