//! Search as those who ask it see it: an index that follows a store, and finds what the query language says.
#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

mod equal;
mod following;
