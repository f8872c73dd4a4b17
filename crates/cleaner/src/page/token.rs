//! The tokenizer: from bytes to tags and stretches of text, driven by byte search.
//!
//! It follows the HTML standard (13.2.5) where that changes what a reader sees, and allocates nothing. What cannot
//! contain markup (scripts, styles, comments) is skipped in one jump. Every byte is looked at a bounded number of
//! times, whatever the input.

use memchr::{memchr, memchr3, memmem};

use super::Tag;

/// What the markup says next. Ranges are bytes of the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token {
    /// Characters, references not yet decoded.
    Text(usize, usize),
    /// A start tag and its attributes' range.
    Start { tag: Tag, name: (usize, usize), attributes: (usize, usize), self_closing: bool },
    /// What stands between a raw element's tags; always follows its start tag, and its end tag is consumed.
    Raw(usize, usize),
    /// An end tag.
    End { tag: Tag, name: (usize, usize) },
}

/// Walks over a source.
#[derive(Clone, Debug)]
pub(crate) struct Tokens<'a> {
    source: &'a [u8],
    at: usize,
    raw: Option<(usize, usize)>,
    /// Raw elements whose end tag is known to stand nowhere ahead: asking again for each would be quadratic.
    endless: Vec<Tag>,
}

impl<'a> Tokens<'a> {
    pub(crate) fn of(source: &'a str) -> Self {
        Self { source: source.as_bytes(), at: 0, raw: None, endless: Vec::new() }
    }

    fn byte(&self, at: usize) -> u8 {
        self.source.get(at).copied().unwrap_or(0)
    }

    fn place_of(&self, needle: u8, from: usize) -> usize {
        self.source.get(from..).and_then(|rest| memchr(needle, rest)).map_or(self.source.len(), |i| from + i)
    }

    /// Past a comment, a doctype or another declaration that opens at `at` with `<!` or `<?`.
    fn skip_declaration(&self, at: usize) -> usize {
        let rest = &self.source[at..];
        if !rest.starts_with(b"<!--") {
            return self.place_of(b'>', at).saturating_add(1).min(self.source.len());
        }
        // `<!-->` and `<!--->` are whole comments.
        for whole in [&b"<!-->"[..], b"<!--->"] {
            if rest.starts_with(whole) {
                return at + whole.len();
            }
        }
        let mut from = at + 4;
        while let Some(found) = memmem::find(&self.source[from..], b"--") {
            let mut end = from + found + 2;
            while self.byte(end) == b'-' {
                end += 1;
            }
            if self.byte(end) == b'>' {
                return end + 1;
            }
            if self.byte(end) == b'!' && self.byte(end + 1) == b'>' {
                return end + 2;
            }
            from = end;
        }
        self.source.len()
    }

    /// The end of a tag's attributes, given where they begin: the place of its `>`, which no quoted value hides.
    fn tag_end(&self, from: usize) -> Option<usize> {
        let mut at = from;
        loop {
            at += memchr3(b'>', b'"', b'\'', self.source.get(at..)?)?;
            let found = self.source[at];
            if found == b'>' {
                return Some(at);
            }
            // A quote opens a value only after `=`; elsewhere it is part of a name.
            let opens = self.source[from..at].iter().rev().find(|b| !b.is_ascii_whitespace()) == Some(&b'=');
            at += 1;
            if opens {
                at += memchr(found, self.source.get(at..)?)? + 1;
            }
        }
    }

    fn name_end(&self, from: usize) -> usize {
        let mut at = from;
        while !matches!(self.byte(at), b' ' | b'\t' | b'\n' | b'\r' | 0x0c | b'/' | b'>')
            && at < self.source.len()
        {
            at += 1;
        }
        at
    }

    fn start_tag(&mut self, at: usize) -> Option<Token> {
        let name = (at + 1, self.name_end(at + 1));
        let tag = Tag::of(&self.source[name.0..name.1]);
        let Some(end) = self.tag_end(name.1) else {
            // The standard drops a tag that the end of the file cuts off, and all that it swallowed.
            self.at = self.source.len();
            return None;
        };
        self.at = end + 1;
        let self_closing = end > name.1 && self.source[end - 1] == b'/';
        if tag.is_raw() {
            self.raw = Some(self.raw_content(tag, (name.0, name.1)));
        }
        Some(Token::Start { tag, name, attributes: (name.1, end - usize::from(self_closing)), self_closing })
    }

