//! What publishers announce, read into entries: feeds today (RSS, Atom, JSON Feed, news sitemaps), and a folder beside
//! `feed` for each further kind. All of them end as the model's `FeedEntry`, so what schedules and fetches knows none of them.

mod feed;
mod linked;
mod order;
mod sitemaps;
mod told_apart;

pub use feed::{Advertised, Feed, FeedError, entries, feed, heading};
pub(crate) use feed::{Outline, advertised_beside, outlines};
pub(crate) use linked::links;
pub(crate) use order::newest_first;
pub(crate) use sitemaps::likeliest;
pub(crate) use told_apart::tell_apart;
