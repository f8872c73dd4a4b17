//! Captures, written as WARC 1.1.
//!
//! A capture with a status or headers becomes a `response`, any other a `resource`, each in a gzip member of its own.
//! Nothing is made up: record ids are digests of the record, dates are those of the captures, and a file written
//! twice is the same file. WARC asks for an address and a date of every record; a capture without one is written
//! with `urn:veille:nowhere` and `1970-01-01T00:00:00Z`, and the field of [`super::beyond`] takes them back.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Datelike, SecondsFormat, Utc};
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};
use veille_model::{Capture, hexadecimal};

use super::beyond::{self, Beyond};
use super::bytes::Start;
use super::captured;
use super::fields::{Fields, fits};
use super::http::ORIGINAL_PREFIX;
use super::pages::is_page;
use super::records::Record;
use crate::{ArchiveError, Limits, Place};

/// Bytes of a head that are not known before it is written: its first line, id, length, and the name of our field.
const OTHERS_BYTES: usize = 256;
const NO_DATE: &str = "1970-01-01T00:00:00Z";
const NO_ADDRESS: &str = "urn:veille:nowhere";

/// How a WARC is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compression {
    /// Not at all: `.warc`.
    Plain,
    /// One gzip member a record: `.warc.gz`.
    Gzip,
}

/// Appends captures to a WARC.
#[derive(Debug)]
pub struct WarcWriter<W: Write> {
    writer: W,
    name: PathBuf,
    compression: Compression,
    limits: Limits,
    /// Records written; also whether the file has its `warcinfo`.
    records: u64,
    /// Bytes of the file, as far as it is known.
    bytes: u64,
}

impl WarcWriter<File> {
    /// Opens a WARC for appending, packed as its name says (`.gz` or not); creates it where there is none. What a
    /// killed writer left unfinished at its end stays, and stays readable up to there.
    ///
    /// # Errors
    /// Where the file cannot be opened.
    pub fn append(path: &Path) -> Result<Self, ArchiveError> {
        let failed = |source| ArchiveError::io(path, source);
        let is_gzip = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("gz"));
        let compression = if is_gzip { Compression::Gzip } else { Compression::Plain };
        let mut file = OpenOptions::new().read(true).append(true).create(true).open(path).map_err(failed)?;
        let length = file.metadata().map_err(failed)?.len();
        // A killed writer's half record would swallow the next; in gzip the new member begins a section anyway.
        if compression == Compression::Plain && length > 0 && !ends_a_record(&mut file).map_err(failed)? {
            file.write_all(b"\r\n\r\n").map_err(failed)?;
        }
        let records = u64::from(length > 0);
        Ok(Self { name: path.to_owned(), records, bytes: length, ..Self::new(file, compression) })
    }

    /// Has what was written reach the disk.
    pub(crate) fn sync(&self) -> Result<(), ArchiveError> {
        self.writer.sync_data().map_err(|source| ArchiveError::io(&self.name, source))
    }
}

fn ends_a_record(file: &mut File) -> io::Result<bool> {
    let mut end = Vec::new();
    // A file of less than four bytes has no such place.
    file.seek(SeekFrom::End(-4)).or_else(|_| file.seek(SeekFrom::Start(0)))?;
    file.read_to_end(&mut end)?;
    Ok(end == b"\r\n\r\n")
}

impl<W: Write> WarcWriter<W> {
    /// Writes a new WARC, which begins with a `warcinfo` of the date of its first capture.
    ///
    /// Each record is handed over in one write, so the writer needs no buffer of its own.
    pub fn new(writer: W, compression: Compression) -> Self {
        let (name, limits) = (PathBuf::from("warc"), Limits::default());
        Self { writer, name, compression, limits, records: 0, bytes: 0 }
    }

    /// Appends one capture.
    ///
    /// # Errors
    /// Where it is larger than reading it back would allow (nothing is written then), or cannot be written.
    pub fn write(&mut self, capture: &Capture) -> Result<(), ArchiveError> {
        self.put(record_of(capture, &self.limits), capture.captured_at).map(|_| ())
    }

