//! JSON Lines: one capture a line, as on the wire. Also what tools make of them: UTF-16, one array, captures printed over many
//! lines.

use std::io::{self, BufRead};
use std::path::{Path, PathBuf};

use veille_model::plain;

use crate::json_values::{Step, Values, are_values};
use crate::utf8::Utf8;
use crate::{ArchiveError, Found, Limits, Place};

/// Bytes looked at for how captures stand, behind what is blank: `{` and blanks without end is no capture.
const LOOKED_AT_BYTES_MAX: usize = 64 << 10;

/// The captures of a stream of JSON Lines, each with its line.
///
/// Empty lines are passed over. A line that is no capture, or larger than the limit, is one error with its number;
/// the rest goes on. What a program pipes in has no file: its places read `stdin#3`. In an array, and where captures are
/// printed over several lines, the number is that of the capture.
pub fn read_json_lines<R: BufRead>(reader: R) -> JsonLines<R> {
    JsonLines::new(reader, Path::new("stdin"), Limits::default())
}

/// Iterator over the captures of a stream of JSON Lines; see [`read_json_lines`].
#[derive(Debug)]
pub struct JsonLines<R> {
    reader: Utf8<R>,
    name: PathBuf,
    limits: Limits,
    number: u64,
    line: Vec<u8>,
    /// Whether the line in hand ended as lines do.
    ended: bool,
    /// Where captures do not stand one a line, what tells where they end.
    values: Option<Values>,
    begun: bool,
    done: bool,
}

/// What stood on a line, or between two braces.
enum Line {
    Whole,
    TooLong(u64),
    Unclosed,
    Stray,
    Torn,
    End,
}

impl<R: BufRead> JsonLines<R> {
    /// Reads from a stream whose places shall bear a name, within limits.
    pub fn new(reader: R, name: &Path, limits: Limits) -> Self {
        Self {
            reader: Utf8::new(reader),
            name: name.to_owned(),
            limits,
            number: 0,
            line: Vec::new(),
            ended: false,
            values: None,
            begun: false,
            done: false,
        }
    }

    /// Looks at the first bytes, how captures stand. Those of a pipe come late: it waits for a few only.
    fn begin(&mut self) -> io::Result<()> {
        self.begun = true;
        let mut blank_lines = 0;
        let are_values = loop {
            let at_hand = self.reader.fill()?;
            if let Some(are_values) = are_values(at_hand) {
                break are_values;
            }
            let length = at_hand.len();
            // Blanks tell nothing, and there may be no end of them.
            if at_hand.iter().all(u8::is_ascii_whitespace) {
                blank_lines += memchr::memchr_iter(b'\n', at_hand).count() as u64;
                // Not kept until something tells: a pipe of blank lines would be held in memory whole.
                self.reader.consume(length);
            } else if length > LOOKED_AT_BYTES_MAX {
                break false;
            }
            if !self.reader.more()? {
                break false;
            }
        };
        if !are_values {
            // Their lines count where captures stand one a line; of values the captures are counted.
            self.number += blank_lines;
        }
        self.values = are_values.then(Values::default);
        Ok(())
    }

