//! The capture that a record holds.

use chrono::{DateTime, Utc};
use veille_model::{Capture, CaptureId, SourceId};

use super::beyond::{self, Beyond};
use super::fields::Fields;
use super::http;
use super::records::{Record, target};
use crate::format::kind_of;
use crate::{ArchiveError, Limits};

/// The capture in a `response`, `resource` or `conversion` record.
pub(super) fn capture(record: Record, limits: &Limits) -> Result<Capture, ArchiveError> {
    let is_response =
        record.fields.get("warc-type").is_some_and(|kind| kind.eq_ignore_ascii_case("response"));
    // Only of a `response`: a `resource` is the body itself, though it may begin with `HTTP/`.
    let response = if is_response { http::parse(&record.block, limits.capture_bytes_max) } else { None };
    let mut capture = match response {
        Some(Ok(response)) => {
            // From the answer: the record's own says `application/http`.
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
    // By the bytes as well, as servers send feeds as `text/xml`.
    capture.kind = kind_of(capture.media_type.as_deref(), &capture.body);
    // Last: it corrects whatever the record alone made of the capture.
    if let Some(value) = fields.get(&beyond::FIELD.to_ascii_lowercase()) {
        Beyond::parse(value).correct(capture);
    }
}

fn media_type(fields: &Fields) -> Option<String> {
    fields.get("content-type").map(str::to_owned)
}

fn instant(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text).ok().map(|instant| instant.to_utc())
}