    /// Appends a record, of a capture of this instant; answers its id.
    pub(super) fn put(
        &mut self,
        Draft { fields, block }: Draft,
        at: Option<DateTime<Utc>>,
    ) -> Result<String, ArchiveError> {
        let (id, head) = head_of(&fields, &block);
        // Before the first byte: what could not be read back must not be in the file.
        for (what, length, limit) in [
            ("record", block.len() as u64, self.limits.capture_bytes_max),
            ("fields", head.len() as u64, self.limits.head_bytes_max),
        ] {
            if length > limit {
                let place = Place::record(&self.name, self.records + 1);
                return Err(ArchiveError::TooLarge {
                    place,
                    what: what.to_owned(),
                    length: Some(length),
                    limit,
                });
            }
        }
        // Not when it is opened: a file to which nothing is written stays empty.
        if self.records == 0 {
            // The first capture's date and no clock: the same captures give the same bytes.
            let Draft { fields, block } = warcinfo(&date_of(at));
            self.emit(&head_of(&fields, &block).1, &block)?;
        }
        self.emit(&head, &block)?;
        Ok(id)
    }

    /// How long the file is by now.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Hands over the writer, flushed.
    ///
    /// # Errors
    /// Where flushing fails.
    pub fn finish(mut self) -> Result<W, ArchiveError> {
        self.writer.flush().map_err(|source| ArchiveError::io(&self.name, source))?;
        Ok(self.writer)
    }

    fn emit(&mut self, head: &[u8], block: &[u8]) -> Result<(), ArchiveError> {
        let mut record = Vec::with_capacity(head.len() + block.len() + 4);
        // Put together first, and handed over at once: what a kill leaves is whole but for the last record.
        for part in [head, block, b"\r\n\r\n"] {
            record.extend_from_slice(part);
        }
        self.write_packed(&record).map_err(|source| ArchiveError::io(&self.name, source))?;
        self.records += 1;
        Ok(())
    }

    fn write_packed(&mut self, record: &[u8]) -> io::Result<()> {
        match self.compression {
            Compression::Plain => {
                self.bytes += record.len() as u64;
                self.writer.write_all(record)
            }
            Compression::Gzip => {
                let mut member = GzEncoder::new(Vec::new(), flate2::Compression::default());
                member.write_all(record)?;
                let packed = member.finish()?;
                self.bytes += packed.len() as u64;
                self.writer.write_all(&packed)
            }
        }
    }
}

