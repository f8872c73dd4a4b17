//! Who is read: publishers with their feeds, section pages and single pages (the seeds of a crawl), and how the list of them changes while a run goes on.

mod list;
mod roster;
mod shared;
mod source;
mod written;

pub use roster::Roster;
pub(crate) use source::Kind;
pub use source::{Section, Source, Sources};
