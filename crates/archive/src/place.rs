//! Where a capture lies, and how much of it is read.

use std::fmt;
use std::path::{Path, PathBuf};

/// A file, and the record (WARC) or line (JSON Lines) in it, counted from 1: `dir/file.warc.gz#12`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The file, as it was reached from the path that was opened.
    pub file: PathBuf,
    /// Record or line, from 1; None where a file is one capture.
    pub number: Option<u64>,
}

impl Place {
    /// A whole file.
    pub fn file(path: &Path) -> Self {
        Self { file: path.to_owned(), number: None }
    }

    /// One record or line of a file, counted from 1.
    pub fn record(path: &Path, number: u64) -> Self {
        Self { file: path.to_owned(), number: Some(number) }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file.display())?;
        self.number.map_or(Ok(()), |number| write!(f, "#{number}"))
    }
}

/// How much is read before a record is refused by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one capture: of a seed file, of a line of JSON, of a WARC record's block, of a body after its
    /// content encodings were undone. What is compressed counts unpacked.
    pub capture_bytes_max: u64,
    /// Bytes of the fields before a WARC record's block.
    pub head_bytes_max: u64,
}

impl Default for Limits {
    fn default() -> Self {
        // As long as the longest page that the cleaner takes. A head has a kilobyte
        // as a rule, and with all headers of a capture in our own field some more.
        Self { capture_bytes_max: 32 << 20, head_bytes_max: 1 << 20 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_reads_like_a_path_with_its_record() {
        assert_eq!(Place::record(Path::new("dir/file.warc.gz"), 12).to_string(), "dir/file.warc.gz#12");
        assert_eq!(Place::file(Path::new("a.txt")).to_string(), "a.txt");
    }
}