    /// Reads the next capture's text, wherever its lines end.
    fn next_value(&mut self) -> io::Result<Line> {
        self.line.clear();
        self.number += 1;
        // What is put together here has its end, or is told as torn.
        self.ended = true;
        let mut length = 0_u64;
        loop {
            let Some(values) = &mut self.values else { return Ok(Line::End) };
            let available = self.reader.fill()?;
            // Also an array that nobody closed: what stands before it was read.
            if available.is_empty() {
                let is_open = values.is_open();
                values.close();
                self.ended = !is_open;
                return Ok(if is_open { Line::Torn } else { Line::End });
            }
            let was_inside = values.is_inside();
            let step = values.step(available);
            let (taken, is_part) = match step {
                Step::Taken => (available.len(), was_inside || values.is_inside()),
                Step::Ends(count) => (count, true),
                Step::Unclosed(count) | Step::Stray(count) => (count, false),
            };
            if is_part {
                let part = &available[values.begins..taken];
                length += part.len() as u64;
                if length <= self.limits.capture_bytes_max {
                    self.line.extend_from_slice(part);
                }
            }
            self.reader.consume(taken);
            match step {
                Step::Taken => {}
                Step::Ends(_) => return Ok(self.line_of(length)),
                Step::Unclosed(_) => return Ok(Line::Unclosed),
                Step::Stray(_) => return Ok(Line::Stray),
            }
        }
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
            let available = self.reader.fill()?;
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
        // Line ends of Windows and blanks in front are no fault of a capture.
        let text = self.line.trim_ascii();
        if text.is_empty() {
            return None;
        }
        let place = self.place();
        // From bytes: of a line that is no UTF-8 the parser says where.
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
            let read = match (self.begun, &self.values) {
                (false, _) => match self.begin() {
                    Ok(()) => continue,
                    Err(error) => Err(error),
                },
                (true, Some(_)) => self.next_value(),
                (true, None) => self.next_line(),
            };
            match read {
                Ok(Line::Torn) => return Some(Err(ArchiveError::TornLine { place: self.place() })),
                Ok(line @ (Line::Unclosed | Line::Stray)) => {
                    let message = match line {
                        Line::Unclosed => "a capture that is not closed before the next begins",
                        _ => "expected a capture in braces",
                    };
                    let place = self.place();
                    return Some(Err(ArchiveError::BrokenLine { place, message: message.to_owned() }));
                }
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
    fn an_array_and_captures_over_many_lines_are_read() {
        let a = "{\"body\":\"a {[\\\"}\",\n  \"x\": {\"y\": []}\n}";
        let expected = ["x.jsonl#1=a {[\"}", "x.jsonl#2=b"];
        for text in [
            format!("[{a},{{\"body\":\"b\"}}]"),
            format!("\n [\r\n  {a} ,\n {{\"body\":\"b\"}}\n]\n"),
            format!("{{\n{}\n{{\n\"body\":\"b\"\n}}\n", &a[1..]),
        ] {
            assert_eq!(read(text.as_bytes()), expected, "{text}");
            let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            assert_eq!(read(&utf16), expected, "{text}");
        }
        assert_eq!(read(b"[]"), [""; 0]);
        assert_eq!(read(b"[\n"), ["x.jsonl#1: the file ends in the middle of this line"]);
    }

    #[test]
    fn a_capture_in_an_array_that_is_none_costs_itself() {
        let long = format!(
            "[7, {{\"body\": 1}}, {{\"body\":\"{}\"}}, {{\"body\":\"b\"}}, {{\"body\"",
            "x".repeat(50)
        );
        let items = read(long.as_bytes());
        assert_eq!(items.len(), 5, "{items:?}");
        assert_eq!(items[0], "x.jsonl#1: expected a capture in braces");
        assert!(items[1].starts_with("x.jsonl#2: "), "{items:?}");
        assert!(items[2].starts_with("x.jsonl#3: line larger than the limit"), "{items:?}");
        assert_eq!(items[3..], ["x.jsonl#4=b", "x.jsonl#5: the file ends in the middle of this line"]);
        let unclosed = b"{\n\"body\":\"a\"\n}\n{\n\"body\": {\n{\n\"body\":\"b\"\n}\n";
        let items = read(unclosed);
        assert_eq!(items[0], "x.jsonl#1=a");
        assert!(items[1].contains("not closed"), "{items:?}");
        assert_eq!(items[2..], ["x.jsonl#3=b"]);
    }

    #[test]
    fn blanks_without_end_are_passed_and_not_held() {
        let blanks = || io::BufReader::new(io::Read::take(io::repeat(b' '), 50_000_000));
        let begun = std::time::Instant::now();
        let whole = |start: &'static [u8], end: &'static [u8]| {
            let stream = io::Read::chain(io::Read::chain(start, blanks()), end);
            let read = JsonLines::new(stream, Path::new("x.jsonl"), Limits::default());
            read.map(|item| item.map(|found| found.place.number)).map(Result::ok).collect::<Vec<_>>()
        };
        assert_eq!(whole(b"\n\n", b"\n{\"body\":\"a\"}\n"), [Some(Some(4))]);
        assert_eq!(whole(b"\n", b"[{\"body\":\"a\"}]"), [Some(Some(1))]);
        assert_eq!(whole(b"{", b"\n{\"body\":\"a\"}\n"), [None, Some(Some(2))]);
        assert!(begun.elapsed() < std::time::Duration::from_secs(30), "{:?}", begun.elapsed());
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
