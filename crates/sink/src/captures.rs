//! Captures as a store keeps them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use futures_util::{Stream, TryStreamExt};
use veille_model::{Capture, CaptureId, PackedCapture, SourceId};

use crate::cells::{Cells, of_rows};
use crate::copied::CopiedCapture;
use crate::rules::captures::{kind_named, unpack};
use crate::rules::instant::read;
use crate::{Location, StoreError};

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

impl CapturesSize {
    /// Of captures, bodies, and the bytes of these as received and as kept.
    pub(crate) fn of((captures, bodies, bytes, packed): (i64, i64, i64, i64)) -> Self {
        let [captures, bodies, bytes, packed_bytes] =
            [captures, bodies, bytes, packed].map(i64::unsigned_abs);
        Self { captures, bodies, bytes, packed_bytes }
    }
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

impl From<Packed> for CopiedCapture {
    fn from(packed: Packed) -> Self {
        let Packed { stored: StoredCapture { row, capture, .. }, stored_at, digest, bytes, packed } = packed;
        Self { row, stored_at, packed: PackedCapture { capture, digest, bytes: bytes as u64, packed } }
    }
}

/// Captures as they come, until they have so many bytes as received.
pub(crate) async fn up_to(
    mut captures: impl Stream<Item = Result<Packed, sqlx::Error>> + Unpin,
    bytes_max: usize,
) -> Result<Vec<Packed>, sqlx::Error> {
    let (mut taken, mut bytes) = (Vec::new(), 0);
    while let Some(packed) = captures.try_next().await? {
        // The one that goes beyond is taken still: alone it may be larger than the bound, and would never come.
        bytes += packed.bytes;
        taken.push(packed);
        if bytes >= bytes_max {
            break;
        }
    }
    Ok(taken)
}

/// Unpacks captures of a store off the async threads: a large page takes milliseconds.
pub(crate) async fn unpacked(
    packed: Vec<Packed>,
    store: impl FnOnce() -> Location,
) -> Result<Vec<StoredCapture>, StoreError> {
    let unpack = move || packed.into_iter().map(Packed::unpacked).collect();
    let unpacked: Result<_, String> =
        tokio::task::spawn_blocking(unpack).await.expect("unpacking does not panic");
    unpacked.map_err(|detail| StoreError::Damaged { store: store(), detail })
}

/// Captures by their rows: those captured first before the others.
pub(crate) fn in_order(found: BTreeMap<i64, StoredCapture>) -> Vec<StoredCapture> {
    let mut found: Vec<StoredCapture> = found.into_values().collect();
    // Of one instant by their rows: else two readings have them in two orders.
    found.sort_by_key(|stored| (stored.capture.captured_at, stored.row));
    found
}
