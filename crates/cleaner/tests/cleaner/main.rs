//! The cleaner as its users see it, in one binary: each module is one concern.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod captures;
mod corpus;
mod hostile;
mod hydration;
mod inputs;
mod long_articles;
