//! The unpacked bytes of a WARC file, in sections.
//!
//! A plain file is one section. In a gzip file a section begins with each member whose first bytes are those of a
//! record: with one member a record, as the standard asks for, that is each record, and nothing that a broken record
//! says of its length can lead beyond it. Where a file was packed as a whole, or in blocks of 64 KB (bgzip), sections
//! span what they must.
//!
//! A member that does not unpack ends its section. The next one is looked for from its second byte on, since a torn
//! member swallows the beginning of what was appended after it.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use flate2::bufread::GzDecoder;

use super::MAGIC;

const CHUNK: usize = 64 << 10;

/// Bytes of a file that may be read again while looking for the next whole member, as a multiple of its length: a
/// file made of nothing but beginnings of members would otherwise be read once for each.
const REREAD_FACTOR: u64 = 4;

/// Where a record begins: enough to read it again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Origin {
    /// Offset in the file of the section.
    pub(super) section: u64,
    /// Unpacked bytes of the section before the record.
    pub(super) skip: u64,
}

/// See the module.
pub(super) struct Bytes {
    packed: Packed,
    buffer: Vec<u8>,
    at: usize,
    origin: Origin,
    /// Bytes between members that belonged to none and were no padding.
    stray: u64,
}

enum Packed {
    Plain(BufReader<File>),
    Gzip(Box<Members>),
}

