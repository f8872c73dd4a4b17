//! Messages as mail programs save them (`.eml`), and pages as browsers save them in one file (`.mhtml`): both are MIME.
//!
//! Of a message the subject, the sender and the date travel with its text as a feed's entry does with its page.

use std::path::Path;

use chrono::{DateTime, Utc};
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Addr, Encoding, HeaderName, Message, MessageParser, MessagePart, MimeHeaders, PartType};
use veille_model::{Capture, FeedEntry, Moment, SourceId};
use veille_text::dates::machine;

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
    if continuations(bytes) > CONTINUATIONS_MAX {
        return None;
    }
    let message = parser().parse(bytes)?;
    let read = capture(&message);
    take_apart(message);
    read
}

/// The library undoes no transfer encoding: a message that is packed is one that it reads by a call of its own, and another call for
/// each that lies within, and mail does not know such (RFC 2046, 5.2.1). We undo that of the one part that is read.
fn parser() -> MessageParser {
    let parser = MessageParser::new().with_minimal_headers().with_message_ids();
    parser.ignore_header(HeaderName::ContentTransferEncoding)
}

/// Parts of values that are written in several, `name*1="…"` (RFC 2231, 3): a long name of a file has ten. The library compares the name of
/// each with all before it, which takes the square of them.
const CONTINUATIONS_MAX: usize = 10_000;

fn continuations(bytes: &[u8]) -> usize {
    let is_one = |at: &usize| {
        let digits = bytes[at + 1..].iter().take(9).take_while(|byte| byte.is_ascii_digit()).count();
        let behind =
            bytes[at + 1 + digits..].iter().take(8).find(|byte| !matches!(byte, b' ' | b'\t' | b'*'));
        digits > 0 && behind == Some(&b'=')
    };
    memchr::memchr_iter(b'*', bytes).filter(is_one).take(CONTINUATIONS_MAX + 1).count()
}

/// Frees a message and those within it one after another: the library frees each by a call of its own, and a stack does not reach as
/// deep as a message can say `Content-Type: message/rfc822`, plainly or between comments.
fn take_apart(message: Message<'_>) {
    let mut left = vec![message];
    while let Some(message) = left.pop() {
        left.extend(message.parts.into_iter().filter_map(|part| match part.body {
            PartType::Message(within) => Some(within),
            _ => None,
        }));
    }
}

fn capture(mut message: &Message<'_>) -> Option<Capture> {
    let mut part = text_part(message)?;
    let mut depth = 0;
    // A message that was passed on as it is, and says nothing itself.
    while let PartType::Message(inner) = &part.body {
        depth += 1;
        if depth > WITHIN_MAX || encoding(message, part) != Encoding::None {
            return None;
        }
        // Forwarded as an attachment: the sender and the subject are those of the message within.
        (message, part) = (inner, text_part(inner)?);
    }
    let body = bytes_of(message, part)?;
    let saved_from = page_address(message, part);
    let url = saved_from.clone().or_else(|| address_in(message, "Archived-At"));
    // As it is written, for the library takes a zone that it does not know for Greenwich: JST, CEST. Of one that means several,
    // IST or CST, the day is known and not the instant.
    let sent = message.header_raw(HeaderName::Date).and_then(|date| machine(date, None, None));
    let capture = Capture {
        captured_at: sent.and_then(instant),
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
        published_at: sent,
        ..FeedEntry::default()
    };
    // The house, not the person: `press@ministry.example` sends what the ministry says.
    let domain = sender.and_then(Addr::address).and_then(|address| address.rsplit_once('@'));
    let source = domain.map_or_else(SourceId::unknown, |(_, domain)| SourceId::new(domain));
    Some(Capture { source, ..capture.announced_by(entry) })
}

fn instant(sent: Moment) -> Option<DateTime<Utc>> {
    match sent {
        Moment::Instant(instant) => Some(instant.to_utc()),
        Moment::Day(_) => None,
    }
}

/// Times that a message is passed on before nobody looks for its text any more.
const WITHIN_MAX: usize = 100;

/// What there is to read: the HTML, else the plain text, else the message within.
fn text_part<'m, 'x>(message: &'m Message<'x>) -> Option<&'m MessagePart<'x>> {
    let part = |id: &u32| message.parts.get(*id as usize);
    // In whatever charset: what is no UTF-8 is more than blanks.
    let is_said = |bytes: Vec<u8>| !std::str::from_utf8(&bytes).is_ok_and(|text| text.trim().is_empty());
    let has_text = |part: &&MessagePart<'_>| match &part.body {
        PartType::Text(_) | PartType::Html(_) => bytes_of(message, part).is_some_and(is_said),
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
    match encoding(message, part) {
        Encoding::None => Some(raw.to_vec()),
        Encoding::QuotedPrintable => quoted_printable_decode(raw),
        Encoding::Base64 => base64_decode(raw),
    }
}

