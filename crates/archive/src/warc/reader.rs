//! The captures of a WARC file.

use std::io;

use super::beyond;
use super::bytes::Bytes;
use super::captured;
use super::http;
use super::originals::{Originals, reference};
use super::pages::is_page;
use super::part::Part;
use super::records::{Record, Records, Role};
use super::revisit;
use crate::{ArchiveError, Found, Limits};

/// Opens a WARC, plain, gzip or Zstandard.
pub(crate) fn read(part: Part, limits: Limits) -> io::Result<Reader> {
    let records = Records::new(Bytes::open(&part, 0)?, part.name.clone(), limits);
    Ok(Reader { records, originals: Originals::default(), part, limits })
}

/// Iterator over the captures of a WARC file.
pub(crate) struct Reader {
    records: Records,
    originals: Originals,
    part: Part,
    limits: Limits,
}

impl Reader {
    fn found(&mut self, record: Record) -> Option<Result<Found, ArchiveError>> {
        let place = record.place.clone();
        let capture = match Role::of(&record.fields) {
            Role::About => return None,
            Role::Captured => {
                self.originals.remember(&record);
                let fields = record.fields.clone();
                let capture = captured::capture(record, &self.limits);
                // After it is read, for its kind may stand in its bytes; and before it is told, as nobody asked for pictures.
                if capture.as_ref().is_ok_and(|capture| !is_page(&fields, capture)) {
                    return None;
                }
                capture
            }
            Role::Revisit => {
                let capture = self.revisited(&record);
                if capture.as_ref().is_ok_and(|capture| !is_page(&record.fields, capture)) {
                    return None;
                }
                capture
            }
            Role::Unknown => {
                let kind = record.fields.get("warc-type").unwrap_or("none");
                Err(ArchiveError::BadRecord {
                    place: place.clone(),
                    message: format!("record of type {kind}"),
                })
            }
        };
        Some(capture.map(|capture| Found { capture, place }))
    }

    /// A revisit is the original's body, received again at another instant, perhaps from another address and with
    /// other headers.
    fn revisited(&self, record: &Record) -> Result<veille_model::Capture, ArchiveError> {
        let Some(original) = self.originals.find(record, &self.part, self.limits)? else {
            let refers_to = reference(&record.fields);
            return Err(ArchiveError::OriginalMissing { place: record.place.clone(), refers_to });
        };
        if record.fields.get(&beyond::FIELD.to_ascii_lowercase()).is_some() {
            let body = captured::capture(original, &self.limits)?.body;
            return Ok(revisit::capture(body, &record.fields, &record.block, &self.limits));
        }
        let mut capture = captured::capture(original, &self.limits)?;
        if let Some(Ok(response)) = http::parse(&record.block, self.limits.capture_bytes_max) {
            // A server's 304 says that nothing changed; the page is still the 200 of the original.
            capture.status = response.status.filter(|status| *status != 304).or(capture.status);
            // Those of the later answer over those of the first.
            capture.headers.extend(response.headers);
        }
        // Again, by the revisit's fields: its own address and instant make it a capture of its own.
        captured::name(&mut capture, &record.fields);
        Ok(capture)
    }
}

impl Iterator for Reader {
    type Item = Result<Found, ArchiveError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.records.next()? {
                Ok(record) => {
                    if let Some(item) = self.found(record) {
                        return Some(item);
                    }
                }
                Err(error) => return Some(Err(error)),
            }
        }
    }
}
