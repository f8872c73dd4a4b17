//! The store in one SQLite file: its statements, its schema, its connections.
//!
//! One connection writes, several read; the file is a write-ahead log, synced in full at each commit. What is decided
//! here is how rows are written and read; what they mean is decided in [`rules`](crate::rules).

mod articles;
mod captures;
mod care;
mod changes;
mod check;
mod commit;
mod copying;
mod counts;
mod coverage;
mod error;
mod filling;
mod forget;
mod keeping;
mod ledger;
mod loading;
mod lock;
mod marks;
mod names;
mod open;
mod papers;
mod pruning;
mod quotations;
mod rows;
mod standing;
mod store;
#[cfg(test)]
mod tests;
mod told;
mod why;
mod writing;

pub(crate) use lock::Lock;
pub(crate) use store::Store;
