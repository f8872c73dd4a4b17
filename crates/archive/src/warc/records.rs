//! The records of a WARC file, one at a time, and what stands where a record should.

use std::io;
use std::path::PathBuf;

use memchr::memmem;

use super::MAGIC;
use super::bytes::{Bytes, Start};
use super::fields::{Fields, head_length};
use super::packing::is_damage;
use crate::{ArchiveError, Limits, Place};

/// One record: its named fields and its block.
#[derive(Debug)]
pub(super) struct Record {
    pub(super) place: Place,
    pub(super) start: Start,
    pub(super) fields: Fields,
    pub(super) block: Vec<u8>,
}

/// What is to be done with a record.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// It holds a capture.
    Captured,
    /// It repeats one.
    Revisit,
    /// It speaks of captures: `warcinfo`, `request`, `metadata`.
    About,
    /// It is a part of one, or of a type this standard does not know.
    Unknown,
}

impl Role {
    pub(super) fn of(fields: &Fields) -> Self {
        match fields.get("warc-type").unwrap_or_default().to_ascii_lowercase().as_str() {
            // Heritrix archives what it asked of DNS, too: `dns:example.org`.
            "response" | "resource" if target(fields).is_some_and(|url| url.starts_with("dns:")) => {
                Self::About
            }
            "response" | "resource" | "conversion" => Self::Captured,
            "revisit" => Self::Revisit,
            "warcinfo" | "request" | "metadata" => Self::About,
            _ => Self::Unknown,
        }
    }
}

/// The address of a record. WARC 1.0 put it between angle brackets, by a slip of its grammar, and wget obeys.
pub(super) fn target(fields: &Fields) -> Option<String> {
    let target = fields.get("warc-target-uri")?;
    let bare = target.strip_prefix('<').and_then(|target| target.strip_suffix('>')).unwrap_or(target);
    Some(bare.to_owned())
}

/// Iterator over the records of a file; a broken one is one error.
pub(super) struct Records {
    bytes: Bytes,
    file: PathBuf,
    limits: Limits,
    number: u64,
    /// Whether what comes next, up to the next record, is the rest of something that was reported already.
    reported: bool,
    /// Whether the record of this number has begun and not ended.
    is_inside: bool,
    done: bool,
}

/// What reading one step further gave.
enum Step {
    Record(Record),
    /// Nothing to tell: go on.
    Nothing,
    End,
}

impl Records {
    pub(super) fn new(bytes: Bytes, file: PathBuf, limits: Limits) -> Self {
        Self { bytes, file, limits, number: 0, reported: false, is_inside: false, done: false }
    }

    fn place(&self) -> Place {
        // Before the first record there is none to be named.
        Place::record(&self.file, self.number.max(1))
    }

    fn step(&mut self) -> Result<Step, ArchiveError> {
        match self.advance() {
            Ok(step) => step,
            Err(error) if is_damage(&error) => {
                // One accident, one error: behind a torn record whatever follows up to the next one is its rest.
                let was_reported = std::mem::replace(&mut self.reported, true);
                self.leave_section()?;
                if was_reported {
                    return Ok(Step::Nothing);
                }
                // Damage between two records takes a number, lest it bear the place of the whole one before it.
                self.number += u64::from(!self.is_inside);
                Err(ArchiveError::Damaged { place: self.place(), message: error.to_string() })
            }
            Err(source) => {
                self.done = true;
                Err(ArchiveError::Io { place: self.place(), source })
            }
        }
    }

    /// Damage inside a section leaves nothing in it to go on from.
    fn leave_section(&mut self) -> Result<(), ArchiveError> {
        match self.bytes.next_section() {
            Ok(more) => {
                self.done = !more;
                self.bytes.take_stray();
            }
            Err(source) => {
                self.done = true;
                return Err(ArchiveError::Io { place: self.place(), source });
            }
        }
        Ok(())
    }

