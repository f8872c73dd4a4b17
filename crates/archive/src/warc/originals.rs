//! The originals that `revisit` records repeat, found again in their own file.
//!
//! A crawler that receives what it already has writes a record without the body, which names the first one: by
//! record id, by address and instant, or by the digest of its payload alone (ISO 28500, 6.7). Where each of them lies
//! is remembered as a number, and the record is read again when asked for.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::io;

use super::bytes::{Bytes, Start};
use super::fields::Fields;
use super::part::Part;
use super::records::{Record, Records};
use crate::{ArchiveError, Limits};

/// Names remembered for a file, of 40 bytes each: a crawl's largest file (1 GB) holds some 50,000 records.
const NAMES_MAX: usize = 1 << 20;

/// Unpacked bytes passed over to reach a record in a file that was packed as a whole.
const SKIP_BYTES_MAX: u64 = 256 << 20;

/// Where the records of a file lie, by their names.
#[derive(Default)]
pub(super) struct Originals {
    hasher: RandomState,
    places: HashMap<u64, Start>,
}

impl Originals {
    pub(super) fn remember(&mut self, record: &Record) {
        for name in names(&record.fields, ["warc-record-id", "warc-target-uri", "warc-date"]) {
            // Later ones are not remembered: what they repeat is told as missing, and the file is read to its end.
            if self.places.len() < NAMES_MAX {
                // The first of a name: a digest that comes again is the same body. Only hashes are kept,
                // so what is found is asked for its name again.
                self.places.entry(self.hasher.hash_one(&name)).or_insert(record.start);
            }
        }
    }

    /// Reads the original of a revisit; None where this file does not hold it.
    pub(super) fn find(
        &self,
        revisit: &Record,
        part: &Part,
        limits: Limits,
    ) -> Result<Option<Record>, ArchiveError> {
        let fields = ["warc-refers-to", "warc-refers-to-target-uri", "warc-refers-to-date"];
        // The surest first: a digest alone may be that of an empty page, which many addresses have.
        for name in names(&revisit.fields, fields) {
            let Some(start) = self.places.get(&self.hasher.hash_one(&name)) else { continue };
            let found =
                read_at(part, *start, limits).map_err(|source| ArchiveError::io(&part.name, source))?;
            let own = ["warc-record-id", "warc-target-uri", "warc-date"];
            if let Some(record) = found
                && names(&record.fields, own).contains(&name)
            {
                return Ok(Some(record));
            }
        }
        Ok(None)
    }
}

/// What a revisit says of its original, for whoever looks for it elsewhere.
pub(super) fn reference(fields: &Fields) -> String {
    let names = ["warc-refers-to", "warc-refers-to-target-uri", "warc-payload-digest"];
    names.into_iter().find_map(|name| fields.get(name)).unwrap_or("nothing named").to_owned()
}

/// The names under which a record is known, surest first.
fn names(fields: &Fields, [id, target, date]: [&str; 3]) -> Vec<String> {
    let mut names = Vec::new();
    if let Some(id) = fields.get(id) {
        names.push(format!("id {id}"));
    }
    if let (Some(target), Some(date)) = (fields.get(target), fields.get(date)) {
        let bare = target.strip_prefix('<').and_then(|target| target.strip_suffix('>')).unwrap_or(target);
        names.push(format!("at {bare} {date}"));
    }
    if let Some(digest) = fields.get("warc-payload-digest") {
        names.push(format!("digest {digest}"));
    }
    names
}

fn read_at(part: &Part, start: Start, limits: Limits) -> io::Result<Option<Record>> {
    // Each revisit would unpack the file from its beginning: quadratic, so bounded.
    if start.skip > SKIP_BYTES_MAX {
        return Ok(None);
    }
    let mut bytes = Bytes::open(part, start.section)?;
    let mut left = usize::try_from(start.skip).unwrap_or(usize::MAX);
    bytes.enter()?;
    while left > 0 {
        let count = bytes.peek(1)?.len().min(left);
        if count == 0 {
            return Ok(None);
        }
        bytes.consume(count);
        left -= count;
    }
    // One that cannot be read now was told when it was met.
    Ok(Records::new(bytes, part.name.clone(), limits).next().and_then(Result::ok))
}
