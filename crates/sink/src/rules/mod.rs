//! What the store decides, free of SQL: which wording is current, what a change is, what stands in columns, how instants
//! sort.
//!
//! Every dialect asks these and writes down the answer, so that two stores that were given the same hold the same. Start
//! at [`plan`].

pub(crate) mod captures;
pub(crate) mod changes;
pub(crate) mod columns;
pub(crate) mod expected;
pub(crate) mod forgotten;
pub(crate) mod instant;
pub(crate) mod ledger;
pub(crate) mod plan;
pub(crate) mod removal;
pub(crate) mod slot;
pub(crate) mod speaker;
pub(crate) mod tally;
pub(crate) mod withdrawal;
pub(crate) mod wordings;
pub(crate) mod written;