impl Bytes {
    /// Opens a file at a section's beginning (0 for the first), whatever its name: its first bytes tell gzip.
    pub(super) fn open(path: &Path, section: u64) -> io::Result<Self> {
        let mut file = File::open(path)?;
        let mut start = Vec::new();
        (&mut file).take(MAGIC.len() as u64).read_to_end(&mut start)?;
        let is_gzip = start.starts_with(&GZIP_MAGIC)
            || path.extension().is_some_and(|end| end.eq_ignore_ascii_case("gz")) && start != MAGIC;
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(section))?;
        let reader = BufReader::with_capacity(CHUNK, file);
        let packed = if is_gzip {
            Packed::Gzip(Box::new(Members::new(Raw { reader, at: section }, length)))
        } else {
            Packed::Plain(reader)
        };
        let origin = Origin { section, skip: 0 };
        Ok(Self { packed, buffer: Vec::new(), at: 0, origin, stray: 0 })
    }

    /// Enters the first section of a gzip file, as far as it begins where the file was opened.
    pub(super) fn enter(&mut self) -> io::Result<()> {
        match self.packed {
            Packed::Plain(_) => Ok(()),
            Packed::Gzip(_) => self.next_section().map(|_| ()),
        }
    }

    /// The bytes at hand, at least `wanted` of them unless the section ends before.
    pub(super) fn peek(&mut self, wanted: usize) -> io::Result<&[u8]> {
        while self.buffer.len() - self.at < wanted && self.refill()? {}
        Ok(&self.buffer[self.at..])
    }

    /// Goes past bytes that were peeked at.
    pub(super) fn consume(&mut self, count: usize) {
        self.at += count;
        self.origin.skip += count as u64;
    }

    /// Takes bytes back that were consumed last.
    pub(super) fn push_back(&mut self, bytes: &[u8]) {
        let mut buffer = bytes.to_vec();
        buffer.extend_from_slice(&self.buffer[self.at..]);
        (self.buffer, self.at) = (buffer, 0);
        self.origin.skip -= bytes.len() as u64;
    }

    /// Whether the section ends here.
    pub(super) fn at_end(&mut self) -> io::Result<bool> {
        Ok(self.peek(1)?.is_empty())
    }

    /// Where the next byte lies.
    pub(super) fn origin(&self) -> Origin {
        match self.packed {
            Packed::Plain(_) => Origin { section: self.origin.section + self.origin.skip, skip: 0 },
            Packed::Gzip(_) => self.origin,
        }
    }

    /// Goes on to the next section, whatever is left of this one; false at the end of the file.
    pub(super) fn next_section(&mut self) -> io::Result<bool> {
        self.buffer.clear();
        self.at = 0;
        match &mut self.packed {
            Packed::Plain(_) => Ok(false),
            Packed::Gzip(members) => {
                let next = members.next_section(&mut self.buffer)?;
                self.stray += std::mem::take(&mut members.stray);
                if let Some(section) = next {
                    self.origin = Origin { section, skip: 0 };
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
        let length = reader.get_ref().metadata()?.len();
        let at = reader.stream_position()?;
        Ok(Some(length.saturating_sub(at) + (self.buffer.len() - self.at) as u64))
    }

    fn refill(&mut self) -> io::Result<bool> {
        self.buffer.drain(..self.at);
        self.at = 0;
        let filled = self.buffer.len();
        self.buffer.resize(filled + CHUNK, 0);
        let read = match &mut self.packed {
            Packed::Plain(reader) => reader.read(&mut self.buffer[filled..]),
            Packed::Gzip(members) => members.read(&mut self.buffer[filled..]),
        };
        self.buffer.truncate(filled + *read.as_ref().unwrap_or(&0));
        Ok(read? > 0)
    }
}

/// Whether an error is the file's contents and not the disk's.
pub(super) fn is_damage(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof
    )
}

const GZIP_MAGIC: [u8; 3] = [0x1f, 0x8b, 0x08];

/// A file with its offset.
struct Raw {
    reader: BufReader<File>,
    at: u64,
}

impl Read for Raw {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl BufRead for Raw {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.reader.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.at += count as u64;
        self.reader.consume(count);
    }
}

impl Raw {
    fn go_to(&mut self, at: u64) -> io::Result<()> {
        self.reader.seek(SeekFrom::Start(at))?;
        self.at = at;
        Ok(())
    }

    /// Goes to the next beginning of a gzip member; how many bytes other than padding were passed, None at the end.
    fn find_member(&mut self) -> io::Result<Option<u64>> {
        let (mut stray, mut window) = (0, [0_u8; 4]);
        let mut filled = 0;
        loop {
            while filled < window.len() && self.read_byte(&mut window[filled])? {
                filled += 1;
            }
            if filled < window.len() {
                return Ok(None);
            }
            // The upper three flags are reserved and zero (RFC 1952, 2.3.1.2).
            if window[..3] == GZIP_MAGIC && window[3] & 0xe0 == 0 {
                self.go_back(window.len())?;
                return Ok(Some(stray));
            }
            stray += u64::from(!matches!(window[0], 0 | b'\r' | b'\n'));
            window.copy_within(1.., 0);
            filled -= 1;
        }
    }

    fn read_byte(&mut self, byte: &mut u8) -> io::Result<bool> {
        Ok(self.read(std::slice::from_mut(byte))? == 1)
    }

    fn go_back(&mut self, count: usize) -> io::Result<()> {
        self.at -= count as u64;
        self.reader.seek_relative(-(count as i64))
    }
}

/// The members of a gzip file.
struct Members {
    state: State,
    /// Offset of the member in hand.
    member: u64,
    /// The first bytes of a member that begins a section, unpacked while looking for just that.
    ahead: Option<Vec<u8>>,
    stray: u64,
    reread_left: u64,
    /// Whether the member in hand broke off.
    is_broken: bool,
    /// Why the member after the section in hand does not unpack.
    broken_next: Option<io::Error>,
}

enum State {
    Inside(GzDecoder<Raw>),
    Between(Raw),
    /// Never seen from outside: stands while the other two change places.
    Moving,
}

impl Members {
    fn new(raw: Raw, file_length: u64) -> Self {
        let reread_left = file_length.saturating_mul(REREAD_FACTOR);
        Self {
            member: raw.at,
            state: State::Between(raw),
            ahead: None,
            stray: 0,
            reread_left,
            is_broken: false,
            broken_next: None,
        }
    }

    /// Bytes of the section in hand; none where it ends.
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.ahead.is_some() || self.is_broken {
            return Ok(0);
        }
        loop {
            match &mut self.state {
                State::Inside(decoder) => {
                    let read = decoder.read(buffer);
                    self.is_broken = read.is_err();
                    match read? {
                        0 => self.leave(),
                        read => return Ok(read),
                    }
                }
                State::Between(_) => {
                    let mut start = Vec::new();
                    match self.enter_next(&mut start) {
                        Ok(true) if start.starts_with(MAGIC) => self.ahead = Some(start),
                        Ok(true) if start.is_empty() => continue,
                        Ok(true) => {
                            buffer[..start.len()].copy_from_slice(&start);
                            return Ok(start.len());
                        }
                        Ok(false) => {}
                        Err(error) => {
                            self.is_broken = true;
                            self.broken_next = Some(error);
                        }
                    }
                    return Ok(0);
                }
                State::Moving => return Ok(0),
            }
        }
    }

    /// Goes to the next member that begins a section, unpacks its first bytes, and tells its offset.
    fn next_section(&mut self, start: &mut Vec<u8>) -> io::Result<Option<u64>> {
        if let Some(ahead) = self.ahead.take() {
            *start = ahead;
            return Ok(Some(self.member));
        }
        if let Some(error) = self.broken_next.take() {
            return Err(error);
        }
        self.is_broken = false;
        // A section that was read to its end leaves no member open; one that broke off is looked behind.
        if matches!(self.state, State::Inside(_)) {
            self.leave();
            self.look_behind()?;
        }
        loop {
            start.clear();
            match self.enter_next(start) {
                Ok(false) => return Ok(None),
                Ok(true) if start.starts_with(MAGIC) => return Ok(Some(self.member)),
                Ok(true) => {}
                Err(error) if is_damage(&error) => {}
                Err(error) => return Err(error),
            }
            self.leave();
            self.look_behind()?;
        }
    }

    /// Goes back to the second byte of the member in hand, as long as that was not done too often.
    fn look_behind(&mut self) -> io::Result<()> {
        let State::Between(raw) = &mut self.state else { return Ok(()) };
        let distance = raw.at.saturating_sub(self.member + 1);
        if distance <= self.reread_left {
            self.reread_left -= distance;
            raw.go_to(self.member + 1)?;
        }
        Ok(())
    }

    /// Enters the next member and unpacks enough to tell how it begins.
    fn enter_next(&mut self, start: &mut Vec<u8>) -> io::Result<bool> {
        let State::Between(mut raw) = std::mem::replace(&mut self.state, State::Moving) else {
            return Ok(false);
        };
        let found = raw.find_member();
        self.member = raw.at;
        match found {
            Ok(Some(stray)) => {
                self.stray += stray;
                self.state = State::Inside(GzDecoder::new(raw));
            }
            other => {
                self.state = State::Between(raw);
                return other.map(|_| false);
            }
        }
        let State::Inside(decoder) = &mut self.state else { return Ok(false) };
        decoder.take(MAGIC.len() as u64).read_to_end(start)?;
        Ok(true)
    }

    fn leave(&mut self) {
        self.state = match std::mem::replace(&mut self.state, State::Moving) {
            State::Inside(decoder) => State::Between(decoder.into_inner()),
            other => other,
        };
    }
}
