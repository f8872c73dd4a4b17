//! Rows of either dialect as the values that they stand for: statements differ, what comes of them does not.

use sqlx::Row;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use veille_model::canonical_url;

use crate::rules::wordings::{Earliest, Latest, Stored, StoredRow};

/// A row's cells, by the names of their columns. Each fails where the cell is of another type.
pub(crate) trait Cells {
    fn text(&self, column: &str) -> Result<String, sqlx::Error>;
    fn text_if_any(&self, column: &str) -> Result<Option<String>, sqlx::Error>;
    fn number(&self, column: &str) -> Result<i64, sqlx::Error>;
    fn small_number_if_any(&self, column: &str) -> Result<Option<i32>, sqlx::Error>;
    fn flag(&self, column: &str) -> Result<bool, sqlx::Error>;
    fn bytes(&self, column: &str) -> Result<Vec<u8>, sqlx::Error>;
    /// All cells from this one on, which are texts.
    fn texts(&self, first: usize) -> Result<Vec<Option<String>>, sqlx::Error>;
}

/// The cells of a dialect's row.
macro_rules! cells_of {
    ($row:ty) => {
        impl Cells for $row {
            fn text(&self, column: &str) -> Result<String, sqlx::Error> {
                self.try_get(column)
            }

            fn text_if_any(&self, column: &str) -> Result<Option<String>, sqlx::Error> {
                self.try_get(column)
            }

            fn number(&self, column: &str) -> Result<i64, sqlx::Error> {
                self.try_get(column)
            }

            fn small_number_if_any(&self, column: &str) -> Result<Option<i32>, sqlx::Error> {
                self.try_get(column)
            }

            fn flag(&self, column: &str) -> Result<bool, sqlx::Error> {
                self.try_get(column)
            }

            fn bytes(&self, column: &str) -> Result<Vec<u8>, sqlx::Error> {
                self.try_get(column)
            }

            fn texts(&self, first: usize) -> Result<Vec<Option<String>>, sqlx::Error> {
                (first..self.len()).map(|index| self.try_get(index)).collect()
            }
        }
    };
}

cells_of!(SqliteRow);
cells_of!(PgRow);

/// What is read of rows of both dialects by its `read`.
macro_rules! of_rows {
    ($value:ty) => {
        impl sqlx::FromRow<'_, sqlx::sqlite::SqliteRow> for $value {
            fn from_row(row: &sqlx::sqlite::SqliteRow) -> Result<Self, sqlx::Error> {
                Self::read(row)
            }
        }

        impl sqlx::FromRow<'_, sqlx::postgres::PgRow> for $value {
            fn from_row(row: &sqlx::postgres::PgRow) -> Result<Self, sqlx::Error> {
                Self::read(row)
            }
        }
    };
}

pub(crate) use of_rows;

/// A stored wording. `address` is a column of its own where the dialect has one, for articles whose id does not follow
/// from it.
pub(crate) fn stored_row(row: &impl Cells, address: Option<String>) -> Result<StoredRow, sqlx::Error> {
    let url = row.text_if_any("url")?;
    Ok(StoredRow {
        article: row.text("article")?,
        revision: row.text("revision")?,
        earliest: Earliest { captured_at: row.text("captured_at")?, capture: row.text("capture")? },
        stored: Stored {
            id: row.number("id")?,
            latest: Latest { captured_at: row.text("last_captured_at")?, kind: row.text("last_kind")? },
            current: row.flag("current")?,
            source: row.text("source")?,
            language: row.text("language")?,
            slot: row.text("slot")?,
            address: address.or_else(|| url.as_deref().and_then(canonical_url)),
            digest: row.bytes("digest")?,
        },
    })
}
