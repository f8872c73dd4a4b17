//! The fetcher against servers of our own on 127.0.0.1.
#![allow(clippy::unwrap_used)]

mod delivery;
mod finding;
mod fresh;
mod guard;
mod hostile;
mod hubs;
mod in_hand;
mod kept;
mod led;
mod ledger;
mod long;
mod manners;
mod press;
mod roster;
mod said;
mod stored;
mod travelling;
mod wild_feeds;