fn encoding(message: &Message<'_>, part: &MessagePart<'_>) -> Encoding {
    let said = part.headers.iter().rfind(|header| header.name == HeaderName::ContentTransferEncoding);
    let raw =
        said.and_then(|said| message.raw_message.get(said.offset_start as usize..said.offset_end as usize));
    match raw.unwrap_or_default().trim_ascii().to_ascii_lowercase().as_slice() {
        b"base64" => Encoding::Base64,
        b"quoted-printable" => Encoding::QuotedPrintable,
        _ => Encoding::None,
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
        of_bytes(text.as_bytes())
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
    fn a_message_was_sent_when_its_header_says_in_whatever_zone() {
        let check = |date: &str, expected: &str, at: Option<&str>| {
            let text = format!("From: a@b.example\r\nSubject: T\r\nDate: {date}\r\n\r\nText\r\n");
            let message = read(&text).unwrap();
            let captured_at = message.captured_at.map(|at| at.format("%H:%M").to_string());
            let said = message.entry.unwrap().published_at.map(|at| at.to_string()).unwrap_or_default();
            assert_eq!((said.as_str(), captured_at.as_deref()), (expected, at), "{date}");
        };
        check("Sat, 25 Oct 2025 10:00:00 +0700", "2025-10-25T10:00:00+07:00", Some("03:00"));
        check("Sat, 25 Oct 2025 10:00:00 JST", "2025-10-25T10:00:00+09:00", Some("01:00"));
        check("Sat,\r\n 25 Oct 2025 10:00:00 CEST", "2025-10-25T10:00:00+02:00", Some("08:00"));
        check("Sat, 25 Oct 2025 10:00:00 +0000 (GMT)", "2025-10-25T10:00:00Z", Some("10:00"));
        check("Sat, 25 Oct 2025 10:00:00 GMT", "2025-10-25T10:00:00Z", Some("10:00"));
        // One of the few names that mail has fixed (RFC 5322, 4.3).
        check("Sat, 25 Oct 2025 10:00:00 CST", "2025-10-25T10:00:00-06:00", Some("16:00"));
        for zone in ["IST", "BST"] {
            check(&format!("Sat, 25 Oct 2025 10:00:00 {zone}"), "2025-10-25", None);
        }
        check("yesterday", "", None);
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

    #[test]
    fn messages_within_messages_without_end_are_none() {
        let nested = |header: &str, times: usize| {
            format!("Subject: x\r\n{}Subject: y\r\n\r\nText\r\n", header.repeat(times))
        };
        let packed = |inside: &str| {
            let inside = base64_of(inside.as_bytes());
            format!(
                "Subject: x\r\nContent-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n{inside}\r\n"
            )
        };
        let deep = "Content-Type: message/rfc822\r\n\r\n";
        let read = |text: String| {
            // As those threads have on which documents are read.
            let small = std::thread::Builder::new().stack_size(2 << 20);
            small.spawn(move || of_bytes(text.as_bytes()).is_some()).unwrap().join().unwrap()
        };
        assert!(read(nested(deep, 20)));
        for header in [
            deep,
            "content-type:\r\n message / global\r\n\r\n",
            "Content-Type: message(x)/rfc822; charset=utf-8\n\n",
            "Content-Type: multipart/digest; boundary=b\r\n\r\n--b\r\n\r\n",
            &format!("Content-Type: ({}) message/rfc822\r\n\r\n", "x".repeat(500)),
            "Content-Type: (\\)) message/rfc822\r\n\r\n",
            "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n Content-Type: message/rfc822\r\n\r\n",
        ] {
            assert!(!read(nested(header, 100_000)), "{header}");
        }
        assert!(!read(packed(&nested(deep, 100_000))));
        let disguised = packed(&nested(deep, 100_000)).replace("base64", "=?utf-8?q?base64?=");
        assert!(!read(disguised));
        let digest = "Content-Type: multipart/digest; boundary=b\r\n\r\n--b\r\nContent-Transfer-Encoding: base64\r\n\r\n";
        assert!(!read(format!("{digest}{}\r\n--b--\r\n", base64_of(nested(deep, 100_000).as_bytes()))));
        // A picture is packed as ever, also beside a digest.
        let picture = "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n";
        let text = "Content-Type: text/plain\r\n\r\nText\r\n";
        let within = "--c\r\n\r\nSubject: y\r\n\r\nInner\r\n--c--\r\n";
        assert!(read(format!(
            "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n{text}--b\r\n{picture}--b\r\n\
             Content-Type: multipart/digest; boundary=c\r\n\r\n{within}--b--\r\n"
        )));
    }

    #[test]
    fn a_value_in_parts_without_end_is_none() {
        let message = |parts: usize| {
            let parts: String = (0..parts).map(|it| format!(";\r\n a{it}*1=x")).collect();
            read(&format!("Subject: x\r\nContent-Type: text/plain{parts}\r\n\r\nText\r\n"))
        };
        assert!(message(10).is_some() && message(300_000).is_none());
    }

    fn base64_of(bytes: &[u8]) -> String {
        const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut out = String::new();
        for three in bytes.chunks(3) {
            let bits = three.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte))
                << (8 * (3 - three.len()));
            for place in 0..4 {
                let letter = LETTERS[(bits >> (18 - 6 * place)) as usize & 63];
                out.push(if place <= three.len() { char::from(letter) } else { '=' });
            }
            if out.len() % 77 == 76 {
                out.push('\n');
            }
        }
        out
    }
}
