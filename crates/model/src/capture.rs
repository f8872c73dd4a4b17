//! Pages as received.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::lenient;
use crate::{CaptureId, FeedEntry, SourceId};

/// What a capture is a capture of.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum CaptureKind {
    /// A whole feed document: RSS, Atom or JSON Feed.
    Feed,
    /// One entry of a feed, standing in for a page that could not be had; the body is a [`FeedEntry`] as JSON.
    Entry,
    /// A page: HTML, or text flattened from it.
    #[default]
    Page,
}

/// A page as received: bytes, headers, instant. Nothing in it is parsed.
///
/// As JSON the bytes stand in `body` where they are UTF-8 and in `body_base64` where they are not. Reading asks for
/// nothing but a body: `body`, `body_base64` or `html` (which implies `text/html`); unknown keys are ignored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capture {
    /// Given by whoever handed the capture in, or the digest of URL, bytes and, where there is one, the entry.
    pub id: CaptureId,
    /// Page, feed entry or feed.
    pub kind: CaptureKind,
    /// The publisher; from the URL's host where nobody named one.
    pub source: SourceId,
    /// Address after redirects.
    pub url: Option<String>,
    /// When it was received.
    pub captured_at: Option<DateTime<Utc>>,
    /// HTTP status, where it came over HTTP.
    pub status: Option<u16>,
    /// Media type with its parameters, as the server gave it or the file's name implies.
    pub media_type: Option<String>,
    /// HTTP response headers, names in lower case.
    pub headers: BTreeMap<String, String>,
    /// What the feed said that announced the page.
    pub entry: Option<Box<FeedEntry>>,
    /// The bytes, after content encodings were undone.
    pub body: Vec<u8>,
}

impl Capture {
    /// A page with nothing known but its address and bytes; fill in the rest.
    pub fn page(url: Option<String>, body: Vec<u8>) -> Self {
        Self {
            id: CaptureId::of(url.as_deref(), &body),
            kind: CaptureKind::Page,
            source: url.as_deref().map_or_else(SourceId::unknown, SourceId::of_url),
            url,
            captured_at: None,
            status: None,
            media_type: None,
            headers: BTreeMap::new(),
            entry: None,
            body,
        }
    }

    /// The capture with what the feed said that announced it. The same page announced in other words is another capture.
    pub fn announced_by(self, entry: FeedEntry) -> Self {
        let id = CaptureId::of_announced(self.url.as_deref(), &self.body, &entry);
        Self { id, entry: Some(Box::new(entry)), ..self }
    }

    /// A feed entry as a capture of its own, received when its feed was.
    pub fn entry(entry: &FeedEntry, source: SourceId, captured_at: Option<DateTime<Utc>>) -> Self {
        let body = serde_json::to_vec(entry).expect("a feed entry has no map with other keys than text");
        Self {
            kind: CaptureKind::Entry,
            source,
            captured_at,
            media_type: Some(FeedEntry::MEDIA_TYPE.to_owned()),
            ..Self::page(entry.url.clone(), body)
        }
    }

    /// The same at another address, as a redirect leads there; named anew.
    pub fn found_at(self, url: String) -> Self {
        let id = CaptureId::of(Some(&url), &self.body);
        Self { id, url: Some(url), ..self }
    }

    /// The media type without parameters, in lower case: `text/html` of `Text/HTML; charset=utf-8`.
    pub fn media_essence(&self) -> Option<String> {
        let essence = self.media_type.as_deref()?.split(';').next()?.trim().to_ascii_lowercase();
        (!essence.is_empty()).then_some(essence)
    }
}

/// The JSON form. The schema is written from it, so it documents what is accepted as well as what is written.
#[derive(Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Capture", description = "A page as received: bytes, headers, instant.")]
pub(crate) struct Wire {
    /// Named by whoever hands the capture in; by default the digest of URL and bytes. Numbers are taken as text.
    #[serde(default, deserialize_with = "text_or_number", skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    /// What it is a capture of; by default a page.
    #[serde(default)]
    kind: CaptureKind,
    /// The publisher's name, a subject token; by default the URL's host.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source: Option<SourceId>,
    /// Address after redirects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    /// When it was received, RFC 3339.
    #[serde(default, deserialize_with = "lenient::instant", skip_serializing_if = "Option::is_none")]
    captured_at: Option<DateTime<Utc>>,
    /// HTTP status, where it came over HTTP.
    #[serde(default, deserialize_with = "lenient::status", skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    /// Media type with its parameters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    media_type: Option<String>,
    /// HTTP response headers.
    #[serde(default, deserialize_with = "lenient::headers", skip_serializing_if = "BTreeMap::is_empty")]
    headers: BTreeMap<String, String>,
    /// What the feed said that announced the page.
    #[serde(default, deserialize_with = "lenient::entry", skip_serializing_if = "Option::is_none")]
    entry: Option<Box<FeedEntry>>,
    /// The bytes, where they are UTF-8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    /// The bytes in base64, where they are not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    body_base64: Option<String>,
    /// The bytes of an HTML page: `body` with the media type `text/html`. Read, never written.
    #[serde(default, skip_serializing)]
    html: Option<String>,
}

