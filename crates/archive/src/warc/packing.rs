//! How a WARC is packed, as its first bytes tell, and how one member is unpacked.
//!
//! WARC-Zstandard (`.warc.zst`, IIPC) has a frame a record, as gzip has a member; a dictionary that all frames were packed with
//! may stand in front, in a frame of its own, packed itself or not.

use std::io::{self, Read, Seek, SeekFrom};

use super::part::PartReader;

/// What a gzip member begins with, up to its method (RFC 1952, 2.3.1).
const GZIP_MAGIC: [u8; 3] = [0x1f, 0x8b, 0x08];
/// What a Zstandard frame begins with (RFC 8878, 3.1.1).
const ZSTD_MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
/// What a frame begins with that holds a dictionary; one of the skippable ones (RFC 8878, 3.1.2).
const DICTIONARY_MAGIC: [u8; 4] = [0x5d, 0x2a, 0x4d, 0x18];
/// A longer dictionary is none: those in use have a hundred kilobytes.
const DICTIONARY_BYTES_MAX: u64 = 16 << 20;

/// How a file is packed.
pub(super) enum Packing {
    Gzip,
    Zstd { dictionary: Vec<u8> },
}

impl Packing {
    /// How a file is packed; None where it is not. It is left at any place.
    pub(super) fn of(file: &mut PartReader, name: &str) -> io::Result<Option<Self>> {
        let mut start = Vec::new();
        file.seek(SeekFrom::Start(0))?;
        file.by_ref().take(super::MAGIC.len() as u64).read_to_end(&mut start)?;
        if start.starts_with(&DICTIONARY_MAGIC) {
            return Ok(Some(Self::Zstd { dictionary: dictionary(file)? }));
        }
        // The name decides only where the bytes do not: a `.gz` that opens with damage is looked through for members.
        let named = |end: &str| start != super::MAGIC && name.to_ascii_lowercase().ends_with(end);
        Ok(match () {
            () if start.starts_with(&ZSTD_MAGIC) => Some(Self::Zstd { dictionary: Vec::new() }),
            () if start.starts_with(&GZIP_MAGIC) || named(".gz") => Some(Self::Gzip),
            () if named(".zst") => Some(Self::Zstd { dictionary: Vec::new() }),
            () => None,
        })
    }

    /// Whether a member begins with these bytes.
    pub(super) fn begins(&self, window: [u8; 4]) -> bool {
        match self {
            // The upper three flags are reserved and zero (RFC 1952, 2.3.1.2).
            Self::Gzip => window[..3] == GZIP_MAGIC && window[3] & 0xe0 == 0,
            Self::Zstd { .. } => window == ZSTD_MAGIC,
        }
    }

    /// Whether a frame begins that unpacks to nothing.
    pub(super) fn is_skippable(&self, window: [u8; 4]) -> bool {
        matches!(self, Self::Zstd { .. }) && window[0] & 0xf0 == 0x50 && window[1..] == DICTIONARY_MAGIC[1..]
    }
}

/// The dictionary of a file that begins with one; the file stands behind its magic and some bytes more.
///
/// One that cannot be used is told at once and for the whole file: without it no frame can be unpacked.
fn dictionary(file: &mut PartReader) -> io::Result<Vec<u8>> {
    let unusable = |why: String| {
        let message = format!("the dictionary that its frames were packed with cannot be used: {why}");
        io::Error::new(io::ErrorKind::InvalidData, message)
    };
    let mut length = [0_u8; 4];
    file.seek(SeekFrom::Start(DICTIONARY_MAGIC.len() as u64))?;
    file.read_exact(&mut length)?;
    let length = u64::from(u32::from_le_bytes(length));
    let too_long = || unusable(format!("it is longer than {DICTIONARY_BYTES_MAX} bytes"));
    if length > DICTIONARY_BYTES_MAX {
        return Err(too_long());
    }
    let mut dictionary = Vec::new();
    file.by_ref().take(length).read_to_end(&mut dictionary)?;
    if (dictionary.len() as u64) < length {
        return Err(unusable(format!("of its {length} bytes there are {}", dictionary.len())));
    }
    if dictionary.starts_with(&ZSTD_MAGIC) {
        let mut unpacked = Vec::new();
        zstd::stream::read::Decoder::with_buffer(dictionary.as_slice())
            .and_then(|decoder| decoder.take(DICTIONARY_BYTES_MAX + 1).read_to_end(&mut unpacked))
            .map_err(|error| unusable(error.to_string()))?;
        if unpacked.len() as u64 > DICTIONARY_BYTES_MAX {
            return Err(too_long());
        }
        dictionary = unpacked;
    }
    // One with tables of its own may contradict itself, which is found out where it is first used.
    zstd::stream::read::Decoder::with_dictionary(io::empty(), &dictionary)
        .map_err(|error| unusable(error.to_string()))?;
    Ok(dictionary)
}

/// What zstd says of a frame that does not unpack has no kind of its own.
pub(super) fn damaged(error: io::Error) -> io::Error {
    match error.kind() {
        io::ErrorKind::Other => io::Error::new(io::ErrorKind::InvalidData, error),
        _ => error,
    }
}

/// Whether an error is the file's contents and not the disk's.
pub(super) fn is_damage(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof
    )
}