    /// The outer result is the file's trouble, the inner one the record's.
    fn advance(&mut self) -> io::Result<Result<Step, ArchiveError>> {
        self.skip_line_ends()?;
        if self.bytes.at_end()? {
            let more = self.bytes.next_section()?;
            let stray = self.bytes.take_stray();
            if stray > 0 && !self.reported {
                self.reported = true;
                self.number += 1;
                self.done = !more;
                return Ok(Err(ArchiveError::Garbage { place: self.place(), bytes: stray }));
            }
            return Ok(Ok(if more { Step::Nothing } else { Step::End }));
        }
        if !self.bytes.peek(MAGIC.len())?.starts_with(MAGIC) {
            return self.pass_garbage();
        }
        self.number += 1;
        (self.reported, self.is_inside) = (false, true);
        let record = self.record()?;
        self.is_inside = false;
        Ok(record)
    }

    fn skip_line_ends(&mut self) -> io::Result<()> {
        loop {
            let ahead = self.bytes.peek(1)?;
            let count = ahead.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            if count == 0 {
                return Ok(());
            }
            self.bytes.consume(count);
        }
    }

    /// Goes to the next record of the section, or its end.
    fn pass_garbage(&mut self) -> io::Result<Result<Step, ArchiveError>> {
        let mut passed = 0_u64;
        loop {
            let ahead = self.bytes.peek(MAGIC.len())?;
            let (count, found) = match find_record(ahead) {
                Some(at) => (at, true),
                // The magic may begin in the last bytes at hand.
                None if ahead.len() < MAGIC.len() => (ahead.len(), true),
                None => (ahead.len() - (MAGIC.len() - 1), false),
            };
            self.bytes.consume(count);
            passed += count as u64;
            if found {
                break;
            }
        }
        if std::mem::replace(&mut self.reported, true) {
            return Ok(Ok(Step::Nothing));
        }
        self.number += 1;
        Ok(Err(ArchiveError::Garbage { place: self.place(), bytes: passed }))
    }

    fn record(&mut self) -> io::Result<Result<Step, ArchiveError>> {
        let start = self.bytes.start();
        let fields = match self.head()? {
            Ok(fields) => fields,
            Err(message) => {
                self.reported = true;
                return Ok(Err(ArchiveError::BadRecord { place: self.place(), message }));
            }
        };
        let declared = match fields.get("content-length").map(str::parse::<u64>) {
            Some(Ok(declared)) => declared,
            other => {
                self.reported = true;
                let message = if other.is_some() { "unreadable Content-Length" } else { "no Content-Length" };
                return Ok(Err(ArchiveError::BadRecord { place: self.place(), message: message.to_owned() }));
            }
        };
        // Before a byte of the block: a record of 4 GB must not be held to be refused.
        if declared > self.limits.capture_bytes_max {
            return self.pass_large(&fields, declared);
        }
        let block = match self.block(declared)? {
            Ok(block) => block,
            Err(error) => return Ok(Err(error)),
        };
        Ok(Ok(Step::Record(Record { place: self.place(), start, fields, block })))
    }

    /// The fields of a record; where they do not end, why.
    fn head(&mut self) -> io::Result<Result<Fields, String>> {
        // Few heads are longer than a kilobyte; the limit is for those without an end.
        let mut wanted = 1 << 10;
        loop {
            let ahead = self.bytes.peek(wanted)?;
            if let Some(length) = head_length(ahead) {
                let version = memchr::memchr(b'\n', ahead).map_or(0, |newline| newline + 1);
                let fields = Fields::parse(&ahead[version..length]);
                self.bytes.consume(length);
                return Ok(Ok(fields));
            }
            // Fewer than were asked for: the section ends, or breaks off.
            let is_torn = ahead.len() < wanted;
            // Past the magic, so that the search for the next record does not find this one again; past all of it where so much was
            // looked at before: `WARC/1.1` a million times over has no head that ends.
            if is_torn || wanted as u64 >= self.limits.head_bytes_max {
                let length = ahead.len();
                let passed = if self.bytes.may_reread(length) { MAGIC.len() } else { length };
                self.bytes.consume(passed);
                let limit = self.limits.head_bytes_max;
                let too_long = || format!("fields larger than the limit of {limit} bytes");
                return Ok(Err(if is_torn {
                    "torn record: ends inside its fields".into()
                } else {
                    too_long()
                }));
            }
            wanted *= 2;
        }
    }

