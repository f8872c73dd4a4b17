//! The members of a gzip file, or the frames of a Zstandard one, and how the next whole one is found behind a broken one.
//! What is said of members here holds of frames.

use std::io::{self, BufReader, Read};

use super::MAGIC;
use super::packing::{Packing, is_damage};
use super::part::PartReader;
use super::unpack::{Raw, Unpack};

/// Bytes of a file that may be read again while looking for the next whole member, as a multiple of its length: a
/// file made of nothing but beginnings of members would otherwise be read once for each.
const REREAD_FACTOR: u64 = 4;

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
            state: State::Between(Raw::new(reader, at)),
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
                        // A section of its own begins: it is kept for whoever asks for the next one.
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
            // What the member before began with is no beginning of this one.
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
        self.state = State::Inside(Unpack::new(&self.packing, raw)?);
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
