//! The unpacked bytes of a WARC file, in sections.
//!
//! A plain file is one section. In a gzip file (and in one of Zstandard frames) a section begins with each member whose first bytes are those of a
//! record: with one member a record, as the standard asks for, that is each record, and nothing that a broken record
//! says of its length can lead beyond it. Where a file was packed as a whole, or in blocks of 64 KB (bgzip), sections
//! span what they must.
//!
//! A member that does not unpack ends its section. The next one is looked for from its second byte on, since a torn
//! member swallows the beginning of what was appended after it.

use std::io::{self, BufReader, Read, Seek, SeekFrom};

use super::members::Members;
use super::packing::{Packing, is_damage};
use super::part::{Part, PartReader};

const CHUNK: usize = 64 << 10;
/// Bytes that may be looked at again, as a multiple of those of the file: each record of a file may say that it ends where the file
/// does.
const REREAD_FACTOR: u64 = 4;

/// Where a record begins: enough to read it again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Start {
    /// Offset in the file of the section.
    pub(super) section: u64,
    /// Unpacked bytes of the section before the record.
    pub(super) skip: u64,
}

/// A file while it is read: what of the section is unpacked, and where that lies.
pub(super) struct Bytes {
    packed: Packed,
    buffer: Vec<u8>,
    at: usize,
    start: Start,
    /// Why the section breaks off behind the bytes at hand, and the offset of the member that does.
    failure: Option<(io::Error, u64)>,
    /// Bytes between members that belonged to none and were no padding.
    stray: u64,
    /// Bytes that may be looked at again, by what was read so far.
    reread_left: u64,
}

enum Packed {
    Plain(BufReader<PartReader>),
    Members(Box<Members>),
}

impl Bytes {
    /// Opens a file at a section's beginning (0 for the first), whatever its name: its first bytes tell how it is packed.
    pub(super) fn open(part: &Part, section: u64) -> io::Result<Self> {
        let mut file = part.open()?;
        // The first bytes of the file, not of the section: behind a dictionary the frames look like any others.
        let packing = Packing::of(&mut file, &part.name.to_string_lossy())?;
        let length = file.length()?;
        file.seek(SeekFrom::Start(section))?;
        let reader = BufReader::with_capacity(CHUNK, file);
        let packed = match packing {
            Some(packing) => Packed::Members(Box::new(Members::new(packing, reader, section, length))),
            None => Packed::Plain(reader),
        };
        let start = Start { section, skip: 0 };
        Ok(Self { packed, buffer: Vec::new(), at: 0, start, failure: None, stray: 0, reread_left: 0 })
    }

    /// Enters the first section of a packed file, as far as it begins where the file was opened.
    pub(super) fn enter(&mut self) -> io::Result<()> {
        match self.packed {
            Packed::Plain(_) => Ok(()),
            Packed::Members(_) => self.next_section().map(|_| ()),
        }
    }

    /// The bytes at hand, at least `wanted` of them unless the section ends, or breaks off, before. That it breaks off
    /// is told once nothing is at hand.
    pub(super) fn peek(&mut self, wanted: usize) -> io::Result<&[u8]> {
        while self.buffer.len() - self.at < wanted && self.failure.is_none() {
            match self.refill() {
                Ok(true) => {}
                Ok(false) => break,
                // Kept until the bytes before it are read: a flipped bit must not cost the record ahead of it.
                Err(error) if is_damage(&error) => {
                    let Packed::Members(members) = &self.packed else { return Err(error) };
                    // By the member in hand: the buffer may still hold the end of the one before.
                    self.failure = Some((error, members.member));
                }
                Err(error) => return Err(error),
            }
        }
        if self.buffer.len() == self.at
            && let Some((error, _)) = self.failure.take()
        {
            return Err(error);
        }
        Ok(&self.buffer[self.at..])
    }

    /// Looks ahead as [`Self::peek`] does, and tells damage of the member in which the section began: with one record
    /// a member, the record's own. What only lacks its end, and with it its checksum, is none.
    pub(super) fn checksum_failure(&mut self, wanted: usize) -> io::Result<Option<io::Error>> {
        self.peek(wanted)?;
        let is_own = |(error, member): &mut (io::Error, u64)| {
            *member == self.start.section && error.kind() != io::ErrorKind::UnexpectedEof
        };
        Ok(self.failure.take_if(is_own).map(|(error, _)| error))
    }

    /// Goes past bytes that were peeked at.
    pub(super) fn consume(&mut self, count: usize) {
        self.at += count;
        self.start.skip += count as u64;
    }

    /// Whether so many bytes may be looked at again; they are counted as if they were.
    pub(super) fn may_reread(&mut self, count: usize) -> bool {
        let left = self.reread_left.checked_sub(count as u64);
        self.reread_left = left.unwrap_or(self.reread_left);
        left.is_some()
    }

    /// Takes bytes back that were consumed last.
    pub(super) fn push_back(&mut self, bytes: &[u8]) {
        let mut buffer = bytes.to_vec();
        // At the front: what was consumed last is read next.
        buffer.extend_from_slice(&self.buffer[self.at..]);
        (self.buffer, self.at) = (buffer, 0);
        self.start.skip -= bytes.len() as u64;
    }

    /// Whether the section ends here.
    pub(super) fn at_end(&mut self) -> io::Result<bool> {
        Ok(self.peek(1)?.is_empty())
    }

    /// Where the next byte lies.
    pub(super) fn start(&self) -> Start {
        match self.packed {
            // A plain file can be sought to: the place itself is enough.
            Packed::Plain(_) => Start { section: self.start.section + self.start.skip, skip: 0 },
            Packed::Members(_) => self.start,
        }
    }

    /// Goes on to the next section, whatever is left of this one; false at the end of the file.
    pub(super) fn next_section(&mut self) -> io::Result<bool> {
        // Whatever is left of a section is lost with it: nothing in it could be trusted.
        self.buffer.clear();
        self.at = 0;
        self.failure = None;
        match &mut self.packed {
            Packed::Plain(_) => Ok(false),
            Packed::Members(members) => {
                let next = members.next_section(&mut self.buffer)?;
                self.stray += std::mem::take(&mut members.stray);
                if let Some(section) = next {
                    self.start = Start { section, skip: 0 };
                }
                Ok(next.is_some())
            }
        }
    }

    /// How many bytes between members belonged to none since this was last asked.
    pub(super) fn take_stray(&mut self) -> u64 {
        std::mem::take(&mut self.stray)
    }

    /// Whether bytes remain that the section cannot tell: those of a plain file beyond the buffer.
    pub(super) fn plain_remaining(&mut self) -> io::Result<Option<u64>> {
        let Packed::Plain(reader) = &mut self.packed else { return Ok(None) };
        let length = reader.get_ref().length()?;
        let at = reader.stream_position()?;
        // A file may be cut while it is read.
        Ok(Some(length.saturating_sub(at) + (self.buffer.len() - self.at) as u64))
    }

    fn refill(&mut self) -> io::Result<bool> {
        self.buffer.drain(..self.at);
        self.at = 0;
        let filled = self.buffer.len();
        self.buffer.resize(filled + CHUNK, 0);
        let read = match &mut self.packed {
            Packed::Plain(reader) => reader.read(&mut self.buffer[filled..]),
            Packed::Members(members) => members.read(&mut self.buffer[filled..]),
        };
        // Before the error goes on, for what was not filled is zeros.
        let count = *read.as_ref().unwrap_or(&0);
        self.buffer.truncate(filled + count);
        self.reread_left += count as u64 * REREAD_FACTOR;
        Ok(read? > 0)
    }
}