    /// The block, if it is as long as declared and a record, or the section's end, follows.
    fn block(&mut self, declared: u64) -> io::Result<Result<Vec<u8>, ArchiveError>> {
        // Not reserved: the length is only what the record says of itself.
        let mut block = Vec::new();
        let mut damage = None;
        while (block.len() as u64) < declared {
            let ahead = match self.bytes.peek(1) {
                Err(error) if is_damage(&error) => {
                    damage = Some(error);
                    break;
                }
                other => other?,
            };
            let left = usize::try_from(declared - block.len() as u64).unwrap_or(usize::MAX);
            let count = ahead.len().min(left);
            if count == 0 {
                break;
            }
            block.extend_from_slice(&ahead[..count]);
            self.bytes.consume(count);
        }
        let had = block.len() as u64;
        if damage.is_some() {
            self.reported = true;
            return Ok(Err(ArchiveError::TornRecord { place: self.place(), declared, had }));
        }
        let is_whole = had == declared;
        // A length that lies by a few bytes still has bytes: only what follows tells that it was right.
        if is_whole && self.ends_here()? {
            return Ok(Ok(block));
        }
        let place = self.place();
        self.reported = true;
        // Where another record begins inside the block, the length was too large: that one is given back.
        let again = find_record(&block).filter(|at| self.bytes.may_reread(block.len() - at));
        let Some(at) = again else {
            let torn = ArchiveError::TornRecord { place: place.clone(), declared, had };
            return Ok(Err(if is_whole { ArchiveError::WrongLength { place, declared } } else { torn }));
        };
        self.bytes.push_back(&block[at..]);
        Ok(Err(ArchiveError::WrongLength { place, declared }))
    }

    /// Whether the record ends here: two line ends follow, or, from sloppier writers, the next record or the section's
    /// end.
    fn ends_here(&mut self) -> io::Result<bool> {
        if let Some(error) = self.bytes.checksum_failure(4 + MAGIC.len())? {
            return Err(error);
        }
        let ahead = self.bytes.peek(0)?;
        let line_ends = ahead.iter().take(4).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let after = &ahead[line_ends..];
        let are_two = matches!(&ahead[..line_ends], b"\r\n\r\n" | [b'\n', b'\n', ..]);
        Ok(are_two || after.is_empty() || after.starts_with(MAGIC))
    }

    /// Passes a record over the limit without holding it; one whose length leads beyond the file is searched instead.
    fn pass_large(&mut self, fields: &Fields, declared: u64) -> io::Result<Result<Step, ArchiveError>> {
        let place = self.place();
        // Read to the end, it would take every whole record of the file behind it along.
        if self.bytes.plain_remaining()?.is_some_and(|remaining| remaining < declared) {
            self.reported = true;
            return Ok(Err(ArchiveError::WrongLength { place, declared }));
        }
        let mut left = declared;
        while left > 0 {
            let count = self.bytes.peek(1)?.len().min(usize::try_from(left).unwrap_or(usize::MAX));
            if count == 0 {
                break;
            }
            self.bytes.consume(count);
            left -= count as u64;
        }
        // No capture is lost with these.
        if Role::of(fields) == Role::About {
            return Ok(Ok(Step::Nothing));
        }
        let limit = self.limits.capture_bytes_max;
        Ok(Err(ArchiveError::TooLarge { place, what: "record".into(), length: Some(declared), limit }))
    }
}

/// Where in these bytes a record begins: the version on a line of its own.
fn find_record(bytes: &[u8]) -> Option<usize> {
    memmem::find_iter(bytes, MAGIC).find(|at| {
        let after = &bytes[at + MAGIC.len()..];
        match after {
            // What follows is not at hand. One place too many is looked at and passed; one too few is a record lost.
            [] | [_] => true,
            [digit, end, ..] => digit.is_ascii_digit() && matches!(end, b'\r' | b'\n'),
        }
    })
}

impl Iterator for Records {
    type Item = Result<Record, ArchiveError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            match self.step() {
                Ok(Step::Record(record)) => return Some(Ok(record)),
                Ok(Step::Nothing) => {}
                Ok(Step::End) => self.done = true,
                Err(error) => return Some(Err(error)),
            }
        }
        None
    }
}
