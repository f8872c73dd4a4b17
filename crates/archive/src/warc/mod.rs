//! WARC 1.1 (ISO 28500:2017), read with tolerance and written strictly.
//!
//! A file is read in three layers: its bytes, in sections in which a record cannot be lost beyond the section's end
//! ([`bytes`]); the records in them ([`records`]); the capture that a record holds ([`captured`], with what HTTP
//! laid around a page in [`http`]). [`writer`] writes a capture as a record.
//!
//! The `warc` crate ends at the first malformed record and holds no place to go on from, which is what most of this
//! is about.

mod beyond;
mod bytes;
mod captured;
mod fields;
mod http;
mod live;
mod members;
mod originals;
mod packing;
mod pages;
mod part;
mod reader;
mod records;
mod revisit;
mod unpack;
mod writer;

#[cfg(test)]
mod tests;

pub use writer::{Compression, WarcWriter};

pub(crate) use live::LiveWarc;
pub(crate) use part::Part;
pub(crate) use reader::read;

/// What every record begins with, up to the minor version.
const MAGIC: &[u8] = b"WARC/1.";
