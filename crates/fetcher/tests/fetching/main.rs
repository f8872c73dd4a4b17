//! The fetcher against servers of our own on 127.0.0.1.
#![allow(clippy::unwrap_used)]

mod delivery;
mod guard;
mod manners;
mod press;
mod wild_feeds;
