//! Bodies as received, unfolded under a limit.
//!
//! Content encodings are undone here and not in the HTTP client, because only here both sizes are known: on the wire
//! and unfolded. A few kilobytes of gzip unfold to gigabytes.

use std::io::{ErrorKind, Read};

use flate2::bufread::GzDecoder;
use flate2::read::{DeflateDecoder, ZlibDecoder};
use url::Url;

use crate::address::host;
use crate::web::in_hand::Crowded;
use crate::web::refusal::Refusal;

/// What [`unfold`] undoes, as sent in `Accept-Encoding`.
pub(crate) const ENCODINGS: &str = "gzip, deflate, br";

/// What servers write where there is no encoding, or into the wrong header: a charset, a word of mail's.
const NO_ENCODINGS: [&str; 9] =
    ["", "identity", "none", "utf-8", "utf8", "7bit", "8bit", "binary", "aws-chunked"];

/// Encodings that are undone: servers and caches apply two. There are packed files that unfold to themselves, as often as a header says so.
const LAYERS_MAX: usize = 8;

/// Below this size a body may unfold as far as it likes: a short page of one repeated character is no trap.
const RATIO_FREE_BYTES: u64 = 100_000;

/// A body is unfolded in pieces of at least so many bytes.
const PIECE_BYTES: usize = 64 << 10;

/// How long a body may become.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Bytes after unfolding.
    pub(crate) bytes_max: u64,
    /// Unfolded bytes for each byte on the wire.
    pub(crate) ratio_max: u64,
    /// Whether what lies beyond `bytes_max` is left out quietly (robots.txt) or refused.
    pub(crate) cut: bool,
}

/// Undoes the content encodings, named from first applied to last as in the header. `room` is asked for so many bytes in
/// all before they are there.
pub(crate) fn unfold(
    url: &str,
    encodings: &str,
    received: Vec<u8>,
    limits: Limits,
    mut room: impl FnMut(u64) -> Result<(), Crowded>,
) -> Result<Vec<u8>, Refusal> {
    // Counted once, for all layers: gzip inside of gzip would otherwise multiply what each may unfold to.
    let on_wire = received.len() as u64;
    if encodings.split(',').nth(LAYERS_MAX).is_some() {
        let first: Vec<&str> = encodings.split(',').map(str::trim).take(2).collect();
        return Err(cannot(
            url,
            &format!("{}, …", first.join(", ")),
            "more than eight, one around the other",
        ));
    }
    let mut body = received;
    // Last applied, first undone: server and cache may both have packed it (`gzip, gzip`).
    for encoding in encodings.rsplit(',').map(|encoding| encoding.trim().to_ascii_lowercase()) {
        // One that we did not offer is refused rather than handed on: packed bytes look like a broken page.
        body = match encoding.as_str() {
            plain if NO_ENCODINGS.contains(&plain) => body,
            _ => {
                let decoder =
                    decoder(&encoding, &body).ok_or_else(|| cannot(url, &encoding, "we did not offer it"))?;
                let held = body.len() as u64;
                let room = |bytes: u64| {
                    let host = Url::parse(url).ok().as_ref().map(host).unwrap_or_default();
                    room(held + bytes).map_err(|Crowded| Refusal::Crowded { host })
                };
                read(url, &encoding, decoder, on_wire, limits, room)?
            }
        };
    }
    Ok(body)
}

fn decoder<'b>(encoding: &str, body: &'b [u8]) -> Option<Box<dyn Read + 'b>> {
    Some(match encoding {
        // Of several members, as servers append to what lies packed
        // (RFC 1952, 2.2); `x-gzip` is the same (RFC 9110, 8.4.1.3).
        "gzip" | "x-gzip" => Box::new(Members(GzDecoder::new(body))),
        "deflate" if is_zlib(body) => Box::new(ZlibDecoder::new(body)),
        "deflate" => Box::new(DeflateDecoder::new(body)),
        "br" => Box::new(brotli_decompressor::Decompressor::new(body, 4096)),
        _ => return None,
    })
}

/// The members of a gzip, one after the other. What follows the last and is none, some servers append: it is left out.
struct Members<'b>(GzDecoder<&'b [u8]>);

impl Read for Members<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        loop {
            let read = self.0.read(into)?;
            let rest: &[u8] = self.0.get_ref();
            if read > 0 || into.is_empty() || !rest.starts_with(&[0x1f, 0x8b]) {
                return Ok(read);
            }
            self.0 = GzDecoder::new(rest);
        }
    }
}

/// Servers send both bare DEFLATE and its zlib wrapping under the one name (RFC 9110, 8.4.1.2).
fn is_zlib(body: &[u8]) -> bool {
    matches!(body, [first, second, ..] if first & 0x0f == 8 && (u16::from(*first) << 8 | u16::from(*second)) % 31 == 0)
}

