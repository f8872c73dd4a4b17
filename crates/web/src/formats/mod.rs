//! Lists for machines and tables: JSON Feed 1.1, Atom, CSV, with the filter, the names and the order of the page.

mod articles;
mod feed;
mod table;

pub(crate) use articles::articles;
pub(crate) use feed::{Entry, Feed};
pub(crate) use table::Table;
