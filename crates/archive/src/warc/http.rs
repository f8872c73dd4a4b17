//! What HTTP lays around a page: status line, fields, chunks, content encodings.
//!
//! Archives hold responses as they came over the wire, or as a tool believed they had. A body that is not what its
//! fields say is taken as it stands; one that breaks off is kept as far as it goes, as a browser shows it.

use std::collections::BTreeMap;
use std::io::Read;

use super::fields::{Fields, head_length, text};

/// In front of a field that described the bytes on the wire and not the body as kept: `x-archive-orig-content-encoding`.
/// The Wayback Machine's prefix.
pub(super) const ORIGINAL_PREFIX: &str = "x-archive-orig-";

/// Content encodings that are undone: servers and caches apply two. There are packed files that unpack to themselves, as often as a header
/// says so.
const LAYERS_MAX: usize = 8;

/// A response, its body as the page's author wrote it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Response {
    pub(super) status: Option<u16>,
    pub(super) headers: BTreeMap<String, String>,
    pub(super) body: Vec<u8>,
}

/// A body that unpacks to more than the limit.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Bomb {
    pub(super) encoding: String,
}

/// Reads the block of a `response` record; None where it is no HTTP.
pub(super) fn parse(block: &[u8], body_bytes_max: u64) -> Option<Result<Response, Bomb>> {
    // SHOUTcast answers `ICY 200 OK`, and crawlers archive its streams.
    if !block.starts_with(b"HTTP/") && !block.starts_with(b"ICY ") {
        return None;
    }
    let head = head_length(block).unwrap_or(block.len());
    let line = memchr::memchr(b'\n', &block[..head]).map_or(head, |newline| newline + 1);
    // A line that tells no status costs the status alone.
    let status = text(&block[..line]).split_ascii_whitespace().nth(1).and_then(|code| code.parse().ok());
    let mut headers = merge(Fields::parse(&block[line..head]));
    let body = undo(&mut headers, &block[head..], body_bytes_max);
    // After the body is undone: restored before, they would have it undone once more.
    headers = headers.into_iter().fold(BTreeMap::new(), restore);
    Some(body.map(|body| Response { status, headers, body }))
}

/// One value a name: repeated fields are joined by a comma (RFC 9110, 5.3).
fn merge(fields: Fields) -> BTreeMap<String, String> {
    let mut headers = BTreeMap::<String, String>::new();
    for (name, value) in fields.into_pairs() {
        match headers.get_mut(&name) {
            Some(known) => {
                known.push_str(", ");
                known.push_str(&value);
            }
            None => {
                headers.insert(name, value);
            }
        }
    }
    headers
}

/// Undoes chunks and content encodings, and drops the fields that spoke of them.
fn undo(headers: &mut BTreeMap<String, String>, body: &[u8], limit: u64) -> Result<Vec<u8>, Bomb> {
    let mut body = body.to_vec();
    let mut was_packed = false;
    if headers.get("transfer-encoding").is_some_and(|value| names_of(value).any(|name| name == "chunked"))
        && let Some(joined) = join_chunks(&body)
    {
        body = joined;
        was_packed = true;
    }
    if let Some(encodings) = headers.get("content-encoding") {
        let encodings: Vec<String> = names_of(encodings).collect();
        // Applied in the order listed (RFC 9110, 8.4), so undone from the end.
        for encoding in encodings.iter().rev().filter(|_| encodings.len() <= LAYERS_MAX) {
            // Crawlers that unpack keep the field: what is not packed is taken as it stands.
            let Some(unpacked) = unpack(encoding, &body, limit)? else { break };
            body = unpacked;
            was_packed = true;
        }
    }
    // Only then: of a body that was left alone they may still be true.
    if was_packed {
        for name in ["transfer-encoding", "content-encoding", "content-length"] {
            headers.remove(name);
        }
    }
    Ok(body)
}

fn names_of(value: &str) -> impl Iterator<Item = String> {
    value.split(',').map(|name| name.trim().to_ascii_lowercase()).filter(|name| !name.is_empty())
}

fn restore(
    mut headers: BTreeMap<String, String>,
    (name, value): (String, String),
) -> BTreeMap<String, String> {
    // Where a field of that name stands beside it, that one is of the body as kept.
    let name = name.strip_prefix(ORIGINAL_PREFIX).map(str::to_owned).unwrap_or(name);
    headers.entry(name).or_insert(value);
    headers
}

/// Joins chunks (RFC 9112, 7.1); None where the body does not begin with one, since many tools join them and keep the
/// field.
fn join_chunks(body: &[u8]) -> Option<Vec<u8>> {
    let (mut rest, mut joined) = (body, Vec::new());
    let mut is_first = true;
    loop {
        let Some((length, after)) = chunk_length(rest) else {
            return (!is_first).then_some(joined);
        };
        is_first = false;
        // A chunk that promises more than there is: the connection broke, and the reader saw as much.
        let length = length.min(after.len());
        // Also the last chunk: trailers behind it say nothing of the page.
        if length == 0 {
            return Some(joined);
        }
        joined.extend_from_slice(&after[..length]);
        rest = &after[length..];
        // Some writers turn the line ends of chunks into their system's.
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
    }
}

fn chunk_length(rest: &[u8]) -> Option<(usize, &[u8])> {
    // A page that is not in chunks may be one line of megabytes: it is not searched to its end.
    let newline = memchr::memchr(b'\n', &rest[..rest.len().min(1024)])?;
    let line = std::str::from_utf8(&rest[..newline]).ok()?;
    // Extensions, `1;x=y`, are for whoever knows them (RFC 9112, 7.1.1).
    let digits = line.split(';').next()?.trim();
    // `+1` is a number to the standard library, and the first line of a page that is not in chunks.
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    Some((usize::from_str_radix(digits, 16).ok()?, &rest[newline + 1..]))
}

