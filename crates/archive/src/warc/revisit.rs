//! What we write of a live capture beside its own record: the request that brought it, and in the place of a body that the
//! file holds already, where that one is.

use veille_model::Capture;

use super::beyond::{self, Beyond};
use super::captured;
use super::fields::Fields;
use super::http;
use super::writer::{Draft, address_of, date_of, lines, payload_digest, response_head, room};
use crate::Limits;

/// ISO 28500, 6.7.2.
const SAME_BODY: &str = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest";

/// A record that later ones of its file may refer to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Original {
    pub(crate) id: String,
    pub(crate) target: String,
    pub(crate) date: String,
}

impl Original {
    /// The record of this capture, by its id.
    pub(super) fn of(id: String, capture: &Capture) -> Self {
        Self { id, target: address_of(capture.url.as_deref()), date: date_of(capture.captured_at) }
    }
}

/// The record of a capture whose body another record of the file holds: its answer's head, and our field, which a reader of
/// ours takes as word that the head is whole.
pub(super) fn record_of(capture: &Capture, original: &Original, limits: &Limits) -> Draft {
    let mut fields = vec![
        ("WARC-Type", "revisit".to_owned()),
        ("WARC-Profile", SAME_BODY.to_owned()),
        ("WARC-Target-URI", address_of(capture.url.as_deref())),
        ("WARC-Date", date_of(capture.captured_at)),
        ("WARC-Payload-Digest", payload_digest(capture)),
        ("WARC-Refers-To", original.id.clone()),
        ("WARC-Refers-To-Target-URI", original.target.clone()),
        ("WARC-Refers-To-Date", original.date.clone()),
        ("Content-Type", "application/http; msgtype=response".to_owned()),
    ];
    let block = response_head(capture);
    // As a reader will: only what it gets wrong is put into our field.
    let read = self::capture(capture.body.clone(), &Fields::parse(lines(&fields).as_bytes()), &block, limits);
    let said =
        // An empty one too: it says that the record is ours.
        Beyond::between(capture, &read).into_field(room(&fields, limits)).unwrap_or_else(|| "{}".to_owned());
    fields.push((beyond::FIELD, said));
    Draft { fields, block }
}

/// The capture of a revisit that we wrote.
pub(super) fn capture(body: Vec<u8>, fields: &Fields, block: &[u8], limits: &Limits) -> Capture {
    let mut capture = Capture::page(None, body);
    if let Some(Ok(answer)) = http::parse(block, limits.capture_bytes_max) {
        capture.media_type = answer.headers.get("content-type").cloned();
        (capture.status, capture.headers) = (answer.status, answer.headers);
    }
    captured::name(&mut capture, fields);
    capture
}

/// The record of the request that was answered by the record of this id.
pub(super) fn request(capture: &Capture, head: &str, answer: &str) -> Draft {
    let fields = vec![
        ("WARC-Type", "request".to_owned()),
        ("WARC-Target-URI", address_of(capture.url.as_deref())),
        ("WARC-Date", date_of(capture.captured_at)),
        ("WARC-Concurrent-To", answer.to_owned()),
        ("Content-Type", "application/http; msgtype=request".to_owned()),
    ];
    Draft { fields, block: head.as_bytes().to_vec() }
}
