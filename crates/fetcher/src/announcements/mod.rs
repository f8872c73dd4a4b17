//! What publishers announce, read into entries: feeds today, and a folder beside it for each further kind.

pub(crate) mod feed;