    /// The content of a raw element that begins here; moves past its end tag.
    fn raw_content(&mut self, tag: Tag, name: (usize, usize)) -> (usize, usize) {
        let from = self.at;
        let name = &self.source[name.0..name.1];
        if self.endless.contains(&tag) {
            return (from, from);
        }
        let mut at = from;
        while let Some(found) = memmem::find(&self.source[at..], b"</") {
            let end = at + found;
            let after = end + 2 + name.len();
            let same = self.source.get(end + 2..after).is_some_and(|found| found.eq_ignore_ascii_case(name));
            if same && matches!(self.byte(after), b' ' | b'\t' | b'\n' | b'\r' | 0x0c | b'/' | b'>') {
                self.at = self.place_of(b'>', after).saturating_add(1).min(self.source.len());
                return (from, end);
            }
            at = end + 2;
        }
        // Never closed. A browser takes the rest of the file for it; for a title that would lose the page.
        if matches!(tag, Tag::Title | Tag::Noscript | Tag::Iframe) {
            self.endless.push(tag);
            return (from, from);
        }
        self.at = self.source.len();
        (from, self.source.len())
    }

    fn end_tag(&mut self, at: usize) -> Token {
        let name = (at + 2, self.name_end(at + 2));
        self.at = self.place_of(b'>', name.1).saturating_add(1).min(self.source.len());
        Token::End { tag: Tag::of(&self.source[name.0..name.1]), name }
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        if let Some((start, end)) = self.raw.take() {
            return Some(Token::Raw(start, end));
        }
        while self.at < self.source.len() {
            let at = self.at;
            if self.byte(at) != b'<' {
                self.at = self.place_of(b'<', at);
                return Some(Token::Text(at, self.at));
            }
            match self.byte(at + 1) {
                b'!' | b'?' => self.at = self.skip_declaration(at),
                b'/' if self.byte(at + 2).is_ascii_alphabetic() => return Some(self.end_tag(at)),
                b'/' if at + 2 < self.source.len() => self.at = self.place_of(b'>', at).saturating_add(1),
                letter if letter.is_ascii_alphabetic() => {
                    if let Some(token) = self.start_tag(at) {
                        return Some(token);
                    }
                }
                _ => {
                    self.at = self.place_of(b'<', at + 1);
                    return Some(Token::Text(at, self.at));
                }
            }
        }
        None
    }
}

/// Name and value of each attribute, as written: references in values are not decoded.
#[derive(Clone, Debug)]
pub(crate) struct Attributes<'a> {
    text: &'a str,
    at: usize,
    left: usize,
}

/// More attributes than this are not looked at: nothing that a reader sees hangs on them.
const ATTRIBUTES_MAX: usize = 64;

impl<'a> Attributes<'a> {
    /// The attributes in this stretch of source.
    pub(crate) fn of(text: &'a str) -> Self {
        Self { text, at: 0, left: ATTRIBUTES_MAX }
    }

    fn skip(&mut self, skipped: impl Fn(u8) -> bool) -> usize {
        let bytes = self.text.as_bytes();
        while self.at < bytes.len() && skipped(bytes[self.at]) {
            self.at += 1;
        }
        self.at
    }

    fn value(&mut self) -> &'a str {
        let start = self.skip(|b| b.is_ascii_whitespace());
        let bytes = self.text.as_bytes();
        match bytes.get(start) {
            Some(&quote @ (b'"' | b'\'')) => {
                let length = memchr(quote, &bytes[start + 1..]).unwrap_or(bytes.len() - start - 1);
                self.at = (start + length + 2).min(bytes.len());
                &self.text[start + 1..start + 1 + length]
            }
            _ => {
                let end = self.skip(|b| !b.is_ascii_whitespace());
                &self.text[start..end]
            }
        }
    }
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        self.left = self.left.checked_sub(1)?;
        let start = self.skip(|b| b.is_ascii_whitespace() || b == b'/');
        // A `=` where a name is expected belongs to the name.
        self.at = (start + 1).min(self.text.len());
        let bytes = self.text.as_bytes();
        if start >= bytes.len() {
            return None;
        }
        while self.at < bytes.len()
            && !matches!(bytes[self.at], b'=' | b'/')
            && !bytes[self.at].is_ascii_whitespace()
        {
            self.at += 1;
        }
        let name = &self.text[start..self.at];
        let after = self.skip(|b| b.is_ascii_whitespace());
        if bytes.get(after) != Some(&b'=') {
            return Some((name, ""));
        }
        self.at = after + 1;
        Some((name, self.value()))
    }
}
