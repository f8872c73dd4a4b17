//! What both the pages and the API ask of the store, the catalogue and the index, one subject a file. What is shown of the answers
//! is theirs.

pub(crate) mod adding;
mod contrast;
pub(crate) mod coverage;
pub(crate) mod mending;
pub(crate) mod outcomes;
pub(crate) mod people;
pub(crate) mod search;
pub(crate) mod sources;
pub(crate) mod stories;
pub(crate) mod topics;
pub(crate) mod trace;
pub(crate) mod triage;
pub(crate) mod watches;