/// Unpacks one content encoding; None where the body is not in it.
fn unpack(encoding: &str, body: &[u8], limit: u64) -> Result<Option<Vec<u8>>, Bomb> {
    let reader: Box<dyn Read + '_> = match encoding {
        "gzip" | "x-gzip" => Box::new(flate2::bufread::MultiGzDecoder::new(body)),
        "deflate" if is_zlib(body) => Box::new(flate2::bufread::ZlibDecoder::new(body)),
        "deflate" => Box::new(flate2::bufread::DeflateDecoder::new(body)),
        "br" => Box::new(brotli_decompressor::Decompressor::new(body, 4096)),
        "zstd" => match zstd::stream::read::Decoder::with_buffer(body) {
            Ok(decoder) => Box::new(decoder),
            Err(_) => return Ok(None),
        },
        _ => return Ok(None),
    };
    let mut unpacked = Vec::new();
    let result = reader.take(limit + 1).read_to_end(&mut unpacked);
    if unpacked.len() as u64 > limit {
        return Err(Bomb { encoding: encoding.to_owned() });
    }
    // What was unpacked before the damage is what a browser would have shown.
    Ok((result.is_ok() || !unpacked.is_empty()).then_some(unpacked))
}

/// `deflate` means zlib (RFC 9110, 8.4.1.2), and raw deflate to servers that never read it.
fn is_zlib(body: &[u8]) -> bool {
    matches!(body, [first, second, ..]
        if first & 0x0f == 8 && (u16::from(*first) << 8 | u16::from(*second)) % 31 == 0)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn body_of(fields: &str, body: &[u8]) -> Result<String, Bomb> {
        let block = [b"HTTP/1.1 200 OK\r\n", fields.as_bytes(), b"\r\n", body].concat();
        let response = parse(&block, 1000).unwrap()?;
        Ok(String::from_utf8_lossy(&response.body).into_owned())
    }

    fn gzip(body: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(body).unwrap();
        encoder.finish().unwrap()
    }

    fn deflate(body: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(body).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn a_body_is_given_as_its_author_wrote_it() {
        let check = |fields: &str, body: &[u8]| assert_eq!(body_of(fields, body).unwrap(), "abc", "{fields}");
        check("", b"abc");
        check("Content-Length: 99\r\n", b"abc");
        check("Content-Encoding: gzip\r\n", &gzip(b"abc"));
        check("Content-Encoding: gzip\r\n", b"abc");
        check("Content-Encoding: deflate\r\n", &deflate(b"abc"));
        check("Content-Encoding: identity\r\n", b"abc");
        check("Transfer-Encoding: chunked\r\n", b"2\r\nab\r\n1;x=y\r\nc\r\n0\r\n\r\n");
        check("Transfer-Encoding: chunked\r\n", b"2\r\nab\r\nff\r\nc");
        check("Transfer-Encoding: chunked\r\n", b"3\nabc\nnonsense");
        check("Transfer-Encoding: chunked\r\n", b"abc");
        let sign = body_of("Transfer-Encoding: chunked\r\n", b"+1\nab").unwrap();
        assert_eq!(sign, "+1\nab", "a line of the page, and no length");
        check("Content-Encoding: gzip, br\r\n", b"abc");
        check("Content-Encoding: zstd\r\n", &zstd::encode_all(b"abc".as_slice(), 1).unwrap());
        check("Content-Encoding: x-gzip, gzip\r\n", &gzip(&gzip(b"abc")));
    }

    #[test]
    fn a_body_that_unpacks_beyond_the_limit_is_refused() {
        let bomb = body_of("Content-Encoding: gzip\r\n", &gzip(&[b'x'; 100_000])).unwrap_err();
        assert_eq!(bomb, Bomb { encoding: "gzip".into() });
    }

    #[test]
    fn what_is_said_to_be_packed_a_hundred_times_is_taken_as_it_stands() {
        let body = gzip(b"abc");
        let told = |layers: usize| {
            let fields = format!("Content-Encoding: {}\r\n", vec!["gzip"; layers].join(", "));
            let block = [b"HTTP/1.1 200 OK\r\n", fields.as_bytes(), b"\r\n", &body].concat();
            parse(&block, 1000).unwrap().unwrap().body
        };
        assert_eq!((told(8), told(100)), (b"abc".to_vec(), body.clone()));
    }

    #[test]
    fn a_broken_off_body_is_kept_as_far_as_it_goes() {
        let whole = gzip(b"abcdefgh");
        assert_eq!(body_of("Content-Encoding: gzip\r\n", &whole[..whole.len() - 9]).unwrap(), "abcdefgh");
    }

    #[test]
    fn fields_that_spoke_of_the_wire_go_with_it() {
        let block = [b"HTTP/2 404\r\nX-Archive-Orig-Content-Length: 7\r\nContent-Length: 9\r\nContent-Encoding: gzip\r\nA: 1\r\na: 2\r\n\r\n", gzip(b"x").as_slice()].concat();
        let response = parse(&block, 100).unwrap().unwrap();
        let expected = [("a", "1, 2"), ("content-length", "7")];
        assert_eq!(response.status, Some(404));
        assert!(response.headers.iter().map(|(n, v)| (n.as_str(), v.as_str())).eq(expected), "{response:?}");
        assert_eq!(parse(b"GET / HTTP/1.1\r\n\r\n", 100), None);
    }
}
