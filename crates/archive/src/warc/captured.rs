//! The capture that a record holds.

use chrono::{DateTime, Utc};
use veille_model::{Capture, CaptureId, SourceId};

use super::beyond::{self, Beyond};
use super::fields::Fields;
use super::http;
use super::records::Record;
use crate::format::kind_of;
use crate::{ArchiveError, Limits};

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

/// The capture in a `response`, `resource` or `conversion` record.
pub(super) fn capture(record: Record, limits: &Limits) -> Result<Capture, ArchiveError> {
    let is_response =
        record.fields.get("warc-type").is_some_and(|kind| kind.eq_ignore_ascii_case("response"));
    let response = if is_response { http::parse(&record.block, limits.capture_bytes_max) } else { None };
    let mut capture = match response {
        Some(Ok(response)) => {
            let media_type = response.headers.get("content-type").cloned();
            let mut capture = Capture::page(None, response.body);
            (capture.status, capture.headers, capture.media_type) =
                (response.status, response.headers, media_type);
            capture
        }
        Some(Err(bomb)) => {
            return Err(ArchiveError::TooLarge {
                place: record.place,
                what: format!("body after {}", bomb.encoding),
                length: None,
                limit: limits.capture_bytes_max,
            });
        }
        // No HTTP is around it: a `resource`, or a response of another protocol.
        None => {
            let mut capture = Capture::page(None, record.block);
            capture.media_type = media_type(&record.fields);
            capture
        }
    };
    name(&mut capture, &record.fields);
    Ok(capture)
}

/// Gives a body its address, instant and names.
pub(super) fn name(capture: &mut Capture, fields: &Fields) {
    capture.url = target(fields);
    capture.captured_at = fields.get("warc-date").and_then(instant);
    capture.id = CaptureId::of(capture.url.as_deref(), &capture.body);
    capture.source = capture.url.as_deref().map_or_else(SourceId::unknown, SourceId::of_url);
    capture.kind = kind_of(capture.media_type.as_deref(), &capture.body);
    // Last: it corrects whatever the record alone made of the capture.
    if let Some(value) = fields.get(&beyond::FIELD.to_ascii_lowercase()) {
        Beyond::parse(value).correct(capture);
    }
}

/// The address of a record. WARC 1.0 put it between angle brackets, by a slip of its grammar, and wget obeys.
pub(super) fn target(fields: &Fields) -> Option<String> {
    let target = fields.get("warc-target-uri")?;
    let bare = target.strip_prefix('<').and_then(|target| target.strip_suffix('>')).unwrap_or(target);
    Some(bare.to_owned())
}

fn media_type(fields: &Fields) -> Option<String> {
    fields.get("content-type").map(str::to_owned)
}

fn instant(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text).ok().map(|instant| instant.to_utc())
}
