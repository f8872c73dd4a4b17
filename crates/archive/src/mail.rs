//! Messages as mail programs save them (`.eml`), and pages as browsers save them in one file (`.mhtml`): both are MIME.
//!
//! Of a message the subject, the sender and the date travel with its text as a feed's entry does with its page.

use std::path::Path;

use chrono::DateTime;
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Addr, Encoding, HeaderName, Message, MessageParser, MessagePart, MimeHeaders, PartType};
use veille_model::{Capture, FeedEntry, Moment, SourceId};

use crate::{ArchiveError, Limits, Place, seed};

/// The capture in a file of either kind.
pub(crate) fn read(path: &Path, limits: &Limits) -> Result<Capture, ArchiveError> {
    let bytes = seed::read_whole(path, limits)?;
    let none = || ArchiveError::BadRecord {
        place: Place::file(path),
        message: "no message with a text, and no page that a browser saved".to_owned(),
    };
    of_bytes(&bytes).ok_or_else(none)
}

/// The capture in a message; None where it has no text.
pub(crate) fn of_bytes(bytes: &[u8]) -> Option<Capture> {
    capture(&MessageParser::default().parse(bytes)?)
}

fn capture(message: &Message<'_>) -> Option<Capture> {
    let part = text_part(message)?;
    // A message that was passed on as it is, and says nothing itself.
    if let PartType::Message(inner) = &part.body {
        return capture(inner);
    }
    let body = bytes_of(message, part)?;
    let saved_from = page_address(message, part);
    let url = saved_from.clone().or_else(|| address_in(message, "Archived-At"));
    let sent = message.date().and_then(|date| DateTime::parse_from_rfc3339(&date.to_rfc3339()).ok());
    let capture = Capture {
        captured_at: sent.map(|sent| sent.to_utc()),
        media_type: Some(media_type(part)),
        ..Capture::page(url, body)
    };
    if saved_from.is_some() {
        return Some(capture);
    }
    let sender = message.from().and_then(|from| from.first());
    let entry = FeedEntry {
        id: message.message_id().map(str::to_owned),
        title: message.subject().map(str::trim).filter(|subject| !subject.is_empty()).map(str::to_owned),
        authors: sender.and_then(Addr::name).map(str::to_owned).into_iter().collect(),
        published_at: sent.map(Moment::Instant),
        ..FeedEntry::default()
    };
    let domain = sender.and_then(Addr::address).and_then(|address| address.rsplit_once('@'));
    let source = domain.map_or_else(SourceId::unknown, |(_, domain)| SourceId::new(domain));
    Some(Capture { source, ..capture.announced_by(entry) })
}

/// What there is to read: the HTML, else the plain text, else the message within.
fn text_part<'m, 'x>(message: &'m Message<'x>) -> Option<&'m MessagePart<'x>> {
    let part = |id: &u32| message.parts.get(*id as usize);
    let has_text = |part: &&MessagePart<'_>| match &part.body {
        PartType::Text(text) | PartType::Html(text) => !text.trim().is_empty(),
        _ => false,
    };
    let (html, plain) = (message.html_body.iter(), message.text_body.iter());
    html.chain(plain)
        .filter_map(part)
        .find(has_text)
        .or_else(|| message.parts.iter().find(|part| matches!(part.body, PartType::Message(_))))
}

/// The bytes of a part, its transfer encoding undone and its charset left alone: pages say of theirs more than their part
/// does.
fn bytes_of(message: &Message<'_>, part: &MessagePart<'_>) -> Option<Vec<u8>> {
    let raw = message.raw_message.get(part.offset_body as usize..part.offset_end as usize)?;
    match part.encoding {
        Encoding::None => Some(raw.to_vec()),
        Encoding::QuotedPrintable => quoted_printable_decode(raw),
        Encoding::Base64 => base64_decode(raw),
    }
}

fn media_type(part: &MessagePart<'_>) -> String {
    let kind = if matches!(part.body, PartType::Html(_)) { "text/html" } else { "text/plain" };
    let charset = part.content_type().and_then(|written| written.attribute("charset"));
    // One that would end the value, or begin another, is no charset.
    let charset = charset
        .filter(|name| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte)));
    charset.map_or_else(|| kind.to_owned(), |charset| format!("{kind}; charset={charset}"))
}

