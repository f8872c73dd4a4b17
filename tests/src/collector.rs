//! A collector of traces of our own (OTLP over HTTP, Protocol Buffers): takes what a process exports and tells it in plain words.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::KeyValue;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
pub use opentelemetry_proto::tonic::trace::v1::span::SpanKind;
use prost::Message;

/// A running collector; its threads end with the test.
pub struct Collector {
    port: u16,
    spans: Arc<Mutex<Vec<Exported>>>,
}

/// A span as it was exported, ids in hexadecimal digits.
#[derive(Clone, Debug, PartialEq)]
pub struct Exported {
    pub service: String,
    pub trace: String,
    pub id: String,
    /// Empty in the first of a trace.
    pub parent: String,
    pub name: String,
    pub kind: SpanKind,
    pub began_ns: u64,
    pub ended_ns: u64,
    pub attributes: BTreeMap<String, String>,
}

impl Collector {
    pub fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("a bound address").port();
        let spans = Arc::<Mutex<Vec<Exported>>>::default();
        let taken = Arc::clone(&spans);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let taken = Arc::clone(&taken);
                thread::spawn(move || take(stream, &taken).ok());
            }
        });
        Self { port, spans }
    }

    /// Its address, as `--otlp` takes it.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// All that it was sent so far.
    pub fn spans(&self) -> Vec<Exported> {
        self.spans.lock().expect("no test panics in it").clone()
    }
}

/// Answers the requests of one connection.
fn take(stream: TcpStream, taken: &Mutex<Vec<Exported>>) -> std::io::Result<()> {
    let mut answers = stream.try_clone()?;
    let mut reader = BufReader::new(stream);
    loop {
        let (mut head, mut line) = (String::new(), String::new());
        while reader.read_line(&mut line)? > 2 {
            head.push_str(&line.to_lowercase());
            line.clear();
        }
        let Some((_, length)) = head.split_once("content-length: ") else { return Ok(()) };
        let length = length.lines().next().and_then(|length| length.trim().parse().ok()).unwrap_or(0);
        let mut body = vec![0; length];
        reader.read_exact(&mut body)?;
        let is_right = head.starts_with("post /v1/traces ") && head.contains("application/x-protobuf");
        if is_right {
            taken.lock().expect("no test panics in it").extend(exported(&body));
        }
        let status = if is_right { "200 OK" } else { "400 Bad Request" };
        write!(answers, "HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n")?;
    }
}

/// The spans of a request.
fn exported(request: &[u8]) -> Vec<Exported> {
    let request = ExportTraceServiceRequest::decode(request).expect("a request that exports traces");
    let mut spans = Vec::new();
    for resourced in request.resource_spans {
        let resource = resourced.resource.map(|it| attributes(it.attributes)).unwrap_or_default();
        let service = resource.get("service.name").cloned().unwrap_or_default();
        let of_resource = resourced.scope_spans.into_iter().flat_map(|scoped| scoped.spans);
        spans.extend(of_resource.map(|span| Exported {
            service: service.clone(),
            trace: hex(&span.trace_id),
            id: hex(&span.span_id),
            parent: hex(&span.parent_span_id),
            kind: span.kind(),
            name: span.name,
            began_ns: span.start_time_unix_nano,
            ended_ns: span.end_time_unix_nano,
            attributes: attributes(span.attributes),
        }));
    }
    spans
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Those whose values are text.
fn attributes(pairs: Vec<KeyValue>) -> BTreeMap<String, String> {
    let pair = |pair: KeyValue| match pair.value?.value? {
        Value::StringValue(text) => Some((pair.key, text)),
        _ => None,
    };
    pairs.into_iter().filter_map(pair).collect()
}
