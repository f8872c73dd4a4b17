//! What the store decides, free of SQL: which wording is current, what a change is, how instants sort.
//!
//! Every dialect asks these and writes down the answer, so that two stores that were given the same hold the same.

pub(crate) mod changes;
pub(crate) mod instant;
pub(crate) mod ledger;
pub(crate) mod wordings;
