//! The store on a PostgreSQL server: its statements, its schema, its connections.
//!
//! Several programs write at once. Whatever two of them may both write is written in one order by all, that of its keys, so
//! that none waits for another who waits for it; what must be alone (the numbers of changes, counts) is written last, under
//! one lock, and the transaction ends with it. What rows mean is decided in [`rules`](crate::rules).

mod address;
mod captures;
mod care;
mod changes;
mod check;
mod commit;
mod copying;
mod counts;
mod coverage;
mod documents;
mod error;
mod forget;
mod keeping;
mod ledger;
mod listening;
mod loading;
mod lock;
mod marks;
mod names;
mod open;
mod papers;
mod pruning;
mod quotations;
mod reading;
mod standing;
mod store;
mod told;
mod why;
mod writing;

pub(crate) use lock::Lock;
pub(crate) use store::Store;
