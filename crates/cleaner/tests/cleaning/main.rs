//! The cleaner from outside: captures in, articles or reasons out.
//!
//! One binary for all of them: each further one would link the parser and the trees again.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod apart;
mod beside;
mod bylines;
mod captures;
mod corpus;
mod heads;
mod hostile;
mod hydration;
mod inputs;
mod long_articles;
mod siblings;
mod variations;
