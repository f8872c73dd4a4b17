//! The tokenizer: from bytes to tags and stretches of text, driven by byte search.
//!
//! It follows the HTML standard (13.2.5) where that changes what a reader sees, and allocates nothing. What cannot
//! contain markup (scripts, styles, comments) is skipped in one jump. Every byte is looked at a bounded number of
//! times, whatever the input.

use memchr::{memchr, memmem};

use super::Tag;
use super::attribute::{Named, is_space};

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
    /// One past the next `-->`, where a comment was looked for; comments that `--!>` closes would each look again.
    comment_end: usize,
    /// Attributes of the last start tag.
    named: Named,
}

impl<'a> Tokens<'a> {
    pub(crate) fn of(source: &'a str) -> Self {
        Self {
            source: source.as_bytes(),
            at: 0,
            raw: None,
            endless: Vec::new(),
            comment_end: 0,
            named: Named::default(),
        }
    }

    /// The attributes of the start tag that came last.
    pub(super) fn named(&self) -> &Named {
        &self.named
    }

    fn byte(&self, at: usize) -> u8 {
        self.source.get(at).copied().unwrap_or(0)
    }

    fn place_of(&self, needle: u8, from: usize) -> usize {
        self.source.get(from..).and_then(|rest| memchr(needle, rest)).map_or(self.source.len(), |i| from + i)
    }

    /// Past a comment, a doctype or another declaration that opens at `at` with `<!` or `<?`.
    fn skip_declaration(&mut self, at: usize) -> usize {
        let rest = &self.source[at..];
        // A doctype, or a bogus comment (HTML standard, 13.2.5.41): `<?xml … ?>`,
        // `<![CDATA[` end at the first `>`.
        if !rest.starts_with(b"<!--") {
            return self.place_of(b'>', at).saturating_add(1).min(self.source.len());
        }
        // `<!-->` and `<!--->` are whole comments.
        for whole in [&b"<!-->"[..], b"<!--->"] {
            if rest.starts_with(whole) {
                return at + whole.len();
            }
        }
        let from = at + 4;
        // Remembered, as `--!>` may have ended the comment before: looking again each
        // time would be quadratic.
        if self.comment_end < from {
            let found = memmem::find(&self.source[from..], b"-->");
            self.comment_end = found.map_or(self.source.len(), |length| from + length + 3);
        }
        // `--!>` closes a comment too.
        let loud = memmem::find(&self.source[from..self.comment_end], b"--!>");
        loud.map_or(self.comment_end, |length| from + length + 4)
    }

    /// The end of a text that begins here: the next `<` that opens markup.
    fn text_end(&self, from: usize) -> usize {
        let mut at = self.place_of(b'<', from);
        while at < self.source.len() {
            match self.byte(at + 1) {
                b'!' | b'?' | b'/' => break,
                letter if letter.is_ascii_alphabetic() => break,
                // `a << b`: the first mark is text, the second is asked again.
                b'<' => at += 1,
                _ => at = self.place_of(b'<', at + 1),
            }
        }
        at
    }

    fn name_end(&self, from: usize) -> usize {
        let mut at = from;
        while self.source.get(at).is_some_and(|byte| !is_space(*byte) && !matches!(byte, b'/' | b'>')) {
            at += 1;
        }
        at
    }

    fn start_tag(&mut self, at: usize) -> Option<Token> {
        let name = (at + 1, self.name_end(at + 1));
        let tag = Tag::of(&self.source[name.0..name.1]);
        let Some((end, self_closing)) = self.named.read(self.source, name.1) else {
            // The standard drops a tag that the end of the file cuts off, and all that it swallowed.
            self.at = self.source.len();
            return None;
        };
        self.at = end + 1;
        if tag.is_raw() {
            self.raw = Some(self.raw_content(tag, (name.0, name.1)));
        }
        Some(Token::Start { tag, name, attributes: (name.1, end), self_closing })
    }

    /// The content of a raw element that begins here; moves past its end tag.
    fn raw_content(&mut self, tag: Tag, name: (usize, usize)) -> (usize, usize) {
        let from = self.at;
        let name = &self.source[name.0..name.1];
        // Each `<title>` of a page that closes none would otherwise be looked for up to the end of the file.
        if self.endless.contains(&tag) {
            return (from, from);
        }
        let mut at = from;
        while let Some(found) = memmem::find(&self.source[at..], b"</") {
            let end = at + found;
            let after = end + 2 + name.len();
            // Only the own end tag ends it, whole (13.2.5.11, .14 and .17): `</scripts>` and
            // `"</b>"` inside a script do not.
            let same = self.source.get(end + 2..after).is_some_and(|found| found.eq_ignore_ascii_case(name));
            if same && (is_space(self.byte(after)) || matches!(self.byte(after), b'/' | b'>')) {
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
                self.at = self.text_end(at);
                return Some(Token::Text(at, self.at));
            }
            match self.byte(at + 1) {
                b'!' | b'?' => self.at = self.skip_declaration(at),
                // `</3>` is a bogus comment and `</>` nothing (13.2.5.7): both end at the next `>`.
                b'/' if self.byte(at + 2).is_ascii_alphabetic() => return Some(self.end_tag(at)),
                b'/' if at + 2 < self.source.len() => self.at = self.place_of(b'>', at).saturating_add(1),
                letter if letter.is_ascii_alphabetic() => {
                    if let Some(token) = self.start_tag(at) {
                        return Some(token);
                    }
                }
                _ => {
                    // `5 < 6`, and a `</` that ends the file: a mark that opens no tag is
                    // text (13.2.5.6 and .7).
                    self.at = self.text_end(at + 1);
                    return Some(Token::Text(at, self.at));
                }
            }
        }
        None
    }
}
