//! JSON Lines: one capture a line, as on the wire.

use std::io::{self, BufRead};
use std::path::{Path, PathBuf};

use veille_model::plain;

use crate::{ArchiveError, Found, Limits, Place};

/// The captures of a stream of JSON Lines, each with its line.
///
/// Empty lines are passed over. A line that is no capture, or larger than the limit, is one error with its number;
/// the rest goes on. What a program pipes in has no file: its places read `stdin#3`.
pub fn read_json_lines<R: BufRead>(reader: R) -> JsonLines<R> {
    JsonLines::new(reader, Path::new("stdin"), Limits::default())
}

/// Iterator over the captures of a stream of JSON Lines; see [`read_json_lines`].
#[derive(Debug)]
pub struct JsonLines<R> {
    reader: R,
    name: PathBuf,
    limits: Limits,
    number: u64,
    line: Vec<u8>,
    /// Whether the line in hand ended as lines do.
    ended: bool,
    done: bool,
}

/// What stood on a line.
enum Line {
    Whole,
    TooLong(u64),
    End,
}

impl<R: BufRead> JsonLines<R> {
    /// Reads from a stream whose places shall bear a name, within limits.
    pub fn new(reader: R, name: &Path, limits: Limits) -> Self {
        Self { reader, name: name.to_owned(), limits, number: 0, line: Vec::new(), ended: false, done: false }
    }

    fn place(&self) -> Place {
        Place::record(&self.name, self.number)
    }

    /// Reads the next line without its end; of one that is too long, only its length is kept.
    fn next_line(&mut self) -> io::Result<Line> {
        self.line.clear();
        self.number += 1;
        self.ended = false;
        let mut length = 0_u64;
        loop {
            let available = match self.reader.fill_buf() {
                // A signal, not the end: whoever reads a pipe gets them.
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                other => other?,
            };
            if available.is_empty() {
                return Ok(if length == 0 { Line::End } else { self.line_of(length) });
            }
            let newline = memchr::memchr(b'\n', available);
            let part = &available[..newline.unwrap_or(available.len())];
            length += part.len() as u64;
            // A file without line ends is counted to its end, and not kept.
            if length <= self.limits.capture_bytes_max {
                self.line.extend_from_slice(part);
            }
            let used = part.len() + usize::from(newline.is_some());
            self.reader.consume(used);
            if newline.is_some() {
                self.ended = true;
                return Ok(self.line_of(length));
            }
        }
    }

    fn line_of(&self, length: u64) -> Line {
        if length > self.limits.capture_bytes_max { Line::TooLong(length) } else { Line::Whole }
    }

    fn parse(&self) -> Option<Result<Found, ArchiveError>> {
        // A byte-order mark, as PowerShell writes it.
        let text = if self.number == 1 { self.line.strip_prefix(b"\xef\xbb\xbf") } else { None };
        let text = text.unwrap_or(&self.line).trim_ascii();
        if text.is_empty() {
            return None;
        }
        let place = self.place();
        Some(match serde_json::from_slice(text) {
            Ok(capture) => Ok(Found { capture, place }),
            // Without its line end the last line was cut by a kill; with one it was written so.
            Err(error) if error.is_eof() && !self.ended => Err(ArchiveError::TornLine { place }),
            // Only what is no capture is read a second time: `veille export` pipes articles, which look much alike.
            Err(error) => Err(match serde_json::from_slice(text) {
                Ok(article) => ArchiveError::AlreadyCleaned { place, article: Box::new(article) },
                Err(_) => ArchiveError::BrokenLine { place, message: plain::json(&error) },
            }),
        })
    }
}

impl<R: BufRead> Iterator for JsonLines<R> {
    type Item = Result<Found, ArchiveError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            match self.next_line() {
                Ok(Line::End) => self.done = true,
                Ok(Line::TooLong(length)) => {
                    let limit = self.limits.capture_bytes_max;
                    return Some(Err(ArchiveError::TooLarge {
                        place: self.place(),
                        what: "line".into(),
                        length: Some(length),
                        limit,
                    }));
                }
                Ok(Line::Whole) => match self.parse() {
                    Some(item) => return Some(item),
                    None => continue,
                },
                Err(source) => {
                    // Read on after this, it would fail again for ever, or go on in the middle of a line.
                    self.done = true;
                    let place = self.place();
                    // What a decoder says of a packed file that breaks off or was changed.
                    return Some(Err(match source.kind() {
                        io::ErrorKind::UnexpectedEof
                        | io::ErrorKind::InvalidData
                        | io::ErrorKind::InvalidInput => {
                            ArchiveError::Damaged { place, message: source.to_string() }
                        }
                        _ => ArchiveError::Io { place, source },
                    }));
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &[u8]) -> Vec<String> {
        let limits = Limits { capture_bytes_max: 40, ..Limits::default() };
        JsonLines::new(text, Path::new("x.jsonl"), limits)
            .map(|item| match item {
                Ok(found) => format!("{}={}", found.place, String::from_utf8_lossy(&found.capture.body)),
                Err(error) => error.to_string(),
            })
            .collect()
    }

    #[test]
    fn a_broken_line_is_reported_and_the_rest_goes_on() {
        let lines = read(b"\xef\xbb\xbf{\"body\":\"a\"}\r\n\n{\"body\":\n[1]\n{\"body\":\"b\"}");
        assert_eq!(lines[0], "x.jsonl#1=a");
        assert_eq!(lines[1], "x.jsonl#3: the JSON breaks off at column 8");
        assert!(lines[2].starts_with("x.jsonl#4: "), "{}", lines[2]);
        assert_eq!(lines[3..], ["x.jsonl#5=b"]);
    }

    #[test]
    fn a_file_that_ends_in_the_middle_of_a_line_is_torn() {
        let read = |text: &str| {
            let items = JsonLines::new(text.as_bytes(), Path::new("x.jsonl"), Limits::default());
            items.map(|item| item.err().is_some_and(|error| error.is_torn())).collect::<Vec<_>>()
        };
        assert_eq!(read("{\"body\":\"a\"}\n{\"body\":\"b"), [false, true]);
        assert_eq!(read("{\"body\":\"a\"}\n{\"body\":\"b\n"), [false, false], "broken, and no more missing");
        assert_eq!(read("{\"body\":\"a\"}"), [false]);
    }

    #[test]
    fn an_exported_article_is_told_from_a_broken_capture() {
        let article = r#"{"id":"a","revision":"r","capture":"c","kind":"page","source":"fleuve","text":"Hanoï","blocks":[],"language":"fr","tags":[]}"#;
        let read = read_json_lines(article.as_bytes()).next().unwrap().unwrap_err();
        let ArchiveError::AlreadyCleaned { place, article } = read else { panic!("{read}") };
        assert_eq!((place.number, article.text.as_str()), (Some(1), "Hanoï"));
    }

    #[test]
    fn a_line_over_the_limit_is_refused_by_name() {
        let long = [b"{\"body\":\"", [b'x'; 100].as_slice(), b"\"}\n{\"body\":\"b\"}\n"].concat();
        assert_eq!(
            read(&long),
            ["x.jsonl#1: line larger than the limit of 40 bytes: 111 bytes", "x.jsonl#2=b"]
        );
    }

    proptest! {
        #[test]
        fn any_bytes_give_captures_or_errors(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            for item in read_json_lines(bytes.as_slice()) {
                prop_assert!(item.is_err() || item.is_ok_and(|found| found.place.number.is_some()));
            }
        }
    }
}
