//! Spans as OTLP has them (OpenTelemetry Protocol 1, `ExportTraceServiceRequest`, in Protocol Buffers): a dozen fields of a
//! format whose numbers never change.

use std::time::{SystemTime, UNIX_EPOCH};

use veille_model::{OutcomeKind, StageName};
use veille_pipeline::Span;

/// `SpanKind`.
const INTERNAL: u64 = 1;
const PRODUCER: u64 = 4;
const CONSUMER: u64 = 5;
/// `StatusCode`: something failed that is not to fail.
const ERROR: u64 = 2;
/// Flags of a span whose trace is sampled.
const SAMPLED: u32 = 1;

/// A request that exports spans of one process, which its resource describes.
pub fn request(resource: &[(String, String)], spans: &[Span]) -> Vec<u8> {
    let mut of_process = Vec::new();
    for (key, value) in resource {
        attribute(&mut of_process, 1, key, value);
    }
    let mut scope = Vec::new();
    text(&mut scope, 1, "veille");
    text(&mut scope, 2, env!("CARGO_PKG_VERSION"));
    let mut scoped = Vec::new();
    field(&mut scoped, 1, &scope);
    for span in spans {
        field(&mut scoped, 2, &encoded(span));
    }
    let mut resourced = Vec::new();
    field(&mut resourced, 1, &of_process);
    field(&mut resourced, 2, &scoped);
    let mut request = Vec::new();
    field(&mut request, 1, &resourced);
    request
}

fn encoded(span: &Span) -> Vec<u8> {
    let outcome = &span.outcome;
    let mut out = Vec::with_capacity(512);
    field(&mut out, 1, &span.trace);
    field(&mut out, 2, &span.id);
    if let Some(parent) = &span.parent {
        field(&mut out, 4, parent);
    }
    text(&mut out, 5, outcome.stage.as_str());
    number(&mut out, 6, kind(span));
    fixed(&mut out, 7, nanos(span.began));
    fixed(&mut out, 8, nanos(span.ended));
    attribute(&mut out, 9, "veille.stage", outcome.stage.as_str());
    attribute(&mut out, 9, "veille.outcome", outcome.outcome.as_str());
    attribute(&mut out, 9, "veille.source", outcome.source.as_str());
    attribute(&mut out, 9, "veille.input", &outcome.input);
    if let Some(url) = &outcome.url {
        attribute(&mut out, 9, "url.full", url);
    }
    if let Some(output) = outcome.outputs.first() {
        attribute(&mut out, 9, "veille.output", output);
    }
    if let Some(reason) = &outcome.reason {
        attribute(&mut out, 9, "veille.reason", &reason.code);
    }
    if span.over_nats {
        attribute(&mut out, 9, "messaging.system", "nats");
    }
    if outcome.outcome == OutcomeKind::Quarantined {
        let mut status = Vec::new();
        text(&mut status, 2, outcome.reason.as_ref().map_or("", |reason| &reason.detail));
        number(&mut status, 3, ERROR);
        field(&mut out, 15, &status);
    }
    key(&mut out, 16, 5);
    out.extend_from_slice(&SAMPLED.to_le_bytes());
    out
}

fn kind(span: &Span) -> u64 {
    match (span.over_nats, span.outcome.stage) {
        (false, _) => INTERNAL,
        (true, StageName::Fetch | StageName::Capture) => PRODUCER,
        (true, _) => CONSUMER,
    }
}

fn nanos(at: SystemTime) -> u64 {
    let since = at.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
}

/// A `KeyValue` whose value is text.
fn attribute(out: &mut Vec<u8>, number: u32, name: &str, value: &str) {
    let mut any = Vec::with_capacity(value.len() + 4);
    text(&mut any, 1, value);
    let mut pair = Vec::with_capacity(name.len() + any.len() + 8);
    text(&mut pair, 1, name);
    field(&mut pair, 2, &any);
    field(out, number, &pair);
}

fn text(out: &mut Vec<u8>, number: u32, value: &str) {
    field(out, number, value.as_bytes());
}

/// Bytes, a text or a message: its length before it.
fn field(out: &mut Vec<u8>, number: u32, value: &[u8]) {
    key(out, number, 2);
    varint(out, value.len() as u64);
    out.extend_from_slice(value);
}

fn number(out: &mut Vec<u8>, number: u32, value: u64) {
    key(out, number, 0);
    varint(out, value);
}

fn fixed(out: &mut Vec<u8>, number: u32, value: u64) {
    key(out, number, 1);
    out.extend_from_slice(&value.to_le_bytes());
}

fn key(out: &mut Vec<u8>, number: u32, wire: u32) {
    varint(out, u64::from(number << 3 | wire));
}

/// Seven bits a byte, the lowest first.
fn varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_texts_are_written_as_the_format_has_them() {
        let check = |write: &dyn Fn(&mut Vec<u8>), expected: &[u8]| {
            let mut out = Vec::new();
            write(&mut out);
            assert_eq!(out, expected);
        };
        // The examples of its documentation: 150 in field 1, "testing" in field 2.
        check(&|out| number(out, 1, 150), b"\x08\x96\x01");
        check(&|out| text(out, 2, "testing"), b"\x12\x07testing");
        check(&|out| fixed(out, 7, 1), b"\x39\x01\0\0\0\0\0\0\0");
        check(&|out| attribute(out, 9, "a", "b"), b"\x4a\x08\x0a\x01a\x12\x03\x0a\x01b");
        check(&|out| key(out, 16, 5), b"\x85\x01");
    }
}
