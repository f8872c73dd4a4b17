//! Captures as a store keeps them.

use chrono::{DateTime, Utc};
use veille_model::{Capture, CaptureId, SourceId};

use crate::cells::{Cells, of_rows};
use crate::rules::captures::{kind_named, unpack};
use crate::rules::instant::read;

/// A capture that was kept, with its bytes as they were received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredCapture {
    /// Its row: grows with each new capture.
    pub row: i64,
    /// When it came into the store: what it is kept by.
    pub stored_at: Option<DateTime<Utc>>,
    /// The capture.
    pub capture: Capture,
}

/// How much the captures of a store take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CapturesSize {
    /// Captures.
    pub captures: u64,
    /// Bodies: captures with equal bytes share one.
    pub bodies: u64,
    /// Bytes of the bodies, as received.
    pub bytes: u64,
    /// Bytes of the bodies, as kept.
    pub packed_bytes: u64,
}

/// A capture, its bytes still packed.
pub(crate) struct Packed {
    pub stored: StoredCapture,
    /// As it stands in the row.
    pub stored_at: String,
    pub digest: String,
    pub bytes: usize,
    pub packed: Vec<u8>,
}

of_rows!(Packed);

impl Packed {
    pub(crate) fn read(row: &impl Cells) -> Result<Self, sqlx::Error> {
        let headers = row.text("headers")?;
        let capture = Capture {
            id: CaptureId::from(row.text("capture")?),
            kind: kind_named(&row.text("kind")?),
            source: SourceId::new(&row.text("source")?),
            url: row.text_if_any("url")?,
            captured_at: read(&row.text("captured_at")?),
            status: row.small_number_if_any("status")?.and_then(|status| u16::try_from(status).ok()),
            media_type: row.text_if_any("media_type")?,
            headers: serde_json::from_str(&headers).map_err(|error| sqlx::Error::Decode(error.into()))?,
            entry: row.text_if_any("entry")?.and_then(|entry| serde_json::from_str(&entry).ok()),
            body: Vec::new(),
        };
        let stored_at = row.text("stored_at")?;
        Ok(Self {
            stored: StoredCapture { row: row.number("id")?, stored_at: read(&stored_at), capture },
            stored_at,
            digest: row.text("digest")?,
            bytes: usize::try_from(row.number("bytes")?).unwrap_or_default(),
            packed: row.bytes("packed")?,
        })
    }

    fn unpacked(mut self) -> Result<StoredCapture, String> {
        let body = unpack(&self.packed, self.bytes);
        let id = &self.stored.capture.id;
        self.stored.capture.body =
            body.map_err(|error| format!("the bytes of capture {id} cannot be unpacked: {error}"))?;
        Ok(self.stored)
    }
}

/// Unpacks off the async threads: a large page takes milliseconds. What is wrong with one that cannot be, in words.
pub(crate) async fn unpacked(packed: Vec<Packed>) -> Result<Vec<StoredCapture>, String> {
    let unpack = move || packed.into_iter().map(Packed::unpacked).collect();
    tokio::task::spawn_blocking(unpack).await.expect("unpacking does not panic")
}
