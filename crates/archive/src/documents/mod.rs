//! Documents that offices send instead of pages: PDF and DOCX, read into a page of headings and paragraphs; and messages.
//!
//! A document is told by its bytes, whatever its name says. What is made of it is plain HTML that we write ourselves, so that it
//! goes the way of every other page; the bytes as they were stay with who has them.

mod bounds;
mod docx;
mod loaded;
mod maps;
mod pdf;
mod printed;

use std::path::Path;

use veille_model::{Capture, SourceId};
use veille_text::reference::encode;

use crate::{ArchiveError, Limits, Place, mail, seed};

/// A heading or a paragraph.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Part {
    pub tag: &'static str,
    pub text: String,
}

/// A page that was handed in as a PDF, a DOCX or a message, as the page within; every other as it is.
///
/// # Errors
/// Why there is nothing to read in a document, in words: a scan has no text, and a password is nobody's here.
pub fn unpacked(capture: Capture) -> Result<Capture, String> {
    let essence = capture.media_essence().unwrap_or_default();
    if matches!(essence.as_str(), "message/rfc822" | "multipart/related") {
        let told = mail::of_bytes(&capture.body).ok_or("it is a message without a text")?;
        // What whoever handed it in says of it stands; the message tells the rest: subject, sender, date.
        let is_anybodys = capture.source == SourceId::unknown();
        return Ok(Capture {
            url: capture.url.or(told.url),
            captured_at: capture.captured_at.or(told.captured_at),
            source: if is_anybodys { told.source } else { capture.source },
            entry: capture.entry.or(told.entry),
            media_type: told.media_type,
            body: told.body,
            ..capture
        });
    }
    let Some(read) = page(&capture.body) else { return Ok(capture) };
    let body = read?.into_bytes();
    Ok(Capture { media_type: Some(MEDIA_TYPE.to_owned()), body, ..capture })
}

/// The capture in a file of either kind.
pub(crate) fn read(path: &Path, limits: &Limits) -> Result<Capture, ArchiveError> {
    let bytes = seed::read_whole(path, limits)?;
    let none = |message: String| ArchiveError::BadRecord { place: Place::file(path), message };
    let read = page(&bytes).ok_or_else(|| none("neither PDF nor DOCX by its bytes".to_owned()))?;
    let body = read.map_err(none)?.into_bytes();
    Ok(Capture { media_type: Some(MEDIA_TYPE.to_owned()), ..Capture::page(None, body) })
}

const MEDIA_TYPE: &str = "text/html; charset=utf-8";

/// The document as a page; None where it is none of ours.
fn page(bytes: &[u8]) -> Option<Result<String, String>> {
    let parts = if bytes.starts_with(b"%PDF-") {
        pdf::read(bytes)
    } else if bytes.starts_with(b"PK\x03\x04") {
        docx::read(bytes)?
    } else {
        return None;
    };
    Some(parts.and_then(|parts| match parts.iter().any(|part| !part.text.trim().is_empty()) {
        true => Ok(written(&parts)),
        false => Err("there is no text in it: it may be a scan, which only its picture shows".to_owned()),
    }))
}

fn written(parts: &[Part]) -> String {
    let mut page = String::from("<!doctype html>\n<html><head><meta charset=\"utf-8\">");
    if let Some(title) = parts.iter().find(|part| part.tag == "h1") {
        page.push_str(&format!("<title>{}</title>", encode(&title.text, "")));
    }
    page.push_str("</head><body><article>\n");
    for Part { tag, text } in parts.iter().filter(|part| !part.text.trim().is_empty()) {
        page.push_str(&format!("<{tag}>{}</{tag}>\n", encode(text.trim(), "")));
    }
    page.push_str("</article></body></html>\n");
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_document_stays_as_it_is() {
        for body in ["<h1>x</h1>", "Un texte.", "", "PK", "%PD"] {
            let capture = Capture::page(Some("https://a.example/".to_owned()), body.as_bytes().to_vec());
            assert_eq!(unpacked(capture.clone()), Ok(capture));
        }
    }

    #[test]
    fn what_was_said_of_a_message_stands_beside_what_is_in_it() {
        let body = b"From: Anne Martin <a@a.example>\r\nSubject: Un titre\r\nDate: Sat, 25 Oct 2025 10:00:00 +0700\r\n\
            Content-Type: text/plain\r\n\r\nUn texte.\r\n"
            .to_vec();
        let at = Some("2025-10-25T08:00:00Z".parse().unwrap());
        let capture = Capture {
            source: SourceId::new("agency"),
            captured_at: at,
            media_type: Some("message/rfc822".to_owned()),
            ..Capture::page(Some("https://a.example/1".to_owned()), body)
        };
        let read = unpacked(capture.clone()).unwrap();
        assert_eq!((&read.id, &read.source, read.captured_at), (&capture.id, &capture.source, at));
        assert_ne!((&read.body, &read.media_type), (&capture.body, &capture.media_type));
        let entry = read.entry.unwrap();
        assert_eq!(
            (entry.title.as_deref(), entry.authors),
            (Some("Un titre"), vec!["Anne Martin".to_owned()])
        );
        // Of whom nothing is said it says all.
        let bare = Capture { source: SourceId::unknown(), captured_at: None, ..capture };
        let read = unpacked(bare).unwrap();
        assert_eq!(read.source.as_str(), "a-example");
        assert_eq!(read.captured_at.unwrap().to_rfc3339(), "2025-10-25T03:00:00+00:00");
    }

    #[test]
    fn a_page_is_escaped_and_has_its_first_heading_for_a_title() {
        let part = |tag, text: &str| Part { tag, text: text.to_owned() };
        let page = written(&[part("p", " "), part("h1", "A <b> & c"), part("p", "</article><script>")]);
        assert!(page.contains("<title>A &lt;b&gt; &amp; c</title>"), "{page}");
        assert!(
            page.contains("<p>&lt;/article&gt;&lt;script&gt;</p>") && !page.contains("<p></p>"),
            "{page}"
        );
    }

    #[test]
    fn broken_documents_say_so() {
        for body in [&b"%PDF-1.7\n%%EOF"[..], b"%PDF-1.4 1 0 obj <<", b"PK\x03\x04word/document.xml"] {
            let capture = Capture::page(None, body.to_vec());
            assert!(unpacked(capture).is_err(), "{}", String::from_utf8_lossy(body));
        }
    }
}
