//! What is remembered between two runs: the crawl frontier, and what it holds of feeds and pages.
//!
//! The frontier itself knows keys and values only ([`frontier`]); what they mean stands here, and whoever keeps them (the
//! store, a bucket, nobody) need not know.

pub(crate) mod feed;
pub(crate) mod forgetting;
pub(crate) mod frontier;
pub(crate) mod key;
pub(crate) mod looks;
pub(crate) mod manners;
#[cfg(test)]
mod month;
pub(crate) mod page;
pub(crate) mod pending;
pub(crate) mod record;
pub(crate) mod subscribed;
pub(crate) mod told;
pub(crate) mod value;
