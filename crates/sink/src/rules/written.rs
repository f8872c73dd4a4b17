//! Text as every dialect takes it: without zeros.

use std::borrow::Cow;

/// Text for a column. PostgreSQL has no zero byte in text, of which nothing on the wire is free; its sign stands there
/// instead (U+2400). Documents are bytes and keep theirs. SQLite would take it, and writes the same where a copy from one
/// to the other is compared column by column.
pub(crate) fn text(text: &str) -> Cow<'_, str> {
    if text.contains('\0') { Cow::Owned(text.replace('\0', "\u{2400}")) } else { Cow::Borrowed(text) }
}