/// A record to be written: its fields but for id and length, and its block.
pub(super) struct Draft {
    pub(super) fields: Vec<(&'static str, String)>,
    pub(super) block: Vec<u8>,
}

/// The digest of a capture's body, as records name it.
pub(super) fn payload_digest(capture: &Capture) -> String {
    format!("sha256:{}", hexadecimal(&Sha256::digest(&capture.body)))
}

/// The record that gives this capture back.
pub(super) fn record_of(capture: &Capture, limits: &Limits) -> Draft {
    let is_response = capture.status.is_some() || !capture.headers.is_empty();
    let mut fields = vec![
        ("WARC-Type", if is_response { "response" } else { "resource" }.to_owned()),
        ("WARC-Target-URI", address_of(capture.url.as_deref())),
        ("WARC-Date", date_of(capture.captured_at)),
        ("WARC-Payload-Digest", payload_digest(capture)),
    ];
    let block = if is_response {
        fields.push(("Content-Type", "application/http; msgtype=response".to_owned()));
        response_of(capture)
    } else {
        if let Some(media_type) = capture.media_type.as_ref().filter(|value| fits("Content-Type", value)) {
            fields.push(("Content-Type", media_type.clone()));
        }
        capture.body.clone()
    };
    // Read with our own reader: whatever it makes of the record that differs from the capture goes into our field.
    if let Some(read) = read_back(&fields, block.clone(), limits) {
        let is_passed_over = !is_page(&Fields::parse(lines(&fields).as_bytes()), &read);
        // The field alone says that a picture was kept as a page.
        let value = Beyond::between(capture, &read).into_field(room(&fields, limits));
        let value = value.or(is_passed_over.then(|| "{}".to_owned()));
        fields.extend(value.map(|value| (beyond::FIELD, value)));
    }
    Draft { fields, block }
}

/// Bytes that the field of our own may have beside these.
pub(super) fn room(fields: &[(&str, String)], limits: &Limits) -> usize {
    let head = usize::try_from(limits.head_bytes_max).unwrap_or(usize::MAX);
    head.saturating_sub(lines(fields).len() + OTHERS_BYTES)
}

/// What reading gives for a record without the field of our own.
fn read_back(fields: &[(&str, String)], block: Vec<u8>, limits: &Limits) -> Option<Capture> {
    let head = lines(fields);
    let (place, start) = (Place::file(Path::new("")), Start { section: 0, skip: 0 });
    let record = Record { place, start, fields: Fields::parse(head.as_bytes()), block };
    captured::capture(record, limits).ok()
}

/// The capture as an HTTP response. What spoke of the bytes on the wire is set apart by a prefix, lest a reader undo
/// what was undone.
fn response_of(capture: &Capture) -> Vec<u8> {
    let mut response = response_head(capture);
    response.extend_from_slice(&capture.body);
    response
}

/// Status line and headers, up to the empty line.
pub(super) fn response_head(capture: &Capture) -> Vec<u8> {
    // A status line ends with a blank where the reason is empty (RFC 9112, 4); strict parsers ask for it.
    let mut head = format!("HTTP/1.1 {:03} \r\n", capture.status.unwrap_or(200));
    for (name, value) in &capture.headers {
        // Left out of the response, it is kept in our field.
        if !fits(name, value) {
            continue;
        }
        let speaks_of_wire = match name.to_ascii_lowercase().as_str() {
            "content-encoding" | "transfer-encoding" => true,
            "content-length" => *value != capture.body.len().to_string(),
            _ => false,
        };
        let prefix = if speaks_of_wire { ORIGINAL_PREFIX } else { "" };
        head.push_str(&format!("{prefix}{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    head.into_bytes()
}

fn warcinfo(date: &str) -> Draft {
    let block = format!(
        "software: veille/{}\r\nformat: WARC File Format 1.1\r\n\
         conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n",
        env!("CARGO_PKG_VERSION")
    )
    .into_bytes();
    let fields = vec![
        ("WARC-Type", "warcinfo".to_owned()),
        ("WARC-Date", date.to_owned()),
        ("Content-Type", "application/warc-fields".to_owned()),
    ];
    Draft { fields, block }
}

/// The id of a record, and its head.
fn head_of(fields: &[(&str, String)], block: &[u8]) -> (String, Vec<u8>) {
    let lines = lines(fields);
    let mut digest = Sha256::new();
    digest.update(lines.as_bytes());
    digest.update(block);
    // Of all else in the record, and of no clock: a file that is written twice is the same file.
    let id = format!("<urn:uuid:{}>", uuid(&digest.finalize()));
    let length = block.len();
    let head = format!("WARC/1.1\r\n{lines}WARC-Record-ID: {id}\r\nContent-Length: {length}\r\n\r\n");
    (id, head.into_bytes())
}

pub(super) fn lines(fields: &[(&str, String)]) -> String {
    fields.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect()
}

/// A UUID of version 8: what its bits mean is ours to say (RFC 9562, 5.8). The record's digest.
fn uuid(digest: &[u8]) -> String {
    let mut bytes: Vec<u8> = digest.iter().copied().take(16).collect();
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = hexadecimal(&bytes);
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

/// The address, where a reader would take it for one.
pub(super) fn address_of(url: Option<&str>) -> String {
    // Brackets would be unwrapped by the reader, `dns:` taken for a lookup: such an address goes into our field.
    let is_taken = |url: &&str| {
        fits("url", url)
            && !url.contains(char::is_whitespace)
            && !url.starts_with('<')
            && !url.starts_with("dns:")
    };
    url.filter(is_taken).unwrap_or(NO_ADDRESS).to_owned()
}

/// An instant as WARC writes it, with as many decimals as it has; years are those of four digits.
pub(super) fn date_of(instant: Option<DateTime<Utc>>) -> String {
    instant
        // RFC 3339 has four digits; a capture of another year keeps it in our field.
        .filter(|instant| (0..=9999).contains(&instant.year()))
        .map_or_else(|| NO_DATE.to_owned(), |instant| instant.to_rfc3339_opts(SecondsFormat::AutoSi, true))
}