/// Where a saved page was: Chrome says it of the file, others of the part.
fn page_address(message: &Message<'_>, part: &MessagePart<'_>) -> Option<String> {
    let of_part = part.content_location().map(str::to_owned);
    address_in(message, "Snapshot-Content-Location").or_else(|| of_part.filter(|url| is_web(url)))
}

fn address_in(message: &Message<'_>, name: &'static str) -> Option<String> {
    let value = message.header_raw(HeaderName::Other(name.into()))?;
    // Long ones are folded, and `Archived-At` has brackets around it.
    let url: String = value.split_whitespace().collect();
    let url = url.trim_start_matches('<').trim_end_matches('>');
    is_web(url).then(|| url.to_owned())
}

fn is_web(url: &str) -> bool {
    url.starts_with("http://") || url.starts_with("https://")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Capture> {
        capture(&MessageParser::default().parse(text.as_bytes())?)
    }

    #[test]
    fn a_page_that_a_browser_saved_is_its_page_at_its_address() {
        let saved = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.example/x?y=1\r\nSubject: T\r\n\
            Date: Sat, 25 Oct 2025 10:00:00 +0700\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"b\"\r\n\r\n\
            --b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\
            Content-Location: https://a.example/x?y=1\r\n\r\n<meta charset=3D\"windows-1252\"><p>H=E9=\r\nllo\r\n\
            --b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b--\r\n";
        let page = read(saved).unwrap();
        assert_eq!(page.url.as_deref(), Some("https://a.example/x?y=1"));
        assert_eq!(page.body.trim_ascii_end(), b"<meta charset=\"windows-1252\"><p>H\xe9llo");
        assert_eq!((page.source.as_str(), page.media_type.as_deref()), ("a-example", Some("text/html")));
        assert_eq!(page.captured_at.unwrap().to_rfc3339(), "2025-10-25T03:00:00+00:00");
        assert_eq!(page.entry, None);
        let bare = saved.replace("Snapshot-Content-Location: https://a.example/x?y=1\r\n", "");
        assert_eq!(read(&bare).unwrap().url, page.url);
    }

    #[test]
    fn a_message_is_its_text_with_subject_sender_and_date() {
        let sent = "From: =?utf-8?Q?Service_de_presse?= <presse@ministere.example>\r\nSubject: =?utf-8?B?SGFub8Ov?= signe\r\n\
            Message-ID: <1@x>\r\nDate: Sat, 25 Oct 2025 10:00:00 +0700\r\n\
            Content-Type: multipart/alternative; boundary=b\r\n\r\n\
            --b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nplain\r\n\
            --b\r\nContent-Type: text/html; charset=\"utf-8\"\r\nContent-Transfer-Encoding: base64\r\n\r\nPHA+SGFub8Ov\r\n--b--\r\n";
        let message = read(sent).unwrap();
        assert_eq!(message.body, "<p>Hanoï".as_bytes());
        assert_eq!(message.media_type.as_deref(), Some("text/html; charset=utf-8"));
        assert_eq!((message.url.as_deref(), message.source.as_str()), (None, "ministere-example"));
        let entry = message.entry.unwrap();
        assert_eq!((entry.title.as_deref(), entry.id.as_deref()), (Some("Hanoï signe"), Some("1@x")));
        assert_eq!(entry.authors, ["Service de presse"]);
        assert_eq!(entry.published_at.unwrap().to_string(), "2025-10-25T10:00:00+07:00");
    }

    #[test]
    fn a_message_that_was_passed_on_is_the_one_within_and_one_without_text_is_none() {
        let inner = "From: a@b.example\r\nSubject: Inner\r\n\r\nText\r\n";
        let outer = format!(
            "Subject: Fwd\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n{inner}--b--\r\n"
        );
        let message = read(&outer).unwrap();
        assert_eq!(message.entry.unwrap().title.as_deref(), Some("Inner"));
        assert_eq!(message.body.trim_ascii(), b"Text");
        assert_eq!(read("Subject: x\r\n\r\n"), None);
        assert_eq!(read(""), None);
    }
}
