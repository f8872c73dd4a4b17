//! Who is read: publishers and their feeds (the seeds of a crawl), and how the list of them changes while a run goes on.

mod list;
mod roster;
mod source;
mod written;

pub use roster::Roster;
pub use source::{Source, Sources};
