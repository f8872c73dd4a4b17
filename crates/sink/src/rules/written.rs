//! Values as PostgreSQL takes them: text without zeros, packed documents.

use std::borrow::Cow;

/// Text for a column. PostgreSQL has no zero byte in text, of which nothing on the wire is free; its sign stands there
/// instead (U+2400). Documents are bytes and keep theirs.
pub(crate) fn text(text: &str) -> Cow<'_, str> {
    if text.contains('\0') { Cow::Owned(text.replace('\0', "\u{2400}")) } else { Cow::Borrowed(text) }
}