fn text_or_number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    match Option::<serde_json::Value>::deserialize(deserializer)? {
        None | Some(serde_json::Value::Null) => Ok(None),
        Some(serde_json::Value::String(text)) => Ok(Some(text)),
        // Whoever makes a file of captures by a script numbers its lines.
        Some(serde_json::Value::Number(number)) => Ok(Some(number.to_string())),
        Some(other) => Err(de::Error::custom(format!("expected an id as text, found {other}"))),
    }
}

impl Serialize for Capture {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (body, body_base64) = match std::str::from_utf8(&self.body) {
            Ok(text) => (Some(text.to_owned()), None),
            // JSON is Unicode: a page in another charset would be broken for good before
            // anybody could decode it.
            Err(_) => (None, Some(STANDARD.encode(&self.body))),
        };
        Wire {
            id: Some(self.id.to_string()),
            kind: self.kind,
            source: Some(self.source.clone()),
            url: self.url.clone(),
            captured_at: self.captured_at,
            status: self.status,
            media_type: self.media_type.clone(),
            headers: self.headers.clone(),
            entry: self.entry.clone(),
            body,
            body_base64,
            html: None,
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Capture {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let wire = Wire::deserialize(deserializer)?;
        // Only where `html` was what was read.
        let is_html = wire.html.is_some() && wire.body.is_none() && wire.body_base64.is_none();
        let body = match (wire.body, wire.body_base64, wire.html) {
            // `html` beside one of the others is left alone: they hold the bytes as they were received.
            (Some(text), None, _) | (None, None, Some(text)) => text.into_bytes(),
            (None, Some(text), _) => {
                STANDARD.decode(&text).map_err(|error| de::Error::custom(format!("body_base64: {error}")))?
            }
            (None, None, None) => {
                return Err(de::Error::custom(
                    "expected one of body, body_base64, html: there is no page in it",
                ));
            }
            // Which of the two was received, nobody can tell.
            (Some(_), Some(_), _) => return Err(de::Error::custom("expected body or body_base64, not both")),
        };
        // An empty id would make one capture of all that have it.
        let id = match wire.id.filter(|id| !id.is_empty()) {
            Some(id) => CaptureId::from(id),
            None => match &wire.entry {
                Some(entry) => CaptureId::of_announced(wire.url.as_deref(), &body, entry),
                None => CaptureId::of(wire.url.as_deref(), &body),
            },
        };
        let from_url = || wire.url.as_deref().map_or_else(SourceId::unknown, SourceId::of_url);
        // Archives of HTTP answers have the type among the headers only.
        let from_headers = || {
            wire.headers
                .iter()
                .find(|(name, _)| name.eq_ignore_ascii_case("content-type"))
                .map(|(_, v)| v.clone())
        };
        Ok(Self {
            id,
            kind: wire.kind,
            source: wire.source.unwrap_or_else(from_url),
            captured_at: wire.captured_at,
            status: wire.status,
            media_type: wire
                .media_type
                .or_else(from_headers)
                .or_else(|| is_html.then(|| "text/html".to_owned())),
            headers: wire
                .headers
                .into_iter()
                // Names of fields have no case (RFC 9110, 5.1).
                .map(|(name, value)| (name.to_ascii_lowercase(), value))
                .collect(),
            url: wire.url,
            entry: wire.entry,
            body,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Capture {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_body_is_all_that_is_asked_for() {
        let capture = read(r#"{"body":"Bonjour","gold":{"unknown":1}}"#);
        assert_eq!(capture.body, b"Bonjour");
        assert_eq!(capture.id, CaptureId::of(None, b"Bonjour"));
        assert_eq!(capture.source, SourceId::unknown());
    }

    #[test]
    fn html_implies_its_media_type_and_an_id_is_echoed() {
        let capture = read(r#"{"id":7,"url":"https://www.example.org/a","html":"<p>x"}"#);
        assert_eq!((capture.id.as_str(), capture.media_type.as_deref()), ("7", Some("text/html")));
        assert_eq!(capture.source.as_str(), "example-org");
    }

    #[test]
    fn bytes_that_are_not_utf8_survive() {
        let capture = Capture::page(None, vec![0xff, 0xfe, 0x00, b'a']);
        assert_eq!(read(&serde_json::to_string(&capture).unwrap()), capture);
    }

    #[test]
    fn the_entry_travels_along_and_names_the_capture_where_there_is_one() {
        let page = || Capture::page(Some("https://a.example/1".to_owned()), b"<p>x".to_vec());
        // As it was before captures had entries.
        assert_eq!(page().id.as_str(), "dd04c9201748c0fedde9ded5ba9652bc");
        let said = |title: &str| FeedEntry { title: Some(title.to_owned()), ..FeedEntry::default() };
        let (one, other) = (page().announced_by(said("one")), page().announced_by(said("other")));
        assert!(one.id != other.id && one.id != page().id);
        let json = serde_json::to_string(&one).unwrap();
        assert_eq!(read(&json), one);
        let unnamed = json.replacen(&format!("\"id\":\"{}\",", one.id), "", 1);
        assert_eq!(read(&unnamed), one);
        assert_eq!(read(r#"{"body":"x","entry":7}"#).entry, None);
    }

    #[test]
    fn a_capture_without_a_body_says_what_was_expected() {
        let error = serde_json::from_str::<Capture>(r#"{"id":"x"}"#).unwrap_err().to_string();
        assert!(error.contains("expected one of body, body_base64, html"), "{error}");
    }
}
