//! JSON Lines in: one line at a time, none longer than what memory is meant to hold.

use std::io::{self, BufRead, Read};

/// Written before the first line by some programs on Windows; RFC 8259 lets readers ignore it.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// A line as found, with its number counted from 1.
pub(super) struct Line {
    pub number: u64,
    pub text: Vec<u8>,
    /// Whether it was longer than allowed; `text` is then only its beginning.
    pub too_long: bool,
    /// Whether it ended as lines do; the last one of a file that breaks off does not.
    pub ended: bool,
}

pub(super) struct Lines<R> {
    input: R,
    number: u64,
    bytes_max: usize,
}

impl<R: BufRead> Lines<R> {
    pub fn new(input: R, bytes_max: usize) -> Self {
        Self { input, number: 0, bytes_max }
    }

    /// The next line that is not blank.
    pub fn next(&mut self) -> io::Result<Option<Line>> {
        loop {
            let mut text = Vec::new();
            // One more than allowed, for the end of the longest line; without that end it is one too many.
            let limit = self.bytes_max as u64 + 1;
            if self.input.by_ref().take(limit).read_until(b'\n', &mut text)? == 0 {
                return Ok(None);
            }
            self.number += 1;
            if self.number == 1 && text.starts_with(BYTE_ORDER_MARK) {
                text.drain(..BYTE_ORDER_MARK.len());
            }
            let too_long = text.last() != Some(&b'\n') && text.len() > self.bytes_max;
            let ended = too_long || text.last() == Some(&b'\n');
            if too_long {
                self.skip_line()?;
            }
            // Blank lines are counted, so that a number is what an editor shows.
            if !text.iter().all(u8::is_ascii_whitespace) {
                return Ok(Some(Line { number: self.number, text, too_long, ended }));
            }
        }
    }

    fn skip_line(&mut self) -> io::Result<()> {
        loop {
            let buffer = self.input.fill_buf()?;
            if buffer.is_empty() {
                return Ok(());
            }
            let end = buffer.iter().position(|byte| *byte == b'\n');
            let used = end.map_or(buffer.len(), |end| end + 1);
            self.input.consume(used);
            if end.is_some() {
                return Ok(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_lines_count_but_are_not_given_and_the_last_needs_no_end() {
        let mut lines = Lines::new(&b"a\n\n \r\nb"[..], 10);
        let mut found = Vec::new();
        while let Some(line) = lines.next().unwrap() {
            found.push((line.number, String::from_utf8(line.text).unwrap()));
        }
        assert_eq!(found, [(1, "a\n".to_owned()), (4, "b".to_owned())]);
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_first_line() {
        let mut lines = Lines::new("\u{feff}a\n\u{feff}b".as_bytes(), 10);
        assert_eq!(lines.next().unwrap().unwrap().text, b"a\n");
        assert_eq!(lines.next().unwrap().unwrap().text, "\u{feff}b".as_bytes());
    }

    #[test]
    fn a_line_that_is_too_long_is_cut_and_the_next_is_whole() {
        let text = format!("{}\nnext\n", "x".repeat(100));
        let mut lines = Lines::new(text.as_bytes(), 10);
        let first = lines.next().unwrap().unwrap();
        assert!(first.too_long && first.text.len() == 11);
        let second = lines.next().unwrap().unwrap();
        assert!(!second.too_long);
        assert_eq!(second.text, b"next\n");
    }
}
