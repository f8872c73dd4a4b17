//! Captures at rest.
//!
//! [`open`] reads whatever lies at a path, a directory of it or a single file, as one stream of captures: seed files
//! (`.txt`, `.html`, feeds, with an optional `seeds.toml` beside them), documents (`.pdf`, `.docx`), messages and saved pages
//! (`.eml`, `.mhtml`), JSON Lines, WARC 1.1 and WACZ. [`WarcWriter`] appends captures to a WARC, from which they are read back exactly as they were;
//! [`Folder`] keeps live ones, a file an hour.
//!
//! Archives outlive the programs that wrote them and arrive torn, truncated and mislabelled. So a broken record is
//! one [`ArchiveError`] in the stream, with its [`Place`], and the rest goes on; nothing is held in memory but the
//! record in hand, and no record is larger than its [`Limits`].
#![warn(missing_docs)]

mod captures;
mod documents;
mod error;
mod folder;
mod format;
mod found;
mod json_lines;
mod json_values;
mod mail;
mod manifest;
mod place;
mod seed;
mod utf8;
mod wacz;
mod walk;
mod warc;

pub use captures::{Captures, open, open_within};
pub use documents::unpacked;
pub use error::ArchiveError;
pub use folder::Folder;
pub use found::Found;
pub use json_lines::{JsonLines, read_json_lines};
pub use manifest::MANIFEST;
pub use place::{Limits, Place};
pub use warc::{Compression, WarcWriter};
