//! A stream of JSON as UTF-8, whatever PowerShell made of it: UTF-16 of either order, with its mark or without; a mark of UTF-8 is
//! taken off.

use std::io::{self, BufRead};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encoding {
    Utf8,
    Utf16 { big: bool },
}

/// Bytes at hand, as UTF-8.
#[derive(Debug)]
pub(crate) struct Utf8<R> {
    reader: R,
    /// None before the first bytes.
    encoding: Option<Encoding>,
    buffer: Vec<u8>,
    at: usize,
    /// Bytes of UTF-16 that are no whole character yet.
    rest: Vec<u8>,
}

impl<R: BufRead> Utf8<R> {
    pub(crate) fn new(reader: R) -> Self {
        Self { reader, encoding: None, buffer: Vec::new(), at: 0, rest: Vec::new() }
    }

    /// The bytes at hand; none at the end.
    pub(crate) fn fill(&mut self) -> io::Result<&[u8]> {
        if self.at == self.buffer.len() {
            self.more()?;
        }
        Ok(&self.buffer[self.at..])
    }

    pub(crate) fn consume(&mut self, count: usize) {
        self.at += count;
    }

    /// Brings some more to those at hand; false at the end.
    pub(crate) fn more(&mut self) -> io::Result<bool> {
        self.buffer.drain(..self.at);
        self.at = 0;
        let before = self.buffer.len();
        while self.buffer.len() == before {
            let chunk = match self.reader.fill_buf() {
                // A signal, not the end: whoever reads a pipe gets them.
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                other => other?,
            };
            let (count, is_end) = (chunk.len(), chunk.is_empty());
            match self.encoding {
                Some(Encoding::Utf8) => self.buffer.extend_from_slice(chunk),
                _ => self.rest.extend_from_slice(chunk),
            }
            self.reader.consume(count);
            // Four bytes tell; a shorter stream is what it is.
            if self.encoding.is_none() && (self.rest.len() >= 4 || is_end) {
                self.begin();
            }
            if let Some(Encoding::Utf16 { big }) = self.encoding {
                self.decode(big, is_end);
            }
            if is_end {
                return Ok(self.buffer.len() > before);
            }
        }
        Ok(true)
    }

    fn begin(&mut self) {
        let (encoding, mark) = match self.rest.as_slice() {
            [0xff, 0xfe, ..] => (Encoding::Utf16 { big: false }, 2),
            [0xfe, 0xff, ..] => (Encoding::Utf16 { big: true }, 2),
            // JSON begins with a character of ASCII, and has no zeros.
            [1..=255, 0, ..] => (Encoding::Utf16 { big: false }, 0),
            [0, 1..=255, ..] => (Encoding::Utf16 { big: true }, 0),
            [0xef, 0xbb, 0xbf, ..] => (Encoding::Utf8, 3),
            _ => (Encoding::Utf8, 0),
        };
        self.encoding = Some(encoding);
        self.rest.drain(..mark);
        if encoding == Encoding::Utf8 {
            self.buffer.append(&mut self.rest);
        }
    }

    fn decode(&mut self, big: bool, is_end: bool) {
        let unit = |pair: &[u8]| match big {
            true => u16::from_be_bytes([pair[0], pair[1]]),
            false => u16::from_le_bytes([pair[0], pair[1]]),
        };
        let mut units: Vec<u16> = self.rest.chunks_exact(2).map(unit).collect();
        // The first half of a character, whose second one is still to come.
        if !is_end && units.last().is_some_and(|unit| (0xd800..0xdc00).contains(unit)) {
            units.pop();
        }
        self.rest.drain(..units.len() * 2);
        let text: String =
            char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
        self.buffer.extend_from_slice(text.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a stream that comes in pieces of a few bytes.
    fn read(bytes: &[u8]) -> String {
        let mut stream = Utf8::new(io::BufReader::with_capacity(3, bytes));
        let mut text = Vec::new();
        loop {
            let count = {
                let at_hand = stream.fill().unwrap();
                text.extend_from_slice(at_hand);
                at_hand.len()
            };
            if count == 0 {
                return String::from_utf8(text).unwrap();
            }
            stream.consume(count);
        }
    }

    #[test]
    fn either_order_with_and_without_a_mark_is_read() {
        let text = "{\"body\":\"Hanoï 😀\"}\n";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bytes in [
            text.as_bytes().to_vec(),
            [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            little.clone(),
            [b"\xff\xfe".as_slice(), &little].concat(),
            big.clone(),
            [b"\xfe\xff".as_slice(), &big].concat(),
        ] {
            assert_eq!(read(&bytes), text);
        }
        assert_eq!(read(b""), "");
        assert_eq!(read(b"{"), "{");
    }
}
