//! Named fields, `Name: value` a line, as WARC and HTTP both write them.

use std::borrow::Cow;

/// The fields before a block, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads fields line by line; a line that begins with white space continues the one before, and a line without a
    /// colon is none.
    pub(super) fn parse(head: &[u8]) -> Self {
        let mut fields: Vec<(String, String)> = Vec::new();
        for line in head.split(|byte| *byte == b'\n') {
            let line = text(line.strip_suffix(b"\r").unwrap_or(line));
            // Folded lines (RFC 9112, 5.2: obsolete, and still in crawls of old servers).
            if line.starts_with([' ', '\t'])
                && let Some((_, value)) = fields.last_mut()
            {
                value.push(' ');
                value.push_str(line.trim());
            } else if let Some((name, value)) = line.split_once(':') {
                // Names have no case (RFC 9110, 5.1; ISO 28500, 4). Blanks
                // before the colon are forbidden (RFC 9112, 5.1), and written.
                fields.push((name.trim().to_ascii_lowercase(), trim(value).to_owned()));
            }
        }
        Self(fields)
    }

    /// The first value of a name, given in lower case; an empty one is none.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
            .filter(|v| !v.is_empty())
    }

    pub(super) fn into_pairs(self) -> impl Iterator<Item = (String, String)> {
        self.0.into_iter().filter(|(name, _)| !name.is_empty())
    }
}

/// Only these two surround a value (RFC 9110, 5.5); other white space is part of it.
fn trim(value: &str) -> &str {
    value.trim_matches([' ', '\t'])
}

/// Fields are UTF-8 by the standard; what is not was Latin-1, the encoding of HTTP for a quarter of a century.
pub(super) fn text(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(bytes.iter().map(|byte| char::from(*byte)).collect()),
    }
}

/// Whether a field with this value is read back as it was written.
pub(super) fn fits(name: &str, value: &str) -> bool {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty()
        && name.bytes().all(is_token)
        // A line end in a value would begin a field of the sender's choice.
        && !value.contains(['\r', '\n', '\0'])
        && !value.is_empty()
        // Blanks around a value are no part of it, and would not come back.
        && trim(value) == value
}

/// Where the head of a block ends: the offset behind the empty line, or None without one.
pub(super) fn head_length(block: &[u8]) -> Option<usize> {
    let mut line_start = 0;
    for newline in memchr::memchr_iter(b'\n', block) {
        // Line feeds alone end lines too (RFC 9112, 2.2 lets a reader take them so).
        if matches!(&block[line_start..newline], b"" | b"\r") {
            return Some(newline + 1);
        }
        line_start = newline + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_as_sloppily_as_they_are_written() {
        let fields = Fields::parse(
            b"A : 1\r\nfolded: x\r\n\ty\nno colon\nLatin: caf\xe9\r\nempty:\n: nameless\r\na: 2",
        );
        assert_eq!(fields.get("a"), Some("1"));
        assert_eq!(fields.get("folded"), Some("x y"));
        assert_eq!(fields.get("latin"), Some("café"));
        assert_eq!(fields.get("empty"), None);
        assert_eq!(fields.into_pairs().count(), 5);
    }

    #[test]
    fn the_head_ends_at_the_first_empty_line() {
        let check = |block: &[u8], expected| assert_eq!(head_length(block), expected);
        check(b"A: 1\r\n\r\nbody\n\n", Some(8));
        check(b"A: 1\n\nbody", Some(6));
        check(b"\r\nbody", Some(2));
        check(b"A: 1\r\n", None);
    }
}
