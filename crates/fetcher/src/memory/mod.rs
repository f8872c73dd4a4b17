//! What is remembered between two runs: the crawl frontier, and what it holds of feeds and pages.

pub(crate) mod frontier;
pub(crate) mod record;
pub(crate) mod remembered;
