//! Values as PostgreSQL takes them: text without zeros, keys of one length, packed documents.

use std::borrow::Cow;

use sha2::{Digest, Sha256};

/// Text for a column. PostgreSQL has no zero byte in text, of which nothing on the wire is free; its sign stands there
/// instead (U+2400). Documents are bytes and keep theirs.
pub(crate) fn text(text: &str) -> Cow<'_, str> {
    if text.contains('\0') { Cow::Owned(text.replace('\0', "\u{2400}")) } else { Cow::Borrowed(text) }
}

/// What a text is found by where it may be of any length, as an address may: an index of PostgreSQL takes no more than
/// a third of a page. Whoever looks compares the text as well.
pub(crate) fn key(text: &str) -> i64 {
    let digest = Sha256::digest(text);
    i64::from_be_bytes(digest[..8].try_into().expect("a digest has 32 bytes"))
}
