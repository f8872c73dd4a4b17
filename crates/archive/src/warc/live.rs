//! One WARC of live captures: answer and request of each, and for a body that came before, where it lies.

use std::collections::HashMap;
use std::fs::File;
use std::path::Path;

use veille_model::{Capture, CaptureKind};

use super::bytes::Bytes;
use super::part::Part;
use super::records::{Records, Role, target};
use super::revisit::{self, Original};
use super::writer::{self, WarcWriter, payload_digest};
use crate::{ArchiveError, Limits};

/// Bodies remembered of a file, some 250 bytes each: an hour of a thousand pages a minute.
const BODIES_MAX: usize = 60_000;
/// A body this short costs less than a record that says where it lies.
const SHORT_BYTES: usize = 512;

/// Appends live captures to a WARC.
#[derive(Debug)]
pub(crate) struct LiveWarc {
    writer: WarcWriter<File>,
    /// Records of the file by the digests of their bodies.
    bodies: HashMap<String, Original>,
}

impl LiveWarc {
    /// Opens a file to go on with it, or to begin it.
    pub(crate) fn append(path: &Path) -> Result<Self, ArchiveError> {
        let bodies = bodies_of(path).map_err(|source| ArchiveError::io(path, source))?;
        Ok(Self { writer: WarcWriter::append(path)?, bodies })
    }

    /// Appends a capture, and the head of the request that brought it.
    pub(crate) fn take(&mut self, capture: &Capture, request: Option<&str>) -> Result<(), ArchiveError> {
        let limits = Limits::default();
        let digest = payload_digest(capture);
        let known = self.bodies.get(&digest).filter(|_| is_worth_it(capture));
        let record = match known {
            Some(original) => revisit::record_of(capture, original, &limits),
            None => writer::record_of(capture, &limits),
        };
        let is_original = known.is_none();
        let id = self.writer.put(record, capture.captured_at)?;
        // An entry stands in for a page that was not received: nothing was asked for under its name.
        if let Some(head) = request.filter(|_| capture.kind != CaptureKind::Entry) {
            self.writer.put(revisit::request(capture, head, &id), capture.captured_at)?;
        }
        // Of a revisit nothing is remembered: what it refers to is what later ones refer to.
        if is_original && is_worth_it(capture) && self.bodies.len() < BODIES_MAX {
            self.bodies.insert(digest, Original::of(id, capture));
        }
        Ok(())
    }

    /// How long the file is.
    pub(crate) fn bytes(&self) -> u64 {
        self.writer.bytes()
    }

    /// Has all of it reach the disk.
    pub(crate) fn sync(&self) -> Result<(), ArchiveError> {
        self.writer.sync()
    }
}

/// Whether a capture may be told by where its body lies: what came over HTTP, and is longer than that would be.
fn is_worth_it(capture: &Capture) -> bool {
    capture.status.is_some() && capture.body.len() > SHORT_BYTES
}

/// The bodies that a file holds which we wrote before.
fn bodies_of(path: &Path) -> std::io::Result<HashMap<String, Original>> {
    let mut bodies = HashMap::new();
    if !path.exists() {
        return Ok(bodies);
    }
    let records = Records::new(Bytes::open(&Part::whole(path), 0)?, path.to_owned(), Limits::default());
    // What is broken in it refers to nothing, and is nothing to refer to.
    for record in records.flatten().take(BODIES_MAX) {
        let fields = record.fields;
        let is_answer = fields.get("warc-type") == Some("response");
        let (id, date, digest) =
            (fields.get("warc-record-id"), fields.get("warc-date"), fields.get("warc-payload-digest"));
        if let (true, Role::Captured, Some(id), Some(date), Some(digest), Some(target)) =
            (is_answer, Role::of(&fields), id, date, digest, target(&fields))
        {
            let original = Original { id: id.to_owned(), target, date: date.to_owned() };
            // The first of a body, as when it was written.
            bodies.entry(digest.to_owned()).or_insert(original);
        }
    }
    Ok(bodies)
}
