//! Lists for machines and tables: JSON Feed 1.1, Atom, RSS, CSV, XLSX, JSON Lines and ninjs 3.0, with the filter, the names and the order of the page.

mod articles;
mod documents;
mod feed;
mod sheet;
mod table;

pub(crate) use articles::{Place, ROWS_AT_ONCE, ROWS_MAX, add_rows, articles, feed, table};
pub(crate) use documents::{DOCUMENTS_MAX, Documents, ninjs};
pub(crate) use feed::{Entry, Feed};
pub(crate) use sheet::{MEDIA_TYPE as XLSX, Reader};
pub(crate) use table::Table;
