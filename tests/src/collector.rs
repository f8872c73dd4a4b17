//! A collector of traces of our own (OTLP over HTTP, Protocol Buffers): takes what a process exports and tells it in plain words.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

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
    pub kind: u64,
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

/// The spans of an `ExportTraceServiceRequest`.
fn exported(request: &[u8]) -> Vec<Exported> {
    let mut spans = Vec::new();
    for resourced in messages(request, 1) {
        let resource = messages(resourced, 1).first().map(|it| attributes(it, 1)).unwrap_or_default();
        let service = resource.get("service.name").cloned().unwrap_or_default();
        for scoped in messages(resourced, 2) {
            spans.extend(messages(scoped, 2).into_iter().map(|span| read(span, &service)));
        }
    }
    spans
}

fn read(span: &[u8], service: &str) -> Exported {
    let hex = |number| {
        let bytes = messages(span, number);
        bytes.first().iter().flat_map(|bytes| bytes.iter()).map(|byte| format!("{byte:02x}")).collect()
    };
    Exported {
        service: service.to_owned(),
        trace: hex(1),
        id: hex(2),
        parent: hex(4),
        name: messages(span, 5).first().map(|name| text(name)).unwrap_or_default(),
        kind: number(span, 6),
        began_ns: number(span, 7),
        ended_ns: number(span, 8),
        attributes: attributes(span, 9),
    }
}

/// `KeyValue`s whose values are text.
fn attributes(message: &[u8], field: u64) -> BTreeMap<String, String> {
    let pair = |pair: &&[u8]| {
        let key = text(messages(pair, 1).first()?);
        Some((key, text(messages(messages(pair, 2).first()?, 1).first()?)))
    };
    messages(message, field).iter().filter_map(pair).collect()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("texts are UTF-8")
}

fn messages(message: &[u8], field: u64) -> Vec<&[u8]> {
    let of = |(number, value)| match value {
        Value::Bytes(bytes) if number == field => Some(bytes),
        _ => None,
    };
    fields(message).into_iter().filter_map(of).collect()
}

fn number(message: &[u8], field: u64) -> u64 {
    let of = |(number, value)| match value {
        Value::Number(value) if number == field => Some(value),
        _ => None,
    };
    fields(message).into_iter().find_map(of).unwrap_or_default()
}

enum Value<'m> {
    Number(u64),
    Bytes(&'m [u8]),
}

/// The fields of a message by their numbers.
fn fields(mut message: &[u8]) -> Vec<(u64, Value<'_>)> {
    let mut fields = Vec::new();
    while !message.is_empty() {
        let key = varint(&mut message);
        let value = match key & 7 {
            0 => Value::Number(varint(&mut message)),
            1 => Value::Number(fixed(&mut message, 8)),
            2 => {
                let length = usize::try_from(varint(&mut message)).expect("it is in memory");
                Value::Bytes(message.split_off(..length).expect("as long as it says"))
            }
            5 => Value::Number(fixed(&mut message, 4)),
            wire => panic!("a field of no known kind: {wire}"),
        };
        fields.push((key >> 3, value));
    }
    fields
}

fn varint(message: &mut &[u8]) -> u64 {
    let (mut value, mut shift) = (0, 0);
    loop {
        let byte = *message.split_off_first().expect("a number has an end");
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return value;
        }
        shift += 7;
    }
}

fn fixed(message: &mut &[u8], length: usize) -> u64 {
    let bytes = message.split_off(..length).expect("as long as it is");
    bytes.iter().rev().fold(0, |value, byte| value << 8 | u64::from(*byte))
}
