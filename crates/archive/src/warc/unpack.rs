//! A packed file with its offset, where its next member begins, and one member of it being unpacked.

use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

use flate2::bufread::GzDecoder;

use super::packing::{Packing, damaged};
use super::part::PartReader;

/// A file with its offset.
pub(super) struct Raw {
    reader: BufReader<PartReader>,
    pub(super) at: u64,
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
    /// A reader that stands here.
    pub(super) fn new(reader: BufReader<PartReader>, at: u64) -> Self {
        Self { reader, at }
    }

    pub(super) fn go_to(&mut self, at: u64) -> io::Result<()> {
        self.reader.seek(SeekFrom::Start(at))?;
        self.at = at;
        Ok(())
    }

    /// Goes to the next beginning of a member, and adds the bytes other than padding that it passed to `stray`; false at the
    /// end.
    pub(super) fn find_member(&mut self, packing: &Packing, stray: &mut u64) -> io::Result<bool> {
        // Zeros of preallocated files, line ends of writers that leave them outside of the member.
        let is_padding = |byte: &&u8| matches!(byte, 0 | b'\r' | b'\n');
        let (mut window, mut filled) = ([0_u8; 4], 0);
        loop {
            while filled < window.len() && self.read_byte(&mut window[filled])? {
                filled += 1;
            }
            // Fewer than four bytes are no beginning of anything.
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

/// One member being unpacked.
pub(super) enum Unpack {
    Gzip(Box<GzDecoder<Raw>>),
    Zstd(zstd::stream::read::Decoder<'static, Raw>),
}

impl Unpack {
    /// Unpacks the member that a file stands at.
    pub(super) fn new(packing: &Packing, raw: Raw) -> io::Result<Self> {
        Ok(match packing {
            Packing::Gzip => Self::Gzip(Box::new(GzDecoder::new(raw))),
            Packing::Zstd { dictionary } => {
                let decoder = zstd::stream::read::Decoder::with_dictionary(raw, dictionary);
                Self::Zstd(decoder.map_err(damaged)?.single_frame())
            }
        })
    }

    pub(super) fn into_inner(self) -> Raw {
        match self {
            Self::Gzip(decoder) => (*decoder).into_inner(),
            Self::Zstd(decoder) => decoder.finish(),
        }
    }
}

impl Read for Unpack {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Gzip(decoder) => decoder.read(buffer),
            Self::Zstd(decoder) => decoder.read(buffer).map_err(damaged),
        }
    }
}
