//! The members of a gzip file, or the frames of a Zstandard one, and how the next whole one is found behind a broken one.
//! What is said of members here holds of frames.

use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

use super::MAGIC;
use super::bytes::is_damage;
use super::packing::{Packing, Unpack};
use super::part::PartReader;

/// Bytes of a file that may be read again while looking for the next whole member, as a multiple of its length: a
/// file made of nothing but beginnings of members would otherwise be read once for each.
const REREAD_FACTOR: u64 = 4;

/// A file with its offset.
pub(super) struct Raw {
    reader: BufReader<PartReader>,
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

    /// Goes to the next beginning of a member, and adds the bytes other than padding that it passed to `stray`; false at the
    /// end.
    fn find_member(&mut self, packing: &Packing, stray: &mut u64) -> io::Result<bool> {
        // Zeros of preallocated files, line ends of writers that leave them outside of the member.
        let is_padding = |byte: &&u8| matches!(byte, 0 | b'\r' | b'\n');
        let (mut window, mut filled) = ([0_u8; 4], 0);
        loop {
            while filled < window.len() && self.read_byte(&mut window[filled])? {
                filled += 1;
            }
            if filled < window.len() {
                *stray += window[..filled].iter().filter(|byte| !is_padding(byte)).count() as u64;
                return Ok(false);
            }
            if packing.begins(window) {
                self.go_back(window.len())?;
                return Ok(true);
            }
            if packing.is_skippable(window) {
                self.skip_frame()?;
                filled = 0;
                continue;
            }
            *stray += u64::from(!is_padding(&&window[0]));
            window.copy_within(1.., 0);
            filled -= 1;
        }
    }

    /// Goes past a frame that holds nothing of ours, of which the magic was read.
    fn skip_frame(&mut self) -> io::Result<()> {
        let mut length = [0_u8; 4];
        for byte in &mut length {
            if !self.read_byte(byte)? {
                return Ok(());
            }
        }
        let behind = self.at.saturating_add(u32::from_le_bytes(length).into());
        // Its length may lie: behind the end nothing is found, which is told as damage is.
        self.go_to(behind)
    }

    fn read_byte(&mut self, byte: &mut u8) -> io::Result<bool> {
        Ok(self.read(std::slice::from_mut(byte))? == 1)
    }

    fn go_back(&mut self, count: usize) -> io::Result<()> {
        self.at -= count as u64;
        // Not `seek`, which throws the buffer away.
        self.reader.seek_relative(-(count as i64))
    }
}

/// The members of a file, in sections (see [`super::bytes`]).
pub(super) struct Members {
    packing: Packing,
    state: State,
    /// Offset of the member in hand.
    pub(super) member: u64,
    /// The first bytes of a member that begins a section, unpacked while looking for just that.
    ahead: Option<Vec<u8>>,
    /// Bytes between members that belonged to none and were no padding.
    pub(super) stray: u64,
    reread_left: u64,
    /// Whether the member in hand broke off.
    is_broken: bool,
    /// Why the member after the section in hand does not unpack.
    broken_next: Option<io::Error>,
}

enum State {
    Inside(Unpack),
    Between(Raw),
    /// Never seen from outside: stands while the other two change places.
    Moving,
}

impl Members {
    /// Unpacks from here on a file of this length.
    pub(super) fn new(packing: Packing, reader: BufReader<PartReader>, at: u64, file_length: u64) -> Self {
        Self {
            packing,
            state: State::Between(Raw { reader, at }),
            member: at,
            ahead: None,
            stray: 0,
            reread_left: file_length.saturating_mul(REREAD_FACTOR),
            is_broken: false,
            broken_next: None,
        }
    }

    /// Bytes of the section in hand; none where it ends.
    pub(super) fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
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
                        // bgzip ends with an empty member; concatenated files have one in the middle.
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
    pub(super) fn next_section(&mut self, start: &mut Vec<u8>) -> io::Result<Option<u64>> {
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
        // Searched for, not expected: between members lies padding, or what is left of a torn one.
        let found = raw.find_member(&self.packing, &mut self.stray);
        self.member = raw.at;
        if !matches!(found, Ok(true)) {
            self.state = State::Between(raw);
            return found;
        }
        self.state = State::Inside(self.packing.unpack(raw)?);
        let State::Inside(decoder) = &mut self.state else { return Ok(false) };
        decoder.by_ref().take(MAGIC.len() as u64).read_to_end(start)?;
        Ok(true)
    }

    fn leave(&mut self) {
        self.state = match std::mem::replace(&mut self.state, State::Moving) {
            State::Inside(decoder) => State::Between(decoder.into_inner()),
            other => other,
        };
    }
}
