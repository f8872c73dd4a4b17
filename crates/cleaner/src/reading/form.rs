//! What a capture's body is: a page, a text, a feed entry.

use std::borrow::Cow;

use veille_model::{Capture, CaptureKind, FeedEntry};
use veille_text::charset::names_wide;

use super::binary;
use crate::{Unclean, decode};
use veille_text::charset::Charset;

/// A capture's body, by what it is.
#[derive(Clone, Debug)]
pub(crate) enum Form<'a> {
    /// A page with markup.
    Html(Cow<'a, str>),
    /// Text flattened from a page.
    Text(Cow<'a, str>),
    /// What a feed says of an article.
    Entry(Box<FeedEntry>),
}

impl<'a> Form<'a> {
    /// Decodes a capture's body and tells what it is.
    pub(crate) fn of(capture: &'a Capture) -> Result<(Self, Charset), Unclean> {
        if capture.kind == CaptureKind::Page
            // Before decoding: any bytes decode as windows-1252, and a picture would become a page of signs.
            && let Some(name) = binary::name(&capture.body, names_wide(&decode::content_types(capture)))
        {
            return Err(Unclean::Unreadable { cause: format!("it is binary, not a page: {name}") });
        }
        let (text, charset) = decode::decode(capture);
        match capture.kind {
            CaptureKind::Feed => Err(Unclean::Feed),
            CaptureKind::Entry => {
                let entry: FeedEntry = serde_json::from_str(&text)
                    .map_err(|error| Unclean::Unreadable { cause: format!("not a feed entry: {error}") })?;
                Ok((Self::Entry(Box::new(entry)), charset))
            }
            CaptureKind::Page if is_html(capture, &text) => Ok((Self::Html(text), charset)),
            CaptureKind::Page => Ok((Self::Text(text), charset)),
        }
    }

    /// What it is, for people.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Html(_) => "page",
            Self::Text(_) => "text",
            Self::Entry(_) => "feed entry",
        }
    }
}

/// The text of a feed entry: the longer of content and summary, as feeds put a teaser into either.
pub(crate) fn entry_text(entry: &FeedEntry) -> &str {
    let content = entry.content.as_deref().unwrap_or_default();
    let summary = entry.summary.as_deref().unwrap_or_default();
    if content.len() >= summary.len() { content } else { summary }
}

/// How far into a body without a label its first tag is looked for.
const SNIFF_BYTES: usize = 2048;

/// Whether a page is HTML: by its media type, and where that says nothing or plain text, by its first tags.
fn is_html(capture: &Capture, text: &str) -> bool {
    match capture.media_essence().as_deref() {
        Some("text/html" | "application/xhtml+xml") => true,
        // Servers without a type for `.html` say plain text; an article about HTML does not open with a doctype.
        Some("text/plain") => opens_with_markup(text),
        _ => opens_with_markup(text) || has_markup(text),
    }
}

/// Whether a text opens as pages do, however it is labelled.
fn opens_with_markup(text: &str) -> bool {
    let start = text.trim_start().as_bytes();
    let opens =
        |with: &str| start.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with.as_bytes()));
    opens("<!doctype html") || opens("<html")
}

fn has_markup(text: &str) -> bool {
    let mut end = text.len().min(SNIFF_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let start = text[..end].to_ascii_lowercase();
    // Fragments, as archives of bodies have them, begin with none of the tags of a whole page.
    ["<html", "<head", "<body", "<div", "<p>", "<p ", "<meta", "<article", "<title", "<br"]
        .iter()
        .any(|tag| start.contains(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_told_by_its_label_and_its_first_tags() {
        let check = |media_type: Option<&str>, body: &str, expected: &str| {
            let media_type = media_type.map(str::to_owned);
            let capture = Capture { media_type, ..Capture::page(None, body.as_bytes().to_vec()) };
            assert_eq!(Form::of(&capture).unwrap().0.name(), expected, "{body}");
        };
        check(Some("text/html"), "no tag at all", "page");
        check(Some("text/plain"), "<p> is how HTML opens a paragraph", "text");
        check(Some("text/plain; charset=utf-8"), "<!DOCTYPE html><p>x", "page");
        check(None, "<div class=a>x", "page");
        check(None, "Hà Nội, 25 octobre", "text");
        check(Some("text/plain"), "<html>é", "page");
        check(Some("text/plain"), "<html lang='vi'>Hà Nội", "page");
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let capture = Capture::page(None, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0\0\xff\xff".to_vec());
        assert_eq!(Form::of(&capture).unwrap_err().code(), "unreadable");
    }
}