fn read(
    url: &str,
    encoding: &str,
    from: impl Read,
    on_wire: u64,
    limits: Limits,
    mut room: impl FnMut(u64) -> Result<(), Refusal>,
) -> Result<Vec<u8>, Refusal> {
    let by_ratio = on_wire.saturating_mul(limits.ratio_max).max(RATIO_FREE_BYTES);
    let limit = limits.bytes_max.min(by_ratio);
    let mut body = Vec::new();
    // One byte more than allowed tells "just fits" from "goes on".
    let mut from = from.take(limit + 1);
    let read = loop {
        // By halves and by ourselves: left to grow alone it would double, before anybody is asked for room.
        let wanted = (body.capacity() / 2).max(PIECE_BYTES) as u64;
        let piece = wanted.min((limit + 1).saturating_sub(body.len() as u64));
        room(body.len() as u64 + piece)?;
        body.reserve_exact(usize::try_from(piece).unwrap_or(usize::MAX));
        match from.by_ref().take(piece).read_to_end(&mut body) {
            Ok(read) if read as u64 == piece && piece > 0 => {}
            other => break other,
        }
    };
    let over = body.len() as u64 > limit;
    if over && limits.cut {
        // What was unfolded beyond the limit is the one byte that tells.
        body.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        return Ok(body);
    }
    // Which limit struck is what the reader has to know: this one is a trap, the other a long page.
    if over && limit < limits.bytes_max {
        return Err(Refusal::Unfolds { url: url.to_owned(), ratio: limits.ratio_max, received: on_wire });
    }
    if over {
        return Err(Refusal::TooLarge { url: url.to_owned(), limit: limits.bytes_max });
    }
    // A body cut short on the wire is used as far as it goes when robots.txt was read up to its limit.
    match read {
        // As what breaks off without being packed: the rest may come the next time.
        Err(error) if !limits.cut && error.kind() == ErrorKind::UnexpectedEof => {
            Err(Refusal::CutShort { url: url.to_owned(), encoding: encoding.to_owned() })
        }
        Err(error) if !limits.cut => Err(cannot(url, encoding, &error.to_string())),
        _ => Ok(body),
    }
}

fn cannot(url: &str, encoding: &str, cause: &str) -> Refusal {
    Refusal::Encoding { url: url.to_owned(), encoding: encoding.to_owned(), cause: cause.to_owned() }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

    use super::*;

    const LIMITS: Limits = Limits { bytes_max: 1_000_000, ratio_max: 100, cut: false };

    fn unfold(url: &str, encodings: &str, received: Vec<u8>, limits: Limits) -> Result<Vec<u8>, Refusal> {
        super::unfold(url, encodings, received, limits, |_| Ok(()))
    }

    fn gzip(body: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(body).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn every_encoding_that_we_offer_is_undone() {
        let text = b"Le texte de la d\xc3\xa9p\xc3\xaache.".repeat(9);
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::best());
        zlib.write_all(&text).unwrap();
        let mut bare = DeflateEncoder::new(Vec::new(), Compression::best());
        bare.write_all(&text).unwrap();
        let check = |encodings: &str, body: Vec<u8>| {
            assert_eq!(unfold("u", encodings, body, LIMITS).unwrap(), text, "{encodings}");
        };
        check("", text.to_vec());
        check("identity", text.to_vec());
        check("GZIP", gzip(&text));
        check("deflate", zlib.finish().unwrap());
        check("deflate", bare.finish().unwrap());
        check("gzip, gzip", gzip(&gzip(&text)));
    }

    #[test]
    fn what_stands_behind_a_gzip_is_left_out_and_a_gzip_that_breaks_off_is_refused() {
        let packed = gzip(b"page");
        let with = |behind: &[u8]| unfold("", "gzip", [&packed[..], behind].concat(), LIMITS);
        assert_eq!(with(b"\0junk").unwrap(), b"page");
        assert_eq!(with(&gzip(b" two")).unwrap(), b"page two");
        assert!(unfold("", "gzip", packed[..packed.len() - 9].to_vec(), LIMITS).is_err());
        for none in ["UTF-8", "none", "8bit", "aws-chunked"] {
            assert_eq!(unfold("", none, b"page".to_vec(), LIMITS).unwrap(), b"page", "{none}");
        }
        assert!(unfold("", "x-mini", b"page".to_vec(), LIMITS).is_err());
        let layers = |many: usize| unfold("", &vec!["identity"; many].join(","), b"page".to_vec(), LIMITS);
        assert_eq!(layers(8).unwrap(), b"page");
        assert_eq!(layers(9).unwrap_err().code(), "content_encoding");
    }

    #[test]
    fn a_body_that_unfolds_too_far_is_refused() {
        let check = |body: Vec<u8>, expected: &str| {
            assert_eq!(unfold("u", "gzip", body, LIMITS).unwrap_err().code(), expected);
        };
        check(gzip(&vec![0; 900_000]), "unfolds");
        let noise: Vec<u8> =
            (0..1_200_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        check(gzip(&noise), "too_large");
        check(b"this is not gzip, whatever its header says".to_vec(), "content_encoding");
        // It may be whole the next time.
        check(gzip(&noise)[..500].to_vec(), "broken");
        assert_eq!(unfold("u", "zstd", Vec::new(), LIMITS).unwrap_err().code(), "content_encoding");
    }

    #[test]
    fn room_is_asked_for_before_a_body_unfolds_into_it() {
        let body = gzip(&[b'a'; 90_000]);
        let on_wire = body.len() as u64;
        let mut asked = 0;
        super::unfold("u", "gzip", body.clone(), LIMITS, |bytes| {
            asked = bytes;
            Ok(())
        })
        .unwrap();
        assert!(asked >= 90_000 + on_wire, "{asked}");
        let refused = super::unfold("https://a.example/", "gzip", body, LIMITS, |_| Err(Crowded));
        assert_eq!(refused.unwrap_err().code(), "crowded");
    }

    #[test]
    fn robots_txt_is_read_up_to_its_limit() {
        let limits = Limits { bytes_max: 1_000, cut: true, ..LIMITS };
        assert_eq!(unfold("u", "gzip", gzip(&[b'a'; 5_000]), limits).unwrap().len(), 1_000);
    }
}
