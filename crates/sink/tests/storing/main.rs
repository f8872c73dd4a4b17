//! The store as those who write to it and read from it see it.
//!
//! One binary for all of them: each further one would link SQLite again.

mod asking;
mod changes;
mod commuting;
mod copying;
mod keeping;
mod killed;
mod migrating;
mod opening;
mod papers;
mod places;
mod pruning;
mod reading;
mod serving;
mod superseding;
mod telling;
mod withdrawing;
