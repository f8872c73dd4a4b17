//! What a capture holds beyond WARC, in a field of our own.
//!
//! `Veille-Capture` is an extension field (ISO 28500, 4: readers ignore fields they do not know) with a JSON object
//! on one line. It holds those members of a capture, and only those, that the record alone would not give back: a
//! kind *feed*, an id that somebody chose, a header that HTTP cannot carry. Null says that there is none.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize};
use veille_model::{Capture, CaptureId, CaptureKind, FeedEntry, SourceId};

/// Name of the field.
pub(super) const FIELD: &str = "Veille-Capture";

/// The members that differ from what the record gives.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Beyond {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<CaptureId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<CaptureKind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<SourceId>,
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "or_null")]
    url: Option<Option<String>>,
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "or_null")]
    captured_at: Option<Option<DateTime<Utc>>>,
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "or_null")]
    status: Option<Option<u16>>,
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "or_null")]
    media_type: Option<Option<String>>,
    /// What the feed said that announced the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    entry: Option<Box<FeedEntry>>,
    /// Headers that differ; None for one that is not there.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    headers: BTreeMap<String, Option<String>>,
}

/// Tells a member that is null from one that is absent.
fn or_null<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

impl Beyond {
    /// What must be said so that `read` becomes `meant`. Their bodies are equal.
    pub(super) fn between(meant: &Capture, read: &Capture) -> Self {
        let (gone, changed) = (
            read.headers.keys().filter(|name| !meant.headers.contains_key(*name)),
            meant.headers.iter().filter(|(name, value)| read.headers.get(*name) != Some(value)),
        );
        let mut headers: BTreeMap<_, _> = gone.map(|name| (name.clone(), None)).collect();
        headers.extend(changed.map(|(name, value)| (name.clone(), Some(value.clone()))));
        Self {
            id: differs(&meant.id, &read.id),
            kind: differs(&meant.kind, &read.kind),
            source: differs(&meant.source, &read.source),
            url: differs(&meant.url, &read.url),
            captured_at: differs(&meant.captured_at, &read.captured_at),
            status: differs(&meant.status, &read.status),
            media_type: differs(&meant.media_type, &read.media_type),
            entry: meant.entry.clone(),
            headers,
        }
    }

    /// Corrects what a record gave.
    pub(super) fn correct(self, capture: &mut Capture) {
        // Member by member: what the field does not name the record has told.
        replace(&mut capture.id, self.id);
        replace(&mut capture.kind, self.kind);
        replace(&mut capture.source, self.source);
        replace(&mut capture.url, self.url);
        replace(&mut capture.captured_at, self.captured_at);
        replace(&mut capture.status, self.status);
        replace(&mut capture.media_type, self.media_type);
        if self.entry.is_some() {
            capture.entry = self.entry;
        }
        for (name, value) in self.headers {
            match value {
                Some(value) => capture.headers.insert(name, value),
                None => capture.headers.remove(&name),
            };
        }
    }

    /// The field's value; None where nothing need be said. Of a feed that tells more than there is room for, its texts are left out:
    /// the page is kept, and no reader takes a longer head.
    pub(super) fn into_field(mut self, bytes_max: usize) -> Option<String> {
        if self == Self::default() {
            return None;
        }
        let written = |beyond: &Self| serde_json::to_string(beyond).expect("maps have names as keys");
        let texts: [fn(&mut FeedEntry) -> &mut Option<String>; 2] =
            // The text first: the page has it, and a summary is short.
            [|entry| &mut entry.content, |entry| &mut entry.summary];
        let mut field = written(&self);
        for text in texts {
            if let Some(entry) = self.entry.as_mut().filter(|_| field.len() > bytes_max) {
                *text(entry) = None;
                field = written(&self);
            }
        }
        Some(field)
    }

    /// Reads the field's value; what is no such object says nothing.
    pub(super) fn parse(value: &str) -> Self {
        // Another's field of this name, or a torn one, must not cost the capture.
        serde_json::from_str(value).unwrap_or_default()
    }
}

fn differs<T: Clone + PartialEq>(meant: &T, read: &T) -> Option<T> {
    (meant != read).then(|| meant.clone())
}

fn replace<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}
